//! To which calls do filters narrow a question down, and how does the index pass over the others?

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{Occur as Must, Query as Engine};

use super::Compiler;
use super::clauses::{any_of, with_limits};
use crate::search::filter::Decided;
use crate::search::leap::OfCalls;

/// Leaping over calls pays where at most one call in so many passes.
const LEAPS: usize = 2;
/// The same where the index itself passes over most of the turns with a word, because they cannot come first.
const LEAPS_PRUNED: usize = 16;

impl Compiler<'_> {
    /// The turns of the calls that any filter lets through; nothing where there are so many that looking at each turn is as fast.
    pub(super) fn narrowed(&self, decided: &[&Decided]) -> Option<Box<dyn Engine>> {
        if let Some(few) = few_calls(decided) {
            return Some(self.calls(few.into_iter()));
        }
        let passing = passing(decided)?;
        let n_passing = passing.iter().filter(|passes| **passes).count();
        let one_in = if self.is_pruned { LEAPS_PRUNED } else { LEAPS };
        (n_passing * one_in <= passing.len()).then(|| {
            Box::new(OfCalls {
                passing: Arc::new(passing),
                n_passing,
                columns: Arc::clone(self.columns),
            }) as Box<dyn Engine>
        })
    }

    /// The same question, asked of a few calls only.
    pub fn of_calls(&self, query: &dyn Engine, ords: &[u32]) -> Box<dyn Engine> {
        with_limits(
            vec![(Must::Must, query.box_clone())],
            vec![(Must::Must, self.calls(ords.iter().copied()))],
        )
    }

    fn calls(&self, ords: impl Iterator<Item = u32>) -> Box<dyn Engine> {
        any_of(ords.map(|ord| Term::from_field_u64(self.fields.call, u64::from(ord))))
    }
}

/// The calls that any filter lets through, where they are few with each.
pub(super) fn few_calls(decided: &[&Decided]) -> Option<BTreeSet<u32>> {
    let mut few = BTreeSet::new();
    for decided in decided {
        few.extend(decided.few_calls()?);
    }
    Some(few)
}

/// By ordinal, whether any filter lets a call through; nothing where one of them asks for no fact of calls.
fn passing(decided: &[&Decided]) -> Option<Vec<bool>> {
    let (first, others) = decided.split_first()?;
    let mut passing = first.calls.clone()?;
    for other in others {
        let calls = other.calls.as_ref()?;
        passing
            .iter_mut()
            .zip(calls)
            .for_each(|(any, passes)| *any |= passes);
    }
    Some(passing)
}
