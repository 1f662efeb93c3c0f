//! Which words count as forms of the same word?
//!
//! English Snowball stems, from one stemmer on both sides (tagger and index), of the word that an irregular form is a form
//! of (`paid`/`pay`), with a short list of words that the stemmer throws together although people don't (`added`/`ad`,
//! `policy`/`police`, `paste`/`past`).

use rust_stemmers::{Algorithm, Stemmer as Snowball};

use crate::text::irregular::word_of;

/// Changes whenever tokens or stems come out differently, so that an older index is known to be stale.
pub const VERSION: &str = "words-2";

/// Words that keep apart what the stemmer joins: each form and the stem it gets instead.
const KEPT_APART: &[(&str, &str)] = &[
    ("added", "add"),
    ("adding", "add"),
    ("barely", "barely"),
    ("business", "business"),
    ("businesses", "business"),
    ("customer", "customer"),
    ("customer's", "customer"),
    ("customers", "customer"),
    ("customers'", "customer"),
    ("executive", "executive"),
    ("executives", "executive"),
    ("experiment", "experiment"),
    ("experiments", "experiment"),
    ("hardly", "hardly"),
    ("importance", "important"),
    ("important", "important"),
    ("importantly", "important"),
    ("lately", "lately"),
    ("mostly", "mostly"),
    ("nearly", "nearly"),
    ("organisation", "organization"),
    ("organisational", "organization"),
    ("organisations", "organization"),
    ("organization", "organization"),
    ("organizational", "organization"),
    ("organizations", "organization"),
    ("paste", "paste"),
    ("pasted", "paste"),
    ("pastes", "paste"),
    ("pasting", "paste"),
    ("policies", "policy"),
    ("policy", "policy"),
    ("several", "several"),
    ("shortly", "shortly"),
    ("universities", "university"),
    ("university", "university"),
];

/// Longest word, in bytes, that is stemmed; a longer run of letters is no word.
const LONGEST_WORD: usize = 64;

/// The one stemmer.
pub struct Stemmer {
    snowball: Snowball,
}

impl Default for Stemmer {
    fn default() -> Self {
        Stemmer {
            snowball: Snowball::create(Algorithm::English),
        }
    }
}

impl Stemmer {
    /// The stem of a word in any case and with either apostrophe.
    pub fn stem(&self, surface: &str) -> String {
        let folded = fold(surface);
        if folded.len() > LONGEST_WORD {
            return folded;
        }
        match KEPT_APART.binary_search_by(|(form, _)| (*form).cmp(folded.as_str())) {
            Ok(at) => KEPT_APART[at].1.to_owned(),
            Err(_) => {
                let word = word_of(&folded).unwrap_or(&folded);
                self.snowball.stem(word).into_owned()
            }
        }
    }
}

/// A word in lower case, with a straight apostrophe and without the hyphen of `e-mail`.
pub fn fold(surface: &str) -> String {
    if surface.is_ascii() {
        let mut folded = surface.to_ascii_lowercase();
        folded.retain(|c| c != '-');
        return folded;
    }
    surface
        .chars()
        .filter(|c| *c != '-')
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_words_kept_apart_is_sorted() {
        assert!(KEPT_APART.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn forms_of_a_word_share_a_stem_and_different_words_do_not() {
        let stemmer = Stemmer::default();
        for (a, b) in [
            ("retyping", "retyped"),
            ("Prices", "price"),
            ("customers", "customer's"),
            ("added", "add"),
            ("Paid", "paying"),
            ("lost", "losing"),
            ("women", "woman"),
        ] {
            assert_eq!(stemmer.stem(a), stemmer.stem(b), "{a} {b}");
        }
        for (a, b) in [
            ("added", "ad"),
            ("policy", "police"),
            ("paste", "past"),
            ("university", "universal"),
            ("led", "lead"),
        ] {
            assert_ne!(stemmer.stem(a), stemmer.stem(b), "{a} {b}");
        }
    }
}
