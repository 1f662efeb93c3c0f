//! Does a writer leave with the right quotes, sealed and arranged as he wants them?

use serde_json::{Value, json};

use verbatim::call::{Account, Call, CallId, Participant, Side, SideReason, Span, Turn};
use verbatim::quote::choose::{Candidate, Wishes, choose};
use verbatim::quote::quote::turn_hash;
use verbatim::quote::seal::{SealError, call_hash, seal};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::WriteLock;
use verbatim::store::packs::{ItemRow, PackRow};

use crate::harness::{Desk, Run, Talk};

const FIRST: &str =
    "Well, our drivers wait three hours at every depot. It's not fun, and they leave.";
const SECOND: &str = "We type two hundred orders in by hand every night.";

fn call(texts: &[(Side, &str)]) -> Call {
    let person = |name: &str, side| Participant {
        name: name.to_owned(),
        side,
        side_reason: SideReason::Given,
        persona: "end-user".to_owned(),
        ..Participant::default()
    };
    let turn = |(side, text): &(Side, &str)| Turn {
        speaker: match side {
            Side::Prospect => 0,
            Side::Rep => 1,
            Side::Unknown => 2,
        },
        start: Some(65.0),
        end: None,
        text: (*text).to_owned(),
        cues: Vec::new(),
    };
    Call {
        id: CallId("c1".to_owned()),
        title: None,
        format: "verbatim-json".to_owned(),
        started_at: Some("2026-03-01".to_owned()),
        duration: None,
        language: None,
        recording_url: None,
        account: Some(Account::default()),
        deal: None,
        participants: vec![
            person("Pam", Side::Prospect),
            person("Rea", Side::Rep),
            person("Una", Side::Unknown),
        ],
        turns: texts.iter().map(turn).collect(),
    }
}

/// A call of each account in which a prospect speaks in turns 1 and 3.
fn talk(id: &str, account: &str, first: &str, second: &str) -> Talk {
    Talk::new(id)
        .with("account", json!({ "name": account, "industry": "haulage" }))
        .with("date", json!("2026-03-01"))
        .rep("How do you do it?")
        .prospect(first)
        .rep("And then?")
        .prospect(second)
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&[
        talk("c1", "Acme", FIRST, SECOND),
        talk(
            "c2",
            "Brindle",
            "By hand, all of it.",
            "Our people type ninety invoices by hand on Fridays.",
        ),
    ]);
    desk
}

/// Something is done with a pack.
#[track_caller]
fn pack(desk: &Desk, args: &[&str]) -> Run {
    desk.verbatim(&[&["pack"][..], args].concat()).done()
}

/// What a program reads of a pack.
#[track_caller]
fn exported(desk: &Desk, name: &str) -> Value {
    let run = desk.verbatim(&["pack", "export", name, "--format", "json"]);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"))
}

#[track_caller]
fn quotes(desk: &Desk, name: &str) -> Vec<String> {
    let pack = exported(desk, name);
    let quotes = pack["quotes"].as_array().unwrap().iter();
    quotes
        .map(|quote| quote["quote"].as_str().unwrap().to_owned())
        .collect()
}

// ---- sealing ----------------------------------------------------------------------------------------------

#[test]
fn a_seal_has_all_that_proves_the_words() {
    let call = call(&[(Side::Rep, "Go on."), (Side::Prospect, FIRST)]);
    let start = FIRST.find("our").unwrap() as u32;
    let end = FIRST.find(" It's").unwrap() as u32;
    let seal = seal(&call, 1, Span { start, end }, "few>=0.3").unwrap();
    assert_eq!(seal.exact, "our drivers wait three hours at every depot.");
    assert_eq!(seal.prefix, "Well, ");
    assert_eq!(seal.suffix, " It's not fun, and they leave.");
    assert_eq!(seal.turn_sha256, turn_hash(FIRST));
    assert_eq!(seal.call_sha256, call_hash(&call));
    assert_eq!(seal.minute.as_deref(), Some("1:05"));
    assert_eq!(
        (seal.side, seal.persona.as_str()),
        (Side::Prospect, "end-user")
    );
    assert_eq!(
        (seal.lexicon.as_str(), seal.redaction.as_str()),
        ("few>=0.3", "none")
    );
}

#[test]
fn what_cannot_be_quoted_is_not_sealed() {
    let call = call(&[
        (Side::Rep, "Go on."),
        (Side::Prospect, "It's not expensive, caf\u{e9}."),
        (Side::Unknown, "Yes."),
    ]);
    let refused =
        |turn: u32, start: u32, end: u32| seal(&call, turn, Span { start, end }, "").err();
    for (turn, start, end, why) in [
        (0, 0, 6, SealError::RepsWords),
        (2, 0, 4, SealError::UnknownSide),
        (9, 0, 4, SealError::NoTurn(3)),
        (1, 9, 18, SealError::AfterNegation(9)),
        (1, 1, 8, SealError::InsideWord(1)),
        (1, 5, 10, SealError::InsideWord(10)),
        (1, 0, 24, SealError::InsideWord(24)),
        (1, 4, 4, SealError::Nothing(26)),
        (1, 8, 400, SealError::Nothing(26)),
        (1, 18, 20, SealError::Nothing(26)),
    ] {
        assert_eq!(refused(turn, start, end), Some(why), "{turn}:{start}-{end}");
    }
    assert_eq!(refused(1, 0, 18), None);
}

/// The hash is of what README says and nothing else, so that others can compute it.
#[test]
fn the_hash_of_a_call_is_of_its_words_alone() {
    let call = call(&[(Side::Rep, "Go on."), (Side::Prospect, "caf\u{e9}")]);
    let hashed = "verbatim-call-1\nid 2\nc1\nturn 0 rep 6\nGo on.\nturn 1 prospect 5\ncaf\u{e9}\n";
    assert_eq!(call_hash(&call), turn_hash(hashed));
    let other = Call {
        title: Some("Another".to_owned()),
        recording_url: Some("https://a.example".to_owned()),
        ..call.clone()
    };
    assert_eq!(call_hash(&other), call_hash(&call));
}

// ---- choosing ---------------------------------------------------------------------------------------------

fn candidate(call: &str, account: &str, worth: i32, stems: &str) -> Candidate {
    Candidate {
        call: call.to_owned(),
        turn: 0,
        span: Span { start: 0, end: 9 },
        account: account.to_owned(),
        persona: "end-user".to_owned(),
        stems: stems.split(' ').map(str::to_owned).collect(),
        worth,
    }
}

fn chosen(candidates: &[Candidate], wishes: Wishes) -> Vec<String> {
    let chosen = choose(candidates.to_vec(), wishes).into_iter();
    chosen.map(|candidate| candidate.call).collect()
}

#[test]
fn the_best_are_chosen_and_none_twice() {
    let candidates = [
        candidate("a", "acme", 300, "driver wait depot"),
        candidate("b", "acme", 290, "driver wait depot"),
        candidate("c", "acme", 280, "type order hand"),
        candidate("d", "brindle", 200, "price month budget"),
        candidate("e", "brindle", -5, "weather sunday rain"),
    ];
    let wishes = Wishes {
        max: 10,
        per_account: None,
        is_diverse: false,
    };
    assert_eq!(chosen(&candidates, wishes), ["a", "c", "d"]);
    let two = Wishes { max: 2, ..wishes };
    assert_eq!(chosen(&candidates, two), ["a", "c"]);
    let diverse = Wishes {
        is_diverse: true,
        ..two
    };
    assert_eq!(chosen(&candidates, diverse), ["a", "d"], "another account");
    let one_each = Wishes {
        per_account: Some(1),
        ..wishes
    };
    assert_eq!(chosen(&candidates, one_each), ["a", "d"]);
    let mut other_way: Vec<Candidate> = candidates.to_vec();
    other_way.reverse();
    assert_eq!(
        chosen(&other_way, wishes),
        ["a", "c", "d"],
        "order changes nothing"
    );
}

#[test]
fn a_pack_is_made_of_a_search() {
    let desk = desk();
    pack(&desk, &["new", "hands", "--query", "by hand"]).says("hands: 2 quotes");
    let mut found = quotes(&desk, "hands");
    found.sort();
    assert_eq!(
        found,
        [
            "Our people type ninety invoices by hand on Fridays.",
            SECOND
        ],
        "a scrap like “By hand, all of it.” does not stand alone"
    );
    let filters = [
        "new",
        "acme",
        "--query",
        "by hand",
        "--account",
        "Acme",
        "--max",
        "5",
    ];
    pack(&desk, &filters);
    assert_eq!(quotes(&desk, "acme"), [SECOND]);
    let page = exported(&desk, "acme");
    assert_eq!(page["query"], "by hand");
    assert_eq!(
        page["filters"],
        json!([{ "name": "account", "value": "Acme" }])
    );
    desk.verbatim(&["pack", "new", "acme", "--query", "type"])
        .has_trouble()
        .warns("a pack named acme already");
    desk.verbatim(&["pack", "new", "none", "--query", "xylophone"])
        .finds_nothing();
    desk.verbatim(&["pack", "show", "none"])
        .has_trouble()
        .warns("verbatim pack list");
}

#[test]
fn a_pack_of_a_search_holds_no_withdrawn_words() {
    let desk = desk();
    desk.verbatim(&["rights", "withdraw", "call:c1"]).done();
    let told = pack(&desk, &["new", "hands", "--query", "by hand"]);
    let told = told
        .says("hands: 1 quote")
        .says("ninety invoices")
        .warns("1 quote left out, because the words were withdrawn");
    assert!(!told.stdout.contains("two hundred"), "{told}");
    pack(&desk, &["show", "hands"]).says("ninety invoices");
    desk.verbatim(&["pack", "new", "acme", "--query", "orders"])
        .finds_nothing()
        .warns("1 quote left out");
}

// ---- arranging --------------------------------------------------------------------------------------------

#[test]
fn a_pack_is_arranged_by_hand() {
    let desk = desk();
    pack(&desk, &["add", "mine", "c1:1", "c1:3", "c2:3:0-39"]);
    let (third, all) = (
        "Our people type ninety invoices by hand",
        exported(&desk, "mine"),
    );
    assert_eq!(all["quotes"][2]["source"], "c2:3:0-39", "{third}");
    pack(&desk, &["add", "mine", "c1:1"]).says("0 quotes added, 3 in all");

    pack(&desk, &["move", "mine", "3", "1"]);
    assert_eq!(exported(&desk, "mine")["quotes"][0]["source"], "c2:3:0-39");
    pack(&desk, &["note", "mine", "1", "for the landing page"]).says("note: for the landing page");
    pack(&desk, &["section", "mine", "2", "Waiting"]).says("Waiting");
    let page = exported(&desk, "mine");
    assert_eq!(page["quotes"][0]["note"], "for the landing page");
    assert_eq!(page["quotes"][1]["section"], "Waiting");
    pack(&desk, &["note", "mine", "1", ""]);
    assert!(exported(&desk, "mine")["quotes"][0]["note"].is_null());

    pack(&desk, &["remove", "mine", "1", "3"]);
    assert_eq!(quotes(&desk, "mine"), [FIRST]);
    pack(&desk, &["list"]).says("mine  1 quote");
    let listed = pack(&desk, &["list", "--json"]).last();
    assert_eq!(
        (&listed["name"], &listed["quotes"]),
        (&json!("mine"), &json!(1))
    );
    pack(&desk, &["delete", "mine"]);
    desk.verbatim(&["pack", "list"]).finds_nothing();
    desk.verbatim(&["pack", "delete", "mine"]).finds_nothing();
}

#[test]
fn ends_move_and_marks_are_set_but_words_stay() {
    let desk = desk();
    pack(&desk, &["add", "mine", "c1:1"]);
    pack(&desk, &["trim", "mine", "1", "--start", "1", "--end", "-6"]);
    let sentence = "our drivers wait three hours at every depot.";
    assert_eq!(quotes(&desk, "mine"), [sentence]);

    let marked = "[O]ur drivers wait […] at every [customer's] depot.";
    pack(&desk, &["edit", "mine", "1", marked]);
    assert_eq!(quotes(&desk, "mine"), [marked]);
    let quote = exported(&desk, "mine")["quotes"][0].clone();
    assert_eq!(
        quote["seal"]["exact"], sentence,
        "the words are as they were said"
    );
    assert_eq!(quote["edits"].as_array().unwrap().len(), 3);
    pack(&desk, &["trim", "mine", "1", "--end", "-1"]);
    assert_eq!(quotes(&desk, "mine"), ["[O]ur drivers wait […] at every"]);

    for (words, why) in [
        ("our drivers wait four hours", "not the words of this turn"),
        ("every depot our drivers", "not the words of this turn"),
        ("It's […] fun, and they leave", "denial"),
    ] {
        let refused = desk.verbatim(&["pack", "edit", "mine", "1", words]);
        refused.has_trouble().warns(why);
    }
    for (flags, why) in [
        (&["--start", "-9"][..], "pass each other"),
        (
            &["--words", "no such words"][..],
            "do not stand in this turn",
        ),
        (&[][..], "by how much"),
    ] {
        let args = [&["pack", "trim", "mine", "1"][..], flags].concat();
        desk.verbatim(&args).has_trouble().warns(why);
    }
    let cut = [
        "pack",
        "trim",
        "mine",
        "1",
        "--words",
        "fun, and they leave.",
    ];
    desk.verbatim(&cut).has_trouble().warns("denial");
    pack(&desk, &["trim", "mine", "1", "--words", sentence]);
    pack(&desk, &["edit", "mine", "1", sentence]);
    assert_eq!(quotes(&desk, "mine"), [sentence]);
}

#[test]
fn what_cannot_be_added_is_told_with_a_way_out() {
    let desk = desk();
    for (place, why) in [
        ("c1", "CALL:TURN"),
        ("c9:1", "no such call is kept"),
        ("c1:9", "has only 4 turns"),
        ("c1:0", "a rep's"),
        ("c1:1:3-9", "inside of a word"),
    ] {
        let refused = desk.verbatim(&["pack", "add", "mine", place]);
        let refused = refused.has_trouble().warns(why);
        assert!(
            !refused.stderr.contains("drivers"),
            "words in an error\n{refused}"
        );
    }
    desk.verbatim(&["pack", "list"]).finds_nothing();
    pack(&desk, &["add", "mine", "c1:1"]);
    desk.verbatim(&["pack", "note", "mine", "2", "x"])
        .has_trouble()
        .warns("there is no quote 2");
    desk.keep(&[talk(
        "c1",
        "Acme",
        "Our drivers wait at every depot.",
        SECOND,
    )]);
    desk.verbatim(&["pack", "trim", "mine", "1", "--end", "-1"])
        .has_trouble()
        .warns("corrected or is gone");
}

// ---- leaving ----------------------------------------------------------------------------------------------

const FORMATS: [&str; 4] = ["md", "csv", "json", "txt"];

#[test]
fn the_same_archive_and_question_give_the_same_bytes() {
    let (one, other) = (desk(), desk());
    for desk in [&one, &other] {
        pack(desk, &["new", "hands", "--query", "by hand"]);
    }
    other.verbatim(&["reindex"]).done();
    for format in FORMATS {
        let export = |desk: &Desk| pack(desk, &["export", "hands", "--format", format]).stdout;
        let bytes = export(&one);
        assert!(!bytes.is_empty());
        assert_eq!(bytes, export(&other), "{format}");
        assert_eq!(bytes, export(&one), "{format}, again");
    }
}

#[test]
fn a_page_of_a_pack_looks_as_it_should() {
    let desk = desk();
    pack(
        &desk,
        &["add", "Hands & orders", "c1:3", "--section", "Typing"],
    );
    let hashes = exported(&desk, "Hands & orders")["quotes"][0].clone();
    let hash = |value: &Value| value.as_str().unwrap()[..12].to_owned();
    let source = format!(
        "Source: c1:3:0-50 · sha256 {} · quote {} · rights internal",
        hash(&hashes["seal"]["turn_sha256"]),
        hash(&hashes["quote_sha256"])
    );
    let markdown = format!(
        "# Hands \\& orders\n\n- 1 quote\n\n## Typing\n\n> {SECOND}\n\n— unknown, Acme, haulage · 2026-03-01\n\n\
         Tags: pain/manual-work, pain/slow\n\n{source}\n"
    );
    let text = format!(
        "Hands & orders\n==============\n\n1 quote\n\nTyping\n------\n\n“{SECOND}”\n\n— unknown, Acme, haulage · \
         2026-03-01\n\nTags: pain/manual-work, pain/slow\n\n{source}\n"
    );
    for (format, expected) in [("md", markdown), ("txt", text)] {
        let args = ["export", "Hands & orders", "--format", format];
        assert_eq!(pack(&desk, &args).stdout, expected);
    }
}

/// Every field of the schema is written, and no other.
#[test]
fn the_schema_is_that_of_the_file() {
    let desk = desk();
    pack(&desk, &["add", "mine", "c1:1"]);
    pack(
        &desk,
        &["edit", "mine", "1", "our drivers wait […] at every depot"],
    );
    let schema = desk.verbatim(&["schema", "pack"]).done().stdout;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    holds(&schema, &exported(&desk, "mine"), "pack");
}

#[track_caller]
fn holds(schema: &Value, value: &Value, place: &str) {
    if let Some(properties) = schema["properties"].as_object() {
        let mut wanted: Vec<&String> = properties.keys().collect();
        let mut there: Vec<&String> = value.as_object().unwrap().keys().collect();
        wanted.sort();
        there.sort();
        assert_eq!(wanted, there, "{place}");
        for (key, schema) in properties {
            holds(schema, &value[key], &format!("{place}.{key}"));
        }
    }
    for item in value.as_array().into_iter().flatten() {
        holds(&schema["items"], item, &format!("{place}[]"));
    }
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_helps_run() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let commands: [&[&str]; 9] = [
        &["pack"],
        &["pack", "new"],
        &["pack", "add"],
        &["pack", "trim"],
        &["pack", "edit"],
        &["pack", "show"],
        &["pack", "list"],
        &["pack", "export"],
        &["verify"],
    ];
    for command in commands {
        for line in desk.examples(command) {
            desk.shell(&line).done();
        }
    }
}

// ---- keeping ----------------------------------------------------------------------------------------------

#[test]
fn packs_are_kept_whole_and_found_by_their_calls() {
    let desk = desk();
    let dir = DataDir::new(desk.path("data"));
    let lock = WriteLock::take(&dir, "test").unwrap();
    let mut catalogue = Catalogue::open_to_write(&dir, &lock).unwrap();
    let item = |call: &str| ItemRow {
        call: call.to_owned(),
        turn: 1,
        section: Some("S".to_owned()),
        note: None,
        body: "{}".to_owned(),
    };
    let mut pack = PackRow {
        name: "p".to_owned(),
        query: "q".to_owned(),
        filters: "[]".to_owned(),
        items: vec![item("c2"), item("c1")],
    };
    catalogue.put_pack(&pack, "2026-03-01T00:00:00Z").unwrap();
    assert_eq!(catalogue.pack("p").unwrap(), Some(pack.clone()));
    assert_eq!(catalogue.packs_with_call("c1").unwrap(), ["p"]);
    pack.items.pop();
    catalogue.put_pack(&pack, "2026-03-02T00:00:00Z").unwrap();
    assert_eq!(catalogue.pack("p").unwrap(), Some(pack));
    assert!(catalogue.packs_with_call("c1").unwrap().is_empty());
    let line = &catalogue.packs().unwrap()[0];
    assert_eq!(line.made_at, "2026-03-01T00:00:00Z");
    assert_eq!(line.changed_at, "2026-03-02T00:00:00Z");
    assert!(catalogue.remove_pack("p").unwrap());
    assert!(catalogue.packs_with_call("c2").unwrap().is_empty());
    assert_eq!(catalogue.pack("p").unwrap(), None);
}

/// As a catalogue was before there were packs.
#[test]
fn an_older_catalogue_gains_its_packs() {
    let desk = desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE pack_item; DROP TABLE pack; PRAGMA user_version = 2;")
        .unwrap();
    desk.verbatim(&["pack", "list"]).finds_nothing();
    pack(&desk, &["add", "mine", "c1:1"]);
    assert_eq!(quotes(&desk, "mine"), [FIRST]);
}
