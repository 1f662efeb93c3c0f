//! Is a backup whole whatever goes on meanwhile, and does a restore bring back everything but what was deleted?

use serde_json::json;

use crate::forget::{GONE, STAYS, gone, stays};
use crate::harness::{Desk, Talk};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&[gone(), stays()]);
    desk
}

#[test]
fn a_backup_comes_back_as_it_was() {
    let desk = desk();
    desk.write("data/labels/labels.jsonl", "{}\n");
    let before = (desk.finds(&["by hand"]), desk.finds(&["marmalade"]));
    for (name, flags) in [("plain", vec![]), ("packed", vec!["--zstd"])] {
        let mut args = vec!["backup", name, "--json"];
        args.extend(flags);
        let manifest = desk.verbatim(&args).done().last();
        assert_eq!(manifest["calls"], 2, "{manifest}");
        let into = format!("from-{name}");
        desk.verbatim(&["restore", name, "--into", &into]).done();
        let found = |words: &str| {
            let run = desk.verbatim(&["--data", &into, "search", words, "--json"]);
            let places = run.done().lines();
            places.iter().map(crate::harness::place).collect::<Vec<_>>()
        };
        assert_eq!((found("by hand"), found("marmalade")), before, "{name}");
        desk.verbatim(&["--data", &into, "check"]).done();
        let labels = std::fs::read_to_string(desk.path(&format!("{into}/labels/labels.jsonl")));
        assert_eq!(labels.unwrap(), "{}\n");
    }
}

#[test]
fn a_backup_is_whole_while_somebody_writes() {
    let desk = desk();
    let talk =
        |n: usize| Talk::new(&format!("many-{n:03}")).prospect(&format!("Number {n} by hand."));
    desk.write_talks("many.jsonl", &(0..600).map(talk).collect::<Vec<_>>());
    let mut writer = desk.command(&["ingest", "many.jsonl"]).spawn().unwrap();
    desk.verbatim(&["backup", "meanwhile"]).done();
    assert!(writer.wait().unwrap().success());
    desk.verbatim(&["restore", "meanwhile", "--into", "there"])
        .done();
    let checked = desk
        .verbatim(&["--data", "there", "check", "--json"])
        .done()
        .last();
    assert!(checked["calls"].as_u64() >= Some(2), "{checked}");
}

#[test]
fn what_was_deleted_since_does_not_come_back_with_a_backup() {
    let desk = desk();
    desk.verbatim(&["backup", "before"]).done();
    desk.verbatim(&["forget", "--call", GONE, "--yes"]).done();
    desk.verbatim(&["restore", "before"])
        .has_trouble()
        .warns("--replace");
    for args in [["--into", "there"], ["--replace", "--json"]] {
        let mut all = vec!["restore", "before"];
        all.extend(args);
        desk.verbatim(&all).done();
    }
    for data in ["there", "data"] {
        let ids = desk
            .verbatim(&["--data", data, "check", "--json"])
            .done()
            .last();
        assert_eq!(ids["calls"], 1, "{data}");
        desk.verbatim(&["--data", data, "search", "marmalade"])
            .finds_nothing();
        let left = desk.verbatim(&["--data", data, "search", "by hand"]).done();
        assert!(left.stdout.contains(STAYS), "{left}");
        let again = desk.verbatim(&["--data", data, "ingest", "calls.jsonl", "--json"]);
        assert_eq!(again.done().last()["calls"]["forgotten"], 1, "{data}");
    }
}

/// Each folder has a key of its own; a restore must honor the lists of both.
#[test]
fn a_backup_of_another_folder_obeys_what_was_deleted_here() {
    let desk = desk();
    desk.verbatim(&["--data", "other", "ingest", "calls.jsonl"])
        .done();
    desk.write_talks(
        "third.jsonl",
        &[stays().with("id", json!("third-call")).prospect("More.")],
    );
    desk.verbatim(&["--data", "other", "ingest", "third.jsonl"])
        .done();
    desk.verbatim(&["--data", "other", "forget", "--call", "third-call", "--yes"])
        .done();
    desk.verbatim(&["--data", "other", "backup", "others"])
        .done();
    desk.verbatim(&["forget", "--call", GONE, "--yes"]).done();
    desk.verbatim(&["restore", "others", "--into", "there"])
        .done();
    for file in ["calls.jsonl", "third.jsonl"] {
        let run = desk
            .verbatim(&["--data", "there", "ingest", file, "--json"])
            .done();
        assert_eq!(run.last()["calls"]["forgotten"], 1, "{file}: {run}");
    }
}

#[test]
fn what_is_no_whole_backup_is_refused() {
    let desk = desk();
    desk.verbatim(&["backup", "good"]).done();
    desk.verbatim(&["backup", "good"])
        .has_trouble()
        .warns("is there already");
    desk.verbatim(&["backup", "data/inside"])
        .has_trouble()
        .warns("lies in the data folder");
    let catalogue = desk.path("good/catalogue.sqlite");
    let whole = std::fs::read(&catalogue).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    std::fs::write(&catalogue, flipped).unwrap();
    desk.verbatim(&["restore", "good", "--into", "there"])
        .has_trouble()
        .warns("is not as it was written");
    std::fs::remove_file(&catalogue).unwrap();
    desk.verbatim(&["restore", "good", "--into", "there"])
        .has_trouble()
        .warns("is missing");
    let manifest = desk.path("good/manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(
        &manifest,
        text.replace("catalogue.sqlite", "../catalogue.sqlite"),
    )
    .unwrap();
    desk.verbatim(&["restore", "good", "--into", "there"])
        .has_trouble()
        .warns("outside of it");
    desk.verbatim(&["restore", "nowhere", "--into", "there"])
        .has_trouble()
        .warns("manifest.json");
    assert!(!desk.path("there/catalogue.sqlite").exists());
}

/// Names of the tokens of a data folder, and whether they let anybody in.
fn tokens(desk: &Desk, data: &str) -> Vec<(String, bool)> {
    let listed = desk.verbatim(&["--data", data, "token", "list", "--json"]);
    let told = |token: &serde_json::Value| {
        let name = token["name"].as_str().unwrap().to_owned();
        (name, token["live"].as_bool().unwrap())
    };
    listed.lines().iter().map(told).collect()
}

#[test]
fn a_token_that_was_revoked_since_lets_nobody_in() {
    let desk = desk();
    for name in ["stays", "goes"] {
        desk.verbatim(&["token", "new", "--scope", "read", "--name", name])
            .done();
    }
    desk.verbatim(&["backup", "before"]).done();
    desk.verbatim(&["token", "revoke", "goes"]).done();
    let all = |is_live: bool| vec![("stays".to_owned(), is_live), ("goes".to_owned(), is_live)];

    // Where there is a list it knows better, whatever is asked for.
    desk.verbatim(&["restore", "before", "--replace", "--keep-tokens"])
        .done()
        .warns("stay");
    assert_eq!(tokens(&desk, "data"), [("stays".to_owned(), true)]);
    // Where there is none, nobody knows; the list stays, so that the door does.
    desk.verbatim(&["restore", "before", "--into", "there"])
        .done()
        .warns("verbatim token new");
    assert_eq!(tokens(&desk, "there"), all(false));
    let args = ["restore", "before", "--into", "kept", "--keep-tokens"];
    desk.verbatim(&args).done().warns("revoked since");
    assert_eq!(tokens(&desk, "kept"), all(true));
    // The last one that was revoked leaves an empty list behind, which is one.
    desk.verbatim(&["token", "revoke", "stays"]).done();
    let told = desk.verbatim(&["restore", "before", "--replace", "--json"]);
    assert_eq!(told.done().last()["tokens"], "of-here");
    assert!(tokens(&desk, "data").is_empty());
}
