//! Which patterns stand in a sentence, and where?
//!
//! Every pattern is filed under the rarest word, or the rarest two words close together, that it cannot do without.
//! So a sentence is walked once, and only the few patterns that may stand there are matched place by place.

mod near;

mod scan;

mod spots;

mod pairs;

mod files;

use crate::mine::class::Class;
use crate::mine::matcher::files::{Files, Plan};
use crate::mine::matcher::pairs::{Closeness, REACH};
use crate::mine::matcher::scan::{Compiled, Numbered, Place, Scan, WordSet};
use crate::mine::pattern::{Atom, Choice, Pattern};
use crate::mine::people::Said;
use crate::mine::vocabulary::Vocabulary;
use crate::mine::words::{Reader, Word};

pub use crate::mine::matcher::near::{Drawers, Near};

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
    /// By the caller's number of the pattern.
    patterns: Vec<Compiled>,
    files: Files,
    names_people: bool,
}

/// A sentence that is searched.
struct Searched<'a> {
    words: &'a [Word],
    said: Said<'a>,
    reader: &'a Reader<'a>,
    near: &'a Near,
}

impl Matcher {
    /// Adds a pattern; they are numbered from 0 in the order in which they are added.
    pub fn add(&mut self, pattern: &Pattern) {
        let places = pattern
            .elements
            .iter()
            .map(|element| {
                let choices = element.choices.iter();
                let choices = choices.map(|choice| self.number(choice)).collect();
                Place::new(choices, element.optional, element.gap)
            })
            .collect();
        self.patterns
            .push(Compiled::new(places, pattern.at_start, pattern.at_end));
    }

    fn number(&mut self, choice: &Choice) -> Numbered {
        match choice {
            Choice::Words(spots) => {
                Numbered::Words(spots.iter().map(|atoms| self.word_set(atoms)).collect())
            }
            Choice::Class(name) => {
                // A pattern with an unknown class is not parsed.
                let class = Class::from_name(name).unwrap_or(Class::Number);
                self.names_people |= class == Class::Person;
                Numbered::Class(class)
            }
            Choice::Letters(letters) => Numbered::Letters(Box::new(letters.clone())),
        }
    }

    fn word_set(&mut self, atoms: &[Atom]) -> WordSet {
        let mut numbers: Vec<u32> = atoms.iter().map(|atom| self.vocabulary.add(atom)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut stems: Vec<u32> = atoms
            .iter()
            .map(|atom| self.vocabulary.stem_of(atom))
            .collect();
        stems.sort_unstable();
        stems.dedup();
        WordSet {
            drawers: self.vocabulary.drawers(&stems),
            numbers: numbers.into(),
            stems: stems.into(),
        }
    }

    /// Whether any pattern asks for names of people.
    pub fn names_people(&self) -> bool {
        self.names_people
    }

    /// Files every pattern. Call once, after the last [`Matcher::add`].
    pub fn file(&mut self) {
        self.files = Files::new(&self.patterns, &self.vocabulary);
    }

    /// Finds every pattern in one sentence's words and adds it to `found`, indexes counted from `offset`.
    pub fn find(
        &self,
        words: &[Word],
        offset: u32,
        said: Said<'_>,
        reader: &Reader<'_>,
        near: &mut Near,
        found: &mut Vec<Found>,
    ) {
        near.read(words, reader);
        let searched = Searched {
            words,
            said,
            reader,
            near,
        };
        let (stems, drawers) = (searched.near.stems(), searched.near.words());
        for (at, stem) in stems.iter().enumerate().filter(|(_, stem)| **stem != 0) {
            let mut look = |plans: &[u32]| {
                for plan in plans {
                    let plan = self.files.plan(*plan);
                    if let Some((first, last)) = self.around(plan, &searched, at) {
                        found.push(Found {
                            pattern: plan.pattern,
                            first: offset + first as u32,
                            last: offset + last as u32,
                        });
                    }
                }
            };
            let file = self.files.of(*stem);
            look(self.files.single(file));
            for (distance, drawer) in drawers[at + 1..].iter().take(REACH).enumerate() {
                let other = || stems[at + 1 + distance];
                if distance == 0 && file.next & drawer != 0 {
                    look(self.files.pair(*stem, other(), Closeness::Next));
                }
                if file.near & drawer != 0 {
                    look(self.files.pair(*stem, other(), Closeness::Near));
                }
            }
        }
    }

    /// The words that a pattern covers around the word `at`, the nearest beginning first.
    fn around(&self, plan: &Plan, sentence: &Searched<'_>, at: usize) -> Option<(usize, usize)> {
        let is_near = |(place, drawers)| sentence.near.may_have(at, place, drawers);
        if !plan.needs.into_iter().all(is_near) {
            return None;
        }
        let pattern = &self.patterns[plan.pattern as usize];
        let Searched {
            words,
            said,
            reader,
            near,
        } = *sentence;
        let scan = Scan::new(pattern, words, said, reader, near);
        let nearest = at.checked_sub(plan.nearest as usize)?;
        let farthest = at.saturating_sub(plan.farthest as usize);
        (farthest..=nearest).rev().find_map(|start| {
            let last = scan.from(start)?;
            (last >= at).then_some((start, last))
        })
    }
}
