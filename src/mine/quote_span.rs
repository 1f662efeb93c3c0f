//! Which words around a match can stand by themselves as a quote?
//!
//! The sentence in which it was said; of a very long sentence (recognisers often set no full stop) the clauses
//! around the match.

use crate::call::Span;
use crate::mine::cues::Cues;
use crate::mine::lexicon::Quoted;
use crate::mine::words::{Word, Words};

/// A sentence of at most so many words is quoted whole.
const WHOLE: usize = 40;
/// Fewest words to each side of a match before a clause border is taken.
const FEWEST: usize = 5;
/// Most words to each side of a match, where no border comes.
const MOST: usize = 18;

/// The quote for a match of the words `first..=last`.
pub fn quote_span(words: &Words, first: usize, last: usize) -> Span {
    let sentence = words.items[first].sentence;
    let range = words.of_sentence(sentence);
    if range.len() <= WHOLE {
        return words
            .sentences
            .get(sentence as usize)
            .copied()
            .unwrap_or(phrase_span(words, first, last));
    }
    let items = &words.items;
    let from = clause_start(items, range.start, first);
    let to = clause_end(items, last, range.end);
    Span {
        start: items[from].start,
        end: items[to].end,
    }
}

/// What an entry quotes of a match of the words `first..=last`.
pub fn span_of(quoted: Quoted, words: &Words, first: usize, last: usize) -> Span {
    match quoted {
        Quoted::Sentence => quote_span(words, first, last),
        Quoted::Phrase => phrase_span(words, first, last),
    }
}

/// The matched words alone.
pub fn phrase_span(words: &Words, first: usize, last: usize) -> Span {
    Span {
        start: words.items[first].start,
        end: words.items[last].end,
    }
}

fn begins_clause(word: &Word) -> bool {
    word.cues.has(Cues::AFTER_PAUSE) || word.cues.has(Cues::CLAUSE)
}

fn clause_start(items: &[Word], floor: usize, first: usize) -> usize {
    let lowest = first.saturating_sub(MOST).max(floor);
    let mut at = first;
    while at > lowest {
        if begins_clause(&items[at]) && first - at >= FEWEST {
            return at;
        }
        at -= 1;
    }
    lowest
}

fn clause_end(items: &[Word], last: usize, end: usize) -> usize {
    let highest = (last + MOST).min(end - 1);
    let mut at = last;
    while at < highest {
        if begins_clause(&items[at + 1]) && at - last >= FEWEST {
            return at;
        }
        at += 1;
    }
    highest
}
