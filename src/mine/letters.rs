//! Is a word written in a certain way: `SO-1234`, `SAP`, `ISO27001`?
//!
//! The last resort of the lexicon language: `/…/` is a regular expression that is held against one word as it stands in
//! the text, from space to space, without the marks around it. Words of patterns are numbers and know no letters; this
//! looks at the letters, and only where the rest of the pattern may stand already.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::mine::class::LONGEST;
use crate::mine::words::Word;

/// Longest expression, in bytes: nobody can read more.
const LONGEST_WRITTEN: usize = 120;
/// Most bytes of memory that one may take compiled.
const MOST_BYTES: usize = 1 << 20;
/// Longest word that is looked at, in bytes; a longer run of letters is no word.
const LONGEST_WORD: usize = 96;

/// A regular expression for one word; two are the same when they are written alike.
#[derive(Debug, Clone)]
pub struct Letters(Regex);

impl PartialEq for Letters {
    fn eq(&self, other: &Letters) -> bool {
        self.written() == other.written()
    }
}

impl Eq for Letters {}

/// What is wrong with an expression: where in it, in bytes, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongLetters {
    pub place: Range<usize>,
    pub message: String,
}

impl Letters {
    /// Reads what stands between the slashes.
    pub fn read(written: &str) -> Result<Letters, WrongLetters> {
        let whole = |message: String| WrongLetters {
            place: 0..written.len(),
            message,
        };
        if written.len() > LONGEST_WRITTEN {
            return Err(whole(format!(
                "a regular expression of more than {LONGEST_WRITTEN} bytes cannot be read by people; cut it down, or \
                 write two patterns"
            )));
        }
        let built = RegexBuilder::new(written)
            .size_limit(MOST_BYTES)
            .dfa_size_limit(MOST_BYTES)
            .build();
        let regex = built.map_err(|error| match error {
            regex::Error::Syntax(told) => syntax(written, &told),
            _ => whole(
                "this regular expression grows too large; count fewer repetitions, or write [0-9] and [A-Z] for \\d \
                 and \\w"
                    .to_owned(),
            ),
        })?;
        if regex.is_match("") {
            return Err(whole(
                "this regular expression is true of every word; name at least one letter that must be there"
                    .to_owned(),
            ));
        }
        Ok(Letters(regex))
    }

    /// As its author wrote it, without the slashes.
    pub fn written(&self) -> &str {
        self.0.as_str()
    }

    /// How many of the words from `at` on make up a written word of which it is true; 0 where none does.
    pub fn len_at(&self, text: &str, words: &[Word], at: usize) -> usize {
        let Some(written) = words.get(at).and_then(|word| written_word(text, word)) else {
            return 0;
        };
        let begins_before = at > 0 && words[at - 1].end as usize > written.start;
        let is_true = || {
            let letters = text.get(written.clone()).unwrap_or("");
            self.0.is_match(letters)
        };
        if begins_before || !is_true() {
            return 0;
        }
        let inside = words[at..].iter();
        let inside = inside.take_while(|word| (word.start as usize) < written.end);
        // A pattern's place is at most so long.
        Some(inside.count()).filter(|n| *n <= LONGEST).unwrap_or(0)
    }
}

/// Where a word's letters begin and end, as far as no space or dash comes, without the marks at its ends; `None` where
/// that is too long.
fn written_word(text: &str, word: &Word) -> Option<Range<usize>> {
    let middle = word.start as usize;
    let (before, behind) = (text.get(..middle)?, text.get(middle..)?);
    let start = before
        .char_indices()
        .rev()
        .take(LONGEST_WORD)
        .take_while(|(_, c)| !parts(*c))
        .last()
        .map_or(middle, |(at, _)| at);
    let end = behind
        .char_indices()
        .take(LONGEST_WORD)
        .take_while(|(_, c)| !parts(*c))
        .last()
        .map_or(middle, |(at, c)| middle + at + c.len_utf8());
    if end - start >= LONGEST_WORD {
        return None;
    }
    let whole = text.get(start..end)?;
    let bare = whole.trim_start_matches(OPENING);
    let start = end - bare.len();
    Some(start..start + bare.trim_end_matches(CLOSING).len())
}

/// Marks that may stand before a word and behind it without being part of it.
const OPENING: &[char] = &[
    '"', '\'', '\u{201c}', '\u{2018}', '\u{201e}', '(', '[', '{', '«',
];
const CLOSING: &[char] = &[
    '"', '\'', '\u{201d}', '\u{2019}', '\u{201c}', ')', ']', '}', '»', '.', ',', ';', ':', '!', '?',
];

/// Whether a character stands between two written words.
fn parts(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2013}' | '\u{2014}' | '…')
}

/// The reader of expressions tells in lines: a heading, what was written, marks under the place, the reason.
fn syntax(written: &str, told: &str) -> WrongLetters {
    let marks = told.lines().nth(2).unwrap_or("");
    let column = marks.find('^').unwrap_or(0).saturating_sub(INDENT);
    let n_marks = marks.chars().filter(|c| *c == '^').count().max(1);
    let byte = |nth: usize| {
        let mut places = written.char_indices().map(|(at, _)| at);
        places.nth(nth).unwrap_or(written.len())
    };
    let reason = told.rsplit("error: ").next().unwrap_or(told).trim();
    WrongLetters {
        place: byte(column)..byte(column + n_marks),
        message: format!("this is no regular expression: {reason}"),
    }
}

/// How far it moves what was written to the right.
const INDENT: usize = 4;
