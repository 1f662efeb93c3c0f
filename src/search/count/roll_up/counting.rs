//! How is a segment rolled up, document by document?

use rustc_hash::FxHashMap;

use super::{OfCall, RollUp, Row};
use crate::search::count::is_first;
use crate::search::place::Place;

/// A roll-up being made: the rows of the call that is being looked at.
#[derive(Default)]
pub(super) struct Counting {
    rolled_up: RollUp,
    /// The numbers of the sets.
    numbers: FxHashMap<Vec<u32>, u32>,
    here: Vec<Speaker>,
    /// The turn that is being looked at, and its values. Its parts follow one another.
    turn: Option<Place>,
    values_here: Vec<u32>,
}

struct Speaker {
    place: Place,
    n_turns: u32,
    heard: Vec<(u32, u32)>,
}

impl Counting {
    /// Counts a part of a turn, with the values that its mentions stand for.
    pub(super) fn add(&mut self, place: Place, values: impl Iterator<Item = u32>) {
        if self.turn.is_none_or(|turn| !turn.is_same_turn(place)) {
            self.close_turn();
        }
        if self.turn.is_none_or(|turn| turn.ord != place.ord) {
            self.close_call();
        }
        self.turn = Some(place);
        for value in values {
            is_first(&mut self.values_here, value);
        }
    }

    /// The roll-up of everything that was added.
    pub(super) fn close(mut self) -> RollUp {
        self.close_turn();
        self.close_call();
        self.rolled_up
    }

    /// Counts the turn that was looked at.
    fn close_turn(&mut self) {
        let Some(turn) = self.turn else {
            return;
        };
        let set = (!self.values_here.is_empty()).then(|| self.number_of_set());
        let speaker = self.speaker(turn);
        speaker.n_turns += 1;
        match speaker
            .heard
            .iter_mut()
            .find(|(known, _)| Some(*known) == set)
        {
            Some((_, n_turns)) => *n_turns += 1,
            None => speaker.heard.extend(set.map(|set| (set, 1))),
        }
    }

    /// The number of the set that the values here are; they are given up.
    fn number_of_set(&mut self) -> u32 {
        self.values_here.sort_unstable();
        let values = std::mem::take(&mut self.values_here);
        let sets = &mut self.rolled_up.sets;
        *self.numbers.entry(values).or_insert_with_key(|values| {
            sets.push(values.clone());
            sets.len() as u32 - 1
        })
    }

    /// The speaker of a turn, among those of the call.
    fn speaker(&mut self, place: Place) -> &mut Speaker {
        let is_it = |speaker: &Speaker| {
            speaker.place.speaker == place.speaker && speaker.place.side == place.side
        };
        let at = self.here.iter().position(is_it).unwrap_or_else(|| {
            self.here.push(Speaker {
                place,
                n_turns: 0,
                heard: Vec::new(),
            });
            self.here.len() - 1
        });
        &mut self.here[at]
    }

    /// Makes rows of the speakers of the call that was looked at.
    fn close_call(&mut self) {
        let Some(ord) = self.turn.map(|turn| turn.ord) else {
            return;
        };
        let RollUp {
            calls, rows, heard, ..
        } = &mut self.rolled_up;
        let rows_from = rows.len() as u32;
        for speaker in self.here.drain(..) {
            heard.extend(speaker.heard);
            rows.push(Row {
                place: speaker.place,
                n_turns: speaker.n_turns,
                heard_end: heard.len() as u32,
            });
        }
        calls.push(OfCall {
            ord,
            rows: rows_from..rows.len() as u32,
        });
    }
}
