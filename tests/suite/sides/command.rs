//! What does `verbatim sides` correct, and does it last?

use serde_json::{Value, json};

use crate::harness::{Desk, Run, Talk};

use super::TALK;

/// A call in which both say something that the desk listens for.
fn small() -> Talk {
    Talk::new("c1")
        .rep("We do it by hand.")
        .prospect("It is expensive.")
}

fn small_desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&[small()]);
    desk
}

#[track_caller]
fn sides(desk: &Desk, args: &[&str]) -> Run {
    desk.verbatim(&[&["sides"][..], args].concat())
}

/// `name side reason corrected` of everybody on the call.
#[track_caller]
fn listed(desk: &Desk) -> Vec<Value> {
    let line = |who: Value| {
        json!([
            who["name"],
            who["side"],
            who["side_reason"],
            who["corrected"]
        ])
    };
    let run = sides(desk, &["c1", "--json"]).done();
    run.lines().into_iter().map(line).collect()
}

#[track_caller]
fn heard(desk: &Desk) -> (Vec<String>, Vec<String>) {
    (
        desk.finds(&["--tag", "pain/manual-work"]),
        desk.finds(&["--tag", "objection/price"]),
    )
}

fn here(place: &str) -> Vec<String> {
    vec![place.to_owned()]
}

#[test]
fn a_correction_is_obeyed_at_once_and_outlives_ingestion_and_the_index() {
    let desk = small_desk();
    assert_eq!(heard(&desk), (vec![], here("c1:1")));
    sides(&desk, &["c1", "--swap"])
        .done()
        .says("1  Rea: prospect (given: corrected)")
        .says("1 mention heard now, 1 before");
    let swapped = (here("c1:0"), vec![]);
    assert_eq!(heard(&desk), swapped, "at once");
    desk.verbatim(&["check"]).done();
    desk.verbatim(&["ingest", "calls.jsonl"])
        .done()
        .says("1 unchanged");
    assert_eq!(heard(&desk), swapped, "ingested again");
    desk.verbatim(&["reindex"]).done();
    assert_eq!(heard(&desk), swapped, "a new index");

    // The transcript was corrected: more is said, and in another order.
    desk.keep(&[Talk::new("c1")
        .prospect("Hello?")
        .rep("We do it by hand.")
        .prospect("It is expensive.")]);
    assert_eq!(
        heard(&desk),
        (here("c1:1"), vec![]),
        "a corrected transcript"
    );

    sides(&desk, &["c1", "--undo"]).done();
    assert_eq!(heard(&desk), (vec![], here("c1:2")), "taken back");
    sides(&desk, &["c1", "--undo"]).finds_nothing();
    let as_read = [
        json!(["Rea", "rep", "given", false]),
        json!(["Pam", "prospect", "given", false]),
    ];
    assert_eq!(listed(&desk), as_read);
}

#[test]
fn a_correction_is_obeyed_where_the_file_of_a_kept_call_is_heard() {
    let desk = small_desk();
    let heard = |args: &[&str]| -> Vec<u64> {
        let run = desk.verbatim(&[&["tag", "calls.jsonl", "--json"][..], args].concat());
        run.lines()
            .iter()
            .map(|mention| mention["turn"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(heard(&[]), [1_u64]);
    sides(&desk, &["c1", "--swap"]).done();
    assert_eq!(heard(&[]), [0_u64]);
    assert_eq!(
        heard(&["--ignore-marks"]),
        [1_u64],
        "as if nobody had said anything"
    );
    let told = desk
        .verbatim(&["explain", "calls.jsonl", "--json"])
        .done()
        .last();
    assert_eq!(told["participants"][0]["side"], "prospect");
    sides(&desk, &["c1", "--undo"]).done();
    assert_eq!(heard(&[]), [1_u64]);
}

#[test]
fn somebody_is_named_by_name_word_or_number() {
    let desk = Desk::new();
    desk.keep(&[small().with(
        "participants",
        json!([
            { "name": "Rea", "side": "rep" },
            { "name": "Pam", "side": "prospect" },
            { "name": "Bo Hale", "side": "prospect" },
            { "name": "Cy Hale" },
        ]),
    )]);
    let set = |typed: &str| sides(&desk, &["c1", "--set", typed]);
    set("  rEA =unknown").done().says("1  Rea: unknown");
    set("2=rep").done().says("2  Pam: rep");
    set("bo=rep").done().says("3  Bo Hale: rep");
    sides(&desk, &["c1", "--set", "Cy Hale=rep", "--set", "#1=rep"]).done();
    let all: Vec<Value> = listed(&desk).iter().map(|who| who[1].clone()).collect();
    assert_eq!(
        all,
        [json!("rep"), json!("rep"), json!("rep"), json!("rep")]
    );
    let corrections = sides(&desk, &["--list", "--json"]).done().lines();
    assert_eq!(corrections.len(), 4, "one for each, the last has the word");

    for (typed, why) in [
        (
            "hale=prospect",
            "several people on this call have that name",
        ),
        ("dora=prospect", "nobody on this call has that name"),
        ("9=prospect", "nobody on this call has that number"),
        ("Rea", "NAME=prospect"),
        ("Rea=buyerish", "NAME=prospect"),
    ] {
        let run = set(typed).has_trouble().warns(why);
        assert!(!run.stderr.contains("Pam"), "a name in an error\n{run}");
    }
}

#[test]
fn a_part_of_a_name_is_enough_where_one_alone_has_it() {
    let desk = Desk::new();
    let names = [
        "Rea",
        "Gail Stroud (Brindle Creek)",
        "Dana Whitcomb | Haulbright",
        "Deshpande, Ketan [IN]",
        "Jean-Luc O'Neil",
        "Mary Ann Lee",
        "Ann Lee (Acme)",
        "Bo Hale (Acme)",
        "Bo Hale (Ridge)",
    ];
    let people: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    desk.keep(&[small().with("participants", json!(people))]);
    for (typed, number) in [
        ("Gail Stroud", 2),
        ("brindle creek", 2),
        ("Dana Whitcomb", 3),
        ("Ketan Deshpande", 4),
        ("Deshpande", 4),
        ("Jean-Luc", 5),
        ("O'Neil", 5),
        ("Luc O\u{2019}Neil", 5),
        ("Mary Ann", 6),
        // Her whole name rather than a part of the other's.
        ("Ann Lee", 7),
    ] {
        let says = format!("{number}  {}: prospect", names[number - 1]);
        let run = sides(&desk, &["c1", "--set", &format!("{typed}=prospect")]).done();
        run.says(&says);
    }
    for (typed, why) in [
        ("Bo Hale", "several people on this call have that name"),
        ("Lee", "several people on this call have that name"),
        ("Stroud Gail", "nobody on this call has that name"),
        ("Gail Str", "nobody on this call has that name"),
        ("!", "nobody on this call has that name"),
    ] {
        sides(&desk, &["c1", "--set", &format!("{typed}=rep")])
            .has_trouble()
            .warns(why);
    }
}

#[test]
fn what_cannot_be_corrected_is_told_with_a_way_out() {
    Desk::new()
        .verbatim(&["sides", "c1"])
        .has_trouble()
        .warns("nothing has been kept yet");
    let desk = small_desk();
    sides(&desk, &["c9"])
        .has_trouble()
        .warns("no such call is kept");
    sides(&desk, &[]).has_trouble();
    sides(&desk, &["c1", "--undo", "--swap"]).has_trouble();
    sides(&desk, &["--list"]).finds_nothing();
    desk.keep(&[Talk::new("c2")
        .with(
            "participants",
            json!([{ "name": "Rea" }, { "name": "Pam" }]),
        )
        .rep("Hello.")]);
    sides(&desk, &["c2", "--swap"])
        .has_trouble()
        .warns("nothing to swap");
}

#[test]
fn a_correction_waits_for_its_person_to_come_back() {
    let desk = small_desk();
    sides(&desk, &["c1", "--set", "Pam=rep"]).done();
    let without_pam = small().with("participants", json!([{ "name": "Rea", "side": "rep" }]));
    let renamed = without_pam.line().replace("\"Pam\"", "\"Pat\"");
    desk.write("calls.jsonl", renamed);
    desk.verbatim(&["ingest", "calls.jsonl"]).done();
    sides(&desk, &["c1"])
        .done()
        .says("1 correction about people");
    sides(&desk, &["--list"]).done().says("(orphaned)");
    desk.keep(&[small()]);
    assert_eq!(listed(&desk)[1], json!(["Pam", "rep", "given", true]));
}

/// A rep of whom a buyer is made gets the role that the title tells, and loses it again.
#[test]
fn a_corrected_side_brings_the_role_of_the_title() {
    let desk = Desk::with_shipped_lexicons();
    desk.keep(&[small().with(
        "participants",
        json!([{ "name": "Rea", "side": "rep", "title": "Head of IT" }, { "name": "Pam", "side": "prospect" }]),
    )]);
    let role = || {
        let rea = sides(&desk, &["c1", "--json"]).done().lines().remove(0);
        json!([rea["persona"], rea["persona_reason"]])
    };
    assert_eq!(role(), json!(["unknown", "unknown"]));
    sides(&desk, &["c1", "--set", "Rea=prospect"]).done();
    assert_eq!(
        role(),
        json!(["technical-evaluator", "title: \"head of it\""])
    );
    let found = desk.finds(&["hand", "--persona", "technical-evaluator"]);
    assert_eq!(found, ["c1:0"]);
    sides(&desk, &["c1", "--set", "Rea=rep"]).done();
    assert_eq!(role(), json!(["unknown", "unknown"]));
}

/// As a catalogue was before sides could be corrected.
#[test]
fn an_older_catalogue_gains_its_corrections() {
    let desk = small_desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE side_override; DROP TABLE person; PRAGMA user_version = 2;")
        .unwrap();
    sides(&desk, &["--list"]).finds_nothing();
    sides(&desk, &["c1"])
        .done()
        .says("2  Pam: prospect (given)");
    sides(&desk, &["c1", "--swap"]).done();
    assert_eq!(heard(&desk), (here("c1:0"), vec![]));
}

#[test]
fn parse_and_explain_tell_evidence_without_words() {
    let desk = Desk::new();
    let turns: Vec<Value> = ["Speaker 1", "Speaker 2"]
        .iter()
        .cycle()
        .zip(TALK)
        .map(|(speaker, text)| json!({ "speaker": speaker, "text": text }))
        .collect();
    desk.write(
        "call.json",
        json!({ "id": "c1", "turns": turns }).to_string(),
    );
    let call = desk
        .verbatim(&["parse", "call.json", "--json"])
        .done()
        .last();
    let explained = desk
        .verbatim(&["explain", "call.json", "--json"])
        .done()
        .last();
    for story in [&call, &explained] {
        for (who, side) in story["participants"]
            .as_array()
            .unwrap()
            .iter()
            .zip(["rep", "prospect"])
        {
            assert_eq!(who["side"], side);
            assert_eq!(who["side_reason"], "inferred");
            let evidence = who["side_evidence"].as_array().unwrap();
            assert!(
                !evidence.is_empty() && evidence.iter().all(|e| e["rule"].is_string()),
                "{who}"
            );
        }
    }
    desk.verbatim(&["explain", "call.json"])
        .done()
        .says("Speaker 2: prospect, known by inferred: ");
    let found = desk
        .verbatim(&["tag", "call.json", "--json"])
        .done()
        .lines();
    assert!(found.iter().all(|mention| mention["side"] == "prospect"));
    assert!(!found.is_empty(), "an inferred prospect is listened to");
}
