//! Which words of a text are spoken for already?
//!
//! Recognizers run one behind the other, the surest first; each takes the words it names, so that no later one names them
//! again.

use super::words::Word;
use super::{Certainty, Class};

/// A name: the words it stands on, from one to another, and what is written instead.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) class: Class,
    /// Without brackets.
    pub(super) instead: &'static str,
    pub(super) certainty: Certainty,
    pub(super) reason: &'static str,
}

/// The words of a text and what has been found among them.
pub(super) struct Scene<'s, 't> {
    pub(super) words: &'s [Word<'t>],
    taken: Vec<bool>,
    pub(super) found: Vec<Named>,
}

impl<'s, 't> Scene<'s, 't> {
    /// Nothing is found yet.
    pub(super) fn new(words: &'s [Word<'t>]) -> Scene<'s, 't> {
        Scene {
            words,
            taken: vec![false; words.len()],
            found: Vec::new(),
        }
    }

    /// Whether there is a word that nobody took.
    pub(super) fn is_free(&self, i: usize) -> bool {
        self.taken.get(i).is_some_and(|taken| !taken)
    }

    /// Takes words without naming them.
    pub(super) fn take(&mut self, from: usize, to: usize) {
        if let Some(taken) = self.taken.get_mut(from..to) {
            taken.fill(true);
        }
    }

    /// Names words, which are taken from now on.
    pub(super) fn name(&mut self, named: Named) {
        self.take(named.from, named.to);
        self.found.push(named);
    }

    /// The words between two places.
    pub(super) fn words_between(&self, from: usize, to: usize) -> &'s [Word<'t>] {
        self.words.get(from..to).unwrap_or(&[])
    }
}
