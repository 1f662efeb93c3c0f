//! What may a word become that is still being typed?
//!
//! Answered from the index's own list of stems, without reading a text: the stems that begin like what was typed, and the
//! shorter ones to which its usual endings lead (`integratio` becomes `integration`, whose stem is `integr`). Turns with
//! one of them are the turns that the finished word finds, in any form, so the index can count them by itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::search::engine::Engine;
use crate::search::index::IndexError;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Stems that are searched, at most: the most frequent.
const MOST_STEMS: usize = 64;
/// Stems of one segment that are looked at, at most.
const MOST_LOOKED_AT: usize = 4096;
/// Fewer letters lead anywhere with the right ending.
const SHORTEST: usize = 4;
/// How much more often a shorter stem must be said than all that begin like what was typed, to be thought of beside them.
const MUCH_MORE: u64 = 20;

/// Endings that the stemmer takes off. Of each, the typed word may have the first letters already.
const ENDINGS: &str = "\
    ability able ably al ally als ance ances ant ants ate ated ates ating ation ations ative ator ators ed ence ences \
    ent ents er ers es ful fully ible ibility ic ical ically ied ier ies iest ing ings ion ions isation ise ised ises \
    ising ism ist ists ities ity ive ively iveness ives ization izations ize ized izes izing less ly ment ments ness \
    ous ously";

/// What an unfinished word may become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Begun {
    /// The most frequent first; without the stem of the word as it stands.
    pub stems: Vec<String>,
    /// There are more.
    pub is_cut: bool,
}

impl Engine {
    /// What a word may become; nothing for what the tokenizer doesn't take for one word.
    pub fn begun(&self, word: &str) -> Result<Begun, IndexError> {
        let token = tokens(word).next();
        let (Some(token), Some(own)) = (token, self.stem_of(word)) else {
            return Ok(Begun::default());
        };
        self.may_become(&fold(token.surface(word)), &own)
            .map_err(|cause| self.error("look up words in", cause))
    }

    fn may_become(&self, typed: &str, own: &str) -> tantivy::Result<Begun> {
        let (mut stems, is_cut) = self.stems_that_begin(typed)?;
        stems.remove(own);
        let n_longer: u64 = stems.values().sum();
        for stem in self.shorter_stems(typed) {
            let n_docs = self.reader.searcher().doc_freq(&self.term(&stem))?;
            if stem != own && n_docs > n_longer.saturating_mul(MUCH_MORE) {
                stems.insert(stem, n_docs);
            }
        }
        let mut stems: Vec<(String, u64)> = stems.into_iter().collect();
        // Stable: stems said equally often stay in the order of the alphabet.
        stems.sort_by_key(|(_, n_docs)| std::cmp::Reverse(*n_docs));
        let is_cut = is_cut || stems.len() > MOST_STEMS;
        stems.truncate(MOST_STEMS);
        Ok(Begun {
            stems: stems.into_iter().map(|(stem, _)| stem).collect(),
            is_cut,
        })
    }

    /// The stems that begin so with the numbers of their documents, and whether there are more than were looked at.
    fn stems_that_begin(&self, typed: &str) -> tantivy::Result<(BTreeMap<String, u64>, bool)> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let mut is_cut = false;
        for segment in self.reader.searcher().segment_readers() {
            let inverted = segment.inverted_index(self.fields.text)?;
            let from_here = inverted.terms().range().ge(typed.as_bytes());
            let mut stream = from_here.into_stream()?;
            let mut n_seen = 0;
            while stream.advance() && stream.key().starts_with(typed.as_bytes()) {
                if n_seen == MOST_LOOKED_AT {
                    is_cut = true;
                    break;
                }
                n_seen += 1;
                if let Ok(stem) = std::str::from_utf8(stream.key()) {
                    let n_docs = u64::from(stream.value().doc_freq);
                    *found.entry(stem.to_owned()).or_default() += n_docs;
                }
            }
        }
        Ok((found, is_cut))
    }

    /// Stems of what is typed with an ending, where they do not begin like what is typed.
    fn shorter_stems(&self, typed: &str) -> BTreeSet<String> {
        if typed.chars().count() < SHORTEST {
            return BTreeSet::new();
        }
        tails()
            .into_iter()
            .map(|tail| self.stemmer.stem(&format!("{typed}{tail}")))
            .filter(|stem| !stem.starts_with(typed))
            .collect()
    }
}

/// What may be left to type of an ending, each once.
fn tails() -> BTreeSet<&'static str> {
    let endings = ENDINGS.split(' ');
    endings
        .flat_map(|ending| (0..ending.len()).filter_map(move |at| ending.get(at..)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::stem::Stemmer;

    /// Whatever is typed of a word beyond its stem, some ending finishes it.
    #[test]
    fn every_beginning_of_a_word_has_an_ending_that_leads_to_its_stem() {
        let stemmer = Stemmer::default();
        for word in [
            "integration",
            "expensive",
            "implementation",
            "security",
            "complaining",
            "automatically",
            "availability",
            "companies",
        ] {
            let stem = stemmer.stem(word);
            for len in SHORTEST..word.len() {
                let typed = &word[..len];
                let leads = tails()
                    .into_iter()
                    .any(|tail| stemmer.stem(&format!("{typed}{tail}")) == stem);
                assert!(leads || stem.starts_with(typed), "{typed} of {word}");
            }
        }
    }
}
