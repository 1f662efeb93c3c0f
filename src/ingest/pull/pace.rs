//! How fast may a vendor be asked, and when again?
//!
//! Pure state: time comes in, waiting times go out, and whoever uses it sleeps. So a day of limits is tested in no time.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Tells the time and passes it; tests bring their own.
pub struct Clock {
    pub now: Box<dyn Fn() -> Timestamp + Send + Sync>,
    pub sleep: Box<dyn Fn(Duration) + Send + Sync>,
}

impl Clock {
    /// The one on the wall.
    pub fn real() -> Clock {
        Clock {
            now: Box::new(Timestamp::now),
            sleep: Box::new(std::thread::sleep),
        }
    }
}

/// Leaves a gap between requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    gap: SignedDuration,
    /// Nobody asks before.
    free_at: Timestamp,
}

impl Pace {
    /// So many requests a second; slower than one in ten minutes is taken for a slip.
    pub fn per_second(rate: f64) -> Pace {
        let seconds = if rate.is_finite() && rate > 0.0 {
            (1.0 / rate).min(600.0)
        } else {
            1.0
        };
        Pace {
            gap: SignedDuration::from_secs_f64(seconds),
            free_at: Timestamp::UNIX_EPOCH,
        }
    }

    /// Takes the next turn and tells how long to wait for it.
    pub fn turn(&mut self, now: Timestamp) -> Duration {
        let at = self.free_at.max(now);
        self.free_at = later(at, self.gap);
        Duration::try_from(now.duration_until(at)).unwrap_or(Duration::ZERO)
    }

    /// Nobody asks until so much time has passed.
    pub fn hold(&mut self, now: Timestamp, wait: Duration) {
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(24));
        self.free_at = self.free_at.max(later(now, wait));
    }
}

fn later(moment: Timestamp, wait: SignedDuration) -> Timestamp {
    moment.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// How many requests were made on a day (UTC), counted since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Spent {
    pub day: i64,
    pub requests: u32,
}

/// A vendor's requests of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    pub per_day: Option<u32>,
    pub spent: Spent,
}

const DAY: i64 = 24 * 3600;

impl Budget {
    /// Counts a request, or tells how long it is until the next day.
    pub fn spend(&mut self, now: Timestamp) -> Result<(), Duration> {
        let second = now.as_second();
        let day = second.div_euclid(DAY);
        if self.spent.day != day {
            self.spent = Spent { day, requests: 0 };
        }
        if self.per_day.is_some_and(|most| self.spent.requests >= most) {
            let left = DAY - second.rem_euclid(DAY);
            return Err(Duration::from_secs(left.unsigned_abs()));
        }
        self.spent.requests = self.spent.requests.saturating_add(1);
        Ok(())
    }

    /// What an earlier run spent counts too, where it was today.
    pub fn remember(&mut self, spent: Spent) {
        if spent.day > self.spent.day {
            self.spent = spent;
        } else if spent.day == self.spent.day {
            self.spent.requests = self.spent.requests.max(spent.requests);
        }
    }
}

/// What is done after a request that did not succeed but may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Ask again after this.
    Again(Duration),
    /// Leave it to a later run, not before this has passed.
    Later(Duration),
}

/// A request is made so often at most within a run.
const TRIES: u32 = 4;
/// Waiting longer than this is left to a later run.
const PATIENCE: Duration = Duration::from_secs(90);
/// When a vendor in trouble is asked again, where it does not say.
const A_WHILE: Duration = Duration::from_secs(600);

/// What to do after the attempt of that number (from 0), and after what the vendor said about waiting.
pub fn verdict(attempt: u32, told: Option<Duration>) -> Verdict {
    let wait = told.unwrap_or(Duration::from_secs(1 << attempt.min(6)));
    if wait > PATIENCE {
        return Verdict::Later(wait);
    }
    if attempt + 1 >= TRIES {
        return Verdict::Later(told.unwrap_or(A_WHILE));
    }
    Verdict::Again(wait)
}
