//! How do Google's results look?
//!
//! Only the fields that are read. The REST API writes `startTime`, v2 `startOffset`, clients that keep the names of
//! the protocol `start_time` and `start_offset`; all of them are taken.

use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::value::RawValue;

use crate::ingest::parse::verbatim_json::loose::{self, Number, Spoken, Word};

/// More wrappers than this around the results are nobody's format.
const MOST_WRAPPERS: usize = 6;

/// An answer, an operation that holds one, or a batch's result for one file of audio.
#[derive(serde::Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct FileJson<'a> {
    #[serde(alias = "request_id")]
    request_id: Word,
    /// The operation's.
    pub(super) name: Word,
    pub(super) error: Option<IgnoredAny>,
    #[serde(borrow)]
    pub(super) results: Option<&'a RawValue>,
    #[serde(borrow)]
    response: Option<&'a RawValue>,
    #[serde(borrow, alias = "inline_result")]
    inline_result: Option<&'a RawValue>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

impl<'a> FileJson<'a> {
    /// What stands inside of wrappers; an operation keeps its name.
    pub(super) fn unwrapped(self) -> FileJson<'a> {
        let mut file = self;
        for _ in 0..MOST_WRAPPERS {
            let Some(inner) = file.inside() else { break };
            let outer = std::mem::replace(&mut file, inner);
            file.name.0 = file.name.0.take().or(outer.name.0);
        }
        file
    }

    fn inside(&self) -> Option<FileJson<'a>> {
        if self.results.is_some() {
            return None;
        }
        let wrappers = [
            self.response,
            self.inline_result,
            self.transcript,
            self.data,
            self.payload,
        ];
        let mut wrappers = wrappers.into_iter().flatten();
        wrappers.find_map(|raw| serde_json::from_str(raw.get()).ok())
    }

    /// The request's id, or the last part of the operation's name.
    pub(super) fn id(&self) -> Option<String> {
        let name = self.name.0.as_deref();
        let operation = name.and_then(|name| name.rsplit('/').next());
        self.request_id
            .0
            .as_deref()
            .or(operation)
            .map(str::to_owned)
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ResultJson {
    #[serde(deserialize_with = "loose::null_is_empty")]
    alternatives: Vec<AlternativeJson>,
    #[serde(alias = "channel_tag")]
    channel_tag: Word,
    #[serde(alias = "language_code")]
    pub(super) language_code: Word,
    #[serde(
        alias = "result_end_time",
        alias = "resultEndOffset",
        alias = "result_end_offset"
    )]
    result_end_time: Moment,
    /// Told in a stream alone.
    #[serde(alias = "is_final")]
    is_final: Word,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct AlternativeJson {
    transcript: Option<Spoken>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    words: Vec<WordJson>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct WordJson {
    word: Option<Spoken>,
    #[serde(alias = "start_time", alias = "startOffset", alias = "start_offset")]
    start_time: Moment,
    #[serde(alias = "end_time", alias = "endOffset", alias = "end_offset")]
    end_time: Moment,
    /// Both may stand in one word.
    #[serde(alias = "speaker_tag")]
    speaker_tag: Word,
    #[serde(alias = "speaker_label")]
    speaker_label: Word,
}

impl ResultJson {
    /// The words of the likeliest alternative.
    pub(super) fn words(&self) -> &[WordJson] {
        let first = self.alternatives.first();
        first.map(|it| it.words.as_slice()).unwrap_or_default()
    }

    /// The text of the likeliest alternative.
    pub(super) fn text(&self) -> &str {
        let first = self.alternatives.first();
        let text = first.and_then(|it| it.transcript.as_ref());
        text.map_or("", |text| text.0.as_str())
    }

    pub(super) fn is_final(&self) -> bool {
        self.is_final.0.as_deref() == Some("true")
    }

    pub(super) fn channel(&self) -> &str {
        self.channel_tag.0.as_deref().unwrap_or_default()
    }

    /// A word as it is written. In Japanese its reading stands behind a bar, which the transcript doesn't have.
    pub(super) fn spelling<'w>(&self, word: &'w WordJson) -> &'w str {
        let text = word.word.as_ref().map_or("", |word| word.0.as_str());
        match text.split_once('|') {
            Some((spelling, _)) if !spelling.is_empty() && !self.text().contains('|') => spelling,
            _ => text,
        }
    }

    pub(super) fn end(&self) -> Option<f64> {
        self.result_end_time.0
    }
}

impl WordJson {
    pub(super) fn start(&self) -> Option<f64> {
        self.start_time.0
    }

    pub(super) fn end(&self) -> Option<f64> {
        self.end_time.0
    }

    /// The voice's number, from 1; zero is nobody's.
    pub(super) fn voice(&self) -> Option<&str> {
        let tag = self.speaker_tag.0.as_deref().filter(|tag| *tag != "0");
        self.speaker_label.0.as_deref().or(tag)
    }
}

/// Seconds, however a duration is written.
#[derive(Debug, Clone, Copy, Default)]
struct Moment(Option<f64>);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let raw = <&'de RawValue>::deserialize(deserializer)?;
        Ok(Moment(seconds(raw.get())))
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct PartsJson {
    seconds: Number,
    nanos: Number,
}

fn seconds(json: &str) -> Option<f64> {
    if json.starts_with('{') {
        let parts: PartsJson = serde_json::from_str(json).ok()?;
        let nanos = parts.nanos.value.unwrap_or(0.0);
        return Some(parts.seconds.value.unwrap_or(0.0) + nanos / 1e9);
    }
    let text = loose::word(json)?;
    let number = text.strip_suffix('s').unwrap_or(&text).parse::<f64>();
    number
        .ok()
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
}
