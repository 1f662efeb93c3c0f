//! What kind of word is this: one of waiting, of money, of leaving, a person, a doubt?
//!
//! Lists of words by sense (`senses.toml`), so that the learned witness can know "the nurses wait" from "the drivers
//! queue" without having met either. A word may be in several lists; which it is in is one number's bits.

use rustc_hash::FxHashMap;

use crate::text::stem::{Stemmer, fold};

/// A set of lists, by their place in [`Senses::names`].
pub type SenseSet = u128;

/// The most lists: one bit each, with room for those that are computed.
const MOST_LISTS: usize = 120;

/// Senses that no list gives: a word's own ending or letters tell.
const COMPUTED: [&str; 2] = ["ends-in-ed", "ends-in-ing"];

/// All lists, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Senses {
    /// By bit.
    pub names: Vec<String>,
    by_stem: FxHashMap<String, SenseSet>,
}

/// Too many lists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there are {0} lists and at most {MOST_LISTS} are possible; join some")]
pub struct TooManyLists(usize);

impl Senses {
    /// Senses from lists of words by name.
    pub fn new(
        lists: &std::collections::BTreeMap<String, Vec<String>>,
    ) -> Result<Senses, TooManyLists> {
        if lists.len() > MOST_LISTS {
            return Err(TooManyLists(lists.len()));
        }
        let stemmer = Stemmer::default();
        let mut senses = Senses::default();
        for name in COMPUTED {
            senses.names.push(name.to_owned());
        }
        for (name, words) in lists {
            let bit: SenseSet = 1 << senses.names.len();
            senses.names.push(name.clone());
            for word in words {
                *senses.by_stem.entry(stemmer.stem(&fold(word))).or_default() |= bit;
            }
        }
        Ok(senses)
    }

    /// The lists that a word is in.
    pub fn of(&self, folded: &str, stem: &str) -> SenseSet {
        let listed = self.by_stem.get(stem).copied().unwrap_or(0);
        let ended = folded.len() > 4 && folded.ends_with("ed");
        let going = folded.len() > 5 && folded.ends_with("ing");
        listed | SenseSet::from(ended) | SenseSet::from(going) << 1
    }

    /// The set of one list; empty where there is none of that name.
    pub fn named(&self, name: &str) -> SenseSet {
        let place = self.names.iter().position(|known| known == name);
        place.map_or(0, |place| 1 << place)
    }
}
