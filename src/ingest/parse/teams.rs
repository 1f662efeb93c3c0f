//! Who says what in a Microsoft Teams transcript?
//!
//! Three shapes, all WebVTT: today's with names in voice tags and GUIDs for cue ids, the early one with
//! `objectId@tenantId` for a voice and unpadded stamps, and Stream's with confidence notes and no speakers. Cues
//! overlap and come late in all of them. The voice is kept as it stands, also where it is no name: an id that is
//! the same in every call is worth more than nobody.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::subtitle;

/// Reads a Teams or Stream `.vtt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_webvtt(text);
    let spoken = subtitle::spoken(&reading.cues, &mut reading.problems);
    let utterances = subtitle::voiced(spoken);
    subtitle::transcript(
        Format::TeamsVtt,
        reading.language,
        utterances,
        reading.problems,
    )
}
