//! Does a line of a text transcript begin somebody's speech, and whose, and when?
//!
//! It reads one line by itself and reports what the line looks like. Whether to believe it depends on the
//! rest of the file and is decided in `survey`.

use super::speaker_label::{is_blank, is_name, is_placeholder, is_strong, split_label};
use super::stamp::{self, Leading, Setting};

/// The ways in which tools write a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// `Name: text`, `>> NAME: text`, `Q. text`
    Bare,
    /// `[0:04] Name: text`, `Name [0:04]: text`
    Bracketed,
    /// `0:04 Name: text`, `0:04 - Name`
    Naked,
    /// `Name 0:04`, the text below
    Header,
    /// `Name  0:04`, the text below
    Otter,
    /// `Name (0:04): text`, `Name (0:04)` with the text below
    Rev,
    /// `**Name:** text`, `**Name** [0:04] text`, `**Name** 0:04`
    Bold,
}

impl Class {
    /// Every class; its place here is its number.
    pub(super) const ALL: [Class; 7] = [
        Class::Bare,
        Class::Bracketed,
        Class::Naked,
        Class::Header,
        Class::Otter,
        Class::Rev,
        Class::Bold,
    ];
}

/// A line that names a speaker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    /// Empty after `>>` alone: somebody else, nobody says who.
    pub(super) name: &'a str,
    pub(super) start: Option<f64>,
    pub(super) text: &'a str,
    pub(super) class: Class,
    /// Looks like it only if it comes more than once.
    pub(super) is_doubtful: bool,
}

/// What a line looks like as the beginning of somebody's speech.
pub(super) fn read(line: &str) -> Option<Head<'_>> {
    let line = line.trim_matches(is_blank);
    if line.starts_with(['#', '-', '•', '|']) {
        return None;
    }
    if let Some(rest) = line.strip_prefix(">>") {
        return Some(after_chevrons(rest));
    }
    if let Some((inner, rest)) = bold(line) {
        return in_bold(inner, rest, None);
    }
    if let Some(leading) = stamp::leading(line) {
        return after_stamp(&leading);
    }
    question(line)
        .or_else(|| boxed(line).map(|(name, text)| head(Class::Bare, name, None, text)))
        .or_else(|| before_brackets(line))
        .or_else(|| header(line))
        .or_else(|| bare(line))
}

/// Whether a line begins with the mark that somebody else speaks.
pub(super) fn has_chevrons(line: &str) -> bool {
    line.trim_start_matches(is_blank).starts_with(">>")
}

fn head<'a>(class: Class, name: &'a str, start: Option<f64>, text: &'a str) -> Head<'a> {
    Head {
        name,
        start,
        text: text.trim_start_matches(is_blank),
        class,
        is_doubtful: false,
    }
}

/// `>> NAME: text` as captioners write it, or `>> text` where only the change is marked.
fn after_chevrons(rest: &str) -> Head<'_> {
    let rest = rest.trim_start_matches('>').trim_start();
    match split_label(rest) {
        Some((name, text)) => head(Class::Bare, name, None, text),
        None => Head {
            is_doubtful: true,
            ..head(Class::Bare, "", None, rest)
        },
    }
}

/// `**inner** rest`
fn bold(line: &str) -> Option<(&str, &str)> {
    let (inner, rest) = line.strip_prefix("**")?.split_once("**")?;
    Some((inner.trim(), rest.trim_start()))
}

fn in_bold<'a>(inner: &'a str, rest: &'a str, outer: Option<f64>) -> Option<Head<'a>> {
    let (label, rest, is_closed) = match (
        inner.strip_suffix([':', '：']),
        rest.strip_prefix([':', '：']),
    ) {
        (Some(label), _) => (label.trim_end(), rest, true),
        (None, Some(rest)) => (inner, rest, true),
        (None, None) => (inner, rest, false),
    };
    let (name, own) = name_and_stamp(label)?;
    let (behind, text) = stamp_and_text(rest);
    let start = outer.or(own).or(behind);
    let stands_alone = !is_closed && start.is_none();
    if stands_alone && !text.is_empty() {
        return None; // bold words at the start of a sentence
    }
    Some(Head {
        is_doubtful: stands_alone,
        ..head(Class::Bold, name, start, text)
    })
}

/// A label that may hold its stamp: `Name`, `[0:04] Name`, `Name (0:04)`, `Name 0:04`.
fn name_and_stamp(label: &str) -> Option<(&str, Option<f64>)> {
    let (name, start) = if let Some(leading) = stamp::leading(label) {
        (
            leading.rest.trim_start_matches(is_joint),
            Some(leading.seconds),
        )
    } else if let Some(inside) = stamp::inside(label).filter(|inside| inside.after.is_empty()) {
        (inside.before, Some(inside.seconds))
    } else if let Some(trailing) = stamp::trailing(label) {
        (trailing.before, Some(trailing.seconds))
    } else {
        (label, None)
    };
    is_name(name).then_some((name, start))
}

/// What follows a name: `[0:04] text`, `(0:04): text`, `0:04` or just text.
fn stamp_and_text(rest: &str) -> (Option<f64>, &str) {
    let is_stamp = |l: &Leading<'_>| l.setting == Setting::Bracketed || l.rest.is_empty();
    match stamp::leading(rest).filter(is_stamp) {
        Some(leading) => (
            Some(leading.seconds),
            leading.rest.trim_start_matches([':', ' ']),
        ),
        None => (None, rest),
    }
}

/// `[0:04] Name: text` and its cousins, the stamp already taken off.
fn after_stamp<'a>(leading: &Leading<'a>) -> Option<Head<'a>> {
    let start = Some(leading.seconds);
    let class = match leading.setting {
        Setting::Bracketed => Class::Bracketed,
        Setting::Naked => Class::Naked,
    };
    let rest = leading.rest.trim_start_matches(is_joint);
    if let Some((inner, text)) = bold(rest) {
        return in_bold(inner, text, start);
    }
    if let Some((name, text)) = boxed(rest).or_else(|| split_label(rest)) {
        return Some(head(class, name, start, text));
    }
    let is_set_off = rest.len() < leading.rest.len();
    let is_lone_name = is_set_off && is_name(rest) && is_strong(rest);
    is_lone_name.then(|| Head {
        is_doubtful: true,
        ..head(class, rest, start, "")
    })
}

fn is_joint(c: char) -> bool {
    is_blank(c) || matches!(c, '-' | '–' | '—' | '|' | '·' | '•' | '>')
}

/// `[SPEAKER_00] text`, `[Name]: text`
fn boxed(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    let end = inner
        .char_indices()
        .take(60)
        .find(|&(_, c)| c == ']')
        .map(|(at, _)| at)?;
    let (name, after) = (inner.get(..end)?.trim(), inner.get(end + 1..)?.trim_start());
    match after.strip_prefix(':') {
        Some(text) => is_name(name).then(|| (name, text.trim_start())),
        None => (name.len() > 1 && is_placeholder(name)).then_some((name, after)),
    }
}

/// `Q. text` and `A. text` of a record of questioning.
fn question(line: &str) -> Option<Head<'_>> {
    let rest = line
        .strip_prefix("Q.")
        .or_else(|| line.strip_prefix("A."))?;
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    Some(Head {
        is_doubtful: true,
        ..head(Class::Bare, line.get(..1)?, None, rest)
    })
}

/// `Name (0:04): text`, `Name [0:04]: text`, or either with the text below.
fn before_brackets(line: &str) -> Option<Head<'_>> {
    let inside = stamp::inside(line)?;
    if !is_name(inside.before) {
        return None;
    }
    let text = inside.after.strip_prefix(':');
    let class = match (inside.round, text) {
        (true, _) => Class::Rev,
        (false, Some(_)) => Class::Bracketed,
        (false, None) => Class::Header,
    };
    if text.is_none() && !inside.after.is_empty() {
        return None;
    }
    Some(head(
        class,
        inside.before,
        Some(inside.seconds),
        text.unwrap_or_default(),
    ))
}

/// `Name 0:04` with the text below.
fn header(line: &str) -> Option<Head<'_>> {
    let trailing = stamp::trailing(line)?;
    let class = if trailing.two_spaces {
        Class::Otter
    } else {
        Class::Header
    };
    is_name(trailing.before).then(|| head(class, trailing.before, Some(trailing.seconds), ""))
}

/// `Name: text`, `Name: [0:04] text`, and `SPEAKER: S1` with the text below (Speechmatics).
fn bare(line: &str) -> Option<Head<'_>> {
    let (name, rest) = split_label(line)?;
    if name == "SPEAKER" && is_placeholder(rest) {
        return Some(head(Class::Bare, rest, None, ""));
    }
    match stamp::leading(rest).filter(|leading| leading.setting == Setting::Bracketed) {
        Some(leading) => Some(head(Class::Bare, name, Some(leading.seconds), leading.rest)),
        None => Some(head(Class::Bare, name, None, rest)),
    }
}
