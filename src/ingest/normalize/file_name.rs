//! When was a call, and what is it called, as far as its file's name tells?
//!
//! Recorders name their files by topic and time, and behind the time by what the file is, in the user's language:
//! - `GMT20240131-120000_Recording.vtt`: Zoom's cloud, in GMT
//! - `Audio Transcript_Ridge demo_81234567890_2024-01-31.vtt`: Zoom's site, with the meeting's number
//! - `2024-01-31 10.05.32 Ridge demo 81234567890/closed_caption.vtt`: Zoom on a disk, where the folder has the name
//! - `Ridge demo-20240131_100500-Meeting Recording.vtt`: Teams
//! - `Ridge demo - 2024_01_31 10_58 CEST - Notes by Gemini.txt`: Google Meet
//! - a day anywhere else: people.
//!
//! A time of day is told where it is one of UTC. Elsewhere its zone is not known, or only by letters that mean several.

use jiff::Timestamp;

use super::dates;
use crate::ingest::parse::day;

/// Words that recorders put into file names and that name no call.
const EMPTY_WORDS: [&str; 14] = [
    "audio",
    "caption",
    "captions",
    "cc",
    "chat",
    "closed",
    "en",
    "gvo",
    "meeting",
    "recording",
    "saved",
    "subtitles",
    "transcript",
    "transcription",
];

/// What a file's name tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FromName {
    pub(super) title: Option<String>,
    pub(super) started_at: Option<String>,
}

/// Reads a file's name, with or without its folder's before it.
pub(super) fn from_name(path: &str) -> FromName {
    let mut names = path.rsplit(['/', '\\']);
    let name = names.next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let told = zoom_stamp(stem)
        .or_else(|| zoom_site(stem))
        .or_else(|| zoom_disk(stem))
        .or_else(|| dated(stem));
    // A folder's name is the call's only where the file's own names nothing.
    told.or_else(|| {
        let folder = names.next().filter(|_| title(stem).is_none())?;
        zoom_disk(folder)
    })
    .unwrap_or_default()
}

/// `GMT20240131-120000_…`
fn zoom_stamp(stem: &str) -> Option<FromName> {
    let rest = stem.strip_prefix("GMT")?;
    let (day, behind) = together(rest)?;
    let (started_at, behind) = moment(&day, behind.strip_prefix('-')?)?;
    Some(FromName {
        title: title(behind),
        started_at: Some(started_at),
    })
}

/// `Audio Transcript_Ridge demo_81234567890_2024-01-31`, or with `January 31, 2024`
fn zoom_site(stem: &str) -> Option<FromName> {
    let (rest, written) = stem.rsplit_once('_')?;
    let (topic, id) = rest.rsplit_once('_')?;
    if !is_meeting_id(id) {
        return None;
    }
    let started_at = day::in_line(written)?;
    let topic = match topic.split_once('_') {
        Some((kind, topic)) if title(kind).is_none() => topic,
        _ => topic,
    };
    Some(FromName {
        title: title(topic),
        started_at: Some(started_at),
    })
}

/// `2024-01-31 10.05.32 Ridge demo 81234567890`
fn zoom_disk(name: &str) -> Option<FromName> {
    let (day, behind) = apart(name)?;
    let behind = behind.strip_prefix(' ')?;
    let (clock, topic) = behind.split_once(' ').unwrap_or((behind, ""));
    let is_clock = clock.len() == 8 && clock.split('.').count() == 3;
    if !is_clock || !clock.split('.').all(is_two_digits) {
        return None;
    }
    let topic = match topic.rsplit_once(' ') {
        Some((topic, id)) if is_meeting_id(id) => topic,
        _ => topic,
    };
    Some(FromName {
        title: title(topic),
        started_at: Some(day),
    })
}

/// Zoom's numbers of meetings; a topic's own numbers are shorter.
fn is_meeting_id(text: &str) -> bool {
    (9..=11).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first day anywhere in a name.
fn dated(stem: &str) -> Option<FromName> {
    stem.char_indices().find_map(|(at, _)| {
        let (before, rest) = stem.split_at(at);
        teams(before, rest)
            .or_else(|| meet(before, rest))
            .or_else(|| anybodys(before, rest))
    })
}

/// `Ridge demo-20240131_100500-Meeting Recording`, or with `100500UTC`
fn teams(before: &str, rest: &str) -> Option<FromName> {
    let topic = before.strip_suffix('-')?;
    let (day, behind) = together(rest)?;
    let clock = behind.strip_prefix('_')?;
    let (moment, behind) = moment(&day, clock)?;
    let in_utc = behind.strip_prefix("UTC");
    let kind = in_utc.unwrap_or(behind);
    if !kind.is_empty() && !kind.starts_with('-') {
        return None;
    }
    Some(FromName {
        title: title(topic),
        started_at: Some(if in_utc.is_some() { moment } else { day }),
    })
}

/// `Ridge demo - 2024_01_31 10_58 CEST - Notes by Gemini`; on a disk `/` and `:` become `_`.
fn meet(before: &str, rest: &str) -> Option<FromName> {
    let topic = before.strip_suffix(" - ")?;
    let (day, behind) = apart(rest)?;
    let (hour, behind) = behind.strip_prefix(' ')?.split_once('_')?;
    let minute = behind.get(..2)?;
    let is_clock = is_two_digits(hour) && is_two_digits(minute);
    (is_clock && behind.contains(" - ")).then(|| FromName {
        title: title(topic),
        started_at: Some(day),
    })
}

/// `2024-01-31 Ridge demo`, `Ridge_demo_20240131`
fn anybodys(before: &str, rest: &str) -> Option<FromName> {
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_word = |c: char| c.is_alphanumeric();
    let (day, behind) = apart(rest).or_else(|| {
        // Eight digits alone are a day only as a word of their own, and of these times.
        let is_ours = rest.starts_with("20") && !before.ends_with(is_word);
        together(rest).filter(|(_, behind)| is_ours && !behind.starts_with(is_word))
    })?;
    Some(FromName {
        title: title(&format!("{before} {behind}")),
        started_at: Some(day),
    })
}

/// A day such as `2024-01-31`, `2024_01_31` or `2024.01.31`, and what stands behind it.
fn apart(text: &str) -> Option<(String, &str)> {
    let (written, behind) = text.split_at_checked("2024-01-31".len())?;
    let mark = written.get(4..5)?;
    let mut parts = written.split(mark);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_apart = matches!(mark, "-" | "_" | ".") && parts.next().is_none();
    let is_cut = !behind.starts_with(|c: char| c.is_ascii_digit());
    let date = real_day(year, month, day).filter(|_| is_apart && is_cut)?;
    Some((date, behind))
}

/// A day such as `20240131`, and what stands behind it.
fn together(text: &str) -> Option<(String, &str)> {
    let (written, behind) = text.split_at_checked("20240131".len())?;
    let (year, month, day) = (written.get(..4)?, written.get(4..6)?, written.get(6..)?);
    Some((real_day(year, month, day)?, behind))
}

fn real_day(year: &str, month: &str, day: &str) -> Option<String> {
    if year.len() != 4 || !is_digits(year) || !is_two_digits(month) || !is_two_digits(day) {
        return None;
    }
    Some(dates::day(year, month, day)?.to_string())
}

/// The moment in UTC of a day and a time such as `100500`, and what stands behind it.
fn moment<'t>(day: &str, text: &'t str) -> Option<(String, &'t str)> {
    let (clock, behind) = text.split_at_checked("100500".len())?;
    if !is_digits(clock) {
        return None;
    }
    let (hour, minute, second) = (clock.get(..2)?, clock.get(2..4)?, clock.get(4..)?);
    let moment = format!("{day}T{hour}:{minute}:{second}Z");
    moment.parse::<Timestamp>().ok()?;
    Some((moment, behind))
}

fn is_two_digits(text: &str) -> bool {
    text.len() == 2 && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What remains of a name once its date is gone, if it says anything.
fn title(rest: &str) -> Option<String> {
    let is_space = |c: char| c.is_whitespace() || c == '_' || c == '.';
    let words: Vec<&str> = rest
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    let title = words.join(" ");
    let title =
        title.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(' | '?' | '!'));
    let says_something = title
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.chars().any(char::is_alphabetic) && !is_empty_word(word));
    says_something.then(|| title.to_owned())
}

/// `Recording`, and a picture's size as in `1920x1080`.
fn is_empty_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let is_size = word.split_once('x').is_some_and(|(width, height)| {
        let is_number = |text: &str| !text.is_empty() && is_digits(text);
        is_number(width) && is_number(height)
    });
    is_size || EMPTY_WORDS.contains(&word.as_str())
}
