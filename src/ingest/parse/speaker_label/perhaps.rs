//! Can a label be a name if it comes again, though by itself it looks like something else?
//!
//! `So Young Kim` begins like a sentence, `Laura Story` ends like a heading, `Ann Lee - VP Sales at Acme` is long.
//! All of them are written as names are, in capitals, and sentences and headings hardly come twice word for word.

use crate::ingest::parse::label_words::{ALONE, ALSO_NAMES, HEADING, SENTENCE};

use super::{
    MAX_NAME_BYTES, MAX_NAME_WORDS, has_other_marks, is_name, is_proper, is_strong, words,
};

/// What stands between a name and what its owner adds to it.
const BORDERS: [&str; 13] = [
    " - ", " – ", " — ", " | ", " / ", " @ ", " (", " [", ", ", " + ", " ~ ", " from ", " at ",
];
/// What an owner sets around it.
const BOXES: [(char, char); 5] = [('(', ')'), ('[', ']'), ('«', '»'), ('"', '"'), ('“', '”')];
/// Marks that nobody adds to a name: those of sentences, of markup and of code.
const NOT_ADDED: &str = "?;:…={}<>\\`^$。、？";

/// Whether a label that is no name by itself may be one where it comes again.
pub(in crate::ingest::parse) fn is_perhaps_a_name(name: &str) -> bool {
    if name.is_empty() || name.len() > MAX_NAME_BYTES || is_name(name) {
        return false;
    }
    if is_number(name) {
        return true;
    }
    let plain = without_pictures(name);
    if plain.len() < name.len() && is_proper_name(plain) {
        return true;
    }
    let (person, title) = at_title(plain);
    let is_bare = title.is_empty() || !has_other_marks(title);
    has_title(person, title)
        || at_box(plain).is_some_and(|(person, title)| has_title(person, title))
        || (is_bare && (is_unlucky(person) || is_nicknamed(person)))
        || is_exclaimed(plain)
}

/// `Ann Lee` with `, COO, Acme`; `Ann` with `(Acme, Inc.)`, ` + Bo` or ` from the Acme team`.
fn has_title(person: &str, title: &str) -> bool {
    let is_marked = title.contains(|c: char| c.is_control() || NOT_ADDED.contains(c));
    if title.is_empty() || is_marked || title.contains("//") || !is_proper_name(person) {
        return false;
    }
    let joins = |border: &str| title.strip_prefix(border).is_some_and(is_proper_name);
    words(person).count() > 1
        || is_boxed(title)
        || title.starts_with(" from ")
        || joins(" + ")
        || joins(" ~ ")
}

/// Whether the last word of such a label heads remarks and lists more often than it is a family name.
pub(in crate::ingest::parse) fn ends_like_a_heading(name: &str) -> bool {
    let (person, _) = at_title(without_pictures(name));
    words(person)
        .last()
        .is_some_and(|last| is_in(HEADING, last))
        && !is_name(name)
}

/// The digits of somebody who dialed in, as many as a telephone number has.
fn is_number(name: &str) -> bool {
    (7..=15).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_digit())
}

/// `🦄 Ann` without its picture.
fn without_pictures(name: &str) -> &str {
    let is_picture =
        |c: char| matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}' | ' ');
    name.trim_start_matches(is_picture)
}

/// The name, and what its owner adds: `Ann Lee`, ` - VP Sales at Acme`.
fn at_title(name: &str) -> (&str, &str) {
    let at = BORDERS.iter().filter_map(|border| name.find(border)).min();
    at.and_then(|at| name.split_at_checked(at))
        .unwrap_or((name, ""))
}

/// `Lee, Ann (Acme, Inc.)` at the box that ends it.
fn at_box(name: &str) -> Option<(&str, &str)> {
    let opening = BOXES.iter().find(|(_, close)| name.ends_with(*close))?.0;
    let inner = name.trim_end_matches(|c| BOXES.iter().any(|(_, close)| *close == c));
    let (person, title) = name.split_at_checked(inner.find(opening)?)?;
    Some((person.trim_end(), title))
}

fn is_boxed(title: &str) -> bool {
    let title = title.trim();
    BOXES
        .iter()
        .any(|(open, close)| title.len() > 2 && title.starts_with(*open) && title.ends_with(*close))
}

/// `Yahoo! Ann`
fn is_exclaimed(name: &str) -> bool {
    name.contains("! ") && is_proper_name(&name.replace("! ", " "))
}

fn is_proper_name(name: &str) -> bool {
    is_name(name) && is_strong(name)
}

/// `So Young Kim`, `IT Support`, `Laura Story`: a name of two or more words in capitals one of which means something.
fn is_unlucky(person: &str) -> bool {
    let n_words = words(person).count();
    let (Some(first), Some(last)) = (words(person).next(), words(person).last()) else {
        return false;
    };
    let is_written_like_one = (2..=MAX_NAME_WORDS).contains(&n_words)
        && person.starts_with(char::is_alphabetic)
        && !has_other_marks(person)
        && words(person).all(|word| is_proper(word) && !ends_a_sentence(word));
    let is_said = |word: &str| is_in(SENTENCE, word) && !is_in(ALSO_NAMES, word);
    let is_all_capitals = words(person).all(is_abbreviation);
    let is_sentence = words(person)
        .enumerate()
        .any(|(i, word)| is_said(word) && (i > 0 || is_all_capitals || !is_abbreviation(word)));
    let is_all_said = words(person).all(|word| is_in(SENTENCE, word));
    let first_says_what = is_in(HEADING, first) || is_in(ALONE, first) || is_in(SENTENCE, first);
    let is_title = is_in(HEADING, last) && (last.ends_with('s') || first_says_what);
    is_written_like_one && !is_sentence && !is_all_said && !is_title
}

/// `Ann "AJ" Lee`
fn is_nicknamed(person: &str) -> bool {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let mut parts = person.split(is_quote);
    let (Some(first), Some(nick), Some(last), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    first.ends_with(' ')
        && last.starts_with(' ')
        && [first, nick, last]
            .iter()
            .all(|part| is_proper_name(part.trim()))
}

/// `IT`, `HR`
fn is_abbreviation(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(char::is_uppercase)
}

fn ends_a_sentence(word: &str) -> bool {
    word.ends_with('.') && word.chars().count() > 5
}

fn is_in(list: &[&str], word: &str) -> bool {
    let plain = word.trim_matches(|c: char| matches!(c, '.' | ',' | '\'' | '’'));
    list.contains(&plain.to_lowercase().replace('’', "'").as_str())
}
