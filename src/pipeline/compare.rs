//! What would be heard otherwise in the archive, if other lexicons took the place of these?
//!
//! Every call in which the change may make a difference is heard twice, the others once, and nothing is kept. What
//! people marked by hand stands on both sides.

use std::collections::HashMap;

use crate::call::CallId;
use crate::ingest::normalize::SideRules;
use crate::mention::by_hand::Override;
use crate::mine::lexicon::Lexicons;
use crate::mine::overrule::apply;
use crate::pipeline::Workshop;
use crate::pipeline::survey::survey;
use crate::pipeline::touched::Touched;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::tend::diff::Diff;

/// What is compared, and how closely.
pub struct Comparison<'l> {
    pub before: &'l Lexicons,
    pub after: &'l Lexicons,
    pub rules: SideRules,
    pub threshold: f32,
    /// At most so many examples of what each tag gains, loses and changes.
    pub most: usize,
}

/// What came of it.
pub struct Compared {
    pub diff: Diff,
    /// Calls in which anything is heard otherwise.
    pub n_changed: u64,
}

/// Compares call by call.
pub fn compare(
    catalogue: &Catalogue,
    comparison: &Comparison<'_>,
    progress: &dyn Fn(u64),
) -> Result<Compared, StoreError> {
    let mut by_hand: HashMap<CallId, Vec<Override>> = HashMap::new();
    for decided in catalogue.all_overrides()? {
        let of_call = by_hand.entry(decided.call.clone()).or_default();
        of_call.push(decided);
    }
    let [old, new] = [comparison.before, comparison.after]
        .map(|side| Workshop::new(side, comparison.rules.clone(), comparison.threshold));
    let touched = Touched::by(comparison.before.sources(), comparison.after.sources());
    let look = touched.look();
    let mut diff = Diff::new(comparison.most);
    let mut n_changed = 0;
    survey(
        catalogue,
        progress,
        |call, _| {
            let decided = by_hand.get(&call.id).map_or(&[][..], Vec::as_slice);
            let before = apply(&call, old.tag(&call), decided);
            let after = if look.finds(&call) {
                apply(&call, new.tag(&call), decided)
            } else {
                before.clone()
            };
            let mut alone = Diff::new(0);
            alone.add(&call, &before, &after);
            (call, before, after, alone.total().differ())
        },
        |(call, before, after, differs)| {
            diff.add(&call, &before, &after);
            n_changed += u64::from(differs);
        },
    )?;
    Ok(Compared { diff, n_changed })
}
