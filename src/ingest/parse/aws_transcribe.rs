//! What does a file of Amazon Transcribe say?
//!
//! Shape: the developer guide's "Data input and output", and outputs of real jobs (plain, speaker labels,
//! redacted); channels by the guide's example, Bedrock Data Automation by one real file. Times are seconds in
//! strings, and punctuation has none.
//!
//! Traps: older jobs tell the voices apart from the words, joined by their starts; with channels all words stand
//! twice; newer jobs repeat them in `audio_segments`, which are read only where the words are missing. A job's
//! name is its id. When the call was is not told.

mod bedrock;
mod shape;

use rustc_hash::FxHashMap;

use crate::ingest::parse::channels::{Channels, in_time_order};
use crate::ingest::parse::gather::{self, voice};
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::sketch::Sketch;
use crate::ingest::parse::verbatim_json::loose::{Seconds, Spoken};
use crate::ingest::parse::{Parsed, jobs, objects};
use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};
use shape::{FileJson, ItemJson, LabelsJson, PieceJson, ResultsJson};

/// A list of words without anything around it, as some tools pass it on.
const BARE: &str = "^[].alternatives[].content";

/// What it is known by: jobs, bare words, Bedrock's audio, and the facts of a job.
pub(super) const READER: Reader = Reader {
    format: Format::AwsTranscribe,
    shapes: &[
        Shape {
            must: &["results.transcripts", "results.items"],
            may: &[
                "jobName",
                "accountId",
                "results.transcripts[].transcript",
                "results.items[].alternatives[].content",
                "results.speaker_labels",
                "results.channel_labels",
                "results.audio_segments",
            ],
            never: &[],
        },
        Shape {
            must: &["results.transcripts[].transcript", "jobName"],
            may: &["accountId", "results.audio_segments[].transcript"],
            never: &[],
        },
        Shape {
            must: &[BARE, "^[].type"],
            may: &["^[].start_time", "^[].speaker_label"],
            never: &["^[].alternatives[].speaker"],
        },
        Shape {
            must: &[
                "audio_segments[].text",
                "audio_segments[].start_timestamp_millis",
            ],
            may: &[
                "audio_items[].content",
                "audio_segments[].speaker.speaker_label",
                "metadata.semantic_modality",
            ],
            never: &[],
        },
        Shape {
            must: &["TranscriptionJob.TranscriptionJobStatus"],
            may: &["TranscriptionJob.Transcript.TranscriptFileUri"],
            never: &[],
        },
    ],
    parse,
};

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    if Sketch::of(text).has(BARE) {
        return objects::whole(text, bare);
    }
    objects::each(text, read)
}

fn bare(items: Vec<Option<ItemJson>>) -> Result<(Transcript, Vec<Problem>), Refusal> {
    let results = ResultsJson {
        items: items.into_iter().flatten().collect(),
        ..ResultsJson::default()
    };
    let mut transcript = Transcript::new(Format::AwsTranscribe);
    transcript.utterances = spoken(&results);
    Ok((transcript, Vec::new()))
}

fn read(mut file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    while let Some(inner) = file.data.take() {
        file = *inner;
    }
    let mut transcript = Transcript::new(Format::AwsTranscribe);
    transcript.id = file.job_name.0;
    match file.results {
        Some(results) => {
            transcript.utterances = spoken(&results);
            transcript.language = results.language();
        }
        None => {
            transcript.utterances = bedrock::spoken(file.audio_segments);
            transcript.language = file.metadata.and_then(bedrock::language);
        }
    }
    if !transcript.utterances.is_empty() {
        return Ok((transcript, Vec::new()));
    }
    let asked = file.job.map(|job| job.transcription_job_status.0);
    let is_facts = asked.is_some();
    let status = file.status.0.or(asked.flatten());
    match jobs::refusal(status.as_deref()) {
        Some(refusal) => Err(refusal),
        None if is_facts => Err(jobs::facts_only()),
        None => Ok((transcript, Vec::new())),
    }
}

/// The words, channel by channel where the job told channels apart.
fn spoken(results: &ResultsJson) -> Vec<Utterance> {
    let voices = voices(results.speaker_labels.as_ref());
    let mut words = Channels::default();
    let channels = results.channel_labels.iter().flat_map(|it| &it.channels);
    for channel in channels {
        let label = channel.channel_label.0.as_deref();
        add(&channel.items, label, &voices, &mut words);
    }
    if words.is_empty() {
        add(&results.items, None, &voices, &mut words);
    }
    if words.is_empty() {
        return pieces(results);
    }
    words.finish(voice)
}

/// Who speaks at which start, in milliseconds.
fn voices(labels: Option<&LabelsJson>) -> FxHashMap<u64, &str> {
    let mut voices = FxHashMap::default();
    for segment in labels.into_iter().flat_map(|labels| &labels.segments) {
        let voice = segment.speaker_label.0.as_deref();
        put(&mut voices, segment.start_time, voice);
        for mark in &segment.items {
            let own = mark.speaker_label.0.as_deref();
            put(&mut voices, mark.start_time, own.or(voice));
        }
    }
    voices
}

fn put<'j>(voices: &mut FxHashMap<u64, &'j str>, start: Seconds, voice: Option<&'j str>) {
    if let (Some(start), Some(voice)) = (start.0.value, voice) {
        voices.insert(milliseconds(start), voice);
    }
}

/// Starts are compared as whole numbers: `3.0` and `3.00` are one moment.
fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}

fn add(
    items: &[ItemJson],
    channel: Option<&str>,
    voices: &FxHashMap<u64, &str>,
    words: &mut Channels,
) {
    // A word that stands in no segment goes on the voice before it.
    let mut last = None;
    for item in items {
        let first = item.alternatives.first();
        let start = item.start_time.0.value;
        let by_start = || voices.get(&milliseconds(start?)).copied();
        let voice = item.speaker_label.0.as_deref().or_else(by_start);
        last = voice.or(last);
        let channel = item.channel_label.0.as_deref().or(channel);
        words.of(channel.unwrap_or_default()).add(gather::Word {
            text: first.map_or("", |first| text(first.content.as_ref())),
            start,
            end: item.end_time.0.value,
            speaker: last.or(channel),
            is_joined: item.kind.0.as_deref() == Some("punctuation"),
        });
    }
}

/// Where the words were left away: the stretches of speech, else the words of the whole call.
fn pieces(results: &ResultsJson) -> Vec<Utterance> {
    let pieces = if results.audio_segments.is_empty() {
        &results.transcripts
    } else {
        &results.audio_segments
    };
    let utterance = |piece: &PieceJson| {
        let label = piece.speaker_label.0.as_deref();
        Utterance {
            speaker: label.or(piece.channel_label.0.as_deref()).map(voice),
            start: piece.start_time.0.value,
            end: piece.end_time.0.value,
            text: text(piece.transcript.as_ref()).to_owned(),
        }
    };
    in_time_order([pieces.iter().map(utterance).collect()])
}

fn text(spoken: Option<&Spoken>) -> &str {
    spoken.map_or("", |spoken| spoken.0.as_str())
}
