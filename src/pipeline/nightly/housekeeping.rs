//! What keeps the data folder small and quick, though nobody asks for it?

use crate::archive::ArchiveError;
use crate::archive::keeper::bring_up_to_date;
use crate::pipeline::nightly::Came;
use crate::search::index::OpenIndex;
use crate::search::tidy::{Bounds, merge_small};
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PATIENCE, WriteLock};

/// Brings the index up to date, merges its small segments and folds the catalogue's journal into it. Nothing where
/// nothing was ever kept.
pub fn tidy(dir: &DataDir, bounds: Bounds) -> Result<Came, ArchiveError> {
    if !dir.catalogue().exists() {
        return Ok(Came::default());
    }
    let lock = WriteLock::take_within(dir, "nightly", PATIENCE)?;
    let catalogue = Catalogue::open_to_write(dir, &lock)?;
    let n_added = bring_up_to_date(dir, &catalogue, &|_| {})?;
    let tidied = merge_small(&OpenIndex::open(&dir.index(), false)?, bounds)?;
    catalogue.renew_statistics()?;
    // A reader in the middle of something keeps a part of the journal; the next night folds it.
    let is_folded = catalogue.fold_journal()?;
    Ok(Came::default()
        .with("calls_indexed_late", n_added)
        .with("segments_before", tidied.n_before as u64)
        .with("segments", tidied.n_after as u64)
        .with("journal_folded", u64::from(is_folded)))
}
