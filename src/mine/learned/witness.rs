//! What does the learned witness say of a unit, how sure is it, and why?

use crate::mention::{Origin, Polarity, Tag, Target};
use crate::mine::learned::claim::SURE_ENOUGH;
use crate::mine::learned::model::{CANCELLED, HEADS, Model, N_OF_CALLS, answers, kinds};
use crate::mine::learned::notice::{Around, of_turn, of_unit, of_words};
use crate::mine::learned::sum::Sum;
use crate::mine::learned::view::TurnView;

/// How many reasons are given.
const REASONS: usize = 4;

/// What the witness says that a unit carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// `kind/category`.
    pub tag: Tag,
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
    /// How likely it is that the unit carries a mention of this kind.
    pub chance: f32,
    /// The features that spoke for it most, with their weights.
    pub reasons: Vec<(String, f32)>,
}

/// Judges the units of one turn after the other.
pub struct Witness<'m> {
    model: &'m Model,
    /// What is less likely than this is not told.
    pub least: f32,
    /// The head of every kind, and the one for its cancelled mentions.
    kinds: Vec<(usize, Option<usize>)>,
    /// What the turn being judged says for each of its units.
    of_turn: Sum<'m>,
    /// The unit being judged.
    of_unit: Sum<'m>,
}

impl<'m> Witness<'m> {
    /// `names` are the hashes of the names of lists, by bit.
    pub fn new(model: &'m Model, least: f32, names: &[u64]) -> Witness<'m> {
        Witness {
            model,
            least,
            kinds: kinds(),
            of_turn: Sum::new(model, names),
            of_unit: Sum::new(model, names),
        }
    }

    /// Begins a turn.
    pub fn begin(&mut self, view: &TurnView, around: &Around<'_>) {
        // Loose text has heads of its own, which have learned to do without anything around it.
        let base = if around.turn.is_some() { 0 } else { N_OF_CALLS };
        self.of_turn.begin(base, None);
        of_turn(view, around, &mut self.of_turn);
    }

    /// What a unit of the turn may carry: at most one head for each kind, with its chance.
    pub fn judge(&mut self, view: &TurnView, at: usize, around: &Around<'_>) -> Vec<(usize, f32)> {
        self.of_unit.begin(self.of_turn.base, Some(&self.of_turn));
        of_unit(view, at, around, &mut self.of_unit);
        if self.of_unit.is_hopeless() {
            return Vec::new();
        }
        of_words(view, at, around, &mut self.of_unit);
        let answers = answers(&self.of_unit.scores);
        let chance = |at: usize| self.model.heads[self.of_unit.base + at].chance(answers[at]);
        let wanted = self.least.min(SURE_ENOUGH);
        let mut claimed = Vec::new();
        for (kind, cancelled) in self.kinds.iter().copied() {
            let (own, other) = (chance(kind), cancelled.map_or(0.0, chance));
            let winner = cancelled.filter(|_| other > own).unwrap_or(kind);
            if own.max(other) >= wanted {
                claimed.push((winner, own.max(other)));
            }
        }
        claimed
    }

    /// What exactly a head claims of a unit, and why.
    pub fn tell(
        &mut self,
        view: &TurnView,
        at: usize,
        around: &Around<'_>,
        head: usize,
        chance: f32,
    ) -> Verdict {
        self.of_unit.begin(self.of_turn.base, Some(&self.of_turn));
        of_unit(view, at, around, &mut self.of_unit);
        of_words(view, at, around, &mut self.of_unit);
        let cancelled = HEADS[head].strip_suffix(CANCELLED);
        self.verdict(
            cancelled.unwrap_or(HEADS[head]),
            head,
            cancelled.is_some(),
            chance,
        )
    }

    /// The features that the judged unit shows and the model knows.
    fn rows(&self) -> impl Iterator<Item = &u32> {
        self.of_turn.rows.iter().chain(&self.of_unit.rows)
    }

    fn verdict(&self, kind: &str, head: usize, is_cancelled: bool, chance: f32) -> Verdict {
        let mut details: Vec<f32> = self
            .model
            .details
            .iter()
            .map(|detail| detail.bias)
            .collect();
        for row in self.rows() {
            for (detail, weight) in self.model.details_of(*row) {
                details[*detail as usize] += weight;
            }
        }
        let named = || self.model.details.iter().zip(&details);
        let is =
            |wanted: &str| named().any(|(detail, score)| detail.name == wanted && *score > 0.0);
        let of_kind = named().filter(|(detail, _)| {
            detail
                .name
                .strip_prefix(kind)
                .is_some_and(|rest| rest.starts_with('/'))
        });
        let best = of_kind.max_by(|a, b| a.1.total_cmp(b.1));
        let tag = best.map_or_else(
            || format!("{kind}/other"),
            |(detail, _)| detail.name.clone(),
        );
        // What is said in favor of a competitor is always about somebody else's thing.
        let is_other = tag == "objection/competitor";
        Verdict {
            polarity: match is_cancelled {
                true if is("hypothetical") => Polarity::Hypothetical,
                true => Polarity::Negated,
                false => Polarity::Affirmed,
            },
            target: if is_other { Target::Other } else { Target::Own },
            origin: if is("led") {
                Origin::Led
            } else {
                Origin::Unprompted
            },
            chance,
            reasons: self.reasons(head),
            tag: Tag(tag),
        }
    }

    fn reasons(&self, head: usize) -> Vec<(String, f32)> {
        let weight = |row: &u32| self.model.weights(*row, self.of_unit.base)[head];
        let mut rows: Vec<&u32> = self.rows().filter(|row| weight(row) > 0.0).collect();
        rows.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        let strongest = rows.into_iter().take(REASONS);
        strongest
            .map(|row| (self.model.name(*row).to_owned(), weight(row)))
            .collect()
    }
}
