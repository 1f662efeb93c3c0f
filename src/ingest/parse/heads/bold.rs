//! Does a line of Markdown begin somebody's speech with a name that stands out?
//!
//! `**Name:** text` and its kin, with or without a stamp, which may stand out in its own way.

use crate::ingest::parse::speaker_label::{is_blank, may_be_name};
use crate::ingest::parse::stamp::{self, Leading, Setting, Time};

use super::{Class, Head, head, is_joint};

/// What begins and ends words that stand out.
const MARKS: [&str; 3] = ["**", "__", "*"];

/// `**inner** rest`, `__inner__ rest`, and `*inner:* rest`, which without its colon is a stressed word.
pub(super) fn bold(line: &str) -> Option<(&str, &str)> {
    let mark = MARKS.iter().find(|mark| line.starts_with(**mark))?;
    let (inner, rest) = line.strip_prefix(*mark)?.split_once(*mark)?;
    let is_closed = inner.ends_with([':', '：']) || rest.starts_with([':', '：']);
    let is_set_tight = inner.trim() == inner;
    (*mark == "**" || (is_closed && is_set_tight)).then(|| (inner.trim(), rest.trim_start()))
}

/// `- **Name:** text` in a list, `> **Name:** text` in a quotation. Lists of tasks are written in the same way, so this
/// makes a head only in a file where all are so.
pub(super) fn listed(line: &str) -> Option<Head<'_>> {
    let rest = line.strip_prefix(['-', '>', '*', '•'])?;
    let rest = rest.strip_prefix(' ')?.trim_start();
    let (inner, rest) = bold(rest)?;
    let head = in_bold(inner, rest, None)?;
    Some(Head {
        class: Class::Listed,
        is_doubtful: true,
        ..head
    })
}

/// The head whose bold words are `inner`; `outer` is the stamp before them.
pub(super) fn in_bold<'a>(inner: &'a str, rest: &'a str, outer: Option<Time>) -> Option<Head<'a>> {
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
fn name_and_stamp(label: &str) -> Option<(&str, Option<Time>)> {
    let (name, start) = if let Some(leading) = stamp::leading(label) {
        (
            leading.rest.trim_start_matches(is_joint),
            Some(leading.time),
        )
    } else if let Some(inside) = stamp::inside(label).filter(|inside| inside.after.is_empty()) {
        (inside.before, Some(inside.time))
    } else if let Some(trailing) = stamp::trailing(label) {
        (trailing.before, Some(trailing.time))
    } else {
        (label, None)
    };
    may_be_name(name).then_some((name, start))
}

/// What follows a name: `[0:04] text`, `(0:04): text`, `· 0:04`, `*(0:04)*: text` or just text.
fn stamp_and_text(rest: &str) -> (Option<Time>, &str) {
    let is_stamp = |l: &Leading<'_>| l.setting == Setting::Bracketed || l.rest.is_empty();
    let behind = rest.trim_start_matches(is_joint);
    let found = stamp::leading(behind).filter(is_stamp);
    let found = found.map(|leading| (leading.time, leading.rest));
    match found.or_else(|| marked_stamp(behind)) {
        Some((time, text)) => (Some(time), text.trim_start_matches([':', ' '])),
        None => (None, rest),
    }
}

/// A stamp that stands out: `` `0:04` ``, `*(0:04)*`, `_0:04_`.
fn marked_stamp(rest: &str) -> Option<(Time, &str)> {
    let mark = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '`' | '*' | '_'))?;
    let (inner, after) = rest.trim_start_matches(mark).split_once(mark)?;
    let is_bracket = |c: char| matches!(c, '(' | ')' | '[' | ']') || is_blank(c);
    let time = stamp::told(inner.trim_matches(is_bracket))?;
    Some((time, after.trim_start_matches(mark).trim_start()))
}
