//! What does the learned witness say of a unit, how sure is it, and why?

use crate::mention::{Origin, Polarity, Target};
use crate::mine::learned::features::{Around, collect};
use crate::mine::learned::model::{HEADS, Model, N_ANSWERS, N_HEADS, N_OF_CALLS, answers};
use crate::mine::learned::view::TurnView;

/// What is less likely than this is not even weighed against a threshold.
const LEAST: f32 = 0.05;
/// How many reasons are given.
const REASONS: usize = 4;

/// What the witness says that a unit carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Index of the head that says so.
    pub head: usize,
    /// `kind/category`.
    pub tag: String,
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
    /// How likely it is that the unit carries a mention of this kind.
    pub chance: f32,
    /// The features that spoke for it most, with their weights.
    pub reasons: Vec<(String, f32)>,
}

impl Verdict {
    /// `pain`, `objection`, …
    pub fn kind(&self) -> &str {
        self.tag.split('/').next().unwrap_or(&self.tag)
    }
}

/// Judges units one after the other.
pub struct Witness<'m> {
    model: &'m Model,
    /// Of the unit that is being judged.
    features: Vec<u64>,
    rows: Vec<u32>,
}

impl<'m> Witness<'m> {
    pub fn new(model: &'m Model) -> Witness<'m> {
        Witness {
            model,
            features: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Everything that a unit may carry: at most one verdict for each kind.
    pub fn judge(&mut self, view: &TurnView, at: usize, around: &Around<'_>) -> Vec<Verdict> {
        let scores = self.scores(view, at, around);
        // Loose text has heads of its own, which have learned to do without anything around it.
        let base = if around.turn.is_some() { 0 } else { N_OF_CALLS };
        let answers = answers(&scores[base..base + N_OF_CALLS]);
        let heads = self.model.heads[base..].iter().zip(answers);
        let chances: Vec<f32> = heads.map(|(head, answer)| head.chance(answer)).collect();
        let mut verdicts = Vec::new();
        for (head, name) in HEADS[..N_ANSWERS]
            .iter()
            .enumerate()
            .filter(|(_, name)| !name.ends_with(CANCELLED))
        {
            let cancelled = HEADS
                .iter()
                .position(|other| other.strip_suffix(CANCELLED) == Some(name));
            let other = cancelled.filter(|other| chances[*other] > chances[head]);
            let winner = other.unwrap_or(head);
            if chances[winner] >= LEAST {
                let of_model = base + winner;
                verdicts.push(self.verdict(name, of_model, other.is_some(), chances[winner]));
            }
        }
        verdicts
    }

    fn scores(&mut self, view: &TurnView, at: usize, around: &Around<'_>) -> [f32; N_HEADS] {
        self.features.clear();
        collect(view, at, around, &mut self.features);
        self.features.sort_unstable();
        self.features.dedup();
        self.rows.clear();
        self.rows.extend(
            self.features
                .iter()
                .filter_map(|feature| self.model.row(*feature)),
        );
        let mut scores = self.model.heads.map(|head| head.bias);
        for row in &self.rows {
            for (score, weight) in scores.iter_mut().zip(self.model.weights(*row)) {
                *score += weight;
            }
        }
        scores
    }

    fn verdict(&self, kind: &str, head: usize, is_cancelled: bool, chance: f32) -> Verdict {
        let mut details: Vec<f32> = self
            .model
            .details
            .iter()
            .map(|detail| detail.bias)
            .collect();
        for row in &self.rows {
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
            head,
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
            tag,
        }
    }

    fn reasons(&self, head: usize) -> Vec<(String, f32)> {
        let weight = |row: &u32| self.model.weights(*row)[head];
        let mut rows: Vec<&u32> = self.rows.iter().filter(|row| weight(row) > 0.0).collect();
        rows.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        let strongest = rows.into_iter().take(REASONS);
        strongest
            .map(|row| (self.model.name(*row).to_owned(), weight(row)))
            .collect()
    }
}

const CANCELLED: &str = "-cancelled";
