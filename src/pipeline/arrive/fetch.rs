//! What is fetched, and what becomes of what cannot be?

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::archive::ArchiveError;
use crate::ingest::hooks::errand::Errand;
use crate::ingest::pull::{DEALS, Fetched, Unfetched};
use crate::pipeline::arrive::portions::Arrived;
use crate::pipeline::arrive::{Shift, check_that_nobody_writes, short};
use crate::pipeline::pull::deals;
use crate::store::error::StoreError;
use crate::store::inbox::backoff;
use crate::store::inbox::work::Verdict;
use crate::store::inbox::{Job, Kind};

/// So many are fetched before they are kept: not all, because each may take its time.
const AT_ONCE: usize = 32;
/// What could not be had for so long needs a person. Vendors write transcripts within hours, and keep them for weeks.
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Bytes that are fetched before they are kept; the one that crosses this is the last.
const MOST_BYTES: usize = 64 << 20;
/// The longest wait that a vendor may ask for.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Gets what an errand asks for.
pub(super) type Fetcher<'a> = &'a dyn Fn(&Errand) -> Result<Fetched, Unfetched>;

impl Shift<'_, '_> {
    pub(super) fn fetch_what_waits(&mut self, fetcher: Fetcher<'_>) -> Result<(), ArchiveError> {
        loop {
            check_that_nobody_writes(self.dir)?;
            let jobs = self
                .inbox
                .due_among(&[Kind::Fetch], self.clock(), AT_ONCE)?;
            if jobs.is_empty() {
                return Ok(());
            }
            let fetched = self.fetch_each(&jobs, fetcher);
            if fetched.is_err() {
                let numbers: Vec<i64> = jobs.iter().map(|job| job.number).collect();
                self.inbox.release(&numbers, self.clock())?;
            }
            self.keep_in_turn(fetched?)?;
        }
    }

    fn fetch_each(
        &mut self,
        jobs: &[Job],
        fetcher: Fetcher<'_>,
    ) -> Result<Vec<Arrived>, ArchiveError> {
        let numbers: Vec<i64> = jobs.iter().map(|job| job.number).collect();
        let (mut arrived, mut n_bytes) = (Vec::new(), 0);
        for (at, job) in jobs.iter().enumerate() {
            if n_bytes > MOST_BYTES {
                let rest = numbers.get(at..).unwrap_or_default();
                self.inbox.release(rest, self.clock())?;
                break;
            }
            // Those before, too: they are kept only at the end.
            self.inbox.hold(&numbers, self.clock())?;
            let errand = job.errand.as_deref().and_then(Errand::from_json);
            let Some(errand) = errand else {
                self.bury(job.number, "bad-errand", BAD_ERRAND)?;
                continue;
            };
            match fetch_safely(fetcher, &errand) {
                Ok(fetched) if fetched.format == Some(DEALS) => {
                    self.keep_deals(job.number, &fetched.bytes)?;
                }
                Ok(fetched) => {
                    n_bytes += fetched.bytes.len();
                    arrived.push(Arrived::fetched(
                        job.number,
                        &fetched.place,
                        fetched.format,
                        fetched.bytes,
                    ));
                }
                Err(unfetched) => self.put_off(job, unfetched)?,
            }
        }
        Ok(arrived)
    }

    /// A table of deals is kept at once, as an import keeps it.
    fn keep_deals(&mut self, number: i64, table: &[u8]) -> Result<(), ArchiveError> {
        match deals::keep(self.dir, table, self.clock())? {
            Ok(kept) => {
                if kept.n_new + kept.n_updated > 0 {
                    deals::join(self.dir)?;
                }
                self.worked.done += 1;
                self.inbox.done(number)?;
            }
            Err(refusal) => self.bury(number, refusal.code, &refusal.message)?,
        }
        Ok(())
    }

    fn put_off(&mut self, job: &Job, unfetched: Unfetched) -> Result<(), StoreError> {
        let verdict = verdict(job, unfetched, self.clock(), chance());
        match verdict {
            Verdict::Dead(..) => self.worked.dead += 1,
            _ => self.worked.later += 1,
        }
        self.inbox.settle(&[(job.number, verdict)])
    }
}

const BAD_ERRAND: &str = "what is to be fetched cannot be read, perhaps because a newer verbatim wrote it; upgrade this \
                          one and retry, or drop it";

/// When a job is tried again, or that it is not.
fn verdict(job: &Job, unfetched: Unfetched, now: Timestamp, chance: f64) -> Verdict {
    let backed_off = backoff::wait(job.attempts, chance);
    let (wait, why) = match unfetched {
        Unfetched::Never { why } => return Verdict::Dead("not-fetched".to_owned(), short(why)),
        // The vendor's own estimate, and a little chance, so that not all of them are asked for at once.
        Unfetched::NotReady { after } => {
            let after = after.min(LONGEST);
            (after + after.mul_f64(chance / 10.0), NOT_READY.to_owned())
        }
        Unfetched::Later { after, why } => (after.max(backed_off), why),
    };
    if now.duration_since(job.received_at) > GIVEN_UP_AFTER {
        let hint = format!("given up after a week: {why}; then run `verbatim inbox retry`");
        return Verdict::Dead("given-up".to_owned(), short(hint));
    }
    let next_at = now.checked_add(wait.min(LONGEST)).unwrap_or(now);
    Verdict::Later(next_at, short(why))
}

const NOT_READY: &str = "the vendor has not written the transcript yet";

/// What breaks a fetcher must not take the worker with it.
fn fetch_safely(fetcher: Fetcher<'_>, errand: &Errand) -> Result<Fetched, Unfetched> {
    let fetched = catch_unwind(AssertUnwindSafe(|| fetcher(errand)));
    fetched.unwrap_or_else(|_| {
        Err(Unfetched::Later {
            after: Duration::ZERO,
            why: "fetching it broke off; report it if it stays".to_owned(),
        })
    })
}

/// A number from 0 to 1. Without a source of chance all jobs wait the same, which is no harm.
fn chance() -> f64 {
    let bits = getrandom::u64().unwrap_or(u64::MAX / 2);
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}
