//! What does a HubSpot call transcript say?
//!
//! The shape is HubSpot's documentation of `/crm/v3/extensions/calling/transcripts/{id}` (2026:
//! `/crm/extensions/calling/2026-03/transcripts/{id}`); an integrator's request to create one has the same
//! utterances under `transcriptCreateUtterances`. No real file was seen. Times are milliseconds. `createdAt` is the
//! transcript's, not the call's, so the call has no start; whose side somebody is on isn't told.

use serde::Deserialize;

use super::Parsed;
use super::envelope::{self, Read};
use super::marks::Shape;
use super::oddities;
use super::readers::Reader;
use super::rows::{Maybe, Rows};
use super::verbatim_json::loose::{Number, Spoken, Word};
use super::voices::Voices;
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Hubspot,
    shapes: &[
        Shape {
            must: &["transcriptUtterances"],
            may: &[
                "engagementId",
                "transcriptSource",
                "transcriptUtterances[].startTimeMillis",
                "transcriptUtterances[].speaker.name",
            ],
            never: &[],
        },
        Shape {
            must: &["transcriptCreateUtterances"],
            may: &[
                "engagementId",
                "transcriptCreateUtterances[].startTimeMillis",
            ],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a transcript.
const MARKS: &[&str] = &["transcriptUtterances", "transcriptCreateUtterances"];

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct TranscriptJson {
    id: Word,
    /// The call object, by which deals are found.
    engagement_id: Word,
    transcript_utterances: Rows<LineJson>,
    transcript_create_utterances: Rows<LineJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineJson {
    #[serde(default)]
    speaker: Maybe<SpeakerJson>,
    text: Spoken,
    #[serde(default)]
    language_code: Word,
    #[serde(default)]
    start_time_millis: Number,
    #[serde(default)]
    end_time_millis: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    id: Word,
    name: Word,
    email: Word,
}

/// Reads every transcript of a file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: TranscriptJson = envelope::typed(json)?;
    let mut problems = Vec::new();
    let (read, created) = (
        json.transcript_utterances,
        json.transcript_create_utterances,
    );
    oddities::note_rows(read.n_odd.saturating_add(created.n_odd), &mut problems);
    let lines: Vec<LineJson> = read.all.into_iter().chain(created.all).collect();
    let has_odd_time =
        |line: &LineJson| line.start_time_millis.is_odd || line.end_time_millis.is_odd;
    oddities::note_times(lines.iter().any(has_odd_time), &mut problems);

    let mut voices = Voices::default();
    for speaker in lines.iter().filter_map(|line| line.speaker.0.as_ref()) {
        if let Some(key) = key(speaker) {
            voices.know(key, person(speaker));
        }
    }
    let mut transcript = Transcript::new(Format::Hubspot);
    transcript.id = json.engagement_id.0.or(json.id.0);
    transcript.language = lines.iter().find_map(|line| line.language_code.0.clone());
    transcript.utterances = lines
        .into_iter()
        .map(|line| utterance(line, &mut voices))
        .collect();
    transcript.people = voices.people();
    oddities::put_in_time_order(&mut transcript.utterances, &mut problems);
    Ok((transcript, problems))
}

/// What tells one speaker from another: the id, else the address, else the name.
fn key(speaker: &SpeakerJson) -> Option<&str> {
    let keys = [&speaker.id, &speaker.email, &speaker.name];
    keys.into_iter().find_map(|key| key.0.as_deref())
}

fn person(speaker: &SpeakerJson) -> Person {
    Person {
        name: speaker.name.0.clone().unwrap_or_default(),
        email: speaker.email.0.clone(),
        ..Person::default()
    }
}

fn utterance(line: LineJson, voices: &mut Voices) -> Utterance {
    let speaker = line.speaker.0.as_ref().and_then(key);
    Utterance {
        speaker: speaker.map(|key| voices.speaker(key)),
        start: line.start_time_millis.value.map(seconds),
        end: line.end_time_millis.value.map(seconds),
        text: line.text.0,
    }
}

fn seconds(milliseconds: f64) -> f64 {
    milliseconds / 1000.0
}
