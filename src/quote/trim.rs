//! How are the ends of a quote moved, and never its words?
//!
//! Ends move by words, to clauses, or to words that are named. Wherever they come to stand, [`quotable`] has the last
//! say: no end stands inside of a word, and none right behind a "not".

use crate::call::Span;
use crate::quote::clause::clauses;
use crate::quote::seal::{SealError, quotable};
use crate::quote::typography::{is_border, plain, plain_words};
use crate::text::tokens::{Token, tokens};

/// Why ends cannot be moved there. Never says what the words are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrimError {
    #[error("the ends would pass each other or leave the turn; move them by fewer words")]
    Passed,
    #[error("these words do not stand in this turn one after another; copy them from `pack show`")]
    NotThere,
    #[error("these words stand in this turn more than once; add a word before or behind them")]
    Ambiguous,
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Moves the start and the end by so many words: to the right where the number is above zero, else to the left.
pub fn by_words(turn: &str, span: Span, start: i64, end: i64) -> Result<Span, TrimError> {
    let words: Vec<Token> = tokens(turn).collect();
    let first = words.iter().position(|word| word.end > span.start);
    let last = words.iter().rposition(|word| word.start < span.end);
    let first = moved(first, start).ok_or(TrimError::Passed)?;
    let last = moved(last, end).ok_or(TrimError::Passed)?;
    let (Some(first_word), Some(last_word)) = (words.get(first), words.get(last)) else {
        return Err(TrimError::Passed);
    };
    if first > last {
        return Err(TrimError::Passed);
    }
    let span = Span {
        start: if start == 0 {
            span.start
        } else {
            whole_start(turn, first_word.start)
        },
        end: if end == 0 {
            span.end
        } else {
            whole_end(turn, last_word.end)
        },
    };
    Ok(quotable(turn, span)?)
}

/// Moves each end to the nearest border of a clause.
pub fn to_clause(turn: &str, span: Span) -> Result<Span, TrimError> {
    let clauses = clauses(turn);
    let start = clauses
        .iter()
        .min_by_key(|clause| clause.start.abs_diff(span.start))
        .ok_or(TrimError::Passed)?
        .start;
    let ends = clauses.iter().filter(|clause| clause.end > start);
    let end = ends
        .min_by_key(|clause| clause.end.abs_diff(span.end))
        .ok_or(TrimError::Passed)?
        .end;
    Ok(quotable(turn, Span { start, end })?)
}

/// The place of words in a turn, whatever their quotation marks and dashes look like.
pub fn to_words(turn: &str, words: &str) -> Result<Span, TrimError> {
    let compared = plain(turn);
    let words = plain_words(words);
    let mut found = compared.find_words(&words);
    let at = found.next().ok_or(TrimError::NotThere)?;
    if found.next().is_some() {
        return Err(TrimError::Ambiguous);
    }
    Ok(quotable(turn, compared.original(at, at + words.len()))?)
}

fn moved(from: Option<usize>, by: i64) -> Option<usize> {
    let from = i64::try_from(from?).ok()?;
    usize::try_from(from.checked_add(by)?).ok()
}

/// The start of a word with what belongs to it, as the `$` of `$40`.
fn whole_start(turn: &str, start: u32) -> u32 {
    let mut at = start as usize;
    while !is_border(turn, at) {
        let before = turn.get(..at).and_then(|before| before.chars().next_back());
        let Some(c) = before else { break };
        at -= c.len_utf8();
    }
    at as u32
}

/// The end of a word with what belongs to it, and with the marks that end its sentence.
fn whole_end(turn: &str, end: u32) -> u32 {
    let mut at = end as usize;
    while let Some(c) = turn.get(at..).and_then(|rest| rest.chars().next()) {
        let ends_sentence = matches!(c, '.' | '!' | '?' | '…');
        if is_border(turn, at) && !ends_sentence {
            break;
        }
        at += c.len_utf8();
    }
    at as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURN: &str = "Well, it's $40 a day, and we don't have it. So no.";

    fn whole() -> Span {
        Span {
            start: 0,
            end: TURN.len() as u32,
        }
    }

    #[test]
    fn ends_move_by_words() {
        for (start, end, expected) in [
            (0, 0, Ok(TURN)),
            (2, -2, Ok("$40 a day, and we don't have it.")),
            (1, -7, Ok("it's $40 a day")),
            (0, -12, Err(TrimError::Passed)),
            (-1, 0, Err(TrimError::Passed)),
        ] {
            let found = by_words(TURN, whole(), start, end).map(|span| span.slice(TURN));
            assert_eq!(found, expected, "{start} {end}");
        }
        let cut = by_words(TURN, whole(), 8, 0);
        assert!(matches!(
            cut,
            Err(TrimError::Seal(SealError::AfterNegation(_)))
        ));
    }

    #[test]
    fn ends_move_to_clauses_and_to_words() {
        let day = to_words(TURN, "$40 a day").expect("words of the turn");
        assert_eq!(day.slice(TURN), "$40 a day");
        let clause = to_clause(TURN, day).expect("a clause");
        assert_eq!(clause.slice(TURN), "Well, it's $40 a day");
        assert_eq!(to_words(TURN, "a month"), Err(TrimError::NotThere));
        assert_eq!(to_words("so so", "so"), Err(TrimError::Ambiguous));
    }
}
