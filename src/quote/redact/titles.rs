//! Do ordinary words have their capitals only from a label, a form or a heading?
//!
//! "Mobile: 12", "Personal Details:", "Terms Of Service And Support" and "Chief Technology Officer" name nobody. A word
//! that is no ordinary one is never let go here, nor one behind a word that names stand behind ("at Summit").

use super::capitals::is_company;
use super::cues::{BEFORE_COMPANIES, BEFORE_PLACES, BEFORE_TOOLS, LABELS};
use super::lists::{COMMONEST, NAME_WORDS, is_wordlike};
use super::scene::Scene;
use super::words::{Word, before};

/// So many words on each side of a run tell whether it stands in a heading.
const HEADING_AROUND: usize = 8;
/// So many other capitals make a heading; the first word of a sentence has one anyway.
const FEWEST_IN_HEADING: usize = 2;
/// So many words stand between "Chief" and "Officer", with the last: "Information Security Officer".
const MOST_IN_OFFICE: usize = 2;
/// Words without a capital in headings.
const SMALL_IN_HEADINGS: [&str; 14] = [
    "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs",
];

/// Whether a run of capitals names nothing for that reason.
pub(super) fn is_mere_title(scene: &Scene<'_, '_>, from: usize, end: usize) -> bool {
    let run = scene.words_between(from, end);
    let previous = before(scene.words, from);
    let has_cue = [&BEFORE_COMPANIES, &BEFORE_PLACES, &BEFORE_TOOLS]
        .iter()
        .any(|list| list.contains(previous));
    if has_cue || !run.iter().all(is_usual) {
        return false;
    }
    if is_office(scene, from, end) {
        return true;
    }
    if is_company(run) {
        return false;
    }
    let gap = run.first().map_or("", |first| first.gap);
    let is_behind_blank = gap.len() > 1 && gap.trim().is_empty();
    let is_label = scene
        .words
        .get(end)
        .is_some_and(|next| next.gap.starts_with(':') && (next.is_capital || !next.is_letters));
    is_label || (is_behind_blank && run.len() == 1) || is_in_heading(scene, from, end)
}

/// Whether a word is an ordinary one and nobody's name besides.
fn is_usual(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    let is_word = is_wordlike(folded) || COMMONEST.contains(folded) || LABELS.contains(folded);
    is_word && !NAME_WORDS.contains(folded) && !word.is_possessive && !word.is_humped()
}

/// Whether a run is what a chief officer looks after: "Chief Technology Officer".
fn is_office(scene: &Scene<'_, '_>, from: usize, end: usize) -> bool {
    let words = scene.words;
    let is_chief = |word: &Word<'_>| word.folded == "chief";
    let begins = words.get(from).is_some_and(is_chief) || before(words, from) == "chief";
    let behind = words.get(end..).unwrap_or(&[]).iter().take(MOST_IN_OFFICE);
    let mut behind = behind.take_while(|word| word.is_capital && word.follows_closely());
    begins && behind.any(|word| word.folded == "officer")
}

/// Whether all words of the sentence around a run have capitals, but those that headings leave small.
fn is_in_heading(scene: &Scene<'_, '_>, from: usize, end: usize) -> bool {
    let words = scene.words;
    let mut first = from;
    while first > 0 && from - first < HEADING_AROUND && !words[first].begins_sentence {
        first -= 1;
    }
    let rest = words.get(end..).unwrap_or(&[]);
    let behind = rest.iter().take(HEADING_AROUND);
    let behind = behind.take_while(|word| !word.begins_sentence);
    let around: Vec<&Word<'_>> = scene
        .words_between(first, from)
        .iter()
        .chain(behind)
        .collect();
    let is_of_heading =
        |word: &&Word<'_>| word.is_capital || SMALL_IN_HEADINGS.contains(&word.folded.as_str());
    let others = around.iter().filter(|word| word.is_capital);
    let n_others = others.filter(|word| !word.begins_sentence).count();
    n_others >= FEWEST_IN_HEADING && around.iter().all(is_of_heading)
}
