//! What does a file of the BBC's Kaldi say?
//!
//! The shape is what the BBC's transcription service answers and what its transcript editor reads
//! (github.com/bbc/react-transcript-editor, `bbc-kaldi` adapter): words in `retval` or at the top, and beside them
//! `segmentation`, which says who speaks from when for how long. The segmentation is measured on a real file, the words
//! are as the editor reads them.
//!
//! Times are seconds, a segment has a `duration` and no end. `word` is the bare word and `punct` the written one. A
//! word is of the segment in which its middle lies. A `segmentation` alone has no words and is refused.

use serde::Deserialize;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

use super::gather::{self, Gather, Word as Heard};
use super::marks::Shape;
use super::readers::Reader;
use super::tolerant;
use super::verbatim_json::loose::{Seconds, Spoken, Word};

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    #[serde(deserialize_with = "tolerant::value")]
    retval: AnswerJson,
    #[serde(deserialize_with = "tolerant::list")]
    words: Vec<WordJson>,
    #[serde(deserialize_with = "tolerant::value")]
    segmentation: SegmentationJson,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AnswerJson {
    wonid: Word,
    #[serde(deserialize_with = "tolerant::list")]
    words: Vec<WordJson>,
    #[serde(deserialize_with = "tolerant::value")]
    segmentation: SegmentationJson,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordJson {
    word: Spoken,
    punct: Spoken,
    start: Seconds,
    end: Seconds,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SegmentationJson {
    #[serde(deserialize_with = "tolerant::list")]
    segments: Vec<SegmentJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SegmentJson {
    start: Seconds,
    duration: Seconds,
    #[serde(deserialize_with = "tolerant::value")]
    speaker: SpeakerJson,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    #[serde(rename = "@id")]
    id: Word,
}

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Kaldi,
    shapes: &[
        Shape {
            must: &["words[].punct", "words[].word"],
            may: &["retval.wonid", "segmentation.segments", "action"],
            never: &[],
        },
        Shape {
            must: &["retval.wonid", "retval.words"],
            may: &["action"],
            never: &["words[].word"],
        },
        Shape {
            must: &["segmentation.segments", "segmentation.speakers"],
            may: &["segments[].duration", "segments[].bandwidth"],
            never: &["words[].word"],
        },
    ],
    parse: |text| tolerant::each(text, FileJson::is_one, transcript),
};

impl FileJson {
    fn is_one(&self) -> bool {
        let n_words = self.words.len() + self.retval.words.len();
        let n_segments = self.segmentation.segments.len() + self.retval.segmentation.segments.len();
        n_words + n_segments > 0 || self.retval.wonid.0.is_some()
    }
}

fn transcript(file: FileJson) -> Result<(Transcript, Vec<Problem>), Refusal> {
    let mut words = file.words;
    words.extend(file.retval.words);
    let mut segments = file.segmentation.segments;
    segments.extend(file.retval.segmentation.segments);
    if words.is_empty() {
        return Err(without_words(!segments.is_empty()));
    }
    let mut transcript = Transcript::new(Format::Kaldi);
    transcript.id = file.retval.wonid.0;
    transcript.utterances = utterances(&words, &Stretches::of(&segments));
    Ok((transcript, Vec::new()))
}

fn without_words(has_speakers: bool) -> Refusal {
    if has_speakers {
        let message =
            "this tells who speaks when, but holds no words; give the transcript with its `words`";
        return Refusal::new("no-words", message);
    }
    let message = "the transcription was not finished when this was saved; fetch it again";
    Refusal::new("not-ready", message)
}

fn utterances(words: &[WordJson], stretches: &Stretches<'_>) -> Vec<Utterance> {
    let mut gather = Gather::default();
    for word in words {
        let (start, end) = (word.start.0.value, word.end.0.value);
        let middle = start.map(|start| (start + end.unwrap_or(start)) / 2.0);
        let written = word.punct.0.as_str();
        gather.add(Heard {
            text: if written.is_empty() {
                word.word.0.as_str()
            } else {
                written
            },
            start,
            end,
            speaker: middle.and_then(|middle| stretches.speaker_at(middle)),
            is_joined: false,
        });
    }
    gather::named(gather.finish())
}

/// Who speaks from when to when, in the order of the starts.
struct Stretches<'t>(Vec<(f64, f64, &'t str)>);

impl<'t> Stretches<'t> {
    fn of(segments: &'t [SegmentJson]) -> Stretches<'t> {
        let stretch = |segment: &'t SegmentJson| {
            let start = segment.start.0.value?;
            let length = segment.duration.0.value.unwrap_or(0.0);
            Some((start, start + length, segment.speaker.id.0.as_deref()?))
        };
        let mut stretches: Vec<(f64, f64, &str)> = segments.iter().filter_map(stretch).collect();
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        Stretches(stretches)
    }

    fn speaker_at(&self, second: f64) -> Option<&'t str> {
        let n_begun = self.0.partition_point(|(start, ..)| *start <= second);
        let (_, end, speaker) = self.0.get(n_begun.checked_sub(1)?)?;
        (second <= *end).then_some(*speaker)
    }
}
