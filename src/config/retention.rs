//! How long are calls kept?
//!
//! Nothing is deleted by itself unless the operator writes a number of days under `[retention]`.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// Shorter than a week is a slip of the finger; longer than a hundred years is no limit.
const DAYS: std::ops::RangeInclusive<u32> = 7..=36_500;

/// What the config says under `[retention]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Calls older than so many days are deleted by `nightly`. Without it nothing is.
    pub days: Option<u32>,
}

impl Retention {
    /// Whether it makes sense; else why not.
    pub fn check(self) -> Result<(), &'static str> {
        match self.days {
            Some(days) if !DAYS.contains(&days) => {
                Err("[retention] days must lie between 7 and 36500")
            }
            _ => Ok(()),
        }
    }

    /// The first day that stays (`2026-01-31`): calls before it go. `None` where nothing goes.
    pub fn first_day(self, now: Timestamp) -> Option<String> {
        let age = SignedDuration::from_hours(24 * i64::from(self.days?));
        let first = now.checked_sub(age).ok()?;
        Some(first.strftime("%Y-%m-%d").to_string())
    }
}
