//! How do people on these calls talk?
//!
//! Which word follows which is learned from `corpus-samples/`; every now and then a word gives way to an invented
//! one, drawn by Zipf's law from some ten thousands, so that the corpus has the long tail of names and jargon
//! that real calls have. Complaints are the sentences that the lexicons promise to hear.

use std::collections::{HashMap, HashSet};

use verbatim::mine::lexicon::Lexicons;

use crate::chance::Chance;

/// Words that are in no sample.
const INVENTED: usize = 30_000;
/// One word in so many is an invented one.
const INVENTED_EVERY: usize = 9;
/// Stands for the end of a sentence among the words that may follow.
const END: u32 = u32::MAX;

const ONSETS: &[&str] = &[
    "b", "br", "c", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t",
    "tr", "v",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const CODAS: &[&str] = &["", "", "", "n", "r", "l", "s", "t", "ck", "nd"];
/// Endings give the stemmer its usual work.
const ENDINGS: &[&str] = &[
    "", "", "", "", "s", "s", "ed", "ing", "er", "tion", "ly", "ment",
];

/// What can be said.
pub struct Vocabulary {
    /// With the punctuation that clings to them.
    words: Vec<String>,
    /// By word: what followed it, as often as it did.
    followers: Vec<Vec<u32>>,
    openers: Vec<u32>,
    invented: Vec<String>,
    /// By invented word: the share of all draws up to and including it.
    shares: Vec<f64>,
    complaints: Vec<String>,
}

impl Vocabulary {
    /// Learns from texts, and takes the complaints from the lexicons.
    pub fn learn<'t>(texts: impl Iterator<Item = &'t str>, lexicons: &Lexicons) -> Vocabulary {
        let mut vocabulary = Vocabulary {
            words: Vec::new(),
            followers: Vec::new(),
            openers: Vec::new(),
            invented: invented(),
            shares: zipf_shares(INVENTED),
            complaints: complaints(lexicons),
        };
        let mut known = HashMap::new();
        for text in texts {
            vocabulary.learn_text(text, &mut known);
        }
        vocabulary
    }

    fn learn_text(&mut self, text: &str, known: &mut HashMap<String, u32>) {
        let mut before: Option<u32> = None;
        for surface in text.split_whitespace() {
            let word = *known.entry(surface.to_owned()).or_insert_with(|| {
                self.words.push(surface.to_owned());
                self.followers.push(Vec::new());
                (self.words.len() - 1) as u32
            });
            match before {
                Some(before) => self.followers[before as usize].push(word),
                None => self.openers.push(word),
            }
            before = Some(word);
            if surface.ends_with(['.', '?', '!']) {
                self.followers[word as usize].push(END);
                before = None;
            }
        }
    }

    /// Says a sentence of at most so many words; gives back how many.
    pub fn say(&self, chance: &mut Chance, room: usize, text: &mut String) -> usize {
        let mut n_words = 0;
        let mut next = chance.pick(&self.openers).copied();
        while let Some(word) = next.filter(|word| *word != END && n_words < room) {
            if !text.is_empty() {
                text.push(' ');
            }
            let surface = &self.words[word as usize];
            if n_words > 0 && chance.is_one_in(INVENTED_EVERY) {
                text.push_str(self.invented_word(chance));
                text.push_str(punctuation_after(surface));
            } else {
                text.push_str(surface);
            }
            n_words += 1;
            next = chance.pick(&self.followers[word as usize]).copied();
        }
        if n_words > 0 && !text.ends_with(['.', '?', '!']) {
            text.truncate(text.trim_end_matches([',', ';', ':', '-', '…']).len());
            text.push('.');
        }
        n_words
    }

    /// Says a pain or an objection; gives back how many words.
    pub fn complain(&self, chance: &mut Chance, text: &mut String) -> usize {
        let Some(complaint) = chance.pick(&self.complaints) else {
            return 0;
        };
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(complaint);
        complaint.split_whitespace().count()
    }

    fn invented_word(&self, chance: &mut Chance) -> &str {
        let drawn = chance.share();
        let rank = self.shares.partition_point(|share| *share <= drawn);
        self.invented.get(rank).map_or("thing", String::as_str)
    }
}

fn punctuation_after(surface: &str) -> &str {
    let bare = surface.trim_end_matches(|c: char| !c.is_alphanumeric());
    surface.get(bare.len()..).unwrap_or("")
}

fn invented() -> Vec<String> {
    let mut chance = Chance::seeded(11);
    let mut seen = HashSet::new();
    let mut words = Vec::with_capacity(INVENTED);
    while words.len() < INVENTED {
        let mut word = String::new();
        for _ in 0..2 + chance.below(2) {
            for parts in [ONSETS, VOWELS, CODAS] {
                word.push_str(chance.pick(parts).copied().unwrap_or(""));
            }
        }
        word.push_str(chance.pick(ENDINGS).copied().unwrap_or(""));
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn zipf_shares(n: usize) -> Vec<f64> {
    let weights: Vec<f64> = (0..n)
        .map(|rank| 1.0 / (rank as f64 + 2.7).powf(1.05))
        .collect();
    let total: f64 = weights.iter().sum();
    let mut so_far = 0.0;
    let mut share = |weight: &f64| {
        so_far += weight / total;
        so_far
    };
    weights.iter().map(&mut share).collect()
}

fn complaints(lexicons: &Lexicons) -> Vec<String> {
    let spoken = lexicons
        .entries
        .iter()
        .filter(|entry| matches!(entry.tag.kind(), "pain" | "objection"));
    spoken
        .flat_map(|entry| entry.hear.iter().cloned())
        .collect()
}
