//! Is this word somebody's name here, or only a word?
//!
//! Will, Mark, May and Summit are words as well. A capital inside a sentence tells a name; at its beginning the word behind
//! decides ("Will you", "Will said"); without capitals the word before must speak for it ("thanks mark").

use super::cues::{
    ADJECTIVES, AFTER_VERBS, BEFORE_MONTHS, BEFORE_NAMES, DETERMINERS, MASS, MODALS, MONTHS,
    SAYING, VERB_NAMES,
};
use super::known::{Kind, Spelling};
use super::lists::{COMMONEST, KEPT, NAME_WORDS, ORDINARY, is_ordinary};
use super::words::{Word, before};

/// Whether a spelling that stands on `n` words from `i` means what it names.
pub(super) fn is_meant(
    text: &str,
    words: &[Word<'_>],
    i: usize,
    n: usize,
    spelling: &Spelling,
) -> bool {
    let word = &words[i];
    let name = spelling.words[0].as_str();
    match spelling.kind {
        Kind::Initials => {
            let is_spoken = name.len() >= 3 && !is_ordinary(name) && !KEPT.contains(name);
            word.is_upper || (is_spoken && !word.is_capital)
        }
        Kind::Letters => (i..i + n).all(|at| {
            let behind = match words.get(at + 1) {
                Some(next) => next.gap,
                None => text.get(words[at].end..words[at].end + 1).unwrap_or(""),
            };
            words[at].is_capital && behind.contains('.')
        }),
        Kind::FirstAndLetter => {
            let letter = words.get(i + 1);
            word.is_capital && letter.is_some_and(|letter| letter.is_capital && letter.is_initial())
        }
        _ if spelling.words.len() > 1 => are_meant(words, i, n, spelling),
        Kind::Handle => !is_ordinary(name),
        _ if is_usual(name) => is_usual_meant(words, i, spelling.kind),
        _ => name.len() > 2 || word.is_capital,
    }
}

/// Whether a name is a word that people say without meaning anybody.
pub(super) fn is_usual(name: &str) -> bool {
    ORDINARY.contains(name)
        || NAME_WORDS.contains(name)
        || KEPT.contains(name)
        || COMMONEST.contains(name)
}

/// Several words are hardly ever chance, unless all of them are ordinary and none has a capital.
fn are_meant(words: &[Word<'_>], i: usize, n: usize, spelling: &Spelling) -> bool {
    let parts = &spelling.words;
    if spelling.kind == Kind::Full && parts[0].chars().count() == 1 {
        let is_name = parts.last().is_some_and(|last| !is_ordinary(last));
        return words[i].is_capital || words[i].is_shouted || is_name;
    }
    let is_chance = spelling.kind == Kind::Company
        && parts
            .iter()
            .all(|part| ORDINARY.contains(part.as_str()) || NAME_WORDS.contains(part.as_str()))
        && !words[i..i + n].iter().any(|word| word.is_capital);
    !is_chance
        || parts.iter().all(|part| !COMMONEST.contains(part.as_str()))
        || matches!(before(words, i), "at" | "here")
}

/// Whether a name that is a word too is meant as a name.
fn is_usual_meant(words: &[Word<'_>], i: usize, kind: Kind) -> bool {
    let word = &words[i];
    let name = word.folded.as_str();
    let next = words.get(i + 1);
    let previous = before(words, i);
    let is_date = next.is_some_and(|next| next.folded.starts_with(|c: char| c.is_ascii_digit()));
    if word.is_capital && !word.begins_sentence {
        let is_month = MONTHS.contains(name) && !word.is_possessive;
        let is_jargon =
            kind != Kind::Company && word.is_upper && name.len() <= 4 && KEPT.contains(name);
        return !(is_month && (BEFORE_MONTHS.contains(previous) || is_date)) && !is_jargon;
    }
    if word.is_capital {
        return word.is_possessive || next.is_none_or(|next| begins_with_name(name, next, is_date));
    }
    if word.is_shouted {
        return !COMMONEST.contains(name) || BEFORE_NAMES.contains(previous);
    }
    if kind == Kind::Company {
        return matches!(previous, "at" | "here");
    }
    is_small_meant(word, previous, next)
}

/// Whether a sentence that begins with a name rather than a verb goes on like this.
fn begins_with_name(name: &str, next: &Word<'_>, is_date: bool) -> bool {
    let is_close = next.follows_closely();
    let was_verb = is_close
        && ((AFTER_VERBS.contains(next.folded.as_str()) && !next.is_capital) || next.folded == "i");
    !(was_verb || (is_close && is_date && MONTHS.contains(name)))
}

/// Whether a name without a capital is meant, by the words around it.
fn is_small_meant(word: &Word<'_>, previous: &str, next: Option<&Word<'_>>) -> bool {
    let name = word.folded.as_str();
    let is_thing = DETERMINERS.contains(previous);
    let speaks = next.is_some_and(|next| SAYING.contains(next.folded.as_str()));
    if (word.is_possessive && !is_thing) || BEFORE_NAMES.contains(previous) {
        return true;
    }
    let is_linked = matches!(
        previous,
        "to" | "and" | "or" | "but" | "then" | "so" | "like"
    );
    if is_linked && !VERB_NAMES.contains(name) && !COMMONEST.contains(name) {
        return matches!(previous, "to" | "and" | "or") || speaks;
    }
    let is_governed = matches!(previous, "with" | "from" | "for" | "by" | "about" | "and");
    if is_governed && !MASS.contains(name) && MODALS.contains(name) {
        return name != "will" || previous != "and";
    }
    speaks && next.is_some_and(Word::follows_closely) && !is_thing && !ADJECTIVES.contains(previous)
}
