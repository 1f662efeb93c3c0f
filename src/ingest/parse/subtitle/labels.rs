//! Whose words does a cue hold where names are written into its text?
//!
//! Zoom labels every cue. SubRip files label every cue, or only the one where the speaker changes, or none: so
//! there a colon makes a speaker only in a file that as a whole looks labeled. A cue without a label is spoken by
//! the one before, and only where there was one; behind a mark that somebody else speaks, `>>` or a dash, it is
//! spoken by nobody who is known.

mod above;
mod belief;
mod every_cue;
mod line;

use crate::ingest::transcript::Utterance;

use super::markup::{self, Spoken};
use belief::Belief;

/// How a vendor labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    /// The words before the first `: ` of a cue are the speaker's display name, whatever they look like.
    EveryCue,
    /// In every cue, at the change of speaker, or never.
    PerhapsAtChange,
}

/// The utterances of a file without voice tags, each with the name that its cue or a cue before bears.
pub(crate) fn attributed(spoken: &[Spoken], habit: Habit) -> Vec<Utterance> {
    if let Some(utterances) = above::attributed(spoken).filter(|_| habit != Habit::EveryCue) {
        return utterances;
    }
    let belief = Belief::of(spoken, habit);
    let mut utterances = Vec::with_capacity(spoken.len());
    let mut speaker: Option<&str> = None;
    for cue in spoken {
        let mut lines: Vec<&str> = Vec::new();
        for piece in cue.lines.iter().flat_map(|line| belief.pieces(line)) {
            match belief.turn(piece) {
                Some(turn) => {
                    // Two people in one cue: what was read so far is the first one's.
                    utterances.extend(utterance(cue, speaker, &lines));
                    speaker = turn.speaker;
                    lines = vec![turn.words];
                }
                None => lines.push(piece),
            }
        }
        utterances.extend(utterance(cue, speaker, &lines));
    }
    utterances
}

fn utterance(cue: &Spoken, speaker: Option<&str>, lines: &[&str]) -> Option<Utterance> {
    let lines: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return None;
    }
    Some(Utterance {
        speaker: speaker.map(str::to_owned),
        start: cue.is_timed.then_some(cue.start),
        end: cue.is_timed.then_some(cue.end),
        text: markup::joined(&lines),
    })
}
