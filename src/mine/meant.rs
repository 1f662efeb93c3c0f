//! Which words of a turn does somebody mean who marks it, and may they be marked at all?

use crate::call::{Call, Side, Span};
use crate::mention::Mention;
use crate::mention::by_hand::Decision;
use crate::text::sentences::sentences;

/// Why nothing can be marked in a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMarkable {
    #[error("the call has only {}, and they are counted from 0", turns(.0))]
    NoTurn(usize),
    #[error(
        "this turn is a rep's, and only prospects' words carry mentions; mark the prospect's turn"
    )]
    Rep,
    #[error(
        "nobody knows on which side this speaker sits, and only prospects' words carry mentions; \
         say it with `verbatim sides`"
    )]
    Unknown,
    #[error("nothing is said in this turn; mark another one")]
    Silent,
}

fn turns(n: &usize) -> String {
    let ending = if *n == 1 { "" } else { "s" };
    format!("{n} turn{ending}")
}

/// The words of a turn that may carry mentions: a prospect's.
pub fn markable(call: &Call, turn: u32) -> Result<&str, NotMarkable> {
    let Some(turn) = call.turns.get(turn as usize) else {
        return Err(NotMarkable::NoTurn(call.turns.len()));
    };
    match call.speaker(turn).side {
        Side::Prospect if turn.text.trim().is_empty() => Err(NotMarkable::Silent),
        Side::Prospect => Ok(&turn.text),
        Side::Rep => Err(NotMarkable::Rep),
        Side::Unknown => Err(NotMarkable::Unknown),
    }
}

/// The words that a decision is about, and those by which they are found again.
pub struct Words {
    pub span: Span,
    pub quote: String,
}

impl Words {
    /// Those at a place; `None` where the place does not fit the text.
    pub fn at_place(span: Span, text: &str) -> Option<Words> {
        let words = Words::at(span, text);
        (!words.quote.trim().is_empty()).then_some(words)
    }

    fn at(span: Span, text: &str) -> Words {
        Words {
            span,
            quote: span.slice(text).to_owned(),
        }
    }
}

/// Which words of the turn are meant: the quote; else the one mention that was heard; else the one sentence that there
/// is. A `no` without a quote is about the whole turn. Otherwise it says what is unclear.
pub fn words_meant(
    text: &str,
    decision: Decision,
    quote: Option<&str>,
    heard: &[Mention],
) -> Result<Words, &'static str> {
    if let Some(quote) = quote {
        return quoted(text, quote.trim());
    }
    match (decision, heard) {
        (Decision::No, [only]) => Ok(Words {
            span: whole(text),
            quote: only.span.slice(text).to_owned(),
        }),
        (Decision::No, _) => Ok(Words::at(whole(text), text)),
        (_, [only]) => Ok(Words::at(only.span, text)),
        _ if sentences(text).len() <= 1 => Ok(Words::at(whole(text), text)),
        _ => Err(
            "which words are meant? Name them with --quote \"…\"; the turn's sentences are shown above",
        ),
    }
}

/// The turn's text without the white space around it.
fn whole(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    Span {
        start: start as u32,
        end: (start + text.trim().len()) as u32,
    }
}

fn quoted(text: &str, quote: &str) -> Result<Words, &'static str> {
    if quote.is_empty() {
        return Err("the quote is empty; copy the words from the turn");
    }
    // What is copied from a terminal has line breaks where the turn has spaces.
    let unbroken = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let quote = if text.contains(quote) {
        quote
    } else {
        unbroken.as_str()
    };
    let mut found = text.match_indices(quote);
    match (found.next(), found.next()) {
        (Some((start, _)), None) => {
            let span = Span {
                start: start as u32,
                end: (start + quote.len()) as u32,
            };
            Ok(Words::at(span, text))
        }
        (Some(_), Some(_)) => Err("the quote stands more than once in this turn; quote more words"),
        (None, _) => {
            Err("the quote does not stand in this turn; copy it exactly from the turn's sentences")
        }
    }
}
