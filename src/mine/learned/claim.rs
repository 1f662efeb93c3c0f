//! Which neighboring units say one thing together?
//!
//! A story takes two sentences, and a label then covers both. Units of one turn that follow one another and are
//! claimed for the same kind, each with some confidence, become one claim over all their words.

use crate::call::Span;

/// Units of less chance than this are not joined to their neighbors.
pub const SURE_ENOUGH: f32 = 0.25;

/// What is claimed of a stretch of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The turn; the first and the last unit.
    pub turn: u32,
    pub first: u32,
    pub last: u32,
    pub span: Span,
    /// Which head claims it.
    pub head: usize,
    pub chance: f32,
    /// The unit with the greatest chance.
    pub strongest: usize,
}

/// Joins claims that come in the order of turns and units.
pub fn join(claims: Vec<Claim>) -> Vec<Claim> {
    let mut joined: Vec<Claim> = Vec::with_capacity(claims.len());
    for claim in claims {
        let earlier = joined
            .iter_mut()
            .rev()
            .take_while(|earlier| earlier.turn == claim.turn);
        let neighbor = earlier.into_iter().find(|earlier| {
            earlier.head == claim.head
                && earlier.last + 1 == claim.first
                && earlier.chance.min(claim.chance) >= SURE_ENOUGH
        });
        match neighbor {
            None => joined.push(claim),
            Some(earlier) => {
                earlier.last = claim.last;
                earlier.span.end = claim.span.end;
                if claim.chance > earlier.chance {
                    earlier.chance = claim.chance;
                    earlier.strongest = claim.strongest;
                }
            }
        }
    }
    joined
}
