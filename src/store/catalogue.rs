//! How is the catalogue opened, and which number comes next?

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::DataDir;
use super::error::{StoreError, Trouble};
use super::lock::WriteLock;
use super::tombstones::Tombstones;
use super::{forget, schema};

/// Numbers of calls stay below this, so that a call and a turn fit one 64-bit key with room to spare.
const ORD_LIMIT: u32 = 1 << 28;

/// How long a step waits for another process to let go of the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than the store has statements, so that each is compiled once.
const STATEMENTS: usize = 64;

/// `page_size` only counts before the first page is written, hence before the journal mode. `FULL` because
/// `NORMAL` loses committed work in a power cut; `fullfsync` says the same to macOS and nothing to others.
/// Sorting stays in memory so that no words reach a temporary file.
pub(super) const WRITING: &str = "
PRAGMA page_size = 8192;
PRAGMA secure_delete = ON;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -16384;
PRAGMA temp_store = MEMORY;
";

/// The last reader out may be the one that folds the journal into the file, so it syncs like a writer.
pub(super) const READING: &str = "
PRAGMA query_only = ON;
PRAGMA secure_delete = ON;
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA cache_size = -16384;
PRAGMA temp_store = MEMORY;
";

/// Everything kept, in one SQLite file. One for each thread; readers and the writer do not block each other.
#[derive(Debug)]
pub struct Catalogue {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    /// What must not be kept again, once somebody asked.
    pub(super) tombstones: Option<Tombstones>,
}

impl Catalogue {
    /// Opens the catalogue for writing and creates or upgrades it if need be. The lock is asked for as proof.
    pub fn open_to_write(dir: &DataDir, _lock: &WriteLock) -> Result<Catalogue, StoreError> {
        dir.create()?;
        let path = dir.catalogue();
        create_private("create the catalogue", &path)?;
        let mut conn = connect(&path, WRITING)?;
        schema::migrate(&mut conn, &path)?;
        // Somebody began to delete calls and was killed: nobody shall meet them any more.
        forget::finish_rows(&mut conn, &path)?;
        Ok(Catalogue {
            conn,
            path,
            tombstones: None,
        })
    }

    /// Opens the catalogue for reading; nothing is created and no lock is taken.
    pub fn open_to_read(dir: &DataDir) -> Result<Catalogue, StoreError> {
        let path = dir.catalogue();
        let nothing_kept = || StoreError::NothingKept {
            folder: dir.root().to_owned(),
        };
        match path.try_exists() {
            Ok(true) => {}
            Ok(false) => return Err(nothing_kept()),
            // Nobody can tell what is kept in a folder that must not be looked into.
            Err(cause) => return Err(StoreError::io("look into", dir.root(), cause)),
        }
        let conn = connect(&path, READING)?;
        if schema::version(&conn, &path)? == 0 {
            return Err(nothing_kept());
        }
        Ok(Catalogue {
            conn,
            path,
            tombstones: None,
        })
    }

    /// The schema of the file.
    pub fn schema(&self) -> Result<i64, StoreError> {
        schema::version(&self.conn, &self.path)
    }

    /// The catalogue's file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// SQLite gives its journal the permissions of the file, so the file has to be private before it is opened.
pub(super) fn create_private(operation: &'static str, path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(cause) => Err(StoreError::io(operation, path, cause)),
    }
}

pub(super) fn connect(path: &Path, pragmas: &str) -> Result<Connection, StoreError> {
    open_with(path, pragmas).map_err(|cause| StoreError::sqlite("open", path, cause))
}

/// Both kinds open read-write: a reader of a WAL file has to touch its shared memory, and `query_only` keeps
/// it from writing anything else. On a write-protected file SQLite falls back by itself.
fn open_with(path: &Path, pragmas: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(PATIENCE)?;
    conn.execute_batch(pragmas)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(conn)
}

const NEXT_ORD: &str = "store.next_ord";
const LAST_SEQ: &str = "store.seq";

/// The numbers given out so far. They are kept apart from the rows so that none is given out twice, even
/// after its call is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counters {
    next_ord: u32,
    seq: u64,
}

impl Counters {
    pub(super) fn load(conn: &Connection) -> Result<Counters, Trouble> {
        let next_ord = meta(conn, NEXT_ORD)?
            .and_then(|n| n.parse().ok())
            .unwrap_or(0);
        Ok(Counters {
            next_ord,
            seq: last_seq(conn)?,
        })
    }

    pub(super) fn save(self, conn: &Connection) -> Result<(), Trouble> {
        set_meta(conn, NEXT_ORD, &self.next_ord.to_string())?;
        set_meta(conn, LAST_SEQ, &self.seq.to_string())
    }

    /// The number of the next new call.
    pub(super) fn take_ord(&mut self) -> Result<u32, Trouble> {
        let ord = self.next_ord;
        if ord >= ORD_LIMIT {
            return Err(Trouble::Full(ORD_LIMIT));
        }
        self.next_ord = ord + 1;
        Ok(ord)
    }

    /// The number of the next change.
    pub(super) fn take_seq(&mut self) -> u64 {
        self.seq = self.seq.saturating_add(1);
        self.seq
    }
}

/// The number of the latest change; zero before the first.
pub(super) fn last_seq(conn: &Connection) -> Result<u64, Trouble> {
    Ok(meta(conn, LAST_SEQ)?
        .and_then(|n| n.parse().ok())
        .unwrap_or(0))
}

pub(super) fn meta(conn: &Connection, key: &str) -> Result<Option<String>, Trouble> {
    let mut select = conn.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(select
        .query_row(params![key], |row| row.get(0))
        .optional()?)
}

pub(super) fn set_meta(conn: &Connection, key: &str, value: &str) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![key, value])?;
    Ok(())
}
