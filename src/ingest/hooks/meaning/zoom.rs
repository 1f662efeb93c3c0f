//! What does Zoom tell?
//!
//! `endpoint.url_validation` asks for the proof of the secret, at the start and every 72 hours. A transcript is named by
//! its address, with a token good for 24 hours; Zoom Phone's by the id of its recording. `recording.completed` may come
//! before the transcript is there.

use serde::Deserialize;
use serde_json::json;

use crate::ingest::hooks::errand::Errand;
use crate::ingest::hooks::json::{Loose, text};
use crate::ingest::hooks::{Hook, Meaning, Wanted};

use super::{Letter, OTHER_EVENT, key};

/// A meeting that was stopped and started again has a few recordings.
const MOST_FILES: usize = 100;
/// A plain token has some twenty characters.
const MOST_PLAIN: usize = 256;

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow)]
    event_ts: Option<Loose<'a>>,
    #[serde(borrow)]
    download_token: Option<Loose<'a>>,
    #[serde(borrow)]
    payload: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct PayloadJson<'a> {
    #[serde(borrow, rename = "plainToken")]
    plain_token: Option<Loose<'a>>,
    #[serde(borrow)]
    object: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct MeetingJson<'a> {
    #[serde(borrow)]
    uuid: Option<Loose<'a>>,
    #[serde(borrow, default)]
    recording_files: Vec<FileJson<'a>>,
}

#[derive(Deserialize)]
struct FileJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
    #[serde(borrow)]
    file_type: Option<Loose<'a>>,
    #[serde(borrow)]
    status: Option<Loose<'a>>,
    #[serde(borrow)]
    download_url: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct PhoneJson<'a> {
    #[serde(borrow, default)]
    recordings: Vec<RecordingJson<'a>>,
}

#[derive(Deserialize)]
struct RecordingJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
}

pub(super) fn read(hook: &Hook, letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let payload: Option<PayloadJson<'_>> = event.payload.and_then(Loose::typed);
    let name = text(event.event).unwrap_or_default();
    match name.as_str() {
        "endpoint.url_validation" => {
            let plain = payload.and_then(|payload| text(payload.plain_token));
            proof(hook, letter, plain)
        }
        "recording.transcript_completed" | "recording.completed" => {
            let object = payload.and_then(|payload| payload.object);
            meeting(letter, &event, object.and_then(Loose::typed))
        }
        "phone.recording_transcript_completed" => {
            let object = payload.and_then(|payload| payload.object);
            phone(letter, &event, object.and_then(Loose::typed))
        }
        "" => letter.no_shape(),
        _ => OTHER_EVENT,
    }
}

fn proof(hook: &Hook, letter: &Letter<'_>, plain: Option<String>) -> Meaning {
    let plain = plain.filter(|plain| plain.len() <= MOST_PLAIN);
    let proof = plain
        .as_deref()
        .and_then(|plain| hook.zoom_proof(&letter.arrived, plain));
    let (Some(plain), Some(proof)) = (plain, proof) else {
        return letter.no_shape();
    };
    Meaning::Answer {
        status: 200,
        content_type: "application/json",
        body: json!({ "encryptedToken": proof, "plainToken": plain }).to_string(),
    }
}

fn meeting(
    letter: &Letter<'_>,
    event: &EventJson<'_>,
    meeting: Option<MeetingJson<'_>>,
) -> Meaning {
    let Some(meeting) = meeting else {
        return letter.no_shape();
    };
    let Some(uuid) = text(meeting.uuid) else {
        return letter.no_id();
    };
    let transcripts: Vec<&FileJson<'_>> = meeting
        .recording_files
        .iter()
        .filter(|file| is_transcript(file))
        .take(MOST_FILES)
        .collect();
    if transcripts.is_empty() {
        return Meaning::Ignore {
            why: "the recording has no transcript yet; Zoom tells when it has",
        };
    }
    let moment = text(event.event_ts).unwrap_or_default();
    // A meeting that was stopped and started again has a transcript for each part, all under its own id.
    let wanted = transcripts.into_iter().map(|file| Wanted {
        key: key(&[&uuid, &text(file.id).unwrap_or_default(), &moment]),
        errand: Errand {
            part: text(file.id),
            url: text(file.download_url),
            token_sealed: text(event.download_token),
            ..Errand::transcript("zoom", letter.source, uuid.clone())
        },
    });
    Meaning::Fetch(wanted.collect())
}

fn is_transcript(file: &FileJson<'_>) -> bool {
    let is = |value: Option<Loose<'_>>, word: &str| {
        text(value).is_some_and(|text| text.eq_ignore_ascii_case(word))
    };
    let is_there = file.status.is_none() || is(file.status, "completed");
    is(file.file_type, "TRANSCRIPT") && is_there
}

fn phone(letter: &Letter<'_>, event: &EventJson<'_>, phone: Option<PhoneJson<'_>>) -> Meaning {
    let recordings = phone.map(|phone| phone.recordings).unwrap_or_default();
    let moment = text(event.event_ts).unwrap_or_default();
    let ids = recordings
        .iter()
        .take(MOST_FILES)
        .filter_map(|recording| text(recording.id));
    let wanted: Vec<Wanted> = ids
        .map(|id| Wanted {
            key: key(&["phone", &id, &moment]),
            errand: Errand {
                token_sealed: text(event.download_token),
                ..Errand::transcript("zoom-phone", letter.source, id)
            },
        })
        .collect();
    if wanted.is_empty() {
        return letter.no_id();
    }
    Meaning::Fetch(wanted)
}
