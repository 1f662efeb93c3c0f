//! Which words stand there over and over, though nobody says them so?
//!
//! A recogniser that hears nothing may fall into a loop: the same few words until the silence ends. Known by a
//! phrase of up to eight words five times in a row, or a sentence four times in a row; the first time may have
//! been said and stays speech. What people do repeat, such as `no no no`, numbers and letters, is a loop only where it
//! comes so often that nobody has the breath for it.

use std::ops::Range;

use crate::call::Span;
use crate::text::sentences::sentences;
use crate::text::tokens::{Token, tokens};

use super::span;

const LONGEST_PHRASE: usize = 8;
/// So often in a row a phrase is a loop.
const FEWEST_PHRASES: usize = 5;
/// So often in a row a sentence is a loop.
pub(super) const FEWEST_SENTENCES: usize = 4;
/// So often in a row what people do repeat is a loop.
const FEWEST_NATURAL: usize = 20;
/// In scripts of one sign a word so few signs may be laughter or a yes: `哈哈哈`, `はいはい`.
const MOST_SIGNS: usize = 3;

/// Words that people do say over and over, or stumble upon, and those of `you know` and `sort of`.
#[rustfmt::skip]
const NATURAL: &[&str] = &[
    "a", "absolutely", "ah", "aha", "an", "and", "as", "at", "away", "because", "beep", "bla", "blah", "but",
    "by", "bye", "cheers", "come", "cool", "correct", "da", "double", "eight", "exactly", "far", "five", "for",
    "four", "from", "genau", "go", "going", "good", "got", "great", "ha", "hah", "haha", "he", "heh", "hello",
    "hey", "hi", "hm", "hmm", "ho", "huh", "hundred", "if", "in", "is", "it", "it's", "ja", "just", "kind",
    "knock", "know", "la", "like", "long", "lots", "many", "mean", "mhm", "mm", "mmhmm", "mmm", "more", "much",
    "my", "na", "nah", "nee", "nein", "never", "nine", "no", "non", "nope", "not", "of", "oh", "ok", "okay", "on",
    "one", "ooh", "or", "oui", "our", "out", "over", "perfect", "please", "really", "right", "ring", "seven",
    "she", "si", "sim", "six", "so", "sorry", "sort", "stop", "sure", "sí", "tak", "test", "testing", "that",
    "that's", "the", "then", "there", "they", "this", "three", "to", "too", "true", "two", "uh", "uhhuh", "um",
    "up", "very", "wait", "was", "we", "well", "what", "who", "why", "with", "wow", "ya", "yah", "yeah", "yep",
    "yes", "you", "your", "yup", "zero",
];

pub(super) fn find(text: &str, found: &mut Vec<Span>) {
    let tokens: Vec<Token> = tokens(text).collect();
    if tokens.len() < FEWEST_SENTENCES {
        return;
    }
    let keys = tokens
        .iter()
        .map(|token| key(token.surface(text)))
        .collect();
    let words = Words { text, tokens, keys };
    for length in 1..=LONGEST_PHRASE {
        words.find_phrases(length, found);
    }
    words.find_sentences(found);
}

/// Whether some phrase may come often enough in a row. One time less is asked for than a loop has: whoever numbers words
/// may tell the first one's capital letter apart.
pub(super) fn may_go_round(words: &[u32]) -> bool {
    (1..=LONGEST_PHRASE).any(|length| {
        let fewest = length * (FEWEST_PHRASES - 2);
        let is_same = |at: &usize| {
            let before = at.checked_sub(length).and_then(|before| words.get(before));
            before.is_some() && before == words.get(*at)
        };
        // A run so long covers one of these places.
        (fewest..words.len()).step_by(fewest).any(|at| {
            let n_before = (0..at).rev().take(fewest).take_while(is_same).count();
            let n_behind = (at..words.len()).take(fewest).take_while(is_same).count();
            n_behind > 0 && n_before + n_behind >= fewest
        })
    })
}

/// The words of a turn, and a number for each that is the same for the same word.
struct Words<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    keys: Vec<u64>,
}

impl Words<'_> {
    /// Phrases of a length: a run of words each of which is the same as the one so many words before.
    fn find_phrases(&self, length: usize, found: &mut Vec<Span>) {
        let mut n_same = 0_usize;
        for at in length..=self.keys.len() {
            let key = self.keys.get(at);
            if key.is_some() && key == self.keys.get(at - length) {
                n_same += 1;
                continue;
            }
            let first = at - n_same - length;
            let times = n_same / length + 1;
            n_same = 0;
            let phrase = first..first + length;
            let is_loop = times >= FEWEST_PHRASES
                && !self.is_of_a_shorter(phrase.clone())
                && times >= self.fewest(phrase, FEWEST_PHRASES);
            if !is_loop {
                continue;
            }
            let second = self.tokens.get(first + length);
            let last = self.tokens.get(first + length * times - 1);
            if let (Some(second), Some(last)) = (second, last) {
                found.push(span(second.start as usize, last.end as usize));
            }
        }
    }

    /// Sentences of whatever length, each the same as the one before.
    fn find_sentences(&self, found: &mut Vec<Span>) {
        // The first one's words, the second one's start, and how often it has come.
        let mut run: Option<(Range<usize>, u32, usize)> = None;
        let mut last_end = 0_u32;
        let mut at = 0_usize;
        for sentence in sentences(self.text) {
            let from = at;
            let is_inside = |token: &Token| token.start < sentence.end;
            while self.tokens.get(at).is_some_and(is_inside) {
                at += 1;
            }
            if from == at {
                continue;
            }
            if let Some((words, second, times)) = &mut run
                && self.keys.get(words.clone()) == self.keys.get(from..at)
            {
                if *times == 1 {
                    *second = sentence.start;
                }
                *times += 1;
            } else {
                self.note_sentences(run.take(), last_end, found);
                run = Some((from..at, sentence.start, 1));
            }
            last_end = sentence.end;
        }
        self.note_sentences(run, last_end, found);
    }

    fn note_sentences(
        &self,
        run: Option<(Range<usize>, u32, usize)>,
        end: u32,
        found: &mut Vec<Span>,
    ) {
        let Some((words, start, times)) = run else {
            return;
        };
        if times >= FEWEST_SENTENCES && times >= self.fewest(words, FEWEST_SENTENCES) {
            found.push(Span { start, end });
        }
    }

    /// Whether a phrase is a shorter one over and over, which then decides.
    fn is_of_a_shorter(&self, phrase: Range<usize>) -> bool {
        let keys = self.keys.get(phrase).unwrap_or_default();
        let mut lengths = (1..keys.len()).filter(|length| keys.len().is_multiple_of(*length));
        lengths.any(|length| {
            keys.iter()
                .zip(keys.iter().skip(length))
                .all(|(a, b)| a == b)
        })
    }

    /// How often these words must come in a row to be a loop.
    fn fewest(&self, words: Range<usize>, usual: usize) -> usize {
        let n_words = words.len();
        let words = self.tokens.get(words).unwrap_or_default();
        let mut surfaces = words.iter().map(|token| token.surface(self.text));
        let is_natural = surfaces.clone().all(is_natural);
        if is_natural || (n_words <= MOST_SIGNS && surfaces.all(is_a_sign)) {
            FEWEST_NATURAL
        } else {
            usual
        }
    }
}

/// Numbers and letters are told one by one: `zero zero zero`, `w w w`.
fn is_natural(word: &str) -> bool {
    let is_told = word.starts_with(|c: char| c.is_ascii_digit()) || word.len() == 1;
    is_told || NATURAL.contains(&word.to_lowercase().replace('’', "'").as_str())
}

/// A word of one sign in a script without spaces.
fn is_a_sign(word: &str) -> bool {
    !word.is_ascii() && word.chars().nth(1).is_none()
}

/// FNV-1a over the word in lower case: two words of one key are the same for all that matters here.
fn key(word: &str) -> u64 {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.fold(0xCBF2_9CE4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01B3)
    })
}
