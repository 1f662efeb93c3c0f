//! Which sentence or two of a turn should be shown?
//!
//! The sentence with the most of the question's words, with its neighbor where it is short. Always whole
//! sentences; a very long one is cut at a word, and the cut is visible because the snippet is a span.

use crate::call::Span;
use crate::text::sentences::sentences;
use crate::text::tokens::tokens;

/// A sentence of fewer bytes takes in its neighbor.
const SHORT: u32 = 60;
/// A snippet of more bytes is cut around the first highlight.
const LONGEST: u32 = 400;

/// The span to show of a text with these highlights.
pub fn snippet(text: &str, highlights: &[Span]) -> Span {
    let sentences = sentences(text);
    let Some(best) = best_sentence(&sentences, highlights) else {
        return Span {
            start: 0,
            end: text.len() as u32,
        };
    };
    let mut span = sentences[best];
    let neighbors = [best.checked_add(1), best.checked_sub(1)];
    for neighbor in neighbors
        .into_iter()
        .flatten()
        .filter_map(|at| sentences.get(at))
    {
        let joined = Span {
            start: span.start.min(neighbor.start),
            end: span.end.max(neighbor.end),
        };
        if span.end - span.start < SHORT && joined.end - joined.start <= LONGEST {
            span = joined;
        }
    }
    if span.end - span.start <= LONGEST {
        span
    } else {
        cut(text, span, highlights)
    }
}

/// The sentence that holds the most highlights, the earliest of equals.
fn best_sentence(sentences: &[Span], highlights: &[Span]) -> Option<usize> {
    let n_held = |sentence: &Span| {
        highlights
            .iter()
            .filter(|highlight| highlight.overlaps(*sentence))
            .count()
    };
    let best = sentences
        .iter()
        .enumerate()
        .max_by_key(|(at, sentence)| (n_held(sentence), std::cmp::Reverse(*at)));
    best.map(|(at, _)| at)
}

/// The words around the first highlight in a very long sentence.
fn cut(text: &str, sentence: Span, highlights: &[Span]) -> Span {
    let first = highlights
        .iter()
        .find(|highlight| highlight.overlaps(sentence))
        .copied()
        .unwrap_or(sentence);
    let from = first.start.saturating_sub(LONGEST / 3).max(sentence.start);
    let to = (from + LONGEST).min(sentence.end);
    let slice = sentence.slice(text);
    let mut span = Span {
        start: sentence.start,
        end: sentence.end,
    };
    for token in tokens(slice) {
        let (start, end) = (sentence.start + token.start, sentence.start + token.end);
        if start < from {
            continue;
        }
        if span.start == sentence.start && from > sentence.start && span.end == sentence.end {
            span.start = start;
        }
        if end > to {
            break;
        }
        if to < sentence.end {
            span.end = end;
        }
    }
    span
}
