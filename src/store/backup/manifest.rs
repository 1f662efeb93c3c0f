//! What is in a backup, and is it still all there?

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::store::whole;

use super::{BackupError, disk};

/// The form of backups that this program writes; it reads this one and older ones.
pub const FORMAT: u32 = 1;
/// The file in the backup's folder.
pub const FILE: &str = "manifest.json";

/// A larger manifest is none of ours.
const MOST_BYTES: u64 = 64 << 20;
/// More files no data folder has.
const MOST_FILES: usize = 200_000;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub backup: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The schema of the catalogue.
    pub schema: i64,
    /// RFC 3339.
    pub made_at: String,
    pub calls: u64,
    pub turns: u64,
    pub files: Vec<Entry>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From the backup's folder, with `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// In hexadecimal digits.
    pub sha256: String,
    /// Whether it has to be unpacked, and then loses its `.zst`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zstd: bool,
}

impl Manifest {
    /// Writes it, last of all.
    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let path = folder.join(FILE);
        let mut text = serde_json::to_vec_pretty(self)
            .map_err(|cause| disk("write", &path)(io::Error::from(cause)))?;
        text.push(b'\n');
        Ok(whole::write(&path, &text)?)
    }

    /// Reads the manifest of a backup; nothing else of the backup is looked at.
    pub fn read(backup: &Path) -> Result<Manifest, BackupError> {
        let path = backup.join(FILE);
        let broken = |why: &str| BackupError::Broken {
            path: backup.to_owned(),
            why: why.to_owned(),
        };
        let mut bytes = Vec::new();
        let read =
            File::open(&path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) if bytes.len() as u64 <= MOST_BYTES => {}
            Ok(_) => return Err(broken("its manifest is too large")),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                return Err(broken("it has no manifest.json"));
            }
            Err(cause) => return Err(disk("read", &path)(cause)),
        }
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|_| broken("its manifest is not what was written"))?;
        if manifest.backup > FORMAT {
            return Err(BackupError::Newer(backup.to_owned()));
        }
        if manifest.files.len() > MOST_FILES {
            return Err(broken("its manifest names too many files"));
        }
        if manifest
            .files
            .iter()
            .any(|file| below(&file.path).is_none())
        {
            return Err(broken("its manifest names a file outside of it"));
        }
        Ok(manifest)
    }

    /// Whether every file is as it was written.
    pub fn check(&self, backup: &Path) -> Result<(), BackupError> {
        for file in &self.files {
            let wrong = |what: &str| BackupError::Broken {
                path: backup.to_owned(),
                why: format!("{} {what}", file.path),
            };
            let path = below(&file.path).ok_or_else(|| wrong("leads out of it"))?;
            if !backup.join(&path).is_file() {
                return Err(wrong("is missing"));
            }
            let found = hashed(backup, &path, file.zstd)?;
            if found != *file {
                return Err(wrong("is not as it was written"));
            }
        }
        Ok(())
    }
}

/// The path that a manifest names, if it stays below the backup's folder.
pub(super) fn below(path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let is_below = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    (is_below && path.components().next().is_some()).then(|| path.to_owned())
}

/// What the manifest says of a file.
pub(super) fn hashed(folder: &Path, path: &Path, zstd: bool) -> Result<Entry, BackupError> {
    let file = folder.join(path);
    let (size, sha256) = hash(&file).map_err(disk("read", &file))?;
    let parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Ok(Entry {
        path: parts.join("/"),
        size,
        sha256,
        zstd,
    })
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut size = 0;
    loop {
        let n_read = file.read(&mut buffer)?;
        if n_read == 0 {
            break;
        }
        size += n_read as u64;
        hash.update(&buffer[..n_read]);
    }
    let digits = hash.finalize();
    Ok((
        size,
        digits.iter().map(|byte| format!("{byte:02x}")).collect(),
    ))
}
