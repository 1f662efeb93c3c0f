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
/// The same where a turn costs next to nothing: where the index itself passes over most of them, because they cannot come
/// first, and where those of one word are counted (see [`Sieve`](crate::search::sieve::Sieve)).
const LEAPS_CHEAP: usize = 16;

/// How a question keeps to the calls that any filter lets through.
pub(super) enum Narrowed {
    /// All pass, as far as their facts go.
    Not,
    /// The index goes to their turns only.
    ByIndex(Box<dyn Engine>),
    /// So many pass that looking at each turn is as fast: by ordinal, which do.
    ByTurn(Arc<Vec<bool>>),
}

impl Compiler<'_> {
    /// Keeps to the calls that any filter lets through; `is_cheap` says that a turn costs next to nothing.
    pub(super) fn narrowed(&self, decided: &[&Decided], is_cheap: bool) -> Narrowed {
        if let Some(few) = few_calls(decided) {
            return Narrowed::ByIndex(self.calls(few.into_iter()));
        }
        let Some(passing) = passing(decided).map(Arc::new) else {
            return Narrowed::Not;
        };
        let n_passing = passing.iter().filter(|passes| **passes).count();
        let one_in = if is_cheap { LEAPS_CHEAP } else { LEAPS };
        if n_passing * one_in > passing.len() {
            return Narrowed::ByTurn(passing);
        }
        Narrowed::ByIndex(Box::new(OfCalls {
            passing,
            n_passing,
            columns: Arc::clone(self.columns),
        }))
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
