//! What is found out about a claim?

use serde::{Serialize, Serializer};

use crate::call::Span;
use crate::quote::verify::claim::Claim;
use crate::quote::verify::source::SourceTurn;

/// What a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    NotFound,
    Altered,
    Edited,
    Exact,
}

impl Class {
    /// The word shown to people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Class::NotFound => "not-found",
            Class::Altered => "altered",
            Class::Edited => "edited",
            Class::Exact => "exact",
        }
    }

    /// Whether it may stand as it is.
    pub fn is_accepted(self) -> bool {
        matches!(self, Class::Exact | Class::Edited)
    }
}

impl Serialize for Class {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Words in a row that fared alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `same`, `added` (only the quote has them) or `dropped` (only the turn has them).
    pub op: &'static str,
    pub words: String,
}

/// What is to be said of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub line: u32,
    pub quote: String,
    pub verdict: Class,
    /// Only letters' case and punctuation differ.
    pub typographic: bool,
    /// A denial that was dropped, added or hidden by a mark.
    pub denial: Option<String>,
    /// The source, or the nearest turn.
    pub call: Option<String>,
    pub turn: Option<u32>,
    pub start: Option<u32>,
    pub end: Option<u32>,
    pub role: Option<String>,
    pub account: Option<String>,
    pub date: Option<String>,
    /// What was really said there.
    pub truth: Option<String>,
    pub difference: Vec<Change>,
    /// Of a hundred words so many are the same.
    pub likeness: usize,
    pub notes: Vec<String>,
}

impl Finding {
    /// No turn has anything of it.
    pub fn nothing(claim: &Claim) -> Finding {
        Finding {
            line: claim.line,
            quote: claim.words.clone(),
            verdict: Class::NotFound,
            typographic: false,
            denial: None,
            call: None,
            turn: None,
            start: None,
            end: None,
            role: None,
            account: None,
            date: None,
            truth: None,
            difference: Vec::new(),
            likeness: 0,
            notes: Vec::new(),
        }
    }

    /// Whether it says more for a claim than another finding; of equals, the first place in the archive's order.
    pub fn is_better_than(&self, other: &Finding) -> bool {
        let rank = |finding: &Finding| (finding.verdict, finding.likeness);
        let place = |finding: &Finding| (finding.call.clone(), finding.turn, finding.start);
        match rank(self).cmp(&rank(other)) {
            std::cmp::Ordering::Equal => {
                other.call.is_none() && self.call.is_some()
                    || other.call.is_some() && place(self) < place(other)
            }
            order => order.is_gt(),
        }
    }

    /// The finding at a place of a turn.
    pub(super) fn at(claim: &Claim, turn: &SourceTurn, verdict: Class, span: Span) -> Finding {
        Finding {
            verdict,
            call: Some(turn.call.clone()),
            turn: Some(turn.turn),
            start: Some(span.start),
            end: Some(span.end),
            role: Some(turn.role.clone()),
            account: turn.account.clone(),
            date: turn.date.clone(),
            truth: Some(span.slice(&turn.text).to_owned()),
            likeness: 100,
            ..Finding::nothing(claim)
        }
    }
}
