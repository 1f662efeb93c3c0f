//! Which patterns stand in a sentence, and where?
//!
//! Every sequence is filed under its rarest word, so that a sentence is looked at once and only the sequences
//! whose rare word it holds are checked, outwards from that word.

use std::cell::Cell;

use crate::mine::class::{Class, LONGEST};
use crate::mine::pattern::{Accepts, Sequence};
use crate::mine::vocabulary::{Vocabulary, WordInfo};
use crate::mine::words::{Reader, Word};

/// A sequence with its words numbered.
struct Compiled {
    /// The caller's number of the pattern.
    pattern: u32,
    places: Vec<Place>,
    at_start: bool,
    at_end: bool,
}

struct Place {
    accepts: Numbered,
    gap: u8,
}

enum Numbered {
    /// Sorted numbers of stems and exact forms.
    Words(Box<[u32]>),
    Class(Class),
}

/// One pattern found: the words from `first` to `last`, as indexes into the turn's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub pattern: u32,
    pub first: u32,
    pub last: u32,
}

/// All patterns of all lexicons, ready to run.
#[derive(Default)]
pub struct Matcher {
    pub vocabulary: Vocabulary,
    sequences: Vec<Compiled>,
    /// By word number: the sequences filed there; nothing at 0, the number of words that no pattern names.
    filed: Vec<Vec<Filed>>,
}

/// A sequence filed under one of its words.
#[derive(Clone, Copy)]
struct Filed {
    sequence: u32,
    /// The place that the word takes in the sequence.
    place: u8,
    /// Where the words of `needs` must stand.
    places: [Where; 2],
    /// The next two rarest places: where none of their words is near, the sequence need not be looked at.
    needs: [Signature; 2],
}

/// Where to look: an index into what [`Surroundings::at`] gives.
type Where = u8;

/// A set of words, thrown into 64 drawers.
type Signature = u64;

/// The drawer of a word; none for 0.
#[inline]
fn bit(number: u32) -> Signature {
    if number == 0 {
        0
    } else {
        1 << (number.wrapping_mul(0x9E37_79B1) >> 26)
    }
}

/// How many words the windows reach, to each side of a word.
const WIDTHS: [usize; 4] = [1, 2, 4, 8];
/// The widest window.
const WINDOW: usize = 8;
/// Anywhere in the sentence: farther away than a window reaches.
const SENTENCE: Where = 2 * WIDTHS.len() as Where;

/// Where the place `other` must stand as seen from the place `at`, when everything between is as wide as it may be.
fn place_of(places: &[Place], at: usize, other: usize) -> Where {
    let (from, to) = (at.min(other), at.max(other));
    let own = |place: &Place| {
        if matches!(place.accepts, Numbered::Class(_)) {
            LONGEST
        } else {
            1
        }
    };
    let between: usize = places[from + 1..=to]
        .iter()
        .map(|place| own(place) + place.gap as usize)
        .sum();
    let farthest = between + own(&places[from]) - 1;
    match WIDTHS.iter().position(|width| farthest <= *width) {
        Some(width) => 2 * width as Where + Where::from(other > at),
        None => SENTENCE,
    }
}

/// Which words stand near each word of a sentence.
struct Surroundings {
    /// By width, then by word with a window of nothing before the first: the words of the window that begins there.
    windows: [Vec<Signature>; WIDTHS.len()],
    sentence: Signature,
}

impl Surroundings {
    fn of(sentence: &[Word], reader: &Reader<'_>) -> Surroundings {
        let n = sentence.len() + 2 * WINDOW;
        let mut words = vec![0; n];
        for (word, here) in sentence
            .iter()
            .zip(&mut words[WINDOW..])
            .filter(|(word, _)| word.info != 0)
        {
            let info = reader.info(word);
            *here = bit(info.stem) | bit(info.exact);
        }
        let sentence = words.iter().fold(0, |all, one| all | one);
        let doubled = |half: &[Signature], width: usize| -> Vec<Signature> {
            (0..n)
                .map(|at| half[at] | half.get(at + width).copied().unwrap_or(0))
                .collect()
        };
        let two = doubled(&words, 1);
        let four = doubled(&two, 2);
        let eight = doubled(&four, 4);
        Surroundings {
            windows: [words, two, four, eight],
            sentence,
        }
    }

    /// What stands before and after the word `at`, by width, and anywhere around it.
    #[inline]
    fn at(&self, at: usize) -> [Signature; 2 * WIDTHS.len() + 1] {
        let mut near = [self.sentence; 2 * WIDTHS.len() + 1];
        for (index, (width, windows)) in WIDTHS.iter().zip(&self.windows).enumerate() {
            near[2 * index] = windows[at + WINDOW - width];
            near[2 * index + 1] = windows[at + WINDOW + 1];
        }
        near
    }
}

fn signature(words: &[u32]) -> Signature {
    words.iter().fold(0, |all, word| all | bit(*word))
}

impl Matcher {
    /// Adds the sequences of one pattern.
    pub fn add(&mut self, pattern: u32, sequences: &[Sequence]) {
        for sequence in sequences {
            let places = sequence
                .elements
                .iter()
                .map(|element| Place {
                    accepts: self.number(&element.accepts),
                    gap: element.gap,
                })
                .collect();
            self.sequences.push(Compiled {
                pattern,
                places,
                at_start: sequence.at_start,
                at_end: sequence.at_end,
            });
        }
    }

    fn number(&mut self, accepts: &Accepts) -> Numbered {
        match accepts {
            Accepts::Words(atoms) => {
                let mut numbers: Vec<u32> =
                    atoms.iter().map(|atom| self.vocabulary.add(atom)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                Numbered::Words(numbers.into())
            }
            // `unfold` lets no unknown class through.
            Accepts::Class(name) => {
                Numbered::Class(Class::from_name(name).unwrap_or(Class::Number))
            }
        }
    }

    /// Files every sequence under its rarest place. Call once, after the last [`Matcher::add`].
    pub fn file(&mut self) {
        self.filed = vec![Vec::new(); self.vocabulary.len() + 1];
        for (index, sequence) in self.sequences.iter().enumerate() {
            let mut places: Vec<(u32, usize, &[u32])> = Vec::new();
            for (at, place) in sequence.places.iter().enumerate() {
                if let Numbered::Words(words) = &place.accepts {
                    places.push((
                        words
                            .iter()
                            .map(|word| self.vocabulary.frequency(*word))
                            .sum(),
                        at,
                        words,
                    ));
                }
            }
            places.sort_unstable();
            let Some((_, at, words)) = places.first() else {
                continue;
            };
            let needs = |nth: usize| match places.get(nth) {
                Some((_, other, words)) => {
                    (place_of(&sequence.places, *at, *other), signature(words))
                }
                None => (SENTENCE, Signature::MAX),
            };
            let ((first_place, first), (second_place, second)) = (needs(1), needs(2));
            let filed = Filed {
                sequence: index as u32,
                place: *at as u8,
                places: [first_place, second_place],
                needs: [first, second],
            };
            words
                .iter()
                .for_each(|word| self.filed[*word as usize].push(filed));
        }
    }

    /// Finds every pattern in one sentence's words and adds it to `found`, indexes counted from `offset`.
    pub fn find(
        &self,
        sentence: &[Word],
        offset: u32,
        reader: &Reader<'_>,
        found: &mut Vec<Found>,
    ) {
        let around = Surroundings::of(sentence, reader);
        for (at, word) in sentence
            .iter()
            .enumerate()
            .filter(|(_, word)| word.info != 0)
        {
            let info = reader.info(word);
            let near = around.at(at);
            for number in [info.stem, info.exact] {
                for filed in &self.filed[number as usize] {
                    let lacks =
                        |nth: usize| filed.needs[nth] & near[filed.places[nth] as usize] == 0;
                    if lacks(0) || lacks(1) {
                        continue;
                    }
                    let sequence = &self.sequences[filed.sequence as usize];
                    let scan = Scan {
                        sequence,
                        sentence,
                        reader,
                        steps: Cell::new(MOST_STEPS),
                    };
                    if let Some((first, last)) = scan.around(at, filed.place as usize) {
                        found.push(Found {
                            pattern: sequence.pattern,
                            first: offset + first as u32,
                            last: offset + last as u32,
                        });
                    }
                }
            }
        }
    }
}

/// One sequence held against one sentence.
struct Scan<'a> {
    sequence: &'a Compiled,
    sentence: &'a [Word],
    reader: &'a Reader<'a>,
    /// What is left of [`MOST_STEPS`].
    steps: Cell<u32>,
}

/// Gaps can be filled in many ways; after so many tries a pattern does not stand here. Real speech needs a few dozen.
const MOST_STEPS: u32 = 5_000;

impl Scan<'_> {
    /// The words that the sequence covers when its place `place` stands at word `at`.
    fn around(&self, at: usize, place: usize) -> Option<(usize, usize)> {
        let last = self.forward(at + 1, place + 1)?;
        let first = self.backward(at, place)?;
        Some((first, last))
    }

    /// Matches the places from `place` on, at word `at` or after a gap; gives the last word covered.
    fn forward(&self, at: usize, place: usize) -> Option<usize> {
        let Some(here) = self.sequence.places.get(place) else {
            return (!self.sequence.at_end || at == self.sentence.len()).then(|| at - 1);
        };
        for start in at..=(at + here.gap as usize).min(self.sentence.len().saturating_sub(1)) {
            let len = self.len_at(&here.accepts, start);
            if len > 0
                && let Some(last) = self.forward(start + len, place + 1)
            {
                return Some(last);
            }
        }
        None
    }

    /// Matches the places before `place`, ending right before word `at` or before a gap; gives the first word covered.
    fn backward(&self, at: usize, place: usize) -> Option<usize> {
        if place == 0 {
            return (!self.sequence.at_start || at == 0).then_some(at);
        }
        let gap = self.sequence.places[place].gap as usize;
        let before = &self.sequence.places[place - 1];
        for end in (at.saturating_sub(gap)..=at).rev() {
            let longest = match before.accepts {
                Numbered::Words(_) => 1,
                Numbered::Class(_) => LONGEST,
            };
            for len in 1..=longest.min(end) {
                if self.len_at(&before.accepts, end - len) == len
                    && let Some(first) = self.backward(end - len, place - 1)
                {
                    return Some(first);
                }
            }
        }
        None
    }

    /// How many words at `at` the place accepts; 0 for none.
    #[inline]
    fn len_at(&self, accepts: &Numbered, at: usize) -> usize {
        let Some(word) = self.sentence.get(at) else {
            return 0;
        };
        let left = self.steps.get().saturating_sub(1);
        self.steps.set(left);
        if left == 0 {
            return 0;
        }
        match accepts {
            Numbered::Words(numbers) => usize::from(accepts_word(numbers, self.reader.info(word))),
            Numbered::Class(class) => class.len_at(&self.sentence[at..]),
        }
    }
}

#[inline]
fn accepts_word(numbers: &[u32], info: &WordInfo) -> bool {
    let has = |number: u32| {
        number != 0
            && if numbers.len() <= 4 {
                numbers.contains(&number)
            } else {
                numbers.binary_search(&number).is_ok()
            }
    };
    has(info.stem) || has(info.exact)
}
