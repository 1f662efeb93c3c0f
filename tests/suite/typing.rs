//! Does a quick answer say what a slow one would?
//!
//! What the index counts by itself is counted again by reading every turn.

use std::collections::BTreeSet;
use std::sync::Arc;

use verbatim::archive::{Archive, Request};
use verbatim::search::collect::Ranked;
use verbatim::search::engine::{Engine, Question, Sort};
use verbatim::search::filter::Filter;
use verbatim::search::index::OpenIndex;
use verbatim::search::query::{Node, Query, parse};
use verbatim::store::DataDir;
use verbatim::text::stem::Stemmer;
use verbatim::text::tokens::tokens;

use crate::harness::{Desk, Talk};

fn archive_of(desk: &Desk) -> Archive {
    Archive::open(&DataDir::new(desk.path("data"))).unwrap()
}

/// What the archive counts.
fn counted(archive: &Archive, query: Query) -> u64 {
    let found = archive.find(&Request {
        query,
        limit: 1,
        wants_facets: true,
        ..Request::default()
    });
    let found = found.unwrap();
    assert!(!found.is_cut);
    found.n_found.unwrap()
}

/// Turns with a word of one of these stems, by reading them all.
fn read(archive: &Archive, stems: &BTreeSet<String>) -> u64 {
    let stemmer = Stemmer::default();
    let mut n = 0;
    for facts in archive.catalogue.facts().unwrap() {
        let both = archive.call(facts.ord).unwrap().unwrap();
        let has_one = |text: &str| {
            tokens(text).any(|token| stems.contains(&stemmer.stem(token.surface(text))))
        };
        let turns = both.0.turns.iter();
        n += turns.filter(|turn| has_one(&turn.text)).count() as u64;
    }
    n
}

/// The stems that a word may become which nobody said; `None` where somebody did, or where it leads nowhere.
fn stems_of(archive: &Archive, typed: &str) -> Option<(Query, BTreeSet<String>)> {
    let query = parse(typed).unwrap();
    if archive.is_last_word_said(&query).unwrap() {
        return None;
    }
    let begun = archive.unfinished(&query).unwrap()?;
    let last = begun.query.clauses.last().unwrap();
    let Node::Stems(stems) = &last.node else {
        panic!("{typed}: {last:?}");
    };
    let stems = stems.iter().cloned().collect();
    Some((begun.query, stems))
}

/// Every beginning of a word, of so many letters at least.
fn beginnings(word: &str, least: usize) -> impl Iterator<Item = &str> {
    (least..=word.len()).filter_map(move |len| word.get(..len))
}

#[test]
fn an_unfinished_word_is_counted_as_if_every_turn_were_read() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let archive = archive_of(&desk);
    let mut n_begun = 0;
    for word in [
        "expensive",
        "implementation",
        "integration",
        "reconciliation",
        "routes",
        "spreadsheets",
        "security",
        "contracting",
    ] {
        for typed in beginnings(word, 2) {
            if let Some((query, stems)) = stems_of(&archive, typed) {
                n_begun += 1;
                assert_eq!(counted(&archive, query), read(&archive, &stems), "{typed}");
            }
        }
    }
    assert!(n_begun > 8, "only {n_begun} beginnings lead anywhere");
}

#[test]
fn every_beginning_of_a_word_leads_to_the_word() {
    let desk = Desk::new();
    let said = "Implementation automatically delayed integrations, complaining companies.";
    desk.keep(&[Talk::new("one").prospect(said)]);
    let archive = archive_of(&desk);
    let stemmer = Stemmer::default();
    for token in tokens(said) {
        let word = token.surface(said).to_lowercase();
        for typed in beginnings(&word, 4) {
            if !archive.is_last_word_said(&parse(typed).unwrap()).unwrap() {
                let (_, stems) = stems_of(&archive, typed).expect(typed);
                assert!(stems.contains(&stemmer.stem(&word)), "{typed}: {stems:?}");
            }
        }
    }
}

#[test]
fn a_slip_is_no_beginning() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("one").prospect("The integration is expensive.")]);
    let archive = archive_of(&desk);
    for slip in [
        "integraton",
        "expensve",
        "xylo",
        "is expensvi",
        "price -integratio",
    ] {
        assert_eq!(stems_of(&archive, slip), None, "{slip}");
    }
}

#[test]
fn either_of_two_words_is_counted_as_if_every_turn_were_read() {
    let desk = Desk::new().with_samples();
    desk.keep_samples();
    let archive = archive_of(&desk);
    let stemmer = Stemmer::default();
    for (a, b) in [
        ("price", "invoices"),
        ("truck", "drivers"),
        ("manual", "xylophone"),
    ] {
        let stems = BTreeSet::from([stemmer.stem(a), stemmer.stem(b)]);
        let query = parse(&format!("{a} OR {b}")).unwrap();
        assert_eq!(counted(&archive, query), read(&archive, &stems), "{a} {b}");
    }
}

/// Three deliveries, so that the index has several parts; some turns are long, many score alike, one call is replaced.
fn delivered_in_parts() -> Desk {
    let desk = Desk::new();
    for part in 0..3 {
        let talk = |n: usize| {
            let trucks = "truck ".repeat(1 + (n * 7 + part) % 5);
            let rest = "and the crew waits at the gate ".repeat((n * 3 + part) % 40);
            let talk = Talk::new(&format!("c{part}-{n}")).prospect(&format!("{trucks}{rest}"));
            talk.prospect("The truck waits, and trusting it is hard.")
        };
        desk.keep(&(0..30).map(talk).collect::<Vec<_>>());
    }
    desk.keep(&[Talk::new("c0-4").prospect("The truck is sold.")]);
    desk
}

/// Parts of the index whose turns cannot come first any more are passed over; every turn is looked at where pages follow.
#[test]
fn what_is_passed_over_would_not_have_come_first() {
    let desk = delivered_in_parts();
    let dir = DataDir::new(desk.path("data"));
    let engine = Engine::open(&OpenIndex::open(&dir.index(), false).unwrap()).unwrap();
    let table = archive_of(&desk).table().unwrap();
    let filter = Filter::default();
    for typed in ["truck", "gate", "truck gate", "trust*", "\"the gate\""] {
        for limit in [1, 3, 20] {
            let query = parse(typed).unwrap();
            let best = |is_paged: bool| {
                let question = Question {
                    query: &query,
                    filter: &filter,
                    limit,
                    sort: Sort::Best,
                    is_paged,
                };
                engine.search(&question, &Arc::clone(&table)).unwrap().turns
            };
            let (quick, slow) = (best(false), best(true));
            assert_eq!(quick.len(), limit, "{typed}");
            let scores = |turns: &[Ranked]| turns.iter().map(|t| t.score).collect::<Vec<_>>();
            assert_eq!(scores(&quick), scores(&slow), "{typed}, {limit}");
            let worst = quick[limit - 1].score;
            let surely = |turns: Vec<Ranked>| {
                let better = turns.into_iter().filter(|turn| turn.score > worst);
                better.map(|turn| turn.place).collect::<BTreeSet<_>>()
            };
            assert_eq!(surely(quick), surely(slow), "{typed}, {limit}");
        }
    }
}
