//! What does a Whisper file say?
//!
//! The shape is that of openai-whisper's `.json` and of the API's `verbose_json` and `diarized_json`
//! (platform.openai.com/docs/api-reference/audio); faster-whisper, mlx-whisper and whisper.cpp's server write the
//! same. Also read: `json`, which is `{"text"}` alone; one segment a line, or a list of them, as scripts around
//! faster-whisper write; `chunks[].timestamp` of the Transformers pipeline, and `speakers[]` of
//! insanely-fast-whisper. Measured on real files but for the last two.
//!
//! Times are seconds. Nobody is named unless a diarising model did it. Traps: `NaN` among the scores (see
//! `not_a_number`), text made up in silence (it stays: see `text::noise`), `words` without punctuation.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Refusal, Transcript, Utterance};

use super::gather::{self, Gather, Word as Heard};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Number, Seconds, Spoken, Word};
use super::{Parsed, language, oddities, tolerant};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    #[serde(deserialize_with = "tolerant::value")]
    text: Spoken,
    language: Word,
    /// Seconds of the recording.
    duration: Number,
    segments: Rows<SegmentJson>,
    #[serde(deserialize_with = "tolerant::list")]
    words: Vec<WordJson>,
    chunks: Rows<ChunkJson>,
    speakers: Rows<ChunkJson>,
    /// These three are there where the file is a segment itself, one a line.
    start: Seconds,
    end: Seconds,
    speaker: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SegmentJson {
    start: Seconds,
    end: Seconds,
    text: Spoken,
    speaker: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordJson {
    word: Spoken,
    start: Seconds,
    end: Seconds,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ChunkJson {
    /// Start and end; the last chunk of a file may have no end.
    #[serde(deserialize_with = "tolerant::list")]
    timestamp: Vec<Seconds>,
    text: Spoken,
    speaker: Word,
}

/// What it is known by. A bare `{"text"}` is taken only where no key says that it is another thing.
pub(super) const READER: Reader = Reader {
    format: Format::Whisper,
    shapes: &[
        Shape {
            must: &["segments[].text", "segments[].start"],
            may: &[
                "segments[].avg_logprob",
                "segments[].no_speech_prob",
                "segments[].compression_ratio",
                "segments[].tokens",
                "segments[].seek",
                "language",
            ],
            never: OF_WHISPERX,
        },
        Shape {
            must: &["segments[].text", "segments[].speaker", "segments[].type"],
            may: &["segments[].start", "task", "duration"],
            never: &["word_segments"],
        },
        Shape {
            must: &["^segments", "^text", "^language"],
            may: &[],
            never: &["word_segments"],
        },
        Shape {
            must: &["^words[].word", "^words[].start", "^text", "^language"],
            may: &["^task", "^duration"],
            never: &["words[].punct", "words[].speaker"],
        },
        Shape {
            must: &["chunks[].timestamp", "chunks[].text"],
            may: &["^text", "speakers[].timestamp"],
            never: &[],
        },
        Shape {
            must: &["^[].start", "^[].end", "^[].text"],
            may: &["^[].avg_logprob", "^[].no_speech_prob"],
            never: &["participant_id", "speaker_id", "speaker_name", "segments"],
        },
        Shape {
            must: &["^start", "^end", "^text"],
            may: &["^avg_logprob", "^no_speech_prob"],
            never: &["^segments", "^utterances", "^transcript"],
        },
        Shape {
            must: &["^text"],
            may: &["^usage", "^logprobs"],
            never: OF_OTHERS,
        },
    ],
    parse,
};

/// Segments that know their speakers are WhisperX's.
const OF_WHISPERX: &[&str] = &[
    "word_segments",
    "segments[].speaker",
    "segments[].words[].speaker",
    "segments[].words[].score",
];

/// Keys beside a `text` that belong to messages, posts, rows and other recognisers.
#[rustfmt::skip]
const OF_OTHERS: &[&str] = &[
    "^id", "^ids", "^user", "^user_id", "^name", "^title", "^subject", "^url", "^type", "^kind", "^status",
    "^speaker", "^channel", "^author", "^from", "^to", "^date", "^ts", "^created_at", "^timestamp", "^label",
    "^labels", "^tags", "^meta", "^metadata", "^data", "^results", "^result", "^body", "^message", "^messages",
    "^turns", "^words", "^segments", "^chunks", "^utterances", "^sentences", "^transcript", "^start", "^audio",
    "^audio_url", "^audio_filepath", "^attachments", "^blocks", "^version", "^alternatives",
];

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let mut n_files = 0_usize;
    let read = tolerant::each(text, FileJson::says_something, |file: FileJson| {
        n_files += usize::from(!file.is_a_segment());
        let mut problems = Vec::new();
        oddities::note_rows(file.n_odd(), &mut problems);
        Ok((transcript(file), problems))
    });
    if n_files == 0 {
        return as_one_call(read, text.len());
    }
    read
}

impl FileJson {
    fn says_something(&self) -> bool {
        let n_parts = self.segments.all.len() + self.words.len() + self.chunks.all.len();
        n_parts > 0 || !self.text.0.trim().is_empty()
    }

    /// How much cannot be read of what [`utterances`] takes. Other keys of these names may hold anything.
    fn n_odd(&self) -> usize {
        if !self.speakers.all.is_empty() {
            self.speakers.n_odd
        } else if !self.segments.all.is_empty() {
            self.segments.n_odd
        } else {
            self.chunks.n_odd
        }
    }

    fn is_a_segment(&self) -> bool {
        let has_parts = !self.segments.all.is_empty() || !self.chunks.all.is_empty();
        self.start.0.value.is_some() && !has_parts
    }
}

/// A file of segments, one a line or in a list, is one call.
fn as_one_call(read: Vec<Result<Parsed, Refusal>>, length: usize) -> Vec<Result<Parsed, Refusal>> {
    let mut whole: Option<Parsed> = None;
    let mut calls = Vec::new();
    for part in read {
        match part {
            Ok(next) => match whole.as_mut() {
                Some(first) => {
                    let utterances = next.transcript.utterances;
                    first.transcript.utterances.extend(utterances);
                    first.raw = 0..length;
                }
                None => whole = Some(next),
            },
            Err(refusal) => calls.push(Err(refusal)),
        }
    }
    calls.extend(whole.map(Ok));
    calls
}

fn transcript(file: FileJson) -> Transcript {
    let mut transcript = Transcript::new(Format::Whisper);
    transcript.language = file.language.0.as_deref().and_then(language::bcp47);
    transcript.duration = file.duration.value.filter(|_| !file.is_a_segment());
    transcript.utterances = utterances(file);
    transcript
}

/// Whatever the file has of speakers and times: the best of it.
fn utterances(file: FileJson) -> Vec<Utterance> {
    if !file.speakers.all.is_empty() {
        return file.speakers.all.into_iter().map(chunk).collect();
    }
    if !file.segments.all.is_empty() {
        return file.segments.all.into_iter().map(segment).collect();
    }
    if !file.chunks.all.is_empty() {
        return file.chunks.all.into_iter().map(chunk).collect();
    }
    if !file.words.is_empty() {
        return with_times(&file.text.0, &file.words);
    }
    vec![segment(SegmentJson {
        start: file.start,
        end: file.end,
        text: file.text,
        speaker: file.speaker,
    })]
}

fn segment(json: SegmentJson) -> Utterance {
    Utterance {
        speaker: json.speaker.0.as_deref().map(gather::speaker),
        start: json.start.0.value,
        end: json.end.0.value,
        text: json.text.0,
    }
}

fn chunk(json: ChunkJson) -> Utterance {
    let mut times = json.timestamp.iter().map(|time| time.0.value);
    let (start, end) = (times.next().flatten(), times.next().flatten());
    Utterance {
        speaker: json.speaker.0.as_deref().map(gather::speaker),
        start,
        end,
        text: json.text.0,
    }
}

/// The API's `words` have the times and its `text` has the punctuation; they are joined where both have as many words.
fn with_times(text: &str, words: &[WordJson]) -> Vec<Utterance> {
    let spellings: Vec<&str> = text.split_whitespace().collect();
    let is_matched = spellings.len() == words.len();
    if !is_matched && !spellings.is_empty() {
        let start = words.iter().find_map(|word| word.start.0.value);
        let end = words.iter().rev().find_map(|word| word.end.0.value);
        let text = text.to_owned();
        return vec![Utterance {
            speaker: None,
            start,
            end,
            text,
        }];
    }
    let mut gather = Gather::default();
    for (n, word) in words.iter().enumerate() {
        let own = word.word.0.as_str();
        gather.add(Heard {
            text: spellings.get(n).copied().unwrap_or(own),
            start: word.start.0.value,
            end: word.end.0.value,
            speaker: None,
            is_joined: false,
        });
    }
    gather.finish()
}
