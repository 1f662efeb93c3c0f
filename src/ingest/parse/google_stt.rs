//! What does an answer of Google Speech-to-Text say?
//!
//! Shape: the reference of `LongRunningRecognizeResponse` (v1, v1p1beta1) and `BatchRecognizeResults` (v2), and
//! one real answer of v1. Times are `"1.200s"` in the REST API, `{seconds, nanos}` in the clients.
//!
//! Traps: fields that are zero are left out, so a first word without a start begins at zero; with diarization the
//! last result repeats all words, now with a voice each (see `repeats`); Japanese words have their reading behind a
//! bar; alternatives may be empty; a batch's answer holds a result for each file of audio, under its address. The
//! answers of a stream are one call, of which the final results count. When the call was is not told.

mod repeats;
mod shape;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::ingest::parse::channels::Channels;
use crate::ingest::parse::gather::{self, voice};
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::sketch::Sketch;
use crate::ingest::parse::verbatim_json::values::{Value, values};
use crate::ingest::parse::{Parsed, jobs, language};
use crate::ingest::transcript::{Format, Refusal, Transcript, Utterance};
use shape::{FileJson, ResultJson};

/// What it is known by: words with or without times, transcripts alone, and operations without an answer.
/// Watson has results of alternatives too, but says whether they are final.
pub(super) const READER: Reader = Reader {
    format: Format::GoogleStt,
    shapes: &[
        Shape {
            must: &["results[].alternatives[].words[].word"],
            may: &[
                "results[].alternatives[].transcript",
                "words[].startTime",
                "words[].startOffset",
                "words[].start_time",
                "words[].start_offset",
                "words[].speakerTag",
                "words[].speakerLabel",
                "results[].languageCode",
            ],
            never: &["results[].final", "result_index"],
        },
        Shape {
            must: &["results[].alternatives[].transcript"],
            may: &["results[].languageCode", "results[].resultEndTime"],
            never: &[
                "results[].final",
                "result_index",
                "results[].alternatives[].timestamps",
            ],
        },
        // Nobody speaks.
        Shape {
            must: &["^totalBilledTime", "^requestId"],
            may: &[],
            never: &["results"],
        },
        Shape {
            must: &["^name", "^metadata.@type", "^metadata.startTime"],
            may: &["^metadata.progressPercent", "^done", "^error.code"],
            never: &[],
        },
    ],
    parse,
};

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let sketch = Sketch::of(text);
    if sketch.has("results[].isFinal") || sketch.has("results[].is_final") {
        return stream(text);
    }
    let calls = values(text).into_iter().flat_map(|value| match value {
        Ok(value) => calls(text, &value),
        Err(refusal) => vec![Err(refusal)],
    });
    calls.collect()
}

/// One call of all answers of a stream: only those say what is final.
fn stream(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let mut id = None;
    let mut spoken = Vec::new();
    let mut calls = Vec::new();
    for value in values(text) {
        let results = value.and_then(|value| {
            let file: FileJson<'_> =
                serde_json::from_str(value.json).map_err(|error| value.refusal(&error))?;
            let file = file.unwrapped();
            id = id.take().or_else(|| file.id());
            results(&file)
        });
        match results {
            Ok(mut results) => spoken.append(&mut results),
            Err(refusal) => calls.push(Err(refusal)),
        }
    }
    calls.push(Ok(Parsed {
        transcript: transcript(id, &finals(spoken)),
        problems: Vec::new(),
        raw: 0..text.len(),
    }));
    calls
}

/// Where nothing was final yet, the last guess is all there is.
fn finals(mut results: Vec<ResultJson>) -> Vec<ResultJson> {
    if results.iter().any(ResultJson::is_final) {
        results.retain(ResultJson::is_final);
        return results;
    }
    results.pop().into_iter().collect()
}

/// One call, or one for each file of a batch.
fn calls(text: &str, value: &Value<'_>) -> Vec<Result<Parsed, Refusal>> {
    let file: FileJson<'_> = match serde_json::from_str(value.json) {
        Ok(file) => file,
        Err(error) => return vec![Err(value.refusal(&error))],
    };
    let file = file.unwrapped();
    let Some(batch) = file.results.and_then(batch) else {
        return vec![call(&file, value.range())];
    };
    let calls = batch.into_iter().map(|raw| {
        let file: FileJson<'_> = serde_json::from_str(raw.get()).map_err(|_| another_shape())?;
        let start = raw
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(text.as_ptr().addr());
        call(&file.unwrapped(), start..start + raw.get().len())
    });
    calls.collect()
}

/// The results of a batch, in the order of the addresses; `None` where results are a list.
fn batch(results: &RawValue) -> Option<Vec<&RawValue>> {
    let by_address: BTreeMap<String, &RawValue> = serde_json::from_str(results.get()).ok()?;
    (!by_address.is_empty()).then(|| by_address.into_values().collect())
}

fn another_shape() -> Refusal {
    let message = "the results have another shape than Google's; fetch the transcript again";
    Refusal::new("broken-json", message)
}

fn call(file: &FileJson<'_>, raw: Range<usize>) -> Result<Parsed, Refusal> {
    let transcript = transcript(file.id(), &results(file)?);
    if transcript.utterances.is_empty() && file.error.is_some() {
        return Err(jobs::failed());
    }
    if file.results.is_none() && file.name.0.is_some() {
        return Err(jobs::unfinished());
    }
    Ok(Parsed {
        transcript,
        problems: Vec::new(),
        raw,
    })
}

fn results(file: &FileJson<'_>) -> Result<Vec<ResultJson>, Refusal> {
    let Some(results) = file.results else {
        return Ok(Vec::new());
    };
    let results: Result<Vec<Option<ResultJson>>, _> = serde_json::from_str(results.get());
    let results = results.map_err(|_| another_shape())?;
    Ok(results.into_iter().flatten().collect())
}

fn transcript(id: Option<String>, results: &[ResultJson]) -> Transcript {
    let mut transcript = Transcript::new(Format::GoogleStt);
    transcript.id = id;
    transcript.language = results
        .iter()
        .find_map(|result| language::bcp47(result.language_code.0.as_deref()?));
    transcript.utterances = spoken(results);
    transcript
}

fn spoken(results: &[ResultJson]) -> Vec<Utterance> {
    let whole = repeats::of_all_channels(results);
    let results: Vec<&ResultJson> = match whole {
        Some(whole) => vec![whole],
        None => results.iter().collect(),
    };
    let mut by_channel: BTreeMap<&str, Vec<&ResultJson>> = BTreeMap::new();
    for result in results {
        by_channel.entry(result.channel()).or_default().push(result);
    }
    let has_channels = by_channel.len() > 1;
    let mut words = Channels::default();
    for (channel, results) in by_channel {
        let is_told = has_channels && !channel.is_empty();
        let label = is_told.then(|| format!("Channel {channel}"));
        let mut before = Before::default();
        for result in repeats::without(&results) {
            add(result, channel, label.as_deref(), &before, &mut words);
            before.note(result);
        }
    }
    words.finish(voice)
}

/// What was said on a channel before a result.
#[derive(Default)]
struct Before {
    has_words: bool,
    end: Option<f64>,
}

impl Before {
    fn note(&mut self, result: &ResultJson) {
        self.has_words |= !result.words().is_empty();
        let last_word = result.words().last();
        let end = result.end().or_else(|| last_word?.end());
        self.end = end.or(self.end);
    }

    /// When a result without words begins: where the one before ended. With channels that one may be another's.
    fn start(&self, result: &ResultJson, label: Option<&str>) -> Option<f64> {
        let is_before = |start: &f64| result.end().is_some_and(|end| *start <= end);
        self.end.filter(is_before).filter(|_| label.is_none())
    }
}

/// Adds a result's words, or its text where it has no words.
fn add(
    result: &ResultJson,
    channel: &str,
    label: Option<&str>,
    before: &Before,
    words: &mut Channels,
) {
    let gather = words.of(channel);
    for (n, word) in result.words().iter().enumerate() {
        let end = word.end();
        let zero = end.filter(|_| !before.has_words && n == 0).map(|_| 0.0);
        // A channel is another person's, whatever number its voices have.
        let voice = match (label, word.voice()) {
            (Some(_), Some(voice)) => Some(format!("{channel}-{voice}")),
            (label, voice) => voice.or(label).map(str::to_owned),
        };
        gather.add(gather::Word {
            text: result.spelling(word),
            start: word.start().or(zero),
            end,
            speaker: voice.as_deref(),
            is_joined: false,
        });
    }
    if result.words().is_empty() {
        gather.add(gather::Word {
            text: result.text(),
            start: before.start(result, label),
            end: result.end(),
            speaker: label,
            is_joined: false,
        });
    }
    gather.cut();
}
