//! Does a verb stand behind this word, so that the word can be somebody?

use super::cues::{AFTER_TOOLS, PAST, PRESENT, SAYING};
use super::lists::{ORDINARY, is_ordinary};
use super::words::Word;

/// Behind a name, in Indian English and elsewhere.
const HONORIFICS: [&str; 4] = ["bhai", "ji", "madam", "sir"];

/// Whether the word behind an unknown one is a verb, as far as its form tells.
pub(super) fn is_verb_behind(word: &Word<'_>, next: &Word<'_>) -> bool {
    let folded = next.folded.as_str();
    let is_listed = [&SAYING, &AFTER_TOOLS, &PRESENT, &PAST]
        .iter()
        .any(|list| list.contains(folded));
    if is_listed || HONORIFICS.contains(&folded) {
        return true;
    }
    if next.is_capital || !next.is_letters || word.folded.ends_with('s') {
        return false;
    }
    if folded.ends_with("ed") && is_ordinary(folded) {
        return true;
    }
    let is_third_person = folded.len() > 3 && !folded.ends_with("ss");
    let base = folded.strip_suffix('s');
    is_third_person && base.is_some_and(|base| ORDINARY.contains(base))
}
