//! What does a Deepgram file say?
//!
//! The shape is that of the answer to `POST /v1/listen` and of its callback's body
//! (developers.deepgram.com/reference/speech-to-text); measured on real files.
//!
//! Times are seconds. `utterances` are there if they were asked for, `paragraphs` with smart formatting, `words`
//! always (not with hosted Whisper). A voice is a number, the same number on two channels two people's; a file of
//! several channels and no voices has one person on each. `metadata.created` is when the file was transcribed and
//! not when the call was, so it is no date.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

use super::gather::{self, Gather, Word as Heard};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Number, Seconds, Spoken, Word};
use super::{language, oddities, tolerant};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    #[serde(deserialize_with = "tolerant::value")]
    metadata: MetaJson,
    #[serde(deserialize_with = "tolerant::value")]
    results: ResultsJson,
    /// These two stand at the top where only `results` was kept.
    #[serde(deserialize_with = "tolerant::list")]
    channels: Vec<ChannelJson>,
    utterances: Rows<UtteranceJson>,
    request_id: Word,
    err_code: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MetaJson {
    request_id: Word,
    channels: Number,
    duration: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ResultsJson {
    #[serde(deserialize_with = "tolerant::list")]
    channels: Vec<ChannelJson>,
    utterances: Rows<UtteranceJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ChannelJson {
    #[serde(deserialize_with = "tolerant::list")]
    alternatives: Vec<AlternativeJson>,
    detected_language: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AlternativeJson {
    transcript: Spoken,
    words: Rows<WordJson>,
    #[serde(deserialize_with = "tolerant::value")]
    paragraphs: ParagraphsJson,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ParagraphsJson {
    #[serde(deserialize_with = "tolerant::list")]
    paragraphs: Vec<ParagraphJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ParagraphJson {
    speaker: Word,
    #[serde(deserialize_with = "tolerant::list")]
    sentences: Vec<SentenceJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SentenceJson {
    text: Spoken,
    start: Seconds,
    end: Seconds,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct UtteranceJson {
    start: Seconds,
    end: Seconds,
    channel: Word,
    speaker: Word,
    transcript: Spoken,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordJson {
    word: Spoken,
    punctuated_word: Spoken,
    start: Seconds,
    end: Seconds,
    speaker: Word,
}

/// What it is known by; the last shape is that of an error.
pub(super) const READER: Reader = Reader {
    format: Format::Deepgram,
    shapes: &[
        Shape {
            must: &["results.channels[].alternatives"],
            may: &[
                "metadata.request_id",
                "metadata.model_info",
                "results.utterances",
                "alternatives[].words[].punctuated_word",
                "alternatives[].paragraphs.paragraphs",
            ],
            never: &[],
        },
        Shape {
            must: &["channels[].alternatives", "alternatives[].words[].word"],
            may: &["alternatives[].transcript", "utterances[].channel"],
            never: &[],
        },
        Shape {
            must: &["results.utterances[].transcript", "metadata.request_id"],
            may: &[],
            never: &[],
        },
        // Nobody speaks.
        Shape {
            must: &["results.channels", "metadata.request_id"],
            may: &["metadata.model_info"],
            never: &[],
        },
        Shape {
            must: &["^err_code", "^err_msg"],
            may: &["^request_id"],
            never: &[],
        },
    ],
    parse: |text| tolerant::each(text, FileJson::says_something, transcript),
};

impl FileJson {
    fn says_something(&self) -> bool {
        let n_channels = self.channels.len() + self.results.channels.len();
        let n_utterances = self.utterances.all.len() + self.results.utterances.all.len();
        n_channels + n_utterances > 0 || self.err_code.0.is_some()
    }
}

fn transcript(file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    if file.err_code.0.is_some() {
        let message =
            "this is Deepgram's message that it could not transcribe; send the recording again";
        return Err(Refusal::new("failed-job", message));
    }
    let mut channels = file.results.channels;
    channels.extend(file.channels);
    let mut n_odd = file.results.utterances.n_odd + file.utterances.n_odd;
    let mut utterances = file.results.utterances.all;
    utterances.extend(file.utterances.all);
    if utterances.is_empty() {
        let best = channels.iter().filter_map(|it| it.alternatives.first());
        n_odd = best.map(|best| best.words.n_odd).sum();
    }
    let mut problems = Vec::new();
    oddities::note_rows(n_odd, &mut problems);
    let are_several = channels.len() > 1 || file.metadata.channels.value.is_some_and(|n| n > 1.0);

    let mut transcript = Transcript::new(Format::Deepgram);
    transcript.duration = file.metadata.duration.value;
    transcript.id = file.metadata.request_id.0.or(file.request_id.0);
    let mut said = channels
        .iter()
        .filter_map(|channel| channel.detected_language.0.as_deref());
    transcript.language = said.next().and_then(language::bcp47);
    transcript.utterances = if utterances.is_empty() {
        let spoken = channels
            .into_iter()
            .enumerate()
            .flat_map(|(n, channel)| of_channel(channel, &n.to_string(), are_several));
        gather::in_order(spoken.collect())
    } else {
        let spoken = utterances
            .into_iter()
            .map(|json| of_utterance(json, are_several));
        gather::in_order(spoken.collect())
    };
    Ok((transcript, problems))
}

fn of_utterance(json: UtteranceJson, are_several: bool) -> Utterance {
    let channel = json.channel.0.as_deref().filter(|_| are_several);
    Utterance {
        speaker: voice(channel, json.speaker.0.as_deref()),
        start: json.start.0.value,
        end: json.end.0.value,
        text: json.transcript.0,
    }
}

/// What was said on a channel: in paragraphs, else word by word, else as one piece.
fn of_channel(json: ChannelJson, number: &str, are_several: bool) -> Vec<Utterance> {
    let channel = Some(number).filter(|_| are_several);
    let Some(best) = json.alternatives.into_iter().next() else {
        return Vec::new();
    };
    let paragraphs = best.paragraphs.paragraphs;
    if paragraphs
        .iter()
        .any(|paragraph| !paragraph.sentences.is_empty())
    {
        let sentences = paragraphs
            .into_iter()
            .flat_map(|paragraph| of_paragraph(paragraph, channel));
        return sentences.collect();
    }
    if best.words.all.is_empty() {
        return vec![Utterance {
            speaker: voice(channel, None),
            text: best.transcript.0,
            ..Utterance::default()
        }];
    }
    of_words(&best.words.all, channel)
}

fn of_paragraph(json: ParagraphJson, channel: Option<&str>) -> Vec<Utterance> {
    let speaker = voice(channel, json.speaker.0.as_deref());
    let utterance = |sentence: SentenceJson| Utterance {
        speaker: speaker.clone(),
        start: sentence.start.0.value,
        end: sentence.end.0.value,
        text: sentence.text.0,
    };
    json.sentences.into_iter().map(utterance).collect()
}

fn of_words(words: &[WordJson], channel: Option<&str>) -> Vec<Utterance> {
    let mut gather = Gather::default();
    for word in words {
        let bare = word.word.0.as_str();
        let written = word.punctuated_word.0.as_str();
        gather.add(Heard {
            text: if written.is_empty() { bare } else { written },
            start: word.start.0.value,
            end: word.end.0.value,
            speaker: word.speaker.0.as_deref(),
            is_joined: false,
        });
    }
    let mut utterances = gather.finish();
    for utterance in &mut utterances {
        utterance.speaker = voice(channel, utterance.speaker.as_deref());
    }
    utterances
}

/// `Speaker 0`, `Channel 1`, or `Speaker 1-0` for voice 0 of channel 1.
fn voice(channel: Option<&str>, speaker: Option<&str>) -> Option<String> {
    match (channel, speaker) {
        (None, None) => None,
        (None, Some(speaker)) => Some(gather::voice(speaker)),
        (Some(channel), None) => Some(gather::voice(&format!("Channel {channel}"))),
        (Some(channel), Some(speaker)) => Some(gather::voice(&format!("{channel}-{speaker}"))),
    }
}
