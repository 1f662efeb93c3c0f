//! Does a line of a text transcript begin somebody's speech, and whose, and when?
//!
//! It reads one line by itself and reports what the line looks like. Whether to believe it depends on the
//! rest of the file and is decided in `survey`.

use super::layout::{Kind, Line};
use super::speaker_label::{
    is_blank, is_name, is_perhaps_a_name, is_placeholder, is_strong, may_be_name, split_label,
    split_perhaps,
};
use super::stamp::{self, Leading, Setting, Time};

mod bold;

use bold::{bold, in_bold, listed};

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
    /// `- **Name:** text`, `> **Name:** text`
    Listed,
    /// `Name    0:04    text`
    Inline,
    /// `1. Name: text`
    Numbered,
    /// `[Name] 10:05:32`, the text below
    Boxed,
    /// Name, time and text on lines of their own; `### Name (0:04)` as a heading, the text below
    Lines,
}

impl Class {
    /// Every class; its place here is its number.
    pub(super) const ALL: [Class; 12] = [
        Class::Bare,
        Class::Bracketed,
        Class::Naked,
        Class::Header,
        Class::Otter,
        Class::Rev,
        Class::Bold,
        Class::Listed,
        Class::Inline,
        Class::Numbered,
        Class::Boxed,
        Class::Lines,
    ];

    /// Whether lists of tasks, rotas and timetables are written in the same way as well.
    pub(super) fn is_of_lists(self) -> bool {
        matches!(self, Class::Listed | Class::Inline | Class::Numbered)
    }
}

/// A line that names a speaker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head<'a> {
    /// Empty after `>>` alone: somebody else, nobody says who.
    pub(super) name: &'a str,
    pub(super) start: Option<Time>,
    pub(super) text: &'a str,
    pub(super) class: Class,
    /// Looks like it only if it comes more than once.
    pub(super) is_doubtful: bool,
}

/// Whether a line shows by itself that somebody speaks.
pub(super) fn shows_speech(line: &str) -> bool {
    read(line).is_some_and(|head| {
        !head.class.is_of_lists() && (head.name.is_empty() || is_name(head.name))
    })
}

/// What a line of a document looks like as the beginning of somebody's speech.
pub(super) fn of<'a>(line: &Line<'a>) -> Option<Head<'a>> {
    match line.kind {
        Kind::Text(text) => read(text),
        Kind::Named(name, start) => Some(Head {
            is_doubtful: true,
            ..head(Class::Lines, name, start, "")
        }),
        _ => None,
    }
}

/// The name that a line holds and nothing else, written as names are.
pub(super) fn lone_name(line: &str) -> Option<&str> {
    let name = line.trim_matches(is_blank);
    (is_name(name) && is_strong(name)).then_some(name)
}

/// The same for a line by itself.
pub(super) fn read(line: &str) -> Option<Head<'_>> {
    let head = begun(line)?;
    Some(Head {
        is_doubtful: head.is_doubtful || is_perhaps_a_name(head.name),
        ..head
    })
}

fn begun(line: &str) -> Option<Head<'_>> {
    let line = line.trim_matches(is_blank);
    if let Some(head) = listed(line) {
        return Some(head);
    }
    if line.starts_with(['#', '-', '•', '|']) {
        return None;
    }
    if let Some(rest) = line.strip_prefix(">>") {
        return Some(after_chevrons(rest));
    }
    if let Some((inner, rest)) = bold(line) {
        let head = in_bold(inner, rest, None)?;
        // What is merely stressed may be any word.
        let is_doubtful = head.is_doubtful || !line.starts_with("**");
        return Some(Head {
            is_doubtful,
            ..head
        });
    }
    if let Some(leading) = stamp::leading(line).or_else(|| stamp::leading_seconds(line)) {
        return after_stamp(&leading);
    }
    if let Some(rest) = behind_number(line) {
        return numbered(rest);
    }
    question(line)
        .or_else(|| above(line))
        .or_else(|| boxed(line).map(|(name, text)| head(Class::Bare, name, None, text)))
        .or_else(|| before_brackets(line))
        .or_else(|| header(line))
        .or_else(|| inline(line))
        .or_else(|| bare(line))
}

/// Whether a line begins with the mark that somebody else speaks.
pub(super) fn has_chevrons(line: &str) -> bool {
    line.trim_start_matches(is_blank).starts_with(">>")
}

fn head<'a>(class: Class, name: &'a str, start: Option<Time>, text: &'a str) -> Head<'a> {
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

/// `[0:04] Name: text` and its cousins, the stamp already taken off.
fn after_stamp<'a>(leading: &Leading<'a>) -> Option<Head<'a>> {
    let start = Some(leading.time);
    let class = match leading.setting {
        Setting::Bracketed => Class::Bracketed,
        Setting::Naked => Class::Naked,
    };
    let rest = leading.rest.trim_start_matches(is_joint);
    if let Some((inner, text)) = bold(rest) {
        return in_bold(inner, text, start);
    }
    if let Some((name, text)) = boxed(rest).or_else(|| split_perhaps(rest)) {
        return Some(head(class, name, start, text));
    }
    let is_set_off = rest.len() < leading.rest.len();
    let is_written_like_one = (is_name(rest) && is_strong(rest)) || is_perhaps_a_name(rest);
    (is_set_off && is_written_like_one).then(|| Head {
        is_doubtful: true,
        ..head(class, rest, start, "")
    })
}

fn is_joint(c: char) -> bool {
    is_blank(c) || matches!(c, '-' | '–' | '—' | '|' | '·' | '•' | '>')
}

/// What stands behind `1. ` or `1) `.
fn behind_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = line.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')'])?;
    ((1..=5).contains(&n_digits) && rest.starts_with(is_blank)).then(|| rest.trim_start())
}

/// `1. Name: text`. A list within the speech is numbered in the same way, so this makes a head only in a file where
/// all are so, and by itself never.
fn numbered(rest: &str) -> Option<Head<'_>> {
    let (name, text) = split_perhaps(rest)?;
    Some(Head {
        is_doubtful: true,
        ..head(Class::Numbered, name, None, text)
    })
}

/// What stands in the square brackets at a line's start, and behind them.
fn in_box(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    let end = inner
        .char_indices()
        .take(60)
        .find(|&(_, c)| c == ']')
        .map(|(at, _)| at)?;
    Some((inner.get(..end)?.trim(), inner.get(end + 1..)?.trim_start()))
}

/// `[Name] 10:05:32` as Zoom saves captions, `[Name](https://…) 0:04` as Grain links them; the text below.
fn above(line: &str) -> Option<Head<'_>> {
    let (name, after) = in_box(line)?;
    let linked = after
        .strip_prefix("(http")
        .and_then(|link| link.split_once(')'));
    let (class, stamp) = match linked {
        Some((_, stamp)) => (Class::Header, stamp.trim()),
        None => (Class::Boxed, after),
    };
    let start = stamp::told(stamp)?;
    // A sound may stand in such brackets as well, `[Music] 0:04`.
    may_be_name(name).then(|| Head {
        is_doubtful: class == Class::Boxed,
        ..head(class, name, Some(start), "")
    })
}

/// `Speaker 0    00:00:02    text` as Rev.ai writes it, `Speaker 1 00:02: text`. A name needs the wide gap, so that
/// `Ben 10:30 is fine` is no head.
fn inline(line: &str) -> Option<Head<'_>> {
    let between = stamp::between(line)?;
    let name = between.before.trim_end();
    let is_one = is_placeholder(name) || (between.is_wide && may_be_name(name));
    is_one.then(|| Head {
        is_doubtful: true,
        ..head(Class::Inline, name, Some(between.time), between.after)
    })
}

/// `[SPEAKER_00] text`, `[Name]: text`
fn boxed(line: &str) -> Option<(&str, &str)> {
    let (name, after) = in_box(line)?;
    match after.strip_prefix(':') {
        Some(text) => may_be_name(name).then(|| (name, text.trim_start())),
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

/// `Name (0:04): text`, `Name [0:04]: text`, or either with the text below, then also `Name: (0:04)`.
fn before_brackets(line: &str) -> Option<Head<'_>> {
    let inside = stamp::inside(line)?;
    let name = inside.before.trim_end_matches([':', ' ']);
    if !may_be_name(name) {
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
        name,
        Some(inside.time),
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
    may_be_name(trailing.before).then(|| head(class, trailing.before, Some(trailing.time), ""))
}

/// `Name: text`, `Name: [0:04] text`, and `SPEAKER: S1` with the text below (Speechmatics).
fn bare(line: &str) -> Option<Head<'_>> {
    let (name, rest) = split_perhaps(line)?;
    if name == "SPEAKER" && is_placeholder(rest) {
        return Some(head(Class::Bare, rest, None, ""));
    }
    match stamp::leading(rest).filter(|leading| leading.setting == Setting::Bracketed) {
        Some(leading) => Some(head(Class::Bare, name, Some(leading.time), leading.rest)),
        None => Some(head(Class::Bare, name, None, rest)),
    }
}
