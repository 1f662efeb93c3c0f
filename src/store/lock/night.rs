//! Is a nightly run under way already?
//!
//! A lock of its own beside that of the writer: a night takes hours, and writes only now and then.

use std::fs::{File, TryLockError};

use super::{Holder, lock_patiently, open, sign, signed};
use crate::store::DataDir;
use crate::store::error::StoreError;

/// The right to run the night's work on a data folder, until it is dropped.
#[derive(Debug)]
pub struct NightLock {
    file: File,
}

/// Why the night's work cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum NightLockError {
    #[error(
        "process {} runs `verbatim {}` on this data folder since {}; let it end, or end it: the next run goes on where \
         it stopped",
        .0.pid, .0.command, .0.since
    )]
    Running(Holder),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NightLock {
    /// Takes the lock, or tells who has it. The folder is created if need be.
    pub fn take(dir: &DataDir, command: &str) -> Result<NightLock, NightLockError> {
        dir.create()?;
        let path = dir.root().join("nightly.lock");
        let mut file =
            open(&path).map_err(|cause| StoreError::io("open the lock file", &path, cause))?;
        match lock_patiently(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(NightLockError::Running(signed(&mut file)));
            }
            Err(TryLockError::Error(cause)) => {
                return Err(StoreError::io("lock", &path, cause).into());
            }
        }
        // Held it is all the same, and on a full disk the report must still be made.
        let _ = sign(&mut file, command);
        Ok(NightLock { file })
    }
}

impl Drop for NightLock {
    /// Leaves no holder behind; the lock itself ends with the file handle.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}
