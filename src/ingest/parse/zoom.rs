//! Who says what in a Zoom recording's transcript?
//!
//! Every cue is one line, `Display Name: words`. A cue without a name goes on with the speaker before. Names are
//! kept as the people wrote them, bars, brackets and pronouns included; who is who is decided later.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::subtitle;
use super::subtitle::labels::{self, Habit};

/// Reads a Zoom `.vtt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_webvtt(text);
    let spoken = subtitle::spoken(&reading.cues, &mut reading.problems);
    let utterances = labels::attributed(&spoken, Habit::EveryCue);
    subtitle::transcript(
        Format::ZoomVtt,
        reading.language,
        utterances,
        reading.problems,
    )
}
