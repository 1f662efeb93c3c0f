//! How are the turns of other calls passed over without looking at each of them?
//!
//! The turns of a call follow one another in a segment. Where the facts of calls already say that only some can pass,
//! [`OfCalls`] goes from the last turn of one such call to the first of the next, and the words are not looked up
//! between them.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use crate::search::columns::Columns;
use crate::search::place::Place;

/// So many places are read at once.
const BLOCK: DocId = 256;

/// Which documents of a segment are of which call: one behind another, so each run ends where the next begins. A document
/// without a place belongs to the run before it; whoever collects passes it over.
#[derive(Debug, Default)]
pub struct Runs {
    /// The first document of each run, and behind the last run the end of the segment.
    borders: Vec<DocId>,
    /// The ordinal of each run's call.
    ords: Vec<u32>,
}

impl Runs {
    /// The runs of a segment's documents, deleted ones among them.
    pub fn of(places: &Column<u64>) -> Runs {
        let n_docs = places.num_docs();
        let mut runs = Runs::default();
        let (mut docs, mut read) = (Vec::new(), Vec::new());
        for start in (0..n_docs).step_by(BLOCK as usize) {
            docs.clear();
            docs.extend(start..n_docs.min(start + BLOCK));
            read.clear();
            read.resize(docs.len(), None);
            places.first_vals(&docs, &mut read);
            for (doc, packed) in docs.iter().zip(&read) {
                runs.add(*doc, packed.map(|packed| Place::unpack(packed).ord));
            }
        }
        runs.close(n_docs);
        runs
    }

    fn add(&mut self, doc: DocId, ord: Option<u32>) {
        if let Some(ord) = ord.filter(|ord| self.ords.last() != Some(ord)) {
            self.borders.push(doc);
            self.ords.push(ord);
        }
    }

    fn close(&mut self, n_docs: DocId) {
        self.borders.push(n_docs);
    }

    /// The run that holds a document, looked for from the run `from` on; past the last document, how many runs there are.
    pub fn holding(&self, doc: DocId, from: usize) -> usize {
        let later = &self.borders[from + 1..];
        // Most leaps are short: the step doubles until it is too long.
        let mut step = 1;
        while later.get(step).is_some_and(|border| *border <= doc) {
            step *= 2;
        }
        let (near, far) = (step / 2, step.min(later.len()));
        from + near + later[near..far].partition_point(|border| *border <= doc)
    }

    /// Where a run ends.
    pub fn end(&self, run: usize) -> DocId {
        self.borders.get(run + 1).copied().unwrap_or(TERMINATED)
    }

    /// Whether a run's call is among those that pass, by ordinal.
    pub fn passes(&self, run: usize, passing: &[bool]) -> bool {
        let ord = self.ords.get(run).copied();
        ord.is_some_and(|ord| passing.get(ord as usize).copied().unwrap_or(false))
    }

    /// The runs of documents of these calls, or without a place.
    #[cfg(test)]
    pub fn of_ords(ords: &[Option<u32>]) -> Runs {
        let mut runs = Runs::default();
        for (doc, ord) in (0..).zip(ords) {
            runs.add(doc, *ord);
        }
        runs.close(ords.len() as DocId);
        runs
    }
}

/// Turns of calls that pass; they score nothing.
#[derive(Clone)]
pub struct OfCalls {
    /// By ordinal.
    pub passing: Arc<Vec<bool>>,
    /// How many do.
    pub n_passing: usize,
    /// By segment.
    pub columns: Arc<Vec<Columns>>,
}

impl std::fmt::Debug for OfCalls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfCalls")
    }
}

impl Query for OfCalls {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for OfCalls {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let id = segment.segment_id();
        let columns = self.columns.iter().find(|columns| columns.segment == id);
        let columns = columns.ok_or_else(|| {
            TantivyError::InternalError(
                "a segment that was not there when the index was opened".to_owned(),
            )
        })?;
        let n_docs = u64::from(segment.max_doc());
        let n_about = n_docs * self.n_passing as u64 / (self.passing.len() as u64).max(1);
        Ok(Box::new(Leap::new(
            columns.runs(),
            Arc::clone(&self.passing),
            n_about as u32,
        )))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut turns = self.scorer(segment, 1.0)?;
        if turns.doc() > doc || turns.seek(doc) != doc {
            let told = format!("document {doc} is of no call that passes");
            return Err(TantivyError::InvalidArgument(told));
        }
        Ok(Explanation::new("a turn of a call that passes", 0.0))
    }
}

/// Goes through the turns of calls that pass in one segment.
struct Leap {
    runs: Arc<Runs>,
    passing: Arc<Vec<bool>>,
    /// The run that `doc` is in.
    run: usize,
    doc: DocId,
    /// Where that run ends.
    end: DocId,
    /// About how many documents it will give.
    n_about: u32,
}

impl Leap {
    fn new(runs: Arc<Runs>, passing: Arc<Vec<bool>>, n_about: u32) -> Leap {
        let mut leap = Leap {
            runs,
            passing,
            run: 0,
            doc: 0,
            end: 0,
            n_about,
        };
        leap.enter(0);
        leap
    }

    fn passes(&self, run: usize) -> bool {
        self.runs.passes(run, &self.passing)
    }

    /// Goes to the beginning of the first run from this one on that passes.
    fn enter(&mut self, from: usize) -> DocId {
        let n_runs = self.runs.ords.len();
        self.run = (from..n_runs)
            .find(|run| self.passes(*run))
            .unwrap_or(n_runs);
        (self.doc, self.end) = match self.runs.borders.get(self.run + 1) {
            Some(end) => (self.runs.borders[self.run], *end),
            None => (TERMINATED, TERMINATED),
        };
        self.doc
    }
}

impl DocSet for Leap {
    fn advance(&mut self) -> DocId {
        self.seek(self.doc.saturating_add(1).min(TERMINATED))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        if target < self.end {
            self.doc = target;
            return target;
        }
        let run = self.runs.holding(target, self.run);
        if run == self.runs.ords.len() || !self.passes(run) {
            return self.enter(run + 1);
        }
        (self.run, self.doc, self.end) = (run, target, self.runs.borders[run + 1]);
        target
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.n_about
    }
}

impl Scorer for Leap {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However far it is told to go, it stands on the first document from there on that is of a call that passes.
        #[test]
        fn a_leap_misses_no_turn_and_gives_no_other(
            ords in prop::collection::vec(prop::option::weighted(0.9, 0_u32..6), 0..120),
            passing in prop::collection::vec(any::<bool>(), 0..7),
            steps in prop::collection::vec(0_u32..40, 0..60),
        ) {
            let passes = |ord: u32| passing.get(ord as usize).copied().unwrap_or(false);
            let mut here = None;
            let of_docs = ords.iter().map(|ord| {
                here = ord.or(here);
                here.is_some_and(passes)
            });
            let docs: Vec<DocId> = (0..).zip(of_docs).filter(|(_, passes)| *passes).map(|(doc, _)| doc).collect();
            let first_from = |from: DocId| docs.iter().copied().find(|doc| *doc >= from).unwrap_or(TERMINATED);
            let mut leap = Leap::new(Arc::new(Runs::of_ords(&ords)), Arc::new(passing.clone()), 0);
            prop_assert_eq!(leap.doc(), first_from(0));
            for step in steps {
                let target = (leap.doc() + step).min(TERMINATED);
                let (went, expected) = match step {
                    1 => (leap.advance(), first_from(target)),
                    _ => (leap.seek(target), first_from(target)),
                };
                prop_assert_eq!(went, expected);
                prop_assert_eq!(leap.doc(), expected);
            }
        }
    }
}
