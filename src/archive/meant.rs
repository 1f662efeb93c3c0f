//! What was probably meant by a word that nobody said?
//!
//! The index proposes stems; here the turns in which they stand say which form of the word people use.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::archive::{Archive, ArchiveError};
use crate::search::query::{MIN_PREFIX, Node, Occur, Query};
use crate::search::spelling::{Near, n_slips};
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;

/// A word in more documents than this is no slip.
const RARE: u64 = 2;
/// How much more often another word must be said than a rare one, to be thought of.
const MUCH_MORE: u64 = 20;
/// Words of a query that are looked at.
const MOST_WORDS: usize = 6;
/// Turns looked at, to find out which form of a word people use.
const TURNS: usize = 8;
/// More slips than this are another word.
const MOST_SLIPS: usize = 2;

/// A word that was typed and the one that was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    pub typed: String,
    pub meant: String,
}

/// A query whose last word is taken for the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    pub query: Query,
    /// The word may become more than is searched for.
    pub is_cut: bool,
}

impl Archive {
    /// For each word of a query that hardly anybody said, the word that was probably meant, where there is one.
    pub fn did_you_mean(&self, query: &Query) -> Result<Vec<Meant>, ArchiveError> {
        let mut all = Vec::new();
        for typed in words(query).into_iter().take(MOST_WORDS) {
            let n_said = self.engine.n_said(&typed)?.filter(|n| *n <= RARE);
            let Some(n_said) = n_said else {
                continue;
            };
            if let Some(meant) = self.meant_by(&typed, n_said)? {
                all.push(Meant { typed, meant });
            }
        }
        Ok(all)
    }

    /// Whether somebody said the last word of a query as it stands; true also where no word stands last.
    pub fn is_last_word_said(&self, query: &Query) -> Result<bool, ArchiveError> {
        match last_word(query) {
            Some(word) => Ok(self.engine.n_said(word)? != Some(0)),
            None => Ok(true),
        }
    }

    /// The query with its last word taken for the beginning of one; `None` where that leads nowhere.
    pub fn unfinished(&self, query: &Query) -> Result<Option<Unfinished>, ArchiveError> {
        let Some(word) = last_word(query) else {
            return Ok(None);
        };
        let is_long = word.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_PREFIX;
        if !is_long {
            return Ok(None);
        }
        let begun = self.engine.begun(word)?;
        if begun.stems.is_empty() {
            return Ok(None);
        }
        let mut query = query.clone();
        if let Some(last) = query.clauses.last_mut() {
            last.node = Node::Stems(begun.stems);
        }
        Ok(Some(Unfinished {
            query,
            is_cut: begun.is_cut,
        }))
    }

    fn meant_by(&self, typed: &str, n_said: u64) -> Result<Option<String>, ArchiveError> {
        let (typed, stemmer) = (fold(typed), Stemmer::default());
        let mut best: Option<(usize, Reverse<u64>, String)> = None;
        for near in self.engine.nearest(&typed)? {
            // Texts are not read for a stem that cannot win any more: nothing is nearer than one slip.
            let is_beaten = best
                .as_ref()
                .is_some_and(|(n_slips, n_docs, _)| *n_slips == 1 && near.n_docs < n_docs.0);
            if near.n_docs <= n_said * MUCH_MORE || is_beaten {
                continue;
            }
            let Some((n_slips, form)) = self.form_of(&near, &typed, &stemmer)? else {
                continue;
            };
            let candidate = (n_slips, Reverse(near.n_docs), form);
            let is_better = best.as_ref().is_none_or(|best| candidate < *best);
            if (1..=MOST_SLIPS).contains(&n_slips) && is_better {
                best = Some(candidate);
            }
        }
        Ok(best.map(|(_, _, form)| form))
    }

    /// The form of a stem, among those that people use, that is nearest to what was typed.
    fn form_of(
        &self,
        near: &Near,
        typed: &str,
        stemmer: &Stemmer,
    ) -> Result<Option<(usize, String)>, ArchiveError> {
        let mut forms: BTreeMap<String, u64> = BTreeMap::new();
        let first = near.stem.chars().next();
        for place in self.engine.places_of(&near.stem, TURNS)? {
            let Some(both) = self.call(place.ord)? else {
                continue;
            };
            let Some(turn) = both.0.turns.get(place.turn as usize) else {
                continue;
            };
            for token in tokens(&turn.text) {
                let form = fold(token.surface(&turn.text));
                if form.chars().next() == first && stemmer.stem(&form) == near.stem {
                    *forms.entry(form).or_default() += 1;
                }
            }
        }
        let ranked = forms
            .into_iter()
            .map(|(form, n)| (n_slips(typed, &form), Reverse(n), form));
        Ok(ranked.min().map(|(n_slips, _, form)| (n_slips, form)))
    }
}

/// The word that stands last, unless it is one that must not be there.
fn last_word(query: &Query) -> Option<&str> {
    let last = query.clauses.last()?;
    match &last.node {
        Node::Word(word) if last.occur != Occur::MustNot => Some(word),
        _ => None,
    }
}

/// The words that a query looks for.
fn words(query: &Query) -> Vec<String> {
    let mut words = Vec::new();
    let wanted = query.clauses.iter();
    for clause in wanted.filter(|clause| clause.occur != Occur::MustNot) {
        add_words(&clause.node, &mut words);
    }
    words
}

fn add_words(node: &Node, words: &mut Vec<String>) {
    match node {
        Node::Word(word) => words.push(word.clone()),
        Node::Phrase { text, .. } => {
            words.extend(tokens(text).map(|token| token.surface(text).to_owned()));
        }
        Node::AnyOf(clauses) => {
            for clause in clauses {
                add_words(&clause.node, words);
            }
        }
        Node::Prefix(_) | Node::Stems(_) | Node::Field { .. } => {}
    }
}
