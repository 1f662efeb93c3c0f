//! How does a backup become a data folder again, without bringing back what was deleted?
//!
//! Everything is unpacked into a folder beside the data first, checked there, and given the tombstones of both sides.
//! Whoever calls then deletes in that folder what the tombstones name, and only after that is it put in place. So nothing
//! that was deleted is ever where somebody could meet it.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::WriteLock;
use crate::store::tombstones::{Keys, Row};
use crate::store::{DataDir, whole};

use super::manifest::{Entry, Manifest, below};
use super::{BackupError, create, disk, sync_folder};

/// A database that unpacks to more is none of ours.
const MOST_BYTES: u64 = 1 << 42;

/// What a data folder remembers of deletions.
#[derive(Debug, Default)]
pub struct Memory {
    keys: Option<Keys>,
    rows: Vec<Row>,
}

impl Memory {
    /// What a folder remembers; nothing where nothing is kept there.
    pub fn of(dir: &DataDir) -> Result<Memory, StoreError> {
        if !dir.catalogue().exists() {
            return Ok(Memory {
                keys: Keys::read(dir)?,
                rows: Vec::new(),
            });
        }
        let catalogue = Catalogue::open_to_read(dir)?;
        // A list whose key is lost must not be carried on as if it worked.
        catalogue.tombstones()?;
        Ok(Memory {
            keys: Keys::read(dir)?,
            rows: catalogue.tombstone_rows()?,
        })
    }

    /// Gives what is remembered to another folder, and the number of tombstones that are new there.
    pub fn give_to(&self, dir: &DataDir, catalogue: &mut Catalogue) -> Result<u64, StoreError> {
        let theirs = Keys::read(dir)?;
        let united = match (theirs, self.keys.clone()) {
            (Some(theirs), Some(ours)) => Some(theirs.united(ours)),
            (theirs, ours) => theirs.or(ours),
        };
        if let Some(keys) = united {
            keys.write(dir)?;
        }
        catalogue.take_over_tombstones(&self.rows)
    }
}

/// Where a backup is unpacked.
pub fn staging(dir: &DataDir) -> DataDir {
    DataDir::new(dir.root().join("restore.new"))
}

/// Checks a backup and unpacks it into the staging folder of a data folder.
pub fn unpack(backup: &Path, dir: &DataDir, _lock: &WriteLock) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(backup)?;
    manifest.check(backup)?;
    let staging = staging(dir);
    remove_folder(staging.root())?;
    whole::make_folder(staging.root())?;
    for file in &manifest.files {
        put(backup, file, staging.root())?;
    }
    if !staging.catalogue().is_file() {
        return Err(BackupError::Broken {
            path: backup.to_owned(),
            why: "it holds no catalogue".to_owned(),
        });
    }
    sync_folder(staging.root());
    Ok(manifest)
}

fn put(backup: &Path, file: &Entry, into: &Path) -> Result<(), BackupError> {
    let Some(path) = below(&file.path) else {
        return Ok(());
    };
    let (from, mut to) = (backup.join(&path), into.join(&path));
    if let Some(folder) = to.parent() {
        whole::make_folder(folder)?;
    }
    if file.zstd {
        to.set_extension("");
        return unzip(&from, &to).map_err(disk("unpack", &from));
    }
    super::copy(&from, &to).map_err(disk("copy", &from))
}

fn unzip(from: &Path, to: &Path) -> io::Result<()> {
    let source = BufReader::new(File::open(from)?);
    let mut unpacked = zstd::stream::Decoder::new(source)?.take(MOST_BYTES);
    let mut target = create(to)?;
    io::copy(&mut unpacked, &mut target)?;
    target.sync_all()
}

/// Puts what was unpacked in the place of what is there. The index goes first: it belongs to the old catalogue. The key of
/// the tombstones and the list of tokens go before the catalogue that needs them.
pub fn put_in_place(dir: &DataDir, _lock: &WriteLock) -> Result<(), BackupError> {
    let staging = staging(dir);
    remove_folder(&dir.index())?;
    let mut paths = files_of(staging.root())?;
    paths.sort_by_key(|path| rank(path));
    for below in paths {
        let (from, to) = (staging.root().join(&below), dir.root().join(&below));
        if let Some(folder) = to.parent() {
            whole::make_folder(folder)?;
        }
        if below == Path::new("catalogue.sqlite") || below == Path::new("inbox.sqlite") {
            // The journal of the one before would be read as if it were this one's.
            for ending in ["-wal", "-shm"] {
                let mut name = to.as_os_str().to_owned();
                name.push(ending);
                whole::remove(Path::new(&name))?;
            }
        }
        std::fs::rename(&from, &to).map_err(disk("put the backup in the place of", &to))?;
    }
    sync_folder(dir.root());
    remove_folder(staging.root())
}

fn rank(path: &Path) -> u8 {
    match path.to_str() {
        Some(crate::store::tombstones::KEY_FILE) => 0,
        // Killed between the two, no archive may stand there without its tokens.
        Some("tokens.json") => 1,
        Some("catalogue.sqlite") => 2,
        _ => 3,
    }
}

/// The files of a staging folder, without the lock and the journals, which are empty by now.
fn files_of(root: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|cause| disk("list", root)(io::Error::from(cause)))?;
        let Ok(below) = entry.path().strip_prefix(root) else {
            continue;
        };
        let name = below.to_string_lossy();
        let is_left = name == "lock" || name.ends_with("-wal") || name.ends_with("-shm");
        if entry.file_type().is_file() && !is_left {
            paths.push(below.to_owned());
        }
    }
    Ok(paths)
}

/// Removes a folder with everything in it; that there is none is fine.
pub fn remove_folder(path: &Path) -> Result<(), BackupError> {
    match std::fs::remove_dir_all(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(disk("remove", path)(cause)),
        _ => Ok(()),
    }
}
