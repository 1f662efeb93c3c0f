//! How much of what would tell who spoke is found, and how much of what is hidden needed it?
//!
//! `tests/redaction/sentences.jsonl` holds sentences with labelled identifiers; a third is kept apart, and rules were never
//! tuned by looking at it. What is found counts where all letters of a label are covered, whatever the class: a reader must
//! not see them. A finding is right where it touches any label.

mod rules;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use verbatim::call::{Account, Call, CallId, Participant, Side, Span, Turn};
use verbatim::quote::attribute::{Crowd, DEFAULT_K, Facts};
use verbatim::quote::leaktest::{LeakClass, LeakTest};
use verbatim::quote::redact::pseudonyms::Pseudonyms;
use verbatim::quote::redact::{Class, Finding, Redactor};

use crate::harness::project;

/// Classes that have a shape.
const STRUCTURED: [&str; 10] = [
    "address",
    "birth-date",
    "card",
    "email",
    "iban",
    "ip",
    "number",
    "phone",
    "ssn",
    "url",
];
/// Names that stand in the call's papers.
const KNOWN: [&str; 2] = ["known-company", "known-person"];
/// Names that only the words around them tell.
const OTHERS: [&str; 4] = ["organization", "person", "place", "product"];

/// A sentence of the set.
struct Sentence {
    text: String,
    redactor: Redactor,
    labels: Vec<(Span, String)>,
    is_apart: bool,
}

fn person(name: &str, side: Side, email: Option<&str>) -> Participant {
    Participant {
        name: name.to_owned(),
        side,
        email: email.map(str::to_owned),
        persona: "unknown".to_owned(),
        ..Participant::default()
    }
}

fn call(participants: Vec<Participant>, account: Option<&str>, turns: &[&str]) -> Call {
    let turn = |text: &&str| Turn {
        speaker: 0,
        start: None,
        end: None,
        text: (*text).to_owned(),
        cues: Vec::new(),
    };
    Call {
        id: CallId("a".to_owned()),
        title: None,
        format: "verbatim-json".to_owned(),
        started_at: None,
        duration: None,
        language: None,
        recording_url: None,
        account: account.map(|name| Account {
            name: Some(name.to_owned()),
            ..Account::default()
        }),
        deal: None,
        participants,
        turns: turns.iter().map(turn).collect(),
    }
}

/// The call that a sentence's metadata describes.
fn described(metadata: &Value) -> Redactor {
    let people = metadata["people"].as_array().unwrap();
    let people = people.iter().map(|who| {
        let side = Side::from_word(who["side"].as_str().unwrap()).unwrap();
        person(who["name"].as_str().unwrap(), side, who["email"].as_str())
    });
    let call = call(people.collect(), metadata["account"].as_str(), &[]);
    Redactor::for_call(&call).knowing(metadata["domain"].as_str().unwrap())
}

fn sentences() -> Vec<Sentence> {
    let path = project().join("tests/redaction/sentences.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let sentence = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let labels = line["spans"].as_array().unwrap().iter().map(|label| {
            let at = |key: &str| label[key].as_u64().unwrap() as u32;
            let span = Span {
                start: at("start"),
                end: at("end"),
            };
            (span, label["class"].as_str().unwrap().to_owned())
        });
        Sentence {
            text: line["text"].as_str().unwrap().to_owned(),
            redactor: described(&line["metadata"]),
            labels: labels.collect(),
            is_apart: line["apart"].as_bool().unwrap_or(false),
        }
    };
    text.lines().map(sentence).collect()
}

fn whole(text: &str) -> Span {
    Span {
        start: 0,
        end: text.len() as u32,
    }
}

/// Whether every letter and digit under a span is covered.
fn is_covered(text: &str, span: Span, found: &[Finding]) -> bool {
    let inner = span.slice(text);
    let mut letters = inner.char_indices().filter(|(_, c)| c.is_alphanumeric());
    letters.all(|(at, _)| {
        let at = span.start + at as u32;
        found
            .iter()
            .any(|finding| finding.span.start <= at && at < finding.span.end)
    })
}

/// Labels and findings counted, by class.
#[derive(Default)]
struct Tally {
    /// Labels that were covered, and all.
    recall: BTreeMap<String, (usize, usize)>,
    /// Findings that touch a label, and all.
    precision: BTreeMap<&'static str, (usize, usize)>,
    misses: Vec<String>,
}

impl Tally {
    fn count(&mut self, sentence: &Sentence) {
        let text = &sentence.text;
        let found = sentence.redactor.redact(text, whole(text));
        for (span, class) in &sentence.labels {
            let is_hidden = is_covered(text, *span, &found);
            let counts = self.recall.entry(class.clone()).or_default();
            counts.0 += usize::from(is_hidden);
            counts.1 += 1;
            if !is_hidden {
                self.misses.push(format!("missed {class}: {text}"));
            }
        }
        for finding in &found {
            let mut labels = sentence.labels.iter();
            let is_right = labels.any(|(span, _)| span.overlaps(finding.span));
            let counts = self.precision.entry(finding.class.name()).or_default();
            counts.0 += usize::from(is_right);
            counts.1 += 1;
            if !is_right {
                let class = finding.class.name();
                self.misses.push(format!("needless {class}: {text}"));
            }
        }
    }

    fn recall_of(&self, classes: &[&str]) -> f64 {
        let counts = classes.iter().filter_map(|class| self.recall.get(*class));
        let (found, all) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        found as f64 / all as f64
    }

    fn precision(&self) -> f64 {
        let counts = self.precision.values();
        let (right, all) = counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        right as f64 / all as f64
    }

    fn report(&self, name: &str) -> String {
        let mut lines = vec![format!(
            "{name}: structured {:.3}, known names {:.3}, other names {:.3}, precision {:.3}",
            self.recall_of(&STRUCTURED),
            self.recall_of(&KNOWN),
            self.recall_of(&OTHERS),
            self.precision()
        )];
        for (class, (found, all)) in &self.recall {
            lines.push(format!("  {class:14} recall    {found:3} of {all:3}"));
        }
        for (class, (right, all)) in &self.precision {
            lines.push(format!("  {class:14} precision {right:3} of {all:3}"));
        }
        lines.join("\n")
    }
}

#[test]
fn what_would_tell_who_spoke_is_hidden_and_little_else() {
    let mut apart = Tally::default();
    let mut tuned = Tally::default();
    for sentence in sentences() {
        let tally = if sentence.is_apart {
            &mut apart
        } else {
            &mut tuned
        };
        tally.count(&sentence);
    }
    let report = [apart.report("kept apart"), tuned.report("tuned")].join("\n");
    println!("{report}");
    for tally in [&apart, &tuned] {
        // Sentences that are kept apart are not shown, so that nobody tunes by them.
        let shown = tuned.misses.join("\n");
        assert!(tally.recall_of(&STRUCTURED) >= 0.99, "{report}\n{shown}");
        assert!(tally.recall_of(&KNOWN) >= 1.0, "{report}\n{shown}");
        assert!(tally.recall_of(&OTHERS) >= 0.9, "{report}\n{shown}");
        assert!(tally.precision() >= 0.9, "{report}\n{shown}");
    }
}

#[test]
fn the_set_is_as_large_and_as_varied_as_it_says() {
    let all = sentences();
    let n_apart = all.iter().filter(|sentence| sentence.is_apart).count();
    let n_clean = all
        .iter()
        .filter(|sentence| sentence.labels.is_empty())
        .count();
    assert!(all.len() >= 600 && n_clean >= 150 && n_apart * 10 >= all.len() * 3);
    for sentence in &all {
        for (span, class) in &sentence.labels {
            assert!(!span.slice(&sentence.text).is_empty(), "{}", sentence.text);
            let lists: [&[&str]; 3] = [&STRUCTURED, &KNOWN, &OTHERS];
            assert!(lists.iter().any(|list| list.contains(&class.as_str())));
        }
    }
}

/// A sentence with every finding replaced.
fn rendered(text: &str, found: &[Finding]) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for finding in found {
        shown.push_str(&text[at..finding.span.start as usize]);
        shown.push_str(&finding.replacement);
        at = finding.span.end as usize;
    }
    shown.push_str(&text[at..]);
    shown
}

/// Dana and Marcus of Haulbright talk to Will, who sells.
fn haulbright() -> Call {
    let people = vec![
        person(
            "Dana Whitfield",
            Side::Prospect,
            Some("dana@haulbright.example"),
        ),
        person("Marcus Oyelaran", Side::Prospect, None),
        person("Will Grant", Side::Rep, Some("will@ledgerline.example")),
    ];
    call(
        people,
        Some("Haulbright Logistics Inc"),
        &["We will rekey margins by hand. So Dana asked Tollgate for a list."],
    )
}

#[test]
fn one_person_is_one_person_within_a_pack() {
    let redactor = Redactor::for_call(&haulbright());
    let mut pseudonyms = Pseudonyms::default();
    for (speaker, text, expected) in [
        (
            None,
            "I told Dana Whitfield and Marcus about it.",
            "I told [a colleague] and [another colleague] about it.",
        ),
        (
            None,
            "Marcus asked dana twice.",
            "[another colleague] asked [a colleague] twice.",
        ),
        (
            Some(0),
            "I'm Dana, at Haulbright we re-key it.",
            "I'm [my name], at [our company] we re-key it.",
        ),
        (None, "Will you ask Will?", "Will you ask [the rep]?"),
        (
            None,
            "It's in NetSuite, and NetSuite is slow.",
            "It's in [our ERP], and [our ERP] is slow.",
        ),
        (
            None,
            "We lost our customer Marrowbone Pet Supply over it.",
            "We lost our customer [a customer of ours] over it.",
        ),
    ] {
        let found = redactor.redact_said(speaker, text, whole(text), &mut pseudonyms);
        assert_eq!(rendered(text, &found), expected);
    }
}

#[test]
fn whoever_stands_says_or_thinks_is_somebody() {
    let redactor = Redactor::for_call(&call(Vec::new(), None, &[]));
    for (text, expected) in [
        (
            "I did read it. Carol stood over me.",
            "I did read it. [someone] stood over me.",
        ),
        (
            "and carol still cries over it",
            "and [someone] still cries over it",
        ),
        ("Brannock never said so.", "[someone] never said so."),
        (
            "Brannock was waiting for it.",
            "[someone] was waiting for it.",
        ),
        ("Joy said no to it.", "[someone] said no to it."),
        ("Bill told us twice.", "[someone] told us twice."),
        ("May asked for it again.", "[someone] asked for it again."),
        ("Grace's team types it in.", "[someone]'s team types it in."),
        (
            "So Mark's desk is full of it.",
            "So [someone]'s desk is full of it.",
        ),
        (
            "Will stood there for an hour.",
            "[someone] stood there for an hour.",
        ),
        // What things do makes nobody a person.
        ("Zentrivo costs too much.", "[a company] costs too much."),
        ("Will you sign it?", "Will you sign it?"),
        ("Bill them weekly.", "Bill them weekly."),
        ("Price's too high in May.", "Price's too high in May."),
        ("Sales wants it by Friday.", "Sales wants it by Friday."),
        ("You should talk to Sales.", "You should talk to Sales."),
        (
            "Our Chief Technology Officer said no.",
            "Our Chief Technology Officer said no.",
        ),
        (
            "The Chief Information Security Officer asked us.",
            "The Chief Information Security Officer asked us.",
        ),
    ] {
        let found = redactor.redact(text, whole(text));
        assert_eq!(rendered(text, &found), expected);
    }
}

#[test]
fn numbers_may_be_spoken_with_their_marks() {
    let redactor = Redactor::for_call(&call(Vec::new(), None, &[]));
    for (text, expected) in [
        (
            "It goes to forty two Elm Street, every time.",
            "It goes to [an address], every time.",
        ),
        (
            "It goes to nineteen oh five Old Mill Road now.",
            "It goes to [an address] now.",
        ),
        (
            "We lost one lane on the road.",
            "We lost one lane on the road.",
        ),
        (
            "My SSN was two one nine dash oh nine dash one two three four then.",
            "My SSN was [a personal number] then.",
        ),
        (
            "my date of birth is three seven eighty two if you need it",
            "my date of birth is [a date of birth] if you need it",
        ),
    ] {
        let found = redactor.redact(text, whole(text));
        assert_eq!(rendered(text, &found), expected);
    }
}

#[test]
fn findings_are_bytes_of_the_text_as_it_is_stored() {
    let redactor = Redactor::for_call(&haulbright());
    for (text, hidden, class) in [
        (
            "Mail d\u{200B}ana@haulbright.example now",
            "d\u{200B}ana@haulbright.example",
            Class::Email,
        ),
        ("Ruf ５５５－０１３４ an", "５５５－０１３４", Class::Phone),
        ("so D\u{430}na left", "D\u{430}na", Class::Person),
        ("ask d-a-n-a today", "d-a-n-a", Class::Person),
    ] {
        let found = redactor.redact(text, whole(text));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].span.slice(text), hidden, "{text}");
        assert_eq!(found[0].class, class, "{text}");
    }
}

#[test]
fn only_the_quoted_stretch_is_looked_at_and_findings_stay_inside() {
    let redactor = Redactor::for_call(&haulbright());
    let text = "Dana left. We asked Marcus Oyelaran and waited.";
    let start = text.find("Oyelaran").unwrap() as u32;
    let span = Span {
        start,
        end: text.len() as u32,
    };
    let found = redactor.redact(text, span);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.slice(text), "Oyelaran");
}

#[test]
fn what_may_be_shown_is_shown() {
    let redactor = Redactor::for_call(&haulbright()).keeping(["Tollgate Portal"]);
    let text = "We opened Tollgate Portal at Ledgerline in Texas on Monday.";
    assert!(redactor.redact(text, whole(text)).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_redacted_in_order_without_overlaps(
        parts in prop::collection::vec(prop_oneof![
            "\\PC{0,12}",
            Just("Dana ".to_owned()),
            Just(" at acme dot com ".to_owned()),
            Just("five five five ".to_owned()),
            Just("+44 20 7946 0958".to_owned()),
            Just("'s -".to_owned()),
            Just("@.:/".to_owned()),
        ], 0..12),
        from in 0usize..80,
        to in 0usize..200,
    ) {
        let text = parts.concat();
        let border = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let (from, to) = (border(from).unwrap_or(0), border(to).unwrap_or(0));
        let span = Span { start: from.min(to) as u32, end: to as u32 };
        let found = Redactor::for_call(&haulbright()).redact(&text, span);
        let mut last = span.start;
        for finding in &found {
            prop_assert!(finding.span.start >= last && finding.span.start < finding.span.end);
            prop_assert!(finding.span.end <= span.end);
            prop_assert!(!finding.span.slice(&text).is_empty());
            last = finding.span.end;
        }
    }
}

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
fn an_attribution_is_widened_until_enough_accounts_fit() {
    let mut people: Vec<Facts> = Vec::new();
    for n in 0..5 {
        let account = format!("freight {n}");
        people.push(facts(
            &account,
            "VP Operations",
            "freight",
            "210 staff",
            "US Midwest",
        ));
    }
    for n in 0..4 {
        let account = format!("trucking {n}");
        people.push(facts(
            &account,
            "Operations Director",
            "trucking",
            "300 staff",
            "Ohio, US",
        ));
    }
    people.push(facts(
        "alone",
        "Chief Falconer",
        "falconry",
        "3 staff",
        "Iceland",
    ));
    let crowd = Crowd::of(people.clone());
    let told = crowd.attribute(&people[0], DEFAULT_K);
    assert_eq!(told.text, "VP Operations, mid-size freight firm, Midwest");
    assert_eq!((told.accounts, told.is_wide_enough), (5, true));
    assert!(told.widened.is_empty());
    let told = crowd.attribute(&people[5], DEFAULT_K);
    assert_eq!(
        told.text,
        "operations executive, mid-size transport firm, US"
    );
    assert_eq!(told.accounts, 9);
    assert_eq!(told.widened, ["title", "industry", "region"]);
    let told = crowd.attribute(&people[9], DEFAULT_K);
    assert!(!told.text.contains("alconer") && !told.text.contains("Iceland"));
    assert!(told.is_wide_enough && told.accounts >= DEFAULT_K);
    let told = crowd.attribute(&people[0], 11);
    assert!(!told.is_wide_enough);
    assert_eq!(told.text, "a prospect");
    // One account's many people are one account.
    let same: Vec<Facts> = (0..9).map(|_| people[9].clone()).collect();
    assert!(!Crowd::of(same).attribute(&people[9], 2).is_wide_enough);
}

#[test]
fn the_order_of_the_archive_changes_no_attribution() {
    let people: Vec<Facts> = (0..40)
        .map(|n| {
            let region = ["US Midwest", "Ohio, US", "UK", "Scotland"][n % 4];
            let industry = ["freight", "trucking", "bakery"][n % 3];
            let size = ["20 staff", "200 staff"][n % 2];
            facts(
                &format!("{}", n / 2),
                "VP Operations",
                industry,
                size,
                region,
            )
        })
        .collect();
    let turned: Vec<Facts> = people.iter().rev().cloned().collect();
    for one in &people {
        let told = Crowd::of(people.clone()).attribute(one, DEFAULT_K);
        assert_eq!(told, Crowd::of(turned.clone()).attribute(one, DEFAULT_K));
    }
}

#[test]
fn what_still_shows_in_a_finished_text_is_found() {
    let call = haulbright();
    let test = LeakTest::of([&call]);
    for (text, class) in [
        ("as Dana says", LeakClass::Name),
        ("as dana says", LeakClass::Name),
        ("haul-bright runs nights", LeakClass::Name),
        ("the danawhitfield export", LeakClass::Name),
        ("ask Oyelaren about it", LeakClass::Similar),
        ("we lost Tollgate", LeakClass::Capital),
        ("call 555 01 99 or so", LeakClass::Number),
        ("five five five oh one two", LeakClass::Number),
        (
            "at ten dot twelve dot one six eight dot twenty",
            LeakClass::Number,
        ),
        ("write to x@y.example", LeakClass::Address),
        ("go to acme dot com", LeakClass::Address),
        ("the key is a8Xk29Qw71Lz", LeakClass::Random),
    ] {
        let leaks = test.leaks(text);
        assert!(
            leaks.iter().any(|leak| leak.class == class),
            "{text}: {leaks:?}"
        );
    }
    let mut abbreviated = haulbright();
    abbreviated.turns[0].text = "We print PDFs from the ERP for the DHL man.".to_owned();
    let leaks = LeakTest::of([&abbreviated]).leaks("a PDF of the ERP, not of DHL");
    assert_eq!(
        leaks.len(),
        1,
        "what every office says tells nobody: {leaks:?}"
    );
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    for text in [
        "[a colleague] re-keys margins by hand, 40,000 of them since 2019-01-31.",
        "I will be frank. Will you sign?",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "",
    ] {
        assert!(test.leaks(text).is_empty(), "{text}");
    }
    let allowing = test.allowing([hash, "Dana"]);
    assert!(allowing.leaks("as Dana says").is_empty());
}
