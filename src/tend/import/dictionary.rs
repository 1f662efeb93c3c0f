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
            "{word:?} is no word with endings of its own: of all that begins so only its forms are heard; add the others"
        );
        collected.warn(Place::Line(at), message);
    }
    let plain = match pattern_of(written.as_deref().unwrap_or(word), forms) {
        Ok(plain) => plain,
        Err(why) => {
            collected.warn(Place::Line(at), format!("this word is left out: {why}"));
            return Ok(());
        }
    };
    if let Some(warning) = plain.warning {
        collected.warn(Place::Line(at), warning);
    }
    for name in names {
        collected.add(Phrase {
            place: Place::Line(at),
            pattern: plain.pattern.clone(),
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

/// The word that a prefix stands for: the prefix itself, or with an `e` or a `y`, so that its usual endings share its
/// stem. `accus` is `accus`, `wors` is `worse`, `happ` is `happy`; there is none for `bi`.
fn with_ending(prefix: &str, stemmer: &Stemmer) -> Option<String> {
    let inflected = [
        ("", ["s", "es", "ed", "ing"]),
        ("e", ["es", "es", "ed", "ing"]),
        ("y", ["ies", "ies", "ied", "ying"]),
    ];
    let fits = |(ending, [s, es, ed, ing]): &(&str, [&str; 4])| {
        let stem = stemmer.stem(&format!("{prefix}{ending}"));
        let shares = |ending: &str| stemmer.stem(&format!("{prefix}{ending}")) == stem;
        (shares(s) || shares(es)) && shares(ed) && shares(ing)
    };
    let is_long_enough = prefix.chars().count() > SHORT_PREFIX;
    let found = inflected
        .iter()
        .find(|inflected| is_long_enough && fits(inflected))?;
    Some(format!("{prefix}{}", found.0))
}

/// A prefix of so few letters begins too many unlike words.
const SHORT_PREFIX: usize = 3;
