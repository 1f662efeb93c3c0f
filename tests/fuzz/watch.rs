//! What if an input takes too long, or too much memory, to ever come back?
//!
//! A second thread looks on. It writes down the input with which somebody is busy beyond the limits, and ends the
//! process, because nothing else ends a parser that hangs.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clock::Moment;
use crate::memory;

/// Memory that one file may take, beyond what was in use before.
pub const MOST_MEMORY: usize = 512 << 20;

/// How often the watch looks.
const PAUSE: Duration = Duration::from_millis(20);

/// What somebody is busy with.
#[derive(Clone)]
pub struct Task {
    /// For people, and for the name of the file.
    pub name: String,
    pub input: Arc<Vec<u8>>,
    pub begun: Moment,
    /// Bytes in use at the beginning.
    pub memory: usize,
}

static TASK: Mutex<Option<Task>> = Mutex::new(None);

/// Says what is done next, or that nothing is.
pub fn note(task: Option<Task>) {
    *TASK.lock().unwrap_or_else(PoisonError::into_inner) = task;
}

/// A second for each MiB, and one to begin with. A build for finding mistakes is some ten times slower.
pub fn limit(n_bytes: usize) -> Duration {
    let mib = 1.0 + n_bytes as f64 / f64::from(1 << 20);
    let slowness = if cfg!(debug_assertions) { 10.0 } else { 1.0 };
    Duration::from_secs_f64(mib * slowness)
}

/// Looks on from now on. `tell` is given what went wrong with which task, once.
pub fn begin(tell: impl Fn(&Task, &str) + Send + 'static) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(PAUSE);
            let task = TASK.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let Some(task) = task else { continue };
            let is_late = task.begun.spent() > limit(task.input.len()) * 2;
            let is_large = memory::used().saturating_sub(task.memory) > MOST_MEMORY;
            if is_late || is_large {
                tell(&task, if is_late { "hang" } else { "memory" });
                std::process::exit(1);
            }
        }
    });
}
