//! What does the learned witness say of a unit, how sure is it, and why?

use crate::mention::{Origin, Polarity, Tag, Target};
use crate::mine::encoder::mix::{Mix, Shares};
use crate::mine::learned::claim::SURE_ENOUGH;
use crate::mine::learned::model::{CANCELLED, HEADS, Model, N_ANSWERS, N_OF_CALLS, answers, kinds};
use crate::mine::learned::notice::{Around, of_turn, of_unit, of_words};
use crate::mine::learned::sum::Sum;
use crate::mine::learned::view::TurnView;

/// How many reasons are given.
const REASONS: usize = 4;
/// How the encoder's reason is called.
const AS_A_WHOLE: &str = "read as a whole";
/// How the encoder is asked whether something is about somebody else's thing.
const OTHER: &str = "other";
/// A score of the learned witness times this is a logit, as the encoder's are.
const LOGIT: f32 = 2.0;

/// What the encoder says of a unit that it has read.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    pub mix: &'a Mix,
    pub shares: &'a Shares,
    pub answer: &'a [f32],
}

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

    /// What the heads say of a unit of the turn; `None` where its single words already tell that it carries nothing.
    pub fn answers(
        &mut self,
        view: &TurnView,
        at: usize,
        around: &Around<'_>,
    ) -> Option<[f32; N_ANSWERS]> {
        self.of_unit.begin(self.of_turn.base, Some(&self.of_turn));
        of_unit(view, at, around, &mut self.of_unit);
        if self.of_unit.is_hopeless() {
            return None;
        }
        of_words(view, at, around, &mut self.of_unit);
        Some(answers(&self.of_unit.scores))
    }

    /// The same, whatever its single words tell.
    pub fn all_answers(
        &mut self,
        view: &TurnView,
        at: usize,
        around: &Around<'_>,
    ) -> [f32; N_ANSWERS] {
        self.notice(view, at, around);
        answers(&self.of_unit.scores)
    }

    /// How likely each head is right about a unit of the turn.
    pub fn chances(&self, answers: &[f32; N_ANSWERS]) -> [f32; N_ANSWERS] {
        std::array::from_fn(|at| self.model.heads[self.of_turn.base + at].chance(answers[at]))
    }

    /// What a unit may carry: at most one head for each kind, with its chance.
    pub fn claimed(&self, chances: &[f32; N_ANSWERS]) -> Vec<(usize, f32)> {
        let wanted = self.least.min(SURE_ENOUGH);
        let mut claimed = Vec::new();
        for (kind, cancelled) in self.kinds.iter().copied() {
            let (own, other) = (chances[kind], cancelled.map_or(0.0, |at| chances[at]));
            let winner = cancelled.filter(|_| other > own).unwrap_or(kind);
            if own.max(other) >= wanted {
                claimed.push((winner, own.max(other)));
            }
        }
        claimed
    }

    /// What exactly a head claims of a unit, and why; `read` is what the encoder says of it, where it has read it.
    pub fn tell(
        &mut self,
        view: &TurnView,
        at: usize,
        around: &Around<'_>,
        (head, chance): (usize, f32),
        read: Option<Read<'_>>,
    ) -> Verdict {
        self.notice(view, at, around);
        let cancelled = HEADS[head].strip_suffix(CANCELLED);
        let kind = cancelled.unwrap_or(HEADS[head]);
        let details = self.details(read);
        let is = |wanted: &str| {
            details
                .iter()
                .any(|(name, score)| *name == wanted && *score > 0.0)
        };
        let tag = category(kind, &details);
        // What is said in favor of a competitor is always about somebody else's thing, and of the rest only pain can be.
        let is_others = |read: Read<'_>| read.mix.detail(OTHER, read.answer) > 0.0;
        let is_other =
            tag == "objection/competitor" || (kind == "pain" && read.is_some_and(is_others));
        Verdict {
            polarity: match cancelled {
                Some(_) if is("hypothetical") => Polarity::Hypothetical,
                Some(_) => Polarity::Negated,
                None => Polarity::Affirmed,
            },
            target: if is_other { Target::Other } else { Target::Own },
            // Loose text has no rep who could have led to it.
            origin: if around.turn.is_some() && is("led") {
                Origin::Led
            } else {
                Origin::Unprompted
            },
            chance,
            reasons: self.reasons(head, read),
            tag: Tag(tag),
        }
    }

    /// Looks at everything that a unit shows.
    fn notice(&mut self, view: &TurnView, at: usize, around: &Around<'_>) {
        self.of_unit.begin(self.of_turn.base, Some(&self.of_turn));
        of_unit(view, at, around, &mut self.of_unit);
        of_words(view, at, around, &mut self.of_unit);
    }

    /// The features that the judged unit shows and the model knows.
    fn rows(&self) -> impl Iterator<Item = &u32> {
        self.of_turn.rows.iter().chain(&self.of_unit.rows)
    }

    /// What the noticed unit says to every question of detail.
    fn details(&self, read: Option<Read<'_>>) -> Vec<(&'m str, f32)> {
        let known = self.model.details.iter();
        let mut details: Vec<(&str, f32)> = known
            .map(|detail| (detail.name.as_str(), detail.bias))
            .collect();
        for row in self.rows() {
            for (detail, weight) in self.model.details_of(*row) {
                details[*detail as usize].1 += weight;
            }
        }
        if let Some(Read { mix, answer, .. }) = read {
            for (name, score) in &mut details {
                *score = LOGIT * *score + mix.detail(name, answer);
            }
        }
        details
    }

    fn reasons(&self, head: usize, read: Option<Read<'_>>) -> Vec<(String, f32)> {
        let whole = read.map(|read| (AS_A_WHOLE.to_owned(), read.shares.says(head, read.answer)));
        let whole = whole.filter(|(_, weight)| *weight > 0.0);
        let weight = |row: &u32| self.model.weights(*row, self.of_unit.base)[head];
        let mut rows: Vec<&u32> = self.rows().filter(|row| weight(row) > 0.0).collect();
        rows.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        let strongest = rows.into_iter().take(REASONS);
        let strongest = strongest.map(|row| (self.model.name(*row).to_owned(), weight(row)));
        whole.into_iter().chain(strongest).collect()
    }
}

/// The tag of a kind that is likeliest.
fn category(kind: &str, details: &[(&str, f32)]) -> String {
    let is_of_kind = |name: &str| {
        name.strip_prefix(kind)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let of_kind = details.iter().filter(|(name, _)| is_of_kind(name));
    let best = of_kind.max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or_else(|| format!("{kind}/other"), |(name, _)| (*name).to_owned())
}
