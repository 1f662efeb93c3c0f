//! Which words of a turn does somebody mean who marks it?

use std::io::Write;

use crate::call::Span;
use crate::cli::look::{printable, wrapped};
use crate::mention::Mention;
use crate::mention::by_hand::Decision;
use crate::text::sentences::sentences;

/// The words that a decision is about, and those by which they are found again.
pub(super) struct Words {
    pub(super) span: Span,
    pub(super) quote: String,
}

impl Words {
    fn at(span: Span, text: &str) -> Words {
        Words {
            span,
            quote: span.slice(text).to_owned(),
        }
    }
}

/// Which words of the turn are meant: the quote; else the one mention that was heard; else the one sentence that there
/// is. A `no` without a quote is about the whole turn. Otherwise it says what is unclear.
pub(super) fn words_meant(
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
        return Err("the quote is empty; copy the words from the turn, which is shown above");
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
        (None, _) => Err(
            "the quote does not stand in this turn; copy it exactly from the sentences shown above",
        ),
    }
}

/// The turn, a sentence a line, so that words can be copied from it.
pub(super) fn show_sentences(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    for sentence in sentences(text) {
        writeln!(out, "{}", wrapped(&printable(sentence.slice(text)), "    "))?;
    }
    Ok(())
}
