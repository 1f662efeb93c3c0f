//! Does one pattern stand wherever another stands?
//!
//! Decided from what is written, place by place, so that a yes can be trusted: each place of the first is found again
//! among the places of the second, in order, accepts all that the other accepts there, and lies no farther from the
//! place before than its gap allows. A no only means that it could not be shown: patterns with many optional places
//! are not compared, and neither is a group of several words with the same words outside of a group.

use rustc_hash::FxHashMap;

use crate::mine::class::LONGEST;
use crate::mine::pattern::{Atom, Choice, Element, Pattern};
use crate::text::stem::Stemmer;

/// Patterns with more optional places are not compared: every one doubles the ways in which a pattern stands.
const MOST_OPTIONAL: usize = 4;

/// Numbers for stems, exact forms and classes, so that comparing them is fast; shared by all shapes of a list.
#[derive(Default)]
pub struct Numbers {
    stemmer: Stemmer,
    known: FxHashMap<String, u32>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        let next = self.known.len() as u32 + 1;
        *self.known.entry(text.to_owned()).or_insert(next)
    }

    fn form(&mut self, atom: &Atom) -> Form {
        let (word, exact) = match atom {
            Atom::Stem(word) => (word, 0),
            Atom::Exact(word) => (word, self.of(word)),
        };
        let stem = self.stemmer.stem(word);
        Form {
            stem: self.of(&stem),
            exact,
        }
    }
}

/// A word that a place accepts; `exact` is 0 where any form will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    stem: u32,
    exact: u32,
}

#[derive(Debug, Clone)]
enum Accepted {
    /// Words one right after the other, each of them one of several, which are sorted.
    Words(Vec<Vec<Form>>),
    Class(u32),
}

impl Accepted {
    fn new(choice: &Choice, numbers: &mut Numbers) -> Accepted {
        let mut forms_of = |atoms: &Vec<Atom>| {
            let mut forms: Vec<Form> = atoms.iter().map(|atom| numbers.form(atom)).collect();
            forms.sort_unstable();
            forms
        };
        match choice {
            Choice::Words(spots) => Accepted::Words(spots.iter().map(&mut forms_of).collect()),
            Choice::Class(name) => Accepted::Class(numbers.of(&format!("{{{name}}}"))),
            Choice::Letters(letters) => {
                Accepted::Class(numbers.of(&format!("/{}/", letters.written())))
            }
        }
    }

    fn covers(&self, other: &Accepted) -> bool {
        match (self, other) {
            (Accepted::Words(own), Accepted::Words(theirs)) => {
                let has_all = |(own, theirs): (&Vec<Form>, &Vec<Form>)| {
                    theirs.iter().all(|form| has(own, *form))
                };
                own.len() == theirs.len() && own.iter().zip(theirs).all(has_all)
            }
            (Accepted::Class(own), Accepted::Class(theirs)) => own == theirs,
            _ => false,
        }
    }

    /// The numbers of the stems that may come first, or that of the class.
    fn openers(&self) -> Vec<u32> {
        match self {
            Accepted::Words(spots) => spots
                .first()
                .map(|forms| forms.iter().map(|form| form.stem).collect())
                .unwrap_or_default(),
            Accepted::Class(number) => vec![*number],
        }
    }

    fn longest(&self) -> usize {
        match self {
            Accepted::Words(spots) => spots.len(),
            Accepted::Class(_) => LONGEST,
        }
    }
}

fn has(forms: &[Form], wanted: Form) -> bool {
    let any_form = Form { exact: 0, ..wanted };
    forms.binary_search(&wanted).is_ok() || forms.binary_search(&any_form).is_ok()
}

/// One place of a pattern that is surely there.
#[derive(Debug, Clone)]
struct Slot {
    accepted: Vec<Accepted>,
    /// The most words that it takes.
    longest: usize,
    /// How many other words may stand before it.
    gap: usize,
}

impl Slot {
    fn new(accepted: Vec<Accepted>) -> Slot {
        let longest = accepted.iter().map(Accepted::longest).max().unwrap_or(0);
        Slot {
            accepted,
            longest,
            gap: 0,
        }
    }

    fn covers(&self, other: &Slot) -> bool {
        let is_covered = |theirs: &Accepted| self.accepted.iter().any(|own| own.covers(theirs));
        other.accepted.iter().all(is_covered)
    }
}

/// The slots of a place: one, or one for each word where it holds nothing but a run of words.
fn slots(element: &Element, numbers: &mut Numbers) -> Vec<Slot> {
    let choices = element.choices.iter();
    let accepted: Vec<Accepted> = choices
        .map(|choice| Accepted::new(choice, numbers))
        .collect();
    match <[Accepted; 1]>::try_from(accepted) {
        Ok([Accepted::Words(spots)]) => spots
            .into_iter()
            .map(|forms| Slot::new(vec![Accepted::Words(vec![forms])]))
            .collect(),
        Ok([class]) => vec![Slot::new(vec![class])],
        Err(several) => vec![Slot::new(several)],
    }
}

/// A pattern in every way in which it can stand: with and without each of its optional places.
pub struct Shape {
    /// Empty where there are too many to compare.
    variants: Vec<Vec<Slot>>,
    at_start: bool,
    at_end: bool,
}

impl Shape {
    /// The shape of a pattern.
    pub fn new(pattern: &Pattern, numbers: &mut Numbers) -> Shape {
        let elements = pattern.elements.iter();
        let places: Vec<(&Element, Vec<Slot>)> = elements
            .map(|element| (element, slots(element, numbers)))
            .collect();
        let n_optional = places.iter().filter(|(place, _)| place.optional).count();
        let variants = if n_optional > MOST_OPTIONAL {
            Vec::new()
        } else {
            (0..1_u32 << n_optional)
                .map(|kept| variant(&places, kept))
                .collect()
        };
        Shape {
            variants,
            at_start: pattern.at_start,
            at_end: pattern.at_end,
        }
    }

    /// Whether this pattern stands, among the same words, wherever the other one stands.
    pub fn covers(&self, other: &Shape) -> bool {
        let ends_fit = (other.at_start || !self.at_start) && (other.at_end || !self.at_end);
        let is_covered =
            |theirs: &Vec<Slot>| self.variants.iter().any(|own| self.fits(own, theirs));
        ends_fit && !other.variants.is_empty() && other.variants.iter().all(is_covered)
    }

    /// Whether all own slots are found again among theirs.
    fn fits(&self, own: &[Slot], theirs: &[Slot]) -> bool {
        let Some((first, rest)) = own.split_first() else {
            return false;
        };
        let openings = theirs.iter().enumerate();
        let mut places: Vec<usize> = openings
            .filter(|(at, slot)| (*at == 0 || !self.at_start) && first.covers(slot))
            .map(|(at, _)| at)
            .collect();
        for slot in rest {
            places = next_places(slot, theirs, &places);
        }
        places
            .iter()
            .any(|at| !self.at_end || at + 1 == theirs.len())
    }

    /// Words and classes one of which begins this pattern, by number.
    fn openers(&self) -> Vec<u32> {
        let first = self.variants.iter().filter_map(|slots| slots.first());
        sorted(first.flat_map(|slot| slot.accepted.iter().flat_map(Accepted::openers)))
    }

    /// Words and classes with which a place of this pattern, or an alternative of one, begins.
    fn numbers(&self) -> Vec<u32> {
        let slots = self.variants.iter().flatten();
        sorted(slots.flat_map(|slot| slot.accepted.iter().flat_map(Accepted::openers)))
    }
}

fn sorted(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The pattern with those optional places whose bit is set in `kept`. As in the matcher, the gap before a place that
/// is left out is not lost.
fn variant(places: &[(&Element, Vec<Slot>)], kept: u32) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let (mut gap, mut nth_optional) = (0, 0);
    for (element, own) in places {
        gap = gap.max(usize::from(element.gap));
        if element.optional {
            let is_kept = (kept >> nth_optional) & 1 == 1;
            nth_optional += 1;
            if !is_kept {
                continue;
            }
        }
        let is_first = slots.is_empty();
        let from = slots.len();
        slots.extend(own.iter().cloned());
        if let Some(slot) = slots.get_mut(from) {
            slot.gap = if is_first { 0 } else { gap };
        }
        gap = 0;
    }
    slots
}

/// Where a slot may be found again, when the one before it was found at one of `from`.
fn next_places(slot: &Slot, theirs: &[Slot], from: &[usize]) -> Vec<usize> {
    let mut places = Vec::new();
    for before in from {
        let mut distance = 0;
        for (at, other) in theirs.iter().enumerate().skip(before + 1) {
            distance += other.gap;
            if distance > slot.gap {
                break;
            }
            if slot.covers(other) {
                places.push(at);
            }
            distance += other.longest;
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Every shape that adds nothing beside another one of the list: its index, and that of the other. Of two that cover
/// each other the first one stays. `may_hide` says whether the first may stand for the second in all other respects.
pub fn hidden(shapes: &[Shape], may_hide: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut by_opener: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, shape) in shapes.iter().enumerate() {
        for opener in shape.openers() {
            by_opener.entry(opener).or_default().push(at);
        }
    }
    let hides =
        |one: usize, other: usize| may_hide(one, other) && shapes[one].covers(&shapes[other]);
    let mut found = Vec::new();
    for (at, shape) in shapes.iter().enumerate() {
        let numbers = shape.numbers();
        let filed = numbers.iter().filter_map(|number| by_opener.get(number));
        let mut candidates: Vec<usize> = filed.flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let hider = candidates
            .into_iter()
            .find(|other| *other != at && hides(*other, at) && (*other < at || !hides(at, *other)));
        found.extend(hider.map(|other| (at, other)));
    }
    found
}
