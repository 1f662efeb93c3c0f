//! What does a transcript of Rev.ai say, or one that Rev's people wrote, as JSON?
//!
//! Shape: the API's documentation (`application/vnd.rev.transcript.v1.0+json`) and one real transcript of the
//! recogniser; the shape of Rev's people, with `speakers` and clock stamps, by documentation alone. Times are
//! seconds. Spaces are elements of their own, so words are put together exactly as they stand; two words without
//! anything between them get a space. The file tells neither an id nor a date.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::ingest::parse::channels::in_time_order;
use crate::ingest::parse::gather::{self, Gather, voice};
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::verbatim_json::loose::{self, Seconds, Spoken, Word};
use crate::ingest::parse::{Parsed, jobs, objects, tolerant};
use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

/// What it is known by. Gecko has monologues too, but of `terms`. Nobody may have spoken; and a job's facts, which the
/// API and its webhook tell, are no transcript.
pub(super) const READER: Reader = Reader {
    format: Format::RevAi,
    shapes: &[
        Shape {
            must: &["monologues[].elements"],
            may: &[
                "monologues[].elements[].value",
                "monologues[].elements[].end_ts",
                "monologues[].elements[].end_timestamp",
                "monologues[].speaker",
            ],
            never: &["monologues[].terms"],
        },
        Shape {
            must: &["^monologues"],
            may: &["^speakers"],
            never: &["monologues[].terms", "monologues[].speaker"],
        },
        Shape {
            must: &["^id", "^status", "^created_on", "^type"],
            may: &["^failure", "^completed_on"],
            never: jobs::OF_WORDS,
        },
        Shape {
            must: &["^id", "^status", "^failure", "^failure_detail"],
            may: &["^created_on", "^completed_on"],
            never: jobs::OF_WORDS,
        },
        Shape {
            must: &["^job.id", "^job.status", "^job.created_on"],
            may: &["^job.failure", "^job.type"],
            never: jobs::OF_WORDS,
        },
    ],
    parse,
};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    #[serde(deserialize_with = "loose::null_is_empty")]
    speakers: Vec<SpeakerJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    monologues: Vec<MonologueJson>,
    /// A job's, and in a webhook the job.
    status: Word,
    #[serde(deserialize_with = "tolerant::value")]
    job: JobJson,
    #[serde(alias = "payload", alias = "body", alias = "transcript")]
    data: Option<Box<FileJson>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct JobJson {
    status: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    id: Word,
    name: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MonologueJson {
    speaker: Word,
    speaker_name: Word,
    speaker_info: Option<InfoJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    elements: Vec<ElementJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct InfoJson {
    display_name: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ElementJson {
    #[serde(rename = "type")]
    kind: Word,
    value: Option<Spoken>,
    /// What a `tag` is called: `inaudible`, `laughter`.
    name: Word,
    #[serde(alias = "timestamp")]
    ts: Seconds,
    #[serde(alias = "end_timestamp")]
    end_ts: Seconds,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    objects::each(text, read)
}

fn read(mut file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    while let Some(inner) = file.data.take() {
        file = *inner;
    }
    let names: FxHashMap<&str, &str> = file
        .speakers
        .iter()
        .filter_map(|it| Some((it.id.0.as_deref()?, it.name.0.as_deref()?)))
        .collect();
    let mut transcript = Transcript::new(Format::RevAi);
    let spoken = file.monologues.iter().flat_map(|monologue| {
        let speaker = speaker(monologue, &names);
        sentences(&monologue.elements, speaker.as_deref())
    });
    transcript.utterances = in_time_order([spoken.collect()]);
    match file.status.0.or(file.job.status.0) {
        Some(status) if transcript.utterances.is_empty() => {
            Err(jobs::refusal(Some(status.as_str())).unwrap_or_else(jobs::facts_only))
        }
        _ => Ok((transcript, Vec::new())),
    }
}

/// A name where the file has one, else the voice's number.
fn speaker(monologue: &MonologueJson, names: &FxHashMap<&str, &str>) -> Option<String> {
    let own = monologue.speaker_info.as_ref();
    let own = own.and_then(|info| info.display_name.0.as_deref());
    let label = monologue.speaker.0.as_deref();
    let listed = || label.and_then(|label| names.get(label).copied());
    let name = own.or(monologue.speaker_name.0.as_deref()).or_else(listed);
    name.map(str::to_owned).or_else(|| label.map(voice))
}

/// What stood before an element.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Space,
    Word,
    Mark,
}

fn sentences(elements: &[ElementJson], speaker: Option<&str>) -> Vec<Utterance> {
    let mut gather = Gather::default();
    let mut before = Before::Space;
    for element in elements {
        let is_mark = element.kind.0.as_deref() == Some("punct");
        let tag = element.name.0.as_ref().map(|name| format!("[{name}]"));
        let value = element.value.as_ref().map(|value| value.0.as_str());
        let text = value.or(tag.as_deref()).unwrap_or_default();
        if text.trim().is_empty() {
            before = Before::Space;
            continue;
        }
        let is_set_off = text.starts_with(char::is_whitespace);
        gather.add(gather::Word {
            text,
            start: element.ts.0.value,
            end: element.end_ts.0.value,
            speaker,
            is_joined: !is_set_off
                && match before {
                    Before::Space => false,
                    Before::Word => is_mark,
                    Before::Mark => true,
                },
        });
        before = if text.ends_with(char::is_whitespace) {
            Before::Space
        } else if is_mark {
            Before::Mark
        } else {
            Before::Word
        };
    }
    gather.finish()
}
