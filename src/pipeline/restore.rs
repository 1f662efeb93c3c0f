//! How does a backup become an archive again, without what was deleted since?
//!
//! The backup is unpacked beside the data, learns every tombstone that this folder, the one it came from and it itself
//! know, loses what they name and the tokens that nobody can vouch for, and only then takes its place. The index is made
//! last: until then nobody can search.

pub mod tokens;

use std::path::Path;

use crate::archive::ArchiveError;
use crate::archive::keeper::make_anew;
use crate::store::DataDir;
use crate::store::backup::BackupError;
use crate::store::backup::manifest::Manifest;
use crate::store::backup::unpack::{Memory, put_in_place, remove_folder, staging, unpack};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::WriteLock;

use super::forget::receipt::Receipt;
use super::forget::{Deletion, Plan, delete, finish};

use self::tokens::{OldTokens, TokensNow};

/// Why a backup cannot be restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error(transparent)]
    Backup(Box<BackupError>),
    #[error(transparent)]
    Archive(Box<ArchiveError>),
}

impl From<BackupError> for RestoreError {
    fn from(cause: BackupError) -> RestoreError {
        RestoreError::Backup(Box::new(cause))
    }
}

impl From<ArchiveError> for RestoreError {
    fn from(cause: ArchiveError) -> RestoreError {
        RestoreError::Archive(Box::new(cause))
    }
}

impl From<StoreError> for RestoreError {
    fn from(cause: StoreError) -> RestoreError {
        RestoreError::from(ArchiveError::from(cause))
    }
}

/// What may be there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Nothing.
    Nothing,
    /// An archive, which the backup replaces.
    Archive,
}

/// What came of a restore.
#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    /// Tombstones that the backup did not know.
    pub n_tombstones: u64,
    /// What they named in it; none where they named nothing.
    pub receipt: Option<Receipt>,
    pub n_indexed: u64,
    pub tokens: TokensNow,
}

/// Restores a backup into `into`. `known` is the folder that is usually worked with: what was deleted there stays deleted
/// here too.
pub fn restore(
    backup: &Path,
    into: &DataDir,
    known: &DataDir,
    over: Over,
    old: OldTokens,
    now: &str,
) -> Result<Restored, RestoreError> {
    // Told before anything is made or locked.
    Manifest::read(backup)?;
    if into.catalogue().exists() && over == Over::Nothing {
        return Err(BackupError::ArchiveThere(into.root().to_owned()).into());
    }
    let lock = WriteLock::take(into, "restore")?;
    finish(into, &lock, now)?;
    let memories = [Memory::of(into)?, Memory::of(known)?];
    let manifest = unpack(backup, into, &lock)?;
    let beside = staging(into);
    let cleaned = clean(&beside, &memories, now);
    if cleaned.is_err() {
        // What may hold deleted calls does not stay.
        remove_folder(beside.root())?;
    }
    let (n_tombstones, receipt) = cleaned?;
    // The clock of the machine that made the backup may have run ahead: what ends must have ended by now.
    let ended_at = manifest.made_at.as_str().min(now);
    let tokens = tokens::settle(into, &beside, old, ended_at)?;
    put_in_place(into, &lock)?;
    let catalogue = Catalogue::open_to_write(into, &lock)?;
    let n_indexed = make_anew(into, &catalogue, &|_| {})?;
    Ok(Restored {
        manifest,
        n_tombstones,
        receipt,
        n_indexed,
        tokens,
    })
}

/// Gives an unpacked backup the tombstones of others and deletes what they name.
fn clean(
    beside: &DataDir,
    memories: &[Memory],
    now: &str,
) -> Result<(u64, Option<Receipt>), RestoreError> {
    let lock = WriteLock::take(beside, "restore")?;
    let mut catalogue = Catalogue::open_to_write(beside, &lock)?;
    let mut n_tombstones = 0;
    for memory in memories {
        n_tombstones += memory.give_to(beside, &mut catalogue)?;
    }
    let dead = catalogue.tombstones()?;
    let ords = catalogue.ords_of_tombstones(&dead)?;
    let receipt = if dead.is_empty() {
        None
    } else {
        let plan = Plan {
            size: catalogue.size_of(&ords)?,
            ords,
            missing: Vec::new(),
        };
        let deletion = Deletion {
            asked: "tombstones",
            plan: &plan,
            others: &[],
            names: &[],
            now,
        };
        Some(delete(beside, &mut catalogue, None, &deletion)?)
    };
    catalogue.fold_journal()?;
    Ok((n_tombstones, receipt))
}
