//! Who says what in a WebVTT file that is neither Zoom's nor Teams'?
//!
//! Voice tags name the speakers where there are any. Without them names may stand in the text as in SubRip
//! files, and captions may roll.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::subtitle;

/// Reads any `.vtt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_webvtt(text);
    let spoken = subtitle::spoken(&reading.cues, &mut reading.problems);
    let utterances = subtitle::uttered(spoken);
    subtitle::transcript(
        Format::WebVtt,
        reading.language,
        utterances,
        reading.problems,
    )
}
