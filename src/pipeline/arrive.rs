//! How do deliveries become calls, after their vendors were answered?
//!
//! Jobs are taken from the inbox in batches. What tells only where something is gets fetched first. Then all is read,
//! tagged and kept exactly as files are, in one transaction for each batch, and only after it is a job done: whoever is
//! killed in between does it again, and finds that nothing has changed.

mod fetch;
pub mod fetchers;
mod portions;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::archive::ArchiveError;
use crate::ingest::hooks::errand::Errand;
use crate::ingest::parse::How;
use crate::ingest::pull::{Fetched, Unfetched};
use crate::ingest::read::{Delivery, Failure};
use crate::pipeline::keep::{Packed, Portion, Summary, Watcher, Writer, pack_all};
use crate::pipeline::{Workshop, watches};
use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::inbox::work::Verdict;
use crate::store::inbox::{Inbox, Kind};
use crate::store::keep::Kept;
use crate::store::lock::waiting::step_aside;
use crate::store::lock::{self, WriteLock};

use self::portions::{Arrived, in_portions};

/// Deliveries of one batch, at most.
const BATCH: usize = 512;
/// Batches before it is looked whether something is to be fetched.
const BATCHES: usize = 64;
/// A transcript that was taken so often without coming to an end takes its worker down each time.
const MOST_ATTEMPTS: u32 = 10;
/// How long the lock is waited for, once something is ready to be kept.
const PATIENCE: Duration = Duration::from_secs(20);
/// Letters of a hint, at most.
const LONGEST_HINT: usize = 600;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worked {
    /// Calls never seen before, and so on; a delivery may hold several.
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Deliveries that are done, are tried later, or need a person now.
    pub done: u64,
    pub later: u64,
    pub dead: u64,
}

/// Works off whatever is due. `fetchers` gets what errands ask for. Where somebody else writes to the archive and does not
/// give way, that is the error ([`StoreError::Locked`]), and everything stays as it was.
pub fn work_off(
    dir: &DataDir,
    workshop: &Workshop<'_>,
    fetchers: &dyn Fn(&Errand) -> Result<Fetched, Unfetched>,
    now: Timestamp,
) -> Result<Worked, ArchiveError> {
    let Some(inbox) = Inbox::open_if_there(dir)? else {
        return Ok(Worked::default());
    };
    let mut shift = Shift {
        dir,
        workshop,
        inbox,
        now,
        begun: Instant::now(),
        worked: Worked::default(),
    };
    shift.keep_what_came()?;
    shift.fetch_what_waits(fetchers)?;
    Ok(shift.worked)
}

/// One worker at work.
struct Shift<'a, 'l> {
    dir: &'a DataDir,
    workshop: &'a Workshop<'l>,
    inbox: Inbox,
    /// When it began, by the caller's clock …
    now: Timestamp,
    /// … and by the machine's.
    begun: Instant,
    worked: Worked,
}

impl Shift<'_, '_> {
    /// The caller's clock, as it goes on.
    fn clock(&self) -> Timestamp {
        self.now
            .checked_add(self.begun.elapsed())
            .unwrap_or(self.now)
    }

    fn keep_what_came(&mut self) -> Result<(), ArchiveError> {
        for _ in 0..BATCHES {
            check_that_nobody_writes(self.dir)?;
            let jobs = self.inbox.due_among(&[Kind::Raw], self.clock(), BATCH)?;
            if jobs.is_empty() {
                break;
            }
            let mut arrived = Vec::with_capacity(jobs.len());
            for job in jobs {
                if job.attempts > MOST_ATTEMPTS {
                    self.bury(job.number, "keeps-breaking-off", BREAKING)?;
                } else {
                    arrived.push(Arrived::of(job));
                }
            }
            self.keep_in_turn(arrived)?;
        }
        Ok(())
    }

    fn bury(&mut self, number: i64, code: &str, hint: &str) -> Result<(), StoreError> {
        self.worked.dead += 1;
        self.inbox.bury(number, code, hint)
    }

    /// Keeps what was read or fetched, in its order; what could not be kept is given back.
    fn keep_in_turn(&mut self, arrived: Vec<Arrived>) -> Result<(), ArchiveError> {
        let mut portions = in_portions(arrived).into_iter();
        while let Some(portion) = portions.next() {
            if let Err(error) = self.keep(&portion) {
                let rest: Vec<i64> = portions.flatten().map(|one| one.number).collect();
                self.inbox.release(&rest, self.clock())?;
                return Err(error);
            }
            step_aside(self.dir);
        }
        Ok(())
    }

    fn keep(&mut self, arrived: &[Arrived]) -> Result<(), ArchiveError> {
        match self.keep_together(arrived) {
            Ok(()) => Ok(()),
            Err(error) if is_about_one_call(&error) => self.keep_one_by_one(arrived, &error),
            Err(error) => {
                let numbers: Vec<i64> = arrived.iter().map(|one| one.number).collect();
                self.inbox.release(&numbers, self.clock())?;
                Err(error)
            }
        }
    }

    /// One call that cannot be kept must not hold up the others for ever.
    fn keep_one_by_one(
        &mut self,
        arrived: &[Arrived],
        error: &ArchiveError,
    ) -> Result<(), ArchiveError> {
        if let [one] = arrived {
            self.bury(one.number, "not-kept", &short(error.to_string()))?;
            return Ok(());
        }
        for (at, one) in arrived.iter().enumerate() {
            if let Err(error) = self.keep(std::slice::from_ref(one)) {
                let rest = arrived.iter().skip(at + 1).map(|one| one.number);
                let rest: Vec<i64> = rest.collect();
                self.inbox.release(&rest, self.clock())?;
                return Err(error);
            }
        }
        Ok(())
    }

    fn keep_together(&mut self, arrived: &[Arrived]) -> Result<(), ArchiveError> {
        let workshop = self.workshop;
        let read: Vec<Vec<Packed>> = arrived
            .par_iter()
            .map(|one| read_safely(workshop, &one.delivery, &one.how))
            .collect();
        let mut portion = Portion::default();
        let mut verdicts = Vec::with_capacity(arrived.len());
        for (one, calls) in arrived.iter().zip(read) {
            verdicts.push((one.number, sorted(calls, &mut portion)));
        }
        let kept = if portion.calls.is_empty() {
            self.inbox.settle(&verdicts)?;
            Summary::default()
        } else {
            self.write(portion, &verdicts)?
        };
        self.count(&kept, &verdicts);
        Ok(())
    }

    fn write(
        &self,
        portion: Portion,
        verdicts: &[(i64, Verdict)],
    ) -> Result<Summary, ArchiveError> {
        // What was fetched or read already is worth waiting for.
        let lock = WriteLock::take_within(self.dir, "inbox", PATIENCE)?;
        let mut writer = Writer::open(self.dir, &lock)?;
        let now = format!("{:.0}", self.clock());
        writer.write(portion, self.workshop, &now, &mut Silent)?;
        // The catalogue has them; what the index lacks is added by the next one who opens it.
        self.inbox.settle(verdicts)?;
        let mut kept = writer.finish(self.workshop)?;
        // What could not be looked through for saved searches now is looked through the next time.
        let looked = watches::look(self.dir, &lock, self.workshop.threshold, &now);
        kept.alerts = looked.unwrap_or(0);
        Ok(kept)
    }

    fn count(&mut self, kept: &Summary, verdicts: &[(i64, Verdict)]) {
        let worked = &mut self.worked;
        worked.new += kept.new;
        worked.updated += kept.updated;
        worked.unchanged += kept.unchanged;
        let n_done = verdicts
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Done)
            .count() as u64;
        worked.done += n_done;
        worked.dead += verdicts.len() as u64 - n_done;
    }
}

const BREAKING: &str = "reading it broke off again and again; keep its bytes with `verbatim inbox show N --raw`, report \
                        it, and drop it here";

/// Nobody watches: what came of the jobs is told as a whole.
struct Silent;

impl Watcher for Silent {
    fn listed(&mut self, _: usize, _: u64) {}

    fn kept(&mut self, _: &str, _: &Kept) {}

    fn done_with(&mut self, _: u64) {}
}

/// What breaks a parser must not take the worker with it.
fn read_safely(workshop: &Workshop<'_>, delivery: &Delivery, how: &How) -> Vec<Packed> {
    let read = catch_unwind(AssertUnwindSafe(|| pack_all(workshop, delivery, how)));
    read.unwrap_or_else(|_| {
        vec![Err(Failure {
            path: delivery.place(),
            code: "broke-off".to_owned(),
            message: BREAKING.to_owned(),
        })]
    })
}

/// Puts the calls of a delivery into the batch, and says what is to become of the delivery.
fn sorted(calls: Vec<Packed>, portion: &mut Portion) -> Verdict {
    let (mut n_calls, mut failed) = (0, None);
    for call in calls {
        let failure = match call {
            Ok(Ok(call)) => {
                portion.calls.push(call);
                n_calls += 1;
                continue;
            }
            Ok(Err(error)) => ("unpackable".to_owned(), error.to_string()),
            Err(failure) => (failure.code, failure.message),
        };
        failed = failed.or(Some(failure));
    }
    match failed {
        Some((code, message)) => Verdict::Dead(code, short(message)),
        None if n_calls == 0 => Verdict::Dead(
            "no-call".to_owned(),
            "it holds no call; look at it with `verbatim inbox show N`, then drop it".to_owned(),
        ),
        None => Verdict::Done,
    }
}

fn short(message: String) -> String {
    if message.chars().count() <= LONGEST_HINT {
        return message;
    }
    message.chars().take(LONGEST_HINT).chain(['…']).collect()
}

/// Whether an error would come again with this batch, and not with the next.
fn is_about_one_call(error: &ArchiveError) -> bool {
    matches!(
        error,
        ArchiveError::Store(StoreError::Unpackable { .. } | StoreError::Damaged { .. })
    )
}

/// Nothing is read in vain while somebody else writes who does not give way.
fn check_that_nobody_writes(dir: &DataDir) -> Result<(), StoreError> {
    match lock::holder(dir).filter(|holder| !holder.gives_way) {
        Some(holder) => Err(StoreError::Locked {
            folder: dir.root().to_owned(),
            pid: holder.pid,
            command: holder.command,
            since: holder.since,
        }),
        None => Ok(()),
    }
}
