//! When is a moment that a recorder writes as a number or as a text?
//!
//! Numbers count from 1970, in seconds or in milliseconds: the same field of one vendor has been both, so its size
//! decides. No call was recorded before 1973, and none in milliseconds is so small.

use jiff::Timestamp;

/// Numbers below count from the start of a recording; this one is in 1973.
const LEAST_SECONDS: f64 = 1e8;
/// Numbers from here on are milliseconds; as seconds this would be in the year 5138.
const LEAST_MILLISECONDS: f64 = 1e11;
/// The last second of the year 9999.
const MOST_MILLISECONDS: f64 = 253_402_300_799_000.0;

/// A moment as RFC 3339 has it. A text is left as it stands: whether it is a date is found out later.
pub(super) fn rfc3339(text: String) -> Option<String> {
    let Ok(number) = text.parse::<f64>() else {
        return Some(text);
    };
    let moment = Timestamp::from_millisecond(since_1970(number)?).ok()?;
    Some(moment.to_string())
}

/// Milliseconds since 1970 of a number or a text; `None` for numbers that count from somewhere else.
pub(super) fn milliseconds(text: &str) -> Option<i64> {
    match text.parse::<f64>() {
        Ok(number) => since_1970(number),
        Err(_) => text
            .parse::<Timestamp>()
            .ok()
            .map(Timestamp::as_millisecond),
    }
}

fn since_1970(number: f64) -> Option<i64> {
    let milliseconds = if number >= LEAST_MILLISECONDS {
        number
    } else if number >= LEAST_SECONDS {
        number * 1000.0
    } else {
        return None;
    };
    (milliseconds <= MOST_MILLISECONDS).then(|| milliseconds.round() as i64)
}
