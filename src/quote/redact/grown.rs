//! Which words beside a person's name belong to it?
//!
//! Particles tie capitals into one name ("Gisbert van Hekke"), and a first name that is a word as well stands before a
//! last name ("Frank Lindqvar"). A name that is hidden by half is told by its other half.

use super::capitals::is_company;
use super::cues::{
    BEFORE_MONTHS, BEFORE_NAMES, CLEAR_LEGAL, COMPANY_WORDS, FUNCTION, KEPT_NAMES, MONTHS,
    OPENINGS, PARTICLES, PERSONAL, ROLES, SAYING, SITES, TITLES, VERB_NAMES,
};
use super::lists::{CITIES, COMMONEST, FIRST_NAMES, KEPT, NAME_WORDS, PRODUCT_WORDS, REGIONS};
use super::people::{is_unknown, person};
use super::scene::{Named, Scene};
use super::verbs::acts_as_person;
use super::words::{Word, before};
use super::{Certainty, Class};

/// So many particles stand in a row: "van de den".
const MOST_PARTICLES: usize = 3;
/// So many words of a person's name stand on one side of what is sure.
const MOST_BESIDE: usize = 3;
/// Particles that are words of German sentences as well.
const GERMAN_WORDS: [&str; 2] = ["das", "zu"];
/// Particles that no English or German sentence has before a capital, so that no name must stand before them.
const CLEAR_PARTICLES: [&str; 6] = ["de", "del", "della", "di", "dos", "van"];
/// Particles that begin a name at a sentence's beginning.
const OPENING_PARTICLES: [&str; 9] = ["bin", "de", "di", "ibn", "mac", "mc", "st", "van", "von"];

/// Names what particles tie together.
pub(super) fn find_particles(scene: &mut Scene<'_, '_>) {
    let mut is_named = vec![false; scene.words.len()];
    for named in &scene.found {
        let is_name = matches!(named.class, Class::Person | Class::Organization);
        if let Some(words) = is_named.get_mut(named.from..named.to)
            && is_name
        {
            words.fill(true);
        }
    }
    let mut i = 0;
    while i < scene.words.len() {
        let found = tied(scene, i, &is_named);
        i = found.as_ref().map_or(i + 1, |named| named.to);
        if let Some(named) = found {
            scene.name(named);
        }
    }
}

/// The name around particles that begin at a word.
fn tied(scene: &Scene<'_, '_>, i: usize, is_named: &[bool]) -> Option<Named> {
    let words = scene.words;
    let is_particle = |at: usize| {
        words.get(at).is_some_and(|word| {
            let folded = word.folded.as_str();
            let is_small = !word.is_capital && word.follows_closely() && scene.is_free(at);
            is_small && PARTICLES.contains(folded) && !GERMAN_WORDS.contains(&folded)
        })
    };
    let mut last = i;
    while last - i < MOST_PARTICLES && is_particle(last) {
        last += 1;
    }
    let may_be_named = |at: usize| scene.is_free(at) || is_named.get(at) == Some(&true);
    let right = words.get(last).filter(|_| last > i && may_be_named(last))?;
    let is_near = matches!(right.gap, " " | "-") && !right.begins_sentence;
    if !is_near || !is_last_name(right) {
        return None;
    }
    let mut from = i;
    while from > 0
        && i - from < MOST_BESIDE
        && words[from].follows_closely()
        && may_be_named(from - 1)
        && is_first_name(&words[from - 1])
    {
        from -= 1;
    }
    let is_clear = CLEAR_PARTICLES.contains(&words[i].folded.as_str());
    if from == i && !(is_clear && is_unknown(right)) {
        return None;
    }
    let mut to = last + 1;
    while to - last <= MOST_BESIDE && may_be_named(to) && goes_on(&words[to]) {
        to += 1;
    }
    let run = words.get(from..to)?;
    let names: Vec<&str> = run.iter().map(|word| word.folded.as_str()).collect();
    let joined = names.join("-");
    if CITIES.contains(joined.as_str()) || REGIONS.contains(joined.as_str()) {
        return None;
    }
    let mut named = person(from, to, Certainty::Likely, "name with a particle")?;
    if is_company(run) {
        (named.class, named.instead) = (Class::Organization, "a company");
    }
    Some(named)
}

/// Whether a word can stand behind particles as the name itself.
fn is_last_name(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    let is_capital = word.is_capital && word.is_letters && !word.is_upper;
    is_capital && word.surface.len() > 1 && !KEPT.contains(folded) && !TITLES.contains(folded)
}

/// Whether a word can stand before particles as a name.
fn is_first_name(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    let is_name = is_unknown(word)
        || FIRST_NAMES.contains(folded)
        || NAME_WORDS.contains(folded)
        || KEPT_NAMES.contains(folded);
    let is_opening = FUNCTION.contains(folded)
        || OPENINGS.contains(folded)
        || TITLES.contains(folded)
        || (word.begins_sentence && COMMONEST.contains(folded));
    word.is_capital && word.is_letters && !word.is_possessive && is_name && !is_opening
}

/// Whether a capital or a legal form carries a name on.
fn goes_on(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    let is_form = CLEAR_LEGAL.contains(folded) || COMPANY_WORDS.contains(folded);
    let is_name = is_form || is_unknown(word);
    matches!(word.gap, " " | "-") && word.is_capital && !word.begins_sentence && is_name
}

/// Names the first names that stand before somebody.
pub(super) fn find_neighbors(scene: &mut Scene<'_, '_>) {
    let found = scene.found.iter();
    let people = found.filter(|named| named.class == Class::Person);
    let people: Vec<Named> = people.cloned().collect();
    for mut named in people {
        let start = named.from;
        while named.from > 0
            && start - named.from < MOST_BESIDE
            && is_neighbor(scene, named.from - 1, named.to)
        {
            named.from -= 1;
        }
        if named.from < start {
            scene.name(named);
        }
    }
}

/// Whether a word belongs to the name behind it, which ends before `to`.
fn is_neighbor(scene: &Scene<'_, '_>, i: usize, to: usize) -> bool {
    let words = scene.words;
    let (word, next) = (&words[i], &words[i + 1]);
    let folded = word.folded.as_str();
    let is_near = next.follows_closely() || (folded == "st" && next.gap == ". ");
    let is_capital = word.is_capital && word.is_letters && !word.is_upper;
    if !scene.is_free(i) || !is_near || !is_capital || word.is_possessive {
        return false;
    }
    if PARTICLES.contains(folded) {
        return !word.begins_sentence || OPENING_PARTICLES.contains(&folded);
    }
    let is_listed =
        FIRST_NAMES.contains(folded) || NAME_WORDS.contains(folded) || KEPT_NAMES.contains(folded);
    let is_other = [
        &OPENINGS,
        &TITLES,
        &ROLES,
        &SITES,
        &PRODUCT_WORDS,
        &COMPANY_WORDS,
    ]
    .iter()
    .any(|list| list.contains(folded));
    let is_month = MONTHS.contains(folded)
        && (word.begins_sentence || BEFORE_MONTHS.contains(before(words, i)));
    let is_harmless = KEPT.contains(folded) && !KEPT_NAMES.contains(folded);
    // Whoever is greeted or asked stands behind the verb: "Ping Dana".
    let is_verb_before = BEFORE_NAMES.contains(folded) || PERSONAL.contains(folded);
    let is_opening = word.begins_sentence && (is_verb_before || folded.ends_with("ly"));
    let is_name = is_listed || (is_unknown(word) && !is_other && !is_opening);
    if !is_name || is_month || is_harmless {
        return false;
    }
    // "Will Brannock come", but "Will Brannock said no".
    let is_verb = VERB_NAMES.contains(folded) || COMMONEST.contains(folded);
    let speaks = || {
        let verb = words.get(to).filter(|verb| verb.follows_closely());
        acts_as_person(words, to - 1)
            || verb.is_some_and(|verb| SAYING.contains(verb.folded.as_str()))
    };
    !word.begins_sentence || folded == "frank" || !is_verb || speaks()
}
