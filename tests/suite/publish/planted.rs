//! Names and numbers of every class, planted wherever a pack has words: does any format let one through?
//!
//! The sentences are those by which the redaction is measured, as far as it finds what is labelled in them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use verbatim::call::{Call, Participant, Side, Span};
use verbatim::quote::attribute::Crowd;
use verbatim::quote::pack::Pack;
use verbatim::quote::pack::render::template::{self, House};
use verbatim::quote::pack::render::{PackFormat, render};
use verbatim::quote::publish::{Published, cleared};
use verbatim::quote::rights::Level;

use super::{call, everything, hider, pack_of, person};
use crate::harness::project;

/// Sentences of each class that are tried.
const OF_EACH: usize = 3;
/// Shorter secrets may stand in other words by chance.
const TELLING: usize = 5;
const CLASSES: [&str; 16] = [
    "address",
    "birth-date",
    "card",
    "email",
    "iban",
    "ip",
    "known-company",
    "known-person",
    "number",
    "organization",
    "person",
    "phone",
    "place",
    "product",
    "ssn",
    "url",
];

struct Planted {
    class: String,
    call: Call,
    secret: Span,
}

impl Planted {
    fn words(&self) -> &str {
        self.secret.slice(&self.call.turns[0].text)
    }
}

fn planted() -> Vec<Planted> {
    let path = project().join("tests/redaction/sentences.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        let labels = line["spans"].as_array().unwrap();
        // Sentences that are kept apart are looked at by nobody.
        let [label] = labels.as_slice() else { continue };
        if line["apart"] == true {
            continue;
        }
        let at = |key: &str| label[key].as_u64().unwrap() as u32;
        let one = Planted {
            class: label["class"].as_str().unwrap().to_owned(),
            call: described(number, &line),
            secret: Span {
                start: at("start"),
                end: at("end"),
            },
        };
        let n_before = counts.entry(one.class.clone()).or_default();
        let is_told_by_us = one.call.participants[0].side != Side::Prospect;
        if *n_before < OF_EACH && one.words().len() >= TELLING && !is_told_by_us {
            *n_before += 1;
            all.push(one);
        }
    }
    all
}

/// The call of a sentence; a prospect says it.
fn described(number: usize, line: &Value) -> Call {
    let metadata = &line["metadata"];
    let people = metadata["people"].as_array().unwrap().iter();
    let people: Vec<Participant> = people
        .map(|who| {
            let side = Side::from_word(who["side"].as_str().unwrap()).unwrap();
            Participant {
                email: who["email"].as_str().map(str::to_owned),
                ..person(who["name"].as_str().unwrap(), side, None)
            }
        })
        .collect();
    let account = metadata["account"].as_str().unwrap_or("Somebody");
    let text = line["text"].as_str().unwrap();
    call(&format!("s{number}"), account, people, &[text])
}

/// Every quote with a heading, a note and a role that tell something; a title, a question and filters that do, too.
fn pack(calls: &[Call]) -> Pack {
    let mut pack = pack_of(calls);
    let headings = [
        "Billing, card 5105 1051 0510 5100",
        "Write to secret.writer@mailbox.example",
        "What Karen told us about it",
        "Why we wait",
    ];
    for (at, item) in pack.items.iter_mut().enumerate() {
        item.section = Some(headings[at % headings.len()].to_owned());
        item.note = Some("Noted at 212 555 0188 by Bartholomew".to_owned());
        item.said_by.role = "Buyer, secret.buyer@mailbox.example".to_owned();
    }
    Pack {
        name: "Call +44 20 7946 0991".to_owned(),
        query: "quixotic question".to_owned(),
        filters: vec![("account".to_owned(), "Filteredco".to_owned())],
        ..pack
    }
}

fn files(published: &Published) -> Vec<(String, String)> {
    let formats = PackFormat::ALL.into_iter().map(|format| {
        let bytes = render(format, &published.gated.allowed).unwrap();
        (format.name().to_owned(), everything(&bytes))
    });
    let mut files: Vec<(String, String)> = formats.collect();
    let house = House {
        name: "all.txt",
        text: "{{ pack.name }} {{ pack.query }}{% for filter in pack.filters %}{{ filter.value }}{% endfor %}\n\
               {% for quote in quotes %}{{ quote.section }}\n{{ quote.quote }}\n{{ quote.note }} {{ quote.who }} \
               {{ quote.said_by.role }} {{ quote.seal.exact }} {{ quote.source_line }}\n{% endfor %}",
    };
    let made = template::render(house, |_| None, &published.gated.allowed).unwrap();
    files.push(("template".to_owned(), everything(&made.bytes)));
    files
}

#[test]
fn no_format_lets_any_of_it_through() {
    let planted = planted();
    let calls: Vec<Call> = planted.iter().map(|one| one.call.clone()).collect();
    let pack = pack(&calls);
    for level in [Level::Anonymous, Level::RoleIndustry, Level::Company] {
        let hider = hider(&calls, level, Crowd::default());
        let published = cleared(&pack, &hider, BTreeMap::new());
        let files = files(&published);
        let mut classes = BTreeSet::new();
        for (number, one) in (1..).zip(&planted) {
            let is_found = published.places.iter().any(|place| {
                place.item == number
                    && place.span.start <= one.secret.start
                    && one.secret.end <= place.span.end
            });
            if !is_found {
                continue;
            }
            for (name, file) in &files {
                let secret = one.words();
                assert!(!file.contains(secret), "{secret} as {name} at {level:?}");
            }
            if published.gated.numbers.contains(&number) {
                classes.insert(one.class.as_str());
            }
        }
        // From the company's level on its name is no secret.
        let is_allowed = |class: &str| class == "known-company" && level >= Level::Company;
        for class in CLASSES {
            let is_tried = classes.contains(class) || is_allowed(class);
            assert!(is_tried, "no {class} was published at {level:?}");
        }
        for (name, file) in &files {
            for secret in [
                "5105 1051",
                "secret.writer",
                "Karen",
                "555 0188",
                "Bartholomew",
                "secret.buyer",
                "7946 0991",
                "quixotic",
                "Filteredco",
            ] {
                assert!(!file.contains(secret), "{secret} as {name} at {level:?}");
            }
            assert!(file.contains("Why we wait"), "{name}");
        }
        // The name and three headings have marks, and none of them is gone.
        let changed = (published.n_marked, published.gated.n_untitled);
        assert_eq!(changed, (4, 0), "at {level:?}");
    }
}
