//! Whose thing is it: the speaker's own (or the seller's offer), or somebody else's?
//!
//! A match and its entry come in, or a whole unit. Words that name somebody else count in the sentence in which they
//! stand and in no other.

use super::{Cue, Place, blame};
use crate::mention::Target;
use crate::mine::cues::Cues;
use crate::mine::lexicon::Entry;

/// How far before a match `their` or `the vendor` makes it somebody else's.
const OWNER_REACH: usize = 8;
/// How far before `people` the `our` may stand that makes them one's own.
const PEOPLE_REACH: usize = 2;
/// How far before a competitor's name a `never` or `without` says that they are not at work.
const DENIED_REACH: usize = 2;

/// Whether the words are about the speaker's own world (or the seller's offer), or about somebody else's thing.
pub fn target(place: Place<'_>, entry: &Entry) -> (Target, Option<Cue>) {
    if entry.target_is_other {
        return (
            Target::Other,
            Some(place.cue(place.first, place.last, "said of somebody else's offer")),
        );
    }
    let end = place.sentence().end.min(place.last + OWNER_REACH);
    let mut around = place.floor(OWNER_REACH)..end;
    let blamed = || blame::blamed(place).filter(|_| entry.tag.kind() == "pain");
    let owner = around
        .clone()
        .find(|at| is_owner(place, entry, *at))
        .or_else(blamed);
    let about_you = around.any(|at| place.word(at).cues.has(Cues::YOU));
    match owner {
        Some(at) if !about_you => (Target::Other, Some(place.cue(at, at, "somebody else's"))),
        _ => (Target::Own, None),
    }
}

/// Whether a word near a match says that it is somebody else's.
fn is_owner(place: Place<'_>, entry: &Entry, at: usize) -> bool {
    let cues = place.word(at).cues;
    let is_about_money = matches!(
        entry.tag.0.as_str(),
        "pain/cost" | "objection/price" | "objection/terms"
    );
    cues.has(Cues::VENDOR)
        || (cues.has(Cues::RIVAL) && is_rivals(place, at))
        || (is_about_money
            && cues.has(Cues::THIRD)
            && at < place.first
            && !means_own_people(place, at))
}

/// Whether a match is about the competitor who is named at `name`, and not about what the speaker does without them.
fn is_rivals(place: Place<'_>, name: usize) -> bool {
    if is_named_apart(place, name) {
        return false;
    }
    if name < place.first {
        return !speaker_acts(place, name, place.first);
    }
    let clause_between = (place.last + 1..name).any(|at| place.word(at).cues.has(Cues::CLAUSE));
    !clause_between
}

/// `before Freightly`, `I told Freightly`, `we never used Freightly`.
fn is_named_apart(place: Place<'_>, name: usize) -> bool {
    let start = place.sentence().start;
    let right_before = place.before_name(name);
    let is_apart = right_before.is_some_and(|at| place.word(at).cues.has(Cues::APART));
    let mut reach = start.max(name.saturating_sub(DENIED_REACH))..name;
    is_apart || reach.any(|at| place.word(at).cues.has(Cues::NEGATION))
}

/// Whether the speaker's own side is the subject of what follows a competitor's name, up to the word at `until`. With
/// Freightly, what "we" do is still Freightly's doing.
fn speaker_acts(place: Place<'_>, name: usize, until: usize) -> bool {
    let is_at_work = place
        .before_name(name)
        .is_some_and(|at| place.word(at).cues.has(Cues::WITH));
    let new_clause = (name + 1..=until).find(|at| place.word(*at).cues.has(Cues::CLAUSE));
    let from = if is_at_work {
        new_clause.unwrap_or(until) + 1
    } else {
        name + 1
    };
    (from..=until).any(|at| is_own_subject(place, at))
}

/// `we retype`, `so our people retype`, but not `I think`; what stands in another sentence tells nothing of it.
fn is_own_subject(place: Place<'_>, at: usize) -> bool {
    if place.has(at, Cues::SELF) {
        return !place.has(at + 1, Cues::THINKS);
    }
    let opens = place.has(at, Cues::AFTER_PAUSE)
        || place.has_before(at, 1, Cues::CLAUSE.with(Cues::MAY_OPEN));
    place.has(at, Cues::OURS) && opens
}

/// Whether a `they` takes up one's own people of the same sentence: `my team looked at it and they say …`.
fn means_own_people(place: Place<'_>, they: usize) -> bool {
    let start = place.sentence().start;
    let nearest = (start..they).rev().find(|at| {
        let others = Cues::VENDOR.with(Cues::RIVAL);
        is_own_people(place, start, *at) || place.word(*at).cues.has(others)
    });
    nearest.is_some_and(|at| is_own_people(place, start, at))
}

/// `my drivers`, `our finance people`, `the board`.
fn is_own_people(place: Place<'_>, start: usize, at: usize) -> bool {
    let cues = place.word(at).cues;
    let owners = if cues.has(Cues::BODY) {
        Cues::OURS.with(Cues::THE)
    } else {
        Cues::OURS
    };
    let mut before = start.max(at.saturating_sub(PEOPLE_REACH))..at;
    cues.has(Cues::FOLK.with(Cues::BODY)) && before.any(|at| place.word(at).cues.has(owners))
}

/// The words that show whose thing a whole unit is about.
pub fn owner(unit: Place<'_>) -> Option<Cue> {
    let theirs = Cues::VENDOR.with(Cues::THIRD);
    let at = (unit.first..=unit.last).find(|at| unit.word(*at).cues.has(theirs))?;
    Some(unit.cue(at, at, "somebody else's"))
}

/// A competitor of the config whom a whole unit complains of, where it is not about the seller as well.
pub fn rival(unit: Place<'_>) -> Option<Cue> {
    let mut words = unit.first..=unit.last;
    let at = words.find(|at| unit.word(*at).cues.has(Cues::RIVAL) && is_accused(unit, *at))?;
    let about_you = (unit.first..=unit.last).any(|at| unit.word(at).cues.has(Cues::YOU));
    (!about_you).then(|| unit.cue(at, at, "a competitor's"))
}

/// Whether the sentence of a unit that names a competitor complains of them: a unit may have several, and what the
/// speaker does in the next one takes nothing back.
fn is_accused(unit: Place<'_>, name: usize) -> bool {
    let end = unit.words.of_sentence(unit.word(name).sentence).end;
    let rest = Place {
        first: name,
        last: unit.last.min(end - 1),
        ..unit
    };
    let is_at_fault = !is_named_apart(rest, name) && !speaker_acts(rest, name, rest.last);
    is_at_fault || blame::is_blamed(rest, name)
}
