//! Which other people are named?
//!
//! First names of many cultures, titles ("Dr. Osei"), roles ("my boss Karen", "our dispatcher olu") and "a guy named …";
//! then whatever goes on with the name: particles, initials, a last name.

use super::cues::{
    ADJECTIVES, BEFORE_NAMES, BEFORE_PLACES, BELONGINGS, CAPITAL_TITLES, COMPANY_WORDS,
    DETERMINERS, FAMILY, KEPT_NAMES, MASS, PARTICLES, ROLES, SAYING, SPEAKING, TITLES,
};
use super::lists::{
    CITIES, COMMONEST, FIRST_NAMES, KEPT, NAME_WORDS, PRODUCT_WORDS, PRODUCTS, REGIONS,
    is_ordinary, is_wordlike,
};
use super::scene::{Named, Scene};
use super::verbs::acts_as_person;
use super::words::{Word, before};
use super::{Certainty, Class};

/// A name takes at most so many words behind its first.
const LONGEST_REST: usize = 4;

/// Names people.
pub(super) fn find(scene: &mut Scene<'_, '_>) {
    for i in 0..scene.words.len() {
        if !scene.is_free(i) {
            continue;
        }
        let found = titled(scene, i)
            .or_else(|| first_name(scene, i))
            .or_else(|| word_as_name(scene, i))
            .or_else(|| with_role(scene, i))
            .or_else(|| called(scene, i));
        if let Some(named) = found {
            scene.name(named);
        }
    }
}

pub(super) fn person(
    from: usize,
    to: usize,
    certainty: Certainty,
    reason: &'static str,
) -> Option<Named> {
    Some(Named {
        from,
        to,
        class: Class::Person,
        instead: "someone",
        certainty,
        reason,
    })
}

/// Whether a word that is no known word stands at a place.
pub(super) fn is_unknown(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    word.is_letters
        && folded.chars().count() > 2
        && !is_wordlike(folded)
        && !KEPT.contains(folded)
        && !COMMONEST.contains(folded)
        && !is_place(folded)
}

pub(super) fn is_place(folded: &str) -> bool {
    REGIONS.contains(folded) || CITIES.contains(folded)
}

/// Whether a word with a capital may be a name.
fn is_capital_name(word: &Word<'_>) -> bool {
    word.is_capital
        && word.is_letters
        && word.surface != "I"
        && !KEPT.contains(word.folded.as_str())
}

/// Where a name ends whose next word would be `from`; `is_small` where it is written without capitals.
fn name_end(scene: &Scene<'_, '_>, from: usize, is_small: bool) -> usize {
    let mut end = from;
    while end - from < LONGEST_REST && scene.is_free(end) {
        let word = &scene.words[end];
        let is_near = matches!(word.gap, " " | "-" | " - " | ". ");
        if !is_near || (word.begins_sentence && word.gap != ". ") {
            break;
        }
        let goes_on = |next: &Word<'_>| next.is_capital || PARTICLES.contains(next.folded.as_str());
        let is_particle = PARTICLES.contains(word.folded.as_str())
            && scene.is_free(end + 1)
            && scene.words.get(end + 1).is_some_and(goes_on);
        let is_initial = word.is_capital && word.is_initial();
        if is_particle || is_initial {
            end += 1;
            continue;
        }
        let is_behind_initial = scene.words[end - 1].surface.len() == 1;
        let is_last =
            is_capital_name(word) && !word.is_upper && (word.gap != ". " || is_behind_initial);
        let is_small_last = is_small
            && !word.is_capital
            && (is_unknown(word) || CITIES.contains(word.folded.as_str()));
        if !is_last && !is_small_last {
            break;
        }
        end += 1;
        if word.is_possessive {
            break;
        }
    }
    end
}

/// The end of a name whose first word is at `i`; what a possessive hangs on ends it.
pub(super) fn end_behind(scene: &Scene<'_, '_>, i: usize) -> usize {
    if scene.words[i].is_possessive {
        return i + 1;
    }
    name_end(scene, i + 1, !scene.words[i].is_capital)
}

/// "Dr. Osei", "mr kelkar"
fn titled(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let word = &scene.words[i];
    let is_title = TITLES.contains(word.folded.as_str());
    let is_capital_title = word.is_capital && CAPITAL_TITLES.contains(word.folded.as_str());
    if !is_title && !is_capital_title {
        return None;
    }
    let next = scene.words.get(i + 1).filter(|_| scene.is_free(i + 1))?;
    let is_name = is_capital_name(next) || (is_title && is_unknown(next));
    if !is_name || !matches!(next.gap, " " | ". ") {
        return None;
    }
    let end = end_behind(scene, i + 1);
    person(i + 1, end, Certainty::Certain, "name behind a title")
}

/// A first name that is hardly anything else.
fn first_name(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let word = &scene.words[i];
    let folded = word.folded.as_str();
    let is_name = FIRST_NAMES.contains(folded) && (folded.len() > 2 || word.is_capital);
    if !word.is_letters || !is_name || (word.is_upper && folded.len() <= 3) {
        return None;
    }
    let previous = before(scene.words, i);
    let is_toward =
        BEFORE_PLACES.contains(previous) || matches!(previous, "from" | "to" | "across");
    if is_place(folded) && is_toward {
        return None;
    }
    let next = scene.words.get(i + 1);
    let is_company = next.is_some_and(|next| {
        next.is_capital && next.follows_closely() && COMPANY_WORDS.contains(next.folded.as_str())
    });
    if is_company && !word.is_possessive {
        return None;
    }
    person(i, end_behind(scene, i), Certainty::Likely, "first name")
}

/// A name that is a word as well, where something tells that it is a name.
fn word_as_name(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let word = &scene.words[i];
    let folded = word.folded.as_str();
    if !word.is_letters || !NAME_WORDS.contains(folded) {
        return None;
    }
    let previous = before(scene.words, i);
    let acts = acts_as_person(scene.words, i);
    if !word.is_capital {
        let is_greeted = matches!(previous, "hi" | "hey" | "mr" | "mrs" | "ms" | "named");
        let is_thing = is_ordinary(folded)
            || COMMONEST.contains(folded)
            || DETERMINERS.contains(previous)
            || ADJECTIVES.contains(previous);
        return (is_greeted || (acts && !is_thing))
            .then(|| person(i, i + 1, Certainty::Possible, "word that is a name as well"))
            .flatten();
    }
    let next = scene.words.get(i + 1);
    let next_folded = next.map_or("", |next| next.folded.as_str());
    if word.is_possessive {
        let is_close = next.is_some_and(Word::follows_closely);
        let has = is_close && BELONGINGS.contains(next_folded) && !is_behind_capital(scene, i);
        let is_word = COMMONEST.contains(folded) || KEPT.contains(folded);
        return (has && (!is_word || KEPT_NAMES.contains(folded)))
            .then(|| person(i, i + 1, Certainty::Likely, "word that is a name as well"))
            .flatten();
    }
    if COMPANY_WORDS.contains(next_folded) {
        return None;
    }
    // "Harvest Lane never said" is looked at whole, by its capitals.
    let acts = acts && !is_behind_capital(scene, i);
    let speaks = acts || SAYING.contains(next_folded);
    let says = SPEAKING.contains(next_folded);
    let is_named = if word.begins_sentence {
        let is_close = next.is_some_and(Word::follows_closely);
        let is_word = MASS.contains(folded) || COMMONEST.contains(folded);
        // "Joy said", and "Will stood": behind the other "will" no verb has such a form.
        let is_sure = says || (acts && folded == "will");
        speaks && is_close && (is_sure || !is_word)
    } else {
        speaks || BEFORE_NAMES.contains(previous) || has_last_name(scene, i)
    };
    let is_harmless = KEPT.contains(folded) && !(says && KEPT_NAMES.contains(folded));
    if !is_named || is_harmless {
        return None;
    }
    let end = name_end(scene, i + 1, false);
    person(i, end, Certainty::Likely, "word that is a name as well")
}

/// Whether a capital word that may be a last name follows a name that is a word, and none stands before it.
fn has_last_name(scene: &Scene<'_, '_>, i: usize) -> bool {
    let is_last = |next: &Word<'_>| {
        next.follows_closely() && !next.begins_sentence && !next.is_upper && is_capital_name(next)
    };
    !is_behind_capital(scene, i)
        && scene.is_free(i + 1)
        && scene.words.get(i + 1).is_some_and(is_last)
}

/// Whether a word goes on a row of capitals.
fn is_behind_capital(scene: &Scene<'_, '_>, i: usize) -> bool {
    let word = &scene.words[i];
    i > 0
        && !word.begins_sentence
        && scene.words[i - 1].is_capital
        && matches!(word.gap, " " | " & ")
}

/// "My boss Karen", "our dispatcher olu"
fn with_role(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let word = &scene.words[i];
    let role = word.folded.as_str();
    let next = scene.words.get(i + 1).filter(|_| scene.is_free(i + 1))?;
    let is_role = ROLES.contains(role) && !word.is_possessive && !before(scene.words, i).is_empty();
    if !is_role || !matches!(next.gap, " " | ", ") {
        return None;
    }
    let around = scene.words_between(i.saturating_sub(3), i);
    let is_somebodys = around.iter().any(|word| {
        matches!(
            word.folded.as_str(),
            "my" | "our" | "his" | "her" | "their" | "your" | "the" | "a" | "this"
        )
    });
    let folded = next.folded.as_str();
    let is_product = PRODUCTS
        .get(folded)
        .is_some_and(|names| names.iter().any(|name| name.words.len() == 1));
    let is_capital = is_capital_name(next) && !next.is_upper && !is_product;
    let is_any = around.last().is_some_and(|word| word.folded == "a");
    let is_small = next.follows_closely()
        && !next.is_capital
        && is_unknown(next)
        && !is_any
        && !PRODUCT_WORDS.contains(folded);
    let is_town = next.gap == ", " && is_place(folded);
    if !is_somebodys || !(is_capital || is_small) || is_town {
        return None;
    }
    let mut named = person(
        i + 1,
        end_behind(scene, i + 1),
        Certainty::Likely,
        "name behind a role",
    )?;
    let is_own = around
        .iter()
        .any(|word| matches!(word.folded.as_str(), "my" | "our"));
    if is_own {
        named.instead = if FAMILY.contains(role) {
            "a relative"
        } else {
            "a colleague"
        };
    }
    Some(named)
}

/// "A guy named Tobias", "a tool called Zentrix"
fn called(scene: &Scene<'_, '_>, i: usize) -> Option<Named> {
    let word = &scene.words[i];
    let folded = word.folded.as_str();
    let is_cue = matches!(folded, "named" | "called")
        || (folded == "is" && before(scene.words, i) == "name")
        || (folded == "name" && word.is_possessive);
    let next = scene.words.get(i + 1).filter(|_| scene.is_free(i + 1))?;
    if !is_cue || !next.follows_closely() || next.is_upper || !is_capital_name(next) {
        return None;
    }
    let around = scene.words_between(i.saturating_sub(4), i);
    let is_among = |list: &[&str]| {
        around
            .iter()
            .any(|word| list.contains(&word.folded.as_str()))
    };
    let mut named = person(
        i + 1,
        end_behind(scene, i + 1),
        Certainty::Likely,
        "somebody or something is called so",
    )?;
    if is_among(&[
        "tool", "system", "software", "app", "platform", "product", "program", "thing", "site",
        "portal", "module",
    ]) {
        (named.class, named.instead) = (Class::Product, "a tool");
    } else if is_among(&[
        "company", "firm", "vendor", "supplier", "outfit", "startup", "bank", "customer", "client",
    ]) {
        (named.class, named.instead) = (Class::Organization, "a company");
    }
    Some(named)
}
