//! How many turns pass a filter, and what would others let through?
//!
//! Counting looks at every turn with the words, without scores and in one pass for several filters: the one that was
//! asked for, and those with which the page says what it leaves out and what another choice would give. Who counts
//! everything again is answered from what was counted by call and speaker.

mod by_turn;
mod roll_up;

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use tantivy::query::EnableScoring;
use tantivy::{Searcher, SegmentReader};

use crate::search::beside::POOL;
use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
use crate::search::compile::Compiler;
use crate::search::engine::Engine;
use crate::search::facets::Tally;
use crate::search::filter::{Decided, Filter};
use crate::search::index::IndexError;
use crate::search::query::Query;
use by_turn::Count;
pub(super) use roll_up::RollUp;

impl Engine {
    /// A tally of everything that passes each of some filters, in one pass. They may differ in what they demand.
    pub fn count(
        &self,
        query: &Query,
        filters: &[&Filter],
        table: &Arc<CallTable>,
    ) -> Result<Vec<Tally>, IndexError> {
        self.count_inner(query, filters, table)
            .map_err(|cause| self.error("search", cause))
    }

    fn count_inner(
        &self,
        query: &Query,
        filters: &[&Filter],
        table: &Arc<CallTable>,
    ) -> tantivy::Result<Vec<Tally>> {
        let searcher = self.reader.searcher();
        let decided: Vec<Arc<Decided>> = filters
            .iter()
            .map(|filter| Arc::new(filter.decide(table)))
            .collect();
        let borrowed: Vec<&Decided> = decided.iter().map(AsRef::as_ref).collect();
        let compiler = Compiler {
            searcher: &searcher,
            columns: &self.columns,
            fields: self.fields,
            stemmer: &self.stemmer,
            is_pruned: false,
        };
        if compiler.is_by_speaker(query, filters, &borrowed) && self.notes_counting() {
            return self.sum_up(&searcher, &borrowed, table);
        }
        let counted = compiler.counted(query, filters, &borrowed)?;
        let count = Count {
            filters: Arc::new(decided),
            passing: counted.passing,
            table: Arc::clone(table),
            columns: Arc::clone(&self.columns),
        };
        let unscored = EnableScoring::disabled_from_searcher(&searcher);
        searcher.search_with_executor(&counted.query, &count, &POOL, unscored)
    }

    /// Whether such a count was asked for before; from now on it was. A roll-up takes longer than counting once; who asks
    /// twice asks again.
    fn notes_counting(&self) -> bool {
        self.has_counted.swap(true, Relaxed)
    }

    /// The same from the segments' roll-ups, which are made where they are missing.
    fn sum_up(
        &self,
        searcher: &Searcher,
        filters: &[&Decided],
        table: &CallTable,
    ) -> tantivy::Result<Vec<Tally>> {
        let segments = searcher.segment_readers().iter().zip(self.columns.iter());
        let of_segment = |(segment, columns): (&SegmentReader, &Columns)| {
            let rolled_up = columns
                .rolled_up
                .get_or_init(|| RollUp::of(segment, columns));
            let tally_of = |filter: &&Decided| {
                let (tally, by_value) = rolled_up.tally(filter, table);
                in_words(tally, by_value, columns)
            };
            Ok(filters.iter().map(tally_of).collect())
        };
        let segments = POOL.map(of_segment, segments)?;
        Ok(merged(filters.len(), segments))
    }
}

/// Adds what was counted by a segment's numbers of values to a tally, by the values themselves.
fn in_words(mut tally: Tally, by_value: Vec<u64>, columns: &Columns) -> Tally {
    let by_value = columns.mark_values().iter().zip(by_value);
    for (value, n) in by_value.filter(|(_, n)| *n > 0) {
        tally.add_mark_value(value, n);
    }
    tally
}

/// Adds up what was counted in segments, filter by filter.
fn merged(n_filters: usize, segments: Vec<Vec<Tally>>) -> Vec<Tally> {
    let mut merged: Vec<Tally> = (0..n_filters).map(|_| Tally::default()).collect();
    for segment in segments {
        for (all, some) in merged.iter_mut().zip(&segment) {
            all.merge(some);
        }
    }
    merged
}

/// Adds to one of some sums, however many there are yet.
fn add_at(sums: &mut Vec<u64>, at: usize, n: u64) {
    if sums.len() <= at {
        sums.resize(at + 1, 0);
    }
    sums[at] += n;
}

/// Whether a value is met for the first time in the turn whose values these are; from now on it was met. They are few,
/// however many mentions a turn has.
fn is_first(values_here: &mut Vec<u32>, value: u32) -> bool {
    let is_first = !values_here.contains(&value);
    if is_first {
        values_here.push(value);
    }
    is_first
}
