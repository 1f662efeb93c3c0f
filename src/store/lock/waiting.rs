//! Does somebody wait for the right to write?
//!
//! Whoever waits holds a file beside the lock, shared with everybody else who does. Like the lock it is the system's own
//! and dies with the process: nobody who is gone is waited upon. Whoever writes for long asks now and then.

use std::fs::{File, OpenOptions, TryLockError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::open;
use crate::store::DataDir;

/// Between two looks at the lock.
const POLL: Duration = Duration::from_millis(25);
/// How long whoever gave way keeps out of it: longer than others need to look again.
pub(super) const ASIDE: Duration = Duration::from_millis(50);

/// Whether somebody waits for the right to write.
pub fn somebody_waits(dir: &DataDir) -> bool {
    // Where nobody ever waited there is no file, and whoever only asks makes none.
    let waiting = OpenOptions::new()
        .read(true)
        .write(true)
        .open(dir.waiting());
    waiting.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Lets whoever waits go first: for those who take the lock again and again.
pub fn step_aside(dir: &DataDir) {
    if somebody_waits(dir) {
        sleep(ASIDE);
    }
}

/// Locks a file as soon as it is free, and lets everybody know meanwhile.
pub(super) fn lock_within(dir: &DataDir, file: &File, most: Duration) -> Result<(), TryLockError> {
    let begun = Instant::now();
    let mut known = None;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if begun.elapsed() < most => {}
            outcome => return outcome,
        }
        // Somebody may just be asking; on a full disk it is waited all the same.
        known = known.or_else(|| let_know(dir));
        sleep(POLL);
    }
}

/// As long as it is held, somebody waits.
fn let_know(dir: &DataDir) -> Option<File> {
    let file = open(&dir.waiting()).ok()?;
    file.try_lock_shared().ok()?;
    Some(file)
}
