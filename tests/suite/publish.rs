//! Does nothing that would tell who spoke stand in a file that is published, by whatever route?

mod asked;
mod planted;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use verbatim::archive::Archive;
use verbatim::call::{Account, Call, CallId, Participant, Side, SideReason, Span, Turn};
use verbatim::config::Config;
use verbatim::quote::attribute::{Crowd, Facts};
use verbatim::quote::decision::{Decided, Decision};
use verbatim::quote::edit;
use verbatim::quote::hide::Hider;
use verbatim::quote::pack::render::{PackFormat, render};
use verbatim::quote::pack::{Item, Pack};
use verbatim::quote::publish::{Published, cleared};
use verbatim::quote::redact::VERSION;
use verbatim::quote::rights::book::Rights;
use verbatim::quote::rights::subject::Subject;
use verbatim::quote::rights::{Grant, Level};
use verbatim::quote::seal::seal;
use verbatim::quote::verify::read::read;
use verbatim::quote::verify::{Whose, verify};
use verbatim::store::DataDir;
use verbatim::text::tokens::{Token, tokens};

use crate::harness::{Desk, Talk};

fn person(name: &str, side: Side, title: Option<&str>) -> Participant {
    Participant {
        name: name.to_owned(),
        side,
        side_reason: SideReason::Given,
        title: title.map(str::to_owned),
        persona: "economic-buyer".to_owned(),
        ..Participant::default()
    }
}

/// A call whose first participant says everything.
fn call(id: &str, account: &str, people: Vec<Participant>, texts: &[&str]) -> Call {
    let turn = |text: &&str| Turn {
        speaker: 0,
        start: Some(65.0),
        end: None,
        text: (*text).to_owned(),
        cues: Vec::new(),
    };
    Call {
        id: CallId(id.to_owned()),
        title: None,
        format: "verbatim-json".to_owned(),
        started_at: Some("2026-02-28".to_owned()),
        duration: None,
        language: None,
        recording_url: None,
        account: Some(Account {
            name: Some(account.to_owned()),
            industry: Some("freight".to_owned()),
            size: Some("210 staff".to_owned()),
            region: Some("US Midwest".to_owned()),
        }),
        deal: None,
        participants: people,
        turns: texts.iter().map(turn).collect(),
    }
}

/// Pam of Haulbright speaks; Dana and Marcus are there, and Will sells.
fn haulbright(id: &str, texts: &[&str]) -> Call {
    let people = vec![
        person("Pam Poole", Side::Prospect, Some("VP Operations")),
        person("Dana Whitfield", Side::Prospect, None),
        person("Marcus Oyelaran", Side::Prospect, None),
        person("Will Grant", Side::Rep, None),
    ];
    call(id, "Haulbright Logistics", people, texts)
}

fn item(call: &Call, turn: u32, words: &str) -> Item {
    let text = &call.turns[turn as usize].text;
    let start = text.find(words).unwrap() as u32;
    let end = start + words.len() as u32;
    let seal = seal(call, turn, Span { start, end }, "few").unwrap();
    Item::new(seal, call, &[])
}

/// Every turn of some calls, whole.
fn pack_of(calls: &[Call]) -> Pack {
    let items = calls.iter().flat_map(|call| {
        let turns = (0..).zip(&call.turns);
        turns.map(move |(index, turn)| item(call, index, &turn.text))
    });
    Pack {
        name: "p".to_owned(),
        items: items.collect(),
        ..Pack::default()
    }
}

/// Rights of one level for everything that is said on some calls.
fn allowing(calls: &[Call], level: Level) -> Rights {
    let mut rights = Rights::none(date(2026, 3, 10));
    for (number, call) in (1..).zip(calls) {
        rights.grants.push(Grant {
            number,
            subject: Subject::Call(call.id.0.clone()),
            level,
            by: "CMO".to_owned(),
            from: date(2026, 3, 1),
            until: None,
            evidence: None,
            note: None,
        });
        rights.learn(call);
    }
    rights
}

fn hider(calls: &[Call], level: Level, crowd: Crowd) -> Hider {
    let rights = allowing(calls, level);
    Hider::with(calls.to_vec(), rights, crowd, &Config::default())
}

fn published(calls: &[Call], pack: &Pack, level: Level) -> Published {
    cleared(
        pack,
        &hider(calls, level, Crowd::default()),
        BTreeMap::new(),
    )
}

/// The words of every quote that may leave.
fn words(published: &Published) -> Vec<String> {
    let items = published.gated.allowed.get().items.iter();
    items.map(Item::words).collect()
}

/// Everything that stands in a file, the parts of a container one after another.
fn everything(bytes: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut all = String::new();
    for index in 0..archive.len() {
        let mut part = Vec::new();
        let mut file = archive.by_index(index).unwrap();
        file.read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

// ---- words --------------------------------------------------------------------------------------------------

#[test]
fn one_person_is_one_person_in_all_of_a_pack() {
    let calls = [
        haulbright("h1", &["I told Dana Whitfield and Marcus about it."]),
        haulbright("h2", &["Marcus asked dana twice about the orders."]),
    ];
    let published = published(&calls, &pack_of(&calls), Level::Anonymous);
    assert_eq!(
        words(&published),
        [
            "I told [a colleague] and [another colleague] about it.",
            "[another colleague] asked [a colleague] twice about the orders.",
        ]
    );
    for item in &published.gated.allowed.get().items {
        assert_eq!(item.seal.redaction, VERSION);
        assert!(!item.seal.exact.contains("ana"), "{}", item.seal.exact);
    }
}

#[test]
fn what_tells_nobody_is_not_touched() {
    let calls = [haulbright(
        "h",
        &["We type it all in by hand, every night."],
    )];
    let pack = pack_of(&calls);
    let published = published(&calls, &pack, Level::Anonymous);
    assert_eq!(
        words(&published),
        ["We type it all in by hand, every night."]
    );
    assert!(published.places.is_empty());
    assert!(published.gated.allowed.get().items[0].edits.is_empty());
}

#[test]
fn rights_allow_the_names_that_they_are_about() {
    let text = "At Haulbright, I, Pam Poole, and Dana type all of it in.";
    let calls = [haulbright("h", &[text])];
    let pack = pack_of(&calls);
    for (level, expected) in [
        (
            Level::Anonymous,
            "At [our company], I, [my name], and [a colleague] type all of it in.",
        ),
        (
            Level::Company,
            "At Haulbright, I, [my name], and [a colleague] type all of it in.",
        ),
        (
            Level::Name,
            "At Haulbright, I, Pam Poole, and [a colleague] type all of it in.",
        ),
    ] {
        let published = published(&calls, &pack, level);
        assert_eq!(words(&published), [expected], "{level:?}");
        for format in PackFormat::ALL {
            let bytes = render(format, &published.gated.allowed).unwrap();
            let leaks = published.leaks(&bytes).unwrap();
            assert!(leaks.is_empty(), "{level:?} as {format:?}: {leaks:?}");
        }
    }
}

#[test]
fn headings_have_the_marks_that_the_quotes_have() {
    let text = "I told Dana Whitfield and Marcus about it.";
    let calls = [haulbright("h", &[text, "We type it all in by hand."])];
    let mut pack = pack_of(&calls);
    pack.name = "Haulbright, spring".to_owned();
    pack.items[0].section = Some("What Marcus decides, and where he waits".to_owned());
    pack.items[1].section = Some("How it is done".to_owned());
    for (level, name, n_marked) in [
        (Level::Anonymous, "[our company], spring", 2),
        (Level::Company, "Haulbright, spring", 1),
    ] {
        let published = published(&calls, &pack, level);
        let allowed = published.gated.allowed.get();
        let sections: Vec<&str> = allowed
            .items
            .iter()
            .filter_map(|item| item.section.as_deref())
            .collect();
        assert_eq!(allowed.name, name, "{level:?}");
        assert_eq!(
            sections,
            [
                "What [another colleague] decides, and where he waits",
                "How it is done"
            ]
        );
        assert_eq!(
            (published.n_marked, published.gated.n_untitled),
            (n_marked, 0)
        );
        for format in PackFormat::ALL {
            let bytes = render(format, &published.gated.allowed).unwrap();
            let leaks = published.leaks(&bytes).unwrap();
            assert!(leaks.is_empty(), "{level:?} as {format:?}: {leaks:?}");
        }
    }
}

#[test]
fn a_heading_over_another_accounts_quotes_knows_who_is_meant() {
    // Of the two calls only the second one's papers know Marcus.
    let people = vec![person("Ines Ott", Side::Prospect, None)];
    let other = call("a", "Brindle Creek", people, &["We wait for all of it."]);
    let calls = [other, haulbright("b", &["We type it all in by hand."])];
    let mut pack = pack_of(&calls);
    for item in &mut pack.items {
        item.section = Some("After Marcus Oyelaran left".to_owned());
    }
    let published = published(&calls, &pack, Level::Anonymous);
    for item in &published.gated.allowed.get().items {
        assert_eq!(item.section.as_deref(), Some("After [a colleague] left"));
    }
    assert_eq!(published.n_marked, 1, "one heading over two quotes");
}

#[test]
fn the_leak_test_reads_headings() {
    let text = "So we lost it to Tollgate, and they never told us.";
    let calls = [haulbright("h", &[text])];
    let mut pack = pack_of(&calls);
    // In a heading whose words all have capitals, one more says nothing to the redaction.
    pack.items[0].section = Some("Losing To Tollgate Again".to_owned());
    let published = published(&calls, &pack, Level::Anonymous);
    for format in PackFormat::ALL {
        let bytes = render(format, &published.gated.allowed).unwrap();
        let leaks = published.leaks(&bytes).unwrap();
        let mut beside = leaks.iter().filter(|leak| leak.item.is_none());
        assert!(
            beside.any(|leak| leak.words == "Tollgate"),
            "{format:?}: {leaks:?}"
        );
    }
}

#[test]
fn marks_of_the_writer_and_of_the_redaction_are_one_row() {
    let text = "So Dana's tool, at Haulbright, is what everybody opens first.";
    let calls = [haulbright("h", &[text])];
    let said = |marked: &str| {
        let mut pack = pack_of(&calls);
        let (_, edits) = edit::read(marked, text).unwrap();
        pack.items[0].edits = edits;
        words(&published(&calls, &pack, Level::Anonymous))
    };
    for (marked, expected) in [
        (
            text,
            "So [a colleague's] tool, at [our company], is what everybody opens first.",
        ),
        (
            "So [the portal], at Haulbright, is what everybody opens first.",
            "So [the portal], at [our company], is what everybody opens first.",
        ),
        (
            "So Dana's […] is what everybody opens first.",
            "So [a colleague's] […] is what everybody opens first.",
        ),
        (
            "So [Dana's portal], at Haulbright, is what everybody opens first.",
            "So [a colleague's portal], at [our company], is what everybody opens first.",
        ),
    ] {
        assert_eq!(said(marked), [expected], "{marked}");
    }
}

#[test]
fn other_ends_are_searched_anew() {
    let text = "We waited. Dana Whitfield signed it, and then nobody typed it in.";
    let calls = [haulbright("h", &[text])];
    for (kept, expected) in [
        (
            "and then nobody typed it in.",
            "and then nobody typed it in.",
        ),
        (
            "Whitfield signed it, and then nobody typed it in.",
            "[a colleague] signed it, and then nobody typed it in.",
        ),
    ] {
        let pack = Pack {
            items: vec![item(&calls[0], 0, kept)],
            ..Pack::default()
        };
        assert_eq!(
            words(&published(&calls, &pack, Level::Anonymous)),
            [expected]
        );
    }
}

#[test]
fn a_quote_of_which_nothing_is_left_is_kept_back() {
    let calls = [haulbright(
        "h",
        &["Dana rang Marcus.", "We type it all in by hand."],
    )];
    let published = published(&calls, &pack_of(&calls), Level::Anonymous);
    assert_eq!(published.gated.numbers, [2]);
    let refusal = &published.gated.refused[0];
    assert_eq!((refusal.item, refusal.has), (1, Some(Level::Anonymous)));
    assert!(refusal.why.contains("hardly a quote"), "{}", refusal.why);
}

#[test]
fn what_a_person_decides_holds_and_more_is_hidden_than_shown() {
    let text = "Dana and Marcus type the Tuesday orders in by hand every night.";
    let calls = [haulbright("h", &[text])];
    let place = |words: &str| {
        let start = text.find(words).unwrap() as u32;
        let end = start + words.len() as u32;
        Span { start, end }
    };
    let decision = |words: &str, what: Decided| Decision {
        span: place(words),
        what,
        by: "Ed".to_owned(),
        why: None,
    };
    let hide = |written: &str| Decided::hide(written).unwrap();
    let said = |decisions: Vec<Decision>| {
        let mut pack = pack_of(&calls);
        pack.items[0].decisions = decisions;
        words(&published(&calls, &pack, Level::Anonymous)).concat()
    };
    for (decisions, expected) in [
        (
            vec![decision("Dana", Decided::Show)],
            "Dana and [another colleague] type the Tuesday orders in by hand every night.",
        ),
        (
            vec![decision("Da", Decided::Show)],
            "[a colleague] and [another colleague] type the Tuesday orders in by hand every night.",
        ),
        (
            vec![decision("Dana and Marcus", hide("[two people]"))],
            "[two people] type the Tuesday orders in by hand every night.",
        ),
        (
            vec![decision("the Tuesday orders", hide("[…]"))],
            "[a colleague] and [another colleague] type […] in by hand every night.",
        ),
        (
            vec![
                decision("Dana", Decided::Show),
                decision("Marcus", hide("a friend")),
            ],
            "Dana and [a friend] type the Tuesday orders in by hand every night.",
        ),
    ] {
        assert_eq!(said(decisions), expected);
    }
}

// ---- who said it --------------------------------------------------------------------------------------------

fn facts(account: &str, title: &str, industry: &str, size: &str, region: &str) -> Facts {
    Facts {
        account: account.to_owned(),
        title: Some(title.to_owned()),
        persona: "economic-buyer".to_owned(),
        industry: Some(industry.to_owned()),
        size: Some(size.to_owned()),
        region: Some(region.to_owned()),
    }
}

#[test]
fn who_said_it_is_told_so_that_five_accounts_fit() {
    let calls = [haulbright(
        "h",
        &["We type it all in by hand, every night."],
    )];
    let like = |account: &str| {
        facts(
            account,
            "VP Operations",
            "freight",
            "210 staff",
            "US Midwest",
        )
    };
    let alone = vec![like("Haulbright Logistics")];
    let four: Vec<Facts> = ["Haulbright Logistics", "b", "c", "d"].map(like).to_vec();
    let other = facts(
        "e",
        "Operations Director",
        "trucking",
        "300 staff",
        "Ohio, US",
    );
    let with_other = [four.clone(), vec![other]].concat();
    let five = [four.clone(), vec![like("e")]].concat();
    for (people, expected) in [
        (alone, "a prospect"),
        (four, "a prospect"),
        (
            with_other,
            "operations executive, mid-size transport firm, US",
        ),
        (five, "VP Operations, mid-size freight firm, Midwest"),
    ] {
        let hider = hider(&calls, Level::RoleIndustry, Crowd::of(people));
        let published = cleared(&pack_of(&calls), &hider, BTreeMap::new());
        let json = render(PackFormat::Json, &published.gated.allowed).unwrap();
        let page: Value = serde_json::from_slice(&json).unwrap();
        let quote = &page["quotes"][0];
        assert_eq!(quote["said_by"]["role"], expected);
        for (part, value) in [
            ("industry", &quote["said_by"]["industry"]),
            ("size", &quote["said_by"]["size"]),
            ("region", &quote["said_by"]["region"]),
        ] {
            assert!(value.is_null(), "{part}: {value}");
        }
        assert_eq!(quote["seal"]["persona"], "unknown");
        let text = render(PackFormat::Text, &published.gated.allowed).unwrap();
        let text = everything(&text);
        assert!(text.contains(&format!("— {expected}\n")), "{text}");
    }
}

#[test]
fn how_many_must_fit_is_the_operators_to_say() {
    let read = |text: &str| Config::parse(text, Path::new("verbatim.toml"));
    assert_eq!(read("").unwrap().publish.k, 5);
    assert_eq!(read("[publish]\nk = 9\n").unwrap().publish.k, 9);
    for wrong in ["[publish]\nk = 0\n", "[publish]\nj = 3\n"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    for (wrong, told) in [
        (
            "\n[publish]\nk = 0\n",
            "verbatim.toml:3: [publish] k must lie between 1 and 10000\n  k = 0\n",
        ),
        (
            "[publish]\n'k' = 0\n",
            "verbatim.toml: [publish] k must lie between",
        ),
        (
            "\n\n[retention]\ndays = 3\n",
            "verbatim.toml:4: [retention] days must lie",
        ),
    ] {
        let error = read(wrong).unwrap_err().to_string();
        assert!(error.starts_with(told), "{error}");
    }
}

// ---- whatever is quoted -------------------------------------------------------------------------------------

/// What people say, with names and numbers in it and without.
const FRAGMENTS: [&str; 14] = [
    "we type it all in by hand",
    "Dana Whitfield asked me twice",
    "call me on +44 20 7946 0958",
    "it's not fun",
    "write to dana@haulbright.example if you can",
    "at Haulbright we wait three hours",
    "Marcus said that we can't",
    "NetSuite is slow for everybody",
    "they charged the card, 4111 1111 1111 1111, twice",
    "that is Dana's own spreadsheet",
    "we never check it",
    "Pam Poole signs all of it at night",
    "it takes hours (ask Oyelaran) and more",
    "my social is four five seven, five five, four five six two",
];

fn generated() -> Vec<String> {
    let turn = |n: usize| {
        let parts = (0..5).map(|at| FRAGMENTS[(n * 5 + at * (1 + n % 4)) % FRAGMENTS.len()]);
        let joints = [", and ", ". So ", " because "];
        parts.collect::<Vec<_>>().join(joints[n % joints.len()]) + "."
    };
    (0..24).map(turn).collect()
}

#[test]
fn whatever_is_published_verifies_and_tells_no_name() {
    let desk = Desk::new();
    let people = json!([
        { "name": "Pam", "side": "prospect", "title": "CFO of Haulbright", "email": "pam@haulbright.example" },
        { "name": "Dana Whitfield", "side": "prospect" },
        { "name": "Marcus Oyelaran", "side": "prospect" },
        { "name": "Rea", "side": "rep" },
    ]);
    let talk = Talk::new("g")
        .with("participants", people)
        .with("account", json!({ "name": "Haulbright Logistics" }));
    let talk = generated()
        .iter()
        .fold(talk, |talk, text| talk.prospect(text));
    desk.keep(&[talk]);
    let archive = Archive::open(&DataDir::new(desk.path("data"))).unwrap();
    let (_, call) = archive.catalogue.call("g").unwrap().unwrap();
    let levels: Vec<Level> = Level::ALL.into_iter().skip(1).collect();
    let hiders: Vec<Hider> = levels
        .iter()
        .map(|level| hider(std::slice::from_ref(&call), *level, Crowd::default()))
        .collect();
    let places = (
        any::<Index>(),
        any::<Index>(),
        any::<Index>(),
        any::<Index>(),
    );
    let config = ProptestConfig::with_cases(64);
    proptest!(config, |((turn, from, to, level) in places)| {
        let turn = turn.index(call.turns.len());
        let text = &call.turns[turn].text;
        let all: Vec<Token> = tokens(text).collect();
        let (a, b) = (from.index(all.len()), to.index(all.len()));
        let span = Span { start: all[a.min(b)].start, end: all[a.max(b)].end };
        let is_long = a.abs_diff(b) >= 3;
        if let (true, Ok(seal)) = (is_long, seal(&call, turn as u32, span, "few")) {
            let pack = Pack {
                name: "p".to_owned(),
                items: vec![Item::new(seal, &call, &[])],
                ..Pack::default()
            };
            let at = level.index(levels.len());
            let published = cleared(&pack, &hiders[at], BTreeMap::new());
            // A pack without quotes is read as loose text.
            let is_empty = published.gated.numbers.is_empty();
            let formats = [PackFormat::Markdown, PackFormat::Json, PackFormat::Text];
            for format in formats.into_iter().filter(|_| !is_empty) {
                let bytes = render(format, &published.gated.allowed).unwrap();
                let page = read(&bytes).unwrap();
                let found = verify(&archive, &page.claims, Whose::Prospects).unwrap();
                prop_assert_eq!(found.len(), published.gated.numbers.len(), "{:?}", format);
                let is_said = found.iter().all(|finding| finding.verdict.is_accepted());
                prop_assert!(is_said, "{:?}: {:?}", format, found);
                let file = everything(&bytes).to_lowercase();
                for (name, least) in [
                    ("haulbright", Some(Level::Company)),
                    ("pam", Some(Level::Name)),
                    ("dana", None),
                    ("oyelaran", None),
                    ("7946 0", None),
                    ("4111 1111", None),
                    ("five five", None),
                    ("netsuite", None),
                ] {
                    let may = least.is_some_and(|least| least <= levels[at]);
                    prop_assert!(may || !file.contains(name), "{} in {}", name, file);
                }
            }
        }
    });
}
