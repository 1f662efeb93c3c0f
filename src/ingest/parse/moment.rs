//! At which moment does a vendor say that something was?
//!
//! Text like `2026-02-11T09:30:00Z`, or a number since 1970: seconds at one vendor, milliseconds at the next, and
//! some changed from one to the other. The sizes don't overlap for any date since 1973, so the size decides.

use jiff::Timestamp;

/// From here on a number counts seconds, milliseconds, microseconds.
const SECONDS: f64 = 1e8;
const MILLISECONDS: f64 = 1e11;
const MICROSECONDS: f64 = 1e14;

/// A call's start as RFC 3339; text stays as it stands, so that its offset is kept.
pub(crate) fn started_at(text: Option<String>) -> Option<String> {
    let text = text?;
    match since_1970(&text) {
        Some(moment) => Some(moment.to_string()),
        None => Some(text),
    }
}

/// Microseconds since 1970; a clock time without a zone counts as UTC, which serves for differences.
pub(crate) fn microseconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let moment = since_1970(text)
        .or_else(|| text.parse::<Timestamp>().ok())
        .or_else(|| format!("{text}Z").parse::<Timestamp>().ok());
    moment.map(Timestamp::as_microsecond)
}

/// RFC 3339, to the second.
pub(crate) fn rfc3339(microseconds: i64) -> Option<String> {
    let second = microseconds.div_euclid(1_000_000);
    let moment = Timestamp::from_second(second).ok()?;
    Some(moment.to_string())
}

fn since_1970(text: &str) -> Option<Timestamp> {
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_number {
        return None;
    }
    let number = text.parse::<f64>().ok()?;
    let microseconds = if number >= MICROSECONDS {
        number
    } else if number >= MILLISECONDS {
        number * 1e3
    } else if number >= SECONDS {
        number * 1e6
    } else {
        return None;
    };
    Timestamp::from_microsecond(microseconds.round() as i64).ok()
}

/// Milliseconds since 1970.
pub(crate) fn milliseconds(text: &str) -> Option<i64> {
    microseconds(text).map(|microseconds| microseconds.div_euclid(1_000))
}
