//! How do deals that a CRM gives by its API become deals that are kept?
//!
//! As a table, by the same import as a file: so both know each other again. Calls are put to deals once, when everything
//! was listed; killed before that, the next ingestion does it, since the catalogue knows that it is due.

use jiff::Timestamp;

use crate::archive::ArchiveError;
use crate::archive::keeper::bring_up_to_date;
use crate::ingest::crm;
use crate::ingest::transcript::Refusal;
use crate::pipeline::deals::join_if_stale;
use crate::pipeline::deals::merge::merge;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PATIENCE, WriteLock};

/// What became of the deals of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    pub n_new: u64,
    pub n_updated: u64,
    pub n_unchanged: u64,
}

/// Keeps the deals of a table. Takes the lock for this moment alone, and waits for it: what was fetched is worth it.
pub fn keep(
    dir: &DataDir,
    bytes: &[u8],
    now: Timestamp,
) -> Result<Result<Kept, Refusal>, ArchiveError> {
    let import = match crm::read(bytes) {
        Ok(import) => import,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let lock = WriteLock::take_within(dir, "pull", PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let merged = merge(catalogue.deals()?, import.deals);
    if !merged.changed.is_empty() {
        catalogue.put_deals(&merged.changed, &format!("{now:.0}"))?;
    }
    Ok(Ok(Kept {
        n_new: merged.n_new,
        n_updated: merged.n_updated,
        n_unchanged: merged.n_unchanged(),
    }))
}

/// Puts calls to deals, where either came since the last time.
pub fn join(dir: &DataDir) -> Result<u64, ArchiveError> {
    let lock = WriteLock::take_within(dir, "pull", PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let n_changed = join_if_stale(&mut catalogue)?;
    bring_up_to_date(dir, &catalogue, &|_| {})?;
    Ok(n_changed)
}
