//! Who says what in a Microsoft Teams transcript?
//!
//! Three shapes, all WebVTT: today's with names in voice tags and GUIDs for cue ids, the early one with
//! `objectId@tenantId` for a voice and unpadded stamps, and Stream's with confidence notes and no speakers. Cues
//! overlap and come late in all of them. The voice is kept as it stands, also where it is no name: an id that is
//! the same in every call is worth more than nobody.
//!
//! Microsoft Graph has a fourth, documented as `metadataContent`: each cue is one JSON object with the name, the
//! words, their language and their moments by the clock. A cue that begins like one and can't be read as one is
//! left out: nobody says JSON.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Problem, Transcript, Utterance};

use super::subtitle::{self, Cue};
use super::{language, moment};

/// Reads a Teams or Stream `.vtt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_webvtt(text);
    let mut utterances = Vec::with_capacity(reading.cues.len());
    let mut began = None;
    for cue in &reading.cues {
        if !begins_as_json(&cue.text) {
            let pieces = subtitle::spoken(std::slice::from_ref(cue), &mut reading.problems);
            utterances.extend(subtitle::voiced(pieces));
            continue;
        }
        match entry(cue) {
            Ok(entry) => {
                began = began.or_else(|| entry.began(cue.start));
                reading.language = reading.language.take().or_else(|| entry.language());
                utterances.push(entry.utterance(cue));
            }
            Err(problem) => reading.problems.push(problem),
        }
    }
    let (mut transcript, problems) = subtitle::transcript(
        Format::TeamsVtt,
        reading.language,
        utterances,
        reading.problems,
    );
    transcript.started_at = began;
    (transcript, problems)
}

/// Whether a cue's words are an object of `metadataContent`.
pub(super) fn is_entry(words: &str) -> bool {
    begins_as_json(words) && words.contains("\"spokenText\"")
}

fn begins_as_json(words: &str) -> bool {
    words.trim_start().starts_with("{\"")
}

/// What a cue of `metadataContent` says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    start_date_time: Option<String>,
    speaker_name: Option<String>,
    spoken_text: String,
    spoken_language: Option<String>,
}

fn entry(cue: &Cue) -> Result<Entry, Problem> {
    let entry = serde_json::from_str::<Entry>(&cue.text).map_err(|_| {
        let message =
            "the JSON of this cue can't be read, as where a file is cut off; it was skipped";
        Problem::at_line("unreadable-cue", cue.line, message)
    })?;
    if entry.spoken_text.trim().is_empty() {
        let message = "this cue has times and no words; it was skipped";
        return Err(Problem::at_line("cue-without-text", cue.line, message));
    }
    Ok(entry)
}

impl Entry {
    /// When the recording began: the clock's time of these words, less the seconds that had passed by then.
    fn began(&self, passed: f64) -> Option<String> {
        let spoken = moment::microseconds(self.start_date_time.as_deref()?)?;
        moment::rfc3339(spoken.saturating_sub((passed * 1e6).round() as i64))
    }

    fn language(&self) -> Option<String> {
        language::bcp47(self.spoken_language.as_deref()?)
    }

    fn utterance(self, cue: &Cue) -> Utterance {
        let is_name = |name: &String| !name.trim().is_empty();
        Utterance {
            speaker: self.speaker_name.filter(is_name),
            start: Some(cue.start),
            end: Some(cue.end),
            text: self.spoken_text.trim().to_owned(),
        }
    }
}
