//! How do others write while an ingestion goes on for hours?
//!
//! Between two batches it is asked whether somebody waits. If so, what was kept is made whole as at the end, the lock is let
//! go and taken again, and whatever others did meanwhile is there when the writer opens anew.

use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::{Job, Portion, Summary, Watcher, Writer};
use crate::archive::ArchiveError;
use crate::pipeline::{forget, watches};
use crate::store::error::StoreError;
use crate::store::lock::WriteLock;
use crate::store::lock::turn::Turn;

/// By what others know who writes.
const COMMAND: &str = "ingest";
/// Whoever waits need not wait for a batch that takes its time, too.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// An ingestion at work.
pub(super) struct Keeping<'j, 'w> {
    job: &'j Job<'w>,
    /// Closed before the lock is let go.
    writer: Writer,
    turn: Turn,
    /// RFC 3339 time of receipt; later than the job's once others wrote in between.
    now: String,
}

impl<'j, 'w> Keeping<'j, 'w> {
    /// Takes the lock, waiting for it no longer than this, and opens the archive.
    pub(super) fn begin(job: &'j Job<'w>, most: Duration) -> Result<Keeping<'j, 'w>, ArchiveError> {
        let (lock, has_waited) = match WriteLock::take(job.dir, COMMAND) {
            Err(StoreError::Locked { .. }) if !most.is_zero() => {
                (WriteLock::take_within(job.dir, COMMAND, most)?, true)
            }
            taken => (taken?, false),
        };
        let turn = Turn::begin(job.dir, COMMAND, lock);
        let now = if has_waited {
            received_during(&turn, job.now)
        } else {
            job.now.to_owned()
        };
        Keeping::open(job, turn, Summary::default(), now)
    }

    fn open(
        job: &'j Job<'w>,
        turn: Turn,
        so_far: Summary,
        now: String,
    ) -> Result<Keeping<'j, 'w>, ArchiveError> {
        forget::finish(job.dir, turn.lock(), &now)?;
        let writer = Writer::open(job.dir, turn.lock())?.going_on(so_far);
        Ok(Keeping {
            job,
            writer,
            turn,
            now,
        })
    }

    /// Writes batches until no more come, and lets others write in between.
    pub(super) fn write_all(
        mut self,
        from_workers: &Receiver<Result<Portion, StoreError>>,
        watcher: &mut dyn Watcher,
    ) -> Result<Keeping<'j, 'w>, ArchiveError> {
        loop {
            match from_workers.recv_timeout(LOOK_EVERY) {
                Ok(portion) => {
                    let workshop = self.job.workshop;
                    self.writer.write(portion?, workshop, &self.now, watcher)?;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(self),
            }
            if self.turn.is_wanted() {
                self = self.give_way()?;
            }
        }
    }

    fn give_way(self) -> Result<Keeping<'j, 'w>, ArchiveError> {
        let Keeping {
            job,
            writer,
            turn,
            now,
        } = self;
        let so_far = writer.pause()?;
        let turn = turn.give_way()?;
        let now = received_during(&turn, &now);
        Keeping::open(job, turn, so_far, now)
    }

    /// Lets the index have what was kept, and looks through it for saved searches.
    pub(super) fn end(self) -> Result<Summary, ArchiveError> {
        let Keeping {
            job,
            writer,
            turn,
            now,
        } = self;
        let mut summary = writer.finish(job.workshop)?;
        summary.warnings = job.workshop.take_warnings();
        // The calls are kept and must be told so; what could not be looked through now is looked through the next time.
        let looked = watches::look_in_turns(job.dir, turn, job.workshop.threshold, &now);
        summary.alerts = looked.unwrap_or(0);
        Ok(summary)
    }
}

/// Whoever saved a search while others wrote is to hear of what comes in from now on.
fn received_during(turn: &Turn, now: &str) -> String {
    turn.since().max(now).to_owned()
}
