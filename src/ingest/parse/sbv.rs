//! Who says what in SBV captions?
//!
//! Documented by YouTube, measured on one file: `0:00:00.378,0:00:11.378` above one or more lines, an empty line
//! between the captions, no numbers, `[br]` for a line's end in some tools. It is SubRip with another line of times,
//! so it is read as that; the lines keep their numbers. Google Meet saves the typed chat of a meeting in the same
//! form, which nothing in it shows.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::layout::raw_lines;
use super::marks::Candidate;
use super::subtitle_kind::text_lines;
use super::{stamp, subtitle};

/// How well a text fits: it begins with a pair of times.
pub(super) fn fit(text: &str) -> Option<Candidate> {
    let first = text_lines(text).next()?;
    times(first)?;
    Some(Candidate::new(
        Format::Sbv,
        95,
        "a first line `0:00:01.000,0:00:02.000`",
    ))
}

/// Reads a `.sbv`.
pub(super) fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_srt(&as_subrip(text));
    let spoken = subtitle::spoken(&reading.cues, &mut reading.problems);
    let utterances = subtitle::uttered(spoken);
    subtitle::transcript(Format::Sbv, reading.language, utterances, reading.problems)
}

fn as_subrip(text: &str) -> String {
    let mut subrip = String::with_capacity(text.len() + text.len() / 8);
    for line in raw_lines(text) {
        match times(line) {
            Some((start, end)) => {
                subrip.push_str(start);
                subrip.push_str(" --> ");
                subrip.push_str(end);
            }
            None => subrip.push_str(&line.replace("[br]", " ")),
        }
        subrip.push('\n');
    }
    subrip
}

/// The two stamps of `0:00:00.378,0:00:11.378`.
fn times(line: &str) -> Option<(&str, &str)> {
    let (start, end) = line.trim().split_once(',')?;
    let (start, end) = (start.trim(), end.trim());
    let are_stamps = stamp::whole(start).is_some() && stamp::whole(end).is_some();
    (are_stamps && !end.contains(',')).then_some((start, end))
}
