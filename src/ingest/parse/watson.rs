//! What does an answer of IBM Watson's Speech to Text say?
//!
//! Shape: the API's reference (`SpeechRecognitionResults`, and the same inside of a recognition job) and one real
//! job. Times are seconds. Words are lists of three, `["there", 13.04, 13.23]`; who spoke them stands apart in
//! `speaker_labels`, joined by the very same start.
//!
//! Traps: later labels mend earlier ones; interim results repeat what the final one says; a live answer comes in
//! messages, each with the index of its first result; without the option for times there are only transcripts.
//! `%HESITATION` is the recogniser's and stays. Nothing is punctuated. A job's dates are not the call's.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::parse::gather::{self, Gather, voice};
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::verbatim_json::loose::{self, Number, Seconds, Spoken, Word};
use crate::ingest::parse::{Parsed, jobs, objects};
use crate::ingest::transcript::{Format, Problem, Refusal, Transcript};

/// What it is known by: that results are final or not, which nobody else says there; or a job without results.
pub(super) const READER: Reader = Reader {
    format: Format::Watson,
    shapes: &[
        Shape {
            must: &["results[].alternatives[].transcript", "results[].final"],
            may: &[
                "result_index",
                "speaker_labels[].from",
                "results[].alternatives[].timestamps",
                "results[].alternatives[].word_confidence",
            ],
            never: &[],
        },
        Shape {
            must: &["results", "result_index"],
            may: &["speaker_labels[].from"],
            never: &[],
        },
        Shape {
            must: &["^id", "^status", "^created", "^updated"],
            may: &["^url", "^warnings"],
            never: jobs::OF_WORDS,
        },
    ],
    parse,
};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson<'a> {
    id: Word,
    status: Word,
    result_index: Number,
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    results: Vec<PartJson<'a>>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    speaker_labels: Vec<LabelJson>,
    #[serde(borrow, alias = "payload", alias = "body", alias = "result")]
    data: Option<Box<FileJson<'a>>>,
}

/// A stretch of speech; or in a job one answer, which holds such stretches.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PartJson<'a> {
    #[serde(rename = "final")]
    is_final: Word,
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    alternatives: Vec<AlternativeJson<'a>>,
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    results: Vec<ResultJson<'a>>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    speaker_labels: Vec<LabelJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ResultJson<'a> {
    #[serde(rename = "final")]
    is_final: Word,
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    alternatives: Vec<AlternativeJson<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AlternativeJson<'a> {
    transcript: Option<Spoken>,
    /// A word, its start and its end.
    #[serde(borrow, deserialize_with = "loose::null_is_empty")]
    timestamps: Vec<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct LabelJson {
    from: Seconds,
    speaker: Word,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    objects::joined(text, of_live_messages, read)
}

/// One of several live messages; else all as they are.
fn of_live_messages(mut files: Vec<FileJson<'_>>) -> Vec<FileJson<'_>> {
    if files.len() < 2 || !are_live(&files) {
        return files;
    }
    let any_is_final = files.iter().any(FileJson::is_final);
    let last = files.iter().rposition(|file| !file.results.is_empty());
    let mut whole = FileJson::default();
    for (n, file) in files.iter_mut().enumerate() {
        whole.speaker_labels.append(&mut file.speaker_labels);
        // Where nothing was final yet, the last guess is all there is.
        if any_is_final || Some(n) == last {
            whole.results.append(&mut file.results);
        }
    }
    vec![whole]
}

/// Whether the results are numbered on from message to message. Every call begins at zero again.
fn are_live(files: &[FileJson<'_>]) -> bool {
    let mut least = 0.0;
    for file in files {
        let is_of_a_job = file.data.is_some() || file.status.0.is_some() || file.id.0.is_some();
        let index = file.result_index.value.unwrap_or(-1.0);
        if is_of_a_job || (!file.results.is_empty() && index < least) {
            return false;
        }
        if !file.results.is_empty() {
            least = index + if file.is_final() { 1.0 } else { 0.0 };
        }
    }
    true
}

impl FileJson<'_> {
    fn is_final(&self) -> bool {
        let mut finals = self.results.iter().map(|part| part.is_final.0.as_deref());
        finals.any(|is_final| is_final == Some("true"))
    }
}

fn read(mut file: FileJson<'_>) -> Result<(Transcript, Vec<Problem>), Refusal> {
    while let Some(inner) = file.data.take() {
        file = *inner;
    }
    let is_facts = file.results.is_empty() && file.status.0.is_some();
    let voices = voices(&file);
    let mut results: Vec<ResultJson<'_>> = Vec::new();
    for mut part in file.results {
        results.append(&mut part.results);
        results.push(ResultJson {
            is_final: part.is_final,
            alternatives: part.alternatives,
        });
    }
    let is_interim = |result: &ResultJson<'_>| result.is_final.0.as_deref() == Some("false");
    // Where nothing is final yet, what there is counts.
    let any_is_final = results
        .iter()
        .any(|result| !is_interim(result) && !result.alternatives.is_empty());
    if any_is_final {
        results.retain(|result| !is_interim(result));
    }
    let mut gather = Gather::default();
    for result in &results {
        add(result, &voices, &mut gather);
    }
    let mut transcript = Transcript::new(Format::Watson);
    transcript.id = file.id.0;
    transcript.utterances = gather.finish();
    match jobs::refusal(file.status.0.as_deref()) {
        Some(refusal) if transcript.utterances.is_empty() => Err(refusal),
        None if is_facts => Err(jobs::facts_only()),
        _ => Ok((transcript, Vec::new())),
    }
}

/// Who speaks at which start, in milliseconds. Later labels are surer.
fn voices(file: &FileJson<'_>) -> FxHashMap<u64, String> {
    let inner = file.results.iter().flat_map(|part| &part.speaker_labels);
    let labels = file.speaker_labels.iter().chain(inner);
    let voices = labels.filter_map(|label| {
        let start = label.from.0.value?;
        Some((milliseconds(start), voice(label.speaker.0.as_deref()?)))
    });
    voices.collect()
}

fn milliseconds(seconds: f64) -> u64 {
    (seconds * 1000.0).round() as u64
}

fn add(result: &ResultJson<'_>, voices: &FxHashMap<u64, String>, gather: &mut Gather) {
    let Some(best) = result.alternatives.first() else {
        return;
    };
    let mut any = false;
    for stamp in &best.timestamps {
        let stamp = serde_json::from_str::<(Spoken, Seconds, Seconds)>(stamp.get());
        let Ok((word, start, end)) = stamp else {
            continue;
        };
        any = true;
        let start = start.0.value;
        gather.add(gather::Word {
            text: &word.0,
            start,
            end: end.0.value,
            speaker: start
                .and_then(|start| voices.get(&milliseconds(start)))
                .map(String::as_str),
            is_joined: false,
        });
    }
    if !any {
        gather.add(gather::Word {
            text: best.transcript.as_ref().map_or("", |text| text.0.as_str()),
            start: None,
            end: None,
            speaker: None,
            is_joined: false,
        });
    }
    gather.cut();
}
