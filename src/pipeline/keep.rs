//! How do files become an archive, so that nothing acknowledged is lost?
//!
//! The order of writes is the whole point: a batch is committed to the catalogue, then reported, then put into
//! the index; the index commits with the catalogue's sequence number. Killed anywhere, the next start adds to
//! the index what it lacks.

mod turns;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{Sender, bounded};

use crate::archive::ArchiveError;
use crate::archive::keeper::{MEMORY, THREADS, bring_up_to_date};
use crate::ingest::parse::How;
use crate::ingest::read::{Delivery, Failure};
use crate::mine::overrule::apply;
use crate::pipeline::deals::join_if_stale;
use crate::pipeline::deliver::{Limits, Walk, deliver, walk};
use crate::pipeline::retag::remember_lexicons;
use crate::pipeline::warnings::Warning;
use crate::pipeline::{Mined, Workshop, in_parallel};
use crate::search::index::OpenIndex;
use crate::search::writer::IndexWriter;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::keep::{Fate, Kept, Prepared, prepare};
use crate::store::lock::WriteLock;

use self::turns::Keeping;

/// Batches waiting for the writer; few, because each holds megabytes.
const WAITING: usize = 2;
/// The index is committed after so many catalogue commits, so that a crash leaves little to replay.
const COMMIT_EVERY: usize = 64;

/// What an ingestion is told.
pub struct Job<'a> {
    pub dir: &'a DataDir,
    pub paths: &'a [PathBuf],
    pub workshop: &'a Workshop<'a>,
    pub limits: Limits,
    /// RFC 3339 time of receipt.
    pub now: &'a str,
}

/// What happens while it runs. Called from the one writer, after the fact is durable.
pub trait Watcher: Send {
    /// The files were listed.
    fn listed(&mut self, n_files: usize, bytes: u64);
    /// A call is kept.
    fn kept(&mut self, place: &str, kept: &Kept);
    /// So many bytes were read and dealt with.
    fn done_with(&mut self, bytes: u64);
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Calls that were deleted before and are not kept again.
    pub forgotten: u64,
    pub turns: u64,
    pub mentions: u64,
    /// Calls in which no speaker's side is known, so that nothing could be heard.
    pub sideless: u64,
    pub failed: Vec<Failure>,
    pub problems: u64,
    /// What is wrong in participants.csv and deals.csv, once for each folder.
    pub warnings: Vec<Warning>,
    /// Places in which saved searches were answered.
    pub alerts: u64,
}

impl Summary {
    /// Calls that were read and are kept, whatever became of them.
    pub fn n_calls(&self) -> u64 {
        self.new + self.updated + self.unchanged
    }

    /// Counts what came of something else too.
    pub fn absorb(&mut self, other: Summary) {
        self.new += other.new;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.turns += other.turns;
        self.mentions += other.mentions;
        self.sideless += other.sideless;
        self.failed.extend(other.failed);
        self.problems += other.problems;
        self.warnings.extend(other.warnings);
        self.forgotten += other.forgotten;
        self.alerts += other.alerts;
    }
}

/// A batch on its way to the writer.
#[derive(Default)]
pub(super) struct Portion {
    /// Each with the number of oddities in it.
    pub(super) calls: Vec<(Prepared, u64)>,
    pub(super) failed: Vec<Failure>,
    pub(super) bytes: u64,
}

/// Ingests everything under the paths. Another writer is the error at once.
pub fn ingest(job: &Job<'_>, watcher: &mut dyn Watcher) -> Result<Summary, ArchiveError> {
    ingest_within(job, Duration::ZERO, watcher)
}

/// The same; another writer is waited for, but no longer than this.
pub fn ingest_within(
    job: &Job<'_>,
    most: Duration,
    watcher: &mut dyn Watcher,
) -> Result<Summary, ArchiveError> {
    let keeping = Keeping::begin(job, most)?;
    let listed = walk(job.paths);
    watcher.listed(listed.files.len(), listed.bytes);
    let (to_writer, from_workers) = bounded(WAITING);
    let (keeping, unread) = std::thread::scope(|scope| {
        let worker = scope.spawn(|| work(job, &listed, to_writer));
        let written = keeping.write_all(&from_workers, watcher);
        // A writer that failed hangs up; the worker notices at its next batch and stops.
        drop(from_workers);
        // What broke off has not read everything, so this is no end like any other.
        let unread = worker.join().unwrap_or_else(|broken| resume_unwind(broken));
        written.map(|keeping| (keeping, unread))
    })?;
    let mut summary = keeping.end()?;
    summary
        .failed
        .splice(0..0, listed.failures.into_iter().chain(unread));
    summary
        .failed
        .retain(|failure| !failure.is_taken_in(job.paths));
    summary.failed.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(summary)
}

/// Reads, mines and packs, batch by batch; gives back what could not be read.
fn work(
    job: &Job<'_>,
    listed: &Walk,
    to_writer: Sender<Result<Portion, StoreError>>,
) -> Vec<Failure> {
    deliver(&listed.files, job.limits, &mut |deliveries| {
        let bytes = deliveries
            .iter()
            .map(|delivery| delivery.bytes.len() as u64)
            .sum();
        let mined = in_parallel(deliveries, |delivery| pack_safely(job, delivery));
        to_writer.send(portion(mined, bytes)).is_ok()
    })
}

/// Ingests deliveries that come from elsewhere than files: `bring` hands them over batch by batch until it is told to stop,
/// and gives back what could not be fetched. Another writer is waited for, but no longer than `most`.
pub fn ingest_from(
    job: &Job<'_>,
    most: Duration,
    bring: impl FnOnce(&mut dyn FnMut(Vec<Delivery>) -> bool) -> Vec<Failure> + Send,
    watcher: &mut dyn Watcher,
) -> Result<Summary, ArchiveError> {
    let keeping = Keeping::begin(job, most)?;
    let (to_writer, from_workers) = bounded(WAITING);
    let (keeping, unread) = std::thread::scope(|scope| {
        let worker = scope.spawn(move || bring(&mut |batch| hand_on(job, batch, &to_writer)));
        let written = keeping.write_all(&from_workers, watcher);
        // A writer that failed hangs up; whoever brings is told to stop.
        drop(from_workers);
        // What broke off has not read everything, so this is no end like any other.
        let unread = worker.join().unwrap_or_else(|broken| resume_unwind(broken));
        written.map(|keeping| (keeping, unread))
    })?;
    let mut summary = keeping.end()?;
    summary.failed.extend(unread);
    summary.failed.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(summary)
}

/// Packs a batch and hands it to the writer; says whether that one still listens.
fn hand_on(
    job: &Job<'_>,
    batch: Vec<Delivery>,
    to_writer: &Sender<Result<Portion, StoreError>>,
) -> bool {
    let bytes = batch
        .iter()
        .map(|delivery| delivery.bytes.len() as u64)
        .sum();
    let mined = in_parallel(batch, |delivery| pack_safely(job, delivery));
    to_writer.send(portion(mined, bytes)).is_ok()
}

/// What breaks a parser must not take the other files with it.
fn pack_safely(job: &Job<'_>, delivery: &Delivery) -> Vec<Packed> {
    let how = &job.workshop.how;
    let packed = catch_unwind(AssertUnwindSafe(|| pack_all(job.workshop, delivery, how)));
    packed.unwrap_or_else(|_| {
        vec![Err(Failure {
            path: delivery.place(),
            code: "broke-off".to_owned(),
            message: "reading it broke off; leave it out, and report it with the file".to_owned(),
        })]
    })
}

/// A call ready to be written, with the number of oddities in it; or why it is none.
pub(super) type Packed = Result<Result<(Prepared, u64), StoreError>, Failure>;

/// Reads, mines and packs the calls of a delivery, wherever its bytes came from.
pub(super) fn pack_all(workshop: &Workshop<'_>, delivery: &Delivery, how: &How) -> Vec<Packed> {
    let mined = workshop.mine_as(delivery, how);
    mined
        .into_iter()
        .map(|mined| mined.map(|mined| pack(workshop, delivery, mined)))
        .collect()
}

fn pack(
    workshop: &Workshop<'_>,
    delivery: &Delivery,
    mined: Mined,
) -> Result<(Prepared, u64), StoreError> {
    let Mined {
        read,
        mentions,
        answers,
    } = mined;
    let raw = delivery
        .bytes
        .get(read.raw.clone())
        .unwrap_or(&delivery.bytes);
    let n_problems = read.problems.len() as u64;
    let prepared = prepare(
        read.call,
        read.derived_id,
        read.fingerprint,
        mentions,
        raw,
        read.place,
        &workshop.mark(),
    )?
    .with_answers(answers.as_deref())?;
    Ok((prepared, n_problems))
}

fn portion(mined: Vec<Vec<Packed>>, bytes: u64) -> Result<Portion, StoreError> {
    let mut portion = Portion {
        bytes,
        ..Portion::default()
    };
    for packed in mined.into_iter().flatten() {
        match packed {
            Ok(prepared) => portion.calls.push(prepared?),
            Err(failure) => portion.failed.push(failure),
        }
    }
    Ok(portion)
}

/// The one that writes.
pub(super) struct Writer {
    catalogue: Catalogue,
    index: IndexWriter,
    seq: u64,
    n_uncommitted: usize,
    summary: Summary,
}

impl Writer {
    /// Opens the archive for writing; what the index lacks is added first.
    pub(super) fn open(dir: &DataDir, lock: &WriteLock) -> Result<Writer, ArchiveError> {
        let catalogue = Catalogue::open_to_write(dir, lock)?;
        bring_up_to_date(dir, &catalogue, &|_| {})?;
        let index = OpenIndex::open(&dir.index(), true)?;
        let seq = catalogue.latest_seq()?;
        let index = IndexWriter::open(&index, THREADS, MEMORY)?;
        Ok(Writer {
            catalogue,
            index,
            seq,
            n_uncommitted: 0,
            summary: Summary::default(),
        })
    }

    /// Goes on with what an earlier writer counted.
    fn going_on(mut self, so_far: Summary) -> Writer {
        self.summary = so_far;
        self
    }

    /// Keeps a batch: once this returns, the catalogue has it. `now` is the RFC 3339 time of
    /// receipt.
    pub(super) fn write(
        &mut self,
        portion: Portion,
        workshop: &Workshop<'_>,
        now: &str,
        watcher: &mut dyn Watcher,
    ) -> Result<(), ArchiveError> {
        self.summary.failed.extend(portion.failed);
        self.summary.problems += portion.calls.iter().map(|(_, n)| n).sum::<u64>();
        let batch: Vec<Prepared> = portion
            .calls
            .into_iter()
            .map(|(prepared, _)| prepared)
            .collect();
        let places: Vec<String> = batch
            .iter()
            .map(|prepared| prepared.source.clone())
            .collect();
        let kept = self
            .catalogue
            .keep_overruled(batch, now, apply, &|call, _| workshop.tag(call))?;
        for (place, kept) in places.iter().zip(&kept) {
            watcher.kept(place, kept);
            self.count(kept);
        }
        for kept in kept.iter().filter(|kept| kept.fate.is_news()) {
            self.index.put(kept.ord, &kept.call, &kept.mentions)?;
            self.seq = self.seq.max(kept.seq);
        }
        self.n_uncommitted += 1;
        if self.n_uncommitted >= COMMIT_EVERY {
            self.index.commit(self.seq)?;
            self.n_uncommitted = 0;
        }
        watcher.done_with(portion.bytes);
        Ok(())
    }

    fn count(&mut self, kept: &Kept) {
        let summary = &mut self.summary;
        match kept.fate {
            Fate::New => summary.new += 1,
            Fate::Updated => summary.updated += 1,
            Fate::Unchanged => summary.unchanged += 1,
            Fate::Forgotten => {
                summary.forgotten += 1;
                return;
            }
        }
        summary.turns += kept.call.turns.len() as u64;
        summary.mentions += kept.mentions.len() as u64;
        let nobody_known = kept
            .call
            .participants
            .iter()
            .all(|person| person.side == crate::call::Side::Unknown);
        summary.sideless += u64::from(nobody_known);
    }

    /// Lets the index have what was kept.
    pub(super) fn finish(mut self, workshop: &Workshop<'_>) -> Result<Summary, ArchiveError> {
        remember_lexicons(&mut self.catalogue, workshop)?;
        // A deal changes no words, sides or mentions, so the index has everything up to here without being touched.
        join_if_stale(&mut self.catalogue)?;
        self.pause()
    }

    /// The same for now: calls are put to deals when all of them are there.
    fn pause(mut self) -> Result<Summary, ArchiveError> {
        self.seq = self.seq.max(self.catalogue.latest_seq()?);
        self.index.commit(self.seq)?;
        self.index.close()?;
        Ok(self.summary)
    }
}
