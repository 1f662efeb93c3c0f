//! A night does its steps in order, stops at none of them, and is gone on with where it was cut off.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use tempfile::TempDir;
use verbatim::pipeline::nightly::{Calls, Came, Night, Outcome, Posted, Report, Step, Trouble};
use verbatim::pipeline::nightly::{as_markdown, as_text, title};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::night::{NightLock, NightLockError};

use crate::harness::{self, Desk, Talk};

/// A data folder, a clock that moves on by a second whenever somebody looks, and what was done.
struct Bed {
    _folder: TempDir,
    dir: DataDir,
    seconds: Cell<i64>,
    done: RefCell<Vec<String>>,
}

impl Bed {
    fn new() -> Bed {
        let folder = harness::folder();
        Bed {
            dir: DataDir::new(folder.path().join("data")),
            _folder: folder,
            // 2026-10-04T02:30:00Z
            seconds: Cell::new(1_791_081_000),
            done: RefCell::default(),
        }
    }

    fn later(&self, hours: i64) {
        self.seconds.set(self.seconds.get() + hours * 3600);
    }

    fn run(&self, steps: Vec<Step<'_>>) -> Report {
        self.run_with(steps, false)
    }

    fn run_with(&self, steps: Vec<Step<'_>>, anew: bool) -> Report {
        let lock = NightLock::take(&self.dir, "nightly").unwrap();
        let clock = || {
            self.seconds.set(self.seconds.get() + 1);
            Timestamp::from_second(self.seconds.get()).unwrap()
        };
        let night = Night {
            dir: &self.dir,
            clock: &clock,
            anew,
        };
        night
            .run(&lock, steps, &mut |_: &Report| Vec::new())
            .unwrap()
    }

    /// A step that brings a new call.
    fn fine(&self, name: &str) -> Step<'_> {
        let told = name.to_owned();
        Step::new(name, move || {
            self.done.borrow_mut().push(told.clone());
            Ok(Came {
                calls: Calls {
                    new: 1,
                    ..Calls::default()
                },
                ..Came::default()
            })
        })
    }

    fn broken(&self, name: &str) -> Step<'_> {
        let told = name.to_owned();
        Step::new(name, move || {
            self.done.borrow_mut().push(told.clone());
            Err(Trouble::new(told.clone(), "no-network", "plug it in"))
        })
    }

    /// The machine goes down in the middle of it.
    fn cut(&self, before: Vec<Step<'_>>) {
        let mut steps = before;
        steps.push(Step::new("cut", || panic!("cut off on purpose")));
        let run = catch_unwind(AssertUnwindSafe(|| self.run(steps)));
        assert!(run.is_err());
        self.done.borrow_mut().clear();
    }

    fn done(&self) -> Vec<String> {
        self.done.take()
    }

    fn written(&self) -> String {
        std::fs::read_to_string(self.dir.root().join("nightly.json")).unwrap()
    }
}

fn outcomes(report: &Report) -> Vec<(&str, Outcome)> {
    let steps = report.steps.iter();
    steps
        .map(|step| (step.step.as_str(), step.outcome))
        .collect()
}

#[test]
fn steps_come_in_order_and_a_broken_one_stops_none() {
    let bed = Bed::new();
    let half = Step::new("half", || {
        let mut came = Came::default();
        came.trouble(Trouble::new("in/a.vtt", "no-speech", "look at it"));
        Ok(came)
    });
    let report = bed.run(vec![bed.fine("a"), bed.broken("b"), half, bed.fine("c")]);
    assert_eq!(bed.done(), ["a", "b", "c"]);
    let expected = [
        ("a", Outcome::Done),
        ("b", Outcome::Failed),
        ("half", Outcome::Trouble),
        ("c", Outcome::Done),
    ];
    assert_eq!(outcomes(&report), expected);
    assert_eq!((report.calls.new, report.n_troubles), (2, 2));
    assert!(report.needs_somebody() && !report.resumed);
    let text = as_text(&report);
    for words in [
        "2 things need you",
        "in/a.vtt [no-speech]",
        "plug it in",
        "could not be done",
    ] {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    assert!(as_markdown(&report).contains("## What needs you"));
}

#[test]
fn a_step_that_breaks_takes_no_other_with_it() {
    let bed = Bed::new();
    let breaks = Step::new("breaks", || panic!("on purpose")).caught();
    let report = bed.run(vec![breaks, bed.fine("a")]);
    let expected = [("breaks", Outcome::Failed), ("a", Outcome::Done)];
    assert_eq!(outcomes(&report), expected);
    assert!(as_text(&report).contains("breaks [broke-off]"));
}

/// As on a full disk: there is a folder where the state is written before it takes its place.
#[test]
fn a_night_that_cannot_be_written_down_is_reported() {
    let bed = Bed::new();
    let in_the_way = format!("nightly.json.new-{}", std::process::id());
    std::fs::create_dir_all(bed.dir.root().join(in_the_way)).unwrap();
    let report = bed.run(vec![bed.fine("a"), bed.fine("b")]);
    assert_eq!(bed.done(), ["a", "b"]);
    assert!(report.needs_somebody());
    // It is one thing, however many steps it keeps from being written down.
    let text = as_text(&report);
    assert_eq!(text.matches("nightly.json [not-written]").count(), 1);
    assert!(text.contains("1 thing needs you"), "{text}");
}

#[test]
fn a_fine_night_needs_nobody() {
    let bed = Bed::new();
    let report = bed.run(vec![bed.fine("a")]);
    assert!(!report.needs_somebody());
    assert_eq!(
        title(&report),
        "verbatim nightly: 1 new, 0 updated, nothing needs you"
    );
}

#[test]
fn a_report_that_reached_nobody_needs_somebody() {
    let bed = Bed::new();
    let mut report = bed.run(vec![bed.fine("a")]);
    report.posted.push(Posted {
        to: "team".to_owned(),
        failed: Some("it answered with HTTP status 500".to_owned()),
    });
    assert!(report.fine && report.needs_somebody());
    assert_eq!(
        title(&report),
        "verbatim nightly: 1 thing needs you (1 new, 0 updated)"
    );
    assert!(as_text(&report).contains("! not posted: it answered"));
    let markdown = as_markdown(&report);
    assert!(
        markdown.contains("## What needs you\n\n- not posted: it answered"),
        "{markdown}"
    );
}

#[test]
fn what_was_cut_off_is_gone_on_with() {
    let bed = Bed::new();
    bed.cut(vec![
        bed.fine("a"),
        bed.broken("b"),
        bed.fine("digest").again(),
    ]);
    bed.later(1);
    let steps = || {
        vec![
            bed.fine("a"),
            bed.broken("b"),
            bed.fine("digest").again(),
            bed.fine("c"),
        ]
    };
    let report = bed.run(steps());
    // What failed, and what gives something that is not written down, is done again.
    assert_eq!(bed.done(), ["b", "digest", "c"]);
    assert!(report.resumed);
    assert_eq!((report.runs, report.calls.new), (2, 3));
    assert!(report.steps[0].earlier && !report.steps[3].earlier);
    assert!(as_text(&report).contains("went on"));
    // That night is over; the next run begins a new one.
    let next = bed.run(steps());
    assert_eq!(bed.done(), ["a", "b", "digest", "c"]);
    assert!(!next.resumed && next.night != report.night);
}

#[test]
fn a_night_of_yesterday_is_left_behind() {
    for (hours, anew, resumed) in [(19, false, true), (21, false, false), (1, true, false)] {
        let bed = Bed::new();
        bed.cut(vec![bed.fine("a")]);
        bed.later(hours);
        let report = bed.run_with(vec![bed.fine("a")], anew);
        assert_eq!(report.resumed, resumed, "{hours} h later, anew: {anew}");
        assert_eq!(bed.done().len(), usize::from(!resumed));
    }
}

#[test]
fn a_state_that_cannot_be_read_is_no_night() {
    let bed = Bed::new();
    for text in [
        "",
        "{\"shape\":1",
        "{\"shape\":99,\"night\":\"2026-10-04T02:30:00Z\",\"runs\":1,\"finished\":null,\"steps\":[]}",
    ] {
        bed.cut(vec![bed.fine("a")]);
        std::fs::write(bed.dir.root().join("nightly.json"), text).unwrap();
        assert!(!bed.run(vec![bed.fine("a")]).resumed, "{text}");
        assert_eq!(bed.done(), ["a"]);
    }
}

#[test]
fn a_night_that_is_over_keeps_numbers_and_no_names_of_files() {
    let bed = Bed::new();
    let step = || {
        Step::new("folders", || {
            let mut came = Came::default();
            came.trouble(Trouble::new("in/someone.vtt", "no-speech", "look at it"));
            came.digest = Some("a prospect's words".to_owned());
            Ok(came)
        })
    };
    bed.cut(vec![step()]);
    assert!(bed.written().contains("someone.vtt"));
    assert!(!bed.written().contains("words"));
    let report = bed.run(vec![step().again()]);
    assert_eq!(report.digest.as_deref(), Some("a prospect's words"));
    assert!(!bed.written().contains("someone"));
    assert!(bed.written().contains("\"n_troubles\": 1"));
}

#[test]
fn two_nights_never_run_at_once() {
    let bed = Bed::new();
    let lock = NightLock::take(&bed.dir, "nightly").unwrap();
    let refused = NightLock::take(&bed.dir, "nightly").unwrap_err();
    let NightLockError::Running(holder) = &refused else {
        panic!("{refused}");
    };
    assert_eq!(holder.pid, std::process::id().to_string());
    assert!(
        holder.since.parse::<Timestamp>().is_ok(),
        "{}",
        holder.since
    );
    drop(lock);
    assert!(NightLock::take(&bed.dir, "nightly").is_ok());
}

fn desk(config: &str) -> Desk {
    let desk = Desk::new();
    desk.write(
        "verbatim.toml",
        format!("lexicons = \"lexicons\"\n{config}"),
    );
    desk.write_talks(
        "in/calls.jsonl",
        &[Talk::new("one").prospect("we do it all by hand")],
    );
    desk
}

#[test]
fn a_night_brings_in_folders_and_says_so() {
    let desk = desk("[nightly]\nfolders = [\"in\"]\n");
    let first = desk.verbatim(&["nightly", "--json"]).done().last();
    assert_eq!(first["calls"]["new"], 1);
    assert_eq!(first["fine"], true);
    assert!(first["sizes"]["catalogue"].as_u64().unwrap() > 0);
    assert_eq!(desk.finds(&["hand"]), ["one:0"]);
    let quiet = ["nightly", "--quiet", "--report", "night.md"];
    let second = desk.verbatim(&quiet).done();
    assert_eq!((second.stdout.as_str(), second.stderr.as_str()), ("", ""));
    let report = std::fs::read_to_string(desk.path("night.md")).unwrap();
    assert!(
        report.contains("0 new, 0 updated, 1 unchanged, 0 failed"),
        "{report}"
    );
}

#[test]
fn a_digest_that_was_made_is_no_idle_step() {
    let digests = |config: &str| {
        let run = desk(config).verbatim(&["nightly"]).done();
        let lines = run.stdout.lines().map(str::trim_start);
        let told = lines.filter(|line| line.starts_with("digest "));
        let told: Vec<String> = told.map(str::to_owned).collect();
        assert_eq!(told.len(), 2, "the step, and what the report holds: {run}");
        told
    };
    // One call, in which one thing is said that is quoted once.
    let made = digests("[nightly]\nfolders = [\"in\"]\n");
    assert!(made[0].ends_with("calls 1, quotes 1"), "{made:?}");
    assert!(made[1].ends_with("made"), "{made:?}");
    let none = digests("[nightly]\nfolders = [\"in\"]\ndigest_days = 0\n");
    assert!(none[0].ends_with("nothing to do"), "{none:?}");
    assert!(none[1].ends_with("none"), "{none:?}");
}

#[test]
fn a_digest_is_the_last_one_when_it_reached_somebody() {
    let desk = desk("[nightly]\nfolders = [\"in\"]\n");
    // The terminal and plain text show the report alone.
    for (args, is_told) in [
        (&["nightly", "--report", "night.txt"][..], false),
        (&["nightly", "--quiet", "--report", "night.md"], true),
    ] {
        desk.verbatim(args).done();
        let catalogue = Catalogue::open_to_read(&DataDir::new(desk.path("data"))).unwrap();
        let end = catalogue.digest_end().unwrap();
        assert_eq!(end.is_some(), is_told, "{args:?}: {end:?}");
    }
    let report = std::fs::read_to_string(desk.path("night.md")).unwrap();
    assert!(report.contains("by hand"), "{report}");
}

#[test]
fn a_broken_file_is_told_even_where_all_should_be_quiet() {
    let desk = desk("[nightly]\nfolders = [\"in\", \"gone\"]\ndeals = [\"deals.csv\"]\n");
    desk.write("in/broken.json", "{\"turns\": 7}");
    desk.verbatim(&["nightly", "--quiet"])
        .has_trouble()
        .says("broken.json")
        .says("gone [not-found]")
        .says("deals.csv [not-found]");
    assert_eq!(desk.finds(&["hand"]), ["one:0"]);
}

#[test]
fn other_lexicons_hear_the_history_again() {
    let desk = desk("[nightly]\nfolders = [\"in\"]\n");
    desk.verbatim(&["nightly"]).done();
    let more = "persona = \"anyone\"\n\n[[entry]]\ntag = \"pain/slow\"\nname = \"all\"\nconfidence = 0.9\npatterns = [\"do it all\"]\n";
    desk.write("lexicons/anyone.toml", more);
    // The folder is not read again: what is kept is enough.
    desk.write("verbatim.toml", "lexicons = \"lexicons\"\n");
    let report = desk.verbatim(&["nightly", "--json"]).done().last();
    let steps = report["steps"].as_array().unwrap();
    let tagged = steps.iter().find(|step| step["step"] == "lexicons");
    assert_eq!(tagged.unwrap()["figures"]["tagged_anew"], 1);
    assert_eq!(desk.finds(&["tag:pain/slow"]), ["one:0"]);
}

#[test]
fn whoever_comes_second_hears_who_is_first() {
    let desk = desk("");
    let lock = NightLock::take(&DataDir::new(desk.path("data")), "nightly").unwrap();
    let pid = std::process::id().to_string();
    let run = desk.verbatim(&["nightly"]).has_trouble();
    let run = run.warns(&pid).warns("verbatim nightly").warns("since 20");
    assert!(run.stdout.is_empty());
    drop(lock);
    desk.verbatim(&["nightly"]).done();
}

#[test]
fn a_place_to_post_to_that_is_not_there_is_told_before_anything_is_done() {
    let desk = desk("[nightly]\nfolders = [\"in\"]\npost = [\"team\"]\n");
    desk.verbatim(&["nightly"])
        .has_trouble()
        .warns("[post.team]");
    desk.verbatim(&["search", "hand"]).has_trouble();
}

#[test]
fn a_place_to_post_to_that_cannot_be_used_is_told_and_the_work_is_done() {
    let mail = "kind = \"mail\"\nserver = \"mail.example.org\"\nto = [\"ops@example.org\"]\n";
    for (place, why) in [
        (
            "kind = \"slack\"\nurl = { env = \"NOWHERE_SET\" }\n".to_owned(),
            "NOWHERE_SET",
        ),
        (
            format!(
                "{mail}from = \"v@example.org\"\nuser = \"v\"\npassword = {{ file = \"gone.secret\" }}\n"
            ),
            "gone.secret",
        ),
        (format!("{mail}from = \"nobody\"\n"), "`from`"),
    ] {
        let desk = desk(&format!(
            "[nightly]\nfolders = [\"in\"]\npost = [\"team\"]\n[post.team]\n{place}"
        ));
        // Named twice, told once.
        desk.verbatim(&["nightly", "--quiet", "--post", "team"])
            .has_trouble()
            .says("1 thing needs you (1 new, 0 updated)")
            .says("! post.team [not-opened]")
            .says(why);
        assert_eq!(desk.finds(&["hand"]), ["one:0"]);
    }
}

#[test]
fn a_report_that_cannot_be_written_is_shown_and_needs_somebody() {
    let desk = desk("[nightly]\nfolders = [\"in\"]\n");
    let run = desk.verbatim(&["nightly", "--quiet", "--report", "nowhere/night.md"]);
    let run = run
        .has_trouble()
        .says("1 thing needs you (1 new, 0 updated)")
        .says("! nowhere/night.md [not-written]");
    assert!(!run.stdout.contains("--data"), "{run}");
    // Its digest reached nobody.
    let catalogue = Catalogue::open_to_read(&DataDir::new(desk.path("data"))).unwrap();
    assert_eq!(catalogue.digest_end().unwrap(), None);
    let told = ["nightly", "--json", "--report", "nowhere/night.json"];
    let told = desk.verbatim(&told).has_trouble().last();
    assert_eq!(told["fine"], false);
    assert_eq!(
        told["steps"].as_array().unwrap().last().unwrap()["step"],
        "report"
    );
}
