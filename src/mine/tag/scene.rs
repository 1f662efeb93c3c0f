//! What do the learned witness and the encoder say of a turn, unit by unit?

use crate::call::Span;
use crate::mine::encoder::Answer;
use crate::mine::encoder::mix::Mix;
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

/// By unit: what every head says; `None` for units that were given up at once.
pub(super) type Chances = Vec<Option<[f32; N_ANSWERS]>>;

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

    /// How likely the witness finds every head, by unit.
    pub fn chances(&self, witness: &mut Witness<'_>) -> Chances {
        let units = 0..self.view.units.len();
        let chances = units.map(|unit| {
            let answers = self.at(unit, |around| witness.answers(self.view, unit, around))?;
            Some(witness.chances(&answers))
        });
        chances.collect()
    }

    /// The same with the encoder, for the units that it has read.
    pub fn mix(
        &self,
        mix: &Mix,
        read: &[Option<Answer>],
        witness: &mut Witness<'_>,
        chances: &mut Chances,
    ) {
        for (unit, answer) in read.iter().enumerate() {
            let Some(answer) = answer else { continue };
            let own = self.at(unit, |around| witness.all_answers(self.view, unit, around));
            chances[unit] = Some(mix.chances(&own, answer));
        }
    }

    /// What is claimed of each unit, in order.
    pub fn claims(&self, turn: u32, chances: &Chances, witness: &Witness<'_>) -> Vec<Claim> {
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
