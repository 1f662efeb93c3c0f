//! What does an ElevenLabs file say?
//!
//! The shape is that of the answer to `POST /v1/speech-to-text` (elevenlabs.io/docs/api-reference/speech-to-text) and
//! of its webhook `speech_to_text_transcription`; documented, not measured. A recording of several channels has one
//! transcript for each in `transcripts`. The conversations of voice agents (`post_call_transcription`) are read too.
//!
//! Times are seconds. The list of words holds the spaces as well: pieces without a `spacing` between them are written
//! together (Chinese, Japanese). An `audio_event` such as `(laughter)` stays in the text.

use jiff::Timestamp;
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
    transcription_id: Word,
    language_code: Word,
    #[serde(deserialize_with = "tolerant::value")]
    text: Spoken,
    words: Rows<WordJson>,
    #[serde(deserialize_with = "tolerant::list")]
    transcripts: Vec<PartJson>,
    /// These are a conversation's.
    conversation_id: Word,
    transcript: Rows<MessageJson>,
    #[serde(deserialize_with = "tolerant::value")]
    metadata: MetaJson,
}

/// One channel's transcript, or the only one.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PartJson {
    language_code: Word,
    channel_index: Word,
    text: Spoken,
    words: Rows<WordJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordJson {
    text: Spoken,
    start: Seconds,
    end: Seconds,
    r#type: Word,
    speaker_id: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MessageJson {
    role: Word,
    message: Spoken,
    time_in_call_secs: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MetaJson {
    start_time_unix_secs: Number,
}

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::ElevenLabs,
    shapes: &[
        Shape {
            must: &["language_probability", "words[].text", "words[].type"],
            may: &["words[].speaker_id", "words[].logprob", "transcription_id"],
            never: &[],
        },
        Shape {
            must: &["words[].text", "words[].type", "words[].speaker_id"],
            may: &["words[].logprob", "language_code", "transcription_id"],
            never: &[],
        },
        Shape {
            must: &["language_probability", "^language_code", "^words"],
            may: &["^text"],
            never: &["words[].text"],
        },
        Shape {
            must: &[
                "conversation_id",
                "transcript[].role",
                "transcript[].message",
            ],
            may: &["transcript[].time_in_call_secs", "agent_id"],
            never: &[],
        },
    ],
    parse: |text| tolerant::each(text, FileJson::is_one, transcript),
};

impl FileJson {
    fn is_one(&self) -> bool {
        let n_parts = self.words.all.len() + self.transcripts.len() + self.transcript.all.len();
        n_parts > 0 || !self.text.0.trim().is_empty()
    }
}

fn transcript(file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    let mut transcript = Transcript::new(Format::ElevenLabs);
    let mut problems = Vec::new();
    if !file.transcript.all.is_empty() {
        oddities::note_rows(file.transcript.n_odd, &mut problems);
        conversation(file, &mut transcript);
        return Ok((transcript, problems));
    }
    transcript.id = file.transcription_id.0;
    let mut parts = file.transcripts;
    if parts.is_empty() {
        parts.push(PartJson {
            language_code: file.language_code,
            channel_index: Word::default(),
            text: file.text,
            words: file.words,
        });
    }
    let n_odd: usize = parts.iter().map(|part| part.words.n_odd).sum();
    oddities::note_rows(n_odd, &mut problems);
    let mut said = parts
        .iter()
        .filter_map(|part| part.language_code.0.as_deref());
    transcript.language = said.next().and_then(language::bcp47);
    transcript.utterances = gather::in_order(parts.iter().flat_map(recording).collect());
    Ok((transcript, problems))
}

/// What one recognition heard, of the whole recording or of one channel.
fn recording(part: &PartJson) -> Vec<Utterance> {
    let channel = part.channel_index.0.as_ref();
    let channel = channel.map(|number| format!("Channel {number}"));
    if part.words.all.is_empty() {
        return vec![Utterance {
            speaker: channel,
            text: part.text.0.clone(),
            ..Utterance::default()
        }];
    }
    let is_space = |word: &WordJson| word.r#type.0.as_deref() == Some("spacing");
    let has_spaces = part.words.all.iter().any(is_space);
    let mut gather = Gather::default();
    let mut is_apart = true;
    let mut before = None;
    for word in &part.words.all {
        if is_space(word) {
            is_apart = true;
            continue;
        }
        let speaker = word.speaker_id.0.as_deref().or(channel.as_deref());
        gather.add(Heard {
            text: &word.text.0,
            start: word.start.0.value,
            end: word.end.0.value,
            speaker,
            is_joined: has_spaces && !is_apart && speaker == before,
        });
        is_apart = false;
        before = speaker;
    }
    gather::named(gather.finish())
}

/// What a voice agent and the person on the line said; the agent speaks for the seller.
fn conversation(file: FileJson, transcript: &mut Transcript) {
    transcript.id = file.conversation_id.0;
    let began = file.metadata.start_time_unix_secs.value;
    let began = began.and_then(|seconds| Timestamp::from_second(seconds as i64).ok());
    transcript.started_at = began.map(|moment| moment.to_string());
    let utterances = file.transcript.all.into_iter().map(|message| Utterance {
        speaker: message.role.0.as_deref().map(role),
        start: message.time_in_call_secs.value,
        end: None,
        text: message.message.0,
    });
    transcript.utterances = utterances.collect();
}

fn role(word: &str) -> String {
    match word {
        "agent" => "Agent".to_owned(),
        "user" => "Customer".to_owned(),
        other => gather::voice(other),
    }
}
