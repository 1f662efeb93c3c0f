//! Which stretches of a turn say one thing each?
//!
//! A sentence; and where the recogniser left no punctuation, a clause: cut before conjunctions with a subject behind
//! them, before new subjects, and where an "um" was.

use std::ops::Range;

use crate::call::Span;
use crate::mine::cues::Cues;
use crate::mine::words::{Word, Words};

/// A sentence of at most so many words is one unit.
const SHORT: usize = 20;
/// With a mark for about every so many words a sentence is punctuated, and its writer has cut it already.
const WORDS_PER_MARK: usize = 14;
/// So many marks show it too.
const MARKS: usize = 3;
/// A sentence of at most so many words with any mark is punctuated.
const MIDDLING: usize = 24;
/// Fewest words of a clause, and of the last one.
const FEWEST: usize = 7;
const FEWEST_LAST: usize = 3;
/// A clause that has grown so long is cut at weaker places.
const LONG: usize = 20;

/// A stretch of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Indexes into the turn's words.
    pub words: Range<usize>,
    pub span: Span,
}

/// The units of a turn, in order; sentences without a word have none.
pub fn units(words: &Words) -> Vec<Unit> {
    let mut units = Vec::new();
    for whole in words.by_sentence() {
        let Range { start: from, end } = whole;
        let sentence = words.items[from].sentence;
        let span = words.sentences.get(sentence as usize).copied();
        let cuts = cuts(&words.items[whole.clone()]);
        if cuts.is_empty() {
            let span = span.unwrap_or_else(|| span_of(words, &whole));
            units.push(Unit { words: whole, span });
        } else {
            let borders = || cuts.iter().map(|cut| from + cut);
            let starts = std::iter::once(from).chain(borders());
            let ends = borders().chain(std::iter::once(end));
            for (start, to) in starts.zip(ends) {
                let mut piece = span_of(words, &(start..to));
                // The mark that ends the sentence belongs to its last clause.
                if let (true, Some(span)) = (to == end, span) {
                    piece.end = piece.end.max(span.end);
                }
                units.push(Unit {
                    words: start..to,
                    span: piece,
                });
            }
        }
    }
    units
}

fn span_of(words: &Words, range: &Range<usize>) -> Span {
    Span {
        start: words.items[range.start].start,
        end: words.items[range.end - 1].end,
    }
}

/// Where a sentence is to be cut: indexes of the words that begin a new clause.
fn cuts(sentence: &[Word]) -> Vec<usize> {
    let n = sentence.len();
    if n <= SHORT || is_punctuated(sentence) {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    let mut last = 0;
    for at in FEWEST..n.saturating_sub(FEWEST_LAST - 1) {
        // The two words of a contraction stay together.
        let is_second = sentence[at].start == sentence[at - 1].start;
        if at - last >= FEWEST && !is_second && begins_clause(sentence, at, at - last >= LONG) {
            cuts.push(at);
            last = at;
        }
    }
    cuts
}

fn is_punctuated(sentence: &[Word]) -> bool {
    let n = sentence.len();
    let marks = sentence[1..]
        .iter()
        .filter(|word| word.cues.has(Cues::AFTER_PAUSE))
        .count();
    marks * WORDS_PER_MARK >= n || marks >= MARKS || (n <= MIDDLING && marks > 0)
}

fn begins_clause(sentence: &[Word], at: usize, is_long: bool) -> bool {
    let (word, before) = (sentence[at].cues, sentence[at - 1].cues);
    let next = sentence.get(at + 1).map_or(Cues::NONE, |word| word.cues);
    let opens = Cues::OPENS.with(Cues::MAY_OPEN);
    let joins = Cues::JOINS.with(Cues::MAY_JOIN);
    if word.has(Cues::AFTER_FILLER) {
        return true;
    }
    if word.has(joins) && !before.has(joins) {
        let follows = next.has(
            opens
                .with(joins)
                .with(Cues::AGREES)
                .with(Cues::AFTER_FILLER),
        );
        if word.has(Cues::JOINS) || follows {
            return true;
        }
    }
    if word.has(Cues::OPENS) && !before.has(Cues::HOLDS_ON) && !before.has(opens) {
        return true;
    }
    is_long && (word.has(Cues::LATE) || word.has(Cues::MAY_OPEN) && !before.has(Cues::HOLDS_ON))
}
