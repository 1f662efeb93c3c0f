//! What does a whisper.cpp file say?
//!
//! The shape is that of `whisper-cli -oj` and `-ojf`: `output_json` in github.com/ggml-org/whisper.cpp,
//! `examples/cli/cli.cpp`; measured on real files. The server's `verbose_json` is Whisper's own shape.
//!
//! `offsets` are milliseconds, `timestamps` the same as `HH:MM:SS,mmm`. `speaker` is there with `-di` alone: the
//! stereo channel, or `?`. Tokens (`[_BEG_]`, `[_TT_125]`) are left unread: the segment's text has the words. With
//! `-ml 1` every segment is one word or a piece of one, and only a space in front tells which.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Transcript, Utterance};

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
    result: LanguageJson,
    #[serde(deserialize_with = "tolerant::value")]
    params: LanguageJson,
    transcription: Rows<SegmentJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct LanguageJson {
    language: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SegmentJson {
    #[serde(deserialize_with = "tolerant::value")]
    offsets: OffsetsJson,
    #[serde(deserialize_with = "tolerant::value")]
    timestamps: StampsJson,
    text: Spoken,
    speaker: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct OffsetsJson {
    from: Number,
    to: Number,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct StampsJson {
    from: Seconds,
    to: Seconds,
}

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::WhisperCpp,
    shapes: &[
        Shape {
            must: &["transcription[].offsets", "transcription[].text"],
            may: &[
                "transcription[].timestamps",
                "transcription[].tokens",
                "result.language",
                "params.model",
                "systeminfo",
            ],
            never: &[],
        },
        Shape {
            must: &["transcription[].timestamps", "transcription[].text"],
            may: &["result.language", "params.model", "systeminfo"],
            never: &[],
        },
        // Silence, and nothing transcribed.
        Shape {
            must: &["transcription", "systeminfo", "params.model"],
            may: &["result.language"],
            never: &["transcription[].text"],
        },
    ],
    parse: |text| {
        tolerant::each(text, FileJson::says_something, |file: FileJson| {
            let mut problems = Vec::new();
            oddities::note_rows(file.transcription.n_odd, &mut problems);
            Ok((transcript(file), problems))
        })
    },
};

impl FileJson {
    fn says_something(&self) -> bool {
        !self.transcription.all.is_empty()
    }
}

fn transcript(file: FileJson) -> Transcript {
    let mut transcript = Transcript::new(Format::WhisperCpp);
    let said = file.result.language.0.or(file.params.language.0);
    transcript.language = said.as_deref().and_then(language::bcp47);
    let segments = file.transcription.all.into_iter();
    let utterances: Vec<Utterance> = segments.map(utterance).collect();
    transcript.utterances = if is_word_by_word(&utterances) {
        gathered(&utterances)
    } else {
        utterances
    };
    transcript.utterances = gather::named(transcript.utterances);
    transcript
}

fn utterance(json: SegmentJson) -> Utterance {
    let seconds = |number: Number| number.value.map(|milliseconds| milliseconds / 1000.0);
    Utterance {
        speaker: json.speaker.0.filter(|label| label != "?"),
        start: seconds(json.offsets.from).or(json.timestamps.from.0.value),
        end: seconds(json.offsets.to).or(json.timestamps.to.0.value),
        text: json.text.0,
    }
}

/// Nine in ten have one word at most, and there are enough of them to say so.
fn is_word_by_word(utterances: &[Utterance]) -> bool {
    let is_a_word = |utterance: &&Utterance| utterance.text.split_whitespace().nth(1).is_none();
    let n_words = utterances.iter().filter(is_a_word).count();
    utterances.len() >= 10 && n_words * 10 >= utterances.len() * 9
}

fn gathered(utterances: &[Utterance]) -> Vec<Utterance> {
    let has_spaces = utterances.iter().any(|word| word.text.starts_with(' '));
    let mut gather = Gather::default();
    for word in utterances {
        gather.add(Heard {
            text: &word.text,
            start: word.start,
            end: word.end,
            speaker: word.speaker.as_deref(),
            is_joined: has_spaces && !word.text.starts_with(' '),
        });
    }
    gather.finish()
}
