//! Which words behave alike?
//!
//! Two words do when they keep the same company: the same neighbors to the left and right, the same telling words a
//! little farther on. How much a companion says is its positive pointwise mutual information with the word; how alike
//! two words are is the cosine of all of that. Nothing but the archive itself is asked.

use rustc_hash::FxHashMap;

use crate::tend::discover::counts::{Counts, word_and_company};

/// A word is compared when it was met so often, and at several accounts.
const FEWEST: u32 = 5;
/// A companion says something when it was met so often.
const FEWEST_COMPANY: f64 = 4.0;
/// A word with fewer companions that say something is like every other that has one of them.
const LEAST_COMPANY: usize = 5;
/// The companions of a word that are looked at: those that say most.
const MOST_COMPANY: usize = 150;
/// Weighs rare companions down (Levy, Goldberg and Dagan 2015).
const SMOOTHING: f64 = 0.75;
/// Words less alike than this are not alike at all. Found by looking, at half a million words of calls.
const LEAST: f32 = 0.12;
/// The words most like a word, of which there are so many.
const NEAREST: usize = 12;

/// Companions with what each says.
type Vector = Vec<(u32, f32)>;

/// All words with their company.
pub struct Space {
    words: Vec<u32>,
    /// By place among the words; each of length one.
    vectors: Vec<Vector>,
    /// By word: its place.
    places: FxHashMap<u32, u32>,
    /// By companion: the places of the words that keep it.
    keepers: FxHashMap<u32, Vector>,
    /// What was asked before.
    nearest: FxHashMap<u32, Vec<(u32, f32)>>,
}

impl Space {
    /// Reads what was counted.
    pub fn new(counts: &Counts) -> Space {
        let mut pairs: Vec<(u64, u32)> = counts.company.iter().map(|(key, n)| (key, *n)).collect();
        // Sorted by word; and sums of fractions come out the same in every run.
        pairs.sort_unstable();
        let sums = Sums::of(&pairs);
        let mut space = Space {
            words: Vec::new(),
            vectors: Vec::new(),
            places: FxHashMap::default(),
            keepers: FxHashMap::default(),
            nearest: FxHashMap::default(),
        };
        for of_word in pairs.chunk_by(|a, b| word_and_company(a.0).0 == word_and_company(b.0).0) {
            let Some((word, _)) = of_word.first().map(|(key, _)| word_and_company(*key)) else {
                continue;
            };
            let seen = counts.stems.get(word).seen;
            if seen.n < FEWEST || !seen.accounts.are_many() {
                continue;
            }
            let vector = sums.vector(of_word);
            if vector.len() >= LEAST_COMPANY {
                space.add(word, vector);
            }
        }
        space
    }

    fn add(&mut self, word: u32, vector: Vector) {
        let place = self.words.len() as u32;
        for (companion, weight) in &vector {
            let keepers = self.keepers.entry(*companion).or_default();
            keepers.push((place, *weight));
        }
        self.places.insert(word, place);
        self.words.push(word);
        self.vectors.push(vector);
    }

    /// The words most like a word, with how alike they are.
    pub fn nearest(&mut self, word: u32) -> Vec<(u32, f32)> {
        if let Some(known) = self.nearest.get(&word) {
            return known.clone();
        }
        let found = self.look_around(word);
        self.nearest.insert(word, found.clone());
        found
    }

    fn look_around(&self, word: u32) -> Vec<(u32, f32)> {
        let Some(own) = self.places.get(&word) else {
            return Vec::new();
        };
        let mut cosines = vec![0f32; self.words.len()];
        for (companion, weight) in &self.vectors[*own as usize] {
            for (place, other) in self.keepers.get(companion).into_iter().flatten() {
                cosines[*place as usize] += weight * other;
            }
        }
        cosines[*own as usize] = 0.0;
        let others = self.words.iter().copied().zip(cosines);
        let mut near: Vec<(u32, f32)> = others.filter(|(_, cosine)| *cosine >= LEAST).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(NEAREST);
        near
    }
}

/// How often each word and each companion was counted in all.
struct Sums {
    words: FxHashMap<u32, f64>,
    company: FxHashMap<u32, f64>,
    /// Of the smoothed sums of companions.
    smoothed: f64,
}

impl Sums {
    fn of(pairs: &[(u64, u32)]) -> Sums {
        let mut words: FxHashMap<u32, f64> = FxHashMap::default();
        let mut company: FxHashMap<u32, f64> = FxHashMap::default();
        for (key, n) in pairs {
            let (word, companion) = word_and_company(*key);
            *words.entry(word).or_default() += f64::from(*n);
            *company.entry(companion).or_default() += f64::from(*n);
        }
        // Whole numbers come out the same in any order; their roots would not.
        let mut sums: Vec<f64> = company.values().copied().collect();
        sums.sort_by(f64::total_cmp);
        Sums {
            words,
            company,
            smoothed: sums.iter().map(|sum| sum.powf(SMOOTHING)).sum(),
        }
    }

    /// What a word's companions say, those that say most.
    fn vector(&self, of_word: &[(u64, u32)]) -> Vector {
        let weights = of_word.iter().filter_map(|(key, n)| {
            let (word, companion) = word_and_company(*key);
            let weight = self.information(word, companion, f64::from(*n));
            (weight > 0.0).then_some((companion, weight as f32))
        });
        let mut vector: Vector = weights.collect();
        vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(MOST_COMPANY);
        let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        for (_, weight) in &mut vector {
            *weight /= length;
        }
        vector
    }

    /// Positive pointwise mutual information, less where little was counted (Pantel and Lin 2002).
    fn information(&self, word: u32, companion: u32, n: f64) -> f64 {
        let sum = |sums: &FxHashMap<u32, f64>, key: u32| sums.get(&key).copied().unwrap_or(0.0);
        let (own, theirs) = (sum(&self.words, word), sum(&self.company, companion));
        if theirs < FEWEST_COMPANY {
            return 0.0;
        }
        let of_chance = own * theirs.powf(SMOOTHING) / self.smoothed;
        let least = own.min(theirs);
        (n / of_chance).ln().max(0.0) * (n / (n + 1.0)) * (least / (least + 1.0))
    }
}
