//! How do Salesloft's JSON objects look?
//!
//! Only the fields that are read. An attendee is named by an id, or by an object with one in copies of exporters.

use serde::Deserialize;

use crate::ingest::parse::rows::{Maybe, Rows};
use crate::ingest::parse::verbatim_json::loose::{Number, Seconds, Spoken, Word};

#[derive(Deserialize)]
pub(super) struct SentenceJson {
    #[serde(default)]
    pub(super) start_time: Seconds,
    #[serde(default)]
    pub(super) end_time: Seconds,
    #[serde(default)]
    pub(super) order_number: Number,
    #[serde(default)]
    pub(super) recording_attendee_id: Word,
    #[serde(default)]
    pub(super) recording_attendee: Maybe<NamedJson>,
    #[serde(default)]
    pub(super) conversation: Maybe<NamedJson>,
    pub(super) text: Spoken,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct NamedJson {
    pub(super) id: Word,
    pub(super) name: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ConversationJson {
    pub(super) id: Word,
    pub(super) title: Word,
    pub(super) language_code: Word,
    pub(super) started_recording_at: Word,
    pub(super) event_start_date: Word,
    pub(super) started_at: Word,
    pub(super) recording_url: Word,
    pub(super) account: Maybe<NamedJson>,
    pub(super) attendees: Rows<AttendeeJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct AttendeeJson {
    pub(super) id: Word,
    pub(super) full_name: Word,
    pub(super) name: Word,
    pub(super) email: Word,
}
