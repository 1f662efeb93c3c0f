//! Is a named competitor blamed for what the speaker's side does?
//!
//! "Since Freightly is so slow, we do it by hand": what hurts is Freightly's thing, whoever acts. Nobody is blamed for
//! what happened once ("because Freightly left us"), nor when gone.

use super::Place;
use crate::mine::cues::Cues;

/// How far from a match its reason may stand, in words. A clause is seldom longer.
const REASON_REACH: usize = 16;
/// How far behind a name its verb stands: names may have a word more than the one by which they are known.
const VERB_REACH: usize = 2;
/// How far behind the verb the word stands that says that somebody is gone.
const GONE_REACH: usize = 3;

/// The name of the competitor who is blamed in the sentence of a match.
pub(super) fn blamed(place: Place<'_>) -> Option<usize> {
    let mut near = place.floor(REASON_REACH)..=place.last + REASON_REACH;
    near.find(|name| place.has(*name, Cues::RIVAL) && is_blamed(place, *name))
}

/// Whether the competitor named there stands in the reason for a match.
pub(super) fn is_blamed(place: Place<'_>, name: usize) -> bool {
    let before = place.before_name(name);
    let Some(reason) = before.filter(|at| place.has(*at, Cues::CAUSE)) else {
        return false;
    };
    reaches(place, reason, name) && has_fault(place, name)
}

/// Whether a reason is one for the match, be it in front of it or right behind it.
fn reaches(place: Place<'_>, reason: usize, name: usize) -> bool {
    let has_border = place.has(reason, Cues::CLAUSE);
    if name > place.last {
        let mut between = place.last + 1..reason;
        return has_border && !between.any(|at| place.has(at, Cues::CLAUSE));
    }
    // "As slow as Freightly is" compares; "as Freightly is slow" gives a reason at the beginning of a clause only.
    let gives_reason = has_border || place.begins(reason);
    gives_reason && !(name..=place.last).any(|at| place.has(at, Cues::TURNS))
}

/// "Freightly is slow", "Freightly never syncs"; not "Freightly came to see us", "Freightly is gone".
fn has_fault(place: Place<'_>, name: usize) -> bool {
    let Some(verb) = verb_of(place, name) else {
        return false;
    };
    let mut behind = verb + 1..=verb + GONE_REACH;
    !behind.any(|at| place.has(at, Cues::GONE))
}

/// The word behind a name that tells how somebody is; "since Freightly, it takes ages" has another subject.
fn verb_of(place: Place<'_>, name: usize) -> Option<usize> {
    let is_verb = |at: &usize| place.has(*at, Cues::FAULTS.with(Cues::NEGATION));
    let is_else = |at: &usize| place.has(*at, Cues::OPENS.with(Cues::MAY_OPEN));
    let mut behind = (name + 1..=name + VERB_REACH).take_while(|at| !is_else(at));
    behind.find(is_verb)
}
