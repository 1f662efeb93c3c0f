//! Which words with capital letters are names that no list knows?
//!
//! Inside a sentence a capital is a name unless the word is known to be harmless (`kept`). At its beginning every word has
//! one, so there the word must be unknown and a verb must follow, or more capitals. What is named, the words around tell.

use super::cues::{
    BEFORE_COMPANIES, BEFORE_PLACES, BEFORE_TOOLS, CLEAR_LEGAL, COMPANY_WORDS, FUNCTION, SAYING,
    SITES, SPEAKING,
};
use super::lists::{
    CITIES, COMMONEST, KEPT, NAME_WORDS, ORDINARY, REGIONS, is_ordinary, is_wordlike,
};
use super::people::{is_place, is_unknown};
use super::scene::{Named, Scene};
use super::titles::is_mere_title;
use super::verbs::{acts_as_person, is_verb_behind};
use super::words::{Word, before};
use super::{Certainty, Class};

/// Names take at most so many words.
const LONGEST_RUN: usize = 6;
/// So many harmless capitals may stand inside a company's name: "Kestrel Payroll Services".
const MOST_KEPT: usize = 2;
/// Longer words in capitals are no abbreviations.
const LONGEST_ABBREVIATION: usize = 6;
/// Endings of adjectives that hardly any name has.
const OF_ADJECTIVES: [&str; 4] = ["ative", "etic", "ical", "itive"];

/// Names small places by what people do there, then everything with a capital.
pub(super) fn find(scene: &mut Scene<'_, '_>) {
    name_sites(scene);
    let mut i = 0;
    while i < scene.words.len() {
        if !begins_run(scene, i) {
            i += 1;
            continue;
        }
        let end = run_end(scene, i);
        if let Some(named) = judged(scene, i, end) {
            scene.name(named);
        }
        i = end;
    }
}

/// "The flagstaff crew", "our Chicago warehouse"
fn name_sites(scene: &mut Scene<'_, '_>) {
    for i in 1..scene.words.len() {
        let (word, Some(next)) = (&scene.words[i], scene.words.get(i + 1)) else {
            break;
        };
        let is_site = next.follows_closely() && SITES.contains(next.folded.as_str());
        let is_free = scene.is_free(i) && scene.is_free(i + 1) && word.is_letters;
        let is_small = !word.is_capital && is_unknown(word);
        let is_named = is_small || CITIES.contains(word.folded.as_str());
        if is_site && is_free && is_named && is_somebodys(before(scene.words, i)) {
            scene.name(place(i, i + 1));
        }
    }
}

fn is_somebodys(word: &str) -> bool {
    matches!(word, "the" | "our" | "their" | "my" | "your" | "one")
}

fn place(from: usize, to: usize) -> Named {
    named(from, to, Class::Place)
}

fn named(from: usize, to: usize, class: Class) -> Named {
    let (instead, reason) = match class {
        Class::Place => ("a place", "name of a place"),
        Class::Product => ("a tool", "name of a product"),
        Class::Organization => ("a company", "name of a company"),
        _ => ("someone", "word with a capital that may be a name"),
    };
    Named {
        from,
        to,
        class,
        instead,
        certainty: if class == Class::Organization && to - from == 1 {
            Certainty::Possible
        } else {
            Certainty::Likely
        },
        reason,
    }
}

/// Whether a run of capitals begins at a word.
fn begins_run(scene: &Scene<'_, '_>, i: usize) -> bool {
    let word = &scene.words[i];
    if !scene.is_free(i) || !word.is_capital || !word.is_letters || word.surface.chars().count() < 2
    {
        return false;
    }
    let is_company = scene.is_free(i + 1)
        && scene
            .words
            .get(i + 1)
            .is_some_and(|next| next.is_capital && CLEAR_LEGAL.contains(next.folded.as_str()));
    !KEPT.contains(word.folded.as_str()) || is_company
}

/// Where the run of capitals ends that begins at a word. Harmless words count where the name of a company goes on.
fn run_end(scene: &Scene<'_, '_>, start: usize) -> usize {
    let words = scene.words;
    let (mut at, mut last, mut n_kept) = (start, start, 0);
    while at + 1 < words.len() && at - start < LONGEST_RUN && scene.is_free(at + 1) {
        let next = &words[at + 1];
        if is_link(scene, start, at + 1) {
            at += 2;
            last = at;
            continue;
        }
        let is_near = matches!(next.gap, " " | "-" | " & " | ". " | "&");
        let is_cut = next.gap == ". " && words[at].surface.chars().count() > 2;
        if !is_near || is_cut || !next.is_capital || next.begins_sentence || !next.is_letters {
            break;
        }
        let folded = next.folded.as_str();
        let is_company = COMPANY_WORDS.contains(folded) || CLEAR_LEGAL.contains(folded);
        if KEPT.contains(folded) && !is_company {
            if n_kept == MOST_KEPT {
                break;
            }
            n_kept += 1;
            at += 1;
            continue;
        }
        if words[at].is_possessive && !COMPANY_WORDS.contains(folded) {
            break;
        }
        at += 1;
        if n_kept == 0 || is_company {
            last = at;
            n_kept = 0;
        }
    }
    let end = last + 1;
    let has_form = scene.is_free(end)
        && words.get(end).is_some_and(|next| {
            matches!(next.gap, " " | ", ") && CLEAR_LEGAL.contains(next.folded.as_str())
        });
    if has_form { end + 1 } else { end }
}

/// Whether a small word links two capitals into one name: "Bank of Elmore".
fn is_link(scene: &Scene<'_, '_>, start: usize, i: usize) -> bool {
    let (word, first) = (&scene.words[i], &scene.words[start]);
    let is_small = matches!(
        word.folded.as_str(),
        "and" | "of" | "de" | "la" | "und" | "y"
    );
    let is_common = first.begins_sentence && COMMONEST.contains(first.folded.as_str());
    let Some(next) = scene.words.get(i + 1) else {
        return false;
    };
    let folded = next.folded.as_str();
    is_small
        && word.follows_closely()
        && !is_common
        && !is_place(folded)
        && next.follows_closely()
        && next.is_capital
        && next.is_letters
        && scene.is_free(i + 1)
        && (word.folded != "and" || COMPANY_WORDS.contains(folded))
        && !KEPT.contains(folded)
}

/// The name on a run of capitals, if it is one; its first word may be no part of it.
fn judged(scene: &Scene<'_, '_>, start: usize, end: usize) -> Option<Named> {
    let from = if opens_sentence(scene, start, end) {
        start + 1
    } else {
        start
    };
    let class = class_of(scene, from, end)?;
    let mut found = named(from, end, class);
    let is_customer = scene
        .words_between(from.saturating_sub(3), from)
        .iter()
        .any(|word| {
            matches!(
                word.folded.as_str(),
                "customer" | "customers" | "client" | "clients"
            )
        });
    if class == Class::Organization && is_customer {
        found.instead = "a customer of ours";
    }
    Some(found)
}

/// Whether the first of several capitals only begins the sentence: "Ask Kowalski".
fn opens_sentence(scene: &Scene<'_, '_>, start: usize, end: usize) -> bool {
    let run = scene.words_between(start, end);
    let (Some(first), Some(second)) = (run.first(), run.get(1)) else {
        return false;
    };
    if !first.begins_sentence || kind_of_place(run).is_some() {
        return false;
    }
    let folded = first.folded.as_str();
    let is_common = ORDINARY.contains(folded) && COMMONEST.contains(folded);
    FUNCTION.contains(folded)
        || (is_common && !is_company(run) && !ORDINARY.contains(second.folded.as_str()))
}

/// Whether a legal form or a word for companies ends the run.
pub(super) fn is_company(run: &[Word<'_>]) -> bool {
    let has_form = run
        .iter()
        .skip(1)
        .any(|word| CLEAR_LEGAL.contains(word.folded.as_str()));
    let is_last = |last: &Word<'_>| COMPANY_WORDS.contains(last.folded.as_str());
    has_form || (run.len() > 1 && run.last().is_some_and(is_last))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Region,
    City,
}

/// Whether a run is a place that everybody knows.
fn kind_of_place(run: &[Word<'_>]) -> Option<Size> {
    let names: Vec<&str> = run.iter().map(|word| word.folded.as_str()).collect();
    let joined = names.join("-");
    if REGIONS.contains(joined.as_str()) {
        return Some(Size::Region);
    }
    if CITIES.contains(joined.as_str()) {
        return Some(Size::City);
    }
    let are_known = names
        .iter()
        .all(|name| is_place(name) || KEPT.contains(*name));
    let has_city = names.iter().any(|name| CITIES.contains(*name));
    match (are_known, has_city) {
        (false, _) => None,
        (true, true) => Some(Size::City),
        (true, false) => Some(Size::Region),
    }
}

/// What a run of capitals names, if anything.
fn class_of(scene: &Scene<'_, '_>, from: usize, end: usize) -> Option<Class> {
    let run = scene.words_between(from, end);
    let first = run.first()?;
    let next = scene.words.get(end).filter(|next| next.follows_closely());
    let previous = before(scene.words, from);
    let is_site = next.is_some_and(|next| SITES.contains(next.folded.as_str()));
    match kind_of_place(run) {
        Some(Size::Region) => return None,
        Some(Size::City) => {
            return (is_site && is_somebodys(previous)).then_some(Class::Place);
        }
        None => {}
    }
    if is_mere_title(scene, from, end) {
        return None;
    }
    if run.len() == 1 && first.is_upper {
        return class_of_abbreviation(first, next, previous);
    }
    if run.len() == 1 && first.begins_sentence {
        return class_at_beginning(scene, from, is_site);
    }
    if is_company(run) {
        return Some(Class::Organization);
    }
    let is_short = |word: &Word<'_>| word.is_upper && word.surface.chars().count() <= 5;
    if run.iter().all(is_short) {
        return matches!(previous, "at" | "against" | "from").then_some(Class::Organization);
    }
    let speaks = next.is_some_and(|next| SAYING.contains(next.folded.as_str()))
        || acts_as_person(scene.words, end - 1);
    // "Grace's team" is nowhere.
    let is_theirs = first.is_possessive && is_name_word(first);
    if (is_site && !is_theirs) || BEFORE_PLACES.contains(previous) {
        Some(Class::Place)
    } else if speaks && !first.is_humped() {
        Some(Class::Person)
    } else if BEFORE_TOOLS.contains(previous) || first.is_humped() {
        Some(Class::Product)
    } else if BEFORE_COMPANIES.contains(previous) || (first.is_possessive && !is_theirs) {
        Some(Class::Organization)
    } else if is_unknown(first) || run.iter().any(is_name_word) {
        Some(Class::Person)
    } else {
        Some(Class::Organization)
    }
}

fn is_name_word(word: &Word<'_>) -> bool {
    NAME_WORDS.contains(word.folded.as_str())
}

/// Most abbreviations are jargon; one that somebody works at, or that says something, is a company.
fn class_of_abbreviation(
    word: &Word<'_>,
    next: Option<&Word<'_>>,
    previous: &str,
) -> Option<Class> {
    let folded = word.folded.as_str();
    let speaks = next.is_some_and(|next| SPEAKING.contains(next.folded.as_str()));
    let len = word.surface.chars().count();
    let is_company = if word.begins_sentence && speaks && len >= 3 {
        !is_ordinary(folded)
    } else if len > LONGEST_ABBREVIATION {
        !is_wordlike(folded)
    } else {
        let is_governed = matches!(
            previous,
            "at" | "against" | "versus" | "vs" | "from" | "by" | "with" | "like" | "than"
        );
        is_governed && !KEPT.contains(folded) && !is_ordinary(folded)
    };
    is_company.then_some(Class::Organization)
}

/// One capital word at the beginning of a sentence.
fn class_at_beginning(scene: &Scene<'_, '_>, i: usize, is_site: bool) -> Option<Class> {
    let word = &scene.words[i];
    let folded = word.folded.as_str();
    if word.is_humped() && !is_ordinary(folded) {
        return Some(Class::Organization);
    }
    if !is_unknown(word) {
        return None;
    }
    if is_site {
        return Some(Class::Place);
    }
    if word.is_possessive {
        return Some(Class::Person);
    }
    if acts_as_person(scene.words, i) {
        return Some(Class::Person);
    }
    let next = scene.words.get(i + 1);
    let next = next.filter(|next| next.follows_closely())?;
    if is_verb_behind(word, next) {
        let speaks = SAYING.contains(next.folded.as_str());
        return Some(if speaks {
            Class::Person
        } else {
            Class::Organization
        });
    }
    let is_word_form = ["s", "ing", "ed", "ly"]
        .iter()
        .chain(&OF_ADJECTIVES)
        .any(|ending| folded.ends_with(*ending));
    let is_linked = matches!(next.folded.as_str(), "and" | "from" | "at" | "in");
    (is_linked && !is_word_form).then_some(Class::Person)
}
