//! How does the history hear what the lexicons hear today?
//!
//! Calls whose mentions were made by other lexicons or rules are tagged anew, batch by batch, from the catalogue;
//! nothing is parsed again.

use rayon::prelude::*;

use crate::archive::ArchiveError;
use crate::archive::keeper::bring_up_to_date;
use crate::mine::overrule::apply;
use crate::pipeline::Workshop;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::lock::WriteLock;
use crate::store::retag::Reheard;

/// Calls tagged between two commits.
const BATCH: usize = 256;

/// Tags every call whose mentions are of other lexicons; gives their number.
pub fn retag(
    catalogue: &mut Catalogue,
    workshop: &Workshop<'_>,
    progress: &dyn Fn(u64),
) -> Result<u64, ArchiveError> {
    let mark = workshop.mark();
    let stale = catalogue.ids_of_old_lexicon(&mark)?;
    let mut n_done = 0;
    for batch in stale.chunks(BATCH) {
        let mut calls = Vec::new();
        for (ord, _) in batch {
            if let Some(call) = catalogue.call_by_ord(*ord)? {
                let decided = catalogue.overrides_of(&call.id.0)?;
                calls.push((*ord, call, decided));
            }
        }
        let tagged: Vec<Reheard> = calls
            .par_iter()
            .map(|(ord, call, decided)| {
                let (mentions, answers) = workshop.hear(call);
                Reheard {
                    ord: *ord,
                    mentions: apply(call, mentions, decided),
                    lexicon: mark.clone(),
                    answers,
                }
            })
            .collect();
        catalogue.set_mentions(&tagged)?;
        n_done += batch.len() as u64;
        progress(n_done);
    }
    Ok(n_done)
}

/// Tags what other lexicons heard and lets the index know; gives the number of calls that were tagged.
pub fn hear_again(
    dir: &DataDir,
    lock: &WriteLock,
    workshop: &Workshop<'_>,
    progress: &dyn Fn(u64),
) -> Result<u64, ArchiveError> {
    let mut catalogue = Catalogue::open_to_write(dir, lock)?;
    let n_calls = retag(&mut catalogue, workshop, progress)?;
    bring_up_to_date(dir, &catalogue, &|_| {})?;
    Ok(n_calls)
}
