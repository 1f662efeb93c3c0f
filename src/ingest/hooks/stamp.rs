//! Is a signed timestamp near enough to now?
//!
//! A window is only as good as the signature over its timestamp, so vendors who sign none have none.

use std::time::Duration;

use jiff::Timestamp;

use crate::config::hooks::Unit;

use super::Refused;

/// Vendors and their libraries agree on five minutes either side.
pub(super) const USUAL_WINDOW: Duration = Duration::from_secs(5 * 60);

const NO_NUMBER: Refused = Refused::malformed("the signed timestamp is no whole number");
const FAR: Refused =
    Refused::unproven("the signed timestamp is too old or in the future; is the clock right?");

/// The milliseconds since 1970 of a timestamp in digits; no sign, no point, no blank.
pub(super) fn read(text: &str, unit: Unit) -> Result<i64, Refused> {
    if text.is_empty() || text.len() > 19 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NO_NUMBER);
    }
    let number: i64 = text.parse().map_err(|_| NO_NUMBER)?;
    match unit {
        Unit::Seconds => number.checked_mul(1000).ok_or(NO_NUMBER),
        Unit::Milliseconds => Ok(number),
    }
}

/// Refuses a timestamp that lies further from now than the window allows.
pub(super) fn near(milliseconds: i64, now: Timestamp, window: Duration) -> Result<(), Refused> {
    let apart = (i128::from(now.as_millisecond()) - i128::from(milliseconds)).unsigned_abs();
    if apart <= window.as_millis() {
        Ok(())
    } else {
        Err(FAR)
    }
}

/// A timestamp as its vendor would write it now.
pub(super) fn write(now: Timestamp, unit: Unit) -> String {
    match unit {
        Unit::Seconds => now.as_second().to_string(),
        Unit::Milliseconds => now.as_millisecond().to_string(),
    }
}
