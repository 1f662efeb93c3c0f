//! Did the prospect bring it up, or did the rep put it in their mouth?
//!
//! Remembers what the rep suggested in the last turns. A prospect who agrees with it or denies it says something
//! that was led; a bare "yeah, exactly" is a mention of what the rep had named.

pub mod answer;

mod phrases;

pub mod wording;

use crate::call::Span;
use crate::mention::{Cue, Polarity};
use crate::mine::cues::Cues;
use crate::mine::words::Words;

/// Within so many turns before, a rep's suggestion leads.
const REACH: u32 = 3;

/// A tag that a rep named in a turn.
#[derive(Debug, Clone, Copy)]
pub struct Suggestion {
    pub turn: u32,
    pub span: Span,
    pub pattern: u32,
    /// How it was put to the prospect, where that was at the turn's end and nothing else was asked behind it.
    pub put: Option<Put>,
}

/// How a rep put something to a prospect.
#[derive(Debug, Clone, Copy)]
pub struct Put {
    /// "It takes ages" affirmed, "it doesn't take ages" negated.
    pub polarity: Polarity,
    /// Worded negatively, be it a denial or a lack ("you don't have the budget"): a "no" confirms it.
    pub is_negative: bool,
}

impl Suggestion {
    /// The cue that a led mention shows.
    pub fn cue(&self) -> Cue {
        Cue {
            turn: self.turn,
            span: self.span,
            rule: "said by the rep before".to_owned(),
        }
    }
}

/// What the reps of a call suggested, in the order of the turns.
#[derive(Debug, Default)]
pub struct Suggestions(Vec<Suggestion>);

impl Suggestions {
    /// Forgets everything, for the next call.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Remembers what a rep named.
    pub fn add(&mut self, suggestion: Suggestion) {
        self.0.push(suggestion);
    }

    /// The nearest suggestion before a turn for which `is_same` holds.
    pub fn nearest(&self, turn: u32, is_same: impl Fn(u32) -> bool) -> Option<&Suggestion> {
        let before = self
            .0
            .iter()
            .rev()
            .filter(|s| s.turn < turn && s.turn + REACH >= turn);
        before
            .into_iter()
            .find(|suggestion| is_same(suggestion.pattern))
    }

    /// What the turn right before put to the prospect at its end.
    pub fn put_right_before(&self, turn: u32) -> impl Iterator<Item = (&Suggestion, Put)> {
        let from = self.0.partition_point(|s| s.turn + 1 < turn);
        let right_before = self.0[from..]
            .iter()
            .take_while(move |s| s.turn + 1 == turn);
        right_before.filter_map(|suggestion| Some((suggestion, suggestion.put?)))
    }
}

/// Whether a turn opens by agreeing (affirmed) or by denying (negated).
pub fn opening(words: &Words) -> Option<Polarity> {
    let mut opening = words.items.iter().take(3);
    let first = opening.next()?;
    if first.cues.has(Cues::DENIES) {
        return Some(Polarity::Negated);
    }
    let not_really = first.cues.has(Cues::NEGATION) && words.items.len() <= 4;
    if not_really {
        return Some(Polarity::Negated);
    }
    first.cues.has(Cues::AGREES).then_some(Polarity::Affirmed)
}
