//! Is this folder the demo's to fill, and the demo's to throw away?
//!
//! Whoever names a folder, or has `VERBATIM_DATA` set, may have calls of their own in it: samples among those would stand
//! in every search from then on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::pipeline::deliver::walk;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::{PATIENCE, WriteLock};

/// Under this name stands where the demo made the folder. A copy of it somewhere else is not the demo's any more.
const MADE_AT: &str = "demo.made-at";

/// Refuses a folder that holds calls which are none of the samples.
pub(super) fn refuse_others(dir: &DataDir, samples: &Path) -> anyhow::Result<()> {
    let catalogue = match Catalogue::open_to_read(dir) {
        Ok(catalogue) => catalogue,
        Err(StoreError::NothingKept { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let names = file_names(samples);
    if !catalogue.came_only_from(|place| is_of(place, &names))? {
        bail!(
            "the demo keeps the samples, and {} holds other calls already; name a folder for the demo: `verbatim --data DIR demo`",
            dir.root().display()
        );
    }
    Ok(())
}

/// Remembers that the demo made the folder.
pub(super) fn note_made(dir: &DataDir) -> anyhow::Result<()> {
    let lock = WriteLock::take_within(dir, "demo", PATIENCE)?;
    Catalogue::open_to_write(dir, &lock)?.set_meta(MADE_AT, &place_of(dir))?;
    Ok(())
}

/// Whether the demo made the folder.
pub(super) fn is_made_here(dir: &DataDir) -> anyhow::Result<bool> {
    let made_at = Catalogue::open_to_read(dir)?.meta(MADE_AT)?;
    Ok(made_at == Some(place_of(dir)))
}

/// The same however the folder was named.
fn place_of(dir: &DataDir) -> String {
    let root = std::fs::canonicalize(dir.root()).unwrap_or_else(|_| dir.root().to_owned());
    root.display().to_string()
}

/// The samples' names without their folder: they may have been named from elsewhere the last time.
fn file_names(samples: &Path) -> BTreeSet<String> {
    let listed = walk(&[PathBuf::from(samples)]);
    let names = listed.files.iter().filter_map(|file| file.path.file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Whether a call came from one of these files. Behind a file's name may stand a line, or what a packed file holds.
fn is_of(place: &str, names: &BTreeSet<String>) -> bool {
    place
        .split(['/', '\\', ':'])
        .any(|part| names.contains(part))
}
