//! How does somebody look at every call of the archive, with no more than a few of them in memory?
//!
//! Calls are read one after the other, looked at on all cores, and what was seen is handed over in the order of the
//! calls, so that a result does not hang on the number of cores.

use rayon::prelude::*;

use crate::call::Call;
use crate::mention::Mention;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

/// Calls that are in memory at once.
const BATCH: usize = 128;

/// Lets `look` see every call with its kept mentions, and `take` what it made of each; gives the number of calls.
pub fn survey<T: Send>(
    catalogue: &Catalogue,
    progress: &dyn Fn(u64),
    look: impl Fn(Call, Vec<Mention>) -> T + Send + Sync,
    mut take: impl FnMut(T),
) -> Result<u64, StoreError> {
    let mut numbers = Vec::new();
    catalogue.for_each_fact(|facts| numbers.push(facts.ord))?;
    let mut n_calls = 0;
    for batch in numbers.chunks(BATCH) {
        let mut calls = Vec::new();
        for number in batch {
            calls.extend(catalogue.both(*number)?);
        }
        n_calls += calls.len() as u64;
        let seen: Vec<T> = calls
            .into_par_iter()
            .map(|(call, mentions)| look(call, mentions))
            .collect();
        seen.into_iter().for_each(&mut take);
        progress(n_calls);
    }
    Ok(n_calls)
}
