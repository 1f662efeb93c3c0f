//! When was a call, and what is it called, as far as a date's text or a file's name tells?

use jiff::Timestamp;
use jiff::civil::Date;

/// Words that recorders put into file names and that name no call.
const EMPTY_WORDS: [&str; 12] = [
    "audio",
    "captions",
    "cc",
    "chat",
    "closed",
    "en",
    "gvo",
    "meeting",
    "recording",
    "subtitles",
    "transcript",
    "transcription",
];

/// A date or a moment as RFC 3339 has it; a clock time of no known zone is left away.
pub(super) fn rfc3339(text: &str) -> Option<String> {
    let text = text.trim();
    let date = date_at(text)?;
    if text.len() == DATE_LEN {
        return Some(date.to_owned());
    }
    let Ok(moment) = text.parse::<Timestamp>() else {
        return Some(date.to_owned());
    };
    // Some spellings of a moment are not RFC 3339's; those are told in UTC.
    match text.get(DATE_LEN + 1..) {
        Some(clock) if text.ends_with('Z') || has_offset(text) => Some(format!("{date}T{clock}")),
        _ => Some(moment.to_string()),
    }
}

/// Ends in `+hh:mm` or `-hh:mm`.
fn has_offset(text: &str) -> bool {
    let Some(at) = text.len().checked_sub(6) else {
        return false;
    };
    match text.as_bytes().get(at..) {
        Some([b'+' | b'-', h1, h2, b':', m1, m2]) => {
            [h1, h2, m1, m2].iter().all(|d| d.is_ascii_digit())
        }
        _ => false,
    }
}

/// What a file's name tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FromName {
    pub(super) title: Option<String>,
    pub(super) started_at: Option<String>,
}

/// Reads `GMT20240131-120000_Recording.vtt`, `2024-01-31 Discovery.vtt`, and a date anywhere in a name.
pub(super) fn from_name(file_name: &str) -> FromName {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some((started_at, rest)) = zoom_stamp(stem) {
        return FromName {
            title: title(rest),
            started_at: Some(started_at),
        };
    }
    for (at, _) in stem.char_indices() {
        let (before, rest) = stem.split_at(at);
        let Some(date) = date_at(rest) else { continue };
        let after = rest.get(DATE_LEN..).unwrap_or("");
        let is_cut = !before.ends_with(|c: char| c.is_ascii_digit())
            && !after.starts_with(|c: char| c.is_ascii_digit());
        if is_cut {
            let title = title(&format!("{before} {after}"));
            return FromName {
                title,
                started_at: Some(date.to_owned()),
            };
        }
    }
    FromName::default()
}

const DATE_LEN: usize = "2024-01-31".len();

/// A real day in the form YYYY-MM-DD at the start of a text.
fn date_at(text: &str) -> Option<&str> {
    let head = text.get(..DATE_LEN)?;
    let bytes = head.as_bytes();
    let is_shaped = bytes.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_shaped && day(head.get(..4)?, head.get(5..7)?, head.get(8..)?).is_some()).then_some(head)
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Zoom names its files by the moment in GMT: `GMT20240131-120000_…`.
fn zoom_stamp(stem: &str) -> Option<(String, &str)> {
    let rest = stem.strip_prefix("GMT")?;
    let (digits, clock) = (rest.get(..8)?, rest.get(8..15)?);
    let clock = clock.strip_prefix('-')?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(digits) || !all_digits(clock) {
        return None;
    }
    let (year, month, date) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let (hour, minute, second) = (clock.get(..2)?, clock.get(2..4)?, clock.get(4..)?);
    let started_at = format!("{year}-{month}-{date}T{hour}:{minute}:{second}Z");
    let is_moment = started_at.parse::<Timestamp>().is_ok();
    is_moment.then(|| (started_at, rest.get(15..).unwrap_or("")))
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
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number(width) && is_number(height)
    });
    is_size || EMPTY_WORDS.contains(&word.as_str())
}
