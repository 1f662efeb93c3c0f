//! How is a vendor asked, politely and as often as it takes?
//!
//! One turn at a time: the day's measure, the gap between requests, and what the vendor said about waiting. What may
//! succeed is tried again within the run; what takes longer is left to the next one.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::net::{Answer, Client, NetError, Request};

use super::error::PullError;
use super::pace::{Budget, Clock, Pace, Spent, Verdict, verdict};

/// Carries questions to one source.
pub(super) struct Courier {
    /// NAME of `[pull.NAME]`.
    pub(super) name: String,
    client: Client,
    clock: Clock,
    limits: Mutex<Limits>,
}

struct Limits {
    pace: Pace,
    budget: Budget,
}

impl Courier {
    pub(super) fn new(name: &str, client: Client, rate: f64, per_day: Option<u32>) -> Courier {
        let limits = Limits {
            pace: Pace::per_second(rate),
            budget: Budget {
                per_day,
                spent: Spent::default(),
            },
        };
        Courier {
            name: name.to_owned(),
            client,
            clock: Clock::real(),
            limits: Mutex::new(limits),
        }
    }

    pub(super) fn with_clock(self, clock: Clock) -> Courier {
        Courier { clock, ..self }
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether credentials for `home` may be sent to an address.
    pub(super) fn is_near(&self, home: &str, url: &str) -> bool {
        self.client.reach().is_near(home, url)
    }

    /// What was spent of the day's measure.
    pub(super) fn spent(&self) -> Spent {
        self.limits().budget.spent
    }

    /// What an earlier run spent counts too.
    pub(super) fn remember(&self, spent: Spent) {
        self.limits().budget.remember(spent);
    }

    /// Asks, and asks again where that may help. Gives any answer that is no sign of the vendor's own trouble.
    pub(super) fn ask(&self, request: &Request) -> Result<Answer, PullError> {
        let mut attempt = 0;
        loop {
            self.take_turn()?;
            let (told, trouble) = match self.client.send(request) {
                Ok(answer) if answer.status == 429 || answer.status >= 500 => {
                    (answer.retry_after(), Trouble::Status(answer.status))
                }
                Ok(answer) => return Ok(answer),
                Err(cause) if cause.is_temporary() => (None, Trouble::Net(cause)),
                Err(cause) => return Err(self.unreached(cause)),
            };
            match verdict(attempt, told) {
                Verdict::Again(wait) => self.hold(wait),
                Verdict::Later(after) => return Err(self.left(after, trouble)),
            }
            attempt += 1;
        }
    }

    fn take_turn(&self) -> Result<(), PullError> {
        let now = (self.clock.now)();
        let wait = {
            let mut limits = self.limits();
            limits.budget.spend(now).map_err(|after| {
                let why = "the requests of today are used up (`per_day`)";
                self.later(after, why)
            })?;
            limits.pace.turn(now)
        };
        if !wait.is_zero() {
            (self.clock.sleep)(wait);
        }
        Ok(())
    }

    fn hold(&self, wait: Duration) {
        let now = (self.clock.now)();
        self.limits().pace.hold(now, wait);
    }

    fn left(&self, after: Duration, trouble: Trouble) -> PullError {
        match trouble {
            Trouble::Status(429) => self.later(after, "the vendor asks for fewer requests"),
            Trouble::Status(status) => self.later(
                after,
                &format!("the vendor is in trouble (status {status})"),
            ),
            Trouble::Net(cause) => self.unreached(cause),
        }
    }

    pub(super) fn later(&self, after: Duration, why: &str) -> PullError {
        PullError::Later {
            source_name: self.name.clone(),
            after,
            why: why.to_owned(),
        }
    }

    pub(super) fn unreached(&self, cause: NetError) -> PullError {
        PullError::Net {
            source_name: self.name.clone(),
            cause,
        }
    }

    fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What may be over the next time.
enum Trouble {
    Status(u16),
    Net(NetError),
}
