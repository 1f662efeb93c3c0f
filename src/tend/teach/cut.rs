//! On which of the words that a person marked could a pattern stand?
//!
//! On those that tell something: words of grammar are said everywhere, and names nowhere else. A word that a list of
//! `classes.toml` holds may have the list in its place, and a figure has its class. Lists by sense are no classes: a
//! pattern cannot name them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::call::{Call, Span};
use crate::mine::class::Class;
use crate::mine::cues::Cues;
use crate::mine::lexicon::Classes;
use crate::mine::vocabulary::{Vocabulary, stem_hash};
use crate::mine::words::contraction::split_contraction;
use crate::mine::words::{Reader, Word, Words};
use crate::tend::discover::sheet::{Piece, Readers, form, names};
use crate::tend::discover::weight::{self, Weight};
use crate::tend::teach::Said;
use crate::text::stem::fold;

/// What may stand in one place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A word in any form, by the number of its stem.
    Word(u64),
    /// A word class, by its name.
    Class(String),
}

/// A telling word, or a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which words of the turn it is.
    pub first: u32,
    pub last: u32,
    /// What a pattern may have in its place, the narrowest first; one at least.
    pub places: Vec<Place>,
}

/// Marked words, and on what patterns could stand in each of their sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    pub said: Said,
    pub sentences: Vec<Vec<Item>>,
}

/// The computed classes, those first that say more.
pub const FIGURES: [(Class, &str); 4] = [
    (Class::Money, "money"),
    (Class::Share, "share"),
    (Class::Duration, "duration"),
    (Class::Number, "number"),
];

/// Cuts marked words, and remembers in which form each was said.
pub struct Cutter<'c> {
    readers: Readers<'c>,
    /// By stem: the lists that hold the word, the shortest first, and the form in which alone they do.
    lists: FxHashMap<u64, Vec<(&'c str, Option<String>)>>,
    forms: FxHashMap<u64, String>,
}

impl<'c> Cutter<'c> {
    /// For patterns that may name these lists.
    pub fn new(vocabulary: &'c Vocabulary, classes: &'c Classes) -> Cutter<'c> {
        let mut lists: FxHashMap<u64, Vec<(&'c str, Option<String>)>> = FxHashMap::default();
        let mut shortest: Vec<(&String, &Vec<String>)> = classes.iter().collect();
        shortest.sort_by_key(|(name, words)| (words.len(), *name));
        for (name, words) in shortest {
            for (stem, exact) in words.iter().filter_map(|word| single(word, vocabulary)) {
                let holds = (name.as_str(), exact);
                lists.entry(stem).or_default().push(holds);
            }
        }
        Cutter {
            readers: Readers::new(vocabulary),
            lists,
            forms: FxHashMap::default(),
        }
    }

    /// Cuts marked words of a call.
    pub fn cut(&mut self, call: &Call, said: Said) -> Lesson {
        let Cutter {
            readers,
            lists,
            forms,
        } = self;
        let vocabulary = readers.vocabulary;
        let names = names(call, vocabulary);
        let text = call.turns.get(said.turn as usize);
        let text = text.map_or("", |turn| turn.text.as_str());
        let sentences = readers.lend(|reader, words| {
            reader.read(text, words);
            let mut sheet = Sheet {
                text,
                words,
                reader,
                vocabulary,
                names: &names,
                lists,
                forms,
            };
            sheet.sentences(said.span())
        });
        Lesson { said, sentences }
    }

    /// By the number of a stem: the form in which it was marked first.
    pub fn forms(&self) -> &FxHashMap<u64, String> {
        &self.forms
    }
}

/// The stem of a list's word, and its form where only that is meant; `None` for several words, which stand in no
/// single place of what was said.
pub fn single(written: &str, vocabulary: &Vocabulary) -> Option<(u64, Option<String>)> {
    let (word, is_exact) = match written.trim().strip_prefix('=') {
        Some(word) => (word, true),
        None => (written.trim(), false),
    };
    if word.contains(char::is_whitespace) {
        return None;
    }
    let mut parts = split_contraction(&fold(word)).into_iter();
    match (parts.next(), parts.next()) {
        (Some(part), None) if !part.is_empty() => {
            let stem = stem_hash(&vocabulary.stem(&part));
            Some((stem, is_exact.then_some(part)))
        }
        _ => None,
    }
}

/// Whether a word may begin a figure.
pub fn is_figure(word: &Word) -> bool {
    word.cues.has(Cues::NUMBER.with(Cues::NUMBER_WORD))
}

/// A turn that is being cut.
struct Sheet<'s, 'c> {
    text: &'s str,
    words: &'s Words,
    reader: &'s Reader<'c>,
    vocabulary: &'s Vocabulary,
    names: &'s FxHashSet<u64>,
    lists: &'s FxHashMap<u64, Vec<(&'c str, Option<String>)>>,
    forms: &'s mut FxHashMap<u64, String>,
}

impl Sheet<'_, '_> {
    fn sentences(&mut self, marked: Span) -> Vec<Vec<Item>> {
        let ranges: Vec<_> = self.words.by_sentence().collect();
        let sentences = ranges.into_iter().map(|range| {
            let (mut items, mut at) = (Vec::new(), range.start);
            while at < range.end {
                let item = self.item(at, range.end, marked);
                at = item.as_ref().map_or(at, |item| item.last as usize) + 1;
                items.extend(item);
            }
            items
        });
        sentences.filter(|items| !items.is_empty()).collect()
    }

    /// What begins with a word, if it is a marked one that tells something.
    fn item(&mut self, at: usize, end: usize, marked: Span) -> Option<Item> {
        let word = &self.words.items[at];
        let span = Span {
            start: word.start,
            end: word.end,
        };
        if !span.overlaps(marked) {
            return None;
        }
        if is_figure(word) {
            return figure(&self.words.items[at..end], at);
        }
        let stem = self.reader.info(word).hash;
        let weight = match self.names.contains(&stem) {
            true => Weight::Name,
            false => weight::of(stem),
        };
        if matches!(weight, Weight::Weak | Weight::Name) {
            return None;
        }
        let at = at as u32;
        let piece = Piece {
            stem,
            weight,
            first: at,
            last: at,
            span,
            is_heard: false,
        };
        let form = form(&piece, self.text, self.vocabulary)?;
        let mut places = vec![Place::Word(stem)];
        let lists = self.lists.get(&stem).into_iter().flatten();
        let mut lists = lists.filter(|(_, exact)| exact.as_ref().is_none_or(|one| *one == form));
        places.extend(
            lists
                .next()
                .map(|(name, _)| Place::Class((*name).to_owned())),
        );
        self.forms.entry(stem).or_insert(form);
        Some(Item {
            first: at,
            last: at,
            places,
        })
    }
}

/// The figure with which some words begin.
fn figure(words: &[Word], at: usize) -> Option<Item> {
    let mut found = FIGURES.into_iter().map(|(class, name)| {
        (
            class.len_at(words, crate::mine::people::Said::unseen()),
            name,
        )
    });
    let (len, name) = found.find(|(len, _)| *len > 0)?;
    Some(Item {
        first: at as u32,
        last: (at + len - 1) as u32,
        places: vec![Place::Class(name.to_owned())],
    })
}
