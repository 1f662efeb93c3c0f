//! Which cues does a subtitle file hold, and which words stand in each?
//!
//! The reading that WebVTT, Zoom, Teams and SubRip files share. Blocks are read by our own reader, along the
//! steps of the W3C's WebVTT algorithm. The crate `fasrt` was weighed for it and reads no block here: it tells no
//! line numbers, its stamps are the strict ones (no `0:0:3.490`, no comma, no missing fraction), and a cue with a
//! damaged timing line vanishes without a word. Its table of character references is used in `markup`.
//!
//! Nothing here knows people; that a cue's first words are a name is decided in `labels`.

use std::borrow::Cow;

use crate::ingest::transcript::{Format, Place, Problem, Transcript, Utterance};

mod blocks;
mod header;
mod highlight;
pub(crate) mod labels;
pub(crate) mod markup;
mod rolling;
mod shape;

use blocks::Untimed;
use labels::Habit;
use markup::Spoken;

/// More problems than this tell nobody anything new.
const MOST_PROBLEMS: usize = 200;

/// One cue as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cue {
    /// 1-based line of the cue's times.
    pub(crate) line: usize,
    pub(crate) id: Option<String>,
    /// Seconds from the start of the recording.
    pub(crate) start: f64,
    /// Never before `start`.
    pub(crate) end: f64,
    /// `false` where the times can't be read; then they are those of the cue before, for its place among the others.
    pub(crate) is_timed: bool,
    /// The payload with its tags; lines are joined by `\n`.
    pub(crate) text: String,
}

/// Everything that stands in a subtitle file, cues in time order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Reading {
    pub(crate) cues: Vec<Cue>,
    /// BCP 47, where a header or a note says so.
    pub(crate) language: Option<String>,
    pub(crate) problems: Vec<Problem>,
}

/// Reads a WebVTT file: a header, then blocks.
pub(crate) fn read_webvtt(text: &str) -> Reading {
    let lines: Vec<(usize, &str)> = blocks::numbered_lines(text).collect();
    let header = header::read(&lines);
    let body = lines.get(header.n_lines..).unwrap_or_default();
    let mut reading = blocks::read(body.iter().copied(), Untimed::Skipped);
    reading.language = header.language.or(reading.language);
    reading.problems = [header.problems, reading.problems].concat();
    in_time_order(reading)
}

/// Whether a text starts with the signature of WebVTT, to the letter.
pub(crate) fn is_signed(text: &str) -> bool {
    header::is_exact(text)
}

/// Reads a SubRip file: blocks from the first line on, times also in ways that WebVTT does not know, and words beside
/// them.
pub(crate) fn read_srt(text: &str) -> Reading {
    let mut lines: Vec<(usize, Cow<'_, str>)> = Vec::new();
    for (number, line) in blocks::numbered_lines(text) {
        let line = shape::mended(line).map_or(Cow::Borrowed(line), Cow::Owned);
        match shape::words_at(&line) {
            Some(at) => {
                let (times, words) = line.split_at(at);
                lines.push((number, Cow::Owned(times.to_owned())));
                lines.push((number, Cow::Owned(words.to_owned())));
            }
            None => lines.push((number, line)),
        }
    }
    let lines = lines.iter().map(|(number, line)| (*number, &**line));
    in_time_order(blocks::read(lines, Untimed::Kept))
}

/// Whether a line is a cue's times in a way that only [`read_srt`] reads.
pub(crate) fn has_loose_times(line: &str) -> bool {
    shape::mended(line).is_some()
}

/// Live captioning delivers cues late and overlapping; the sort is stable and clips nothing.
fn in_time_order(mut reading: Reading) -> Reading {
    let late = reading.cues.windows(2).find_map(|pair| match pair {
        [before, cue] if cue.start < before.start => Some(cue.line),
        _ => None,
    });
    if let Some(line) = late {
        reading.problems.push(Problem::at_line(
            "times-out-of-order",
            line,
            "this cue starts before the one above it; cues were put in order of time",
        ));
        reading.cues.sort_by(|a, b| a.start.total_cmp(&b.start));
    }
    reading
}

/// The words of every cue, of cues that highlight their words one by one only once; a cue without any is a problem.
pub(crate) fn spoken(cues: &[Cue], problems: &mut Vec<Problem>) -> Vec<Spoken> {
    let mut all = Vec::with_capacity(cues.len());
    for cue in highlight::once(cues).iter() {
        let pieces = markup::spoken(cue);
        if pieces.is_empty() && cue.is_timed {
            problems.push(Problem::at_line(
                "cue-without-text",
                cue.line,
                "this cue has times and no words; it was skipped",
            ));
        }
        all.extend(pieces);
    }
    all
}

/// The utterances of a file whose maker is not known: voice tags name the speakers where there are any, else
/// the names that stand in the text.
pub(crate) fn uttered(spoken: Vec<Spoken>) -> Vec<Utterance> {
    if spoken.iter().any(|piece| piece.voice.is_some()) {
        return voiced(spoken);
    }
    labels::attributed(&rolling::unrolled(spoken), Habit::PerhapsAtChange)
}

/// The utterances of a file with voice tags. There a cue without a voice is nobody's: the tag would be there.
pub(crate) fn voiced(spoken: Vec<Spoken>) -> Vec<Utterance> {
    let utterance = |piece: Spoken| {
        let text = markup::joined(&piece.lines);
        Utterance {
            speaker: piece.voice,
            start: piece.is_timed.then_some(piece.start),
            end: piece.is_timed.then_some(piece.end),
            text,
        }
    };
    spoken.into_iter().map(utterance).collect()
}

/// The transcript of a subtitle file, with its problems in the order of the lines.
pub(crate) fn transcript(
    format: Format,
    language: Option<String>,
    utterances: Vec<Utterance>,
    mut problems: Vec<Problem>,
) -> (Transcript, Vec<Problem>) {
    problems.sort_by_key(|problem| match problem.place {
        Some(Place::Line(line)) => line,
        _ => 0,
    });
    let n_more = problems.len().saturating_sub(MOST_PROBLEMS);
    if n_more > 0 {
        problems.truncate(MOST_PROBLEMS);
        let message = format!("{n_more} more problems of these kinds are not listed");
        problems.push(Problem::of_file("more-problems", message));
    }
    let transcript = Transcript {
        language,
        utterances,
        ..Transcript::new(format)
    };
    (transcript, problems)
}
