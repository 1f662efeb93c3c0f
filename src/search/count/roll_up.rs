//! How many turns of each call, and with what kinds of mentions, without looking at every turn again?
//!
//! Where nothing is asked by words and no mention is demanded, a filter lets through all turns of a speaker or none.
//! So the turns of a segment are counted once, by call and speaker, and every later question sums up those rows: some
//! hundred thousand where there are ten million turns.

use tantivy::SegmentReader;

use super::{add_at, is_first};
use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
use crate::search::facets::Tally;
use crate::search::filter::Decided;
use crate::search::place::Place;

/// The turns of one segment, by call and speaker.
#[derive(Debug, Default)]
pub struct RollUp {
    /// A call's rows follow one another.
    rows: Vec<Row>,
    /// By row, one behind another: a value by the segment's number, and how many turns of the row count for it.
    values: Vec<(u32, u32)>,
}

/// What one speaker of a call said.
#[derive(Debug)]
struct Row {
    /// The first of the turns; a filter that knows no mention treats the others alike.
    place: Place,
    n_turns: u32,
    /// Where its values end among `values`; they begin where those of the row before end.
    values_end: u32,
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
        counting.close_call();
        counting.rolled_up
    }

    /// Everything that a filter which demands no mention lets through, and by a value's number how many turns count for
    /// it.
    pub fn tally(&self, filter: &Decided, table: &CallTable) -> (Tally, Vec<u64>) {
        let mut tally = Tally::new(table);
        let mut by_value = Vec::new();
        let mut values_from = 0;
        for row in &self.rows {
            let values_end = row.values_end as usize;
            if filter.passes(row.place, table) {
                tally.add(row.place, u64::from(row.n_turns), table);
                for (value, n_turns) in &self.values[values_from..values_end] {
                    add_at(&mut by_value, *value as usize, u64::from(*n_turns));
                }
            }
            values_from = values_end;
        }
        (tally, by_value)
    }
}

/// A roll-up being made: the rows of the call that is being looked at.
#[derive(Default)]
struct Counting {
    rolled_up: RollUp,
    here: Vec<Speaker>,
    /// The turn that is being looked at, and which of its values are counted. Its parts follow one another.
    turn: Option<Place>,
    values_here: Vec<u32>,
}

struct Speaker {
    place: Place,
    n_turns: u32,
    values: Vec<(u32, u32)>,
}

impl Counting {
    fn add(&mut self, place: Place, values: impl Iterator<Item = u32>) {
        if self.turn.is_none_or(|turn| turn.ord != place.ord) {
            self.close_call();
        }
        let is_new_turn = self.turn.is_none_or(|turn| !turn.is_same_turn(place));
        let speaker = self.speaker(place);
        let speaker = &mut self.here[speaker];
        if is_new_turn {
            speaker.n_turns += 1;
            self.values_here.clear();
        }
        for value in values {
            if is_first(&mut self.values_here, value) {
                speaker.add_value(value);
            }
        }
        self.turn = Some(place);
    }

    /// Where the speaker of a turn stands among those of the call.
    fn speaker(&mut self, place: Place) -> usize {
        let is_it = |speaker: &Speaker| {
            speaker.place.speaker == place.speaker && speaker.place.side == place.side
        };
        self.here.iter().position(is_it).unwrap_or_else(|| {
            self.here.push(Speaker {
                place,
                n_turns: 0,
                values: Vec::new(),
            });
            self.here.len() - 1
        })
    }

    fn close_call(&mut self) {
        for speaker in self.here.drain(..) {
            self.rolled_up.values.extend(speaker.values);
            self.rolled_up.rows.push(Row {
                place: speaker.place,
                n_turns: speaker.n_turns,
                values_end: self.rolled_up.values.len() as u32,
            });
        }
        self.turn = None;
    }
}

impl Speaker {
    fn add_value(&mut self, value: u32) {
        match self.values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, n_turns)) => *n_turns += 1,
            None => self.values.push((value, 1)),
        }
    }
}
