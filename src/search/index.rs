//! Is there a whole index, made by this version, and up to which change of the catalogue?
//!
//! Whatever is missing, cut off or of another version is told before tantivy meets it; the way out is always to
//! make the index anew from the catalogue.

mod broken;
mod refusal;

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::schema::TantivyDocument;
use tantivy::{Index, IndexWriter, TantivyError};

use crate::search::schema::{Fields, fingerprint, schema};
use crate::search::tokenizer;

/// What went wrong with the index. It is derived, so the way out is to make it anew, unless the system keeps us out.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("cannot {what} the index in {}: {}; {}", path.display(), refusal::words(.cause), refusal::advice(.cause))]
    Tantivy {
        what: &'static str,
        path: PathBuf,
        cause: tantivy::TantivyError,
    },
    #[error("cannot {what} {}: {cause}; check the disk and the rights of the data folder", path.display())]
    Disk {
        what: &'static str,
        path: PathBuf,
        cause: std::io::Error,
    },
}

impl IndexError {
    /// Whether the system keeps this user out, so that nothing can be made anew either.
    pub fn is_barred(&self) -> bool {
        match self {
            IndexError::Tantivy { cause, .. } => refusal::is_barred(cause),
            IndexError::Disk { cause, .. } => cause.kind() == std::io::ErrorKind::PermissionDenied,
        }
    }
}

/// What a commit remembers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Payload {
    /// The index holds every write of the catalogue up to this one.
    pub(super) seq: u64,
    /// [`fingerprint`] of the code that wrote it.
    pub(super) made_by: String,
}

/// An open index.
pub struct OpenIndex {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) path: PathBuf,
    /// The catalogue's sequence number up to which the index is complete; 0 for an empty index.
    pub seq: u64,
}

/// How often the lock of the index is tried again, and what lies between.
const TRIES: u32 = 10;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// A file name that is neither tantivy's nor on its list any more.
pub type Orphan = String;

impl OpenIndex {
    /// Opens the index in a folder. A missing, damaged or stale one is replaced by an empty one when `may_replace`.
    pub fn open(path: &Path, may_replace: bool) -> Result<OpenIndex, IndexError> {
        match Self::open_current(path) {
            Ok(open) => Ok(open),
            Err(_) if may_replace => Self::create(path),
            Err(error) => Err(error),
        }
    }

    fn open_current(path: &Path) -> Result<OpenIndex, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "open",
            path: path.to_owned(),
            cause,
        };
        let index = Index::open_in_dir(path).map_err(fail)?;
        let meta = index.load_metas().map_err(fail)?;
        let payload: Option<Payload> = meta
            .payload
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok());
        let (schema, fields) = schema();
        let is_current = payload
            .as_ref()
            .is_none_or(|payload| payload.made_by == fingerprint())
            && index.schema() == schema;
        if !is_current {
            return Err(fail(tantivy::TantivyError::SchemaError(
                "it was made by another version".to_owned(),
            )));
        }
        if let Some(file) = broken::files(&index, path).map_err(fail)?.first() {
            return Err(fail(tantivy::TantivyError::InternalError(format!(
                "{} is missing or cut off",
                file.display()
            ))));
        }
        index
            .tokenizers()
            .register(tokenizer::NAME, tokenizer::Words::default());
        Ok(OpenIndex {
            index,
            fields,
            path: path.to_owned(),
            seq: payload.map_or(0, |payload| payload.seq),
        })
    }

    /// Makes an empty index, removing whatever was there.
    pub fn create(path: &Path) -> Result<OpenIndex, IndexError> {
        let disk = |what| {
            move |cause| IndexError::Disk {
                what,
                path: path.to_owned(),
                cause,
            }
        };
        remove(path)?;
        std::fs::create_dir_all(path).map_err(disk("create the index folder"))?;
        let fail = |cause| IndexError::Tantivy {
            what: "create",
            path: path.to_owned(),
            cause,
        };
        let directory = MmapDirectory::open(path).map_err(|cause| fail(cause.into()))?;
        let (schema, fields) = schema();
        let index =
            Index::create(directory, schema, tantivy::IndexSettings::default()).map_err(fail)?;
        index
            .tokenizers()
            .register(tokenizer::NAME, tokenizer::Words::default());
        Ok(OpenIndex {
            index,
            fields,
            path: path.to_owned(),
            seq: 0,
        })
    }

    /// Tantivy's own writer, with so many threads and bytes of memory altogether.
    ///
    /// The index has a lock of its own. A child that this process is just starting holds it for moments, like the lock
    /// of the data folder; so it is tried a few times.
    pub(super) fn writer(
        &self,
        threads: usize,
        memory: usize,
    ) -> tantivy::Result<IndexWriter<TantivyDocument>> {
        let mut n_tries = 0;
        loop {
            n_tries += 1;
            match self.index.writer_with_num_threads(threads, memory) {
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) if n_tries <= TRIES => {
                    std::thread::sleep(PAUSE);
                }
                outcome => return outcome,
            }
        }
    }

    /// Documents and segments, for `check`.
    pub fn sizes(&self) -> Result<(u64, usize), IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "read",
            path: self.path.clone(),
            cause,
        };
        let metas = self.index.load_metas().map_err(fail)?;
        Ok((
            metas
                .segments
                .iter()
                .map(|segment| u64::from(segment.num_docs()))
                .sum(),
            metas.segments.len(),
        ))
    }

    /// What is wrong inside the files, by their checksums; `None` where all are as they were written.
    pub fn damage(&self) -> Result<Option<String>, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "verify",
            path: self.path.clone(),
            cause,
        };
        let damaged = self.index.validate_checksum().map_err(fail)?;
        Ok((!damaged.is_empty()).then(|| {
            format!(
                "{} files of the index are not as they were written",
                damaged.len()
            )
        }))
    }

    /// Files on disk that no commit names.
    pub fn orphans(&self) -> Result<Vec<Orphan>, IndexError> {
        let fail = |cause| IndexError::Tantivy {
            what: "read",
            path: self.path.clone(),
            cause,
        };
        let metas = self.index.load_metas().map_err(fail)?;
        let named: std::collections::BTreeSet<PathBuf> =
            metas.list_segment_files().into_iter().collect();
        let disk = |cause| IndexError::Disk {
            what: "list",
            path: self.path.clone(),
            cause,
        };
        let mut there = std::collections::BTreeSet::new();
        for file in std::fs::read_dir(&self.path).map_err(disk)? {
            there.insert(PathBuf::from(file.map_err(disk)?.file_name()));
        }
        let show = |path: &PathBuf| path.display().to_string();
        let own = |path: &PathBuf| {
            path.to_str()
                .is_some_and(|name| name.starts_with('.') || name == "meta.json")
        };
        Ok(there
            .iter()
            .filter(|path| !named.contains(*path) && !own(path))
            .map(show)
            .collect())
    }
}

/// What is lost of an index, whoever writes to it just now; `None` also where that cannot be told, because its list of
/// files is missing or cannot be read.
pub fn lost(path: &Path) -> Option<String> {
    let index = Index::open_in_dir(path).ok()?;
    let broken = broken::for_good(&index, path).ok()?;
    let first = broken.first()?;
    Some(format!(
        "{} of the index is missing or cut off",
        first.display()
    ))
}

/// Removes an index folder, where there is one.
pub fn remove(path: &Path) -> Result<(), IndexError> {
    if !path.exists() {
        return Ok(());
    }
    // First what makes it an index: killed in the middle, it must not pass for a whole one.
    let _ = std::fs::remove_file(path.join("meta.json"));
    std::fs::remove_dir_all(path).map_err(|cause| IndexError::Disk {
        what: "remove the old index folder",
        path: path.to_owned(),
        cause,
    })
}
