//! What does an AssemblyAI file say?
//!
//! The shape is that of `GET /v2/transcript/{id}` and of its `/sentences` and `/paragraphs`
//! (assemblyai.com/docs/api-reference/transcripts/get); measured on real files.
//!
//! Times are milliseconds, only `audio_duration` is seconds. `utterances` is `null` unless speakers were asked for.
//! A voice is a letter (`A`), on several channels `1` or `1A`, and a name or a role (`Agent`) where speakers were
//! identified. A job that failed has `status: "error"` and no words. The file doesn't know when the call was.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

use super::gather::{self, Gather, Word as Heard};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Number, Spoken, Word};
use super::{jobs, language, oddities, tolerant};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    id: Word,
    /// Told by the webhook, which has no words.
    transcript_id: Word,
    status: Word,
    language_code: Word,
    audio_url: Word,
    audio_duration: Number,
    #[serde(deserialize_with = "tolerant::value")]
    text: Spoken,
    utterances: Rows<PieceJson>,
    sentences: Rows<PieceJson>,
    paragraphs: Rows<PieceJson>,
    words: Rows<PieceJson>,
}

/// An utterance, a sentence, a paragraph or a word.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PieceJson {
    text: Spoken,
    start: Number,
    end: Number,
    speaker: Word,
    channel: Word,
}

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::AssemblyAi,
    shapes: &[
        Shape {
            must: &["audio_url", "status"],
            may: &[
                "acoustic_model",
                "speech_model",
                "utterances",
                "words[].confidence",
                "audio_duration",
                "language_code",
            ],
            never: &[],
        },
        Shape {
            must: &["audio_url", "acoustic_model"],
            may: &["utterances", "words"],
            never: &[],
        },
        Shape {
            must: &["audio_duration", "utterances", "words"],
            may: &["utterances[].words[].text", "language_code"],
            never: &[],
        },
        Shape {
            must: &["audio_duration", "sentences[].words[].text"],
            may: &["sentences[].confidence"],
            never: &[],
        },
        Shape {
            must: &["audio_duration", "paragraphs[].words[].text"],
            may: &["paragraphs[].confidence"],
            never: &[],
        },
        Shape {
            must: &[
                "utterances[].text",
                "utterances[].speaker",
                "utterances[].words[].text",
            ],
            may: &["utterances[].confidence", "words[].confidence"],
            never: &["utterances[].transcript"],
        },
        Shape {
            must: &["^transcript_id", "^status"],
            may: &[],
            never: jobs::OF_WORDS,
        },
    ],
    parse: |text| tolerant::each(text, FileJson::is_one, transcript),
};

impl FileJson {
    fn is_one(&self) -> bool {
        let lists = [
            &self.utterances,
            &self.sentences,
            &self.paragraphs,
            &self.words,
        ];
        self.status.0.is_some() || lists.iter().any(|list| !list.all.is_empty())
    }
}

fn transcript(file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    refuse_unfinished(file.status.0.as_deref())?;
    let mut transcript = Transcript::new(Format::AssemblyAi);
    transcript.id = file.id.0;
    transcript.duration = file.audio_duration.value;
    transcript.language = file.language_code.0.as_deref().and_then(language::bcp47);
    transcript.recording_url = file.audio_url.0.filter(|url| lasts(url));
    let lists = [file.utterances, file.sentences, file.paragraphs];
    let pieces = lists.into_iter().find(|list| !list.all.is_empty());
    let n_odd = pieces
        .as_ref()
        .map_or(file.words.n_odd, |pieces| pieces.n_odd);
    let mut problems = Vec::new();
    oddities::note_rows(n_odd, &mut problems);
    transcript.utterances = match pieces {
        Some(pieces) => pieces.all.into_iter().map(utterance).collect(),
        None if file.words.all.is_empty() => vec![Utterance {
            text: file.text.0,
            ..Utterance::default()
        }],
        None => of_words(file.words.all),
    };
    transcript.utterances = gather::in_order(transcript.utterances);
    let is_said = |utterance: &Utterance| !utterance.text.trim().is_empty();
    if file.transcript_id.0.is_some() && !transcript.utterances.iter().any(is_said) {
        return Err(jobs::facts_only());
    }
    Ok((transcript, problems))
}

fn refuse_unfinished(status: Option<&str>) -> Result<(), Refusal> {
    let (code, message) = match status {
        Some("error") => (
            "failed-job",
            "AssemblyAI could not transcribe this (its status is error); transcribe the recording again",
        ),
        Some("queued" | "processing" | "submitted") => (
            "not-ready",
            "AssemblyAI had not finished this when it was saved; fetch the transcript again",
        ),
        _ => return Ok(()),
    };
    Err(Refusal::new(code, message))
}

/// Uploads can be fetched by nobody else, and signed addresses soon by nobody at all.
fn lasts(url: &str) -> bool {
    url.starts_with("http") && !url.contains('?') && !url.contains("cdn.assemblyai.com/upload")
}

fn utterance(piece: PieceJson) -> Utterance {
    Utterance {
        speaker: speaker(&piece),
        start: seconds(piece.start),
        end: seconds(piece.end),
        text: piece.text.0,
    }
}

fn of_words(words: Vec<PieceJson>) -> Vec<Utterance> {
    let mut gather = Gather::default();
    for word in words {
        let speaker = speaker(&word);
        gather.add(Heard {
            text: &word.text.0,
            start: seconds(word.start),
            end: seconds(word.end),
            speaker: speaker.as_deref(),
            is_joined: false,
        });
    }
    gather.finish()
}

fn speaker(piece: &PieceJson) -> Option<String> {
    let channel = || {
        let number = piece.channel.0.as_deref()?;
        Some(gather::voice(&format!("Channel {number}")))
    };
    let label = piece.speaker.0.as_deref();
    label.map(gather::speaker).or_else(channel)
}

fn seconds(milliseconds: Number) -> Option<f64> {
    milliseconds.value.map(|number| number / 1000.0)
}
