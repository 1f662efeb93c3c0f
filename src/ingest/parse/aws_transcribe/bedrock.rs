//! What does Bedrock Data Automation's audio output say?
//!
//! Transcribe's words in another dress, told by one real file: `audio_segments` with milliseconds, a voice and a
//! channel each. Summaries and topics in the same file are a model's words and no speech; they stay out.

use serde::Deserialize;

use crate::ingest::parse::channels::in_time_order;
use crate::ingest::parse::gather::voice;
use crate::ingest::parse::verbatim_json::loose::{Number, Spoken, Word};
use crate::ingest::transcript::Utterance;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MetaJson {
    dominant_asset_language: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SegmentJson {
    start_timestamp_millis: Number,
    end_timestamp_millis: Number,
    text: Option<Spoken>,
    speaker: Option<LabelJson>,
    channel: Option<LabelJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct LabelJson {
    #[serde(alias = "channel_label")]
    speaker_label: Word,
}

/// `EN` is written in capitals there.
pub(super) fn language(meta: MetaJson) -> Option<String> {
    let code = meta.dominant_asset_language.0?;
    Some(code.to_ascii_lowercase())
}

/// Its stretches of speech.
pub(super) fn spoken(segments: Vec<SegmentJson>) -> Vec<Utterance> {
    in_time_order([segments.into_iter().map(utterance).collect()])
}

fn utterance(segment: SegmentJson) -> Utterance {
    let label = |label: Option<LabelJson>| label.and_then(|label| label.speaker_label.0);
    let speaker = label(segment.speaker).or_else(|| label(segment.channel));
    Utterance {
        speaker: speaker.map(|label| voice(&label)),
        start: seconds(segment.start_timestamp_millis),
        end: seconds(segment.end_timestamp_millis),
        text: segment.text.map(|text| text.0).unwrap_or_default(),
    }
}

fn seconds(milliseconds: Number) -> Option<f64> {
    milliseconds.value.map(|value| value / 1000.0)
}
