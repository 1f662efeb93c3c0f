//! What does a delivery of each vendor look like, to try an address out?
//!
//! Every sample names the call [`TEST_ID`], by which a running server knows it, answers what it understood, and keeps
//! nothing.

use serde_json::{Value, json};

use crate::config::hooks::{HookConfig, Kind};

use super::Meaning;
use super::sign::put;

/// The id of the call in every sample. No vendor makes such ids.
pub const TEST_ID: &str = "verbatim-hooks-test";

/// A delivery without its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What it shows, in a few words.
    pub title: &'static str,
    pub content_type: &'static str,
    /// Headers that say which event it is.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Whether a delivery means the call of a sample, and nothing else.
pub(super) fn is_of_a_test(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Transcript { call_hint, .. } => call_hint.as_deref() == Some(TEST_ID),
        Meaning::Fetch(wanted) => {
            !wanted.is_empty() && wanted.iter().all(|wanted| wanted.errand.id == TEST_ID)
        }
        _ => false,
    }
}

/// What the vendor of an address sends: a question first, where it asks one.
pub fn of(config: &HookConfig) -> Vec<Sample> {
    let event = event(config);
    if config.kind != Kind::Zoom {
        return vec![event];
    }
    let question = json!({
        "event": "endpoint.url_validation",
        "event_ts": 1_700_000_000_000_u64,
        "payload": { "plainToken": "qgg8vlvZRS6UYooatFL8Aw" },
    });
    let question = Sample {
        title: "Zoom's question for the proof of the secret",
        body: question.to_string().into_bytes(),
        ..event.clone()
    };
    vec![question, event]
}

fn event(config: &HookConfig) -> Sample {
    Sample {
        title: "a delivery",
        content_type: match config.kind {
            Kind::Twilio => "application/x-www-form-urlencoded",
            Kind::Dialpad => "application/jwt",
            _ => "application/json",
        },
        headers: event_headers(config.kind),
        body: match config.kind {
            Kind::Twilio => format!("transcript_sid={TEST_ID}").into_bytes(),
            _ => body(config).to_string().into_bytes(),
        },
    }
}

/// A body of one's own, as the vendor of an address would send it.
pub fn with_body(config: &HookConfig, body: Vec<u8>) -> Sample {
    Sample {
        title: "your delivery",
        body,
        ..event(config)
    }
}

fn event_headers(kind: Kind) -> Vec<(String, String)> {
    let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    match kind {
        Kind::Salesloft => header("x-salesloft-event", "conversation_transcribed"),
        Kind::Azure => header("x-microsoftspeechservices-event", "TranscriptionCompletion"),
        _ => Vec::new(),
    }
}

fn body(config: &HookConfig) -> Value {
    match config.kind {
        Kind::Zoom => json!({
            "event": "recording.transcript_completed",
            "event_ts": 1_700_000_000_000_u64,
            "payload": { "account_id": "a", "object": {
                "uuid": TEST_ID,
                "recording_files": [
                    { "id": "v", "file_type": "MP4", "status": "completed" },
                    { "id": "t", "file_type": "TRANSCRIPT", "file_extension": "VTT",
                      "download_url": "https://zoom.us/rec/download/t", "status": "completed" },
                ],
            } },
            "download_token": "sample-download-token",
        }),
        Kind::Gong => json!({ "callData": { "metaData": { "id": TEST_ID } }, "isTest": false }),
        Kind::Fireflies => json!({
            "event": "meeting.transcribed", "timestamp": 1_700_000_000_000_u64, "meeting_id": TEST_ID,
        }),
        Kind::Fathom => json!({
            "recording_id": TEST_ID,
            "title": "Sample",
            "transcript": [
                { "speaker": { "display_name": "Pam" }, "text": "We type it in.", "timestamp": "00:00:01" },
            ],
        }),
        Kind::Hubspot => json!([{
            "eventId": 1, "subscriptionId": 2, "portalId": 3, "appId": 4,
            "occurredAt": 1_700_000_000_000_u64, "subscriptionType": "deal.propertyChange",
            "attemptNumber": 0, "objectId": TEST_ID, "propertyName": "dealstage",
            "propertyValue": "closedwon",
        }]),
        Kind::ReadAi => json!({
            "session_id": TEST_ID, "request_id": TEST_ID, "trigger": "meeting_end",
            "transcript": {
                "speakers": [{ "name": "Pam" }],
                "speaker_blocks": [
                    { "start_time": 1_700_000_001_000_u64, "end_time": 1_700_000_002_000_u64,
                      "speaker": { "name": "Pam" }, "words": "We type it in." },
                ],
            },
        }),
        Kind::Grain => json!({ "type": "recording_added", "data": { "id": TEST_ID } }),
        Kind::Avoma => json!({ "event_type": "AINOTE", "meeting_uuid": TEST_ID }),
        Kind::Aircall => json!({
            "resource": "transcription", "event": "transcription.created",
            "timestamp": 1_700_000_000, "token": "", "data": { "call_id": TEST_ID },
        }),
        Kind::Dialpad => json!({ "call_id": TEST_ID, "state": "call_transcription" }),
        Kind::Assemblyai => json!({ "transcript_id": TEST_ID, "status": "completed" }),
        Kind::Deepgram => json!({
            "metadata": { "request_id": TEST_ID, "channels": 1 },
            "results": { "channels": [{ "alternatives": [{
                "transcript": "we type it in",
                "words": [{ "word": "we", "start": 0.1, "end": 0.2, "speaker": 0 }],
            }] }] },
        }),
        Kind::Recall => json!({
            "event": "transcript.done",
            "data": { "transcript": { "id": TEST_ID }, "recording": { "id": "r" }, "bot": { "id": "b" } },
        }),
        Kind::Granola => json!({ "event_type": "note.generated", "note_id": TEST_ID }),
        Kind::Tldv => json!({
            "id": TEST_ID, "event": "TranscriptReady",
            "data": { "meetingId": TEST_ID, "data": [
                { "speaker": "Pam", "text": "We type it in.", "startTime": 1, "endTime": 2 },
            ] },
        }),
        Kind::Salesloft => json!({ "transcription": { "id": TEST_ID } }),
        Kind::Elevenlabs => json!({
            "type": "post_call_transcription", "event_timestamp": 1_700_000_000,
            "data": { "conversation_id": TEST_ID, "transcript": [
                { "role": "user", "message": "We type it in.", "time_in_call_secs": 1 },
            ] },
        }),
        Kind::Retell => json!({
            "event": "call_ended",
            "call": { "call_id": TEST_ID, "start_timestamp": 1_700_000_000_000_u64, "transcript_object": [
                { "role": "user", "content": "We type it in.", "words": [
                    { "word": "We", "start": 0.5, "end": 1.0 },
                ] },
            ] },
        }),
        Kind::Circleback => json!({
            "id": TEST_ID, "name": "Sample", "createdAt": "2026-01-01T10:00:00Z", "attendees": [],
            "transcript": [{ "speaker": "Pam", "text": "We type it in.", "timestamp": 1 }],
        }),
        Kind::Azure => {
            json!({ "self": format!("https://speech.example/transcriptions/{TEST_ID}") })
        }
        Kind::Graph => json!({ "value": [{
            "subscriptionId": "s", "changeType": "created", "clientState": "", "resource": TEST_ID,
        }] }),
        Kind::Twilio | Kind::Github | Kind::Standard | Kind::Hmac | Kind::Token => open(config),
    }
}

/// What the config of an open kind looks for.
fn open(config: &HookConfig) -> Value {
    let mut body = json!({ "id": TEST_ID });
    if let (Some(path), Some(event)) = (&config.event_field, config.events.first()) {
        put(&mut body, path, event);
    }
    match &config.id_field {
        Some(path) => put(&mut body, path, TEST_ID),
        None => {
            let turn = json!({ "speaker": "Pam", "text": "We type it in." });
            if let Some(facts) = body.as_object_mut() {
                facts.insert("turns".to_owned(), Value::Array(vec![turn]));
            }
        }
    }
    body
}
