//! Would these words say the opposite without what was left out?
//!
//! A quote that loses a "not" is the worst that can happen to a prospect's words, so every way of cutting, marking
//! or retelling asks here.

use crate::call::Span;
use crate::text::stem::fold;
use crate::text::tokens::{Token, tokens};

/// Words that turn what follows into its opposite, without those that end in `n't`.
#[rustfmt::skip]
const NEGATIONS: [&str; 32] = [
    "aint", "arent", "barely", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hardly", "hasnt",
    "havent", "isnt", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "nowhere", "rarely",
    "scarcely", "seldom", "shouldnt", "wasnt", "werent", "without", "wont", "wouldnt",
];

/// Who can follow a plain answer of "no", where nobody set a comma.
#[rustfmt::skip]
const AFTER_AN_ANSWER: [&str; 16] = [
    "he", "i", "i'm", "it", "it's", "she", "so", "that's", "there", "they", "this", "we", "we're", "well", "yeah",
    "you",
];

/// Whether a word, in any case and with either apostrophe, denies.
pub fn is_negation(word: &str) -> bool {
    let folded = fold(word);
    folded.ends_with("n't") || NEGATIONS.binary_search(&folded.as_str()).is_ok()
}

/// The words of a text that deny.
pub fn negations(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokens(text).filter(move |token| is_negation(token.surface(text)))
}

/// The denial right before a place, which a quote that begins there would leave out.
pub fn cut_off_before(text: &str, start: usize) -> Option<Span> {
    let before = text.get(..start)?;
    let last = tokens(before).last()?;
    let between = before.get(last.end as usize..)?;
    let word = last.surface(before);
    if !between.chars().all(char::is_whitespace) || !is_negation(word) {
        return None;
    }
    let next = tokens(text.get(start..)?).next();
    let next = next.map_or_else(String::new, |next| fold(next.surface(&text[start..])));
    let is_answer = fold(word) == "no" && AFTER_AN_ANSWER.binary_search(&next.as_str()).is_ok();
    (!is_answer).then_some(Span {
        start: last.start,
        end: last.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(NEGATIONS.is_sorted());
        assert!(AFTER_AN_ANSWER.is_sorted());
    }

    #[test]
    fn a_denial_right_before_the_quote_is_seen() {
        for (text, quote, is_cut) in [
            ("It's not expensive.", "expensive", true),
            ("I don\u{2019}t think so", "think so", true),
            ("No, we do it by hand", "we do it", false),
            ("no we do it by hand", "we do it", false),
            ("there is no budget", "budget", true),
            ("Never. It works", "It works", false),
            ("It works", "It works", false),
        ] {
            let at = text.find(quote).unwrap_or_default();
            assert_eq!(cut_off_before(text, at).is_some(), is_cut, "{text}");
        }
    }
}
