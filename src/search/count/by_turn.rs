//! Which turns with the words pass, one after another?

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::{add_at, in_words, is_first, merged};
use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
use crate::search::facets::Tally;
use crate::search::filter::{Decided, Filter};
use crate::search::place::Place;
use crate::search::sieve::Sieve;

/// Counts the turns that pass each of some filters.
pub struct Count {
    pub filters: Arc<Vec<Arc<Decided>>>,
    /// By ordinal, the calls of which any filter lets turns through; nothing where the query knows.
    pub passing: Option<Arc<Vec<bool>>>,
    pub table: Arc<CallTable>,
    /// By segment.
    pub columns: Arc<Vec<Columns>>,
}

impl Collector for Count {
    /// A tally for each filter, in their order.
    type Fruit = Vec<Tally>;
    type Child = CountOfSegment;

    fn for_segment(
        &self,
        ord: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<CountOfSegment> {
        let columns = self.columns[ord as usize].clone();
        let counted = self
            .filters
            .iter()
            .map(|filter| Counted {
                demands: demands(filter, &columns),
                filter: Arc::clone(filter),
                tally: Tally::new(&self.table),
                by_value: Vec::new(),
                is_counted: false,
                values_here: Vec::new(),
            })
            .collect();
        let sieve = |passing| Sieve::new(columns.runs(), Arc::clone(passing));
        Ok(CountOfSegment {
            sieve: self.passing.as_ref().map(sieve),
            sieved: Vec::new(),
            table: Arc::clone(&self.table),
            columns,
            here: None,
            places: Vec::new(),
            marks: Vec::new(),
            counted,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Tally>>) -> tantivy::Result<Vec<Tally>> {
        Ok(merged(self.filters.len(), fruits))
    }
}

/// What a filter demands of a turn's mentions; nothing where it asks for none.
fn demands(decided: &Decided, columns: &Columns) -> Vec<Vec<bool>> {
    let Some(filter) = decided.asks_for_marks() else {
        return Vec::new();
    };
    (0..filter.n_demands())
        .map(|demand| meeting(filter, demand, columns))
        .collect()
}

/// By a segment's number of a mark: whether it meets a demand.
fn meeting(filter: &Filter, demand: usize, columns: &Columns) -> Vec<bool> {
    let marks = columns.meanings().iter().map(|meaning| &meaning.mark);
    marks
        .map(|mark| mark.as_ref().is_some_and(|mark| filter.meets(demand, mark)))
        .collect()
}

/// The counts of one segment.
pub struct CountOfSegment {
    sieve: Option<Sieve>,
    /// The turns that went through it, so that their memory is used again.
    sieved: Vec<DocId>,
    table: Arc<CallTable>,
    columns: Columns,
    /// The turn that is being looked at. A turn's parts follow one another.
    here: Option<Place>,
    /// The places of the turns that came together, so that their memory is used again.
    places: Vec<Option<u64>>,
    /// The marks of the part that is being looked at.
    marks: Vec<u64>,
    counted: Vec<Counted>,
}

/// What one filter lets through.
struct Counted {
    filter: Arc<Decided>,
    /// For each demand, by the segment's own number of a mark, whether it meets it.
    demands: Vec<Vec<bool>>,
    tally: Tally,
    /// By the segment's own number of a value: in how many turns mentions stand for it.
    by_value: Vec<u64>,
    /// Whether the turn that is being looked at is counted.
    is_counted: bool,
    /// The values that are counted of that turn.
    values_here: Vec<u32>,
}

impl SegmentCollector for CountOfSegment {
    type Fruit = Vec<Tally>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let Some(sieve) = &mut self.sieve else {
            return self.look_at_all(docs);
        };
        let mut sieved = std::mem::take(&mut self.sieved);
        sieved.clear();
        sieve.keep(docs, &mut sieved);
        self.look_at_all(&sieved);
        self.sieved = sieved;
    }

    fn harvest(self) -> Vec<Tally> {
        let columns = &self.columns;
        let counted = self.counted.into_iter();
        counted
            .map(|counted| in_words(counted.tally, counted.by_value, columns))
            .collect()
    }
}

impl CountOfSegment {
    fn look_at_all(&mut self, docs: &[DocId]) {
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.resize(docs.len(), None);
        self.columns.places.first_vals(docs, &mut places);
        for (doc, packed) in docs.iter().zip(&places) {
            if let Some(packed) = packed {
                self.look_at(*doc, Place::unpack(*packed));
            }
        }
        self.places = places;
    }

    fn look_at(&mut self, doc: DocId, place: Place) {
        if self.here.is_none_or(|here| !here.is_same_turn(place)) {
            self.here = Some(place);
            self.counted.iter_mut().for_each(Counted::next_turn);
        }
        let mut are_read = false;
        for counted in &mut self.counted {
            if !counted.filter.passes(place, &self.table) {
                continue;
            }
            // Most turns that are left out are a rep's: what was heard in them need not be read.
            if !are_read {
                are_read = true;
                self.marks.clear();
                if let Some(marks) = &self.columns.marks {
                    self.marks.extend(marks.term_ords(doc));
                }
            }
            counted.take(place, &self.marks, &self.columns, &self.table);
        }
    }
}

impl Counted {
    fn next_turn(&mut self) {
        self.is_counted = false;
        self.values_here.clear();
    }

    /// Counts a part of a turn that passes, unless it lacks the mentions that are asked for.
    fn take(&mut self, place: Place, marks: &[u64], columns: &Columns, table: &CallTable) {
        let is_met = |meeting: &Vec<bool>| {
            marks
                .iter()
                .any(|mark| meeting.get(*mark as usize).copied().unwrap_or(false))
        };
        if !self.demands.iter().all(is_met) {
            return;
        }
        if !self.is_counted {
            self.is_counted = true;
            self.tally.add(place, 1, table);
        }
        for mark in marks {
            self.count_values(columns.values_of(*mark));
        }
    }

    /// Counts each value once a turn, however many marks stand for it.
    fn count_values(&mut self, values: &[u32]) {
        for value in values {
            if is_first(&mut self.values_here, *value) {
                add_at(&mut self.by_value, *value as usize, 1);
            }
        }
    }
}
