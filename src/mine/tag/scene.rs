//! What do the learned witness and the encoder say of a turn, unit by unit?

use crate::call::Span;
use crate::mine::encoder::Answer;
use crate::mine::encoder::mix::Shares;
use crate::mine::learned::claim::Claim;
use crate::mine::learned::model::N_ANSWERS;
use crate::mine::learned::notice::Around;
use crate::mine::learned::observer::Hits;
use crate::mine::learned::view::TurnView;
use crate::mine::learned::witness::Witness;

/// A turn before the learned witness: its units, the patterns in them, and what stands around.
pub(super) struct Scene<'a> {
    pub view: &'a TurnView,
    pub hits: &'a Hits,
    pub around: Around<'a>,
}

/// By unit: a number for every head; `None` for units that were given up at once.
pub(super) type ByUnit = Vec<Option<[f32; N_ANSWERS]>>;

impl Scene<'_> {
    /// Does something with what stands around one of the units.
    pub fn at<T>(&self, unit: usize, act: impl FnOnce(&Around<'_>) -> T) -> T {
        let hits = self.hits.in_unit(&self.view.units[unit]);
        act(&Around {
            heard: &hits,
            ..self.around
        })
    }

    pub fn spans(&self) -> Vec<Span> {
        self.view.units.iter().map(|unit| unit.span).collect()
    }

    /// What the witness says of every unit.
    pub fn answers(&self, witness: &mut Witness<'_>) -> ByUnit {
        let units = 0..self.view.units.len();
        let answers =
            units.map(|unit| self.at(unit, |around| witness.answers(self.view, unit, around)));
        answers.collect()
    }

    /// How likely the two together find every head, for the units that the encoder has read; the others stay.
    pub fn mix(
        &self,
        shares: &Shares,
        read: &[Option<Answer>],
        answers: &ByUnit,
        witness: &mut Witness<'_>,
        chances: &mut ByUnit,
    ) {
        for (unit, answer) in read.iter().enumerate() {
            let Some(answer) = answer else { continue };
            let anew = || self.at(unit, |around| witness.all_answers(self.view, unit, around));
            let own = answers[unit].unwrap_or_else(anew);
            chances[unit] = Some(shares.chances(&own, answer));
        }
    }

    /// What is claimed of each unit, in order.
    pub fn claims(&self, turn: u32, chances: &ByUnit, witness: &Witness<'_>) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (unit, chances) in chances.iter().enumerate() {
            let Some(chances) = chances else { continue };
            for (head, chance) in witness.claimed(chances) {
                claims.push(Claim {
                    turn,
                    first: unit as u32,
                    last: unit as u32,
                    span: self.view.units[unit].span,
                    head,
                    chance,
                    strongest: unit,
                });
            }
        }
        claims
    }
}
