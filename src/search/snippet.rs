//! Which sentence or two of a turn should be shown?
//!
//! The sentence with the most of the question's words, with its neighbor where it is short. Always whole
//! sentences; a very long one is cut at a word, and the cut is visible because the snippet is a span.

pub mod of_mentions;

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
    let span = with_neighbors(&sentences, best, best);
    if length(span) <= LONGEST {
        span
    } else {
        cut(text, span, highlights)
    }
}

/// The sentences from the first to the last of them, with their neighbors where they are short.
fn with_neighbors(sentences: &[Span], first: usize, last: usize) -> Span {
    let mut span = joined(sentences[first], sentences[last]);
    let neighbors = [last.checked_add(1), first.checked_sub(1)];
    for neighbor in neighbors
        .into_iter()
        .flatten()
        .filter_map(|at| sentences.get(at))
    {
        let both = joined(span, *neighbor);
        if length(span) < SHORT && length(both) <= LONGEST {
            span = both;
        }
    }
    span
}

fn joined(one: Span, other: Span) -> Span {
    Span {
        start: one.start.min(other.start),
        end: one.end.max(other.end),
    }
}

fn length(span: Span) -> u32 {
    span.end.saturating_sub(span.start)
}

/// The sentence that holds the most highlights, the earliest of equals.
fn best_sentence(sentences: &[Span], highlights: &[Span]) -> Option<usize> {
    let borders = Borders::of(highlights);
    let best = sentences
        .iter()
        .enumerate()
        .max_by_key(|(at, sentence)| (borders.n_held(**sentence), std::cmp::Reverse(*at)));
    best.map(|(at, _)| at)
}

/// Where highlights begin and end, each in order: a turn may have a hundred thousand sentences and as many highlights, so
/// that no sentence can be held against each of them.
struct Borders {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Borders {
    fn of(highlights: &[Span]) -> Borders {
        let mut starts: Vec<u32> = highlights.iter().map(|span| span.start).collect();
        let mut ends: Vec<u32> = highlights.iter().map(|span| span.end).collect();
        starts.sort_unstable();
        ends.sort_unstable();
        Borders { starts, ends }
    }

    /// How many highlights overlap a sentence: all that begin before its end but those that end before it begins.
    fn n_held(&self, sentence: Span) -> usize {
        let n_begun = self.starts.partition_point(|start| *start < sentence.end);
        let n_over = self.ends.partition_point(|end| *end <= sentence.start);
        n_begun.saturating_sub(n_over)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn spans<const N: usize>(borders: [(u32, u32); N]) -> [Span; N] {
        borders.map(|(start, end)| Span { start, end })
    }

    #[test]
    fn a_sentence_holds_the_highlights_that_overlap_it() {
        // Neither in order nor apart, as mentions may be.
        let highlights = spans([(30, 35), (0, 12), (5, 9), (10, 20), (34, 60)]);
        let borders = Borders::of(&highlights);
        for sentence in spans([(0, 5), (5, 10), (12, 34), (20, 30), (35, 70), (60, 61)]) {
            let overlapping = highlights.iter().filter(|one| one.overlaps(sentence));
            assert_eq!(
                borders.n_held(sentence),
                overlapping.count(),
                "{sentence:?}"
            );
        }
    }

    /// Every sentence held against every highlight would take minutes.
    #[test]
    fn of_a_hundred_thousand_sentences_the_first_of_the_best_is_shown() {
        let sentence = "We do it by hand and it is slow. ";
        let text = sentence.repeat(100_000);
        let by_hand = |n: usize| {
            let start = (n * sentence.len() + 9) as u32;
            Span {
                start,
                end: start + 7,
            }
        };
        let highlights: Vec<Span> = (1..100_000).map(by_hand).collect();
        let shown = snippet(&text, &highlights);
        let two = "We do it by hand and it is slow. We do it by hand and it is slow.";
        assert_eq!(shown.slice(&text), two);
        assert_eq!(shown.start, sentence.len() as u32);
    }
}
