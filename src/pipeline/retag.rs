//! How does the history hear what the lexicons hear today?
//!
//! Calls whose mentions were made by other lexicons or rules are tagged anew, batch by batch, from the catalogue;
//! nothing is parsed again. Where the lexicons are known that heard them, only those are in which the change may make a
//! difference.

use rayon::iter::Either;
use rayon::prelude::*;

use crate::archive::ArchiveError;
use crate::archive::keeper::bring_up_to_date;
use crate::call::Call;
use crate::mention::by_hand::Override;
use crate::mine::lexicon::Sources;
use crate::mine::overrule::apply;
use crate::pipeline::touched::{Look, Touched};
use crate::pipeline::{Workshop, tagged_by};
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::lock::WriteLock;
use crate::store::retag::{Reheard, Stale};

/// Calls tagged between two commits.
const BATCH: usize = 256;

/// Brings every call to today's lexicons whose mentions are of others; gives the number of those that were heard again,
/// because something could have changed in them.
pub fn retag(
    catalogue: &mut Catalogue,
    workshop: &Workshop<'_>,
    progress: &dyn Fn(u64),
) -> Result<u64, ArchiveError> {
    let stale = catalogue.of_old_lexicon(&workshop.mark())?;
    if stale.is_empty() {
        remember_lexicons(catalogue, workshop)?;
        return Ok(0);
    }
    let last = last_lexicons(catalogue, workshop)?;
    let look = last
        .as_ref()
        .map(|(mark, touched)| (&**mark, touched.look()));
    let (mut n_done, mut n_heard) = (0, 0);
    for batch in stale.chunks(BATCH) {
        n_heard += retag_batch(catalogue, workshop, look.as_ref(), batch)?;
        n_done += batch.len() as u64;
        progress(n_done);
    }
    remember_lexicons(catalogue, workshop)?;
    Ok(n_heard)
}

/// The same for a few calls. `look` finds what was changed since the calls of its mark were heard.
fn retag_batch(
    catalogue: &mut Catalogue,
    workshop: &Workshop<'_>,
    look: Option<&(&str, Look<'_>)>,
    batch: &[Stale],
) -> Result<u64, ArchiveError> {
    let mark = workshop.mark();
    let mut calls = Vec::new();
    for stale in batch {
        if let Some(call) = catalogue.call_by_ord(stale.ord)? {
            let decided = catalogue.overrides_of(&call.id.0)?;
            calls.push((stale, call, decided));
        }
    }
    let is_touched = |stale: &Stale, call: &Call| match look {
        Some((mark, look)) if stale.lexicon == *mark => look.finds(call),
        _ => true,
    };
    let hear = |(stale, call, decided): &(&Stale, Call, Vec<Override>)| {
        if !is_touched(stale, call) {
            return Either::Right(stale.ord);
        }
        let (mentions, answers) = workshop.hear(call);
        Either::Left(Reheard {
            ord: stale.ord,
            mentions: apply(call, mentions, decided),
            lexicon: mark.clone(),
            answers,
        })
    };
    let (anew, same): (Vec<Reheard>, Vec<u32>) = calls.par_iter().partition_map(hear);
    catalogue.set_mentions(&anew)?;
    catalogue.set_lexicon(&same, &mark)?;
    Ok(anew.len() as u64)
}

/// The mark of the lexicons that heard the archive last, and what today's change about them; `None` where they are not
/// known, or were heard by other rules.
fn last_lexicons(
    catalogue: &Catalogue,
    workshop: &Workshop<'_>,
) -> Result<Option<(String, Touched)>, StoreError> {
    let Some((mark, bytes)) = catalogue.heard_with()? else {
        return Ok(None);
    };
    let now = workshop.lexicons.sources();
    let before = now.as_kept(&bytes);
    // Company, hearing, threshold and the program's own rules are in the mark: only files can differ from here on.
    let is_it = |before: &Sources| tagged_by(before.fingerprint(), workshop.threshold) == mark;
    let before = before.filter(is_it);
    Ok(before.map(|before| (mark, Touched::by(&before, now))))
}

/// Remembers with which lexicons the archive was heard, once that is true of all of it.
pub fn remember_lexicons(
    catalogue: &mut Catalogue,
    workshop: &Workshop<'_>,
) -> Result<(), StoreError> {
    let mark = workshop.mark();
    if catalogue.heard_with_mark()?.as_deref() == Some(mark.as_str())
        || catalogue.has_old_lexicon(&mark)?
    {
        return Ok(());
    }
    catalogue.set_heard_with(&mark, &workshop.lexicons.sources().to_bytes())
}

/// Tags what other lexicons heard and lets the index know; gives the number of calls that were heard again.
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
