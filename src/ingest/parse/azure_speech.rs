//! What does a file of Azure's batch or fast transcription say?
//!
//! Shape: the vendor's JSON schemas of batch results (3.1 to 2024-11-15) and the page on fast transcription. No
//! real result was seen. Batch times are ticks of 100 ns (whole or not), milliseconds and ISO 8601 durations side
//! by side; fast ones are milliseconds.
//!
//! Traps: phrases stand channel after channel and are put in order of time here; a phrase that was not understood
//! has no text. `source` is a signed address that expires, so it is no link to a recording; `timestamp` is when
//! the job ran, not the call.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde::Deserialize;

use crate::ingest::parse::channels::in_time_order;
use crate::ingest::parse::gather::voice;
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::verbatim_json::loose::{self, Number, Spoken, Word};
use crate::ingest::parse::{Parsed, objects};
use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

/// What it is known by: batch results, and answers of fast transcription.
pub(super) const READER: Reader = Reader {
    format: Format::AzureSpeech,
    shapes: &[
        Shape {
            must: &["recognizedPhrases[].nBest"],
            may: &[
                "recognizedPhrases[].nBest[].display",
                "recognizedPhrases[].offsetInTicks",
                "combinedRecognizedPhrases",
                "durationInTicks",
            ],
            never: &[],
        },
        Shape {
            must: &["recognizedPhrases", "combinedRecognizedPhrases"],
            may: &["durationInTicks"],
            never: &[],
        },
        Shape {
            must: &["combinedPhrases", "phrases[].text"],
            may: &[
                "phrases[].offsetMilliseconds",
                "phrases[].locale",
                "durationMilliseconds",
            ],
            never: &[],
        },
        Shape {
            must: &["combinedPhrases[].text", "durationMilliseconds"],
            may: &["phrases"],
            never: &[],
        },
    ],
    parse,
};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct FileJson {
    #[serde(deserialize_with = "loose::null_is_empty")]
    recognized_phrases: Vec<PhraseJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    phrases: Vec<PhraseJson>,
    /// The words of a whole channel, read only where there are no phrases.
    #[serde(alias = "combinedPhrases", deserialize_with = "loose::null_is_empty")]
    combined_recognized_phrases: Vec<PhraseJson>,
    #[serde(alias = "payload", alias = "body", alias = "result")]
    data: Option<Box<FileJson>>,
}

/// A phrase of either service; a channel's words are one without times.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PhraseJson {
    channel: Word,
    speaker: Word,
    locale: Word,
    offset_in_ticks: Number,
    duration_in_ticks: Number,
    offset_milliseconds: Number,
    duration_milliseconds: Number,
    /// `PT0.07S`, in early versions of fast transcription a number of milliseconds.
    offset: Word,
    duration: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    n_best: Vec<BestJson>,
    #[serde(alias = "display")]
    text: Option<Spoken>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct BestJson {
    display: Option<Spoken>,
    lexical: Option<Spoken>,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    objects::each(text, read)
}

fn read(mut file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    while let Some(inner) = file.data.take() {
        file = *inner;
    }
    let mut phrases = file.recognized_phrases;
    phrases.append(&mut file.phrases);
    if phrases.is_empty() {
        phrases = file.combined_recognized_phrases;
    }
    let mut transcript = Transcript::new(Format::AzureSpeech);
    transcript.language = phrases.iter().find_map(|phrase| phrase.locale.0.clone());
    let channels: BTreeSet<&str> = phrases
        .iter()
        .filter_map(|phrase| phrase.channel.0.as_deref())
        .collect();
    let has_channels = channels.len() > 1;
    let utterances = phrases
        .iter()
        .map(|phrase| utterance(phrase, has_channels))
        .filter(|utterance| !utterance.text.is_empty());
    transcript.utterances = in_time_order([utterances.collect()]);
    Ok((transcript, Vec::new()))
}

fn utterance(phrase: &PhraseJson, has_channels: bool) -> Utterance {
    let start = seconds(
        phrase.offset_in_ticks,
        phrase.offset_milliseconds,
        &phrase.offset,
    );
    let duration = seconds(
        phrase.duration_in_ticks,
        phrase.duration_milliseconds,
        &phrase.duration,
    );
    let best = phrase.n_best.first();
    let best = best.and_then(|best| best.display.as_ref().or(best.lexical.as_ref()));
    let text = best.or(phrase.text.as_ref());
    Utterance {
        speaker: speaker(phrase, has_channels),
        start,
        end: start
            .zip(duration)
            .map(|(start, duration)| start + duration),
        text: text.map_or_else(String::new, |text| text.0.clone()),
    }
}

/// The first voice of one channel is another person than the first voice of another.
fn speaker(phrase: &PhraseJson, has_channels: bool) -> Option<String> {
    let channel = phrase.channel.0.as_deref().filter(|_| has_channels);
    match (channel, phrase.speaker.0.as_deref()) {
        (Some(channel), Some(speaker)) => Some(voice(&format!("{channel}-{speaker}"))),
        (None, Some(speaker)) => Some(voice(speaker)),
        (Some(channel), None) => Some(voice(&format!("Channel {channel}"))),
        (None, None) => None,
    }
}

/// Ticks are the most exact, and there in every version of the batch service.
fn seconds(ticks: Number, milliseconds: Number, duration: &Word) -> Option<f64> {
    let ticks = ticks.value.map(|ticks| ticks / 10_000_000.0);
    let milliseconds = || milliseconds.value.map(|value| value / 1000.0);
    let written = || duration.0.as_deref().and_then(from_words);
    ticks.or_else(milliseconds).or_else(written)
}

fn from_words(duration: &str) -> Option<f64> {
    let seconds = match duration.parse::<f64>() {
        Ok(milliseconds) => milliseconds / 1000.0,
        Err(_) => duration.parse::<SignedDuration>().ok()?.as_secs_f64(),
    };
    (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
}
