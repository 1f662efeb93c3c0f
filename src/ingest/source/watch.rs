//! Which files of a watched folder are ready to be read, and which were read already?
//!
//! The scan of the folder is the truth: whatever tells of changes only makes the next look come sooner. A file is ready when
//! two looks, some time apart, found the same size and time. What was read or refused is not handed out again until it
//! changes. Links are not followed, and names of files that are still on their way are passed over.

mod hints;
mod put_away;
mod stop;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::{SourceError, SourceFile};

pub use hints::{Hints, hints};
pub use put_away::put_away;
pub use stop::{on_stop, told_to_stop};

/// Endings of files that somebody is still writing or fetching.
const ON_THE_WAY: [&str; 8] = [
    "part",
    "partial",
    "tmp",
    "temp",
    "crdownload",
    "download",
    "filepart",
    "swp",
];

/// What a file looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    size: u64,
    changed: Option<SystemTime>,
}

#[derive(Debug)]
struct Known {
    look: Look,
    /// Since when it looks so.
    since: Instant,
    /// Whether it was handed out as it looks now.
    is_taken: bool,
}

/// Somebody who looks at folders again and again.
#[derive(Debug)]
pub struct Looker {
    folders: Vec<PathBuf>,
    /// Nothing below these is looked at.
    left_out: Vec<PathBuf>,
    settle: Duration,
    known: HashMap<PathBuf, Known>,
    /// What was wrong at the last look, so that it is told once.
    told: Vec<SourceError>,
}

/// What one look found.
#[derive(Debug, Default)]
pub struct Looked {
    /// Files to be read now, sorted.
    pub ready: Vec<SourceFile>,
    /// Files that are still changing, or were not looked at for long enough.
    pub n_unsettled: usize,
    /// What is wrong, unless the last look found the same.
    pub errors: Vec<SourceError>,
}

impl Looker {
    /// Looks at folders; what is put away into one of them is left out. A file must look the same for `settle`.
    pub fn new(folders: Vec<PathBuf>, put_away: &[&Path], settle: Duration) -> Looker {
        let left_out = put_away.iter().map(|path| whole_path(path)).collect();
        Looker {
            folders,
            left_out,
            settle,
            known: HashMap::new(),
            told: Vec::new(),
        }
    }

    /// The folders.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// How long a file must look the same.
    pub fn settle(&self) -> Duration {
        self.settle
    }

    /// Looks once. What it gives as ready counts as handed out.
    pub fn look(&mut self, now: Instant) -> Looked {
        let mut looked = Looked::default();
        let mut files = Vec::new();
        for folder in &self.folders {
            if folder.is_dir() {
                super::walk_folder(folder, &mut files, &mut looked.errors);
            } else {
                let gone = "the watched folder is not there; it is looked for again";
                let error = SourceError::new(folder, "not-found", gone);
                looked.errors.push(error);
            }
        }
        files.retain(|file| !is_on_the_way(&file.path) && !self.is_left_out(&file.path));
        files.sort();
        files.dedup_by(|one, other| one.path == other.path);
        let seen: HashSet<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
        self.known.retain(|path, _| seen.contains(path));
        for file in files {
            self.meet(file, now, &mut looked);
        }
        if looked.errors == self.told {
            looked.errors.clear();
        } else {
            self.told.clone_from(&looked.errors);
        }
        looked
    }

    fn meet(&mut self, file: SourceFile, now: Instant, looked: &mut Looked) {
        // It may have gone since it was listed, or become a link: then it is nothing to read.
        let Some(look) = look_at(&file.path) else {
            return;
        };
        let known = self.known.entry(file.path.clone()).or_insert(Known {
            look,
            since: now,
            is_taken: false,
        });
        if known.look != look {
            *known = Known {
                look,
                since: now,
                is_taken: false,
            };
        }
        if known.is_taken {
            return;
        }
        let is_settled = now.saturating_duration_since(known.since) >= self.settle;
        // Two looks, even where nobody asks for time between them.
        if is_settled && known.since != now {
            known.is_taken = true;
            looked.ready.push(SourceFile {
                path: file.path,
                size: look.size,
            });
        } else {
            looked.n_unsettled += 1;
        }
    }

    /// Hands a file out again at the next look: it could not be read for a reason that passes.
    pub fn give_back(&mut self, path: &Path) {
        if let Some(known) = self.known.get_mut(path) {
            known.is_taken = false;
        }
    }

    /// Whether a file still looks as it did when it was handed out, so that it may be put away.
    pub fn is_unchanged(&self, path: &Path) -> bool {
        let known = self.known.get(path).filter(|known| known.is_taken);
        known.is_some_and(|known| look_at(path) == Some(known.look))
    }

    fn is_left_out(&self, path: &Path) -> bool {
        if self.left_out.is_empty() {
            return false;
        }
        let path = whole_path(path);
        self.left_out.iter().any(|folder| path.starts_with(folder))
    }
}

/// Size and time of a plain file.
fn look_at(path: &Path) -> Option<Look> {
    let metadata = std::fs::symlink_metadata(path).ok()?;
    metadata.is_file().then(|| Look {
        size: metadata.len(),
        changed: metadata.modified().ok(),
    })
}

/// The path without links and dots. What is not there yet is named by its folder.
fn whole_path(path: &Path) -> PathBuf {
    if let Ok(whole) = std::fs::canonicalize(path) {
        return whole;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().map(std::fs::canonicalize);
    match (folder, absolute.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => absolute,
    }
}

/// Whether a name says that the file is not whole yet.
fn is_on_the_way(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || ON_THE_WAY.contains(&ending)
}
