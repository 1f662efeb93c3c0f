//! How does the history hear what the lexicons hear today?
//!
//! Calls whose mentions were made by other lexicons or rules are tagged anew, batch by batch, from the catalogue;
//! nothing is parsed again.

use rayon::prelude::*;

use crate::archive::ArchiveError;
use crate::pipeline::Workshop;
use crate::store::catalogue::Catalogue;

/// Calls tagged between two commits.
const BATCH: usize = 256;

/// Tags every call whose mentions are of other lexicons; gives their number.
pub fn retag(catalogue: &mut Catalogue, workshop: &Workshop<'_>, progress: &dyn Fn(u64)) -> Result<u64, ArchiveError> {
    let fingerprint = &workshop.lexicons.fingerprint;
    let stale = catalogue.ids_of_old_lexicon(fingerprint)?;
    let mut n_done = 0;
    for batch in stale.chunks(BATCH) {
        let mut calls = Vec::new();
        for (ord, _) in batch {
            calls.extend(catalogue.call_by_ord(*ord)?.map(|call| (*ord, call)));
        }
        let tagged = calls
            .par_iter()
            .map(|(ord, call)| (*ord, workshop.with_tagger(|tagger| tagger.tag(call)), fingerprint.clone()))
            .collect();
        catalogue.set_mentions(tagged)?;
        n_done += batch.len() as u64;
        progress(n_done);
    }
    Ok(n_done)
}
