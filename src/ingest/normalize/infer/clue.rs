//! What speaks for one side or the other, and how strongly?

use crate::call::Evidence;

/// One rule that held for somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clue {
    pub(super) rule: &'static str,
    /// The first turn in which it held; `None` where the whole call or its papers speak.
    pub(super) turn: Option<u32>,
    /// Above zero speaks for a rep.
    pub(super) weight: f64,
    /// It held less often than usual, so there is nothing to show.
    pub(super) is_absence: bool,
}

impl Clue {
    /// A clue of the call as a whole, or of its papers.
    pub(super) fn of_all(rule: &'static str, weight: f64) -> Clue {
        Clue {
            rule,
            turn: None,
            weight,
            is_absence: false,
        }
    }

    /// A clue that stands in a turn.
    pub(super) fn at(rule: &'static str, turn: u32, weight: f64) -> Clue {
        Clue {
            rule,
            turn: Some(turn),
            weight,
            is_absence: false,
        }
    }
}

/// What all of them come to.
pub(super) fn sum(clues: &[Clue]) -> f64 {
    clues.iter().map(|clue| clue.weight).sum()
}

/// As many are shown.
const SHOWN: usize = 3;
/// Weaker ones are no evidence.
const LEAST_SHOWN: f64 = 0.2;

/// The strongest that speak for the side which was found: what was heard, else what was missed (`hardly-asks`).
pub(super) fn evidence(mut clues: Vec<Clue>, is_rep: bool) -> Vec<Evidence> {
    let sign = if is_rep { 1.0 } else { -1.0 };
    clues.retain(|clue| clue.weight * sign >= LEAST_SHOWN);
    clues.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let (missed, heard): (Vec<Clue>, Vec<Clue>) =
        clues.into_iter().partition(|clue| clue.is_absence);
    let shown = if heard.is_empty() { missed } else { heard };
    shown.iter().take(SHOWN).map(Clue::told).collect()
}

impl Clue {
    fn told(&self) -> Evidence {
        let (rule, turn) = if self.is_absence {
            (format!("hardly-{}", self.rule), None)
        } else {
            (self.rule.to_owned(), self.turn)
        };
        Evidence { rule, turn }
    }
}
