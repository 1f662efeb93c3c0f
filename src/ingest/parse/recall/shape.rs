//! How do Recall.ai's JSON objects look?
//!
//! Only the fields that are read, of today's shape and of the first one.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::ingest::parse::rows::{Maybe, Rows};
use crate::ingest::parse::verbatim_json::loose::{Seconds, Spoken, Word};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PieceJson {
    pub(super) participant: Maybe<ParticipantJson>,
    pub(super) speaker: Word,
    pub(super) speaker_id: Word,
    pub(super) language: Word,
    pub(super) language_code: Word,
    pub(super) words: Rows<WordJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ParticipantJson {
    pub(super) id: Word,
    pub(super) name: Word,
    pub(super) email: Word,
}

#[derive(Deserialize)]
pub(super) struct WordJson {
    pub(super) text: Spoken,
    #[serde(default)]
    pub(super) start_timestamp: Stamp,
    #[serde(default)]
    pub(super) end_timestamp: Stamp,
}

/// Seconds from the start of the recording, and the moment where that is told.
#[derive(Default)]
pub(super) struct Stamp {
    pub(super) relative: Seconds,
    pub(super) absolute: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct StampJson {
    pub(super) relative: Seconds,
    pub(super) absolute: Word,
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Stamp, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('{') {
            let stamp: StampJson = serde_json::from_str(raw.get()).unwrap_or_default();
            return Ok(Stamp {
                relative: stamp.relative,
                absolute: stamp.absolute.0,
            });
        }
        Ok(Stamp {
            relative: serde_json::from_str(raw.get()).unwrap_or_default(),
            absolute: None,
        })
    }
}
