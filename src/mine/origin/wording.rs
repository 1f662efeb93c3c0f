//! How does a rep word what they put to a prospect?

use crate::mention::Polarity;
use crate::mine::cues::Cues;
use crate::mine::origin::Put;
use crate::mine::scope::Place;
use crate::text::stem::fold;

/// Ask whether what was just said is so, and nothing else.
const TAG_QUESTIONS: &str = "right|is that right|is that about right|isn't that right|does that sound right|\
    does that sound about right|does that sound fair|does that sound familiar|sound familiar|sound right|\
    sound about right|correct|is that correct|is that accurate|is that true|true|is that so|isn't that so|\
    is that fair|is that fair to say|is that a fair statement|fair|fair to say|would that be fair|\
    would that be right|am i right|am i right there|did i get that right|did i hear that right|\
    do i have that right|have i got that right|am i hearing that right|is that the case|\
    is that what you're saying|isn't it|isn't he|isn't she|aren't they|is it|is it not|doesn't it|does it|don't they|\
    don't you|do you|aren't you|are you|yeah|yes|no|would you say|wouldn't you say|\
    would you say so|would you agree|do you agree|agreed";

/// Whether a sentence asks something.
pub fn asks(sentence: &str) -> bool {
    sentence.trim_end().ends_with('?')
}

/// "Is that right?", "isn't it?": asks about the same thing once more.
pub fn is_tag_question(sentence: &str) -> bool {
    let folded = fold(sentence);
    let is_mark = |c: char| !c.is_alphanumeric();
    let asked = folded.trim_matches(is_mark);
    let asked = ["or ", "so ", "and "]
        .iter()
        .find_map(|lead| asked.strip_prefix(*lead))
        .unwrap_or(asked);
    TAG_QUESTIONS.split('|').any(|question| question == asked)
}

/// How a rep's words put something; `polarity` is that of the words as they stand.
///
/// "Isn't it slow?" suggests that it is, so its "not" counts for nothing.
pub fn put(place: Place<'_>, polarity: Polarity) -> Put {
    let mut words = place.words.items[place.first..=place.last].iter();
    let (polarity, is_negative) = match polarity {
        Polarity::Negated if asks_by_not(place) => (Polarity::Affirmed, false),
        Polarity::Negated => (Polarity::Negated, true),
        _ => (polarity, words.any(|word| word.cues.has(Cues::NEGATION))),
    };
    Put {
        polarity,
        is_negative,
    }
}

/// Whether a sentence begins with "isn't", "don't you": at most a "so" before it.
fn asks_by_not(place: Place<'_>) -> bool {
    let items = &place.words.items;
    let sentence = place.words.of_sentence(items[place.first].sentence);
    let opening = &items[sentence];
    let joins = Cues::JOINS.with(Cues::MAY_JOIN);
    let so = usize::from(opening[0].cues.has(joins));
    match opening.get(so..so + 2) {
        // The two words of a contraction stand on the same letters.
        Some([verb, not]) => not.cues.has(Cues::NEGATION) && not.start == verb.start,
        _ => false,
    }
}
