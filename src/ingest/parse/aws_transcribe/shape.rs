//! How do Amazon Transcribe's files look?
//!
//! Only the fields that are read; the rest is ignored. Numbers stand in strings there.

use serde::Deserialize;

use super::bedrock;
use crate::ingest::parse::tolerant;
use crate::ingest::parse::verbatim_json::loose::{self, Seconds, Spoken, Word};

/// A job's output, the API's answer about a job, or Bedrock's audio.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FileJson {
    #[serde(rename = "jobName")]
    pub(super) job_name: Word,
    pub(super) status: Word,
    pub(super) results: Option<ResultsJson>,
    #[serde(rename = "TranscriptionJob")]
    pub(super) job: Option<JobJson>,
    pub(super) metadata: Option<bedrock::MetaJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) audio_segments: Vec<bedrock::SegmentJson>,
    #[serde(alias = "payload", alias = "body")]
    pub(super) data: Option<Box<FileJson>>,
}

/// What the API answers about a job.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct JobJson {
    pub(super) transcription_job_status: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ResultsJson {
    pub(super) language_code: Word,
    /// In place of it where several languages were spoken.
    #[serde(deserialize_with = "tolerant::list")]
    pub(super) language_codes: Vec<LanguageJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) transcripts: Vec<PieceJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) items: Vec<ItemJson>,
    pub(super) speaker_labels: Option<LabelsJson>,
    pub(super) channel_labels: Option<ChannelsJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) audio_segments: Vec<PieceJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct LanguageJson {
    language_code: Word,
    duration_in_seconds: Seconds,
}

impl ResultsJson {
    /// The language of the call, or the one that was spoken longest.
    pub(super) fn language(&self) -> Option<String> {
        let seconds = |it: &&LanguageJson| it.duration_in_seconds.0.value.unwrap_or(0.0);
        let several = self.language_codes.iter();
        let longest = several.max_by(|one, other| seconds(one).total_cmp(&seconds(other)));
        let longest = longest.and_then(|it| it.language_code.0.clone());
        self.language_code.0.clone().or(longest)
    }
}

/// A stretch of speech, or the words of the whole call.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PieceJson {
    pub(super) transcript: Option<Spoken>,
    pub(super) start_time: Seconds,
    pub(super) end_time: Seconds,
    pub(super) speaker_label: Word,
    pub(super) channel_label: Word,
}

/// A word or a mark of punctuation.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ItemJson {
    pub(super) start_time: Seconds,
    pub(super) end_time: Seconds,
    #[serde(rename = "type")]
    pub(super) kind: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) alternatives: Vec<AlternativeJson>,
    pub(super) speaker_label: Word,
    pub(super) channel_label: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct AlternativeJson {
    pub(super) content: Option<Spoken>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct LabelsJson {
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) segments: Vec<SegmentJson>,
}

/// A stretch of one voice, with the starts of its words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SegmentJson {
    pub(super) start_time: Seconds,
    pub(super) speaker_label: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) items: Vec<MarkJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MarkJson {
    pub(super) start_time: Seconds,
    pub(super) speaker_label: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ChannelsJson {
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) channels: Vec<ChannelJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ChannelJson {
    pub(super) channel_label: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    pub(super) items: Vec<ItemJson>,
}
