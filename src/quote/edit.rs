//! How may a quote be edited, so that everybody sees what was done to it?
//!
//! By marks alone: `[…]` where words of the same turn are left out, `[a tool]` where some are replaced or explained,
//! `[W]e` where a first letter changes its case. An edit is kept as a stretch of the turn and what stands there now;
//! the words themselves are never stored changed, reordered or corrected.

use serde::{Deserialize, Serialize};

use crate::call::Span;
use crate::quote::negation::cut_off_before;
use crate::quote::pieces::{Piece, Unfit, pieces, place};
use crate::quote::typography::{Plain, plain};

/// One mark in a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Where the marked stretch begins in the turn's text, in bytes.
    pub start: u32,
    /// Where it ends; the same byte where something is only explained.
    pub end: u32,
    /// What stands in the bracket; nothing where words are left out.
    pub replacement: Option<String>,
}

/// Why marked words cannot stand for a turn. Never says what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error(
        "these are not the words of this turn, in their order, with nothing but […] and [brackets] between them; \
         `verbatim verify` shows the difference"
    )]
    OtherWords,
    #[error("more is marked than was said; keep at least three words, and two for each […]")]
    MostlyMarks,
    #[error("a bracket holds more than eight words; a clarification must be short")]
    LongBracket,
    #[error("a mark hides or adds a \"not\" or another denial; keep the denial")]
    HidesDenial,
    #[error("two marks stand side by side; one is enough")]
    TwoMarks,
    #[error("a mark stands at an end; begin and end with words that were said")]
    MarkAtAnEnd,
}

impl From<Unfit> for EditError {
    fn from(unfit: Unfit) -> EditError {
        match unfit {
            Unfit::MostlyMarks => EditError::MostlyMarks,
            Unfit::LongBracket => EditError::LongBracket,
            Unfit::NotThere => EditError::OtherWords,
        }
    }
}

/// The stretches of a quote that stand as they were said.
pub fn kept(span: Span, edits: &[Edit]) -> Vec<Span> {
    let mut kept = Vec::new();
    let mut start = span.start;
    for edit in edits {
        kept.push(Span {
            start,
            end: edit.start,
        });
        start = edit.end;
    }
    kept.push(Span {
        start,
        end: span.end,
    });
    kept.retain(|span| span.start < span.end);
    kept
}

/// A quote as it is printed, with its marks; `exact` are the words that begin at byte `start` of the turn.
pub fn render(exact: &str, start: u32, edits: &[Edit]) -> String {
    let end = start + exact.len() as u32;
    let slice = |from: u32, to: u32| {
        let (from, to) = (from.saturating_sub(start), to.saturating_sub(start));
        exact.get(from as usize..to as usize).unwrap_or("")
    };
    let mut out = String::new();
    let mut at = start;
    for edit in edits {
        out.push_str(slice(at, edit.start));
        let replaced = slice(edit.start, edit.end);
        let is_behind_word = match replaced {
            "" => out.ends_with(|c: char| !c.is_whitespace()),
            _ => out.ends_with(char::is_alphanumeric),
        };
        if stands_off(replaced.chars().next(), is_behind_word) {
            out.push(' ');
        }
        match &edit.replacement {
            Some(words) => out.push_str(&format!("[{words}]")),
            None => out.push_str("[…]"),
        }
        let is_before_word = slice(edit.end, end).starts_with(char::is_alphanumeric);
        if stands_off(replaced.chars().next_back(), is_before_word) {
            out.push(' ');
        }
        at = edit.end;
    }
    out.push_str(slice(at, end));
    out
}

/// Whether a mark stands apart from the character beside it: where nothing is replaced there, or something that is no
/// part of a word (the comma in "hand, every night" as `hand [each] night`).
fn stands_off(replaced: Option<char>, is_beside_word: bool) -> bool {
    is_beside_word && !replaced.is_some_and(char::is_alphanumeric)
}

/// Reads marked words back: which stretch of the turn they quote, and the marks in it.
pub fn read(marked: &str, turn: &str) -> Result<(Span, Vec<Edit>), EditError> {
    let compared = plain(turn);
    let words = plain(marked);
    let words = words.text.trim();
    let Some(pieces) = pieces(words) else {
        return Ok((unmarked(words, &compared)?, Vec::new()));
    };
    if !(is_said(pieces.first()) && is_said(pieces.last())) {
        return Err(EditError::MarkAtAnEnd);
    }
    let placed = place(&pieces, &compared)?;
    if placed.hidden.is_some() {
        return Err(EditError::HidesDenial);
    }
    let edits = edits(&pieces, &placed.said, turn)?;
    let (first, last) = (placed.said.first(), placed.said.last());
    let span = Span {
        start: first.map_or(0, |first| first.start),
        end: last.map_or(0, |last| last.end),
    };
    Ok((span, edits))
}

/// Words without marks, which may be few.
fn unmarked(words: &str, turn: &Plain) -> Result<Span, EditError> {
    let at = turn.find_words(words).next().ok_or(EditError::OtherWords)?;
    if cut_off_before(&turn.text, at).is_some() {
        return Err(EditError::HidesDenial);
    }
    Ok(turn.original(at, at + words.len()))
}

fn is_said(piece: Option<&Piece>) -> bool {
    matches!(piece, Some(Piece::Said(_) | Piece::Recased(_)))
}

/// The marks between the pieces that were found.
fn edits(pieces: &[Piece], said: &[Span], turn: &str) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    let mut n_said = 0;
    let mut mark: Option<Option<String>> = None;
    for piece in pieces {
        match piece {
            Piece::LeftOut | Piece::PutIn(_) if mark.is_some() => return Err(EditError::TwoMarks),
            Piece::LeftOut => mark = Some(None),
            Piece::PutIn(words) => mark = Some(Some(words.clone())),
            Piece::Said(words) | Piece::Recased(words) => {
                let here = said.get(n_said).copied().ok_or(EditError::OtherWords)?;
                let before = n_said.checked_sub(1).and_then(|at| said.get(at));
                if let (Some(replacement), Some(before)) = (mark.take(), before) {
                    edits.push(between(turn, before.end, here.start, replacement));
                }
                if matches!(piece, Piece::Recased(_)) {
                    edits.extend(first_letter(turn, here, words));
                }
                n_said += 1;
            }
        }
    }
    Ok(edits)
}

/// The mark for what stands between two pieces, without the spaces around it.
fn between(turn: &str, from: u32, to: u32, replacement: Option<String>) -> Edit {
    let gap = Span {
        start: from,
        end: to,
    }
    .slice(turn);
    let lead = (gap.len() - gap.trim_start().len()) as u32;
    let marked = gap.trim().len() as u32;
    let start = if marked == 0 { from } else { from + lead };
    Edit {
        start,
        end: start + marked,
        replacement,
    }
}

/// The mark for a first letter in another case; none where it stands as it was said.
fn first_letter(turn: &str, piece: Span, words: &str) -> Option<Edit> {
    let letter = words.chars().next()?;
    let said = piece.slice(turn).chars().next()?;
    (letter != said).then(|| Edit {
        start: piece.start,
        end: piece.start + said.len_utf8() as u32,
        replacement: Some(letter.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURN: &str =
        "So we type it all in by hand, every night. It's not fun, and it takes hours.";

    #[test]
    fn a_marked_quote_is_read_and_printed_again() {
        for marked in [
            "we type it all in by hand",
            "[W]e type it all in by hand",
            "we type […] by hand, every night",
            "we type [the orders] all in by hand",
            "we type it [the order] all in by hand",
            "[W]e type it […] by hand, every night. It's not fun",
            "by hand [each] night",
        ] {
            let (span, edits) = read(marked, TURN).expect(marked);
            assert_eq!(render(span.slice(TURN), span.start, &edits), marked);
        }
    }

    #[test]
    fn what_is_kept_stands_between_the_marks() {
        let (span, edits) = read("we type […] by hand, every night", TURN).expect("a marked quote");
        let kept: Vec<&str> = kept(span, &edits)
            .into_iter()
            .map(|span| span.slice(TURN))
            .collect();
        assert_eq!(kept, ["we type ", " by hand, every night"]);
    }

    #[test]
    fn other_words_are_no_edit() {
        for (marked, why) in [
            ("we type it by hand", EditError::OtherWords),
            ("by hand […] we type", EditError::OtherWords),
            (
                "It's [hardly] fun, and it takes […] hours",
                EditError::OtherWords,
            ),
            ("It's […] fun, and it takes hours", EditError::HidesDenial),
            ("we type […] [all of it] by hand", EditError::TwoMarks),
            ("we type it all in […]", EditError::MarkAtAnEnd),
        ] {
            assert_eq!(read(marked, TURN), Err(why), "{marked}");
        }
    }
}
