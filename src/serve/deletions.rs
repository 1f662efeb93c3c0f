//! Who finishes deletions that were cut off, where nobody but the server writes?
//!
//! The server does, before it answers anybody, and its worker before it writes. Where somebody else writes at that
//! moment it is he who deletes, or he finishes it himself; should he not, the worker does when he is done.

use std::io::Write;

use crate::archive::ArchiveError;
use crate::pipeline::forget::finish_if_begun;
use crate::serve::work::now;
use crate::store::DataDir;

/// Finishes what was cut off, and tells of it. [`StoreError::Locked`] where somebody else writes.
///
/// [`StoreError::Locked`]: crate::store::error::StoreError::Locked
pub fn finish(dir: &DataDir) -> Result<(), ArchiveError> {
    let Some(receipt) = finish_if_begun(dir, "serve", &now())? else {
        return Ok(());
    };
    let told = if receipt.proof.proven {
        "a deletion that was cut off is finished"
    } else {
        "a deletion that was cut off is finished, but something of it was found afterwards; end other programs that use \
         the data folder, then ask for the same deletion again with `verbatim forget`"
    };
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr().lock(), "{told}");
    Ok(())
}
