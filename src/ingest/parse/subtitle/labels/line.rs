//! With what can a line of a cue begin: a label, or a mark that somebody else speaks?
//!
//! Lines are judged by themselves; whether a label is meant as one is known to `belief`.

use crate::ingest::parse::speaker_label;
use crate::text::noise;

use super::Habit;

/// Longer words before a colon or in a box are no display name; vendors stop far earlier.
const LONGEST_NAME: usize = 120;

/// How a label is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    /// `Name: words`
    Colon,
    /// `[Name]: words`, `[SPEAKER_00] words`, `(speaker 0) words`
    Boxed,
    /// `[Name] words`, or `(Name)` on a line of its own. Sounds are written so as well: `[Sobbing] words`.
    LikeASound,
}

/// What looks like a label, and what is said behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'t> {
    pub(super) shape: Shape,
    /// Trimmed, never empty.
    pub(super) name: &'t str,
    /// Trimmed; may be empty.
    pub(super) words: &'t str,
}

/// What says that another person speaks, without saying who.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Chevrons,
    Dash,
}

/// What a line may begin with: the likeliest label first.
pub(super) fn labels(line: &str, habit: Habit) -> impl Iterator<Item = Label<'_>> {
    let found = match habit {
        Habit::EveryCue => {
            let at_a_colon = || at_a_colon(speaker_label::split_label(line));
            [at_first_colon(line).or_else(at_a_colon), None]
        }
        Habit::PerhapsAtChange => {
            let line = unmarked(line);
            match boxed(line) {
                Some(label) if label.shape == Shape::Boxed => [Some(label), None],
                doubtful => [at_a_colon(speaker_label::split_perhaps(line)), doubtful],
            }
        }
    };
    found.into_iter().flatten()
}

/// The name that is all of a line, in its box.
pub(super) fn alone(line: &str) -> Option<Label<'_>> {
    boxed(unmarked(line)).filter(|label| label.shape == Shape::LikeASound && label.words.is_empty())
}

/// The mark at a line's start.
pub(super) fn mark(line: &str) -> Option<Mark> {
    if line.starts_with(">>") {
        return Some(Mark::Chevrons);
    }
    (line.starts_with("- ") || line.starts_with("– ")).then_some(Mark::Dash)
}

/// A line without the mark at its start.
pub(super) fn unmarked(line: &str) -> &str {
    match mark(line) {
        Some(_) => line.trim_start_matches(['>', '-', '–', ' ']),
        None => line,
    }
}

/// A line cut before each `>>`.
pub(super) fn at_chevrons(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices(">>") {
        let before = line.get(from..at).unwrap_or_default().trim_end();
        // `>>>` is one mark, and so is `>> >>`.
        if !before.is_empty() && !before.ends_with('>') {
            pieces.push(before);
            from = at;
        }
    }
    pieces.push(line.get(from..).unwrap_or_default());
    pieces
}

fn label<'t>(shape: Shape, name: &'t str, words: &'t str) -> Option<Label<'t>> {
    let (name, words) = (name.trim(), words.trim());
    (!name.is_empty()).then_some(Label { shape, name, words })
}

fn at_first_colon(line: &str) -> Option<Label<'_>> {
    let (name, words) = match line.split_once(": ") {
        Some(halves) => halves,
        None => (line.strip_suffix(':')?, ""),
    };
    let is_short = name.len() <= LONGEST_NAME;
    is_short.then(|| label(Shape::Colon, name, words)).flatten()
}

fn at_a_colon<'t>(split: Option<(&'t str, &'t str)>) -> Option<Label<'t>> {
    let (name, words) = split?;
    label(Shape::Colon, name, words)
}

/// A name in brackets at a line's start, unless a recogniser is known to tell a sound so.
fn boxed(line: &str) -> Option<Label<'_>> {
    let close = match line.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let (name, behind) = line.get(1..)?.split_once(close)?;
    let whole = line.get(..name.len() + 2)?;
    if name.len() > LONGEST_NAME || !noise::spans(whole).is_empty() {
        return None;
    }
    let name = name.trim();
    let is_name = speaker_label::is_name(name);
    match behind.trim_start().strip_prefix([':', '：']) {
        Some(words) if is_name || is_voice(name) => label(Shape::Boxed, name, words),
        Some(_) => None,
        None if is_voice(name) => label(Shape::Boxed, name, behind),
        // In lower case it is a remark, or a word that was left out: `[you] said`.
        None if name.starts_with(char::is_lowercase) => None,
        None if is_name && speaker_label::is_strong(name) => label(Shape::LikeASound, name, behind),
        None => None,
    }
}

/// `SPEAKER_00`, `Speaker A`, `speaker ?`: nothing else is written so. People do set `[you]` and `[1]` in brackets.
fn is_voice(name: &str) -> bool {
    let says_so = name.to_lowercase().contains("speaker");
    let is_numbered =
        name.contains(|c: char| c.is_ascii_digit()) && name.contains(char::is_alphabetic);
    (says_so || is_numbered) && speaker_label::names_nobody(name)
}
