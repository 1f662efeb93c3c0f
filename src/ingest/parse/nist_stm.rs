//! What does a NIST STM file say: which recordings, who in them, and when?
//!
//! Shape: the documentation of the scoring toolkit SCTK, and real files. A line is a segment: `file channel
//! speaker begin end <labels> words`, with seconds from the start of the recording; the labels may be missing, and
//! `;;` begins a comment. Several recordings may stand in one file, in any order: each is a call by itself, with
//! the file's name for its id. The channels of one recording are the sides of one conversation.
//!
//! Traps: `IGNORE_TIME_SEGMENT_IN_SCORING` stands where nobody transcribed; `{ a / b / @ }` are ways to hear the
//! same words, of which the first is taken; `<NA>` is nobody.

use std::borrow::Cow;

use crate::ingest::transcript::{Format, Refusal, Utterance};

use super::Parsed;
use super::channels::in_time_order;
use super::marks::Candidate;
use super::nist;

/// Where nobody transcribed.
const IGNORED: &str = "IGNORE_TIME_SEGMENT_IN_SCORING";

/// How well a text fits: better than labeled text, which the words of a segment may look like.
pub(super) fn fit(text: &str) -> Option<Candidate> {
    let is_segment = |line: &str| nist::names_a_recording(line) && segment(line).is_some();
    let mark = "lines of a file, a channel, a speaker, two times and words";
    nist::is_mostly(text, is_segment).then(|| Candidate::new(Format::NistStm, 85, mark))
}

/// The calls of a file, one for each recording.
pub(super) fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    nist::calls(text, Format::NistStm, segment, spoken)
}

struct Segment<'t> {
    speaker: &'t str,
    start: f64,
    end: f64,
    words: &'t str,
}

/// `file 1 speaker 0 2.5 words …`; the words may be missing.
fn segment(line: &str) -> Option<(&str, Segment<'_>)> {
    let ([file, _, speaker, start, end], words) = nist::fields::<5>(line)?;
    let segment = Segment {
        speaker,
        start: nist::seconds(start)?,
        end: nist::seconds(end)?,
        words: without_labels(words),
    };
    (segment.end >= segment.start).then_some((file, segment))
}

/// Labels stand before the words: `<o,f0,male>`, `<NA>`. What has no comma is a sound, such as `<laugh>`.
fn without_labels(words: &str) -> &str {
    let inside = words.strip_prefix('<').and_then(|it| it.split_once('>'));
    match inside {
        Some((labels, words)) if labels == "NA" || labels.contains(',') => words.trim(),
        _ => words,
    }
}

fn spoken(segments: Vec<Segment<'_>>) -> Vec<Utterance> {
    let spoken = segments
        .into_iter()
        .filter(|segment| !segment.words.eq_ignore_ascii_case(IGNORED))
        .map(|segment| Utterance {
            speaker: nist::speaker(segment.speaker),
            start: Some(segment.start),
            end: Some(segment.end),
            text: first_readings(segment.words).into_owned(),
        })
        .filter(|utterance| !utterance.text.is_empty());
    in_time_order([spoken.collect()])
}

/// The first of every `{ a / b / @ }`; text without braces stays as it stands.
fn first_readings(words: &str) -> Cow<'_, str> {
    if !words.contains('{') {
        return Cow::Borrowed(words);
    }
    let mut kept: Vec<&str> = Vec::new();
    // For every open brace, whether its first reading is over.
    let mut open: Vec<bool> = Vec::new();
    let mut n_over = 0_usize;
    for word in words.split_whitespace() {
        match (word, open.last_mut()) {
            ("{", _) => open.push(false),
            ("}", Some(is_over)) => {
                n_over = n_over.saturating_sub(usize::from(*is_over));
                open.pop();
            }
            ("/", Some(is_over)) => {
                n_over += usize::from(!*is_over);
                *is_over = true;
            }
            ("@", Some(_)) => {}
            (word, _) if n_over == 0 => kept.push(word),
            _ => {}
        }
    }
    Cow::Owned(kept.join(" "))
}
