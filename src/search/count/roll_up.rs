//! How many turns of each call, and with what kinds of mentions, without looking at every turn again?
//!
//! Where nothing is asked by words and no mention is demanded, a filter lets through all turns of a speaker or none.
//! So the turns of a segment are counted once, by call and speaker, and every later question sums up those rows: some
//! hundred thousand where there are ten million turns.

mod counting;

use std::ops::Range;

use tantivy::SegmentReader;

use super::add_at;
use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
use crate::search::facets::Tally;
use crate::search::filter::Decided;
use crate::search::place::Place;
use counting::Counting;

/// The turns of one segment, by call and speaker.
#[derive(Debug, Default)]
pub struct RollUp {
    /// Most filters let all speakers of a call through or none, and few calls.
    calls: Vec<OfCall>,
    /// By call, one behind another.
    rows: Vec<Row>,
    /// By row, one behind another: the number of a set of values, and how many turns of the row count for just these.
    heard: Vec<(u32, u32)>,
    /// By number: the values of the segment for which a turn counts together. A mention stands for eight of them, but there
    /// are few sets, and most turns with a mention have one mention.
    sets: Vec<Vec<u32>>,
}

/// What was said in one call.
#[derive(Debug)]
struct OfCall {
    ord: u32,
    rows: Range<u32>,
}

/// What one speaker of a call said.
#[derive(Debug)]
struct Row {
    /// The first of the turns; a filter that knows no mention treats the others alike.
    place: Place,
    n_turns: u32,
    /// Where its sets end among `heard`; they begin where those of the row before end.
    heard_end: u32,
}

impl RollUp {
    /// Counts every turn of a segment that was not deleted.
    pub fn of(segment: &SegmentReader, columns: &Columns) -> RollUp {
        let mut counting = Counting::default();
        for doc in segment.doc_ids_alive() {
            if let Some(packed) = columns.places.first(doc) {
                let marks = columns.marks.as_ref();
                let marks = marks.into_iter().flat_map(|marks| marks.term_ords(doc));
                let values = marks.flat_map(|mark| columns.values_of(mark));
                counting.add(Place::unpack(packed), values.copied());
            }
        }
        counting.close()
    }

    /// Everything that a filter which demands no mention lets through, and by a value's number how many turns count for
    /// it.
    pub fn tally(&self, filter: &Decided, table: &CallTable) -> (Tally, Vec<u64>) {
        let mut tally = Tally::new(table);
        let mut by_set = vec![0; self.sets.len()];
        let passing = self
            .calls
            .iter()
            .filter(|call| filter.passes_call(call.ord));
        for (at, row) in passing.flat_map(|call| self.rows_of(call)) {
            if filter.passes(row.place, table) {
                tally.add(row.place, u64::from(row.n_turns), table);
                for (set, n_turns) in self.heard_in(at) {
                    by_set[*set as usize] += u64::from(*n_turns);
                }
            }
        }
        (tally, self.by_value(&by_set))
    }

    /// The rows of a call, each with its number.
    fn rows_of(&self, call: &OfCall) -> impl Iterator<Item = (usize, &Row)> {
        let rows = call.rows.start as usize..call.rows.end as usize;
        rows.clone().zip(&self.rows[rows])
    }

    /// The sets of a row, and how many turns count for each.
    fn heard_in(&self, row: usize) -> &[(u32, u32)] {
        let before = row.checked_sub(1).map(|before| self.rows[before].heard_end);
        &self.heard[before.unwrap_or(0) as usize..self.rows[row].heard_end as usize]
    }

    /// How many turns count for each value.
    fn by_value(&self, by_set: &[u64]) -> Vec<u64> {
        let mut by_value = Vec::new();
        for (values, n_turns) in self.sets.iter().zip(by_set) {
            for value in values {
                add_at(&mut by_value, *value as usize, *n_turns);
            }
        }
        by_value
    }
}
