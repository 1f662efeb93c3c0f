//! Which turn of which call is a document of the index?
//!
//! Everything a filter needs per turn is packed into one number, so that one column answers for all of it:
//! call (28 bits), turn (20), part of a long turn (4), side (2), speaker (10).

use crate::call::Side;

/// A document's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The call's ordinal in the catalogue.
    pub ord: u32,
    pub turn: u32,
    /// Which part of a long turn, from 0.
    pub part: u8,
    pub side: Side,
    /// Index of the speaker among the call's participants; [`MANY_SPEAKERS`] where there are too many to say.
    pub speaker: u16,
}

/// Stands for every speaker past the first thousand of a call.
pub const MANY_SPEAKERS: u16 = (1 << SPEAKER_BITS) - 1;
/// Turns past this one are not indexed.
pub const MOST_TURNS: usize = 1 << TURN_BITS;
/// Parts past this one are joined to the last.
pub const MOST_PARTS: usize = 1 << PART_BITS;

const SPEAKER_BITS: u32 = 10;
const SIDE_BITS: u32 = 2;
const PART_BITS: u32 = 4;
const TURN_BITS: u32 = 20;

impl Place {
    /// Whether both are parts of one turn.
    #[inline]
    pub fn is_same_turn(self, other: Place) -> bool {
        self.ord == other.ord && self.turn == other.turn
    }

    /// The number that the index keeps.
    pub fn pack(self) -> u64 {
        let side = match self.side {
            Side::Unknown => 0,
            Side::Prospect => 1,
            Side::Rep => 2,
        };
        let mut packed = u64::from(self.ord);
        packed = packed << TURN_BITS | u64::from(self.turn);
        packed = packed << PART_BITS | u64::from(self.part);
        packed = packed << SIDE_BITS | side;
        packed << SPEAKER_BITS | u64::from(self.speaker.min(MANY_SPEAKERS))
    }

    /// The place that a number stands for.
    pub fn unpack(packed: u64) -> Place {
        let field = |shift: u32, bits: u32| packed >> shift & ((1 << bits) - 1);
        Place {
            speaker: field(0, SPEAKER_BITS) as u16,
            side: match field(SPEAKER_BITS, SIDE_BITS) {
                1 => Side::Prospect,
                2 => Side::Rep,
                _ => Side::Unknown,
            },
            part: field(SPEAKER_BITS + SIDE_BITS, PART_BITS) as u8,
            turn: field(SPEAKER_BITS + SIDE_BITS + PART_BITS, TURN_BITS) as u32,
            ord: (packed >> (SPEAKER_BITS + SIDE_BITS + PART_BITS + TURN_BITS)) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_packing() {
        for place in [
            Place {
                ord: 0,
                turn: 0,
                part: 0,
                side: Side::Unknown,
                speaker: 0,
            },
            Place {
                ord: (1 << 28) - 1,
                turn: (1 << 20) - 1,
                part: 15,
                side: Side::Rep,
                speaker: MANY_SPEAKERS,
            },
            Place {
                ord: 7,
                turn: 123,
                part: 2,
                side: Side::Prospect,
                speaker: 4,
            },
        ] {
            assert_eq!(Place::unpack(place.pack()), place);
        }
    }
}
