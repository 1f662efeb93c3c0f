//! Who says what in a Webex recording's transcript?
//!
//! Experimental: no genuine file was seen. Told by other people's code: a cue's id is `1 "Jane Doe" (1234567)`, a
//! number, the name and the speaker's id, and the words may stand in `<v Jane Doe>` as well. Where the tag is not
//! there the id's name counts. The number in brackets is one of the meeting and no person's.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::subtitle;

/// Reads a Webex `.vtt`.
pub(super) fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_webvtt(text);
    let mut spoken = Vec::with_capacity(reading.cues.len());
    for cue in &reading.cues {
        let name = cue.id.as_deref().and_then(name);
        for mut piece in subtitle::spoken(std::slice::from_ref(cue), &mut reading.problems) {
            piece.voice = piece.voice.or_else(|| name.map(str::to_owned));
            spoken.push(piece);
        }
    }
    let utterances = subtitle::voiced(spoken);
    subtitle::transcript(
        Format::WebexVtt,
        reading.language,
        utterances,
        reading.problems,
    )
}

/// The name in `1 "Jane Doe" (1234567)`.
pub(super) fn name(id: &str) -> Option<&str> {
    let (number, rest) = id.trim().split_once(" \"")?;
    let (name, rest) = rest.rsplit_once("\" (")?;
    let speaker = rest.strip_suffix(')')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let name = name.trim();
    (is_number(number) && is_number(speaker) && !name.is_empty()).then_some(name)
}
