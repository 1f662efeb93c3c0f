//! How long did an input really take?
//!
//! Time on a processor and not on the wall, where the system tells it: a search that runs beside other work, or with
//! several beside it, would take waiting for slowness.

use std::time::{Duration, Instant};

/// A moment to measure from.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    wall: Instant,
    on_processor: Option<Duration>,
}

/// Now.
pub fn now() -> Moment {
    Moment {
        wall: Instant::now(),
        on_processor: on_processor(),
    }
}

impl Moment {
    /// What the main thread, which does the work, has spent since.
    pub fn spent(self) -> Duration {
        match (self.on_processor, on_processor()) {
            (Some(then), Some(now)) => now.saturating_sub(then),
            _ => self.wall.elapsed(),
        }
    }
}

/// What the main thread has spent on a processor so far: Linux tells it, in nanoseconds.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds = told.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
