//! What does an Aircall transcript say?
//!
//! The shape is Aircall's documentation of `/v1/calls/{id}/transcription` and its `transcription.created` webhook,
//! with the field names as connectors read them; no real file was seen. Times are seconds. Utterances may come
//! participant by participant, so they are sorted. Aircall says of each who is `internal` and `external`; a user's
//! name stands in another resource, so users are numbered, and callers stand under their telephone number.

use serde::Deserialize;

use super::envelope::{self, Read};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::{Maybe, Rows};
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices::Voices;
use super::{Parsed, moment, oddities};
use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Aircall,
    shapes: &[
        Shape {
            must: &["utterances[].participant_type"],
            may: &[
                "content.utterances",
                "content.language",
                "call_id",
                "call_created_at",
                "utterances[].user_id",
                "utterances[].phone_number",
            ],
            never: &[],
        },
        Shape {
            must: &["content.utterances", "call_created_at"],
            may: &["call_id"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a transcription.
const MARKS: &[&str] = &["content", "utterances"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct TranscriptionJson {
    /// The transcription's own id; calls are known by `call_id`.
    id: Word,
    call_id: Word,
    call_created_at: Word,
    content: Maybe<ContentJson>,
    utterances: Rows<LineJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ContentJson {
    language: Word,
    utterances: Rows<LineJson>,
}

#[derive(Deserialize)]
struct LineJson {
    #[serde(default)]
    start_time: Seconds,
    #[serde(default)]
    end_time: Seconds,
    text: Spoken,
    #[serde(default)]
    participant_type: Word,
    #[serde(default)]
    participant_name: Word,
    #[serde(default)]
    user_id: Word,
    #[serde(default)]
    contact_id: Word,
    #[serde(default)]
    phone_number: Word,
}

/// Reads every transcription of a file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: TranscriptionJson = envelope::typed(json)?;
    let mut problems = Vec::new();
    let content = json.content.0.unwrap_or_default();
    let (nested, flat) = (content.utterances, json.utterances);
    oddities::note_rows(nested.n_odd.saturating_add(flat.n_odd), &mut problems);
    let lines: Vec<LineJson> = nested.all.into_iter().chain(flat.all).collect();
    let has_odd_time = |line: &LineJson| line.start_time.0.is_odd || line.end_time.0.is_odd;
    oddities::note_times(lines.iter().any(has_odd_time), &mut problems);

    let mut voices = Voices::default();
    for line in &lines {
        if let Some(key) = key(line) {
            voices.know(&key, person(line));
        }
    }
    let mut transcript = Transcript::new(Format::Aircall);
    transcript.id = json.call_id.0.or(json.id.0);
    transcript.started_at = moment::started_at(json.call_created_at.0);
    transcript.language = content.language.0;
    transcript.utterances = lines
        .into_iter()
        .map(|line| utterance(line, &mut voices))
        .collect();
    transcript.people = voices.people();
    oddities::put_in_time_order(&mut transcript.utterances, &mut problems);
    Ok((transcript, problems))
}

/// A user, a contact and a telephone may bear the same number, so the kind is part of the key.
fn key(line: &LineJson) -> Option<String> {
    let keys = [
        ("user", &line.user_id),
        ("phone", &line.phone_number),
        ("contact", &line.contact_id),
        ("name", &line.participant_name),
        ("type", &line.participant_type),
    ];
    keys.into_iter()
        .find_map(|(kind, word)| Some(format!("{kind} {}", word.0.as_deref()?)))
}

fn person(line: &LineJson) -> Person {
    let side = line.participant_type.0.as_deref().and_then(Side::from_word);
    let is_user = line.user_id.0.is_some();
    // The number beside a user is the company's line, which many share.
    let phone = line.phone_number.0.as_ref().filter(|_| !is_user);
    let name = line.participant_name.0.as_ref().or(phone);
    Person {
        name: name.cloned().unwrap_or_default(),
        side: side.filter(|side| *side != Side::Unknown),
        ..Person::default()
    }
}

fn utterance(line: LineJson, voices: &mut Voices) -> Utterance {
    Utterance {
        speaker: key(&line).map(|key| voices.speaker(&key)),
        start: line.start_time.0.value,
        end: line.end_time.0.value,
        text: line.text.0,
    }
}
