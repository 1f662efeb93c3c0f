//! Which denials before a match reach it?
//!
//! Most do. One of a feeling does not ("I don't like that it takes ages"), nor one that only stresses ("not gonna
//! lie"), nor one in a clause of its own in front ("because it doesn't sync it takes ages").

use super::{NEGATION_REACH, Place};
use crate::mine::cues::Cues;

/// How far behind a denial the feeling stands that it denies, in words.
const FEELING_REACH: usize = 5;
/// How far behind a denial the word stands that it stresses.
const STRESS_REACH: usize = 3;
/// How far before a match `stopped` and `got rid of` end it.
const ENDING_REACH: usize = 3;
/// How far before a denial its clause may begin.
const FRONT_REACH: usize = 6;
/// How far behind a match `but not any more` is looked for.
const GIVEN_UP_REACH: usize = 8;
/// Words from `not` to `any more`.
const ANYMORE_REACH: usize = 4;

/// The nearest of an odd number of denials before the match, in the same clause.
pub(super) fn before(place: Place<'_>) -> Option<usize> {
    let clause = clause_start(place)..place.first;
    let mut denials = clause.rev().filter(|at| denies(place, *at));
    let nearest = denials.next()?;
    denials.count().is_multiple_of(2).then_some(nearest)
}

/// A denial that takes back even a phrase that is negative by itself: "it's not true that we can't see it".
pub(super) fn outright(place: Place<'_>) -> Option<usize> {
    let mut clause = (clause_start(place)..place.first).rev();
    clause.find(|at| denies_outright(place, *at))
}

/// "We used to do it by hand, but not any more": the words behind the match that say so.
pub(super) fn given_up(place: Place<'_>) -> Option<(usize, usize)> {
    let floor = place.floor(NEGATION_REACH);
    if !(floor..place.first).any(|at| place.has(at, Cues::USED)) {
        return None;
    }
    let mut behind = place.last + 1..place.last + 1 + GIVEN_UP_REACH;
    behind.find_map(|at| {
        let mut next = at + 1..=at + ANYMORE_REACH;
        let end = next.find(|next| place.has(*next, Cues::ANYMORE))?;
        place.has(at, Cues::NEGATION).then_some((at, end))
    })
}

/// Where the clause of the match begins, as far back as a denial reaches.
pub(super) fn clause_start(place: Place<'_>) -> usize {
    let floor = place.floor(NEGATION_REACH);
    let mut at = place.first;
    while at > floor && !place.has(at, Cues::AFTER_PAUSE) && !is_border(place, at - 1) {
        at -= 1;
    }
    at
}

/// Whether a word only takes the sting out of the `not` before it, as in `not only` and `not to mention`.
pub(super) fn is_softened(place: Place<'_>, at: usize) -> bool {
    let next = if place.has(at + 1, Cues::TO) { 2 } else { 1 };
    place.has(at + next, Cues::SOFTENER)
}

/// Whether the subject of a new clause stands here, and not the object of the one before.
pub(super) fn is_subject(place: Place<'_>, at: usize) -> bool {
    let may_be = place.has(at, Cues::SUBJECT)
        || (place.has(at, Cues::OPENS.with(Cues::MAY_OPEN)) && place.has(at + 1, Cues::FINITE));
    let held_on = Cues::HOLDS_ON.with(Cues::RAISES).with(Cues::OPENS);
    may_be && !place.has_before(at, 1, held_on)
}

fn is_border(place: Place<'_>, at: usize) -> bool {
    place.has(at, Cues::CLAUSE) && !is_anything_but(place, at)
}

fn is_anything_but(place: Place<'_>, at: usize) -> bool {
    place.has(at, Cues::FROM)
        && place.has(at, Cues::CLAUSE)
        && !place.has(at, Cues::AFTER_PAUSE)
        && place.has_before(at, 1, Cues::ANYTHING)
}

fn denies(place: Place<'_>, at: usize) -> bool {
    if place.has(at, Cues::NEGATION) {
        return !(is_softened(place, at)
            || is_answer(place, at)
            || stresses(place, at)
            || is_of_a_feeling(place, at)
            || asks_why(place, at)
            || stands_in_front(place, at));
    }
    // "So far but" is another matter.
    let is_far = place.has(at, Cues::FROM)
        && !place.has(at, Cues::CLAUSE)
        && place.has_before(at, 1, Cues::FAR);
    place.has(at, Cues::DOUBTS) || is_far || is_anything_but(place, at) || ends(place, at)
}

/// `No we don't`, where the recogniser left out the comma.
fn is_answer(place: Place<'_>, at: usize) -> bool {
    let is_first = at == place.sentence().start;
    is_first && place.has(at, Cues::DENIES) && place.has(at + 1, Cues::OPENS)
}

/// `no wonder`, `not gonna lie`: says that it is so, and loudly.
fn stresses(place: Place<'_>, at: usize) -> bool {
    if place.has(at, Cues::DENIES) && place.has(at + 1, Cues::STRESSED) {
        return true;
    }
    let end = place.first.min(at + 1 + STRESS_REACH);
    (at + 1..end).any(|next| place.has(next, Cues::SWEARS))
}

fn is_of_a_feeling(place: Place<'_>, denial: usize) -> bool {
    let end = place.first.min(denial + 1 + FEELING_REACH);
    (denial + 1..end).any(|at| is_feeling(place, denial, at))
}

/// Whether a word is a feeling, an understanding or a judgement about what follows, which is so all the same.
fn is_feeling(place: Place<'_>, denial: usize, at: usize) -> bool {
    // "Not happy to do it by hand", "can't live without it": what follows is no fact.
    if place.has(at + 1, Cues::TO.with(Cues::NEGATION)) {
        return false;
    }
    let is_near = at <= denial + 2;
    let can_not = place.has_before(denial, 1, Cues::ABLE) || place.has(denial + 1, Cues::ABLE);
    let does_not = place.has_before(denial, 1, Cues::DO);
    // "It doesn't look like it" compares.
    let likes = place.has(at, Cues::LIKE) && !place.has_before(at, 1, Cues::RAISES);
    place.has(at, Cues::FEELS)
        || (is_near && can_not && place.has(at, Cues::ENDURES.with(Cues::BELIEVES)))
        || (place.has(at, Cues::JUDGES) && place.has(at + 1, Cues::THAT))
        || (is_near && does_not && likes)
}

/// "I don't know why it takes ages"; but "I don't see why it should take ages" denies it.
fn asks_why(place: Place<'_>, at: usize) -> bool {
    let why = (at + 1..place.first).find(|next| place.has(*next, Cues::WHY));
    why.is_some_and(|why| !(why..place.first).any(|next| place.has(next, Cues::MODAL)))
}

/// Whether a denial stands in a clause in front, and the match in the main clause behind it.
fn stands_in_front(place: Place<'_>, at: usize) -> bool {
    let mut starts = at.saturating_sub(FRONT_REACH)..=at;
    let is_in_front = starts.any(|start| place.has(start, Cues::FRONT) && place.begins(start));
    is_in_front && (at + 2..=place.first).any(|next| is_subject(place, next))
}

/// "We stopped retyping", "we got rid of retyping"; whoever only wishes it still does.
fn ends(place: Place<'_>, at: usize) -> bool {
    let stopped = place.has(at, Cues::STOPPED) && !place.has(at + 1, Cues::TO);
    let got_rid = place.has(at, Cues::RID) && place.has_before(at, 1, Cues::FINITE);
    if !(stopped || got_rid) || place.first - at > ENDING_REACH {
        return false;
    }
    let unreal = Cues::IF.with(Cues::MODAL).with(Cues::WISH);
    let is_unreal = (place.sentence().start..at).any(|before| place.has(before, unreal));
    !is_unreal && !(at + 1..=place.first).any(|next| is_subject(place, next))
}

fn denies_outright(place: Place<'_>, at: usize) -> bool {
    if place.has(at, Cues::DOUBTS) {
        // "No doubt", "can't deny".
        return !(1..=STRESS_REACH).any(|n| place.has_before(at, n, Cues::NEGATION));
    }
    if !place.has(at, Cues::NEGATION) || is_softened(place, at) {
        return false;
    }
    let opens = |at: usize| at == place.first || place.has(at, Cues::OPENS.with(Cues::MAY_OPEN));
    let not_that = place.has(at + 1, Cues::THAT) && place.has(at + 1, Cues::MAY_OPEN);
    let not_like = place.has(at + 1, Cues::LIKE) && !place.has_before(at, 1, Cues::DO);
    // "Can't believe that we can't see it" denies nothing.
    let can_not = place.has_before(at, 1, Cues::ABLE);
    let takes_back = |next: usize| {
        place.has(next, Cues::OUTRIGHT) || (place.has(next, Cues::RAISES) && !can_not)
    };
    let like = |next: usize| place.has(next, Cues::LIKE);
    ((not_that || not_like) && opens(at + 2))
        || (at + 1..=at + 2).any(|next| takes_back(next) && (opens(next + 1) || like(next + 1)))
}
