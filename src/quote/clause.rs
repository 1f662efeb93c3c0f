//! Where does a clause begin and end?
//!
//! Good enough to trim a quote by: at ends of sentences, semicolons, colons and dashes, and at commas before a word
//! that joins. Spoken sentences run on, and their clauses stand between such words.

use crate::call::Span;
use crate::text::sentences::sentences;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Words that begin a clause behind a comma.
#[rustfmt::skip]
const JOINING: [&str; 18] = [
    "although", "and", "because", "but", "if", "or", "plus", "since", "so", "then", "though", "unless", "until",
    "when", "where", "which", "while", "who",
];

/// The clauses of a text, in order, without white space and the marks between them.
pub fn clauses(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let mut start = sentence.start as usize;
        for (at, next) in breaks(text, sentence) {
            push(text, start, at, &mut found);
            start = next;
        }
        push(text, start, sentence.end as usize, &mut found);
    }
    found
}

/// Where clauses of a sentence end and the next begin.
fn breaks(text: &str, sentence: Span) -> Vec<(usize, usize)> {
    let words = sentence.slice(text);
    let offset = sentence.start as usize;
    let mut breaks = Vec::new();
    for (at, c) in words.char_indices() {
        let next = at + c.len_utf8();
        let rest = &words[next..];
        let is_break = match c {
            ';' | '\u{2014}' => true,
            ':' | '\u{2013}' => rest.starts_with(char::is_whitespace),
            ',' => rest.starts_with(char::is_whitespace) && is_joined(rest),
            _ => false,
        };
        if is_break {
            breaks.push((offset + at, offset + next));
        }
    }
    breaks
}

fn is_joined(rest: &str) -> bool {
    tokens(rest).next().is_some_and(|first| {
        let word = fold(first.surface(rest));
        JOINING.binary_search(&word.as_str()).is_ok()
    })
}

fn push(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let Some(slice) = text.get(start..end) else {
        return;
    };
    if !slice.chars().any(char::is_alphanumeric) {
        return;
    }
    let from = start + (slice.len() - slice.trim_start().len());
    found.push(Span {
        start: from as u32,
        end: (from + slice.trim().len()) as u32,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_end_at_marks_and_before_joining_words() {
        assert!(JOINING.is_sorted());
        let text =
            "We type it in, all of it, and then we check it. Slow \u{2014} really; at 9:30 too.";
        let found: Vec<&str> = clauses(text).iter().map(|span| span.slice(text)).collect();
        let expected = [
            "We type it in, all of it",
            "and then we check it.",
            "Slow",
            "really",
            "at 9:30 too.",
        ];
        assert_eq!(found, expected);
        assert!(clauses(" ... ").is_empty());
    }
}
