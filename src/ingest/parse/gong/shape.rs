//! How do Gong's JSON objects look?
//!
//! Only the fields that are read; the rest is ignored. Ids go through [`Word`] and stay text, since Gong's
//! have up to twenty digits and no float or 64-bit number holds them all.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::parse::verbatim_json::loose::{self, Number, Spoken, Word};

/// What any of Gong's files may be at its top: a page of calls, a page of transcripts, one of either, or a
/// `payload` around one of either; webhooks set `callData` around a call.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Envelope<'a> {
    #[serde(borrow)]
    pub(super) payload: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) call_data: Option<&'a RawValue>,
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    pub(super) calls: Vec<&'a RawValue>,
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    pub(super) call_transcripts: Vec<&'a RawValue>,
    #[serde(borrow)]
    pub(super) meta_data: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) transcript: Option<&'a RawValue>,
}

/// One call of `/v2/calls/extensive`, or with its facts unwrapped one of `/v2/calls`.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CallJson {
    pub(super) meta_data: Option<MetaJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) parties: Vec<PartyJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) context: Vec<ContextJson>,
    pub(super) video_url: Word,
    pub(super) id: Word,
    pub(super) url: Word,
    pub(super) title: Word,
    pub(super) started: Word,
    pub(super) language: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MetaJson {
    pub(super) id: Word,
    pub(super) url: Word,
    pub(super) title: Word,
    pub(super) started: Word,
    pub(super) language: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PartyJson {
    pub(super) speaker_id: Word,
    pub(super) name: Word,
    pub(super) email_address: Word,
    pub(super) title: Word,
    pub(super) affiliation: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ContextJson {
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) objects: Vec<ObjectJson>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ObjectJson {
    pub(super) object_type: Word,
    pub(super) object_id: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) fields: Vec<FieldJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FieldJson {
    pub(super) name: Word,
    pub(super) value: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TranscriptJson {
    pub(super) call_id: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) transcript: Vec<MonologueJson>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MonologueJson {
    pub(super) speaker_id: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) sentences: Vec<SentenceJson>,
}

#[derive(Deserialize)]
pub(super) struct SentenceJson {
    /// Milliseconds.
    #[serde(default)]
    pub(super) start: Number,
    #[serde(default)]
    pub(super) end: Number,
    pub(super) text: Spoken,
}
