//! What does a file of Amazon Transcribe Call Analytics say, and who is the agent in it?
//!
//! Shape: the developer guide's "Call analytics output", and the output of one real job. Contact Lens of Amazon
//! Connect writes the same with ids for roles; told by its documentation alone. Times are whole milliseconds.
//!
//! The roles are given: AGENT is the seller's side, CUSTOMER the prospect's. They are the vendor's words, set by
//! channel, so they count as a vendor's sides. Redacted words stand as `[PII]` and stay so. When the call was is
//! not told.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::call::Side;
use crate::ingest::parse::channels::in_time_order;
use crate::ingest::parse::gather::voice;
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::verbatim_json::loose::{self, Number, Spoken, Word};
use crate::ingest::parse::{Parsed, jobs, objects};
use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};

/// What it is known by: a role beside every turn, or an id that leads to one.
pub(super) const READER: Reader = Reader {
    format: Format::AwsCallAnalytics,
    shapes: &[
        Shape {
            must: &["Transcript[].ParticipantRole", "Transcript[].Content"],
            may: &[
                "Transcript[].BeginOffsetMillis",
                "Participants[].ParticipantRole",
                "ConversationCharacteristics",
                "JobName",
            ],
            never: &[],
        },
        Shape {
            must: &["Transcript[].ParticipantId", "Transcript[].Content"],
            may: &[
                "Transcript[].BeginOffsetMillis",
                "Participants[].ParticipantRole",
                "ConversationCharacteristics",
                "CustomerMetadata.ContactId",
            ],
            never: &[],
        },
        // Nobody speaks.
        Shape {
            must: &["^Transcript", "^JobName", "^ConversationCharacteristics"],
            may: &["^JobStatus"],
            never: &[],
        },
        Shape {
            must: &["CallAnalyticsJob.CallAnalyticsJobStatus"],
            may: &["CallAnalyticsJob.Transcript.TranscriptFileUri"],
            never: &[],
        },
    ],
    parse,
};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
struct CallJson {
    job_name: Word,
    job_status: Word,
    session_id: Word,
    language_code: Word,
    customer_metadata: Option<CustomerJson>,
    call_analytics_job: Option<JobJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    participants: Vec<ParticipantJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    transcript: Vec<TurnJson>,
    #[serde(rename = "data", alias = "payload", alias = "body")]
    data: Option<Box<CallJson>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
struct CustomerJson {
    contact_id: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
struct JobJson {
    call_analytics_job_status: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
struct ParticipantJson {
    participant_id: Word,
    participant_role: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
struct TurnJson {
    participant_id: Word,
    participant_role: Word,
    begin_offset_millis: Number,
    end_offset_millis: Number,
    content: Option<Spoken>,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    objects::each(text, read)
}

fn read(mut call: CallJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    while let Some(inner) = call.data.take() {
        call = *inner;
    }
    let mut transcript = Transcript::new(Format::AwsCallAnalytics);
    let contact = call.customer_metadata.and_then(|it| it.contact_id.0);
    transcript.id = call.job_name.0.or(contact).or(call.session_id.0);
    transcript.language = call.language_code.0;

    let roles = roles(call.participants);
    let mut sides = BTreeMap::new();
    let utterances = call.transcript.into_iter().map(|turn| {
        let role = role(&turn, &roles);
        let speaker = role.as_deref().map(voice);
        if let (Some(speaker), Some(side)) = (&speaker, role.as_deref().and_then(Side::from_word)) {
            sides.insert(speaker.clone(), side);
        }
        utterance(turn, speaker)
    });
    transcript.utterances = in_time_order([utterances.collect()]);
    transcript.people = sides.into_iter().map(person).collect();

    if !transcript.utterances.is_empty() {
        return Ok((transcript, Vec::new()));
    }
    let asked = call.call_analytics_job;
    let asked = asked.map(|job| job.call_analytics_job_status.0);
    let is_facts = asked.is_some();
    let status = call.job_status.0.or(asked.flatten());
    match jobs::refusal(status.as_deref()) {
        Some(refusal) => Err(refusal),
        None if is_facts => Err(jobs::facts_only()),
        None => Ok((transcript, Vec::new())),
    }
}

/// The role behind every id.
fn roles(participants: Vec<ParticipantJson>) -> FxHashMap<String, String> {
    let named = participants
        .into_iter()
        .filter_map(|it| Some((it.participant_id.0?, it.participant_role.0?)));
    named.collect()
}

/// The role in which somebody speaks, else their id, which Contact Lens makes of the role.
fn role(turn: &TurnJson, roles: &FxHashMap<String, String>) -> Option<String> {
    let id = turn.participant_id.0.as_ref();
    let by_id = || id.and_then(|id| roles.get(id)).or(id);
    turn.participant_role.0.as_ref().or_else(by_id).cloned()
}

fn utterance(turn: TurnJson, speaker: Option<String>) -> Utterance {
    let seconds = |milliseconds: Number| milliseconds.value.map(|value| value / 1000.0);
    Utterance {
        speaker,
        start: seconds(turn.begin_offset_millis),
        end: seconds(turn.end_offset_millis),
        text: turn.content.map(|content| content.0).unwrap_or_default(),
    }
}

fn person((name, side): (String, Side)) -> Person {
    Person {
        name,
        side: Some(side),
        ..Person::default()
    }
}
