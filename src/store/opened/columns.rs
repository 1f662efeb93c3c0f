//! How are the columns of a call's header read, without a list of its own for every turn?

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::call::Cue;

use super::Seconds;

/// The cues of all turns, one after the other.
#[derive(Debug, Default)]
pub(super) struct Cues {
    pub(super) all: Vec<Cue>,
    /// Which of them are a turn's; empty where no turn has any.
    pub(super) by_turn: Vec<Range<usize>>,
}

impl Cues {
    /// Which of them are a turn's.
    pub(super) fn of(&self, turn: usize) -> Range<usize> {
        self.by_turn.get(turn).cloned().unwrap_or(0..0)
    }
}

/// A turn's time; a column that was left out stands for nothing but empty values.
pub(super) fn value(column: &[Option<Seconds>], turn: usize) -> Option<f64> {
    column.get(turn).copied().flatten().map(|seconds| seconds.0)
}

impl<'de> Deserialize<'de> for Cues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Cues, D::Error> {
        deserializer.deserialize_seq(OfTurns)
    }
}

/// One list for each turn.
struct OfTurns;

impl<'de> Visitor<'de> for OfTurns {
    type Value = Cues;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the cues of every turn")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cues, A::Error> {
        let mut cues = Cues::default();
        let mut from = 0;
        while let Some(()) = seq.next_element_seed(OfTurn(&mut cues.all))? {
            let to = cues.all.len();
            cues.by_turn.push(from..to);
            from = to;
        }
        Ok(cues)
    }
}

/// A turn's cues: byte offset and time of each.
struct OfTurn<'a>(&'a mut Vec<Cue>);

impl<'de> DeserializeSeed<'de> for OfTurn<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OfTurn<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("byte offsets and times")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some((at, start)) = seq.next_element::<(u32, Seconds)>()? {
            self.0.push(Cue { at, start: start.0 });
        }
        Ok(())
    }
}
