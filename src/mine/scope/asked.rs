//! Is something only asked, in text that stands alone?
//!
//! "Is the price too high?" wants to know, and says nothing of the price; "why is it so slow?" and "can't you make it
//! cheaper?" complain. On calls what goes before and behind a question tells more, so that nothing here is asked there.

use super::denial::is_subject;
use super::{Cue, Place};
use crate::call::Span;
use crate::mention::{Polarity, Tag};
use crate::mine::cues::Cues;
use crate::mine::lexicon::Entry;

/// Whether a match in loose text was affirmed, negated or only asked; `text` is the whole text.
pub fn polarity(
    place: Place<'_>,
    entry: &Entry,
    pattern: &str,
    text: &str,
) -> (Polarity, Option<Cue>) {
    let (polarity, cue) = super::polarity(place, entry, pattern);
    if !is_question(place, text) {
        return (polarity, cue);
    }
    match (polarity, cue) {
        (Polarity::Negated, Some(cue)) if asks_by_not(place, cue.span) => {
            (Polarity::Affirmed, None)
        }
        (Polarity::Affirmed, _) => match of_match(place, &entry.tag) {
            Some(cue) => (Polarity::Hypothetical, Some(cue)),
            None => (Polarity::Affirmed, None),
        },
        told => told,
    }
}

/// The word that makes a question of a whole unit in which nothing is told.
pub fn of_unit(unit: Place<'_>, tag: &Tag, text: &str) -> Option<Cue> {
    let is_one_sentence = unit.word(unit.first).sentence == unit.word(unit.last).sentence;
    let mut beginning = unit.first..=unit.last.min(unit.first + 1);
    let opener = beginning.find(|at| opens(unit, *at))?;
    let asked = Place {
        first: opener,
        ..unit
    };
    let is_asked = is_one_sentence && is_question(unit, text) && is_only_asked(asked, opener, tag);
    is_asked.then(|| unit.cue(opener, opener, "only asked"))
}

fn of_match(place: Place<'_>, tag: &Tag) -> Option<Cue> {
    let mut before = (place.sentence().start..=place.first).rev();
    let opener = before.find(|at| opens(place, *at))?;
    // "Is that list price" was written as a question by the pattern's author, who knows that it haggles.
    let is_written = opener == place.first && tag.kind() == "objection";
    let is_asked = !is_written && is_only_asked(place, opener, tag);
    is_asked.then(|| place.cue(opener, opener, "only asked"))
}

/// Whether the sentence ends with a question mark. More marks than one stress: "five weeks for an appointment??"
fn is_question(place: Place<'_>, text: &str) -> bool {
    let at = place.word(place.first).sentence as usize;
    let sentence = place.words.sentences.get(at);
    let asked = sentence.and_then(|span| span.slice(text).trim_end().strip_suffix('?'));
    asked.is_some_and(|asked| !asked.ends_with(['?', '!']))
}

/// Whether a question begins with the word: `is` and the like, with a subject behind it.
fn opens(place: Place<'_>, at: usize) -> bool {
    let (next, end) = (at + 1, place.sentence().end);
    // "Have to do it by hand?" and "don't you" ask for nothing; "is slow?" has no subject, "is price too high?" has.
    let is_other = place.has(next, Cues::TO.with(Cues::NEGATION));
    let has_subject = next < end && (next != place.first || place.last + 1 < end);
    if !place.has(at, Cues::ASKS) || is_other || !has_subject {
        return false;
    }
    is_first(place, at) || (may_begin(place, at) && is_asked_of(place, next))
}

/// Whether nothing but a "so" stands before a word in its sentence.
fn is_first(place: Place<'_>, at: usize) -> bool {
    let start = place.sentence().start;
    let joins = Cues::JOINS.with(Cues::MAY_JOIN).with(Cues::AGREES);
    at == start || (at == start + 1 && place.has(start, joins))
}

fn may_begin(place: Place<'_>, at: usize) -> bool {
    place.begins(at) || place.has_before(at, 1, Cues::MAY_JOIN)
}

/// Whether a word may be what a question asks of: "do others", "is it", "is the price".
fn is_asked_of(place: Place<'_>, at: usize) -> bool {
    let subjects = Cues::OPENS.with(Cues::MAY_OPEN).with(Cues::THE);
    place.has(at, subjects.with(Cues::YOU).with(Cues::OTHERS))
}

/// Whether a `not` only opens a question: "isn't it slow?" says that it is.
fn asks_by_not(place: Place<'_>, denial: Span) -> bool {
    let mut sentence = place.sentence();
    let verb = sentence.find(|at| place.word(*at).start == denial.start);
    verb.is_some_and(|verb| {
        let not = verb + 1;
        // The two words of a contraction stand on the same letters.
        let is_contracted = place.has(not, Cues::NEGATION) && place.word(not).start == denial.start;
        is_contracted && may_begin(place, verb) && is_asked_of(place, not + 1)
    })
}

/// Whether the question that begins at `opener` asks for what the match says, and nothing shows that it is so.
fn is_only_asked(place: Place<'_>, opener: usize, tag: &Tag) -> bool {
    let is_told = (opener + 1..=place.last).any(|at| is_told_from(place, opener, at));
    is_doubtful(place, opener, tag) && !is_told && !insists(place, opener) && !is_answered(place)
}

/// Whether a question about a thing leaves it open: one about a pain does. Whoever asks "will it hold up?" objects by
/// asking, as does who haggles; "is the price too high?" only asks.
fn is_doubtful(place: Place<'_>, opener: usize, tag: &Tag) -> bool {
    let mut words = place.sentence();
    match tag.0.as_str() {
        "objection/price" | "objection/budget" | "objection/timing" | "objection/authority" => {
            !place.has(opener + 1, Cues::OFFERS) && !words.any(|at| place.has(at, Cues::HAGGLES))
        }
        _ => tag.kind() == "pain",
    }
}

/// Whether what is asked ends at a word: a new clause tells something, and so does what "do you know" asks about.
fn is_told_from(place: Place<'_>, opener: usize, at: usize) -> bool {
    let clause = Cues::OPENS.with(Cues::MAY_OPEN);
    let joins = place.has(at, Cues::MAY_JOIN) && place.has(at + 1, clause);
    let fact = Cues::THAT.with(Cues::WHY).with(clause);
    let knows =
        place.has(at, Cues::KNOWS) && place.has(at + 1, fact) && !place.has(at + 1, Cues::WHETHER);
    let has_subject = at > opener + 1 && is_subject(place, at);
    place.has(at, Cues::AFTER_PAUSE.with(Cues::CLAUSE)) || joins || knows || has_subject
}

/// "Is it always slow?", "is it normal that it takes weeks?", "is it just me?": it is so, and that is the point.
fn insists(place: Place<'_>, opener: usize) -> bool {
    let is_me = |at: usize| {
        place.has(at, Cues::ME) && place.has_before(at, 1, Cues::SOFTENER.with(Cues::OPENS))
    };
    let stresses = |at: usize| place.has(at, Cues::INSISTS) || is_me(at);
    place.sentence().any(stresses) || (opener..place.first).any(|at| place.has(at, Cues::JUDGES))
}

/// "Is it slow? Yes.": whoever answers the question told it.
fn is_answered(place: Place<'_>) -> bool {
    let next = place.words.items.get(place.sentence().end);
    next.is_some_and(|word| word.cues.has(Cues::AGREES))
}
