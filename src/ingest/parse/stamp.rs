//! Where in a line does a time stamp stand, and what is left of the line beside it?
//!
//! People and tools set stamps before a name, behind it, in brackets of two kinds or bare. This file only
//! finds them; what a stamp is worth in seconds is `clock`'s business.

use super::{clock, day};

mod time_of_day;

/// What a stamp counts from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Time {
    /// Seconds from the start of the recording, as far as the stamp shows.
    Call(f64),
    /// Seconds since midnight, as `10:02 AM` tells them.
    Day(f64),
}

/// How a stamp at the start of a line is set off from what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Bracketed,
    Naked,
}

/// A line that begins with a stamp.
pub(super) struct Leading<'a> {
    pub(super) time: Time,
    pub(super) setting: Setting,
    pub(super) rest: &'a str,
}

/// A line with a stamp in brackets further in.
pub(super) struct Inside<'a> {
    pub(super) before: &'a str,
    pub(super) time: Time,
    /// `(0:04)` rather than `[0:04]`.
    pub(super) round: bool,
    pub(super) after: &'a str,
}

/// A line that ends with a stamp.
pub(super) struct Trailing<'a> {
    pub(super) before: &'a str,
    pub(super) time: Time,
    /// Exactly two spaces stand before the stamp, as Otter writes it.
    pub(super) two_spaces: bool,
}

/// A line with a bare stamp between a name and words.
pub(super) struct Between<'a> {
    pub(super) before: &'a str,
    pub(super) time: Time,
    /// A tab or two spaces set the stamp off, as no sentence does.
    pub(super) is_wide: bool,
    pub(super) after: &'a str,
}

/// The seconds of a word that is a stamp and nothing else: `0:04`, `00:01:02`, `00:03.608`, `0:0:3.490`.
pub(super) fn whole(word: &str) -> Option<f64> {
    if word.len() > 20 {
        return None;
    }
    let (clock, fraction) = word.split_once(['.', ',']).unwrap_or((word, "0"));
    let n_parts = clock.split(':').count();
    if !clock.split(':').chain([fraction]).all(is_number) {
        return None;
    }
    let seconds = clock.rsplit(':').next().unwrap_or_default();
    // `3:2` is a score; hours, minutes and seconds may come without their zeros (early Teams files).
    let is_stamp = match n_parts {
        2 => seconds.len() == 2,
        3 => seconds.len() <= 2,
        _ => false,
    };
    if is_stamp { clock::seconds(word) } else { None }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit())
}

/// The first stamp of `0:04`, `0:04 - 0:09` or `00:00:04.000 --> 00:00:09.000`, where that is all there is.
pub(super) fn range_start(text: &str) -> Option<f64> {
    let is_border = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '>');
    let mut words = text.split(is_border).filter(|word| !word.is_empty());
    let start = whole(words.next()?)?;
    let end_is_a_stamp = words.next().is_none_or(|word| whole(word).is_some());
    (end_is_a_stamp && words.next().is_none()).then_some(start)
}

/// The time of a text that is a stamp or a range of stamps and nothing else.
pub(super) fn told(text: &str) -> Option<Time> {
    let of_day = || time_of_day::whole(text.trim()).map(Time::Day);
    range_start(text).map(Time::Call).or_else(of_day)
}

/// Whether a line is a cue's timing, `start --> end`, with or without settings behind it.
pub(super) fn is_timing(line: &str) -> bool {
    let Some((start, end)) = line.split_once("-->") else {
        return false;
    };
    let end = end.split_whitespace().next().unwrap_or_default();
    whole(start.trim()).is_some() && whole(end).is_some()
}

/// The stamp at a line's start, in brackets or bare.
pub(super) fn leading(line: &str) -> Option<Leading<'_>> {
    // Some note takers write `@0:04 - Name`.
    let line = line.strip_prefix('@').unwrap_or(line);
    match line.chars().next()? {
        '[' => bracketed(line, ']'),
        '(' => bracketed(line, ')'),
        c if c.is_ascii_digit() => naked_of_day(line).or_else(|| naked(line)),
        _ => None,
    }
}

fn bracketed(line: &str, close: char) -> Option<Leading<'_>> {
    let inner = line.get(1..)?;
    let end = closing(inner, close)?;
    let time = told(inner.get(..end)?)?;
    let rest = inner.get(end + 1..)?.trim_start();
    let is_log = matches!(time, Time::Day(_)) && time_of_day::is_log(rest);
    (!is_log).then_some(Leading {
        time,
        setting: Setting::Bracketed,
        rest,
    })
}

fn naked_of_day(line: &str) -> Option<Leading<'_>> {
    let (seconds, rest) = time_of_day::leading(line)?;
    Some(Leading {
        time: Time::Day(seconds),
        setting: Setting::Naked,
        rest,
    })
}

fn naked(line: &str) -> Option<Leading<'_>> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let end = line.find(|c: char| !is_part(c)).unwrap_or(line.len());
    let seconds = whole(line.get(..end)?.trim_end_matches([':', '.', ',']))?;
    let after = line.get(end..)?;
    if !after.is_empty() && !after.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = after.trim_start();
    let rest = behind_second_stamp(rest).unwrap_or(rest);
    Some(Leading {
        time: Time::Call(seconds),
        setting: Setting::Naked,
        rest,
    })
}

/// `[2.5s]`, `[0.00s - 3.20s]`, `[2.5 - 9]` or `[1m 2s]` at a line's start, as scripts around recognizers write them.
///
/// A pause within speech looks the same: only what stands before a label counts.
pub(super) fn leading_seconds(line: &str) -> Option<Leading<'_>> {
    let inner = line.strip_prefix('[')?;
    let end = closing(inner, ']')?;
    let seconds = spelled(inner.get(..end)?)?;
    let rest = inner.get(end + 1..)?.trim_start();
    Some(Leading {
        time: Time::Call(seconds),
        setting: Setting::Bracketed,
        rest,
    })
}

/// The first time of `2.5s`, `0.00s - 3.20s` or `2.5 - 9`; a number by itself is a footnote, years have no point.
fn spelled(text: &str) -> Option<f64> {
    let is_border = |c: char| matches!(c, '-' | '–' | '—' | '>');
    let mut parts = text.split(is_border).filter(|part| !part.trim().is_empty());
    let (start, has_unit) = amount(parts.next()?)?;
    let end = match parts.next() {
        Some(part) => Some(amount(part)?),
        None => None,
    };
    let is_time = has_unit || (text.contains('.') && end.is_some());
    let goes_on = end.is_none_or(|(end, _)| end >= start);
    (is_time && goes_on && parts.next().is_none()).then_some(start)
}

/// `2.5`, `2.5s` or `1m 2s` in seconds, and whether it has a unit.
fn amount(part: &str) -> Option<(f64, bool)> {
    let mut rest = part.trim();
    if let Some(seconds) = decimal(rest) {
        return Some((seconds, false));
    }
    let mut sum = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number = decimal(rest.get(..end)?)?;
        let unit = rest.get(end..)?.chars().next()?;
        sum += match unit {
            'h' => number * 3600.0,
            'm' => number * 60.0,
            's' => number,
            _ => return None,
        };
        rest = rest.get(end + unit.len_utf8()..)?.trim_start();
    }
    (sum > 0.0 || part.contains('s')).then_some((sum, true))
}

fn decimal(text: &str) -> Option<f64> {
    let is_part = |b: u8| b.is_ascii_digit() || b == b'.';
    let is_one = text.len() <= 10 && text.starts_with(|c: char| c.is_ascii_digit());
    (is_one && text.bytes().all(is_part))
        .then(|| text.parse().ok())
        .flatten()
}

/// The bare stamp behind a line's first words: `Speaker 0    00:00:02    text`.
pub(super) fn between(line: &str) -> Option<Between<'_>> {
    // The first colon is the stamp's, since names hold none.
    let (colon, _) = line.char_indices().take(100).find(|&(_, c)| c == ':')?;
    let before = line
        .get(..colon)?
        .trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = line.get(before.len()..)?;
    let (time, after) = match time_of_day::leading(rest) {
        Some((seconds, after)) => (Time::Day(seconds), after),
        None => {
            let (word, after) = rest.split_once(char::is_whitespace)?;
            let seconds = whole(word.trim_end_matches(':'))?;
            (Time::Call(seconds), after.trim_start())
        }
    };
    let gap = before.get(before.trim_end().len()..)?;
    (!gap.is_empty() && !after.is_empty()).then(|| Between {
        before,
        time,
        is_wide: gap.contains('\t') || gap.chars().count() > 1,
        after,
    })
}

/// What stands behind the end of a range, `--> 0:09 …`.
fn behind_second_stamp(rest: &str) -> Option<&str> {
    let end = rest.trim_start_matches(['-', '–', '—', '>', ' ']);
    if end.len() == rest.len() {
        return None;
    }
    let word = end.split_whitespace().next()?;
    whole(word)?;
    Some(end.get(word.len()..)?.trim_start())
}

/// The first stamp in brackets, wherever it stands near the start of a line.
pub(super) fn inside(line: &str) -> Option<Inside<'_>> {
    for (at, open) in line.char_indices().take(100) {
        let close = match open {
            '(' => ')',
            '[' => ']',
            _ => continue,
        };
        let inner = line.get(at + 1..)?;
        let Some(end) = closing(inner, close) else {
            continue;
        };
        let Some(time) = inner.get(..end).and_then(told) else {
            continue;
        };
        let before = line.get(..at)?.trim_end();
        if is_dated(before, time) {
            return None;
        }
        let after = inner.get(end + 1..)?.trim_start();
        return Some(Inside {
            before,
            time,
            round: open == '(',
            after,
        });
    }
    None
}

/// A bracket with a stamp in it closes soon; looking no further keeps long lines cheap.
fn closing(inner: &str, close: char) -> Option<usize> {
    inner
        .char_indices()
        .take(40)
        .find(|&(_, c)| c == close)
        .map(|(at, _)| at)
}

/// The bare stamp at a short line's end.
pub(super) fn trailing(line: &str) -> Option<Trailing<'_>> {
    let line = line.trim_end();
    if line.len() > 160 {
        return None;
    }
    let (before, end) = last_time(line)?;
    let two_spaces = before.ends_with(' ') && !before.ends_with("  ");
    let (before, time) = match range_end(before).filter(|_| matches!(end, Time::Call(_))) {
        Some((earlier, start)) => (earlier, Time::Call(start)),
        None => (before, end),
    };
    if is_dated(before, time) {
        return None;
    }
    let is_joint =
        |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '·' | '•' | ',' | '@');
    Some(Trailing {
        before: before.trim_end_matches(is_joint),
        time,
        two_spaces,
    })
}

/// The time at a line's end, and what stands before it and one blank.
fn last_time(line: &str) -> Option<(&str, Time)> {
    if let Some((before, seconds)) = time_of_day::trailing(line) {
        return Some((before, Time::Day(seconds)));
    }
    let (before, word) = line.rsplit_once(char::is_whitespace)?;
    Some((before, Time::Call(whole(word)?)))
}

/// `March 5, 2026` before a time of the day is no name: a header tells so when a call was.
fn is_dated(before: &str, time: Time) -> bool {
    matches!(time, Time::Day(_)) && day::in_line(before).is_some()
}

/// `Name 0:04 -` with the end of the range already taken off.
fn range_end(before: &str) -> Option<(&str, f64)> {
    let before = before.trim_end_matches([' ', '-', '–', '—', '>']);
    let (earlier, word) = before.rsplit_once(char::is_whitespace)?;
    Some((earlier, whole(word)?))
}
