//! Was what somebody listens for said in the calls that just came in?
//!
//! Every saved search looks through what arrived since it last looked, up to what the index holds, and remembers how
//! far it came: so it can be called after every batch, and after a crash the next call makes up for it.

pub mod letters;

use crate::archive::watches::Watch;
use crate::archive::{Archive, ArchiveError};
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::lock::WriteLock;
use crate::store::lock::turn::Turn;
use crate::store::watches::Arrival;
use crate::store::watches::alerts::Looked;

/// Calls looked through between two commits.
const STRETCH: usize = 512;

/// Looks through what arrived for every saved search, and gives the number of new alerts. Costs next to nothing where
/// nothing is saved. A search that cannot be read is passed over; `verbatim watch list` tells of it.
pub fn look(
    dir: &DataDir,
    lock: &WriteLock,
    threshold: f32,
    now: &str,
) -> Result<u64, ArchiveError> {
    let looked = look_through(dir, lock, threshold, now, None, &|| false)?;
    Ok(looked.n_new)
}

/// The same, giving way to whoever else wants to write.
pub fn look_in_turns(
    dir: &DataDir,
    mut turn: Turn,
    threshold: f32,
    now: &str,
) -> Result<u64, ArchiveError> {
    let mut n_new = 0;
    loop {
        let is_wanted = || turn.is_wanted();
        let looked = look_through(dir, turn.lock(), threshold, now, None, &is_wanted)?;
        n_new += looked.n_new;
        if looked.is_whole {
            return Ok(n_new);
        }
        turn = turn.give_way()?;
    }
}

/// Looks through everything that came in since a moment (RFC 3339, whole seconds, `Z`), whether that was done before or
/// not. What was told is not told again.
pub fn look_since(
    dir: &DataDir,
    lock: &WriteLock,
    threshold: f32,
    now: &str,
    since: &str,
) -> Result<u64, ArchiveError> {
    let looked = look_through(dir, lock, threshold, now, Some(since), &|| false)?;
    Ok(looked.n_new)
}

/// How far somebody came who looked.
#[derive(Debug, Clone, Copy)]
struct Progress {
    /// New alerts.
    n_new: u64,
    /// Whether nothing is left to look through.
    is_whole: bool,
}

fn look_through(
    dir: &DataDir,
    lock: &WriteLock,
    threshold: f32,
    now: &str,
    since: Option<&str>,
    is_wanted: &dyn Fn() -> bool,
) -> Result<Progress, ArchiveError> {
    let mut whole = Progress {
        n_new: 0,
        is_whole: true,
    };
    let mut catalogue = Catalogue::open_to_write(dir, lock)?;
    let rows = catalogue.watches()?;
    if rows.is_empty() {
        return Ok(whole);
    }
    let archive = Archive::open(dir)?;
    for row in &rows {
        if let Ok(watch) = Watch::of_row(row) {
            let (from, since) = match since {
                Some(since) => (0, since),
                None => (row.seq, row.made_at.as_str()),
            };
            let listener = Listener {
                archive: &archive,
                number: row.number,
                from,
                since,
                watch,
                threshold,
                now,
            };
            let looked = listener.look(&mut catalogue, is_wanted)?;
            whole.n_new += looked.n_new;
            if !looked.is_whole {
                return Ok(Progress {
                    is_whole: false,
                    ..whole
                });
            }
        }
    }
    Ok(whole)
}

/// One saved search at work.
struct Listener<'a> {
    archive: &'a Archive,
    /// The saved search's number.
    number: i64,
    /// Only changes after this one …
    from: u64,
    /// … of calls that came in at this moment or later.
    since: &'a str,
    watch: Watch,
    threshold: f32,
    now: &'a str,
}

impl Listener<'_> {
    /// Looks stretch by stretch, until nothing is left or somebody else wants to write.
    fn look(
        &self,
        catalogue: &mut Catalogue,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Progress, ArchiveError> {
        let mut seq = self.from;
        let mut n_new = 0;
        loop {
            let arrived = catalogue.arrived(seq, self.since, STRETCH)?;
            // What is not in the index yet is looked through when it is.
            let is_ready = |arrival: &&Arrival| arrival.seq <= self.archive.seq;
            let ready: Vec<&Arrival> = arrived.iter().take_while(is_ready).collect();
            let Some(last) = ready.last() else {
                return Ok(Progress {
                    n_new,
                    is_whole: true,
                });
            };
            seq = last.seq;
            let calls: Vec<String> = ready.iter().map(|one| one.call.clone()).collect();
            let found = self.watch.evaluate(self.archive, &calls, self.threshold)?;
            n_new += catalogue.add_alerts(&Looked {
                watch: self.number,
                calls: &calls,
                found: &found,
                seq,
                now: self.now,
            })?;
            if is_wanted() {
                return Ok(Progress {
                    n_new,
                    is_whole: false,
                });
            }
        }
    }
}
