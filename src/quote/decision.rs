//! What did a person decide about one place of a quote's words?
//!
//! What would tell who spoke is hidden unless somebody decides otherwise, and more is hidden where somebody saw more.
//! Decisions are about bytes of a turn, so they hold wherever the ends of the quote come to stand.

use serde::{Deserialize, Serialize};

use crate::call::Span;
use crate::quote::negation::negations;
use crate::quote::pieces::MOST_PUT_IN;
use crate::text::tokens::tokens;

/// What stands in a bracket where words are only left out.
pub const LEFT_OUT: &str = "…";

/// A decision, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Bytes of the turn's text.
    pub span: Span,
    pub what: Decided,
    pub by: String,
    pub why: Option<String>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decided {
    /// The words stay.
    Show,
    /// The words go.
    Hide {
        /// What stands in the bracket; [`LEFT_OUT`] where nothing does.
        instead: String,
    },
}

/// Why something cannot stand in a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InsteadError {
    #[error("a bracket holds one line without other brackets, such as [our bank] or […]")]
    NoBracket,
    #[error("a bracket holds at most eight words; a replacement must be short")]
    Long,
    #[error("one letter alone would be read as part of the next word; write a word, or […]")]
    OneLetter,
    #[error(
        "a \"not\" or another denial in a bracket would change what was said; write another word"
    )]
    Denies,
}

impl Decided {
    /// Hiding, with what is written instead: `[our bank]`, `our bank`, `[…]`.
    pub fn hide(written: &str) -> Result<Decided, InsteadError> {
        let written = written.trim();
        let inner = written
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(written)
            .trim();
        if matches!(inner, "" | "..." | LEFT_OUT) {
            return Ok(Decided::Hide {
                instead: LEFT_OUT.to_owned(),
            });
        }
        if inner.contains(['[', ']']) || inner.contains(char::is_control) {
            return Err(InsteadError::NoBracket);
        }
        match tokens(inner).count() {
            0 => return Err(InsteadError::NoBracket),
            n if n > MOST_PUT_IN => return Err(InsteadError::Long),
            _ if inner.chars().count() == 1 => return Err(InsteadError::OneLetter),
            _ => {}
        }
        if negations(inner).next().is_some() {
            return Err(InsteadError::Denies);
        }
        Ok(Decided::Hide {
            instead: inner.to_owned(),
        })
    }
}

/// What was decided about a finding. Hiding a part of it hides it; only showing all of it shows it.
pub fn about(decisions: &[Decision], found: Span) -> Option<&Decided> {
    let hides = |decision: &&Decision| {
        matches!(decision.what, Decided::Hide { .. }) && decision.span.overlaps(found)
    };
    let shows = |decision: &&Decision| {
        let span = decision.span;
        decision.what == Decided::Show && span.start <= found.start && found.end <= span.end
    };
    let decided = decisions.iter().find(hides);
    let decided = decided.or_else(|| decisions.iter().find(shows));
    decided.map(|decision| &decision.what)
}

/// Writes a decision down in place of earlier ones about any of the same bytes.
pub fn decide(decisions: &mut Vec<Decision>, new: Decision) {
    undo(decisions, new.span);
    decisions.push(new);
    decisions.sort_by_key(|decision| decision.span);
}

/// Takes back every decision about any of these bytes, and says whether there was one.
pub fn undo(decisions: &mut Vec<Decision>, span: Span) -> bool {
    let n_before = decisions.len();
    decisions.retain(|decision| !decision.span.overlaps(span));
    decisions.len() < n_before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    fn decision(start: u32, end: u32, what: Decided) -> Decision {
        Decision {
            span: span(start, end),
            what,
            by: "Ed".to_owned(),
            why: None,
        }
    }

    #[test]
    fn hiding_wins_and_showing_must_show_all() {
        let hidden = Decided::hide("[our bank]").unwrap();
        let mut decisions = vec![
            decision(0, 10, Decided::Show),
            decision(20, 24, hidden.clone()),
        ];
        for (found, decided) in [
            (span(2, 8), Some(&Decided::Show)),
            (span(8, 12), None),
            (span(22, 30), Some(&hidden)),
            (span(24, 30), None),
        ] {
            assert_eq!(about(&decisions, found), decided, "{found:?}");
        }
        decide(&mut decisions, decision(8, 22, Decided::Show));
        assert_eq!(decisions.len(), 1);
        assert!(undo(&mut decisions, span(0, 9)));
        assert!(!undo(&mut decisions, span(0, 9)));
    }

    #[test]
    fn what_stands_in_a_bracket_is_short_and_changes_no_meaning() {
        for (written, instead) in [
            ("[our bank]", "our bank"),
            (" our bank ", "our bank"),
            ("[…]", LEFT_OUT),
            ("...", LEFT_OUT),
            ("", LEFT_OUT),
        ] {
            let instead = instead.to_owned();
            assert_eq!(Decided::hide(written), Ok(Decided::Hide { instead }));
        }
        for (written, why) in [
            ("[a] or [b]", InsteadError::NoBracket),
            ("[?!]", InsteadError::NoBracket),
            ("a\nbank", InsteadError::NoBracket),
            ("[x]", InsteadError::OneLetter),
            (
                "one two three four five six seven eight nine",
                InsteadError::Long,
            ),
            ("never a bank", InsteadError::Denies),
        ] {
            assert_eq!(Decided::hide(written), Err(why), "{written}");
        }
    }
}
