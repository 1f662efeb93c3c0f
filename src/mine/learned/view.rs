//! How does the learned witness see a turn?
//!
//! As stems with their senses, unit by unit. Figures are one stem (`#`) however they are written, with `$` and `%`
//! where they are money or a share.

use std::ops::Range;

use crate::call::Span;
use crate::mine::cues::Cues;
use crate::mine::senses::SenseSet;
use crate::mine::unit::{Unit, units};
use crate::mine::vocabulary::{Vocabulary, fnv};
use crate::mine::words::{Reader, Words};

/// One stem of a unit.
#[derive(Debug, Clone, Copy)]
pub struct Stem {
    pub hash: u64,
    pub senses: SenseSet,
}

/// One unit of a turn.
#[derive(Debug, Clone)]
pub struct UnitView {
    pub span: Span,
    /// Indexes into the turn's words.
    pub words: Range<usize>,
    /// Indexes into the turn's stems.
    pub stems: Range<usize>,
    /// Senses of its stems; of two of them or more; of those with a negation shortly before.
    pub senses: SenseSet,
    pub twice: SenseSet,
    pub denied: SenseSet,
    /// It ends with a question mark.
    pub asks: bool,
    /// It begins as a question does.
    pub opens_as_question: bool,
}

/// A turn as stems.
#[derive(Debug, Default)]
pub struct TurnView {
    pub stems: Vec<Stem>,
    pub units: Vec<UnitView>,
}

/// Words between a negation and what it denies.
const DENIAL_REACH: usize = 4;

/// What the lists must know for the view to be made.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    negation: SenseSet,
    question: SenseSet,
    number: SenseSet,
    figure: Stem,
    money: Stem,
    share: Stem,
}

impl Marks {
    pub fn new(vocabulary: &Vocabulary) -> Marks {
        let senses = &vocabulary.senses;
        let stem = |sign: &str, senses: SenseSet| Stem {
            hash: fnv(sign),
            senses,
        };
        Marks {
            negation: senses.named("negation"),
            question: senses.named("question"),
            number: senses.named("number"),
            figure: stem("#", senses.named("number")),
            money: stem("$", senses.named("money")),
            share: stem("%", 0),
        }
    }
}

impl TurnView {
    /// Reads a turn, replacing what was there.
    pub fn read(&mut self, text: &str, words: &Words, reader: &Reader<'_>, marks: &Marks) {
        self.stems.clear();
        self.units.clear();
        for Unit { words: range, span } in units(words) {
            let start = self.stems.len();
            for word in &words.items[range.clone()] {
                let info = reader.info(word);
                let is_figure = word.cues.has(Cues::NUMBER)
                    || (word.cues.has(Cues::NUMBER_WORD) && info.senses & marks.number != 0);
                if !is_figure {
                    self.stems.push(Stem {
                        hash: info.hash,
                        senses: info.senses,
                    });
                    continue;
                }
                if word.cues.has(Cues::MONEY) {
                    self.stems.push(marks.money);
                }
                let goes_on = self.stems[start..]
                    .last()
                    .is_some_and(|last| last.hash == marks.figure.hash);
                if !goes_on {
                    self.stems.push(marks.figure);
                }
                if word.cues.has(Cues::PERCENT) {
                    self.stems.push(marks.share);
                }
            }
            let unit = self.unit(span, range, start, text, marks);
            self.units.push(unit);
        }
    }

    fn unit(
        &self,
        span: Span,
        words: Range<usize>,
        start: usize,
        text: &str,
        marks: &Marks,
    ) -> UnitView {
        let stems = &self.stems[start..];
        let (mut senses, mut twice, mut denied) = (0, 0, 0);
        let mut since_negation = usize::MAX;
        for stem in stems {
            twice |= senses & stem.senses;
            senses |= stem.senses;
            since_negation = since_negation.saturating_add(1);
            if since_negation <= DENIAL_REACH {
                denied |= stem.senses;
            }
            if stem.senses & marks.negation != 0 {
                since_negation = 0;
            }
        }
        UnitView {
            span,
            words,
            stems: start..self.stems.len(),
            senses,
            twice,
            denied,
            asks: span.slice(text).ends_with('?'),
            opens_as_question: stems
                .first()
                .is_some_and(|first| first.senses & marks.question != 0),
        }
    }

    /// The stems of a unit.
    pub fn stems_of(&self, unit: &UnitView) -> &[Stem] {
        &self.stems[unit.stems.clone()]
    }
}

/// So many stems of a rep's first unit are its beginning.
const BEGINNING: usize = 12;

/// What is remembered of a rep's turn.
#[derive(Debug, Clone, Default)]
pub struct RepTurn {
    pub index: u32,
    pub senses: SenseSet,
    /// Sorted.
    pub stems: Vec<u64>,
    pub last_unit: Vec<u64>,
    /// The beginning of the first one.
    pub first_unit: Vec<u64>,
    pub n_stems: usize,
    pub asks: bool,
    /// Asks for a yes or a no.
    pub asks_yes_no: bool,
}

impl RepTurn {
    /// Remembers a rep's turn.
    pub fn of(index: u32, view: &TurnView) -> RepTurn {
        let mut stems: Vec<u64> = view.stems.iter().map(|stem| stem.hash).collect();
        stems.sort_unstable();
        stems.dedup();
        let last = view.units.last();
        let last_stems = last.map_or(&[][..], |unit| view.stems_of(unit));
        let first_stems = view
            .units
            .first()
            .map_or(&[][..], |unit| view.stems_of(unit));
        let asks = last.is_some_and(|unit| unit.asks);
        RepTurn {
            index,
            senses: view.stems.iter().fold(0, |all, stem| all | stem.senses),
            stems,
            first_unit: first_stems
                .iter()
                .take(BEGINNING)
                .map(|stem| stem.hash)
                .collect(),
            n_stems: view.stems.len(),
            last_unit: last_stems.iter().map(|stem| stem.hash).collect(),
            asks,
            asks_yes_no: asks && last.is_some_and(|unit| !unit.opens_as_question),
        }
    }
}
