//! When was a call, as far as a date's text tells?

use jiff::Timestamp;
use jiff::civil::Date;

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

/// The day of a year, a month and a day in digits, if there is one.
pub(super) fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
