//! Does the index hold all that the catalogue holds, and how is it brought there?
//!
//! The catalogue is written first, always. Whatever the index lacks after a crash, a full disk or an upgrade is
//! added again from the catalogue, by the sequence number that the index's last commit carries.

use std::path::{Path, PathBuf};

use crate::archive::ArchiveError;
use crate::search::index::{self, IndexError, OpenIndex};
use crate::search::writer::IndexWriter;
use crate::store::DataDir;
use crate::store::backup::unpack::staging;
use crate::store::catalogue::Catalogue;

/// Calls replayed between two commits.
const A_STRETCH: usize = 2_000;
/// Memory for building the index, in bytes, for all its threads.
pub const MEMORY: usize = 256 << 20;
/// Threads that build the index.
pub const THREADS: usize = 2;

/// How far behind the catalogue an index is; `None` where it is missing, damaged or of another version.
pub fn behind(dir: &DataDir, catalogue: &Catalogue) -> Result<Option<u64>, ArchiveError> {
    let latest = catalogue.latest_seq()?;
    // Calls that are being deleted are behind in a way that no number tells.
    let least = u64::from(catalogue.index_holds_deleted()?);
    // An index that is ahead belongs to another catalogue, or to this one before a restore.
    Ok(OpenIndex::open(&dir.index(), false)
        .ok()
        .and_then(|index| latest.checked_sub(index.seq))
        .map(|lag| lag.max(least)))
}

/// Adds to the index what it lacks and gives the number of calls. The caller holds the write lock.
pub fn bring_up_to_date(
    dir: &DataDir,
    catalogue: &Catalogue,
    progress: &dyn Fn(u64),
) -> Result<u64, ArchiveError> {
    if catalogue.index_holds_deleted()? {
        // Somebody was killed while calls were deleted. An index made anew cannot hold them.
        return make_anew(dir, catalogue, progress);
    }
    match behind(dir, catalogue)? {
        Some(0) => Ok(0),
        Some(_) => replay(OpenIndex::open(&dir.index(), true)?, catalogue, progress),
        None => make_anew(dir, catalogue, progress),
    }
}

/// Throws the index away, makes it from the catalogue and gives the number of calls. The caller holds the write lock.
pub fn make_anew(
    dir: &DataDir,
    catalogue: &Catalogue,
    progress: &dyn Fn(u64),
) -> Result<u64, ArchiveError> {
    // Built beside the old one, so that whoever searches meanwhile still finds, and a kill leaves one or none.
    let beside = beside(dir);
    let calls = replay(OpenIndex::create(&beside)?, catalogue, progress)?;
    put_in_place(&beside, &dir.index())?;
    if catalogue.index_holds_deleted()? {
        catalogue.note_index_is_clean()?;
    }
    Ok(calls)
}

/// Whether whoever writes just now is making the index anew, or a backup the archive, whose old index goes file by
/// file. After a kill it may look so until the next time.
pub fn is_being_replaced(dir: &DataDir) -> bool {
    beside(dir).exists() || staging(dir).root().exists()
}

fn beside(dir: &DataDir) -> PathBuf {
    dir.root().join("index.new")
}

fn put_in_place(beside: &Path, path: &Path) -> Result<(), IndexError> {
    let disk = |what| {
        move |cause| IndexError::Disk {
            what,
            path: path.to_owned(),
            cause,
        }
    };
    index::remove(path)?;
    std::fs::rename(beside, path).map_err(disk("put the new index in the place of"))?;
    let folder = path.parent().unwrap_or(path);
    std::fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(disk("sync the folder of"))
}

fn replay(
    index: OpenIndex,
    catalogue: &Catalogue,
    progress: &dyn Fn(u64),
) -> Result<u64, ArchiveError> {
    let mut writer = IndexWriter::open(&index, THREADS, MEMORY)?;
    let mut seq = index.seq;
    let mut n_calls = 0;
    loop {
        let stretch = catalogue.since(seq, A_STRETCH)?;
        for (ord, next) in &stretch {
            if let Some((call, mentions)) = catalogue.both(*ord)? {
                writer.put(*ord, &call, &mentions)?;
            }
            seq = *next;
            n_calls += 1;
            progress(n_calls);
        }
        let latest = catalogue.latest_seq()?;
        if stretch.len() < A_STRETCH {
            // Numbers whose call was changed again later belong to no row any more; the index has them all the same.
            writer.commit(latest.max(seq))?;
            break;
        }
        writer.commit(seq)?;
    }
    writer.close()?;
    Ok(n_calls)
}
