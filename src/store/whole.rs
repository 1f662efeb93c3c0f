//! How is a small file replaced, so that nobody ever sees half of it?
//!
//! Written beside it, synced, and renamed. What is new is readable by its owner alone; what is replaced keeps its
//! permissions.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::error::StoreError;

/// Puts bytes in the place of a file's. Two writers of one file take turns; the caller sees to that.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    // A link stays a link; what it leads to is replaced.
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let written = write_beside(&beside, &path, bytes);
    if written.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(|cause| StoreError::io("write", &path, cause))
}

fn write_beside(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(beside)?;
    if let Ok(old) = std::fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, path)?;
    // Best effort: not every system lets a folder be opened.
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Removes a file; that there is none is fine.
pub fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path, cause))
        }
        _ => Ok(()),
    }
}

/// The bytes of a file; `None` where there is none.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(StoreError::io("read", path, cause)),
    }
}

/// Makes a folder, readable by its owner alone, where it is missing.
pub fn make_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.create(path);
    made.map_err(|cause| StoreError::io("create", path, cause))
}
