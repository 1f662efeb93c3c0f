//! Is somebody told when it is said again, once, whatever breaks in between?

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use verbatim::call::{Call, Span};
use verbatim::pipeline::watches::letters::{Letter, Posted, Unsent, post};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::WriteLock;

use crate::harness::{Desk, Talk, place};

fn says(id: &str, said: &str) -> Talk {
    Talk::new(id)
        .rep("Is it done by hand?")
        .prospect("Who knows.")
        .prospect(said)
}

/// Where saved searches were answered, in order of places.
fn alerts(desk: &Desk) -> Vec<String> {
    let listed = desk.verbatim(&["watch", "alerts", "--json"]).done();
    let mut places: Vec<String> = listed.lines().iter().map(place).collect();
    places.sort();
    places
}

fn add(desk: &Desk, args: &[&str]) {
    desk.verbatim(&[&["watch", "add"], args].concat()).done();
}

#[test]
fn each_turn_is_told_once_and_only_of_calls_to_come() {
    let desk = Desk::new();
    desk.keep(&[says("old", "The old way is by hand.")]);
    add(&desk, &["hand", "by hand"]);
    desk.verbatim(&["watch", "run"]).done().says("0 alerts new");
    assert!(alerts(&desk).is_empty());

    let first = says("c1", "All of it is done by hand.");
    desk.keep(std::slice::from_ref(&first));
    let listed = desk.verbatim(&["watch", "alerts", "--json"]).last();
    assert_eq!(listed["quote"], "All of it is done by hand.");
    assert_eq!(
        (&listed["watch"], &listed["state"]),
        (&json!("hand"), &json!("shown"))
    );
    assert_eq!(alerts(&desk), ["c1:2"], "the rep's turn is none of them");

    // The same call again, the same call with more in it, and every mention heard anew.
    desk.keep(std::slice::from_ref(&first));
    desk.keep(&[first.prospect("That, too, is by hand.")]);
    desk.verbatim(&["reindex"]).done();
    desk.verbatim(&["watch", "run"]).done().says("0 alerts new");
    assert_eq!(alerts(&desk).len(), 2);

    desk.verbatim(&["watch", "run", "--since", "2000"])
        .done()
        .says("1 alert new");
    assert!(alerts(&desk).contains(&"old:2".to_owned()));
    desk.verbatim(&["watch", "remove", "hand"]).done();
    assert!(alerts(&desk).is_empty());
    desk.verbatim(&["watch", "list"]).finds_nothing();
}

#[test]
fn an_alert_needs_every_word_and_what_filters_ask_for() {
    let desk = Desk::new();
    add(&desk, &["both", "orders night"]);
    add(&desk, &["either", "orders OR night"]);
    add(&desk, &["meant", "--tag", "pain/manual-work"]);
    add(&desk, &["of-cole", "orders", "--account", "cole"]);
    let of = |id: &str, account: &str, said: &str| {
        says(id, said).with("account", json!({ "name": account }))
    };
    desk.keep(&[
        of("a", "Ardent", "The orders come at night."),
        of("b", "Brindle", "The orders are never done by hand."),
        of("c", "Cole", "The orders are done by hand."),
    ]);
    let listed = desk.verbatim(&["watch", "alerts", "--json"]).lines();
    let mut told: Vec<(String, String)> = listed
        .iter()
        .map(|one| (one["watch"].as_str().unwrap().to_owned(), place(one)))
        .collect();
    told.sort();
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        told,
        [
            ("both", "a:2"),
            ("either", "a:2"),
            ("either", "b:2"),
            ("either", "c:2"),
            ("meant", "c:2"),
            ("of-cole", "c:2")
        ]
    );
}

#[test]
fn what_cannot_be_listened_for_is_refused() {
    let desk = Desk::new();
    desk.keep(&[says("c1", "Fine.")]);
    for (args, why) in [
        (&["x", "side:rep price"][..], "prospects alone"),
        (&["x", "price", "--side", "any"][..], "prospects alone"),
        (&["x", "call:c1 price"][..], "still to come"),
        (&["x"][..], "every turn"),
        (&["x", "\"open"][..], "cannot be read"),
        (&["", "price"][..], "1 to 100 characters"),
    ] {
        let run = desk.verbatim(&[&["watch", "add"], args].concat());
        run.has_trouble().warns(why);
    }
    let run = desk
        .verbatim(&["watch", "add", "x", "(price"])
        .has_trouble();
    assert_eq!(run.stderr.matches("not closed").count(), 1, "{run}");
    let posting = ["watch", "add", "x", "price", "--post", "zzz"];
    desk.verbatim(&posting)
        .has_trouble()
        .warns("no [post.zzz] and no other");
    write_places(&desk);
    desk.verbatim(&posting)
        .has_trouble()
        .warns("no [post.zzz]; those that there are: ops, team");
    add(&desk, &["x", "price"]);
    desk.verbatim(&["watch", "add", "x", "cost"])
        .has_trouble()
        .warns("already");
    desk.verbatim(&["watch", "remove", "y"]).has_trouble();
}

#[test]
fn a_correction_takes_back_what_nobody_was_told() {
    let desk = Desk::new();
    add(&desk, &["hand", "\"by hand\""]);
    desk.keep(&[says("c1", "It is by hand.")]);
    assert_eq!(alerts(&desk), ["c1:2"]);
    desk.keep(&[says("c1", "It is by machine.")]);
    assert!(alerts(&desk).is_empty());
}

// ---- posting ----------------------------------------------------------------------------------------------------

fn dir(desk: &Desk) -> DataDir {
    DataDir::new(desk.path("data"))
}

/// The call of which all words were withdrawn.
const WITHDRAWN: &str = "withdrawn";

/// Posts what is due at a second; every letter is answered alike.
fn post_at(desk: &Desk, second: i64, answer: &Result<(), Unsent>) -> (Posted, Vec<Letter>) {
    let mut letters = Vec::new();
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let now = now.checked_add(SignedDuration::from_secs(second)).unwrap();
    let is_withdrawn = |call: &Call, _: u32, _: Span| call.id.0 == WITHDRAWN;
    let posted = post(&dir(desk), now, &is_withdrawn, &mut |letter| {
        letters.push(letter.clone());
        answer.clone()
    });
    (posted.unwrap(), letters)
}

fn unsent(is_temporary: bool) -> Result<(), Unsent> {
    Err(Unsent {
        reason: "nobody is there".to_owned(),
        is_temporary,
    })
}

fn state(desk: &Desk) -> Value {
    let listed = desk.verbatim(&["watch", "alerts", "--json"]).last();
    json!([listed["state"], listed["attempts"], listed["reason"]])
}

/// A config with two places to post to.
fn write_places(desk: &Desk) {
    let place =
        |name: &str| format!("[post.{name}]\nkind = \"slack\"\nurl = \"https://a.example/in\"\n");
    let config = format!("lexicons = \"lexicons\"\n{}{}", place("team"), place("ops"));
    desk.write("verbatim.toml", config);
}

/// A desk with an alert that is to be posted.
fn waiting() -> Desk {
    let desk = Desk::new();
    write_places(&desk);
    add(&desk, &["hand", "\"by hand\"", "--post", "team"]);
    desk.keep(&[says("c1", "All of it is done by hand.")]);
    desk
}

#[test]
fn withdrawn_words_are_in_no_letter() {
    let desk = Desk::new();
    write_places(&desk);
    add(&desk, &["hand", "\"by hand\"", "--post", "team"]);
    desk.keep(&[
        says("c1", "All of it is done by hand."),
        says(WITHDRAWN, "Half of it is done by hand."),
    ]);
    let (posted, letters) = post_at(&desk, 0, &Ok(()));
    assert_eq!((posted.alerts, posted.failed), (1, 1));
    assert_eq!(letters[0].said.len(), 1);
    assert_eq!(letters[0].said[0].call, "c1");
}

#[test]
fn what_cannot_be_posted_is_tried_again_until_it_is() {
    let desk = waiting();
    assert_eq!(state(&desk), json!(["waiting", 0, null]));
    let (posted, letters) = post_at(&desk, 0, &unsent(true));
    assert_eq!((posted.later, letters.len()), (1, 1));
    assert_eq!(letters[0].post, "team");
    assert_eq!(letters[0].said[0].quote, "All of it is done by hand.");
    assert_eq!(state(&desk), json!(["waiting", 1, "nobody is there"]));
    // Not at once, and later and later.
    assert!(post_at(&desk, 30, &Ok(())).1.is_empty());
    assert_eq!(post_at(&desk, 60, &unsent(true)).0.later, 1);
    assert!(post_at(&desk, 120, &Ok(())).1.is_empty());
    assert_eq!(post_at(&desk, 60 + 120, &Ok(())).0.alerts, 1);
    assert_eq!(state(&desk), json!(["posted", 3, null]));
    assert!(post_at(&desk, 1_000_000, &Ok(())).1.is_empty());
    // A correction of what was posted is not posted again.
    desk.keep(&[says("c1", "All of it is still done by hand.")]);
    assert!(post_at(&desk, 2_000_000, &Ok(())).1.is_empty());
}

#[test]
fn what_failed_waits_for_somebody_and_what_broke_off_for_a_while() {
    let desk = waiting();
    assert_eq!(post_at(&desk, 0, &unsent(false)).0.failed, 1);
    assert_eq!(state(&desk), json!(["failed", 1, "nobody is there"]));
    assert!(post_at(&desk, 1_000_000, &Ok(())).1.is_empty());
    {
        let lock = WriteLock::take(&dir(&desk), "test").unwrap();
        let mut catalogue = Catalogue::open_to_write(&dir(&desk), &lock).unwrap();
        assert_eq!(catalogue.retry_alerts().unwrap(), 1);
        // Somebody takes it and dies before he is done.
        let taken = catalogue
            .take_due("2026-01-01T00:00:00Z", "2027-01-15T08:10:00Z", 9)
            .unwrap();
        assert_eq!(taken.len(), 1);
    }
    // Second 0 is 2027-01-15T08:00:00Z.
    assert!(post_at(&desk, 599, &Ok(())).1.is_empty());
    assert_eq!(post_at(&desk, 600, &Ok(())).0.alerts, 1);
}
