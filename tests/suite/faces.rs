//! What do people see?
//!
//! Every face is a file under `faces/`: what was typed, what came back, what stood on stderr, how it ended. To
//! accept a change, run with `SNAPSHOTS=overwrite` and read the difference before it is committed.

use std::path::Path;

use regex::Regex;
use snapbox::{Assert, Data};

use crate::harness::{Desk, Run, Talk, project};

/// A name and what is typed.
type Face = (&'static str, &'static [&'static str]);

const HELP: &[Face] = &[
    ("help", &["--help"]),
    ("help-demo", &["demo", "--help"]),
    ("help-ingest", &["ingest", "--help"]),
    ("help-search", &["search", "--help"]),
    ("help-search-short", &["search", "-h"]),
    ("help-export", &["export", "--help"]),
    ("help-parse", &["parse", "--help"]),
    ("help-tag", &["tag", "--help"]),
    ("help-explain", &["explain", "--help"]),
    ("help-check", &["check", "--help"]),
    ("help-reindex", &["reindex", "--help"]),
    ("help-completions", &["completions", "--help"]),
    ("help-man", &["man", "--help"]),
];

/// Mistakes on a desk that keeps nothing.
const MISTAKES: &[Face] = &[
    ("no-command", &[]),
    ("unknown-command", &["serach", "price"]),
    ("unknown-flag", &["search", "--acount", "acme"]),
    // The desk sets VERBATIM_DATA; what is missing stands in the usage line all the same without --data.
    ("missing-file", &["explain"]),
    ("unknown-side", &["search", "price", "--side", "customer"]),
    ("unknown-format", &["export", "price", "--format", "pdf"]),
    ("nothing-kept", &["search", "price"]),
    ("nothing-to-check", &["check"]),
    ("no-such-file", &["parse", "nowhere.vtt"]),
    (
        "no-transcript",
        &["parse", "chat.txt", "empty.vtt", "page.html"],
    ),
    ("wrong-setting", &["--config", "wrong.toml", "check"]),
    ("wrong-threshold", &["--config", "threshold.toml", "check"]),
    (
        "wrong-lexicon",
        &["--config", "lexicon.toml", "tag", "chat.txt"],
    ),
    ("ingest-nothing", &["ingest", "nowhere.vtt", "chat.txt"]),
];

/// One small call, before it is kept and after.
const SMALL: &[Face] = &[
    ("parse", &["parse", "small.vtt"]),
    ("parse-oddities", &["parse", "odd.vtt"]),
    ("tag", &["tag", "small.vtt"]),
    ("tag-nothing", &["tag", "nothing.jsonl"]),
    ("explain", &["explain", "small.vtt"]),
    ("explain-turn", &["explain", "small.vtt", "--turn", "1"]),
    ("ingest", &["ingest", "small.vtt"]),
    ("ingest-again", &["ingest", "small.vtt"]),
    (
        "ingest-trouble",
        &["ingest", "small.vtt", "odd.vtt", "chat.txt"],
    ),
    ("search", &["search", "by hand"]),
    ("search-phrase", &["search", "\"every night\""]),
    ("search-tag", &["search", "--tag", "objection/price"]),
    (
        "search-facets",
        &["search", "--facets", "--limit", "1", "--context", "0"],
    ),
    ("search-nothing", &["search", "xylophone"]),
    ("export", &["export", "by hand"]),
    ("export-nothing", &["export", "xylophone"]),
    ("check", &["check"]),
    ("reindex", &["reindex"]),
    ("unknown-field", &["search", "acount:acme"]),
    ("open-quote", &["search", "price \"too high"]),
    ("open-parenthesis", &["search", "price (high"]),
    ("no-date", &["search", "price", "--since", "yesterday"]),
];

const SAMPLES: &[Face] = &[
    ("demo", &["demo"]),
    ("demo-again", &["demo"]),
    (
        "samples-search",
        &["search", "typing it all in by hand", "--limit", "3"],
    ),
    (
        "samples-facets",
        &["search", "truck", "--facets", "--limit", "1"],
    ),
];

/// The face of a run, without what differs from one run to the next.
fn face(run: &Run) -> String {
    let shown = if run.stderr.is_empty() {
        run.to_string().replace("[stderr]\n", "")
    } else {
        run.to_string()
    };
    let seconds = Regex::new(r"\b\d+\.\d s\b").unwrap();
    let system = Regex::new(r"[^:]*\(os error \d+\)").unwrap();
    let shown = seconds.replace_all(&shown, "0.0 s");
    system
        .replace_all(&shown, " [as the system says it]")
        .into_owned()
        + "\n"
}

/// Shows every face of a list, in order and at one desk; tells of all that changed, not of the first only.
fn check(desk: &Desk, faces: &[Face]) {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut changed = Vec::new();
    for (name, args) in faces {
        let expected = Data::read_from(&file(name), None).raw();
        let shown = face(&desk.verbatim(args));
        if let Err(error) = assert.try_eq(Some(name), Data::text(shown), expected) {
            changed.push(error.to_string());
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

fn file(name: &str) -> std::path::PathBuf {
    let folder: &Path = &project().join("tests/suite/faces");
    folder.join(format!("{name}.txt"))
}

const SMALL_CALL: &str = "WEBVTT

1
00:00:01.000 --> 00:00:04.000
Dana Whit: So, Pete, what is it that hurts?

2
00:00:05.000 --> 00:00:09.000
Pete Lund: We type it all in by hand, every night.

3
00:00:10.500 --> 00:00:14.000
Pete Lund: And then somebody checks it. By hand, I mean.

4
00:00:15.000 --> 00:00:17.000
Dana Whit: Is it the price?

5
00:01:02.000 --> 00:01:09.000
Pete Lund: It's not expensive. I just don't see who would find the time to set it up, not before the season, and not with the two people I have in the office now.
";

const SMALL_PEOPLE: &str = "call,name,email,side,title,persona,company
small.vtt,Dana Whit,dana@haulbright.example,rep,Account Executive,,Haulbright
small.vtt,Pete Lund,pete@brindle.example,prospect,President,economic-buyer,Brindle Creek Foods
";

const SMALL_DEAL: &str = "call,account,industry,size,region,deal,stage,outcome,reason,relationship,amount,date
small.vtt,Brindle Creek Foods,food distribution,210 employees,US Midwest,HB-1,discovery,open,,inbound,28900 USD,2026-03-12
";

fn small_desk() -> Desk {
    let desk = Desk::new();
    desk.write("small.vtt", SMALL_CALL);
    desk.write("participants.csv", SMALL_PEOPLE);
    desk.write("deals.csv", SMALL_DEAL);
    desk.write_talks(
        "nothing.jsonl",
        &[Talk::new("c1").rep("How are you?").prospect("Fine.")],
    );
    desk.write("odd.vtt", "WEBVTT\n\n00:00:09.000 --> 00:00:03.000\nKim Vale: Backwards.\n\n00:00:xx --> 00:00:12.000\nKim Vale: Lost.\n\n00:00:20.000 --> 00:00:22.000\nNobody named here.\n");
    desk.write("chat.txt", "09:14:02 From Dana Whit to Everyone:\n\tcan you see my screen\n09:14:10 From Pete Lund to Everyone:\n\tyes\n");
    desk
}

#[test]
fn help_looks_as_it_should() {
    check(&Desk::new(), HELP);
}

#[test]
fn mistakes_are_told_with_a_way_out() {
    let desk = small_desk();
    desk.write("empty.vtt", "");
    desk.write(
        "page.html",
        "<!DOCTYPE html><html><body><p>Hello</p></body></html>\n",
    );
    desk.write(
        "wrong.toml",
        "threshold = 0.5\ninternal_domain = [\"haulbright.example\"]\n",
    );
    desk.write("threshold.toml", "threshold = 3\n");
    desk.write("lexicon.toml", "lexicons = \"wrong-lexicons\"\n");
    desk.write(
        "wrong-lexicons/anyone.toml",
        "persona = \"anyone\"\n\n[[entry]]\ntag = \"pain/slow\"\nname = \"slow\"\npatterns = [\"takes (hours\"]\n",
    );
    check(&desk, MISTAKES);
}

#[test]
fn a_small_call_looks_as_it_should() {
    check(&small_desk(), SMALL);
}

#[test]
fn the_samples_look_as_they_should() {
    check(&Desk::new().with_samples(), SAMPLES);
}

/// With the shipped lexicons only the frame of the demo is fixed: what they hear grows.
#[test]
fn the_demo_shows_pains_objections_and_what_to_do_next() {
    let desk = Desk::with_shipped_lexicons().with_samples();
    let run = desk
        .verbatim(&["demo"])
        .done()
        .says("Read 17 calls from corpus-samples")
        .says("To start over: rm -r data");
    for kind in ["  pain/", "  objection/"] {
        let n_listed = run
            .stdout
            .lines()
            .filter(|line| line.starts_with(kind))
            .count();
        assert!(n_listed >= 3, "only {n_listed} of{kind}\n{run}");
    }
    assert!(
        run.stdout
            .lines()
            .filter(|line| line.starts_with("    “"))
            .count()
            >= 6,
        "an exact quote for each\n{run}"
    );
    let next: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  verbatim "))
        .collect();
    assert_eq!(next.len(), 3, "{run}");
    let too_wide: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    assert!(too_wide.is_empty(), "wider than 80 columns: {too_wide:#?}");
    assert!(!run.stdout.contains('\u{1b}'), "a color without a terminal");
}

/// A folder of somebody's own calls stays as it is, and is never among what may be thrown away.
#[test]
fn the_demo_fills_and_throws_away_only_what_is_its_own() {
    let desk = Desk::new().with_samples();
    desk.keep(&[Talk::new("own").rep("How is it?").prospect("By hand.")]);
    desk.verbatim(&["demo"])
        .has_trouble()
        .warns("data holds other calls already")
        .warns("`verbatim --data DIR demo`");
    let kept = desk
        .verbatim(&["search", "--limit", "100", "--json"])
        .done();
    assert!(
        kept.lines().iter().all(|hit| hit["call"] == "own"),
        "{kept}"
    );

    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let run = desk
        .verbatim(&["demo"])
        .done()
        .says("Everything is kept in data");
    assert!(!run.stdout.contains("rm -r"), "{run}");

    desk.verbatim(&["--data", "other", "demo", "--samples", "nowhere"])
        .has_trouble()
        .warns("there is no folder nowhere");
    assert!(!desk.path("other").exists());
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.verbatim(&["--data", "other", "demo", "--samples", "empty"])
        .has_trouble()
        .warns("there is no call in empty");
}

/// What the demo says to try next finds something.
#[cfg(unix)]
#[test]
fn the_searches_that_the_demo_proposes_find_something() {
    let desk = Desk::with_shipped_lexicons().with_samples();
    let run = desk.verbatim(&["demo"]).done();
    for line in run
        .stdout
        .lines()
        .filter(|line| line.starts_with("  verbatim "))
    {
        desk.shell(line.trim()).done();
    }
}

/// No result is wider than the terminal. Messages are, because they hold paths that must be copied in one piece.
#[test]
fn faces_fit_a_terminal_of_80_columns() {
    let mut wide = Vec::new();
    for (name, _) in [HELP, MISTAKES, SMALL, SAMPLES].concat() {
        let shown = std::fs::read_to_string(file(name)).unwrap();
        let results = shown.split("[stderr]").next().unwrap_or("");
        let is_wide = |line: &&str| line.chars().count() > 80 && !line.starts_with("$ ");
        wide.extend(
            results
                .lines()
                .filter(is_wide)
                .map(|line| format!("{name}: {line}")),
        );
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}
