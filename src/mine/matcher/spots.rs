//! Which words can a pattern not do without, and how far apart may they stand?

use crate::mine::class::LONGEST;
use crate::mine::matcher::near::{Drawers, Where};
use crate::mine::matcher::scan::{Compiled, Numbered, Place, WordSet};
use crate::mine::vocabulary::Vocabulary;

/// Words of which one stands in a certain place.
#[derive(Clone)]
pub struct Spot {
    place: usize,
    /// The fewest and the most words of its place that stand before it.
    offset: (usize, usize),
    /// Numbers of stems, sorted.
    pub stems: Vec<u32>,
    /// How often one of them comes, in a million words of speech.
    pub frequency: u32,
    pub drawers: Drawers,
}

/// The spots of a place that a pattern cannot do without.
pub struct Needed {
    /// For each choice of the place its spots, word by word.
    pub choices: Vec<Vec<Spot>>,
    /// Those that hold whichever choice stands there: all words of a single choice, the rarest word of each of
    /// several together.
    pub always: Vec<Spot>,
}

/// What a pattern needs, place by place; nothing of places that are optional or may hold a figure.
pub fn needed(pattern: &Compiled, vocabulary: &Vocabulary) -> Vec<Needed> {
    let places = pattern.places.iter().enumerate();
    places
        .filter(|(_, place)| !place.optional)
        .filter_map(|(index, place)| {
            let choices = place.choices.iter();
            let choices = choices.map(|choice| spots_of(index, choice, vocabulary));
            let choices: Vec<Vec<Spot>> = choices.collect::<Option<_>>()?;
            let always = match &*choices {
                [only] => only.clone(),
                several => vec![rarest_of_each(index, several, vocabulary)?],
            };
            Some(Needed { choices, always })
        })
        .collect()
}

/// Every word of a choice; `None` for a class and for letters.
fn spots_of(place: usize, choice: &Numbered, vocabulary: &Vocabulary) -> Option<Vec<Spot>> {
    let Numbered::Words(sets) = choice else {
        return None;
    };
    let sets = sets.iter().enumerate();
    let spot = |(offset, set): (usize, &WordSet)| {
        Spot::new(place, (offset, offset), &set.stems, vocabulary)
    };
    Some(sets.map(spot).collect())
}

fn rarest_of_each(place: usize, choices: &[Vec<Spot>], vocabulary: &Vocabulary) -> Option<Spot> {
    let rarest = choices
        .iter()
        .map(|spots| spots.iter().min_by_key(|spot| spot.frequency));
    let rarest: Vec<&Spot> = rarest.collect::<Option<_>>()?;
    let offsets = || rarest.iter().map(|spot| spot.offset.0);
    let mut stems: Vec<u32> = rarest.iter().flat_map(|spot| spot.stems.clone()).collect();
    stems.sort_unstable();
    stems.dedup();
    let offset = (offsets().min()?, offsets().max()?);
    Some(Spot::new(place, offset, &stems, vocabulary))
}

impl Spot {
    fn new(place: usize, offset: (usize, usize), stems: &[u32], vocabulary: &Vocabulary) -> Spot {
        Spot {
            place,
            offset,
            frequency: stems.iter().map(|stem| vocabulary.frequency(*stem)).sum(),
            drawers: vocabulary.drawers(stems),
            stems: stems.to_vec(),
        }
    }

    /// Whether this spot stands before the other wherever the pattern stands.
    pub fn is_before(&self, other: &Spot) -> bool {
        (self.place, self.offset) < (other.place, other.offset)
    }

    /// The most words from this spot to a later one: 1 where it is always the next word.
    pub fn farthest_to(&self, later: &Spot, pattern: &Compiled) -> usize {
        if self.place == later.place {
            return later.offset.1 - self.offset.0;
        }
        let places = &pattern.places;
        let between: usize = places[self.place + 1..later.place]
            .iter()
            .map(|place| place.gap as usize + longest(place))
            .sum();
        let rest = longest(&places[self.place]) - 1 - self.offset.0;
        rest + between + places[later.place].gap as usize + later.offset.1 + 1
    }

    /// The fewest and the most words that stand in the pattern before this spot.
    pub fn words_before(&self, pattern: &Compiled) -> (usize, usize) {
        let before = &pattern.places[..self.place];
        let needed = before.iter().filter(|place| !place.optional);
        let least: usize = needed.map(shortest).sum();
        let most: usize = before.iter().map(longest).sum();
        let up_to_here = &pattern.places[..=self.place];
        let gaps: usize = up_to_here.iter().map(|place| place.gap as usize).sum();
        (least + self.offset.0, most + gaps + self.offset.1)
    }

    /// Where another spot of the pattern must stand, as seen from this one.
    pub fn sees(&self, other: &Spot, pattern: &Compiled) -> Where {
        if self.is_before(other) {
            Where::within(self.farthest_to(other, pattern), true)
        } else {
            Where::within(other.farthest_to(self, pattern), false)
        }
    }
}

fn len_range(choice: &Numbered) -> (usize, usize) {
    match choice {
        Numbered::Words(sets) => (sets.len(), sets.len()),
        Numbered::Class(_) | Numbered::Letters(_) => (1, LONGEST),
    }
}

fn longest(place: &Place) -> usize {
    let lengths = place.choices.iter().map(|choice| len_range(choice).1);
    lengths.max().unwrap_or(0)
}

fn shortest(place: &Place) -> usize {
    let lengths = place.choices.iter().map(|choice| len_range(choice).0);
    lengths.min().unwrap_or(0)
}
