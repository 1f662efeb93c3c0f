//! What is kept, and where?
//!
//! The SQLite catalogue in the data folder is the truth: every call with its turns, the payload it was read
//! from, its mentions and what it said before a correction. Everything else in the folder can be rebuilt
//! from it. Only this folder names SQLite; it knows the nouns and nothing of how a call is read, mined or
//! searched.

use std::fs::{DirBuilder, File};
use std::path::{Path, PathBuf};

pub mod catalogue;
pub mod codec;
pub mod compress;
pub mod error;
pub mod facts;
pub mod identity;
pub mod inbox;
pub mod keep;
pub mod lock;
pub mod opened;
pub mod read;
pub mod retag;
pub mod sound;
pub mod whole;

pub mod overrides;

pub mod packs;

pub mod leaks;

pub mod tombstones;

pub mod forget;

pub mod backup;
pub mod rights;
pub mod told;

pub mod watches;

mod call_deal;
mod deals;
mod merge;
mod rows;
mod schema;
mod seconds;
pub mod sides;
mod tidy;

use error::StoreError;

/// The one folder that holds everything kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir {
    root: PathBuf,
}

impl DataDir {
    /// Names a data folder; nothing is created or looked at yet.
    pub fn new(root: impl Into<PathBuf>) -> DataDir {
        DataDir { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The SQLite file that is the truth.
    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.sqlite")
    }

    /// The SQLite file of what has arrived and is not kept yet.
    pub fn inbox(&self) -> PathBuf {
        self.root.join("inbox.sqlite")
    }

    /// The folder of the derived search index.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// The list of the tokens that let others in.
    pub fn tokens(&self) -> PathBuf {
        self.root.join("tokens.json")
    }

    /// The file that the one writer holds locked.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The file that everybody holds who waits for that lock.
    pub fn waiting(&self) -> PathBuf {
        self.root.join("waiting.lock")
    }

    /// Creates the folder, readable by its owner alone, where it is missing.
    pub fn create(&self) -> Result<(), StoreError> {
        if self.root.is_dir() {
            return Ok(());
        }
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.root)
            .map_err(|cause| StoreError::io("create the data folder", &self.root, cause))?;
        self.sync_parent();
        Ok(())
    }

    /// Makes the new folder's name survive a power cut. Best effort: not every system lets a folder be
    /// opened, and a name that is lost takes nothing acknowledged with it on those that do not.
    fn sync_parent(&self) {
        let Some(parent) = self
            .root
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        else {
            return;
        };
        if let Ok(folder) = File::open(parent) {
            let _ = folder.sync_all();
        }
    }
}
