//! How rare are the places of a pattern in what prospects say?
//!
//! Counted over their sentences, each place once in each: how many would be heard by chance is then known before any
//! pattern is tried.

use rustc_hash::FxHashMap;

use crate::call::{Call, Side, Turn};
use crate::mine::lexicon::Classes;
use crate::mine::people::Said;
use crate::mine::vocabulary::Vocabulary;
use crate::mine::words::{Reader, Word};
use crate::tend::discover::sheet::Readers;
use crate::tend::teach::cut::{FIGURES, Lesson, Place, is_figure, single};

/// Every place that a draft could have, numbered.
#[derive(Debug, Default)]
pub struct Index {
    numbers: FxHashMap<Place, usize>,
    /// By stem: the places in which the word may stand.
    by_stem: FxHashMap<u64, Vec<usize>>,
    /// By computed class, in their order.
    figures: [Option<usize>; FIGURES.len()],
}

impl Index {
    /// Of all that was marked.
    pub fn new(lessons: &[Lesson], classes: &Classes, vocabulary: &Vocabulary) -> Index {
        let mut index = Index::default();
        let items = lessons
            .iter()
            .flat_map(|lesson| &lesson.sentences)
            .flatten();
        for place in items.flat_map(|item| &item.places) {
            index.add(place, classes, vocabulary);
        }
        index
    }

    fn add(&mut self, place: &Place, classes: &Classes, vocabulary: &Vocabulary) {
        let next = self.numbers.len();
        let number = *self.numbers.entry(place.clone()).or_insert(next);
        if number != next {
            return;
        }
        match place {
            Place::Word(stem) => self.by_stem.entry(*stem).or_default().push(number),
            Place::Class(name) => {
                let words = classes.get(name).into_iter().flatten();
                for (stem, _) in words.filter_map(|word| single(word, vocabulary)) {
                    self.by_stem.entry(stem).or_default().push(number);
                }
                let is_it = |(_, computed): &(_, &str)| *computed == name.as_str();
                if let Some(at) = FIGURES.iter().position(is_it) {
                    self.figures[at] = Some(number);
                }
            }
        }
    }

    /// How often each place stands in a call's sentences of prospects.
    pub fn look(&self, call: &Call, readers: &Readers<'_>) -> Counted {
        let mut counted = Counted::new(self);
        let is_prospect = |turn: &&Turn| call.speaker(turn).side == Side::Prospect;
        readers.lend(|reader, words| {
            let mut here = Vec::new();
            for turn in call.turns.iter().filter(is_prospect) {
                reader.read(&turn.text, words);
                for range in words.by_sentence() {
                    self.places(&words.items[range], reader, &mut here);
                    counted.n_sentences += 1;
                    here.iter().for_each(|number| counted.n[*number] += 1);
                }
            }
        });
        counted
    }

    /// The places in which the words of a sentence may stand, each once.
    fn places(&self, sentence: &[Word], reader: &Reader<'_>, here: &mut Vec<usize>) {
        here.clear();
        for (at, word) in sentence.iter().enumerate() {
            let stem = reader.info(word).hash;
            here.extend(self.by_stem.get(&stem).into_iter().flatten());
            if is_figure(word) {
                let figures = FIGURES.iter().zip(self.figures);
                let stands = figures
                    .filter(|((class, _), _)| class.len_at(&sentence[at..], Said::unseen()) > 0);
                here.extend(stands.filter_map(|(_, number)| number));
            }
        }
        here.sort_unstable();
        here.dedup();
    }
}

/// Sentences of prospects, and by place in how many of them it stands.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    n: Vec<u64>,
    n_sentences: u64,
}

impl Counted {
    /// Nothing counted yet.
    pub fn new(index: &Index) -> Counted {
        Counted {
            n: vec![0; index.numbers.len()],
            n_sentences: 0,
        }
    }

    /// Adds what was counted in another call.
    pub fn add(&mut self, other: &Counted) {
        self.n_sentences += other.n_sentences;
        for (own, theirs) in self.n.iter_mut().zip(&other.n) {
            *own += theirs;
        }
    }
}

/// How rare each place is.
#[derive(Debug)]
pub struct Rarity {
    index: Index,
    counted: Counted,
}

impl Rarity {
    /// From what was counted.
    pub fn new(index: Index, counted: Counted) -> Rarity {
        Rarity { index, counted }
    }

    /// In what share of the sentences a place stands. What was never met is rare, not impossible.
    pub fn share(&self, place: &Place) -> f64 {
        let number = self.index.numbers.get(place);
        let n = number.map_or(0, |number| self.counted.n[*number]);
        (n as f64 + 0.5) / (self.counted.n_sentences as f64 + 1.0)
    }

    /// In how many sentences several places stand together by chance.
    pub fn expected(&self, places: &[Place]) -> f64 {
        let together: f64 = places.iter().map(|place| self.share(place)).product();
        together * self.counted.n_sentences as f64
    }
}
