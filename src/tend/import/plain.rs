//! What is a phrase from elsewhere in the language of patterns?
//!
//! Its words, cut as the tagger cuts speech. Signs are no words; those that mean something in patterns, here or where
//! the phrase comes from, or in the words themselves, are told when they are left out. A single word that would be
//! another one without its signs is no phrase.

use crate::mine::class::needs_no_list;
use crate::mine::pattern::{self, Names};
use crate::text::stem::fold;
use crate::text::tokens::tokens;

/// Signs that mean something in a pattern, or did in the list.
const SIGNS: &[char] = &['(', ')', '|', '{', '}', '^', '$', '=', '?', '*', '…'];

/// Signs that are a part of words: `C++` is not `C`, and 100 % are not a hundred.
const PARTS: &[char] = &['#', '%', '&', '+', '@', '$', '€', '£'];

/// Which forms of the words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forms {
    Any,
    AsWritten,
}

/// A phrase as a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) pattern: String,
    /// What to tell of signs that were left out.
    pub(super) warning: Option<String>,
}

/// The pattern that hears a phrase; an error says why there is none.
pub(super) fn pattern_of(phrase: &str, forms: Forms) -> Result<Plain, String> {
    let mark = match forms {
        Forms::Any => "",
        Forms::AsWritten => "=",
    };
    let words: Vec<String> = tokens(phrase)
        .map(|token| format!("{mark}{}", fold(token.surface(phrase))))
        .collect();
    let pattern = words.join(" ");
    if pattern.is_empty() {
        return Err("there is no word in it".to_owned());
    }
    is_pattern(&pattern)?;
    let parts = parts(phrase);
    if let ([word], Some(sign)) = (&words[..], parts.first()) {
        let word = word.trim_start_matches(mark);
        return Err(format!(
            "patterns cannot hear {sign}, and {word:?} alone would be another word; write what people say beside it, \
             such as \"use C++\""
        ));
    }
    let warning = warning(phrase, &parts, &pattern);
    Ok(Plain { pattern, warning })
}

/// Whether a text can be read as a pattern that names no lists of words; an error says why not.
pub(super) fn is_pattern(text: &str) -> Result<(), String> {
    let names = Names {
        list: &|_| None,
        is_computed: &needs_no_list,
    };
    match pattern::parse(text, &names) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message),
    }
}

/// The signs of a phrase that are parts of its words. So is a point where a word begins with it: `.NET`.
fn parts(phrase: &str) -> Vec<&str> {
    let begins_word = |at: usize| {
        let before = phrase[..at].chars().next_back();
        let behind = phrase[at + 1..].chars().next();
        before.is_none_or(char::is_whitespace) && behind.is_some_and(char::is_alphanumeric)
    };
    let signs = phrase.match_indices(|c: char| c == '.' || PARTS.contains(&c));
    let mut parts: Vec<&str> = Vec::new();
    for (at, sign) in signs {
        if !parts.contains(&sign) && (sign != "." || begins_word(at)) {
            parts.push(sign);
        }
    }
    parts
}

fn warning(phrase: &str, parts: &[&str], pattern: &str) -> Option<String> {
    let mut lost: Vec<&str> = parts.to_vec();
    for (at, sign) in phrase.match_indices(SIGNS) {
        // A mark at the end of a sentence is no sign.
        let is_last_mark = sign == "?" && phrase[at..].trim_end_matches(['?', '!', '.']).is_empty();
        if !lost.contains(&sign) && !is_last_mark {
            lost.push(sign);
        }
    }
    if phrase.contains("..") {
        lost.push("...");
    }
    let signs = lost.join(" ");
    (!lost.is_empty()).then(|| format!("{signs} left out, which patterns cannot hear: {pattern:?}"))
}
