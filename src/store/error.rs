//! What went wrong in the data folder, and what should be done next?
//!
//! Every message names the operation, the place and the cause, and ends in the way out. None of them holds
//! a transcript's words or a person's name.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why bytes cannot be packed, or are not the ones that were packed. Never says what stands in them.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// Something does not fit together.
    #[error("{0}")]
    Broken(&'static str),
    /// Larger than any call may be.
    #[error("its {size} bytes are more than the {limit} that one call may have")]
    TooLarge {
        /// What it is or declares to be.
        size: u64,
        /// The most that is taken.
        limit: u64,
    },
    /// The compression refused.
    #[error("compressed bytes failed ({0})")]
    Zstd(io::Error),
}

/// Why something could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another writer is at work.
    #[error(
        "process {pid} ({command}) holds the data folder {} since {since}; \
         wait for it to end or use another --data",
        .folder.display()
    )]
    Locked {
        /// The data folder.
        folder: PathBuf,
        /// The writer's process id as it stands in the lock file.
        pid: String,
        /// The writer's command.
        command: String,
        /// RFC 3339 time at which it took the lock.
        since: String,
    },
    /// The file system refused.
    #[error("cannot {operation} {}: {cause}; {}", .path.display(), io_advice(.cause))]
    Io {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The catalogue refused.
    #[error("cannot {operation} {}: {}; {}", .path.display(), sqlite_words(.cause), sqlite_advice(.cause))]
    Sqlite {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The catalogue.
        path: PathBuf,
        /// What SQLite said.
        cause: Box<rusqlite::Error>,
    },
    /// The catalogue was written by a newer program.
    #[error(
        "{} was written by a newer verbatim (schema {found}, this one knows {known}); \
         upgrade this program or use another --data",
        .path.display()
    )]
    Newer {
        /// The catalogue.
        path: PathBuf,
        /// The schema found in it.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// There is no catalogue to read.
    #[error(
        "nothing has been kept yet in {}; run `verbatim ingest` first, or give another --data or VERBATIM_DATA",
        .folder.display()
    )]
    NothingKept {
        /// The data folder.
        folder: PathBuf,
    },
    /// A call's bytes are not what was written.
    #[error(
        "cannot {operation} {}: call number {ord} is damaged: {cause}; \
         restore the data folder from a backup",
        .path.display()
    )]
    Damaged {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The catalogue.
        path: PathBuf,
        /// The call's number.
        ord: u32,
        /// What is wrong with the bytes.
        cause: CodecError,
    },
    /// A delivered call cannot be written down.
    #[error(
        "cannot pack the call from {origin}: {cause}; leave this file out or split it, and report it"
    )]
    Unpackable {
        /// Where the call came from.
        origin: String,
        /// What is wrong with it.
        cause: CodecError,
    },
    /// Calls were deleted here, and the key that tells which ones is gone.
    #[error(
        "cannot tell which calls were deleted before: {} is missing or not the one that was used; \
         put it back from a backup of this data folder, and run the same command again",
        .path.display()
    )]
    KeyLost {
        /// The file of the key.
        path: PathBuf,
    },
    /// Every number is given out.
    #[error(
        "cannot {operation} {}: it is full at {limit} calls; use another --data for more",
        .path.display()
    )]
    Full {
        /// What was tried, as a verb.
        operation: &'static str,
        /// The catalogue.
        path: PathBuf,
        /// How many calls there can be.
        limit: u32,
    },
}

impl StoreError {
    /// An error of the file system, with its place.
    pub(super) fn io(operation: &'static str, path: &Path, cause: io::Error) -> StoreError {
        StoreError::Io {
            operation,
            path: path.to_owned(),
            cause,
        }
    }

    /// Whether the same may succeed later without anybody touching what is kept: another writer ends, space is freed, a
    /// disk comes back.
    pub fn may_pass(&self) -> bool {
        match self {
            StoreError::Locked { .. } | StoreError::Io { .. } => true,
            StoreError::Sqlite { cause, .. } => matches!(
                cause.sqlite_error_code(),
                Some(
                    ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::DiskFull
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::CannotOpen
                        | ErrorCode::ReadOnly
                )
            ),
            _ => false,
        }
    }

    /// An error of SQLite, with its place.
    pub(super) fn sqlite(
        operation: &'static str,
        path: &Path,
        cause: rusqlite::Error,
    ) -> StoreError {
        StoreError::Sqlite {
            operation,
            path: path.to_owned(),
            cause: Box::new(cause),
        }
    }
}

/// An error inside the catalogue that does not know its place yet, so that the small steps need not carry it.
#[derive(Debug)]
pub(super) enum Trouble {
    Sqlite(rusqlite::Error),
    Damaged(u32, CodecError),
    Unpackable(String, CodecError),
    Full(u32),
    KeyLost(PathBuf),
}

impl From<rusqlite::Error> for Trouble {
    fn from(cause: rusqlite::Error) -> Trouble {
        Trouble::Sqlite(cause)
    }
}

impl Trouble {
    /// Says what was tried and where.
    pub(super) fn at(self, operation: &'static str, path: &Path) -> StoreError {
        let place = path.to_owned();
        match self {
            Trouble::Sqlite(cause) => StoreError::sqlite(operation, path, cause),
            Trouble::Damaged(ord, cause) => StoreError::Damaged {
                operation,
                path: place,
                ord,
                cause,
            },
            Trouble::Unpackable(origin, cause) => StoreError::Unpackable { origin, cause },
            Trouble::Full(limit) => StoreError::Full {
                operation,
                path: place,
                limit,
            },
            Trouble::KeyLost(path) => StoreError::KeyLost { path },
        }
    }
}

fn io_advice(cause: &io::Error) -> &'static str {
    match cause.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some space and run the same command again"
        }
        ErrorKind::ReadOnlyFilesystem => "use a --data folder that can be written",
        ErrorKind::PermissionDenied => "check who owns it, or use another --data",
        _ => "check the path and its disk, or use another --data",
    }
}

/// SQLite's cause in words a person can act on; its own words for the rest.
fn sqlite_words(cause: &rusqlite::Error) -> String {
    match cause.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another process is writing to it".to_owned()
        }
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        Some(ErrorCode::DatabaseCorrupt) => "the file is damaged".to_owned(),
        Some(ErrorCode::NotADatabase) => "it is no catalogue".to_owned(),
        // Whoever reads may meet this too: the journal of a file has to be written for that.
        Some(ErrorCode::ReadOnly) => "it or its folder is write-protected".to_owned(),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "it cannot be opened".to_owned()
        }
        Some(ErrorCode::SystemIoFailure) => "the disk failed to read or write it".to_owned(),
        Some(ErrorCode::TooBig) => "one call is larger than a catalogue can hold".to_owned(),
        _ => cause.to_string(),
    }
}

fn sqlite_advice(cause: &rusqlite::Error) -> &'static str {
    match cause.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "wait for it to end and run the same command again"
        }
        Some(ErrorCode::DiskFull) => {
            "nothing of this step was kept; free some space and run the same command again"
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "restore the data folder from a backup (`verbatim restore BACKUP --replace`), \
             or ingest into another --data"
        }
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "check who owns the data folder and its permissions, or use another --data"
        }
        Some(ErrorCode::SystemIoFailure) => "check the disk, then run the same command again",
        Some(ErrorCode::TooBig) => "leave that file out or split it",
        _ => "run the same command again, and report it if it stays",
    }
}
