//! How far was a vendor's list read, and which stretch of time comes next?
//!
//! The cursor says up to which moment everything was listed. It moves at the end of a stretch and never within one: a run
//! that is cut off begins its stretch anew, since vendors forget their page tokens within minutes. Every stretch reaches
//! back 48 hours, because calls show up late.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::pace::Spent;

/// Calls show up so late, in seconds.
const OVERLAP: i64 = 48 * 3600;

/// How far a vendor's list was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cursor {
    /// Everything before it was listed. Seconds since 1970.
    pub covered: Option<i64>,
    /// Where in a stretch the listing is; good for the run alone.
    pub within: Option<Within>,
    /// The requests of the day.
    pub spent: Spent,
    /// From when on a person wants this run to list, whatever was listed before. Seconds since 1970.
    #[serde(skip)]
    pub asked: Option<i64>,
}

/// A place in a stretch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Within {
    pub from: i64,
    pub to: i64,
    pub next: Next,
}

/// What a vendor needs to give the next page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Next {
    /// The vendor's own mark.
    pub token: String,
    /// What else is to be listed in the stretch: users, kinds of objects.
    pub rest: Vec<String>,
    /// A page's number, or how many entries were listed.
    pub number: u32,
}

impl Cursor {
    /// Reads a kept cursor as a new run begins; one that nobody can read any more counts as none.
    pub fn begin(kept: Option<&str>) -> Cursor {
        let cursor: Option<Cursor> = kept.and_then(|kept| serde_json::from_str(kept).ok());
        Cursor {
            within: None,
            ..cursor.unwrap_or_default()
        }
    }

    /// As it is kept.
    pub fn text(&self) -> String {
        // Numbers and strings: there is nothing in it that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The same for a run that lists from a moment on.
    #[must_use]
    pub fn since(self, moment: Timestamp) -> Cursor {
        Cursor {
            asked: Some(moment.as_second()),
            ..self
        }
    }
}

/// A stretch of time that is being listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// Seconds since 1970.
    pub(super) from: i64,
    pub(super) to: i64,
    /// Where in it the listing is.
    pub(super) next: Next,
}

impl Window {
    /// The stretch that comes next, no longer than so many days.
    pub(super) fn of(cursor: &Cursor, since: Timestamp, now: Timestamp, days: u32) -> Window {
        if let Some(within) = &cursor.within {
            return Window {
                from: within.from,
                to: within.to,
                next: within.next.clone(),
            };
        }
        let now = now.as_second();
        let from = match (cursor.asked, cursor.covered) {
            (Some(asked), _) => asked,
            (None, Some(covered)) => covered.saturating_sub(OVERLAP),
            (None, None) => since.as_second(),
        };
        let from = from.min(now);
        // Shorter than the overlap, it would never come to an end.
        let longest = i64::from(days.clamp(3, 3650)) * 24 * 3600;
        Window {
            from,
            to: from.saturating_add(longest).min(now),
            next: Next::default(),
        }
    }

    /// The cursor after a page, and whether there is nothing more to list.
    pub(super) fn after(
        self,
        before: &Cursor,
        next: Option<Next>,
        now: Timestamp,
    ) -> (Cursor, bool) {
        let mut cursor = before.clone();
        let Some(next) = next else {
            cursor.within = None;
            cursor.covered = Some(match (cursor.asked.take(), cursor.covered) {
                // A clock that was set back takes nothing back.
                (None, Some(covered)) => covered.max(self.to),
                _ => self.to,
            });
            return (cursor, self.to >= now.as_second());
        };
        cursor.within = Some(Within {
            from: self.from,
            to: self.to,
            next,
        });
        (cursor, false)
    }

    /// RFC 3339, in UTC.
    pub(super) fn begins(&self) -> String {
        moment(self.from)
    }

    /// RFC 3339, in UTC.
    pub(super) fn ends(&self) -> String {
        moment(self.to)
    }
}

/// Seconds since 1970 as RFC 3339.
pub(super) fn moment(second: i64) -> String {
    Timestamp::from_second(second)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}

/// `YYYY-MM-DD` of a moment in RFC 3339.
pub(super) fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}
