//! Does a name stand on a line of its own at the head of every cue?
//!
//! So it does where an older transcript of Teams was copied out of Word. In captions the first line of a cue is somebody's
//! words; it is believed to be a name only where every cue begins with one and two of them come again.

use rustc_hash::FxHashMap;

use crate::ingest::parse::speaker_label::{is_name, is_strong};
use crate::ingest::transcript::Utterance;

use super::belief::is_sound;
use super::{Spoken, utterance};

/// What each name's owner says; nothing where the cues are not so.
pub(super) fn attributed(spoken: &[Spoken]) -> Option<Vec<Utterance>> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut utterances = Vec::with_capacity(spoken.len());
    for cue in spoken {
        let lines: Vec<&str> = cue.lines.iter().map(|line| &**line).collect();
        if is_sound(cue) {
            utterances.extend(utterance(cue, None, &lines));
            continue;
        }
        let (&name, words) = lines.split_first()?;
        if words.is_empty() || !is_name(name) || !is_strong(name) {
            return None;
        }
        *counts.entry(name).or_default() += 1;
        utterances.extend(utterance(cue, Some(name), words));
    }
    let n_again = counts.values().filter(|n| **n > 1).count();
    (n_again >= 2).then_some(utterances)
}
