//! Which of the words in a turn does any lexicon know?
//!
//! Every stem and every exact form that a pattern names gets a number once; afterwards the tagger compares
//! numbers only.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::mine::cues::{CUES, Cues};
use crate::mine::matcher::Drawers;
use crate::mine::pattern::Atom;
use crate::mine::senses::{SenseSet, Senses};
use crate::mine::words::contraction::split_contraction;
use crate::text::COMMONEST;
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;

/// How often any other word comes.
const RARE: u32 = 20;

/// About how often each of the commonest stems comes in a million words: by Zipf's law, from the rank.
static FREQUENCY: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
    let stemmer = Stemmer::default();
    let mut frequency: FxHashMap<String, u32> = FxHashMap::default();
    for (rank, word) in COMMONEST.split_whitespace().enumerate() {
        *frequency.entry(stemmer.stem(word)).or_default() += 100_000 / (rank as u32 + 2);
    }
    frequency
});

/// Words that people and companies are called by, although everybody says them.
const NAMES_AND_WORDS: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april may \
    june july august september october november december mark bill sue rob pat frank grace hope faith joy rose dawn art \
    grant rich drew chip chase chance king young price cook miles jack";

/// The commonest words, to be asked for.
static ORDINARY: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let names = NAMES_AND_WORDS.split_whitespace();
    COMMONEST.split_whitespace().chain(names).collect()
});

/// Whether a folded word is one that everybody says, so that as a name it tells little.
pub fn is_ordinary(folded: &str) -> bool {
    ORDINARY.contains(folded)
}

/// So many of the commonest stems have a drawer of their own; the others share the rest.
const OWN_DRAWERS: usize = 96;

/// The drawers of the commonest stems.
static DRAWERS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut stems: Vec<(&str, u32)> = FREQUENCY.iter().map(|(s, n)| (s.as_str(), *n)).collect();
    stems.sort_unstable_by_key(|(stem, frequency)| (std::cmp::Reverse(*frequency), *stem));
    let own = stems.into_iter().take(OWN_DRAWERS);
    own.zip(0..)
        .map(|((stem, _), place)| (stem, place))
        .collect()
});

/// The drawer of a stem.
fn drawer(stem: &str) -> Drawers {
    let shared = || {
        let mut hasher = FxHasher::default();
        stem.hash(&mut hasher);
        OWN_DRAWERS as u32 + (hasher.finish() >> 32) as u32 % (Drawers::BITS - OWN_DRAWERS as u32)
    };
    1 << DRAWERS.get(stem).copied().unwrap_or_else(shared)
}

/// What is known about one word: its number as a stem, its number as an exact form (0 where no pattern names it).
#[derive(Debug, Clone, Copy, Default)]
pub struct WordInfo {
    pub stem: u32,
    pub exact: u32,
    pub cues: Cues,
    /// The word's drawer; none where no pattern names the word.
    pub drawer: Drawers,
    /// The stem's own number, the same in every run; figures share one.
    pub hash: u64,
    pub senses: SenseSet,
}

/// The numbers of all words that patterns name.
#[derive(Default)]
pub struct Vocabulary {
    stemmer: Stemmer,
    stems: FxHashMap<String, u32>,
    exacts: FxHashMap<String, u32>,
    /// Numbers of words that patterns wrote, so that each is stemmed once.
    written: FxHashMap<Atom, u32>,
    /// By number: how often the word comes, in a million words of speech.
    frequency: Vec<u32>,
    /// By number.
    drawers: Vec<Drawers>,
    pub senses: Senses,
    /// Words by which the config's competitors are known, folded.
    rivals: FxHashSet<String>,
}

impl Vocabulary {
    /// Names the competitors: each is known by the first of its words that is no ordinary one.
    pub fn name_rivals(&mut self, names: &[String]) {
        for name in names {
            let folded = tokens(name).map(|token| fold(token.surface(name)));
            let words = folded.filter_map(|word| split_contraction(&word).into_iter().next());
            let mut telling = words.filter(|word| !is_ordinary(word));
            self.rivals.extend(telling.next());
        }
    }

    /// The number of a pattern's word, given at its first sight. Numbers begin at 1.
    pub fn add(&mut self, atom: &Atom) -> u32 {
        if let Some(number) = self.written.get(atom) {
            return *number;
        }
        let number = self.add_new(atom);
        self.written.insert(atom.clone(), number);
        number
    }

    fn add_new(&mut self, atom: &Atom) -> u32 {
        let (map, key) = match atom {
            Atom::Stem(word) => (&mut self.stems, self.stemmer.stem(word)),
            Atom::Exact(word) => (&mut self.exacts, word.clone()),
        };
        let next = self.frequency.len() as u32 + 1;
        let number = *map.entry(key).or_insert(next);
        if number == next {
            let (Atom::Stem(word) | Atom::Exact(word)) = atom;
            let form_of = if matches!(atom, Atom::Stem(_)) {
                self.stemmer.stem(word)
            } else {
                word.clone()
            };
            self.drawers.push(drawer(&self.stemmer.stem(word)));
            self.frequency.push(
                FREQUENCY
                    .get(form_of.as_str())
                    .or_else(|| FREQUENCY.get(word.as_str()))
                    .copied()
                    .unwrap_or(RARE),
            );
        }
        number
    }

    /// The number of a pattern's word's stem, also where only an exact form is meant.
    pub fn stem_of(&mut self, atom: &Atom) -> u32 {
        let (Atom::Stem(word) | Atom::Exact(word)) = atom;
        self.add(&Atom::Stem(word.clone()))
    }

    /// About how often a word comes in a million words of speech: what it costs to look wherever it stands.
    pub fn frequency(&self, number: u32) -> u32 {
        self.frequency[number as usize - 1]
    }

    /// The drawers of many words.
    pub fn drawers(&self, numbers: &[u32]) -> Drawers {
        numbers
            .iter()
            .fold(0, |all, number| all | self.drawers[*number as usize - 1])
    }

    /// How many numbers have been given.
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// Whether no pattern has been added.
    pub fn is_empty(&self) -> bool {
        self.frequency.is_empty()
    }

    /// What is known about a folded word.
    pub fn info(&self, folded: &str) -> WordInfo {
        let stemmed = self.stemmer.stem(folded);
        let stem = self.stems.get(&stemmed).copied().unwrap_or(0);
        let mut cues = CUES.get(folded).copied().unwrap_or_default();
        if self.rivals.contains(folded) {
            cues = cues.with(Cues::RIVAL);
        }
        WordInfo {
            stem,
            exact: self.exacts.get(folded).copied().unwrap_or(0),
            cues,
            drawer: if stem == 0 { 0 } else { drawer(&stemmed) },
            hash: stem_hash(&stemmed),
            senses: self.senses.of(folded, &stemmed),
        }
    }

    /// The stem by which a folded word is known.
    pub fn stem(&self, folded: &str) -> String {
        self.stemmer.stem(folded)
    }
}

/// A stem's number: FNV-1a, so that it is the same in every run and on every machine. All figures share one.
pub fn stem_hash(stem: &str) -> u64 {
    if stem.starts_with(|c: char| c.is_ascii_digit()) {
        return fnv("#");
    }
    fnv(stem)
}

/// FNV-1a with 64 bits.
pub const fn fnv(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}
