//! What does a WhisperX file say?
//!
//! The shape is what WhisperX writes after alignment and diarisation (github.com/m-bain/whisperX, `SubtitlesWriter`
//! and `assign_word_speakers`), and what services built on it write; measured on real files.
//!
//! Times are seconds. A segment has a voice (`SPEAKER_00`), and so has each of its words, but either may be missing:
//! numbers aren't aligned and have no times, a segment without speech of anybody has no voice. Where a segment's
//! words are of two voices it is parted, but not for a word or two: those are the aligner's doubts at a border.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Transcript, Utterance};

use super::gather::{self, Gather, Word as Heard};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::{language, oddities, tolerant};

/// So many words in a row make another voice than the segment's believable.
const FEWEST_WORDS: usize = 3;

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    language: Word,
    segments: Rows<SegmentJson>,
    #[serde(deserialize_with = "tolerant::list")]
    word_segments: Vec<WordJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SegmentJson {
    start: Seconds,
    end: Seconds,
    text: Spoken,
    speaker: Word,
    #[serde(deserialize_with = "tolerant::list")]
    words: Vec<WordJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordJson {
    word: Spoken,
    start: Seconds,
    end: Seconds,
    speaker: Word,
}

/// What it is known by. Whisper's own segments have no speakers; those that OpenAI's models name have a `type`.
pub(super) const READER: Reader = Reader {
    format: Format::WhisperX,
    shapes: &[
        Shape {
            must: &["segments", "word_segments"],
            may: &[
                "segments[].text",
                "segments[].speaker",
                "segments[].words[].score",
                "word_segments[].word",
                "word_segments[].score",
            ],
            never: &[],
        },
        Shape {
            must: &["segments[].text", "segments[].words[].score"],
            may: &["segments[].words[].word", "segments[].start"],
            never: &["segments[].type"],
        },
        Shape {
            must: &["segments[].text", "segments[].words[].speaker"],
            may: &["segments[].words[].word", "segments[].speaker"],
            never: &["segments[].type"],
        },
        Shape {
            must: &["segments[].text", "segments[].start", "segments[].speaker"],
            may: &["segments[].words", "language"],
            never: &["segments[].type"],
        },
    ],
    parse: |text| {
        tolerant::each(text, FileJson::says_something, |file: FileJson| {
            let mut problems = Vec::new();
            oddities::note_rows(file.segments.n_odd, &mut problems);
            Ok((transcript(file), problems))
        })
    },
};

impl FileJson {
    fn says_something(&self) -> bool {
        !self.segments.all.is_empty() || !self.word_segments.is_empty()
    }
}

fn transcript(file: FileJson) -> Transcript {
    let mut transcript = Transcript::new(Format::WhisperX);
    transcript.language = file.language.0.as_deref().and_then(language::bcp47);
    transcript.utterances = if file.segments.all.is_empty() {
        let voices = file.word_segments.iter().map(WordJson::voice);
        gathered(&file.word_segments, voices)
    } else {
        let segments = file.segments.all.into_iter();
        segments.flat_map(utterances).collect()
    };
    transcript
}

impl WordJson {
    fn voice(&self) -> Option<&str> {
        self.speaker.0.as_deref()
    }
}

/// A segment as one utterance, or as several where several speak in it.
fn utterances(segment: SegmentJson) -> Vec<Utterance> {
    let voices = voices(&segment);
    let first = voices.first().copied().flatten();
    let is_of_several = voices.iter().any(|voice| *voice != first);
    if is_of_several {
        return gathered(&segment.words, voices.into_iter());
    }
    let speaker = first.or(segment.speaker.0.as_deref()).map(gather::speaker);
    if segment.text.0.trim().is_empty() {
        return gathered(&segment.words, voices.into_iter());
    }
    let starts = || segment.words.iter().find_map(|word| word.start.0.value);
    let ends = || segment.words.iter().rev().find_map(|word| word.end.0.value);
    vec![Utterance {
        speaker,
        start: segment.start.0.value.or_else(starts),
        end: segment.end.0.value.or_else(ends),
        text: segment.text.0.clone(),
    }]
}

/// Whose each word of a segment is.
fn voices(segment: &SegmentJson) -> Vec<Option<&str>> {
    let mut runs: Vec<(Option<&str>, usize)> = Vec::new();
    for word in &segment.words {
        let before = runs.last().and_then(|(voice, _)| *voice);
        let voice = word.voice().or(before);
        if before == voice
            && let Some((_, n_words)) = runs.last_mut()
        {
            *n_words += 1;
        } else {
            runs.push((voice, 1));
        }
    }
    let longest = runs
        .iter()
        .filter(|(voice, _)| voice.is_some())
        .max_by_key(|(_, n_words)| *n_words);
    let longest = longest.and_then(|(voice, _)| *voice);
    let own = segment.speaker.0.as_deref().or(longest);
    let settled = runs.into_iter().flat_map(|(voice, n_words)| {
        let is_doubtful = n_words < FEWEST_WORDS;
        let voice = voice.filter(|_| !is_doubtful).or(own);
        std::iter::repeat_n(voice, n_words)
    });
    settled.collect()
}

/// Words of Whisper itself begin with a space; a piece without one goes on the word before it.
fn gathered<'t>(
    words: &'t [WordJson],
    voices: impl Iterator<Item = Option<&'t str>>,
) -> Vec<Utterance> {
    let has_spaces = words.iter().any(|word| word.word.0.starts_with(' '));
    let mut gather = Gather::default();
    for (word, voice) in words.iter().zip(voices) {
        let text = word.word.0.as_str();
        gather.add(Heard {
            text,
            start: word.start.0.value,
            end: word.end.0.value,
            speaker: voice,
            is_joined: has_spaces && !text.starts_with(' '),
        });
    }
    gather::named(gather.finish())
}
