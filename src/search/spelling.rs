//! Which words that somebody really said look like one that nobody said?
//!
//! The index knows stems only, so a slip near the end of a word hides its stem. Hence two ways: every word one slip away
//! is stemmed and looked up, and an automaton walks the dictionary for stems near the stem of what was typed. Which form
//! of a stem people used is not known here: whoever asks looks at some of its turns.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED, Term};

use crate::search::engine::Engine;
use crate::search::index::IndexError;
use crate::search::place::Place;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Words with fewer letters have too many neighbors to guess.
const SHORTEST: usize = 4;
/// From so many letters on two slips are allowed.
const LONG: usize = 8;
/// Longer words are no slips of the finger.
const LONGEST: usize = 24;
/// How many stems are given.
const MOST_NEAR: usize = 6;

/// A stem that stands in the index, near to what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    pub stem: String,
    /// Slips between the two, as far as stems can tell.
    pub n_slips: usize,
    pub n_docs: u64,
}

impl Engine {
    /// In how many documents a word stands, in any form; `None` for what the tokenizer doesn't take for one word.
    pub fn n_said(&self, word: &str) -> Result<Option<u64>, IndexError> {
        let Some(stem) = self.stem_of(word) else {
            return Ok(None);
        };
        let n_docs = self.reader.searcher().doc_freq(&self.term(&stem));
        n_docs
            .map(Some)
            .map_err(|cause| self.error("look up a word in", cause))
    }

    /// Stems near to a word, the likeliest first.
    pub fn nearest(&self, word: &str) -> Result<Vec<Near>, IndexError> {
        let typed = fold(word);
        let (far, stem) = (farthest(&typed), self.stem_of(word));
        let Some(stem) = stem.filter(|_| far > 0) else {
            return Ok(Vec::new());
        };
        self.near(&typed, &stem, far)
            .map_err(|cause| self.error("look up words in", cause))
    }

    /// Some places where a stem stands.
    pub fn places_of(&self, stem: &str, most: usize) -> Result<Vec<Place>, IndexError> {
        self.some_places(stem, most)
            .map_err(|cause| self.error("look up a word in", cause))
    }

    pub(super) fn term(&self, stem: &str) -> Term {
        Term::from_field_text(self.fields.text, stem)
    }

    pub(super) fn stem_of(&self, word: &str) -> Option<String> {
        let mut tokens = tokens(word);
        let token = tokens.next()?;
        let is_one = tokens.next().is_none();
        is_one.then(|| self.stemmer.stem(token.surface(word)))
    }

    fn near(&self, typed: &str, stem: &str, far: u8) -> tantivy::Result<Vec<Near>> {
        let slips: FxHashSet<String> = one_slip_away(typed)
            .iter()
            .map(|word| self.stemmer.stem(word))
            .collect();
        let similar = FuzzyTermQuery::new(self.term(stem), far, true);
        let mut n_docs: FxHashMap<String, u64> = FxHashMap::default();
        let mut add = |term: &str, n: u32| {
            *n_docs.entry(term.to_owned()).or_default() += u64::from(n);
        };
        for segment in self.reader.searcher().segment_readers() {
            let inverted: Arc<InvertedIndexReader> = segment.inverted_index(self.fields.text)?;
            for slip in &slips {
                if let Some(info) = inverted.terms().get(slip.as_bytes())? {
                    add(slip, info.doc_freq);
                }
            }
            let mut stream = inverted
                .terms()
                .search(similar.automaton()?)
                .into_stream()?;
            while stream.advance() {
                let term = std::str::from_utf8(stream.key()).unwrap_or("");
                if !slips.contains(term) {
                    add(term, stream.value().doc_freq);
                }
            }
        }
        let near = n_docs.into_iter().map(|(found, n_docs)| Near {
            n_slips: if slips.contains(&found) {
                1
            } else {
                n_slips(stem, &found)
            },
            stem: found,
            n_docs,
        });
        Ok(likeliest_first(near.collect(), typed))
    }

    fn some_places(&self, stem: &str, most: usize) -> tantivy::Result<Vec<Place>> {
        let term = self.term(stem);
        let mut places = Vec::new();
        let searcher = self.reader.searcher();
        for (segment, columns) in searcher.segment_readers().iter().zip(self.columns.iter()) {
            let inverted = segment.inverted_index(self.fields.text)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            let alive = segment.alive_bitset();
            let mut doc = postings.doc();
            while doc != TERMINATED && places.len() < most {
                if alive.is_none_or(|bits| bits.is_alive(doc)) {
                    places.extend(columns.places.first(doc).map(Place::unpack));
                }
                doc = postings.advance();
            }
        }
        Ok(places)
    }
}

/// How many slips a word may hold; none where guessing is no use.
fn farthest(typed: &str) -> u8 {
    let is_word = typed.chars().all(|c| c.is_alphabetic() || c == '\'');
    match typed.chars().count() {
        n if !(SHORTEST..=LONGEST).contains(&n) || !is_word => 0,
        n if n < LONG => 1,
        _ => 2,
    }
}

/// Few slips and many turns; people rarely miss the first letter.
fn likeliest_first(mut near: Vec<Near>, typed: &str) -> Vec<Near> {
    let worth = |near: &Near| {
        let same_start = near.stem.chars().next() == typed.chars().next();
        let start = if same_start { 4.0 } else { 1.0 };
        start * near.n_docs as f64 / 16_f64.powi(near.n_slips as i32)
    };
    near.retain(|near| !near.stem.is_empty() && near.n_docs > 0);
    near.sort_by(|a, b| {
        worth(b)
            .total_cmp(&worth(a))
            .then_with(|| a.stem.cmp(&b.stem))
    });
    near.truncate(MOST_NEAR);
    near
}

/// Every word that becomes this one by one slip: a letter too many, too few, another one, or two changed about.
fn one_slip_away(word: &str) -> Vec<String> {
    let mut words = Vec::new();
    if !word.is_ascii() {
        return words;
    }
    for at in 0..=word.len() {
        let (before, after) = word.split_at(at);
        let mut rest = after.chars();
        let first = rest.next();
        let behind = rest.as_str();
        if let Some(first) = first {
            words.push(format!("{before}{behind}"));
            if let Some(second) = rest.next() {
                words.push(format!("{before}{second}{first}{}", rest.as_str()));
            }
        }
        for letter in 'a'..='z' {
            words.push(format!("{before}{letter}{after}"));
            if first.is_some_and(|first| first != letter) {
                words.push(format!("{before}{letter}{behind}"));
            }
        }
    }
    words
}

/// How many letters must be added, dropped, changed, or swapped with their neighbor to make one word of the other.
pub fn n_slips(typed: &str, known: &str) -> usize {
    let (typed, known): (Vec<char>, Vec<char>) = (typed.chars().collect(), known.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=known.len()).collect();
    for (i, a) in typed.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in known.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            let mut n = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == known[j - 1] && typed[i - 1] == *b {
                n = n.min(before[j - 1] + 1);
            }
            row.push(n);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[known.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (typed, known, n) in [
            ("", "abc", 3),
            ("price", "price", 0),
            ("pirce", "price", 1),
            ("integraton", "integration", 1),
            ("expencive", "expensive", 1),
            ("spredsheat", "spreadsheet", 2),
            ("ca", "abc", 3),
        ] {
            assert_eq!(n_slips(typed, known), n, "{typed} {known}");
            assert_eq!(n_slips(known, typed), n, "{known} {typed}");
        }
    }

    #[test]
    fn every_word_one_slip_away_is_one_slip_away() {
        for word in ["price", "aab", ""] {
            let words = one_slip_away(word);
            assert!(words.len() >= 26, "{word}");
            for found in words {
                assert!(n_slips(word, &found) <= 1, "{word} {found}");
            }
        }
        let near = one_slip_away("pirce");
        for right in ["price", "pierce", "pirces", "pice", "pirie"] {
            let is_near = n_slips("pirce", right) <= 1;
            assert_eq!(near.iter().any(|word| word == right), is_near, "{right}");
        }
    }

    #[test]
    fn short_words_and_numbers_are_not_guessed_at() {
        for (word, far) in [
            ("abc", 0),
            ("price", 1),
            ("expensve", 2),
            ("o'neil", 1),
            ("2026", 0),
            ("crm2026", 0),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0),
        ] {
            assert_eq!(farthest(word), far, "{word}");
        }
    }
}
