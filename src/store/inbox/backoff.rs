//! How long is waited before the next try?
//!
//! Twice as long each time, up to a limit, and never all jobs at the same moment: half of the wait is left to chance,
//! which comes from outside.

use std::time::Duration;

/// Before the second try.
const FIRST: Duration = Duration::from_secs(30);
/// Between two tries, at most.
const LONGEST: Duration = Duration::from_secs(6 * 3600);
/// From here on the wait does not grow any longer: 30 s doubled ten times are more than the longest wait.
const DOUBLINGS: u32 = 10;

/// The wait after so many tries, without chance.
pub fn step(attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(DOUBLINGS);
    FIRST.saturating_mul(1 << doublings).min(LONGEST)
}

/// The wait after so many tries: between half of the step and all of it. `chance` lies between 0 and 1.
pub fn wait(attempts: u32, chance: f64) -> Duration {
    let half = step(attempts) / 2;
    // What is no number is no chance.
    let chance = if chance.is_finite() {
        chance.clamp(0.0, 1.0)
    } else {
        0.0
    };
    half + half.mul_f64(chance)
}
