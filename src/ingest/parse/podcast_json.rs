//! What does a Podcasting 2.0 transcript say?
//!
//! The shape is the Podcast Namespace's (`segments` of `speaker`, `startTime`, `endTime`, `body`; seconds), measured
//! on real files. Most hosts write the lines of captions, two of them with the same times. Some write one segment for
//! each word, comma and space; there the spaces between words are exactly those that are written.

use serde::Deserialize;

use super::envelope::{self, Read};
use super::gather::{Gather, Word as GatherWord};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices::display;
use super::{Parsed, oddities};
use crate::ingest::transcript::{Format, Refusal, Transcript, Utterance};

/// Where at least one segment in so many is a space alone, spaces are written out.
const SPACES_AMONG: usize = 5;

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::PodcastJson,
    shapes: &[Shape {
        must: &["segments[].body", "segments[].startTime"],
        may: &["version", "segments[].endTime", "segments[].speaker"],
        never: &[],
    }],
    parse,
};

/// Makes an object a transcript.
const MARKS: &[&str] = &["segments"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct TranscriptJson {
    segments: Rows<SegmentJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SegmentJson {
    #[serde(default)]
    speaker: Word,
    #[serde(default)]
    start_time: Seconds,
    #[serde(default)]
    end_time: Seconds,
    body: Spoken,
}

/// Reads every transcript of a file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: TranscriptJson = envelope::typed(json)?;
    let mut problems = Vec::new();
    oddities::note_rows(json.segments.n_odd, &mut problems);
    let segments = json.segments.all;
    let has_odd_time =
        |segment: &SegmentJson| segment.start_time.0.is_odd || segment.end_time.0.is_odd;
    oddities::note_times(segments.iter().any(has_odd_time), &mut problems);
    let mut transcript = Transcript::new(Format::PodcastJson);
    transcript.utterances = if are_words(&segments) {
        gathered(&segments)
    } else {
        segments.into_iter().map(utterance).collect()
    };
    Ok((transcript, problems))
}

fn are_words(segments: &[SegmentJson]) -> bool {
    let is_space = |segment: &&SegmentJson| segment.body.0.trim().is_empty();
    let n_spaces = segments.iter().filter(is_space).count();
    n_spaces > 0 && n_spaces.saturating_mul(SPACES_AMONG) >= segments.len()
}

fn utterance(segment: SegmentJson) -> Utterance {
    Utterance {
        speaker: segment.speaker.0.as_deref().map(display),
        start: segment.start_time.0.value,
        end: segment.end_time.0.value,
        text: segment.body.0,
    }
}

/// Words stand together where no space was written between them, and the speaker is the same.
fn gathered(segments: &[SegmentJson]) -> Vec<Utterance> {
    let mut gather = Gather::default();
    let mut before: Option<&SegmentJson> = None;
    for segment in segments {
        let speaker = segment.speaker.0.as_deref().map(display);
        let is_joined = before.is_some_and(|before| {
            before.speaker == segment.speaker
                && !before.body.0.ends_with(char::is_whitespace)
                && !segment.body.0.starts_with(char::is_whitespace)
        });
        gather.add(GatherWord {
            text: &segment.body.0,
            start: segment.start_time.0.value,
            end: segment.end_time.0.value,
            speaker: speaker.as_deref(),
            is_joined,
        });
        before = Some(segment);
    }
    gather.finish()
}
