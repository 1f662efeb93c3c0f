//! Does a verb stand behind this word, so that the word can be somebody?

use super::cues::{
    ADVERBS, AFTER_TOOLS, AUXILIARIES, PAST, PERSONAL, PERSONAL_PAST, PRESENT, SAYING,
};
use super::lists::{ORDINARY, is_ordinary};
use super::words::Word;

/// Behind a name, in Indian English and elsewhere.
const HONORIFICS: [&str; 4] = ["bhai", "ji", "madam", "sir"];
/// The verb of a sentence stands at most so many words behind its subject.
const MOST_BEHIND: usize = 4;

/// Endings of the one who does it now or did it, and what stands there in the first form.
const FINITE: [(&str, &str); 6] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
];
/// The same behind an auxiliary.
const BARE: [(&str, &str); 4] = [("", ""), ("ed", ""), ("ed", "e"), ("ied", "y")];
/// The same where it goes on.
const GOING_ON: [(&str, &str); 2] = [("ing", ""), ("ing", "e")];

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

/// Whether the word at a place is the subject of a verb of posture, speech or feeling, so that it is a person: "stood",
/// "never said", "would think", "was waiting". What was done to it ("was asked") tells nothing.
pub(super) fn acts_as_person(words: &[Word<'_>], i: usize) -> bool {
    if words.get(i).is_none_or(|word| word.is_possessive) {
        return false;
    }
    let mut forms = &FINITE[..];
    let mut may_be_past = true;
    for word in words.iter().skip(i + 1).take(MOST_BEHIND) {
        if !word.follows_closely() || word.is_capital || !word.is_letters {
            return false;
        }
        let folded = word.folded.as_str();
        if is_personal(folded, forms) || (may_be_past && PERSONAL_PAST.contains(folded)) {
            return true;
        }
        if matches!(folded, "is" | "isnt" | "was" | "wasnt") {
            (forms, may_be_past) = (&GOING_ON[..], false);
        } else if AUXILIARIES.contains(folded) {
            forms = &BARE[..];
        } else if !ADVERBS.contains(folded) {
            return false;
        }
    }
    false
}

/// Whether a word is one of these forms of a verb that people are the subject of.
fn is_personal(folded: &str, forms: &[(&str, &str)]) -> bool {
    forms.iter().any(|(ending, instead)| {
        let Some(stem) = folded.strip_suffix(*ending) else {
            return false;
        };
        let base = format!("{stem}{instead}");
        PERSONAL.contains(base.as_str()) || PERSONAL.contains(undoubled(&base))
    })
}

/// A stem without the letter that was doubled before an ending: `nodd`, `sitt`.
fn undoubled(stem: &str) -> &str {
    let mut letters = stem.chars();
    match (letters.next_back(), letters.clone().next_back()) {
        (Some(last), Some(before)) if last == before => letters.as_str(),
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::acts_as_person;
    use crate::quote::redact::words::words;

    #[test]
    fn whoever_stands_says_or_thinks_is_a_person() {
        for (text, is_person) in [
            ("Carol stood over me", true),
            ("Carol nodded and left", true),
            ("Carol just never said so", true),
            ("Carol would think so", true),
            ("Carol was sitting there", true),
            ("Carol has asked twice", true),
            ("Carol worries about it", true),
            ("Carol was asked twice", false),
            ("Carol was left out", false),
            ("Carol, stood over me", false),
            ("Carol's told nobody", false),
            ("Carol costs too much", false),
            ("Carol say", false),
            ("Carol", false),
        ] {
            assert_eq!(acts_as_person(&words(text), 0), is_person, "{text}");
        }
    }
}
