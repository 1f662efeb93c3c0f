//! How many seconds does a stamp say?
//!
//! Stamps are read as vendors write them, not only as standards ask: unpadded (`0:0:3.490`), with a comma or a
//! point, with any number of fraction digits, without hours, with more than two digits of hours.

/// More digits than this are no time of a recording but an id or a phone number.
const MOST_DIGITS: usize = 6;

/// Hours may have more where minutes and seconds stand beside them: WebVTT sets no limit. With so many the
/// units of the longest fraction still fit into 64 bits.
const MOST_HOUR_DIGITS: usize = 9;

/// A fraction is a decimal one, so `43.50` is half a second; digits after the sixth do not matter.
const FRACTION_DIGITS: usize = 6;

/// The seconds of a stamp, or `None` where the words are no stamp. A bare number is none.
pub fn seconds(stamp: &str) -> Option<f64> {
    let stamp = stamp.trim();
    let (whole, fraction) = match stamp.find(['.', ',']) {
        Some(at) => {
            let (whole, rest) = stamp.split_at(at);
            (whole, Some(rest.get(1..)?))
        }
        None => (stamp, None),
    };
    let seconds = whole_seconds(whole, fraction.is_some())?;
    match fraction {
        Some(fraction) => with_fraction(seconds, fraction),
        None => Some(seconds as f64),
    }
}

fn whole_seconds(whole: &str, has_fraction: bool) -> Option<u64> {
    let mut parts = whole.split(':');
    let first = parts.next()?;
    let second = parts.next().map(number);
    let third = parts.next().map(number);
    if parts.next().is_some() {
        return None;
    }
    match (second, third) {
        (None, _) => number(first).filter(|_| has_fraction),
        (Some(second), None) => Some(number(first)? * 60 + below_sixty(second?)?),
        (Some(second), Some(third)) => {
            let hours = number_up_to(first, MOST_HOUR_DIGITS)?;
            Some(hours * 3600 + below_sixty(second?)? * 60 + below_sixty(third?)?)
        }
    }
}

fn below_sixty(number: u64) -> Option<u64> {
    (number < 60).then_some(number)
}

fn number(digits: &str) -> Option<u64> {
    number_up_to(digits, MOST_DIGITS)
}

fn number_up_to(digits: &str, most_digits: usize) -> Option<u64> {
    if digits.is_empty() || digits.len() > most_digits || !is_digits(digits) {
        return None;
    }
    digits.parse().ok()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One division of two whole numbers, so that `3.490` gives exactly the float that `3.49` is.
fn with_fraction(seconds: u64, fraction: &str) -> Option<f64> {
    if fraction.is_empty() || !is_digits(fraction) {
        return None;
    }
    let mut units = seconds;
    let mut scale = 1_u64;
    for digit in fraction.bytes().take(FRACTION_DIGITS) {
        units = units * 10 + u64::from(digit - b'0');
        scale *= 10;
    }
    Some(units as f64 / scale as f64)
}
