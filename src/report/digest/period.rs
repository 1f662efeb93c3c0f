//! From when to when?
//!
//! `7d`, `24h`, `2w`, a day, a month, a year or an RFC 3339 moment; without a zone they are UTC. Both ends belong to the
//! period, to the second: a call that comes in during a period's last second may be counted in two digests and is
//! missing from none.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::text::figures::rfc3339;

/// More hours back than anybody has calls of.
const MOST_HOURS: i64 = 24 * 366 * 200;

/// From one second to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub since: Timestamp,
    pub until: Timestamp,
}

/// What is wrong with a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    #[error("this is no time; write 7d, 24h or 2w, or a date such as 2026-03-01, 2026-03 or 2026")]
    Unclear,
    #[error("the period ends before it begins; exchange its ends")]
    Backward,
}

impl Period {
    /// Reads what somebody wrote. Without an end it lasts until `now`.
    pub fn read(since: &str, until: Option<&str>, now: Timestamp) -> Result<Period, PeriodError> {
        let until = match until {
            Some(until) => moment(until, Edge::Last)?,
            None => now,
        };
        let since = match hours(since) {
            Some(hours) => until
                .checked_sub(SignedDuration::from_hours(hours))
                .map_err(|_| PeriodError::Unclear)?,
            None => moment(since, Edge::First)?,
        };
        Period::new(since, until).ok_or(PeriodError::Backward)
    }

    /// A period in whole seconds; `None` where it ends before it begins.
    pub fn new(since: Timestamp, until: Timestamp) -> Option<Period> {
        let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
        let (since, until) = (whole(since), whole(until));
        (since <= until).then_some(Period { since, until })
    }

    /// Whether a moment lies in it.
    pub fn holds(&self, at: Timestamp) -> bool {
        (self.since..=self.until).contains(&at)
    }

    /// The periods of the same length just before it, the latest first: from the first to the second, without it.
    pub fn before(&self, most: i32) -> Vec<(Timestamp, Timestamp)> {
        let length = self.until.duration_since(self.since);
        // A single second lasts one, too.
        let length = length.max(SignedDuration::from_secs(1));
        let mut before = Vec::new();
        let mut end = self.since;
        for _ in 0..most {
            let Ok(begin) = end.checked_sub(length) else {
                break;
            };
            before.push((begin, end));
            end = begin;
        }
        before
    }

    /// The beginning as RFC 3339.
    pub fn since_told(&self) -> String {
        rfc3339(self.since)
    }

    /// The end as RFC 3339.
    pub fn until_told(&self) -> String {
        rfc3339(self.until)
    }
}

/// `7d` in hours.
fn hours(written: &str) -> Option<i64> {
    let (n, unit) = written
        .trim()
        .split_at_checked(written.trim().len().checked_sub(1)?)?;
    let each = match unit {
        "h" => 1,
        "d" => 24,
        "w" => 24 * 7,
        _ => return None,
    };
    let is_number = !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
    let n: i64 = n.parse().ok().filter(|_| is_number)?;
    n.checked_mul(each)
        .filter(|hours| (1..=MOST_HOURS).contains(hours))
}

/// Which second of a day, a month or a year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    First,
    Last,
}

fn moment(written: &str, edge: Edge) -> Result<Timestamp, PeriodError> {
    let written = written.trim();
    if let Ok(at) = written.parse::<Timestamp>() {
        return Ok(at);
    }
    let shape: String = written
        .chars()
        .take(11)
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let (first, length) = match shape.as_str() {
        "0000" => (format!("{written}-01-01"), 1.year()),
        "0000-00" => (format!("{written}-01"), 1.month()),
        "0000-00-00" => (written.to_owned(), 1.day()),
        _ => return Err(PeriodError::Unclear),
    };
    let unclear = |_| PeriodError::Unclear;
    let first: Date = first.parse().map_err(unclear)?;
    match edge {
        Edge::First => midnight(first),
        Edge::Last => {
            let next = midnight(first.checked_add(length).map_err(unclear)?)?;
            next.checked_sub(SignedDuration::from_secs(1))
                .map_err(unclear)
        }
    }
}

fn midnight(date: Date) -> Result<Timestamp, PeriodError> {
    let zoned = date.to_zoned(TimeZone::UTC);
    zoned
        .map(|zoned| zoned.timestamp())
        .map_err(|_| PeriodError::Unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_written() {
        let now: Timestamp = "2026-03-15T12:00:00.75Z".parse().unwrap();
        for (since, until, expected) in [
            ("7d", None, "2026-03-08T12:00:00Z 2026-03-15T12:00:00Z"),
            (
                "24h",
                Some("2026-03"),
                "2026-03-30T23:59:59Z 2026-03-31T23:59:59Z",
            ),
            (
                "2026-03-01",
                Some("2026-03-02"),
                "2026-03-01T00:00:00Z 2026-03-02T23:59:59Z",
            ),
            (
                "2024-02",
                Some("2024-02"),
                "2024-02-01T00:00:00Z 2024-02-29T23:59:59Z",
            ),
            (
                "2000",
                Some("2000"),
                "2000-01-01T00:00:00Z 2000-12-31T23:59:59Z",
            ),
            (
                "2026-03-01T01:00:00+02:00",
                None,
                "2026-02-28T23:00:00Z 2026-03-15T12:00:00Z",
            ),
        ] {
            let period = Period::read(since, until, now).unwrap();
            let told = format!("{} {}", period.since_told(), period.until_told());
            assert_eq!(told, expected, "{since} {until:?}");
        }
        for since in [
            "",
            "d",
            "0d",
            "-1d",
            "+1d",
            "soon",
            "2026-13",
            "99999999999d",
            "é",
        ] {
            assert_eq!(
                Period::read(since, None, now),
                Err(PeriodError::Unclear),
                "{since}"
            );
        }
        let backward = Period::read("2026-04", None, now);
        assert_eq!(backward, Err(PeriodError::Backward));
    }

    #[test]
    fn the_periods_before_touch_one_another() {
        let now: Timestamp = "2026-03-15T12:00:00Z".parse().unwrap();
        let before = Period::read("7d", None, now).unwrap().before(2);
        let told: Vec<String> = before
            .iter()
            .map(|(from, to)| format!("{from} {to}"))
            .collect();
        assert_eq!(
            told,
            [
                "2026-03-01T12:00:00Z 2026-03-08T12:00:00Z",
                "2026-02-22T12:00:00Z 2026-03-01T12:00:00Z"
            ]
        );
    }
}
