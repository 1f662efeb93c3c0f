//! How is a data folder copied while somebody writes to it?
//!
//! A backup is a folder: the catalogue and the inbox as SQLite itself copies them at one moment (`VACUUM INTO`), every
//! other file that is kept, and a manifest with the size and hash of each. What is derived (the index) and what belongs to
//! a running process (locks, uploads) stays out. It is made under another name and renamed when it is whole. The key of
//! the tombstones goes with it: a restore must still know what was deleted.

pub mod manifest;
pub mod unpack;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use rusqlite::params;
use walkdir::WalkDir;

use self::manifest::{Entry, Manifest, hashed};
use super::DataDir;
use super::catalogue::{Catalogue, connect};
use super::error::StoreError;
use super::{sound, whole};

/// Why a backup cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file system refused.
    #[error("cannot {what} {}: {cause}; check the path, its disk and its permissions, and try again", path.display())]
    Disk {
        what: &'static str,
        path: PathBuf,
        cause: io::Error,
    },
    /// Something is there already.
    #[error("{} is there already; name a folder that is not, or remove this one first", .0.display())]
    Taken(PathBuf),
    /// A copy that lies in what it copies keeps what is deleted there.
    #[error("{} lies in the data folder itself; name a folder outside of it, best on another disk", .0.display())]
    Inside(PathBuf),
    /// It is no backup, or not a whole one.
    #[error("{}: this is no whole backup: {why}; use another backup, or make a new one", path.display())]
    Broken { path: PathBuf, why: String },
    /// A newer program made it.
    #[error("{} was made by a newer verbatim; upgrade this program to restore it", .0.display())]
    Newer(PathBuf),
    /// There is an archive where the backup would go.
    #[error(
        "there is an archive in {} already; restore into another folder with --into DIR, or give --replace to put the \
         backup in its place",
        .0.display()
    )]
    ArchiveThere(PathBuf),
}

/// A function that makes an error of the file system with its place.
pub(super) fn disk(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |cause| BackupError::Disk { what, path, cause }
}

/// The name of a part of the data folder that no backup needs.
fn stays_out(name: &str) -> bool {
    const DERIVED: [&str; 5] = ["index", "index.new", "intake", "lock", "restore.new"];
    const SQLITE: [&str; 2] = ["catalogue.sqlite", "inbox.sqlite"];
    let is_sqlite = SQLITE.iter().any(|file| name.starts_with(file));
    DERIVED.contains(&name) || is_sqlite || name.ends_with(".lock") || name.contains(".new")
}

/// Copies a data folder into a new folder and gives the manifest; `now` is the RFC 3339 time. Databases are compressed
/// where `zstd` says so.
pub fn make(dir: &DataDir, into: &Path, zstd: bool, now: &str) -> Result<Manifest, BackupError> {
    let catalogue = Catalogue::open_to_read(dir)?;
    if into.exists() {
        return Err(BackupError::Taken(into.to_owned()));
    }
    if lies_in(into, dir.root()) {
        return Err(BackupError::Inside(into.to_owned()));
    }
    let mut name = into.file_name().unwrap_or_default().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    let part = into.with_file_name(name);
    let made = fill(dir, &catalogue, &part, zstd, now)
        .and_then(|manifest| put_in_place(&part, into).map(|()| manifest));
    if made.is_err() {
        // Half a backup is worse than none; it may never have been begun.
        let _ = std::fs::remove_dir_all(&part);
    }
    made
}

/// Whether a path that is not there yet would lie in a folder that is.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let Ok(folder) = std::fs::canonicalize(folder) else {
        return false;
    };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = absolute.ancestors().skip(1).find(|parent| parent.exists());
    there
        .and_then(|parent| std::fs::canonicalize(parent).ok())
        .is_some_and(|parent| parent.starts_with(folder))
}

fn fill(
    dir: &DataDir,
    catalogue: &Catalogue,
    part: &Path,
    zstd: bool,
    now: &str,
) -> Result<Manifest, BackupError> {
    let _ = std::fs::remove_dir_all(part);
    whole::make_folder(part)?;
    let mut files = Vec::new();
    for database in sound::databases(dir) {
        files.push(copy_database(&database, part, zstd)?);
    }
    // Behind the catalogue, so that the key of every tombstone in it is among them.
    for path in others(dir)? {
        files.push(copy_file(dir.root(), &path, part)?);
    }
    let counts = catalogue.counts()?;
    let manifest = Manifest {
        backup: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: catalogue.schema()?,
        made_at: now.to_owned(),
        calls: counts.calls,
        turns: counts.turns,
        files,
    };
    manifest.write(part)?;
    Ok(manifest)
}

/// Every other file of the data folder, as a path from there. Links are not followed.
fn others(dir: &DataDir) -> Result<Vec<PathBuf>, BackupError> {
    let mut paths = Vec::new();
    let walk = WalkDir::new(dir.root()).min_depth(1).sort_by_file_name();
    let walk = walk.into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        !stays_out(&name)
    });
    for entry in walk {
        let entry = entry.map_err(|cause| disk("list", dir.root())(io::Error::from(cause)))?;
        if entry.file_type().is_file()
            && let Ok(below) = entry.path().strip_prefix(dir.root())
        {
            paths.push(below.to_owned());
        }
    }
    Ok(paths)
}

/// A database as it is at one moment, whoever writes to it. A damaged one must not pass for a backup: its copy may be
/// sound and lack what was damaged, so both are looked through.
fn copy_database(path: &Path, part: &Path, zstd: bool) -> Result<Entry, BackupError> {
    let name = path.file_name().unwrap_or_default();
    let copy = part.join(name);
    sound::look_through("copy", path)?;
    private(&copy)?;
    let conn = connect(path, "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;")?;
    let target = copy.to_str().ok_or_else(|| BackupError::Broken {
        path: copy.clone(),
        why: "its path is not UTF-8".to_owned(),
    })?;
    conn.execute("VACUUM INTO ?1", params![target])
        .map_err(|cause| StoreError::sqlite("copy", path, cause))?;
    sound::look_through("check", &copy).map_err(|_| {
        let cause = io::Error::other("it is not what was copied");
        disk("use the copy", &copy)(cause)
    })?;
    if !zstd {
        return hashed(part, Path::new(name), false);
    }
    let packed = packed_name(Path::new(name));
    pack(&copy, &part.join(&packed)).map_err(disk("compress", &copy))?;
    std::fs::remove_file(&copy).map_err(disk("remove", &copy))?;
    hashed(part, &packed, true)
}

fn packed_name(name: &Path) -> PathBuf {
    let mut packed = name.as_os_str().to_owned();
    packed.push(".zst");
    PathBuf::from(packed)
}

fn pack(from: &Path, to: &Path) -> io::Result<()> {
    let source = BufReader::new(File::open(from)?);
    let mut target = BufWriter::new(create(to)?);
    zstd::stream::copy_encode(source, &mut target, 3)?;
    target.flush()?;
    target.get_ref().sync_all()
}

fn copy_file(root: &Path, below: &Path, part: &Path) -> Result<Entry, BackupError> {
    let target = part.join(below);
    if let Some(folder) = target.parent() {
        whole::make_folder(folder)?;
    }
    copy(&root.join(below), &target).map_err(disk("copy", &root.join(below)))?;
    hashed(part, below, false)
}

/// Copies a file so that only its owner can read the copy, and that it is on the disk.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut target = create(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}

pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// SQLite writes into an empty file that is there, and leaves its permissions.
fn private(path: &Path) -> Result<(), BackupError> {
    create(path).map(|_| ()).map_err(disk("create", path))
}

fn put_in_place(part: &Path, into: &Path) -> Result<(), BackupError> {
    sync_folder(part);
    std::fs::rename(part, into).map_err(disk("rename the backup to", into))?;
    sync_folder(into.parent().unwrap_or(Path::new("")));
    Ok(())
}

/// Best effort: not every system lets a folder be opened.
pub(super) fn sync_folder(path: &Path) {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}
