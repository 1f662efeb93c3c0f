//! How is a database read byte by byte while others in this process use it?
//!
//! On Unix, closing any descriptor of a file lets go all locks that the process has on it, those of SQLite's connections
//! too (<https://sqlite.org/howtocorrupt.html>, part 2.2). Another process then takes itself for the last one, folds the
//! journal in and deletes it, and what this one writes afterwards goes to a file that nobody reads. So descriptors of
//! databases and their journals stay open: one for each file, until the process ends.

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens a file for as long as `read` takes; a database's stays open behind it.
pub(super) fn with_file<T>(
    path: &Path,
    read: impl FnOnce(&mut File) -> io::Result<T>,
) -> io::Result<T> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if cfg!(unix) && name.contains(".sqlite") {
        with_held(path, read)
    } else {
        read(&mut File::open(path)?)
    }
}

#[cfg(not(unix))]
fn with_held<T>(path: &Path, read: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    read(&mut File::open(path)?)
}

#[cfg(unix)]
fn with_held<T>(path: &Path, read: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    use std::collections::HashMap;
    use std::io::{Seek, SeekFrom};
    use std::os::unix::fs::MetadataExt;
    use std::sync::{LazyLock, Mutex, PoisonError};

    /// By device and number of the file, whatever it is called: a deleted one is another file.
    static HELD: LazyLock<Mutex<HashMap<(u64, u64), File>>> = LazyLock::new(Mutex::default);

    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let about = std::fs::metadata(path)?;
    let known = (about.dev(), about.ino());
    if !held.contains_key(&known) {
        let file = File::open(path)?;
        let about = file.metadata()?;
        held.insert((about.dev(), about.ino()), file);
    }
    let file = held.get_mut(&known);
    // Put another in its place in this very moment, it is gone like any file that is.
    let file = file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
    file.seek(SeekFrom::Start(0))?;
    read(file)
}
