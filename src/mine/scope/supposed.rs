//! Is what is said only supposed, or wished away?
//!
//! What follows `what if` has not happened; what somebody wishes away has.

use super::Place;
use super::denial::{clause_start, is_subject};
use crate::mine::cues::Cues;

/// How far before its `if` the `nice` of a wish stands, and how far the `would`.
const NICE_REACH: usize = 3;
const WOULD_REACH: usize = 7;

/// "I wish it didn't take ages", "it would be nice if we didn't": a denial behind a wish.
pub(super) fn is_wished_away(place: Place<'_>) -> bool {
    let mut clause = clause_start(place)..place.first;
    clause
        .find(|at| wishes(place, *at))
        .is_some_and(|wish| (wish + 1..=place.last).any(|at| place.has(at, Cues::NEGATION)))
}

fn wishes(place: Place<'_>, at: usize) -> bool {
    if !place.has(at, Cues::IF) {
        return place.has(at, Cues::WISH);
    }
    let within = |reach: usize, role: Cues| (1..=reach).any(|n| place.has_before(at, n, role));
    let if_only = place.has(at + 1, Cues::SOFTENER);
    if_only || (within(NICE_REACH, Cues::NICE) && within(WOULD_REACH, Cues::MODAL))
}

/// The word before the match that makes it a supposition, in the same clause.
pub(super) fn supposition(place: Place<'_>) -> Option<usize> {
    let start = clause_start(place);
    let mut clause = (start..place.first).rev();
    clause
        .find(|at| supposes(place, *at))
        .or_else(|| unless(place, start))
}

/// The `unless` right before the clause; the main clause may follow without a comma.
fn unless(place: Place<'_>, start: usize) -> Option<usize> {
    let at = start.checked_sub(1)?;
    let is_meant = place.has(at, Cues::UNLESS) && !place.has(start, Cues::AFTER_PAUSE);
    let goes_on = (at + 2..=place.first).any(|next| is_subject(place, next));
    (is_meant && !goes_on).then_some(at)
}

fn supposes(place: Place<'_>, at: usize) -> bool {
    let what_if =
        place.has(at, Cues::IF) && place.has_before(at, 1, Cues::THAT) && place.begins(at - 1);
    // "I imagine it is" only softens.
    let imagine = place.has(at, Cues::IMAGINE) && place.begins(at);
    let assuming = place.has(at, Cues::UNLESS) && !place.has_before(at, 1, Cues::FINITE);
    let wonder = place.has(at, Cues::WONDER) && place.has(at + 1, Cues::WHETHER);
    let clause_follows =
        at + 1 == place.first || place.has(at + 1, Cues::OPENS.with(Cues::MAY_OPEN));
    let in_case =
        place.has(at, Cues::CASE) && place.has_before(at, 1, Cues::LATE) && clause_follows;
    let let_us_say = place.has(at, Cues::OUTRIGHT) && place.has_before(at, 2, Cues::LET);
    what_if || imagine || assuming || wonder || in_case || let_us_say
}
