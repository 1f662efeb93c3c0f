//! What has arrived and is not in the catalogue yet?
//!
//! A vendor is told that a delivery is taken only after it stands here: one SQLite file beside the catalogue, written
//! by as many processes as there are, without the catalogue's lock. A job stays until the catalogue has it; whoever
//! works on it holds it for a while only, so that the job of a worker that was killed comes back. The ids of deliveries
//! are remembered longer than their bodies, by which a repeated one is known.

pub mod backoff;
pub mod cursor;
pub mod group;
pub mod look;
pub mod take;
pub mod work;

mod schema;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use super::DataDir;
use super::catalogue::{WRITING, connect, create_private};
use super::error::{StoreError, Trouble};

pub use group::GroupCommit;
pub use look::{Counts, Filter, Line, Shown};
pub use take::{NewDelivery, Packed, Taken};
pub use work::Job;

/// How long the ids of deliveries are remembered: no vendor tries for so long.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a worker holds a job before somebody else may take it. Whoever needs longer holds on to it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// Nothing is put off for so long; what is due later was written by a clock that went wrong, and is due now.
pub const FARTHEST: SignedDuration = SignedDuration::from_hours(72);

/// How often opening is tried while another process is just setting the file up.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(50);

/// What is to be done with a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Its body is a transcript.
    #[default]
    Raw,
    /// It tells where a transcript is to be fetched.
    Fetch,
    /// It could not be understood when it came.
    Dead,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Raw, Kind::Fetch, Kind::Dead];

    /// The word in the file and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Raw => "raw",
            Kind::Fetch => "fetch",
            Kind::Dead => "dead",
        }
    }

    fn named(name: &str) -> Kind {
        let known = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        known.unwrap_or(Kind::Dead)
    }
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has tried yet.
    Waiting,
    /// Somebody is at it; after its time it may be taken by somebody else.
    Working,
    /// It was tried, and is tried again at its time.
    Later,
    /// It is kept, or was dropped. Only its id is remembered.
    Done,
    /// It needs a person.
    Dead,
}

impl State {
    const ALL: [State; 5] = [
        State::Waiting,
        State::Working,
        State::Later,
        State::Done,
        State::Dead,
    ];

    /// The word in the file and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Working => "working",
            State::Later => "later",
            State::Done => "done",
            State::Dead => "dead",
        }
    }

    fn named(name: &str) -> State {
        let known = State::ALL.into_iter().find(|state| state.name() == name);
        known.unwrap_or(State::Dead)
    }
}

/// The inbox of a data folder. One for each thread.
#[derive(Debug)]
pub struct Inbox {
    conn: Connection,
    path: PathBuf,
    /// Which file was opened.
    file: Option<FileId>,
}

/// Device and number of a file.
type FileId = (u64, u64);

impl Inbox {
    /// Opens the inbox; it is created or upgraded if need be. Takes no lock: several processes may have it open.
    pub fn open(dir: &DataDir) -> Result<Inbox, StoreError> {
        dir.create()?;
        let path = dir.inbox();
        create_private("create the inbox", &path)?;
        let file = file_id(&path);
        let conn = set_up(&path)?;
        sync_folder(dir.root())?;
        Ok(Inbox { conn, path, file })
    }

    /// The inbox where there is one; nothing is created.
    pub fn open_if_there(dir: &DataDir) -> Result<Option<Inbox>, StoreError> {
        if !dir.inbox().exists() {
            return Ok(None);
        }
        Inbox::open(dir).map(Some)
    }

    /// Whether its path still leads to the file that was opened. Somebody may have put a backup in its place; what is
    /// written into the old one then, nobody will ever read.
    pub fn is_in_place(&self) -> bool {
        self.file == file_id(&self.path)
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Forgets deliveries that are done and came before a time, with their ids; gives their number.
    pub fn forget_keys_before(&self, time: Timestamp) -> Result<u64, StoreError> {
        self.write("forget old deliveries of", |conn| {
            let sql = "DELETE FROM delivery WHERE state = 'done' AND received_at < ?1";
            let n_forgotten = conn.execute(sql, [time.as_millisecond()])?;
            Ok(n_forgotten as u64)
        })
    }

    /// Folds the journal into the file and empties it, so that nothing deleted stands in it any longer.
    pub fn empty_journal(&self) -> Result<(), StoreError> {
        let emptied = self
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        emptied.map_err(|cause| StoreError::sqlite("empty the journal of", &self.path, cause))
    }

    /// Does something in one transaction: all of it or nothing.
    fn write<T>(
        &self,
        operation: &'static str,
        step: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let run = || -> Result<T, Trouble> {
            let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
            let done = step(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run().map_err(|trouble| trouble.at(operation, &self.path))
    }

    /// Runs one reading step and gives its errors their place.
    fn read<T>(
        &self,
        step: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        step(&self.conn).map_err(|trouble| trouble.at("read from", &self.path))
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Elsewhere nobody can put another file in the place of an open one.
#[cfg(not(unix))]
fn file_id(_: &Path) -> Option<FileId> {
    None
}

/// Two processes may set up the same file at once; the one that comes second waits a little.
fn set_up(path: &Path) -> Result<Connection, StoreError> {
    let mut tries = 0;
    loop {
        let opened = connect(path, WRITING).and_then(|mut conn| {
            schema::migrate(&mut conn, path)?;
            Ok(conn)
        });
        match opened {
            Err(error) if is_busy(&error) && tries < TRIES => {
                tries += 1;
                std::thread::sleep(PAUSE);
            }
            opened => return opened,
        }
    }
}

fn is_busy(error: &StoreError) -> bool {
    let StoreError::Sqlite { cause, .. } = error else {
        return false;
    };
    matches!(
        cause.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// The file's name must survive a power cut before anybody is told that something stands in it. Done at every opening,
/// since whoever created the file may have been killed before this.
#[cfg(unix)]
fn sync_folder(root: &Path) -> Result<(), StoreError> {
    let synced = File::open(root).and_then(|folder| folder.sync_all());
    synced.map_err(|cause| StoreError::io("sync the data folder", root, cause))
}

/// Elsewhere a folder cannot be opened, and names are kept with the files.
#[cfg(not(unix))]
fn sync_folder(root: &Path) -> Result<(), StoreError> {
    let _ = File::open(root);
    Ok(())
}

/// A time as it was written; the beginning of 1970 for what is no time.
fn time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}
