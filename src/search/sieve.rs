//! Which of some turns are of calls that pass, without looking up the place of each?
//!
//! Turns with a frequent word come in blocks, and the turns of a call follow one another in a segment: who goes along
//! its [`Runs`] knows the calls of a whole block for a comparison a turn. [`OfCalls`] goes from call to call instead,
//! and pays where few of them pass.
//!
//! [`OfCalls`]: crate::search::leap::OfCalls

use std::sync::Arc;

use tantivy::DocId;

use crate::search::leap::Runs;

/// Goes along the turns of one segment, and keeps those of calls that pass.
pub struct Sieve {
    runs: Arc<Runs>,
    /// By ordinal.
    passing: Arc<Vec<bool>>,
    /// The run that was looked at last, where it ends, and whether its call passes.
    run: usize,
    end: DocId,
    passes: bool,
}

impl Sieve {
    pub fn new(runs: Arc<Runs>, passing: Arc<Vec<bool>>) -> Sieve {
        Sieve {
            runs,
            passing,
            run: 0,
            end: 0,
            passes: false,
        }
    }

    /// Adds those of some documents that are of calls that pass. Every document stands behind all that were asked about before.
    pub fn keep(&mut self, docs: &[DocId], kept: &mut Vec<DocId>) {
        for doc in docs {
            if *doc >= self.end {
                self.enter(*doc);
            }
            if self.passes {
                kept.push(*doc);
            }
        }
    }

    fn enter(&mut self, doc: DocId) {
        self.run = self.runs.holding(doc, self.run);
        self.end = self.runs.end(self.run);
        self.passes = self.runs.passes(self.run, &self.passing);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever blocks the documents come in, those are kept whose call passes, and no others.
        #[test]
        fn a_sieve_keeps_the_turns_of_calls_that_pass(
            ords in prop::collection::vec(prop::option::weighted(0.9, 0_u32..6), 1..120),
            passing in prop::collection::vec(any::<bool>(), 0..7),
            asked in prop::collection::btree_set(0_u32..120, 0..60),
            block in 1_usize..9,
        ) {
            let first = ords.iter().position(Option::is_some).unwrap_or(ords.len());
            let mut here = None;
            let passes: Vec<bool> = ords.iter().map(|ord| {
                here = ord.or(here);
                here.is_some_and(|ord| passing.get(ord as usize).copied().unwrap_or(false))
            }).collect();
            // What stands before every place is of no call; whoever collects passes it over.
            let docs: Vec<DocId> = asked.into_iter().filter(|doc| (first..ords.len()).contains(&(*doc as usize))).collect();
            let mut sieve = Sieve::new(Arc::new(Runs::of_ords(&ords)), Arc::new(passing));
            let mut kept = Vec::new();
            docs.chunks(block).for_each(|docs| sieve.keep(docs, &mut kept));
            let expected: Vec<DocId> = docs.into_iter().filter(|doc| passes[*doc as usize]).collect();
            prop_assert_eq!(kept, expected);
        }
    }
}
