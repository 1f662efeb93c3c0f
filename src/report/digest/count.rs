//! What counts of the calls that came in during a while?
//!
//! Pains and objections that were meant and not put there by the rep, as on the page of themes.

use std::collections::BTreeSet;

use crate::report::digest::Question;
use crate::report::digest::quotes::Spot;
use crate::report::ledger::Ledger;
use crate::report::month::Month;
use crate::report::themes::{self, Themes};
use crate::search::filter::Filter;
use crate::search::query::{Field, Value};
use crate::search::schema::Mark;

/// Counts some calls.
pub fn count(ledger: &Ledger, question: &Question<'_>) -> Themes {
    themes::themes(&themes::Question {
        ledger,
        table: question.table,
        filter: &filter(),
        threshold: question.threshold,
        // Counts by month are not told, so any month will do.
        last: Month::default(),
    })
}

/// Independent accounts of some calls, friends' deals left out.
pub fn n_accounts(ledger: &Ledger) -> u64 {
    let calls = ledger.calls.iter().filter(|call| !call.is_of_friend);
    let accounts: BTreeSet<u32> = calls.map(|call| call.account).collect();
    accounts.len() as u64
}

/// Every place in some calls that counts.
pub fn spots(ledger: &Ledger, threshold: f32) -> Vec<Spot> {
    let (filter, tags) = (filter(), ledger.tags());
    let mut spots = Vec::new();
    for call in ledger.calls.iter().filter(|call| !call.is_of_friend) {
        for seen in call.sightings.iter() {
            let Some(tag) = tags.get(seen.tag as usize) else {
                continue;
            };
            let mark = Mark {
                tag: tag.clone(),
                polarity: seen.polarity,
                target: seen.target,
                origin: seen.origin,
            };
            if seen.confidence >= threshold && filter.allows_mark(&mark) {
                spots.push(Spot {
                    ord: call.ord,
                    turn: seen.turn,
                    span: seen.span,
                    speaker: seen.speaker,
                    tag: seen.tag,
                    confidence: seen.confidence,
                });
            }
        }
    }
    spots
}

fn filter() -> Filter {
    let mut filter = Filter {
        is_unprompted: true,
        ..Filter::default()
    };
    for kind in ["pain", "objection"] {
        filter.add(Field::Kind, Value::Exact(kind.to_owned()), false);
    }
    filter
}
