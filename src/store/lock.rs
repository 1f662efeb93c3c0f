//! Who may write to the data folder right now?
//!
//! One writer at a time holds the lock file; reading never takes it. The lock is the system's own and dies
//! with the process, so nothing is ever left to clean up; what stands in the file only tells others who
//! they are waiting for.

pub mod night;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

use jiff::Timestamp;

use super::DataDir;
use super::error::StoreError;

/// More than any lock file of ours holds; a foreign file is not read to its end.
const HOLDER_LIMIT: u64 = 1024;

/// The right to write to a data folder, until it is dropped.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
}

impl WriteLock {
    /// Takes the lock for a command (`ingest`), or tells who holds it. The folder is created if need be.
    pub fn take(dir: &DataDir, command: &str) -> Result<WriteLock, StoreError> {
        dir.create()?;
        let path = dir.lock();
        let mut file =
            open(&path).map_err(|cause| StoreError::io("open the lock file", &path, cause))?;
        match lock_patiently(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(dir, &mut file)),
            Err(TryLockError::Error(cause)) => return Err(StoreError::io("lock", &path, cause)),
        }
        // Held it is all the same, and on a full disk somebody may want to delete.
        let _ = sign(&mut file, command);
        Ok(WriteLock { file })
    }
}

/// A writer that is just ending, or a child that a writer is just starting, holds the lock for moments only.
fn lock_patiently(file: &File) -> Result<(), TryLockError> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
    file.try_lock()
}

const TRIES: u32 = 10;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

impl Drop for WriteLock {
    /// Leaves no holder behind; the lock itself ends with the file handle.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes process, command and start, one a line.
fn sign(file: &mut File, command: &str) -> io::Result<()> {
    let command: String = command
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    let since = format!("{:.0}", Timestamp::now());
    file.set_len(0)?;
    file.write_all(format!("{}\n{command}\n{since}\n", std::process::id()).as_bytes())
}

/// Who holds the lock of a data folder, as the lock file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub pid: String,
    pub command: String,
    /// RFC 3339.
    pub since: String,
}

/// Who writes to a data folder right now; `None` where nobody does, or nobody can tell.
pub fn holder(dir: &DataDir) -> Option<Holder> {
    let mut file = File::open(dir.lock()).ok()?;
    // Shared, so that two who only look never take each other for a writer; it is let go at once.
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(signed(&mut file)),
        _ => None,
    }
}

/// The refusal, with whatever the lock file tells of its holder.
fn held(dir: &DataDir, file: &mut File) -> StoreError {
    let Holder {
        pid,
        command,
        since,
    } = signed(file);
    StoreError::Locked {
        folder: dir.root().to_owned(),
        pid,
        command,
        since,
    }
}

fn signed(file: &mut File) -> Holder {
    let mut bytes = Vec::new();
    // Where a held file cannot be read (Windows), the holder stays unknown.
    let _ = file.take(HOLDER_LIMIT).read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines().map(str::trim);
    let mut next = |unknown: &str| {
        lines
            .next()
            .filter(|line| !line.is_empty())
            .unwrap_or(unknown)
            .to_owned()
    };
    Holder {
        pid: next("unknown"),
        command: next("another command"),
        since: next("an unknown time"),
    }
}
