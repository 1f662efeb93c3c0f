//! How many turns pass a filter, and what would others let through?
//!
//! Counting looks at every turn with the words, without scores and in one pass for several filters: the one that was
//! asked for, and those with which the page says what it leaves out and what another choice would give.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::EnableScoring;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use crate::search::beside::COUNTERS;
use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
use crate::search::compile::Compiler;
use crate::search::engine::Engine;
use crate::search::facets::Tally;
use crate::search::filter::{Decided, Filter};
use crate::search::index::IndexError;
use crate::search::place::Place;
use crate::search::query::Query;
use crate::search::roll_up::{RollUp, add_at};

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
            fields: self.fields,
            stemmer: &self.stemmer,
        };
        if compiler.counts_everything(query, filters, &borrowed) && self.counts_again() {
            return self.sum_up(&searcher, &borrowed, table);
        }
        let query = compiler.counted(query, filters, &borrowed)?;
        let count = Count {
            filters: Arc::new(decided),
            table: Arc::clone(table),
            columns: Arc::clone(&self.columns),
        };
        let unscored = EnableScoring::disabled_from_searcher(&searcher);
        searcher.search_with_executor(&query, &count, &COUNTERS, unscored)
    }

    /// Whether everything was counted before. A roll-up takes longer than counting once; who asks twice asks again.
    fn counts_again(&self) -> bool {
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
                let (tally, by_mark) = rolled_up.tally(filter, table);
                in_words(tally, by_mark, columns)
            };
            Ok(filters.iter().map(tally_of).collect())
        };
        let segments = COUNTERS.map(of_segment, segments)?;
        Ok(merged(filters.len(), segments))
    }
}

/// Counts the turns that pass each of some filters.
struct Count {
    filters: Arc<Vec<Arc<Decided>>>,
    table: Arc<CallTable>,
    /// By segment.
    columns: Arc<Vec<Columns>>,
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
                allowed: filter
                    .asks_for_marks()
                    .map(|filter| allowed(filter, &columns)),
                filter: Arc::clone(filter),
                tally: Tally::new(&self.table),
                by_mark: Vec::new(),
                is_counted: false,
                marks_here: Vec::new(),
            })
            .collect();
        Ok(CountOfSegment {
            table: Arc::clone(&self.table),
            columns,
            here: None,
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

/// By a segment's number of a mark: whether a filter is content with it.
fn allowed(filter: &Filter, columns: &Columns) -> Vec<bool> {
    let words = columns.mark_words().iter();
    words
        .map(|word| {
            word.mark
                .as_ref()
                .is_some_and(|mark| filter.allows_mark(mark))
        })
        .collect()
}

/// The counts of one segment.
struct CountOfSegment {
    table: Arc<CallTable>,
    columns: Columns,
    /// The turn that is being looked at. A turn's parts follow one another.
    here: Option<Place>,
    /// The marks of the part that is being looked at.
    marks: Vec<u64>,
    counted: Vec<Counted>,
}

/// What one filter lets through.
struct Counted {
    filter: Arc<Decided>,
    /// By the segment's own number of a mark; `None` where no mention is asked for.
    allowed: Option<Vec<bool>>,
    tally: Tally,
    /// By the segment's own number of a mark: in how many turns it stands.
    by_mark: Vec<u64>,
    /// Whether the turn that is being looked at is counted.
    is_counted: bool,
    /// The marks that are counted of that turn.
    marks_here: Vec<u64>,
}

impl SegmentCollector for CountOfSegment {
    type Fruit = Vec<Tally>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let Some(packed) = self.columns.places.first(doc) else {
            return;
        };
        let place = Place::unpack(packed);
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
            counted.take(place, &self.marks, &self.table);
        }
    }

    fn harvest(self) -> Vec<Tally> {
        let columns = &self.columns;
        let counted = self.counted.into_iter();
        counted
            .map(|counted| in_words(counted.tally, counted.by_mark, columns))
            .collect()
    }
}

/// Adds what was counted by a segment's numbers of marks to a tally, by their words.
fn in_words(mut tally: Tally, by_mark: Vec<u64>, columns: &Columns) -> Tally {
    let by_mark = columns.mark_words().iter().zip(by_mark);
    for (word, n) in by_mark.filter(|(_, n)| *n > 0) {
        tally.add_mark(&word.word, n);
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

impl Counted {
    fn next_turn(&mut self) {
        self.is_counted = false;
        self.marks_here.clear();
    }

    /// Counts a part of a turn that passes, unless it lacks the mentions that are asked for.
    fn take(&mut self, place: Place, marks: &[u64], table: &CallTable) {
        let is_allowed = |allowed: &Vec<bool>| {
            marks
                .iter()
                .any(|mark| allowed.get(*mark as usize).copied().unwrap_or(false))
        };
        if !self.allowed.as_ref().is_none_or(is_allowed) {
            return;
        }
        if !self.is_counted {
            self.is_counted = true;
            self.tally.add(place, 1, table);
        }
        for mark in marks {
            self.count_mark(*mark);
        }
    }

    /// Counts each mark once a turn, however often it stands there.
    fn count_mark(&mut self, mark: u64) {
        if self.marks_here.contains(&mark) {
            return;
        }
        self.marks_here.push(mark);
        add_at(&mut self.by_mark, mark as usize, 1);
    }
}
