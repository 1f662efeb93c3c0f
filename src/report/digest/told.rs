//! Have these words been told before?

use std::collections::BTreeMap;

use crate::call::Span;
use crate::report::digest::shape::Digest;
use crate::store::told::ToldRow;

/// What earlier digests told, by where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// By call and turn.
    spans: BTreeMap<(String, u32), Vec<Span>>,
}

impl Told {
    /// What the catalogue remembers.
    pub fn of(rows: Vec<ToldRow>) -> Told {
        let mut told = Told::default();
        for row in rows {
            let span = Span {
                start: row.from,
                end: row.to,
            };
            told.add(row.call, row.turn, span);
        }
        told
    }

    /// Notes that words were told.
    pub fn add(&mut self, call: String, turn: u32, span: Span) {
        self.spans.entry((call, turn)).or_default().push(span);
    }

    /// Whether any of these words were told.
    pub fn holds(&self, call: &str, turn: u32, span: Span) -> bool {
        let spans = self.spans.get(&(call.to_owned(), turn));
        spans.is_some_and(|spans| spans.iter().any(|known| known.overlaps(span)))
    }
}

/// Where the words stand that a digest tells.
pub fn rows_of(digest: &Digest) -> Vec<ToldRow> {
    let quotes = digest.quotes();
    quotes
        .map(|quote| ToldRow {
            call: quote.call.clone(),
            turn: quote.turn,
            from: quote.start,
            to: quote.end,
        })
        .collect()
}
