//! Who else is named in a row of people?
//!
//! "Iversly, Hosk and Jeppard agreed": where one of a row is a person all are, the first as well, whose capital only the
//! sentence's beginning would explain.

use super::cues::{BEFORE_MONTHS, KEPT_NAMES, MONTHS, OPENINGS, PARTICLES};
use super::lists::{KEPT, NAME_WORDS};
use super::people::{is_place, is_unknown, person};
use super::scene::Scene;
use super::words::{Word, before};
use super::{Certainty, Class};

/// A name in a row takes at most so many words.
const LONGEST_ITEM: usize = 4;

type Item = (usize, usize);

/// Names the others of every row that holds somebody. `known` are words that name people from the call's papers.
pub(super) fn find(scene: &mut Scene<'_, '_>, known: &[Item]) {
    let mut is_person = vec![false; scene.words.len()];
    let found = scene
        .found
        .iter()
        .filter(|named| named.class == Class::Person);
    let found = found.map(|named| (named.from, named.to));
    for (from, to) in found.chain(known.iter().copied()) {
        if let Some(words) = is_person.get_mut(from..to) {
            words.fill(true);
        }
    }
    let mut i = 0;
    while i < scene.words.len() {
        let row = row(scene.words, i);
        let Some(&(_, end)) = row.last() else {
            i += 1;
            continue;
        };
        i = end;
        let holds_person = row
            .iter()
            .any(|&(from, to)| is_person[from..to].contains(&true));
        if row.len() < 2 || !holds_person {
            continue;
        }
        for (from, to) in row {
            if !may_be_name(scene, from, to) {
                continue;
            }
            if let Some(named) = person(from, to, Certainty::Likely, "stands in a row of people") {
                scene.name(named);
            }
        }
    }
}

/// The items of the row that begins at a word; two only where "and" links them, one where there is no row.
fn row(words: &[Word<'_>], start: usize) -> Vec<Item> {
    let mut row = Vec::new();
    let mut from = start;
    let mut is_linked = false;
    while let Some(to) = item_end(words, from) {
        row.push((from, to));
        if is_linked {
            return row;
        }
        let Some(next) = words.get(to).filter(|next| !next.begins_sentence) else {
            break;
        };
        let is_link = matches!(next.folded.as_str(), "and" | "or" | "und");
        if is_link && matches!(next.gap, " " | ", ") {
            let is_close = |item: &Word<'_>| item.follows_closely();
            if !words.get(to + 1).is_some_and(is_close) {
                break;
            }
            (from, is_linked) = (to + 1, true);
        } else if next.gap == ", " {
            from = to;
        } else {
            break;
        }
    }
    // "Later, Dana" is no row.
    if row.len() == 2 {
        row.truncate(1);
    }
    row
}

/// Where the name ends that begins at a word, if one does.
fn item_end(words: &[Word<'_>], from: usize) -> Option<usize> {
    let mut to = from;
    while to - from < LONGEST_ITEM {
        let Some(word) = words.get(to) else { break };
        let is_near = to == from || matches!(word.gap, " " | "-");
        let folded = word.folded.as_str();
        let is_harmless = KEPT.contains(folded) && !KEPT_NAMES.contains(folded);
        let is_particle = to > from && PARTICLES.contains(folded);
        let is_name = word.is_letters && word.surface != "I" && !is_harmless;
        if !is_near || !is_name || !(word.is_capital || is_particle) {
            break;
        }
        to += 1;
    }
    (to > from && words[to - 1].is_capital).then_some(to)
}

/// Whether words of a row that nobody named can be a person's name.
fn may_be_name(scene: &Scene<'_, '_>, from: usize, to: usize) -> bool {
    let words = scene.words_between(from, to);
    let are_free = (from..to).all(|i| scene.is_free(i));
    let is_name = |word: &Word<'_>| {
        let folded = word.folded.as_str();
        let is_listed = NAME_WORDS.contains(folded) || KEPT_NAMES.contains(folded);
        (is_listed || is_unknown(word)) && !OPENINGS.contains(folded) && !is_place(folded)
    };
    let first = words.first().map_or("", |word| word.folded.as_str());
    let is_month = MONTHS.contains(first) && BEFORE_MONTHS.contains(before(scene.words, from));
    let is_opening =
        first.ends_with("ly") && words.first().is_some_and(|word| word.begins_sentence);
    are_free && !is_month && !is_opening && words.iter().all(is_name)
}
