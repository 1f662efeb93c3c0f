//! How well do these words stand alone, without the call around them?
//!
//! A reader of a page has not heard what went before. Good: a whole clause of eight to forty words, with figures and
//! concrete words, said by somebody about his own work. Bad: an "it" at the start that points nowhere, a question, a
//! beginning in the middle of a thought.

use crate::text::sentences::sentences;
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Words that point at something said before.
#[rustfmt::skip]
const POINTING: [&str; 24] = [
    "he", "he'd", "he'll", "he's", "it", "it'd", "it'll", "it's", "she", "she's", "such", "that", "that'd", "that'll",
    "that's", "them", "these", "they", "they'll", "they're", "this", "those", "which", "who",
];

/// Words that hang on what went before, or say nothing.
#[rustfmt::skip]
pub const OPENING: [&str; 30] = [
    "actually", "ah", "and", "anyway", "basically", "because", "but", "eh", "er", "exactly", "hmm", "honestly", "like",
    "look", "mm", "oh", "ok", "okay", "or", "right", "so", "sure", "then", "uh", "um", "well", "yeah", "yep",
    "yes", "yup",
];

/// Words that mean little by themselves.
#[rustfmt::skip]
const EMPTY: [&str; 96] = [
    "a", "about", "actually", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "but", "by", "can", "could", "did", "do", "does", "don't", "for", "from", "get", "go", "got", "had", "has", "have",
    "he", "her", "here", "him", "how", "i", "i'm", "if", "in", "is", "it", "it's", "just", "kind", "know", "like",
    "me", "mean", "my", "no", "not", "of", "oh", "okay", "on", "one", "or", "our", "out", "really", "right", "she",
    "so", "some", "that", "that's", "the", "their", "them", "then", "there", "they", "thing", "things", "this", "to",
    "uh", "um", "up", "us", "was", "we", "well", "were", "what", "when", "which", "who", "will", "with", "would",
    "yeah", "yes", "you", "your",
];

#[rustfmt::skip]
const NUMBERS: [&str; 30] = [
    "billion", "dozen", "eight", "eighteen", "eighty", "eleven", "fifteen", "fifty", "five", "forty", "four",
    "fourteen", "grand", "half", "hundred", "hundreds", "million", "nine", "ninety", "seven", "seventy", "six",
    "sixty", "ten", "thirty", "thousand", "three", "twelve", "twenty", "two",
];

const OWN: [&str; 9] = [
    "i", "i'm", "i've", "my", "our", "us", "we", "we're", "we've",
];

/// Whether a word says something by itself.
pub fn has_meaning(folded: &str) -> bool {
    folded.chars().count() > 2 && EMPTY.binary_search(&folded).is_err()
}

/// How well words stand alone; higher is better, 0 is middling.
pub fn worth(words: &str) -> i32 {
    let folded: Vec<String> = tokens(words)
        .map(|token| fold(token.surface(words)))
        .collect();
    let is_in = |list: &[&str], word: &String| list.binary_search(&word.as_str()).is_ok();
    let n_words = folded.len();
    let n_meant = folded.iter().filter(|word| has_meaning(word)).count();
    let has_figure = words.bytes().any(|byte| byte.is_ascii_digit())
        || folded.iter().any(|word| is_in(&NUMBERS, word));
    let mut worth = length(n_words);
    if let Some(first) = folded.first() {
        worth -= if is_in(&POINTING, first) { 120 } else { 0 };
        worth -= if is_in(&OPENING, first) { 50 } else { 0 };
    }
    worth += if has_figure { 60 } else { 0 };
    worth += 10 * i32::try_from(n_meant.min(8)).unwrap_or(0);
    worth += if folded.iter().any(|word| is_in(&OWN, word)) {
        25
    } else {
        0
    };
    // One thought is quoted more easily than two.
    let n_more = i32::try_from(sentences(words).len().saturating_sub(1)).unwrap_or(0);
    worth -= 30 * n_more;
    worth += match words.trim_end().chars().next_back() {
        Some('.' | '!' | '…') => 30,
        Some('?') => -80,
        _ => 0,
    };
    worth
        - if words.contains("...") || words.contains('…') {
            40
        } else {
            0
        }
}

fn length(n_words: usize) -> i32 {
    match n_words {
        0..=3 => -400,
        4..=5 => -220,
        6..=7 => -80,
        8..=11 => 50,
        12..=30 => 60,
        31..=40 => 20,
        41..=60 => -80,
        _ => -250,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        for list in [&POINTING[..], &OPENING, &EMPTY, &NUMBERS, &OWN] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn what_needs_nothing_around_it_is_worth_more() {
        for (better, worse) in [
            (
                "We type two hundred orders in by hand every night.",
                "It takes us forever to do it, you know, every night.",
            ),
            (
                "Our drivers wait three hours at every depot.",
                "And then it is like that, I mean, every time.",
            ),
            (
                "We lose half a day on every wrong invoice.",
                "Do we lose half a day on every wrong invoice?",
            ),
            ("We lose half a day on every wrong invoice.", "We lose it."),
        ] {
            assert!(worth(better) > worth(worse), "{better} / {worse}");
        }
    }
}
