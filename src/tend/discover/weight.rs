//! How much does a word tell about what a sentence says?

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::mine::vocabulary::stem_hash;
use crate::text::COMMONEST;
use crate::text::stem::Stemmer;

/// What a word is worth in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// `the`, `it`, `have`: no phrase begins or ends with it.
    Weak,
    /// One of the commonest words: no phrase by itself.
    Common,
    /// Less common, and still in everybody's mouth: too little to compare words or sentences by.
    Everyday,
    /// A figure, in digits or words.
    Figure,
    /// The name of somebody on the call, or of their company: never shown and never compared.
    Name,
    /// Every other word.
    Telling,
}

impl Weight {
    /// Whether a phrase of this word alone says something.
    pub fn tells(self) -> bool {
        matches!(self, Weight::Everyday | Weight::Telling)
    }
}

/// So many of the commonest words of speech are common, and so many everyday words. Where to cut is a matter of taste.
const N_COMMON: usize = 150;
const N_EVERYDAY: usize = 300;

/// Words of grammar and of small talk. `no`, `not` and `by` are not among them: "no idea", "by hand".
const WEAK: &str = "a an the and or but so of to in on at for with from as than that this these those it i you he she \
    we they them him her us me my your his our their its is are was were be been am do did does done doing has have \
    had having will would can could should may might must just like well yeah yes okay ok oh if then there here what \
    which who how when where why because also really very kind sort mean think know thing things lot go going get got \
    let s";

/// What each of the words above is worth, by the number of its stem.
static WEIGHTS: LazyLock<FxHashMap<u64, Weight>> = LazyLock::new(|| {
    let stemmer = Stemmer::default();
    let mut weights = FxHashMap::default();
    for (rank, word) in COMMONEST.split_whitespace().take(N_EVERYDAY).enumerate() {
        let weight = if rank < N_COMMON {
            Weight::Common
        } else {
            Weight::Everyday
        };
        // A stem is worth what its commonest form is.
        weights
            .entry(stem_hash(&stemmer.stem(word)))
            .or_insert(weight);
    }
    for word in WEAK.split_whitespace() {
        weights.insert(stem_hash(&stemmer.stem(word)), Weight::Weak);
    }
    weights
});

/// What a word is worth by its stem's number, figures and names apart.
pub fn of(stem: u64) -> Weight {
    WEIGHTS.get(&stem).copied().unwrap_or(Weight::Telling)
}

/// The same by the stem itself.
pub fn of_stem(stem: &str) -> Weight {
    of(stem_hash(stem))
}
