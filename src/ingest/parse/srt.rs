//! Who says what in a SubRip file?
//!
//! The format knows no speakers. Vendors write `Name:` into every cue, or only where the speaker changes, or put
//! a whole turn into one cue; speech recognizers and films name nobody, and then nobody is named here. Nor has it a
//! standard: times are read as people and word processors leave them, and where they can't be, the words stay.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::subtitle;

/// Reads an `.srt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_srt(text);
    let spoken = subtitle::spoken(&reading.cues, &mut reading.problems);
    let utterances = subtitle::uttered(spoken);
    subtitle::transcript(Format::Srt, reading.language, utterances, reading.problems)
}
