//! Who works on which delivery, and what comes of it?
//!
//! Whoever takes a job holds it for [`LEASE`]; a worker that is killed loses it by that. A job that is done twice does
//! no harm, since the catalogue knows its call again, so `done` counts whoever says it, and the other words count only
//! as long as it is not done.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::store::compress::decompress;
use crate::store::error::{CodecError, StoreError, Trouble};
use crate::store::inbox::{FARTHEST, Inbox, Kind, LEASE, time};

/// Bytes of the bodies that are handed out at once; a larger one comes alone.
const BATCH_BYTES: i64 = 8 << 20;

/// A delivery that somebody works on.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    pub number: i64,
    pub hook: String,
    pub key: String,
    pub received_at: Timestamp,
    pub kind: Kind,
    /// How often it was taken, this time included.
    pub attempts: u32,
    pub format: Option<String>,
    pub call_hint: Option<String>,
    pub place: Option<String>,
    pub errand: Option<String>,
    /// As received.
    pub body: Vec<u8>,
}

/// What is to be written about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Done,
    /// Try again at that time, for that reason.
    Later(Timestamp, String),
    /// Needs a person: a slug, and what to do.
    Dead(String, String),
}

/// Whether a try counts that came to no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// The job itself may have ended its worker.
    Counts,
    /// The disk failed, or somebody else was writing.
    Never,
}

impl Inbox {
    /// Takes at most so many jobs whose time has come, the oldest first.
    pub fn due(&self, now: Timestamp, most: usize) -> Result<Vec<Job>, StoreError> {
        self.due_among(&[Kind::Raw, Kind::Fetch], now, most)
    }

    /// The same among some kinds only.
    pub fn due_among(
        &self,
        kinds: &[Kind],
        now: Timestamp,
        most: usize,
    ) -> Result<Vec<Job>, StoreError> {
        let taken = self.write("take jobs from", |conn| {
            let numbers = due_numbers(conn, kinds, now, most)?;
            numbers
                .into_iter()
                .map(|number| lease(conn, number, now))
                .collect::<Result<Vec<Packed>, Trouble>>()
        })?;
        let mut jobs = Vec::with_capacity(taken.len());
        for (job, size, packed) in taken {
            if size > 0 && packed.is_none() {
                // Whoever was to be forgotten was forgotten here, too.
                self.drop_one(job.number)?;
                continue;
            }
            match opened(packed.as_deref()) {
                Ok(body) => jobs.push(Job { body, ..job }),
                Err(_) => self.bury(job.number, "damaged", DAMAGED)?,
            }
        }
        Ok(jobs)
    }

    /// Holds on to jobs for another while.
    pub fn hold(&self, numbers: &[i64], now: Timestamp) -> Result<(), StoreError> {
        self.write("hold jobs of", |conn| {
            let mut update = conn.prepare_cached(
                "UPDATE delivery SET next_at = ?2 WHERE number = ?1 AND state = 'working'",
            )?;
            for number in numbers {
                update.execute(params![number, lease_end(now)])?;
            }
            Ok(())
        })
    }

    /// Gives jobs back as if they had not been taken.
    pub fn release(&self, numbers: &[i64], now: Timestamp) -> Result<(), StoreError> {
        self.write("give jobs back to", |conn| {
            let mut update = conn.prepare_cached(
                "UPDATE delivery SET next_at = ?2, attempts = MAX(attempts - 1, 0),
                    state = CASE WHEN attempts > 1 THEN 'later' ELSE 'waiting' END
                 WHERE number = ?1 AND state = 'working'",
            )?;
            for number in numbers {
                update.execute(params![number, now.as_millisecond()])?;
            }
            Ok(())
        })
    }

    /// Makes every job due again that somebody holds, and gives their number; for who knows that their holder gave up, or
    /// was killed. Where they were `tried` to no fault of theirs, that does not count.
    pub fn take_back(&self, now: Timestamp, tried: Tried) -> Result<u64, StoreError> {
        let n_uncounted = match tried {
            Tried::Counts => 0,
            Tried::Never => 1,
        };
        self.write("take jobs back in", |conn| {
            let n_jobs = conn
                .prepare_cached(
                    "UPDATE delivery SET next_at = ?1, attempts = MAX(attempts - ?2, 0)
                     WHERE state = 'working'",
                )?
                .execute(params![now.as_millisecond(), n_uncounted])?;
            Ok(n_jobs as u64)
        })
    }

    /// The catalogue has it: its body goes, its id stays.
    pub fn done(&self, number: i64) -> Result<(), StoreError> {
        self.settle(&[(number, Verdict::Done)])
    }

    /// It is to be tried again. The reason is in our own words, never in the vendor's.
    pub fn later(
        &self,
        number: i64,
        next_at: Timestamp,
        reason: impl Into<String>,
    ) -> Result<(), StoreError> {
        self.settle(&[(number, Verdict::Later(next_at, reason.into()))])
    }

    /// It needs a person; its bytes stay.
    pub fn bury(
        &self,
        number: i64,
        code: impl Into<String>,
        hint: impl Into<String>,
    ) -> Result<(), StoreError> {
        self.settle(&[(number, Verdict::Dead(code.into(), hint.into()))])
    }

    /// Several verdicts at once.
    pub fn settle(&self, verdicts: &[(i64, Verdict)]) -> Result<(), StoreError> {
        self.write("settle jobs of", |conn| {
            verdicts
                .iter()
                .try_for_each(|(number, verdict)| settle_one(conn, *number, verdict))
        })
    }

    /// When the next job may be taken; `None` where nothing is open.
    pub fn next_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT MIN(next_at) FROM delivery WHERE next_at IS NOT NULL")?;
            let next: Option<i64> = select.query_row([], |row| row.get(0))?;
            Ok(next.map(time))
        })
    }
}

/// What is said of a body that is not what was written.
const DAMAGED: &str = "its bytes on the disk are damaged; check the disk, and let the vendor send it again or ingest \
                       the call's file";

/// A job without its body, the bytes that the body had, and the body as it is kept.
type Packed = (Job, i64, Option<Vec<u8>>);

fn due_numbers(
    conn: &Connection,
    kinds: &[Kind],
    now: Timestamp,
    most: usize,
) -> Result<Vec<i64>, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT number, kind, size FROM delivery
         WHERE next_at IS NOT NULL AND (next_at <= ?1 OR next_at > ?2) ORDER BY next_at, number",
    )?;
    let farthest = after(now, FARTHEST);
    let mut rows = select.query(params![now.as_millisecond(), farthest])?;
    let (mut numbers, mut bytes) = (Vec::new(), 0_i64);
    while numbers.len() < most {
        let Some(row) = rows.next()? else {
            break;
        };
        let kind: String = row.get(1)?;
        if !kinds.contains(&Kind::named(&kind)) {
            continue;
        }
        let size: i64 = row.get(2)?;
        bytes = bytes.saturating_add(size);
        if bytes > BATCH_BYTES && !numbers.is_empty() {
            break;
        }
        numbers.push(row.get(0)?);
    }
    Ok(numbers)
}

fn lease(conn: &Connection, number: i64, now: Timestamp) -> Result<Packed, Trouble> {
    let (job, size) = conn
        .prepare_cached(
            "UPDATE delivery SET state = 'working', attempts = attempts + 1, next_at = ?2
             WHERE number = ?1
             RETURNING number, hook, key, received_at, kind, attempts, format, call_hint, place,
                errand, size",
        )?
        .query_row(params![number, lease_end(now)], |row| {
            Ok((job(row)?, row.get(10)?))
        })?;
    let body = conn
        .prepare_cached("SELECT bytes FROM body WHERE number = ?1")?
        .query_row(params![number], |row| row.get(0))
        .optional()?;
    Ok((job, size, body))
}

fn job(row: &Row<'_>) -> rusqlite::Result<Job> {
    Ok(Job {
        number: row.get(0)?,
        hook: row.get(1)?,
        key: row.get(2)?,
        received_at: time(row.get(3)?),
        kind: Kind::named(&row.get::<_, String>(4)?),
        attempts: row.get(5)?,
        format: row.get(6)?,
        call_hint: row.get(7)?,
        place: row.get(8)?,
        errand: row.get(9)?,
        body: Vec::new(),
    })
}

/// A body as it came in.
pub(super) fn opened(packed: Option<&[u8]>) -> Result<Vec<u8>, CodecError> {
    packed.map_or(Ok(Vec::new()), decompress)
}

fn settle_one(conn: &Connection, number: i64, verdict: &Verdict) -> Result<(), Trouble> {
    match verdict {
        Verdict::Done => wipe(conn, number, None),
        Verdict::Later(next_at, reason) => {
            conn.prepare_cached(
                "UPDATE delivery SET state = 'later', next_at = ?2, reason = ?3
                 WHERE number = ?1 AND next_at IS NOT NULL",
            )?
            .execute(params![number, next_at.as_millisecond(), reason])?;
            Ok(())
        }
        Verdict::Dead(code, hint) => {
            conn.prepare_cached(
                "UPDATE delivery SET state = 'dead', next_at = NULL, code = ?2, hint = ?3
                 WHERE number = ?1 AND next_at IS NOT NULL",
            )?
            .execute(params![number, code, hint])?;
            Ok(())
        }
    }
}

/// Leaves of a delivery only what a repetition is known by.
pub(super) fn wipe(conn: &Connection, number: i64, code: Option<&str>) -> Result<(), Trouble> {
    conn.prepare_cached(
        "UPDATE delivery SET state = 'done', next_at = NULL, errand = NULL, call_hint = NULL,
            place = NULL, reason = NULL, code = ?2, hint = NULL
         WHERE number = ?1",
    )?
    .execute(params![number, code])?;
    conn.prepare_cached("DELETE FROM body WHERE number = ?1")?
        .execute(params![number])?;
    Ok(())
}

fn lease_end(now: Timestamp) -> i64 {
    after(now, LEASE)
}

/// Milliseconds since 1970.
fn after(now: Timestamp, wait: SignedDuration) -> i64 {
    let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    now.as_millisecond().saturating_add(millis)
}
