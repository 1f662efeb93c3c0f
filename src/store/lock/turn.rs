//! How does somebody who writes for long let others in between?
//!
//! He asks now and then whether somebody waits. If so he makes whole what he began, lets the lock go, and waits for it like
//! everybody else.

use std::cell::Cell;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::WriteLock;
use super::waiting::{ASIDE, somebody_waits};
use crate::store::DataDir;
use crate::store::error::StoreError;

/// Between two questions, at least: giving way costs the index a commit, and two who both give way would do little else.
const ASK_EVERY: Duration = Duration::from_secs(1);
/// How long others may take in between.
const MOST: Duration = Duration::from_secs(600);

/// The right to write of somebody who gives way.
#[derive(Debug)]
pub struct Turn {
    dir: DataDir,
    command: String,
    lock: WriteLock,
    /// RFC 3339.
    since: String,
    /// When it was last asked whether somebody waits.
    asked: Cell<Instant>,
}

impl Turn {
    /// The first turn of a command (`ingest`) that has the lock.
    pub fn begin(dir: &DataDir, command: &str, mut lock: WriteLock) -> Turn {
        lock.promise_to_give_way();
        Turn {
            dir: dir.clone(),
            command: command.to_owned(),
            lock,
            since: format!("{:.0}", Timestamp::now()),
            asked: Cell::new(Instant::now()),
        }
    }

    /// The right to write during this turn.
    pub fn lock(&self) -> &WriteLock {
        &self.lock
    }

    /// When this turn began, by the machine's clock: RFC 3339 in whole seconds.
    pub fn since(&self) -> &str {
        &self.since
    }

    /// Whether somebody waits. Costs nothing where it was asked a moment ago.
    pub fn is_wanted(&self) -> bool {
        if self.asked.get().elapsed() < ASK_EVERY {
            return false;
        }
        self.asked.set(Instant::now());
        somebody_waits(&self.dir)
    }

    /// Lets others write, and gives the next turn. Whatever was opened under this one must be closed before, and opened
    /// anew: others may have changed anything.
    pub fn give_way(self) -> Result<Turn, StoreError> {
        let Turn {
            dir, command, lock, ..
        } = self;
        drop(lock);
        std::thread::sleep(ASIDE);
        let lock = WriteLock::take_within(&dir, &command, MOST)?;
        Ok(Turn::begin(&dir, &command, lock))
    }
}
