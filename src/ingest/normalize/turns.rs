//! What did each speaker say in one stretch?
//!
//! Cues and sentences of one speaker that follow each other become one turn, whatever the silence between
//! them. Nothing but the joining touches the words: white space around a delivered piece is the file's, not
//! the speaker's, and gives way to one space.

use super::people::Cast;
use crate::call::{Cue, Turn};
use crate::ingest::transcript::Utterance;
use crate::text::scripts::is_set_tight;

/// One turn for each utterance, untouched, for formats that deliver turns.
pub(super) fn as_delivered(utterances: Vec<Utterance>, cast: &Cast) -> Vec<Turn> {
    let turn = |utterance: Utterance| Turn {
        speaker: cast.index_of(utterance.speaker.as_deref()),
        start: utterance.start,
        end: utterance.end,
        cues: utterance
            .start
            .map(|start| Cue { at: 0, start })
            .into_iter()
            .collect(),
        text: utterance.text,
    };
    utterances.into_iter().map(turn).collect()
}

/// Drops what has no words: a cue of white space must not part two halves of a turn.
pub(super) fn drop_silent(utterances: &mut Vec<Utterance>) {
    utterances.retain(|utterance| !utterance.text.trim().is_empty());
}

/// Joins what one speaker says without another one between.
pub(super) fn joined(utterances: Vec<Utterance>, cast: &Cast) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for utterance in utterances {
        let words = utterance.text.trim();
        let speaker = cast.index_of(utterance.speaker.as_deref());
        match turns
            .last_mut()
            .filter(|turn| turn.speaker == speaker && has_room(turn, words))
        {
            Some(turn) => append(turn, words, &utterance),
            None => turns.push(begin(speaker, words, &utterance)),
        }
    }
    turns
}

/// Offsets into a turn are 32 bits wide.
fn has_room(turn: &Turn, words: &str) -> bool {
    u32::try_from(
        turn.text
            .len()
            .saturating_add(words.len())
            .saturating_add(1),
    )
    .is_ok()
}

fn begin(speaker: u32, words: &str, utterance: &Utterance) -> Turn {
    Turn {
        speaker,
        start: utterance.start,
        end: utterance.end,
        text: words.to_owned(),
        cues: utterance
            .start
            .map(|start| Cue { at: 0, start })
            .into_iter()
            .collect(),
    }
}

/// Goes on with a turn. One that began without a time stays without: the piece's own, which its cue keeps, is later.
fn append(turn: &mut Turn, words: &str, utterance: &Utterance) {
    if needs_space(&turn.text, words) {
        turn.text.push(' ');
    }
    let at = u32::try_from(turn.text.len()).unwrap_or(u32::MAX);
    turn.text.push_str(words);
    turn.cues
        .extend(utterance.start.map(|start| Cue { at, start }));
    turn.end = match (turn.end, utterance.end) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
}

/// Scripts without spaces between words are cut anywhere, and a space would change the word.
fn needs_space(before: &str, after: &str) -> bool {
    let borders = before.chars().next_back().zip(after.chars().next());
    !borders.is_some_and(|(last, first)| is_set_tight(last) && is_set_tight(first))
}

/// A recording that is said to last longer than a day tells another unit.
const LONGEST: f64 = 86_400.0;

/// How long the recording lasts, where the file says so and the words fit in; else how long is spoken.
pub(super) fn duration(utterances: &[Utterance], told: Option<f64>) -> Option<f64> {
    let spoken = span(utterances);
    let fits =
        |told: &f64| *told > 0.0 && *told <= LONGEST && spoken.is_none_or(|spoken| *told >= spoken);
    told.filter(fits).or(spoken)
}

/// From the first start to the last end; a start counts as an end where there are no ends.
fn span(utterances: &[Utterance]) -> Option<f64> {
    let first = utterances
        .iter()
        .filter_map(|utterance| utterance.start)
        .reduce(f64::min);
    let ends = utterances
        .iter()
        .filter_map(|utterance| utterance.end.or(utterance.start));
    let last = ends.reduce(f64::max)?;
    let seconds = last - first.unwrap_or(0.0);
    // Nobody measures finer; what comes behind that is dust of the reckoning.
    let rounded = (seconds * 1000.0).round() / 1000.0;
    let seconds = if rounded.is_finite() {
        rounded
    } else {
        seconds
    };
    (seconds > 0.0).then_some(seconds)
}
