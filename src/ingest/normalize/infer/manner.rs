//! Does somebody talk like a rep or like a prospect?

use super::clue::Clue;
use super::heard::{Heard, Held, Voice};
use super::rules::{ASKS_MOST, OPENS, RULES, Rule, more_than};
use crate::call::Turn;

/// Every rule about the way of talking, for one voice.
pub(super) fn clues(heard: &Heard, who: usize, turns: &[Turn]) -> Vec<Clue> {
    let Some(voice) = heard.voices.get(who) else {
        return Vec::new();
    };
    let mut clues = of_rules(voice);
    clues.push(share_of_questions(heard, voice));
    clues.extend(opening(who, turns));
    clues
}

/// Rules that hold more often, or less often, than usual.
fn of_rules(voice: &Voice) -> Vec<Clue> {
    let clue = |(rule, held): (&Rule, &Held)| {
        let weight = rule.says(held.n_times, voice.n_words);
        Clue {
            rule: rule.name,
            turn: held.first,
            weight,
            is_absence: weight * rule.weight <= 0.0,
        }
    };
    RULES.iter().zip(&voice.held).map(clue).collect()
}

/// A few questions more or less are chance.
const CHANCE: f64 = 2.0;

/// Whoever asks more than a fair share of the questions, leads the call.
fn share_of_questions(heard: &Heard, voice: &Voice) -> Clue {
    let asked = f64::from(voice.n_questions) + CHANCE;
    let fair = heard.fair_share_of_questions(voice) + CHANCE;
    let weight = ASKS_MOST * more_than(asked, fair);
    Clue {
        is_absence: weight <= 0.0,
        ..Clue::of_all("asks-most", weight)
    }
}

/// Whoever invited, speaks first.
fn opening(who: usize, turns: &[Turn]) -> Option<Clue> {
    let first = turns.first()?;
    (first.speaker as usize == who).then(|| Clue::at("opens-the-call", 0, OPENS))
}
