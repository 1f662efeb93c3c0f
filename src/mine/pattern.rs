//! What does a written pattern accept, place by place?
//!
//! In comes one pattern as its author wrote it, out come its places with what each of them accepts. The words are
//! still text here; [`crate::mine::vocabulary`] numbers them.
//!
//! `word` any form · `=word` that form · `(a|b c)` one of · `word?` optional · `...` up to three words between,
//! `..6` up to six · `{class}` a word class · `^` `$` the ends of the sentence · `/…/` a word that is written so.

mod pieces;

mod signs;

use crate::mine::letters::Letters;
use crate::mine::words::contraction::split_contraction;
use crate::text::tokens::tokens;
use pieces::{Kind, Piece, pieces};
use signs::Misplaced;

const MOST_ELEMENTS: usize = 24;
/// The most alternatives of one place that are several words long: each is tried by itself.
const MOST_LONG_OPTIONS: usize = 64;

/// One word that an element accepts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// Any form of the word.
    Stem(String),
    /// That form only.
    Exact(String),
}

/// One of the things that a place accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Words one right after the other, each of them one of several: all single words of a group are one choice.
    Words(Vec<Vec<Atom>>),
    /// A computed word class by its name.
    Class(String),
    /// A word by its letters.
    Letters(Letters),
}

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub choices: Vec<Choice>,
    pub optional: bool,
    /// How many other words may stand before it.
    pub gap: u8,
}

/// A pattern, place by place, with its ties to the ends of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    pub elements: Vec<Element>,
    pub at_start: bool,
    pub at_end: bool,
}

/// What is wrong with a pattern, and where: a byte range of the pattern and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PatternError {
    pub at: usize,
    pub len: usize,
    pub message: String,
}

/// Where the names of word classes are looked up.
pub struct Names<'a> {
    /// The entries of a list class, or `None` for a class that is computed or unknown.
    pub list: &'a dyn Fn(&str) -> Option<Vec<String>>,
    pub is_computed: &'a dyn Fn(&str) -> bool,
}

/// Reads a pattern as it is written in a lexicon.
pub fn parse(written: &str, names: &Names<'_>) -> Result<Pattern, PatternError> {
    let mut pattern = Pattern::default();
    let mut gap = 0;
    let pieces = pieces(written)?;
    let n_pieces = pieces.len();
    for (nth, piece) in (1..).zip(pieces) {
        match piece.kind {
            Kind::Gap(width) => gap = gap.max(width),
            Kind::Start if pattern.elements.is_empty() => pattern.at_start = true,
            Kind::Start => {
                return Err(piece.error("`^` means the start of the sentence; write it first"));
            }
            Kind::End if nth == n_pieces => pattern.at_end = true,
            Kind::End => {
                return Err(piece.error("`$` means the end of the sentence; write it last"));
            }
            Kind::Group {
                ref alternatives,
                optional,
            } => {
                let choices = choices(&piece, alternatives, names)?;
                pattern.add(choices, optional, std::mem::take(&mut gap));
            }
            Kind::Letters {
                ref letters,
                optional,
            } => {
                let choices = vec![Choice::Letters(letters.clone())];
                pattern.add(choices, optional, std::mem::take(&mut gap));
            }
        }
    }
    check(written, &pattern)?;
    Ok(pattern)
}

/// Whether an entry of a word list is made of words and of nothing else of the language.
pub fn check_listed(entry: &str) -> Result<(), PatternError> {
    let Some(Misplaced { place, .. }) = signs::in_words(entry) else {
        return Ok(());
    };
    let sign = entry.get(place.clone()).unwrap_or("");
    let message = format!(
        "`{sign}` means nothing here, because a list holds plain words, with `=` before those that are meant in this \
         form only; write an entry for each alternative, and all else into the pattern"
    );
    Err(PatternError {
        at: place.start,
        len: place.len(),
        message,
    })
}

impl Pattern {
    /// Adds a place; before the first one there is no gap.
    fn add(&mut self, choices: Vec<Choice>, optional: bool, gap: u8) {
        let is_first = self.elements.is_empty();
        self.elements.push(Element {
            choices,
            optional,
            gap: if is_first { 0 } else { gap },
        });
    }
}

fn check(written: &str, pattern: &Pattern) -> Result<(), PatternError> {
    let whole = |message: &str| PatternError {
        at: 0,
        len: written.len(),
        message: message.to_owned(),
    };
    if pattern.elements.len() > MOST_ELEMENTS {
        return Err(whole(
            "this pattern has more than 24 places; cut it down to those that matter",
        ));
    }
    if !pattern.elements.iter().any(Element::is_anchor) {
        return Err(whole(
            "a pattern needs at least one word that is not optional, beside classes, gaps and regular expressions",
        ));
    }
    Ok(())
}

impl Element {
    /// Whether one of its words always stands where the pattern stands.
    pub fn is_anchor(&self) -> bool {
        let is_words = |choice: &Choice| matches!(choice, Choice::Words(_));
        !self.optional && self.choices.iter().all(is_words)
    }
}

/// What the alternatives of a piece accept: all single words together, each longer one by itself.
fn choices(
    piece: &Piece<'_>,
    alternatives: &[&str],
    names: &Names<'_>,
) -> Result<Vec<Choice>, PatternError> {
    let mut singles: Vec<Atom> = Vec::new();
    let mut choices = Vec::new();
    for alternative in alternatives {
        let alternative = alternative.trim();
        if alternative.starts_with('/') {
            return Err(piece.error(
                "a regular expression stands by itself and in no group; write one pattern for it and one for the rest",
            ));
        }
        let Some(name) = alternative
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        else {
            add_words(piece, alternative, &mut singles, &mut choices)?;
            continue;
        };
        match (names.list)(name) {
            Some(entries) => {
                for entry in entries {
                    add_words(piece, &entry, &mut singles, &mut choices)?;
                }
            }
            None if (names.is_computed)(name) => choices.push(Choice::Class(name.to_owned())),
            None => {
                let message = format!(
                    "there is no word class `{{{name}}}`; add a list of that name to classes.toml"
                );
                return Err(piece.error(&message));
            }
        }
    }
    if choices.len() > MOST_LONG_OPTIONS {
        return Err(piece
            .error("more than 64 alternatives of several words in one place; split the pattern"));
    }
    if !singles.is_empty() {
        singles.sort();
        singles.dedup();
        choices.push(Choice::Words(vec![singles]));
    }
    Ok(choices)
}

fn add_words(
    piece: &Piece<'_>,
    words: &str,
    singles: &mut Vec<Atom>,
    longer: &mut Vec<Choice>,
) -> Result<(), PatternError> {
    let mut atoms = atoms(words);
    match atoms.len() {
        0 => Err(piece.error("there is no word here; remove the empty alternative, or write `(…)?` for an optional one")),
        1 => {
            singles.append(&mut atoms);
            Ok(())
        }
        _ => {
            longer.push(Choice::Words(atoms.into_iter().map(|atom| vec![atom]).collect()));
            Ok(())
        }
    }
}

/// The words of an alternative, cut as the tagger cuts speech: contractions are two words.
fn atoms(words: &str) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for word in words.split_whitespace() {
        let (exact, word) = word
            .strip_prefix('=')
            .map_or((false, word), |rest| (true, rest));
        for token in tokens(word) {
            for part in split_contraction(&crate::text::stem::fold(token.surface(word))) {
                atoms.push(if exact {
                    Atom::Exact(part)
                } else {
                    Atom::Stem(part)
                });
            }
        }
    }
    atoms
}
