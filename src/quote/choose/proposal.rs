//! Which stretches of a turn could be quoted as an answer?
//!
//! Whole sentences that hold a marked word, alone or with a neighbor; of long ones their clauses. What only leads in
//! (`So, um,`) may stay outside. The best of them stands for the turn.

use std::collections::BTreeSet;

use crate::call::Span;
use crate::quote::choose::alone::{OPENING, has_meaning, worth};
use crate::quote::clause::clauses;
use crate::quote::seal::quotable;
use crate::text::sentences::sentences;
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;

/// A sentence of more words is offered in clauses too.
const LONG: usize = 30;
/// What a marked word of the question adds, each counted once.
const ANSWERS: i32 = 70;
/// More of them add nothing.
const MOST_ANSWERS: usize = 4;

/// The stretch of a turn that stands alone best, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub span: Span,
    pub worth: i32,
    pub stems: BTreeSet<String>,
}

/// The best stretch of a turn that holds at least one of the marked words; of any words where none is marked.
pub fn propose(text: &str, marked: &[Span], stemmer: &Stemmer) -> Option<Proposal> {
    let meant: Vec<Span> = marked
        .iter()
        .copied()
        .filter(|mark| has_meant_word(mark.slice(text)))
        .collect();
    // Of "how do they plan" the plan is looked for, unless nothing but small words was asked for.
    let marked = if meant.is_empty() { marked } else { &meant };
    let spans = stretches(text).into_iter().filter_map(|span| {
        let span = quotable(text, span).ok()?;
        let answers = answers(text, span, marked, stemmer);
        let is_answer = marked.is_empty() || !answers.is_empty();
        let n_answers = i32::try_from(answers.len().min(MOST_ANSWERS)).unwrap_or(0);
        is_answer.then(|| (worth(span.slice(text)) + ANSWERS * n_answers, span))
    });
    // The earliest and shortest of equals.
    let order = |(worth, span): &(i32, Span)| {
        let (start, end) = (span.start, span.end);
        (*worth, std::cmp::Reverse((start, end)))
    };
    let (worth, span) = spans.max_by_key(order)?;
    Some(Proposal {
        span,
        worth,
        stems: stems(span.slice(text), stemmer),
    })
}

/// The stems of the words that mean something.
pub fn stems(words: &str, stemmer: &Stemmer) -> BTreeSet<String> {
    tokens(words)
        .map(|token| token.surface(words))
        .filter(|surface| has_meaning(&fold(surface)))
        .map(|surface| stemmer.stem(surface))
        .collect()
}

fn has_meant_word(words: &str) -> bool {
    tokens(words).any(|token| has_meaning(&fold(token.surface(words))))
}

/// The different words of the question in a stretch.
fn answers(text: &str, span: Span, marked: &[Span], stemmer: &Stemmer) -> BTreeSet<String> {
    let mut answers = BTreeSet::new();
    for mark in marked.iter().filter(|mark| mark.overlaps(span)) {
        let words = mark.slice(text);
        answers.extend(tokens(words).map(|token| stemmer.stem(token.surface(words))));
    }
    answers
}

/// Sentences, pairs of them, the clauses of long ones; each also without what only leads in.
fn stretches(text: &str) -> Vec<Span> {
    let sentences = sentences(text);
    let mut spans = sentences.clone();
    spans.extend(sentences.windows(2).map(|two| Span {
        start: two[0].start,
        end: two[1].end,
    }));
    for long in &sentences {
        if tokens(long.slice(text)).count() <= LONG {
            continue;
        }
        let inside: Vec<Span> = clauses(text)
            .into_iter()
            .filter(|clause| clause.overlaps(*long))
            .collect();
        spans.extend(inside.windows(2).map(|two| Span {
            start: two[0].start,
            end: two[1].end,
        }));
        spans.extend(inside);
    }
    let without: Vec<Span> = spans.iter().map(|span| without_lead(text, *span)).collect();
    spans.extend(without);
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// The span from its first word on that does more than lead in.
fn without_lead(text: &str, span: Span) -> Span {
    let words = span.slice(text);
    let leads = |word: &str| OPENING.binary_search(&word).is_ok();
    let first = tokens(words).find(|token| !leads(fold(token.surface(words)).as_str()));
    Span {
        start: span.start + first.map_or(0, |first| first.start),
        end: span.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed<'t>(text: &'t str, word: &str) -> &'t str {
        let start = text.find(word).unwrap_or_default() as u32;
        let end = start + word.len() as u32;
        let marked = [Span { start, end }];
        let proposal = propose(text, &marked, &Stemmer::default());
        proposal.map_or("", |proposal| proposal.span.slice(text))
    }

    #[test]
    fn the_best_sentence_with_the_word_is_proposed() {
        let text = "Yeah. So, um, our drivers wait three hours at every depot. It is what it is.";
        let expected = "our drivers wait three hours at every depot.";
        assert_eq!(proposed(text, "wait"), expected);
    }

    #[test]
    fn a_denial_is_never_cut_off() {
        let text = "No, not really the price is what keeps us awake here at all.";
        assert!(!proposed(text, "price").starts_with("really"));
    }
}
