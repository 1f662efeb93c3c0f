//! What does a transcript of Speechmatics say (json-v2)?
//!
//! Shape: the API's reference and outputs of real jobs, batch and live. Times are seconds. `attaches_to` tells on
//! which side a mark stands without a space; live versions before 2.8 leave it out, and marks belong to what is
//! before them then.
//!
//! Traps: without diarization every word has the voice `UU`, which then says nothing; an entity is one word,
//! however many were spoken; with channels each has its own voices. Voices trained by the user are names. The
//! job's date is not the call's. A live recogniser's messages are one call; of those only the final ones count.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ingest::parse::channels::Channels;
use crate::ingest::parse::gather::{self, voice};
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::speaker_label::is_placeholder;
use crate::ingest::parse::verbatim_json::loose::{self, Seconds, Spoken, Word};
use crate::ingest::parse::{Parsed, objects};
use crate::ingest::transcript::{Format, Problem, Refusal, Transcript};

/// What it is known by: words, or the frame of a transcript in which nobody spoke.
pub(super) const READER: Reader = Reader {
    format: Format::Speechmatics,
    shapes: &[
        Shape {
            must: &["results[].alternatives[].content", "results[].type"],
            may: &[
                "results[].alternatives[].speaker",
                "results[].attaches_to",
                "metadata.language_pack_info",
                "metadata.transcription_config",
                "format",
                "job.id",
            ],
            never: &[],
        },
        Shape {
            must: &["results", "format", "metadata.transcription_config"],
            may: &["metadata.language_pack_info", "job.id"],
            never: &[],
        },
        Shape {
            must: &["results", "format", "metadata.language_pack_info"],
            may: &["job.id"],
            never: &[],
        },
        Shape {
            must: &["results", "format", "message", "metadata.transcript"],
            may: &[],
            never: &[],
        },
    ],
    parse,
};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    /// What a live message is; the first of them has the id of its session and tells of the language.
    message: Word,
    id: Word,
    language_pack_info: Option<PackJson>,
    job: Option<JobJson>,
    metadata: Option<MetaJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    results: Vec<ResultJson>,
    #[serde(alias = "payload", alias = "body", alias = "transcript")]
    data: Option<Box<FileJson>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct JobJson {
    id: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MetaJson {
    transcription_config: Option<ConfigJson>,
    language_pack_info: Option<PackJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ConfigJson {
    language: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PackJson {
    /// What stands between two words: nothing in Chinese and Japanese.
    word_delimiter: Option<Spoken>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ResultJson {
    #[serde(rename = "type")]
    kind: Word,
    start_time: Seconds,
    end_time: Seconds,
    attaches_to: Word,
    channel: Word,
    #[serde(deserialize_with = "loose::null_is_empty")]
    alternatives: Vec<AlternativeJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AlternativeJson {
    content: Option<Spoken>,
    speaker: Word,
    language: Word,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    objects::joined(text, of_live_messages, read)
}

/// One of several live messages, with what the final ones say; else all as they are.
fn of_live_messages(mut files: Vec<FileJson>) -> Vec<FileJson> {
    if files.len() < 2 || files.iter().any(|file| file.message.0.is_none()) {
        return files;
    }
    let is = |file: &FileJson, kind: &str| file.message.0.as_deref() == Some(kind);
    // Where nothing was final yet, the last guess is all there is.
    let any_is_final = files.iter().any(|file| is(file, "AddTranscript"));
    let last_guess = files
        .iter()
        .rposition(|file| is(file, "AddPartialTranscript"));
    let mut whole = FileJson::default();
    for (n, file) in files.iter_mut().enumerate() {
        let is_guess = !any_is_final && Some(n) == last_guess;
        if is_guess || is(file, "AddTranscript") {
            whole.results.append(&mut file.results);
        }
        if is(file, "RecognitionStarted") {
            whole.id = std::mem::take(&mut file.id);
            whole.language_pack_info = file.language_pack_info.take();
        }
    }
    vec![whole]
}

fn read(mut file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    while let Some(inner) = file.data.take() {
        file = *inner;
    }
    let metadata = file.metadata.unwrap_or_default();
    let config = metadata.transcription_config.unwrap_or_default();
    let language = metadata.language_pack_info.or(file.language_pack_info);
    let between = language.and_then(|it| it.word_delimiter);
    let has_spaces = between.is_none_or(|between| !between.0.is_empty());
    let mut transcript = Transcript::new(Format::Speechmatics);
    transcript.id = file.job.and_then(|job| job.id.0).or(file.id.0);
    let asked = config.language.0.filter(|code| code != "auto");
    transcript.language = asked.or_else(|| heard_language(&file.results));
    let has_voices = has_voices(&file.results);
    let mut words = Channels::default();
    let mut joints = BTreeMap::new();
    for result in &file.results {
        add(result, has_voices, has_spaces, &mut joints, &mut words);
    }
    transcript.utterances = words.finish(name);
    Ok((transcript, Vec::new()))
}

/// The language of the first word, where the recogniser was to find out.
fn heard_language(results: &[ResultJson]) -> Option<String> {
    let mut words = results.iter().flat_map(|result| &result.alternatives);
    words.find_map(|word| word.language.0.clone())
}

/// Whether anybody was told apart. Where all are `UU` there was no diarization.
fn has_voices(results: &[ResultJson]) -> bool {
    let mut words = results.iter().flat_map(|result| &result.alternatives);
    words.any(|word| word.speaker.0.as_deref().is_some_and(|it| it != "UU"))
}

/// What the word before says about the one behind it.
#[derive(Default)]
struct Joint {
    joins_next: bool,
    speaker: Option<String>,
}

fn add<'j>(
    result: &'j ResultJson,
    has_voices: bool,
    has_spaces: bool,
    joints: &mut BTreeMap<&'j str, Joint>,
    words: &mut Channels,
) {
    let channel = result.channel.0.as_deref();
    let label = channel.unwrap_or_default();
    let kind = result.kind.0.as_deref().unwrap_or_default();
    if kind == "speaker_change" {
        words.of(label).cut();
        return;
    }
    let Some(best) = result.alternatives.first() else {
        return;
    };
    let own = best.speaker.0.as_deref().filter(|_| has_voices);
    let speaker = speaker(own, channel);
    let before = joints.entry(label).or_default();
    let sides = match (result.attaches_to.0.as_deref(), kind) {
        (Some(sides), _) => sides,
        (None, "punctuation") => "previous",
        (None, _) => "none",
    };
    let follows = before.joins_next && before.speaker == speaker;
    let gather = words.of(label);
    gather.set_spaces(has_spaces);
    gather.add(gather::Word {
        text: best.content.as_ref().map_or("", |text| text.0.as_str()),
        start: result.start_time.0.value,
        end: result.end_time.0.value,
        speaker: speaker.as_deref(),
        is_joined: follows || matches!(sides, "previous" | "both"),
    });
    *before = Joint {
        joins_next: matches!(sides, "next" | "both"),
        speaker,
    };
}

/// The first voice of one channel is another person than the first voice of another.
fn speaker(own: Option<&str>, channel: Option<&str>) -> Option<String> {
    match (own, channel) {
        (Some("UU") | None, Some(channel)) => Some(channel.to_owned()),
        (Some(own), Some(channel)) => Some(format!("{channel}-{}", own.trim_start_matches('S'))),
        (own, None) => own.map(str::to_owned),
    }
}

/// Labels as the recogniser makes them are no names; others were given by the user.
fn name(label: &str) -> String {
    if is_placeholder(label) {
        voice(label)
    } else {
        label.to_owned()
    }
}
