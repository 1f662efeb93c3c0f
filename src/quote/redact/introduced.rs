//! Who is named by a label, an answer, a call across the table or a verb of talking?
//!
//! "Brannock: Remember me?", "Your last name? Brannock", "Brannock, can I …": at the beginning of a sentence every word has
//! a capital, so there the word must be unknown and the place must be one where names stand. Inside a sentence names that
//! are words ("speak to Page", "said Ruby") need a verb that only people stand behind.

use super::Certainty;
use super::cues::{KEPT_NAMES, LABELS, MONTHS, OPENINGS};
use super::lists::{COMMONEST, NAME_WORDS, is_ordinary};
use super::people::{end_behind, is_unknown, person};
use super::scene::{Named, Scene};
use super::words::{Word, before};

/// Names people by where they stand.
pub(super) fn find(scene: &mut Scene<'_, '_>) {
    for i in 0..scene.words.len() {
        let word = &scene.words[i];
        if !scene.is_free(i) || !word.is_capital || !word.is_letters || word.is_upper {
            continue;
        }
        let found = if word.begins_sentence {
            labeled(scene, i)
                .or_else(|| answered(scene, i))
                .or_else(|| addressed(scene, i))
        } else {
            talked_to(scene, i)
        };
        if let Some(named) = found {
            scene.name(named);
        }
    }
}

/// Whether a word with a capital may be a name although a sentence begins with it.
fn may_be_name(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    let is_word = is_ordinary(folded) || COMMONEST.contains(folded);
    let is_name = is_unknown(word) || (NAME_WORDS.contains(folded) && !is_word);
    is_name && !OPENINGS.contains(folded) && !LABELS.contains(folded) && !folded.ends_with("ly")
}

/// "Brannock: Remember me?"
fn labeled(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let (word, next) = (&scene.words[i], scene.words.get(i + 1)?);
    let is_label = next.gap.starts_with(':') && next.gap.len() <= 4;
    let speaks = next.is_capital || next.gap.contains('"');
    (is_label && speaks && !word.is_possessive && may_be_name(word))
        .then(|| person(i, i + 1, Certainty::Likely, "name of who speaks"))
        .flatten()
}

/// "What's your last name? Brannock."
fn answered(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let (word, question) = (&scene.words[i], &scene.words[i.checked_sub(1)?]);
    let is_answer = word.gap.contains('?') && matches!(question.folded.as_str(), "name" | "names");
    (is_answer && may_be_name(word))
        .then(|| {
            person(
                i,
                end_behind(scene, i),
                Certainty::Likely,
                "answer to a question for a name",
            )
        })
        .flatten()
}

/// "Brannock, can I speak to your boss?"
fn addressed(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let words = scene.words;
    let (word, verb, subject) = (&words[i], words.get(i + 1)?, words.get(i + 2)?);
    let asks = matches!(
        verb.folded.as_str(),
        "are" | "can" | "could" | "did" | "do" | "have" | "may" | "please" | "will" | "would"
    );
    let is_asked = verb.folded == "please"
        || matches!(
            subject.folded.as_str(),
            "anybody" | "anyone" | "i" | "somebody" | "someone" | "they" | "we" | "you"
        );
    let is_called = verb.gap == ", " && !verb.is_capital && subject.follows_closely();
    (is_called && asks && is_asked && !word.is_possessive && may_be_name(word))
        .then(|| person(i, i + 1, Certainty::Likely, "name that is called"))
        .flatten()
}

/// "Speak to Page", "everyone calls me Ruby", "said Frank"
fn talked_to(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let word = &scene.words[i];
    let folded = word.folded.as_str();
    let is_name = NAME_WORDS.contains(folded) || KEPT_NAMES.contains(folded);
    // "Talk to Sales" is said in every company.
    if !is_name || folded == "sales" || !word.follows_closely() {
        return None;
    }
    let previous = before(scene.words, i);
    let verb = i
        .checked_sub(1)
        .map_or("", |last| before(scene.words, last));
    let is_talk = matches!(previous, "to" | "with")
        && matches!(
            verb,
            "speak" | "speaking" | "spoke" | "spoken" | "talk" | "talked" | "talking"
        );
    let is_called = matches!(previous, "her" | "him" | "me" | "them" | "us" | "you")
        && matches!(verb, "call" | "called" | "calls" | "named");
    // "Called me May fifth", and "said Good morning".
    let is_called = is_called && !MONTHS.contains(folded);
    let is_word = COMMONEST.contains(folded) && !KEPT_NAMES.contains(folded);
    let is_said = previous == "said" && !is_word && !MONTHS.contains(folded);
    (is_talk || is_called || is_said || previous == "name")
        .then(|| {
            person(
                i,
                end_behind(scene, i),
                Certainty::Likely,
                "word that is a name as well",
            )
        })
        .flatten()
}
