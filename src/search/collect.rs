//! Which of the matching turns pass the filter and come first?
//!
//! Keeps the best turns that pass. Where nobody will ask for more of the same order, tantivy may skip blocks of
//! documents that cannot come first any more.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::search::call_table::CallTable;
use crate::search::columns::Columns;
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
    /// By call ordinal: the score to use in place of the words' (newest first).
    pub by_call: Option<Arc<Vec<f32>>>,
    /// Every account is heard once before any is heard twice.
    pub by_account: bool,
    /// Whether every turn is looked at: with skipping, turns of equal score come out by luck, and pages have gaps.
    pub is_exact: bool,
    pub(super) floor: Floor,
}

/// The score that a turn must exceed because the segments before have enough better turns. Equals go on: between them
/// the place decides.
#[derive(Default)]
pub(super) struct Floor(AtomicU32);

impl Floor {
    fn get(&self) -> Score {
        match self.0.load(Relaxed) {
            0 => Score::MIN,
            bits => Score::from_bits(bits),
        }
    }

    fn raise(&self, score: Score) {
        if score > 0.0 {
            // Above zero the bits of floats stand in the order of the floats: one less is the next below.
            self.0.fetch_max(score.to_bits() - 1, Relaxed);
        }
    }
}

impl Collector for Best {
    /// Best first.
    type Fruit = Vec<Ranked>;
    type Child = BestOfSegment;

    fn for_segment(
        &self,
        ord: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<BestOfSegment> {
        Ok(BestOfSegment {
            filter: Arc::clone(&self.filter),
            table: Arc::clone(&self.table),
            by_call: self.by_call.clone(),
            columns: Arc::clone(&self.columns),
            segment: ord as usize,
            shelf: Shelf::new(self.limit, self.by_account),
            current: None,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Ranked>>) -> tantivy::Result<Vec<Ranked>> {
        let mut merged: Vec<Ranked> = fruits.into_iter().flatten().collect();
        merged.sort_unstable();
        if self.by_account {
            take_turns(&mut merged, &self.table);
        }
        merged.truncate(self.limit);
        Ok(merged)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<Ranked>> {
        let mut segment = self.for_segment(ord, reader)?;
        let alive = reader.alive_bitset();
        let is_alive = |doc: DocId| alive.is_none_or(|bits| bits.is_alive(doc));
        if self.is_exact || self.by_call.is_some() || self.by_account {
            weight.for_each(reader, &mut |doc, score| {
                if is_alive(doc) {
                    segment.collect(doc, score);
                }
            })?;
        } else {
            // Segments may be looked through beside each other: what one of them knows helps the others at once.
            let mut raised = Score::MIN;
            weight.for_each_pruning(self.floor.get(), reader, &mut |doc, score| {
                if is_alive(doc) {
                    segment.collect(doc, score);
                }
                let threshold = segment.shelf.threshold();
                if threshold > raised {
                    raised = threshold;
                    self.floor.raise(threshold);
                }
                threshold.max(self.floor.get())
            })?;
            segment.close_turn();
            self.floor.raise(segment.shelf.threshold());
        }
        Ok(segment.harvest())
    }
}

/// The best of one segment.
pub struct BestOfSegment {
    filter: Arc<Decided>,
    table: Arc<CallTable>,
    by_call: Option<Arc<Vec<f32>>>,
    /// By segment.
    columns: Arc<Vec<Columns>>,
    segment: usize,
    shelf: Shelf,
    /// The best part so far of the turn that is being looked at. A turn's parts follow one another.
    current: Option<Ranked>,
}

impl BestOfSegment {
    /// A turn is over: its best part stands for it.
    fn close_turn(&mut self) {
        if let Some(ranked) = self.current.take() {
            self.shelf.put(ranked, &self.table);
        }
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = Vec<Ranked>;

    #[inline]
    fn collect(&mut self, doc: DocId, score: Score) {
        let columns = &self.columns[self.segment];
        let Some(packed) = columns.places.first(doc) else {
            return;
        };
        let place = Place::unpack(packed);
        if !self.filter.passes(place, &self.table) {
            return;
        }
        let n_words = columns.lengths.fieldnorm(doc);
        let is_new_turn = self
            .current
            .is_none_or(|current| !current.place.is_same_turn(place));
        if is_new_turn {
            self.close_turn();
        }
        let score = match &self.by_call {
            Some(scores) => scores.get(place.ord as usize).copied().unwrap_or(0.0),
            None => score,
        };
        let ranked = Ranked {
            score,
            place,
            n_words,
        };
        self.current = Some(self.current.map_or(ranked, |current| current.min(ranked)));
    }

    fn harvest(mut self) -> Vec<Ranked> {
        self.close_turn();
        self.shelf.into_vec()
    }
}

/// Where the best turns are kept while others are looked at.
struct Shelf {
    limit: usize,
    best: BinaryHeap<Ranked>,
    /// The best of each account, where every account is heard.
    by_account: Option<FxHashMap<u64, BinaryHeap<Ranked>>>,
}

impl Shelf {
    fn new(limit: usize, by_account: bool) -> Shelf {
        Shelf {
            limit,
            best: BinaryHeap::new(),
            by_account: by_account.then(FxHashMap::default),
        }
    }

    fn put(&mut self, ranked: Ranked, table: &CallTable) {
        let heap = match &mut self.by_account {
            Some(heaps) => heaps.entry(table.account(ranked.place.ord)).or_default(),
            None => &mut self.best,
        };
        if heap.len() < self.limit {
            heap.push(ranked);
        } else if let Some(mut worst) = heap.peek_mut()
            && ranked < *worst
        {
            // Most turns of a frequent word are worse than all that are kept: they cost one comparison.
            *worst = ranked;
        }
    }

    /// A score that a turn must exceed to be kept.
    fn threshold(&self) -> Score {
        match self.best.peek() {
            Some(worst) if self.best.len() == self.limit => worst.score,
            _ => Score::MIN,
        }
    }

    fn into_vec(self) -> Vec<Ranked> {
        let heaps = self.by_account.into_iter().flat_map(FxHashMap::into_values);
        heaps
            .chain([self.best])
            .flat_map(BinaryHeap::into_vec)
            .collect()
    }
}

/// Puts the best turn of every account first, then the second best of each, and so on.
fn take_turns(best_first: &mut Vec<Ranked>, table: &CallTable) {
    let mut n_heard: FxHashMap<u64, u32> = FxHashMap::default();
    let mut rounds: Vec<(u32, Ranked)> = best_first
        .drain(..)
        .map(|ranked| {
            let n = n_heard.entry(table.account(ranked.place.ord)).or_default();
            *n += 1;
            (*n, ranked)
        })
        .collect();
    // Stable: inside of a round the best stays first.
    rounds.sort_by_key(|(round, _)| *round);
    best_first.extend(rounds.into_iter().map(|(_, ranked)| ranked));
}
