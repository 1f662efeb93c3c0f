//! Which of the matching turns pass the filter and come first?
//!
//! One collector for everything: it keeps the best turns that pass and, only when asked, counts all of them.
//! Without counting, tantivy may skip blocks of documents that cannot come first any more.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
use crate::search::facets::Tally;
use crate::search::filter::Decided;
use crate::search::place::Place;

/// A turn (or a part of a long one) with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    pub score: Score,
    pub place: Place,
    /// About how many words it has, as the index remembers lengths.
    pub n_words: u32,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    /// The worst is the greatest, so that a heap gives it up first; ties go by place, so that order is stable.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then_with(|| self.place.cmp(&other.place))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Collects the best `limit` turns that pass.
pub struct Best {
    pub limit: usize,
    pub filter: Arc<Decided>,
    pub table: Arc<CallTable>,
    /// By segment.
    pub(super) columns: Arc<Vec<Columns>>,
    pub counts: bool,
    /// By call ordinal: the score to use in place of the words' (newest first, where nothing is asked for by words).
    pub by_call: Option<Arc<Vec<f32>>>,
}

/// What was found: the best, best first, and the tally of all where it was asked for.
#[derive(Debug, Default)]
pub struct Collected {
    pub best: Vec<Ranked>,
    pub tally: Option<Tally>,
}

impl Collector for Best {
    type Fruit = Collected;
    type Child = BestOfSegment;

    fn for_segment(
        &self,
        ord: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<BestOfSegment> {
        Ok(BestOfSegment {
            limit: self.limit,
            filter: Arc::clone(&self.filter),
            table: Arc::clone(&self.table),
            by_call: self.by_call.clone(),
            columns: self.columns[ord as usize].clone(),
            heap: BinaryHeap::with_capacity(self.limit + 1),
            current: None,
            tally: self.counts.then(|| Tally::new(&self.table)),
            mark_counts: Vec::new(),
            marks_here: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut merged = Collected {
            best: Vec::new(),
            tally: self.counts.then(Tally::default),
        };
        for fruit in fruits {
            merged.best.extend(fruit.best);
            if let (Some(all), Some(some)) = (merged.tally.as_mut(), fruit.tally) {
                all.merge(&some);
            }
        }
        merged.best.sort_unstable();
        merged.best.truncate(self.limit);
        Ok(merged)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Collected> {
        let mut segment = self.for_segment(ord, reader)?;
        let alive = reader.alive_bitset();
        let is_alive = |doc: DocId| alive.is_none_or(|bits| bits.is_alive(doc));
        if self.counts || self.by_call.is_some() {
            weight.for_each(reader, &mut |doc, score| {
                if is_alive(doc) {
                    segment.collect(doc, score);
                }
            })?;
        } else {
            weight.for_each_pruning(Score::MIN, reader, &mut |doc, score| {
                if is_alive(doc) {
                    segment.collect(doc, score);
                }
                segment.threshold()
            })?;
        }
        Ok(segment.harvest())
    }
}

/// The best of one segment.
pub struct BestOfSegment {
    limit: usize,
    filter: Arc<Decided>,
    table: Arc<CallTable>,
    by_call: Option<Arc<Vec<f32>>>,
    columns: Columns,
    heap: BinaryHeap<Ranked>,
    /// The best part so far of the turn that is being looked at. A turn's parts follow one another.
    current: Option<Ranked>,
    tally: Option<Tally>,
    /// By the segment's own number of a mark: in how many turns it stands.
    mark_counts: Vec<u64>,
    /// The marks of the turn that is being looked at.
    marks_here: Vec<u64>,
}

impl BestOfSegment {
    /// A score that a turn must exceed to be kept.
    fn threshold(&self) -> Score {
        match self.heap.peek() {
            Some(worst) if self.heap.len() == self.limit => worst.score,
            _ => Score::MIN,
        }
    }

    /// Counts each mark once a turn, however often it stands there.
    fn count_marks(&mut self, doc: DocId) {
        let Some(marks) = &self.columns.marks else {
            return;
        };
        for ord in marks.term_ords(doc) {
            if self.marks_here.contains(&ord) {
                continue;
            }
            self.marks_here.push(ord);
            let at = ord as usize;
            if self.mark_counts.len() <= at {
                self.mark_counts.resize(at + 1, 0);
            }
            self.mark_counts[at] += 1;
        }
    }

    /// A turn is over: its best part stands for it.
    fn close_turn(&mut self) {
        self.heap.extend(self.current.take());
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
        self.marks_here.clear();
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = Collected;

    #[inline]
    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(packed) = self.columns.places.first(doc) else {
            return;
        };
        let place = Place::unpack(packed);
        if !self.filter.passes(place, &self.table) {
            return;
        }
        let is_new_turn = self
            .current
            .is_none_or(|current| !current.place.is_same_turn(place));
        if is_new_turn {
            self.close_turn();
        }
        if let Some(tally) = &mut self.tally {
            if is_new_turn {
                tally.add(place, &self.table);
            }
            self.count_marks(doc);
        }
        let score = match &self.by_call {
            Some(scores) => scores.get(place.ord as usize).copied().unwrap_or(0.0),
            None => score,
        };
        let ranked = Ranked {
            score,
            place,
            n_words: self.columns.lengths.fieldnorm(doc),
        };
        self.current = Some(self.current.map_or(ranked, |current| current.min(ranked)));
    }

    fn harvest(mut self) -> Collected {
        self.close_turn();
        let mut tally = self.tally;
        if let (Some(tally), Some(marks)) = (tally.as_mut(), &self.columns.marks) {
            let mut word = String::new();
            for (ord, n) in self.mark_counts.iter().enumerate().filter(|(_, n)| **n > 0) {
                word.clear();
                if marks.ord_to_str(ord as u64, &mut word).unwrap_or(false) {
                    tally.add_mark(&word, *n);
                }
            }
        }
        Collected {
            best: self.heap.into_vec(),
            tally,
        }
    }
}
