//! Which phrases does a LIWC dictionary hold?
//!
//! ```text
//! %
//! 125<TAB>posemo
//! %
//! happi*<TAB>125
//! ```
//! A word is meant in that form alone; `*` stands for every ending. Patterns know a word's stem instead: the word that
//! has the endings of a verb or a noun in common with the star is taken.

use std::collections::BTreeMap;

use crate::tend::import::plain::{Forms, pattern_of};
use crate::tend::import::{Collected, ImportError, Phrase, Place};
use crate::text::stem::Stemmer;

/// Reads a dictionary into `collected`.
pub(super) fn read(text: &str, collected: &mut Collected) -> Result<(), ImportError> {
    let mut lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty());
    match lines.next() {
        Some((first, _)) if first.trim() == "%" => {}
        first => {
            let line = first.map_or(1, |(_, line)| line);
            let message = "a dictionary begins with a line of %, then its numbered categories, then another %";
            return Err(ImportError::at(line, message));
        }
    }
    let mut categories: BTreeMap<u32, String> = BTreeMap::new();
    loop {
        match lines.next() {
            Some((line, _)) if line.trim() == "%" => break,
            Some((line, at)) => {
                let (number, name) = category(line, at)?;
                categories.insert(number, name);
            }
            None => {
                let message = "the categories never end; close them with a line of %";
                return Err(ImportError::at(text.lines().count(), message));
            }
        }
    }
    let stemmer = Stemmer::default();
    for (line, at) in lines {
        add_line(line, at, &categories, &stemmer, collected)?;
    }
    Ok(())
}

/// `125<TAB>posemo (Positive Emotion)`: the number, and the name before any bracket.
fn category(line: &str, at: usize) -> Result<(u32, String), ImportError> {
    let (number, name) = line
        .trim()
        .split_once(char::is_whitespace)
        .unwrap_or((line, ""));
    let name = name.split('(').next().unwrap_or("").trim();
    match number.trim().parse() {
        Ok(number) if !name.is_empty() => Ok((number, name.to_owned())),
        _ => Err(ImportError::at(
            at,
            "a category is a number, a tab and a name, such as `125<TAB>posemo`",
        )),
    }
}

fn add_line(
    line: &str,
    at: usize,
    categories: &BTreeMap<u32, String>,
    stemmer: &Stemmer,
    collected: &mut Collected,
) -> Result<(), ImportError> {
    let (term, rest) = term_and_rest(line);
    let mut names = Vec::new();
    for written in rest.split_whitespace() {
        match written
            .parse()
            .ok()
            .and_then(|number: u32| categories.get(&number))
        {
            Some(name) => names.push(name),
            None => {
                let message = format!("{written:?} is not the number of a category; left out");
                collected.warn(Place::Line(at), message);
            }
        }
    }
    if names.is_empty() {
        collected.warn(Place::Line(at), "no category, so the word is left out");
        return Ok(());
    }
    let (word, is_prefix) = match term.strip_suffix('*') {
        Some(prefix) => (prefix, true),
        None => (term, false),
    };
    let forms = if is_prefix {
        Forms::Any
    } else {
        Forms::AsWritten
    };
    let written = if is_prefix {
        with_ending(word, stemmer)
    } else {
        Some(word.to_owned())
    };
    if written.is_none() {
        let message = format!(
            "{word:?} is no word with endings of its own: of all that begins so only its forms are heard; add \
             the others"
        );
        collected.warn(Place::Line(at), message);
    }
    let plain = pattern_of(written.as_deref().unwrap_or(word), forms);
    let Some(pattern) = collected.pattern(&Place::Line(at), "this word", plain) else {
        return Ok(());
    };
    for name in names {
        collected.add(Phrase {
            place: Place::Line(at),
            pattern: pattern.clone(),
            category: name.clone(),
            persona: None,
            example: None,
        })?;
    }
    Ok(())
}

/// The word or phrase of a line, and what stands behind it. Without a tab the numbers at the end are the rest.
fn term_and_rest(line: &str) -> (&str, &str) {
    let line = line.trim();
    if let Some((term, rest)) = line.split_once('\t') {
        return (term.trim(), rest);
    }
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace();
    let term = line.trim_end_matches(is_number);
    (term.trim(), &line[term.len()..])
}

/// The word that a prefix stands for: one that begins with it and shares its stem with its usual endings. `accus` is
/// `accus`, `wors` is `worse`, `worr` is `worry`; there is none for `bi`.
fn with_ending(prefix: &str, stemmer: &Stemmer) -> Option<String> {
    if prefix.chars().count() <= SHORT_PREFIX {
        return None;
    }
    words(prefix)
        .into_iter()
        .find_map(|(word, [s, es, ed, ing])| {
            let stem = stemmer.stem(&word);
            let shares = |inflected: &String| stemmer.stem(inflected) == stem;
            ((shares(&s) || shares(&es)) && shares(&ed) && shares(&ing)).then_some(word)
        })
}

/// A prefix of so few letters begins too many unlike words.
const SHORT_PREFIX: usize = 3;

/// The words that a prefix may stand for, each with what its endings make of it: as it is (`fail`), with its last
/// letter doubled (`stop`), with an `e` (`wors`), with a `y` (`worr`).
fn words(prefix: &str) -> Vec<(String, [String; 4])> {
    let with = |begin: &str, endings: [&str; 4]| endings.map(|ending| format!("{begin}{ending}"));
    let mut words = vec![(prefix.to_owned(), with(prefix, ["s", "es", "ed", "ing"]))];
    if let Some(last) = doubled(prefix) {
        let [s, es, ..] = with(prefix, ["s", "es", "", ""]);
        let [ed, ing, ..] = with(&format!("{prefix}{last}"), ["ed", "ing", "", ""]);
        words.push((prefix.to_owned(), [s, es, ed, ing]));
    }
    let begin = prefix.strip_suffix('e').unwrap_or(prefix);
    words.push((format!("{begin}e"), with(begin, ["es", "es", "ed", "ing"])));
    let begin = prefix.strip_suffix('y').unwrap_or(prefix);
    words.push((
        format!("{begin}y"),
        with(begin, ["ies", "ies", "ied", "ying"]),
    ));
    words
}

/// The last letter, where endings double it: a consonant behind a vowel.
fn doubled(prefix: &str) -> Option<char> {
    let mut from_last = prefix.chars().rev();
    let (last, before) = (from_last.next()?, from_last.next()?);
    let is_vowel = |c: char| "aeiou".contains(c);
    (!is_vowel(last) && !"wxy".contains(last) && is_vowel(before)).then_some(last)
}
