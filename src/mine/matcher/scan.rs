//! Does one pattern stand at one word of a sentence?
//!
//! Places are tried from the first to the last; gaps, optional places and longer choices are tried in turn, the
//! nearest first, and the whole is bounded.

use std::cell::Cell;

use crate::mine::class::Class;
use crate::mine::letters::Letters;
use crate::mine::matcher::near::{Drawers, Near};
use crate::mine::people::Said;
use crate::mine::vocabulary::WordInfo;
use crate::mine::words::{Reader, Word};

/// A pattern with its words numbered.
pub struct Compiled {
    pub places: Box<[Place]>,
    at_start: bool,
    at_end: bool,
    /// The drawers of the words that may come first.
    first: Drawers,
}

impl Compiled {
    pub fn new(places: Box<[Place]>, at_start: bool, at_end: bool) -> Compiled {
        let opening = places.iter().position(|place| !place.optional);
        let openers = &places[..=opening.unwrap_or(0)];
        let first = openers.iter().fold(0, |all, place| all | place.first);
        Compiled {
            places,
            at_start,
            at_end,
            first,
        }
    }
}

pub struct Place {
    pub choices: Box<[Numbered]>,
    pub optional: bool,
    pub gap: u8,
    /// The drawers of the words that may come first in it; all of them where a class or any letters may stand.
    first: Drawers,
}

impl Place {
    pub fn new(choices: Box<[Numbered]>, optional: bool, gap: u8) -> Place {
        let first = choices.iter().fold(0, |all, choice| all | choice.first());
        Place {
            choices,
            optional,
            gap,
            first,
        }
    }
}

/// One choice of a place.
pub enum Numbered {
    /// Words one right after the other.
    Words(Box<[WordSet]>),
    Class(Class),
    Letters(Box<Letters>),
}

impl Numbered {
    fn first(&self) -> Drawers {
        match self {
            Numbered::Words(sets) => sets.first().map_or(0, |set| set.drawers),
            Numbered::Class(_) | Numbered::Letters(_) => Drawers::MAX,
        }
    }
}

/// The stems and exact forms that may stand in one spot.
pub struct WordSet {
    /// Sorted.
    pub numbers: Box<[u32]>,
    /// The stems of all of them, sorted.
    pub stems: Box<[u32]>,
    pub drawers: Drawers,
}

impl WordSet {
    fn has(&self, info: &WordInfo) -> bool {
        let has = |number: u32| {
            number != 0
                && if self.numbers.len() <= 4 {
                    self.numbers.contains(&number)
                } else {
                    self.numbers.binary_search(&number).is_ok()
                }
        };
        has(info.stem) || has(info.exact)
    }
}

/// Gaps can be filled in many ways; after so many tries a pattern does not stand here. Real speech needs a few dozen.
const MOST_STEPS: u32 = 5_000;

/// One pattern held against one sentence.
pub struct Scan<'a> {
    pattern: &'a Compiled,
    sentence: &'a [Word],
    /// The drawers of the sentence's words.
    drawers: &'a [Drawers],
    reader: &'a Reader<'a>,
    said: Said<'a>,
    /// What is left of [`MOST_STEPS`].
    steps: Cell<u32>,
}

impl<'a> Scan<'a> {
    pub fn new(
        pattern: &'a Compiled,
        sentence: &'a [Word],
        said: Said<'a>,
        reader: &'a Reader<'a>,
        near: &'a Near,
    ) -> Scan<'a> {
        Scan {
            pattern,
            sentence,
            drawers: near.words(),
            reader,
            said,
            steps: Cell::new(MOST_STEPS),
        }
    }

    /// The last word that the pattern covers when its first word stands at `start`.
    #[inline]
    pub fn from(&self, start: usize) -> Option<usize> {
        if !self.may_stand(self.pattern.first, start) || (self.pattern.at_start && start > 0) {
            return None;
        }
        self.place(0, start, None)
    }

    /// Matches the places from `index` on; `gap` is the one left over by optional places that were skipped, `None`
    /// before the first word.
    fn place(&self, index: usize, at: usize, gap: Option<u8>) -> Option<usize> {
        let Some(place) = self.pattern.places.get(index) else {
            let fits = !self.pattern.at_end || at == self.sentence.len();
            return (fits && gap.is_some()).then(|| at - 1);
        };
        let widest = gap.map_or(0, |gap| gap.max(place.gap)) as usize;
        let farthest = (at + widest).min(self.sentence.len().saturating_sub(1));
        for start in at..=farthest {
            if !self.may_stand(place.first, start) {
                continue;
            }
            let left = self.steps.get().saturating_sub(1);
            self.steps.set(left);
            if left == 0 {
                return None;
            }
            for choice in &place.choices {
                let len = self.len_at(choice, start);
                if len > 0
                    && let Some(last) = self.place(index + 1, start + len, Some(0))
                {
                    return Some(last);
                }
            }
        }
        if place.optional {
            return self.place(index + 1, at, gap.map(|gap| gap.max(place.gap)));
        }
        None
    }

    /// Whether a word of these drawers stands at `at`. A class may stand where no pattern names the word.
    #[inline]
    fn may_stand(&self, wanted: Drawers, at: usize) -> bool {
        wanted == Drawers::MAX
            || self
                .drawers
                .get(at)
                .is_some_and(|drawer| drawer & wanted != 0)
    }

    /// How many words at `at` the choice takes; 0 where it does not stand there.
    #[inline]
    fn len_at(&self, choice: &Numbered, at: usize) -> usize {
        match choice {
            Numbered::Words(sets) => {
                let fits = sets.iter().enumerate().all(|(offset, set)| {
                    self.drawers
                        .get(at + offset)
                        .is_some_and(|drawer| drawer & set.drawers != 0)
                        && set.has(self.reader.info(&self.sentence[at + offset]))
                });
                if fits { sets.len() } else { 0 }
            }
            Numbered::Class(class) => self
                .sentence
                .get(at..)
                .map_or(0, |words| class.len_at(words, self.said)),
            Numbered::Letters(letters) => letters.len_at(self.said.text, self.sentence, at),
        }
    }
}
