//! Who may write to the data folder right now?
//!
//! One writer at a time holds the lock file; reading never takes it. The lock is the system's own and dies
//! with the process, so nothing is ever left to clean up; what stands in the file only tells others who
//! they are waiting for. Nobody keeps it for long while others wait ([`turn`]).

pub mod night;

pub mod turn;

pub mod waiting;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::DataDir;
use super::error::StoreError;

/// How long somebody who sits before a page waits for the right to write.
pub const PAGE_PATIENCE: Duration = Duration::from_secs(10);
/// How long a command waits for it that writes for a moment.
pub const PATIENCE: Duration = Duration::from_secs(60);

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
        WriteLock::take_by(dir, command, lock_patiently)
    }

    /// The same as soon as it is free, or after so long the error. Whoever writes for long learns that somebody waits,
    /// and gives way.
    pub fn take_within(
        dir: &DataDir,
        command: &str,
        most: Duration,
    ) -> Result<WriteLock, StoreError> {
        WriteLock::take_by(dir, command, |file| waiting::lock_within(dir, file, most))
    }

    fn take_by(
        dir: &DataDir,
        command: &str,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<WriteLock, StoreError> {
        dir.create()?;
        let path = dir.lock();
        let mut file =
            open(&path).map_err(|cause| StoreError::io("open the lock file", &path, cause))?;
        match lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(dir, &mut file)),
            Err(TryLockError::Error(cause)) => return Err(StoreError::io("lock", &path, cause)),
        }
        // Held it is all the same, and on a full disk somebody may want to delete.
        let _ = sign(&mut file, command);
        Ok(WriteLock { file })
    }

    /// Lets everybody know that this writer lets go as soon as somebody waits.
    fn promise_to_give_way(&mut self) {
        // Behind the signature. Whoever cannot read it waits or not as for any other writer.
        let _ = writeln!(self.file, "{GIVES_WAY}");
    }
}

/// The line of a writer that lets go as soon as somebody waits.
const GIVES_WAY: &str = "gives way";

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
const PAUSE: Duration = Duration::from_millis(20);

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    pub pid: String,
    pub command: String,
    /// RFC 3339.
    pub since: String,
    /// Whether it lets go as soon as somebody waits.
    #[serde(skip)]
    pub gives_way: bool,
}

/// Who writes to a data folder right now; `None` where nobody does, or nobody can tell.
pub fn holder(dir: &DataDir) -> Option<Holder> {
    let mut file = File::open(dir.lock()).ok()?;
    for _ in 0..TRIES {
        // Shared, so that two who only look never take each other for a writer; it is let go at once.
        let Err(TryLockError::WouldBlock) = file.try_lock_shared() else {
            return None;
        };
        // Who has not signed is just coming or going, or is a child that a writer is just starting.
        if file.metadata().is_ok_and(|about| about.len() > 0) {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    Some(signed(&mut file))
}

/// The refusal, with whatever the lock file tells of its holder.
fn held(dir: &DataDir, file: &mut File) -> StoreError {
    let Holder {
        pid,
        command,
        since,
        gives_way: _,
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
    let (pid, command) = (next("unknown"), next("another command"));
    let since = next("an unknown time");
    Holder {
        pid,
        command,
        since,
        gives_way: lines.next() == Some(GIVES_WAY),
    }
}
