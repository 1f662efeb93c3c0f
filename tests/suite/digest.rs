//! What does a digest tell, and what does it never tell twice?

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use verbatim::archive::Archive;
use verbatim::cli::digest::{LAST, make, period_of, remember, whole_until};
use verbatim::config::Config;
use verbatim::mention::Origin;
use verbatim::mine::lexicon::Lexicons;
use verbatim::pipeline::keep::{Job, Watcher, ingest};
use verbatim::pipeline::{Workshop, by_config};
use verbatim::report::digest::period::Period;
use verbatim::report::digest::render::{Shape, render};
use verbatim::report::digest::shape::{Digest, DigestTopic};
use verbatim::report::digest::told::rows_of;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::keep::Kept;
use verbatim::store::lock::WriteLock;

use crate::harness::{Desk, Talk};

/// Nobody watches.
struct Nobody;

impl Watcher for Nobody {
    fn listed(&mut self, _: usize, _: u64) {}
    fn kept(&mut self, _: &str, _: &Kept) {}
    fn done_with(&mut self, _: u64) {}
}

/// A desk to which calls come when the test says.
struct Post {
    desk: Desk,
    dir: DataDir,
    config: Config,
    lexicons: Lexicons,
}

impl Post {
    fn new() -> Post {
        let desk = Desk::new();
        let dir = DataDir::new(desk.path("data"));
        let config = Config::read(&desk.path("verbatim.toml")).unwrap();
        let lexicons = by_config::lexicons(&config, &dir).unwrap();
        Post {
            desk,
            dir,
            config,
            lexicons,
        }
    }

    /// Calls come in on a day, at noon.
    fn brings(&self, day: &str, talks: &[Talk]) {
        let file = format!("{day}.jsonl");
        self.desk.write_talks(&file, talks);
        let rules = by_config::side_rules(&self.config);
        let job = Job {
            dir: &self.dir,
            paths: &[self.desk.path(&file)],
            workshop: &Workshop::new(&self.lexicons, rules, self.config.threshold),
            limits: by_config::limits(&self.config),
            now: &format!("{day}T12:00:00Z"),
        };
        let summary = ingest(&job, &mut Nobody).unwrap();
        assert_eq!(summary.n_calls(), talks.len() as u64);
    }

    fn digest(&self, since: &str, until: &str) -> Digest {
        let now = "2026-12-31T00:00:00Z".parse().unwrap();
        let period = Period::read(since, Some(until), now).unwrap();
        let archive = Archive::open(&self.dir).unwrap();
        make(&archive, period, self.config.threshold).unwrap()
    }

    fn remember(&self, digest: &Digest) {
        let lock = WriteLock::take(&self.dir, "digest").unwrap();
        let mut catalogue = Catalogue::open_to_write(&self.dir, &lock).unwrap();
        let rows = rows_of(digest);
        catalogue.remember_told(&rows, &digest.until).unwrap();
    }
}

/// A call of an account on a day, on which a prospect says something.
fn talk(id: &str, account: &str, date: &str, said: &[&str]) -> Talk {
    let begun = Talk::new(id)
        .with("account", json!({ "name": account }))
        .with("date", json!(date))
        .rep("Go on, please.");
    said.iter()
        .fold(begun, |talk, said| talk.prospect(said).rep("I see."))
}

fn tags(topics: &[DigestTopic]) -> Vec<(&str, u64, u64, u64)> {
    let told = topics.iter();
    told.map(|one| (one.tag.as_str(), one.accounts, one.calls, one.mentions))
        .collect()
}

#[test]
fn accounts_stand_before_calls_and_friends_apart() {
    let post = Post::new();
    let loud = [
        "The import takes hours.",
        "The export takes days.",
        "The count takes weeks.",
    ];
    let mut talks = vec![
        talk(
            "a",
            "Ardent",
            "2026-03-01",
            &["All the orders are typed in by hand."],
        ),
        talk(
            "b",
            "Brindle",
            "2026-03-01",
            &["We count the stock by hand on Fridays."],
        ),
        talk("l1", "Loud", "2026-03-01", &loud),
        talk("l2", "Loud", "2026-03-02", &loud),
    ];
    let friend = json!({ "relationship": "friend of the founder" });
    talks.push(
        talk(
            "f",
            "Friendly",
            "2026-03-01",
            &["It is far too expensive for us, really."],
        )
        .with("deal", friend),
    );
    post.brings("2026-03-03", &talks);
    let digest = post.digest("2026-03-01", "2026-03-07");
    assert_eq!(
        tags(&digest.pains),
        [("pain/manual-work", 2, 2, 2), ("pain/slow", 1, 2, 6)]
    );
    assert!(digest.objections.is_empty(), "only a friend says so");
    assert_eq!(
        (digest.accounts, digest.mentions, digest.of_friends),
        (3, 8, 1)
    );
    let calls = &digest.calls;
    assert_eq!((calls.calls, calls.accounts, calls.of_friends), (5, 3, 1));
    assert!(digest.pains.iter().all(|topic| topic.is_first));
}

#[test]
fn no_quote_is_told_twice() {
    let post = Post::new();
    let said = "All the orders are typed in by hand, every night.";
    // The same words at two accounts: told once, whoever says them.
    post.brings(
        "2026-03-03",
        &[
            talk("a", "Ardent", "2026-03-01", &[said]),
            talk("b", "Brindle", "2026-03-01", &[said]),
        ],
    );
    let first = post.digest("2026-03-01", "2026-03-07");
    let words: Vec<&str> = first.quotes().map(|quote| quote.text.as_str()).collect();
    let different: BTreeSet<&&str> = words.iter().collect();
    assert_eq!(different.len(), words.len(), "{words:?}");
    assert!(!words.is_empty());
    post.remember(&first);
    assert_eq!(
        post.digest("2026-03-01", "2026-03-07"),
        first,
        "made again, it is the same"
    );

    let fresh = "Half of the invoices are checked by hand before they leave.";
    post.brings("2026-03-10", &[talk("c", "Cole", "2026-03-09", &[fresh])]);
    let told: BTreeSet<_> = rows_of(&first).into_iter().collect();
    let second = post.digest("2026-03-01", "2026-03-14");
    assert!(rows_of(&second).iter().all(|row| !told.contains(row)));
    let manual = &second.pains[0];
    assert_eq!(
        (manual.tag.as_str(), manual.accounts),
        ("pain/manual-work", 3)
    );
    let told = &first.pains[0].quote.as_ref().unwrap().call;
    assert_ne!(&manual.quote.as_ref().unwrap().call, told);
}

#[test]
fn a_call_that_comes_late_is_told_when_it_comes() {
    let post = Post::new();
    let said = "The packing lists are written by hand in the yard.";
    post.brings(
        "2026-03-03",
        &[talk("on-time", "Ardent", "2026-03-02", &["It is fine."])],
    );
    assert!(post.digest("2026-01", "2026-01").is_empty());
    post.brings(
        "2026-03-10",
        &[talk("late", "Brindle", "2026-01-05", &[said])],
    );
    assert!(
        post.digest("2026-01", "2026-01").is_empty(),
        "it was not there then"
    );
    let digest = post.digest("2026-03-08", "2026-03-14");
    assert_eq!((digest.calls.calls, digest.calls.late), (1, 1));
    let quote = digest.pains[0].quote.as_ref().unwrap();
    assert_eq!(quote.date.as_deref(), Some("2026-01-05"));
    // Where one period ends and the next begins nothing falls between.
    let before = post.digest("2026-03-01", "2026-03-10T11:59:59Z");
    let after = post.digest("2026-03-10T11:59:59Z", "2026-03-14");
    assert_eq!((before.calls.calls, after.calls.calls), (1, 1));
}

#[test]
fn the_next_digest_begins_where_the_last_one_ended() {
    let post = Post::new();
    let said = "The packing lists are written by hand in the yard.";
    post.brings("2026-03-02", &[talk("a", "Ardent", "2026-03-01", &[said])]);
    let at = |now: &str| {
        let period = period_of(&post.dir, (LAST, None), "7d", now.parse().unwrap());
        period.unwrap()
    };
    let told = |period: &Period| (period.since_told(), period.until_told());
    let of = |since: &str, until: &str| (since.to_owned(), until.to_owned());
    let first = at("2026-03-04T12:00:00Z");
    let expected = of("2026-02-25T12:00:00Z", "2026-03-04T12:00:00Z");
    assert_eq!(told(&first), expected, "before the first it looks back");
    let archive = Archive::open(&post.dir).unwrap();
    let made = make(&archive, first, post.config.threshold).unwrap();
    remember(&post.dir, &made, Some(&made.until), Duration::ZERO).unwrap();

    // Nine days later seven would not reach back.
    let said = "Half of the invoices are checked by hand before they leave.";
    post.brings("2026-03-05", &[talk("b", "Brindle", "2026-03-05", &[said])]);
    let second = at("2026-03-13T00:00:00Z");
    let expected = of("2026-03-04T12:00:00Z", "2026-03-13T00:00:00Z");
    assert_eq!(told(&second), expected);
    let archive = Archive::open(&post.dir).unwrap();
    let made = make(&archive, second, post.config.threshold).unwrap();
    let quoted: Vec<&str> = made.quotes().map(|quote| quote.call.as_str()).collect();
    assert_eq!(made.calls.calls, 1);
    assert_eq!(quoted, ["b"]);
    // An end that is still to come was written by a clock that went wrong.
    let expected = of("2026-02-22T00:00:00Z", "2026-03-01T00:00:00Z");
    assert_eq!(told(&at("2026-03-01T00:00:00Z")), expected);
}

#[test]
fn what_is_being_brought_in_belongs_to_the_next_digest() {
    let post = Post::new();
    post.brings(
        "2026-03-02",
        &[talk("a", "Ardent", "2026-03-01", &["Fine."])],
    );
    let later: jiff::Timestamp = "2998-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(whole_until(&post.dir, later), later);
    let lock = WriteLock::take(&post.dir, "ingest").unwrap();
    let begun = verbatim::store::lock::holder(&post.dir).unwrap().since;
    let begun: jiff::Timestamp = begun.parse().unwrap();
    // He may have noted the time of receipt a moment before he signed.
    let before = begun - jiff::SignedDuration::from_secs(2);
    assert_eq!(whole_until(&post.dir, later), before);
    drop(lock);
}

/// A week in which so many accounts say one thing, and so many another.
fn week(post: &Post, day: &str, n_by_hand: usize, n_other: usize) {
    let mut talks = Vec::new();
    for number in 0..n_by_hand + n_other {
        let said = if number < n_by_hand {
            "The delivery notes are copied by hand, I am afraid."
        } else {
            "The drivers like the new depot near the river."
        };
        let id = format!("{day}-{number}");
        talks.push(talk(&id, &format!("{day} {number}"), day, &[said]));
    }
    post.brings(day, &talks);
}

#[test]
fn few_accounts_never_rise_and_many_do_with_their_interval() {
    let alone = Post::new();
    week(&alone, "2026-03-10", 5, 0);
    let digest = alone.digest("2026-03-08", "2026-03-14");
    assert!(digest.rising.is_empty());
    assert!(
        digest.rising_note.is_some(),
        "nothing to compare with is said"
    );

    for (n_now, rises) in [(2, false), (8, true)] {
        let post = Post::new();
        week(&post, "2026-03-03", 0, 20);
        week(&post, "2026-03-10", n_now, 10);
        let digest = post.digest("2026-03-08", "2026-03-14");
        assert_eq!(
            !digest.rising.is_empty(),
            rises,
            "{n_now} of {}",
            n_now + 10
        );
        for rising in &digest.rising {
            assert_eq!(rising.tag, "pain/manual-work");
            assert_eq!((rising.now.accounts, rising.now.of), (8, 18));
            assert_eq!((rising.before.accounts, rising.before.of), (0, 20));
            assert!(rising.rise_low > 0.0 && rising.now.low < rising.now.share);
        }
    }
}

#[test]
fn a_phrase_is_new_when_three_accounts_say_it() {
    for (n_accounts, is_new) in [(2, false), (3, true)] {
        let post = Post::new();
        week(&post, "2026-03-03", 0, 20);
        let said = "The pallet scanner freezes.";
        let talks: Vec<Talk> = (0..n_accounts)
            .map(|n| talk(&format!("n{n}"), &format!("New {n}"), "2026-03-09", &[said]))
            .collect();
        post.brings("2026-03-10", &talks);
        let digest = post.digest("2026-03-08", "2026-03-14");
        let phrases: Vec<&str> = digest
            .phrases
            .iter()
            .map(|one| one.phrase.as_str())
            .collect();
        let expected: &[&str] = if is_new {
            &["pallet scanner freezes"]
        } else {
            &[]
        };
        assert_eq!(phrases, expected);
        if let Some(phrase) = digest.phrases.first() {
            assert_eq!(
                (phrase.accounts, phrase.times, phrase.times_before),
                (3, 3, 0)
            );
            assert_eq!(phrase.quote.as_ref().unwrap().text, said);
        }
    }
}

// ---- what holds whatever comes in -----------------------------------------------------------------------------

/// The numbers of a small generator, the same in every run.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    }
}

fn any_talks(seed: u64) -> Vec<Talk> {
    const SAID: [&str; 7] = [
        "The orders are typed in by hand.",
        "It is not done by hand any more.",
        "If it were done by hand we would be lost.",
        "That is expensive, and the report takes days.",
        "We stay late every night for the figures.",
        "Their price is expensive, they say.",
        "That sounds good.",
    ];
    let mut next = numbers(seed);
    let talks = (0..12).map(|number| {
        let account = ["Ardent", "ARDENT", "Brindle", "Cole", "Dune"][next(5)];
        let said: Vec<&str> = (0..1 + next(4)).map(|_| SAID[next(SAID.len())]).collect();
        let talk = talk(&format!("c{number}"), account, "2026-03-01", &said);
        let relationship = ["inbound", "referral", "friend"][next(3)];
        talk.with("deal", json!({ "relationship": relationship }))
    });
    talks.collect()
}

/// Counts by hand: accounts, calls and mentions of every tag.
fn recount(post: &Post) -> BTreeMap<String, (u64, u64, u64)> {
    let catalogue = Catalogue::open_to_read(&post.dir).unwrap();
    let mut seen: BTreeMap<String, (BTreeSet<String>, BTreeSet<u32>, u64)> = BTreeMap::new();
    for facts in catalogue.facts().unwrap() {
        if facts.relationship.as_deref() == Some("friend") {
            continue;
        }
        for mention in catalogue.mentions(facts.ord).unwrap() {
            let counts = mention.is_affirmed()
                && mention.origin == Origin::Unprompted
                && mention.confidence >= post.config.threshold
                && mention.tag.is_core();
            if counts {
                let (accounts, calls, n) = seen.entry(mention.tag.0.clone()).or_default();
                accounts.insert(facts.account.clone().unwrap().to_lowercase());
                calls.insert(facts.ord);
                *n += 1;
            }
        }
    }
    let counted = seen
        .into_iter()
        .map(|(tag, (accounts, calls, n))| (tag, (accounts.len() as u64, calls.len() as u64, n)));
    counted.collect()
}

#[test]
fn counts_equal_a_recount_and_the_same_question_has_the_same_answer() {
    for seed in 0..4 {
        let post = Post::new();
        post.brings("2026-03-03", &any_talks(seed));
        let digest = post.digest("2026-03-01", "2026-03-07");
        let told = digest.pains.iter().chain(&digest.objections);
        let told: BTreeMap<String, (u64, u64, u64)> = told
            .map(|one| (one.tag.clone(), (one.accounts, one.calls, one.mentions)))
            .collect();
        assert_eq!(told, recount(&post), "seed {seed}");
        for topics in [&digest.pains, &digest.objections] {
            let widths: Vec<_> = topics
                .iter()
                .map(|one| (one.accounts, one.calls, one.mentions))
                .collect();
            assert!(widths.is_sorted_by(|a, b| a >= b), "{widths:?}");
        }
        let again = post.digest("2026-03-01", "2026-03-07");
        for shape in Shape::ALL {
            let written = |digest| render(digest, shape, Some("https://calls.example")).unwrap();
            assert_eq!(written(&digest), written(&again), "seed {seed}");
        }
        for quote in digest.quotes() {
            let catalogue = Catalogue::open_to_read(&post.dir).unwrap();
            let (_, call) = catalogue.call(&quote.call).unwrap().unwrap();
            let turn = &call.turns[quote.turn as usize].text;
            assert_eq!(turn[quote.start as usize..quote.end as usize], quote.text);
        }
    }
}

#[test]
fn hostile_words_stay_words() {
    let post = Post::new();
    let hostile = "<script>alert(1)</script> [x](javascript:alert(1)) `*_ | \u{202E}\u{7}";
    let said = format!("It is all done by hand {hostile} and we are tired of it.");
    let people = json!([
        { "name": "Rea", "side": "rep" },
        { "name": "Pam", "side": "prospect", "title": hostile },
    ]);
    let talk = talk("c <1>", hostile, "2026-03-01", &[&said])
        .with("participants", people)
        .with("recording_url", json!("javascript:alert(1)"));
    post.brings("2026-03-03", &[talk]);
    let digest = post.digest("2026-03-01", "2026-03-07");
    assert!(digest.quotes().count() > 0);
    for site in [None, Some("https://calls.example/")] {
        let html = render(&digest, Shape::Html, site).unwrap();
        for live in ["<script", "<img", "href=\"javascript", "\u{202E}", "\u{7}"] {
            assert!(!html.contains(live), "{live:?} in\n{html}");
        }
        assert!(
            html.contains("&lt;script&gt;alert(1)"),
            "and is shown\n{html}"
        );
        let markdown = render(&digest, Shape::Markdown, site).unwrap();
        assert!(markdown.contains("\\<script\\>"), "{markdown}");
        for live in [" <script", "[x](", "](javascript", "\u{202E}", "\u{7}"] {
            assert!(!markdown.contains(live), "{live:?} in\n{markdown}");
        }
        let text = render(&digest, Shape::Text, site).unwrap();
        assert!(!text.contains(['\u{202E}', '\u{7}']), "{text}");
    }
}

// ---- the command ----------------------------------------------------------------------------------------------

#[test]
fn the_command_writes_remembers_and_says_when_nothing_came() {
    let desk = Desk::new();
    let said = "The orders are typed in by hand, all of them.";
    desk.keep(&[talk("a", "Ardent", "2026-03-01", &[said])]);
    let shown = desk.verbatim(&["digest"]).done().says("manual work");
    assert!(
        shown.stdout.lines().all(|line| line.chars().count() <= 80),
        "{shown}"
    );
    desk.verbatim(&["digest", "--format", "html", "--out", "d.html"])
        .done();
    let html = std::fs::read_to_string(desk.path("d.html")).unwrap();
    assert!(html.contains("manual work") && !html.contains("<script"));

    let json = ["digest", "--since", "2000", "--format", "json"];
    let quote = |run: crate::harness::Run| -> Value {
        let digest: Value = serde_json::from_str(&run.stdout).unwrap();
        digest["pains"][0]["quote"].clone()
    };
    let told = [&json[..], &["--until", "2998", "--remember"]].concat();
    assert!(quote(desk.verbatim(&told).done())["text"].is_string());
    // Another digest of a later period does not tell it again; one of the same period does.
    assert!(quote(desk.verbatim(&told).done())["text"].is_string());
    let later = [&json[..], &["--until", "2999"]].concat();
    assert!(quote(desk.verbatim(&later).done()).is_null());

    desk.verbatim(&["digest", "--since", "2001", "--until", "2001"])
        .finds_nothing();
    desk.verbatim(&["digest", "--since", "soon"])
        .has_trouble()
        .warns("write 7d");
    desk.verbatim(&["digest", "--since", "2999"])
        .has_trouble()
        .warns("exchange");
}

#[test]
fn withdrawn_words_are_in_no_digest() {
    let desk = Desk::new();
    let kept = "We count the stock by hand on Fridays.";
    desk.keep(&[
        talk(
            "a",
            "Ardent",
            "2026-03-01",
            &["All the orders are typed in by hand."],
        ),
        talk("b", "Brindle", "2026-03-01", &[kept]),
    ]);
    desk.verbatim(&["rights", "withdraw", "call:a"]).done();
    for format in ["text", "md", "html", "json"] {
        let digest = ["digest", "--since", "2000", "--format", format];
        desk.verbatim(&[&digest[..], &["--out", "d"]].concat())
            .done()
            .warns("1 quote left out, because the words were withdrawn");
        let page = std::fs::read_to_string(desk.path("d")).unwrap();
        assert!(!page.contains("typed") && page.contains("hand"), "{page}");
    }
}

#[cfg(unix)]
#[test]
fn the_examples_of_digest_and_watch_run() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    for command in [
        &["digest"][..],
        &["watch"],
        &["watch", "add"],
        &["watch", "list"],
        &["watch", "alerts"],
        &["watch", "run"],
        &["watch", "remove"],
    ] {
        for line in desk.examples(command) {
            assert!(line.starts_with("verbatim "), "{line}");
            // `remove` takes away what the first examples saved.
            if command == ["watch", "remove"] {
                desk.verbatim(&["watch", "add", "by-hand", "by hand"]);
            }
            desk.shell(&line).done();
        }
    }
}
