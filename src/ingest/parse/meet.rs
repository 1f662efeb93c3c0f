//! What do all of Google Meet's documents have in common?
//!
//! Measured on copies of genuine transcripts in Markdown; the shape of a Doc is known from other people's tests.
//! - Notes of an assistant (summary, details, next steps) stand before the speech and are nobody's words.
//! - The speech is `Name: text` in paragraphs, below a stamp `00:05:00` every one to five minutes, or without any.
//!   A stamp dates what comes next, and nothing after that.
//! - Title, day and invitees stand above; see `facts`.
//! - The end is `Meeting ended after 00:14:03` or `Transcription ended after 00:14:03`.
//! - `This editable transcript was computer generated` stands above or below.
//!
//! Traps: bots that take notes and `Name's Presentation` are listed like people. Neither is somebody: what they
//! say, if anything, is said by nobody known.

pub(super) mod facts;

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::layout::{self, Kind, Line, raw_lines};
use super::marks::Candidate;
use super::speaker_label::is_blank;
use super::survey::Survey;
use super::{heads, preamble, speech};

/// What stands at the start of a line in every transcript of Meet, in lower case.
const MARKS: &[&str] = &[
    "this editable transcript was computer generated",
    "meeting ended after ",
    "transcription ended after ",
];

/// What the names of bots hold, in lower case.
const BOTS: &[&str] = &[
    "notetaker",
    "note taker",
    "note-taker",
    "notes by gemini",
    "meeting notes",
    "fireflies.ai",
    "otter.ai",
    "otterpilot",
    "read.ai",
    "tl;dv",
];

/// How many of Meet's marks a text bears.
pub(super) fn n_marks(text: &str) -> usize {
    let is_there = |mark: &&&str| raw_lines(text).any(|line| begins(line, mark));
    MARKS.iter().filter(is_there).count()
}

/// Whether a line begins with words, whatever signs of Markdown stand before them.
pub(super) fn begins(line: &str, words: &str) -> bool {
    let line = bare(line);
    line.get(..words.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// Whether a line is the end of the speech.
pub(super) fn is_end(line: &str) -> bool {
    MARKS.iter().skip(1).any(|mark| begins(line, mark))
}

fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| is_blank(c) || matches!(c, '#' | '*' | '_' | '\\' | '>'))
}

/// How well a text fits: Meet's marks, and somebody who speaks.
pub(super) fn fit(text: &str, format: Format) -> Option<Candidate> {
    let n_marks = n_marks(text);
    let mut lines = raw_lines(text);
    if n_marks == 0 || !lines.any(|line| heads::read(line).is_some()) {
        return None;
    }
    let score = if n_marks > 1 { 85 } else { 80 };
    Some(Candidate::new(format, score, "Meet's notice and names"))
}

/// Reads a text with what stands before its speech.
pub(super) fn parse(text: &str, format: Format) -> (Transcript, Vec<Problem>) {
    let (mut transcript, problems) = read(text, format);
    let lines = layout::lines(text, usize::MAX);
    let begin = preamble::length(&lines, &Survey::of(&lines));
    let before: Vec<String> = lines.iter().take(begin).filter_map(words).collect();
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    facts::fill(&before, &mut transcript);
    let people = facts::people(before.iter().copied());
    transcript.people.extend(people);
    (transcript, problems)
}

/// The words of a line without Markdown's signs and without its backslashes, as in `Acme intro \- Transcript`.
fn words(line: &Line<'_>) -> Option<String> {
    let (Kind::Heading(words) | Kind::Text(words) | Kind::Outside(words)) = line.kind else {
        return None;
    };
    let words = bare(words).replace('\\', "");
    (!words.is_empty()).then_some(words)
}

/// Reads the speech of a text; nobody is made of bots and presentations.
pub(super) fn read(text: &str, format: Format) -> (Transcript, Vec<Problem>) {
    let (mut transcript, problems) = speech::read(text, format);
    for utterance in &mut transcript.utterances {
        let is_somebody = |name: &String| !is_nobody(name);
        utterance.speaker = utterance.speaker.take().filter(is_somebody);
    }
    transcript.people.retain(|person| !is_nobody(&person.name));
    (transcript, problems)
}

/// Whether a display name is a bot's or a presentation's.
pub(super) fn is_nobody(name: &str) -> bool {
    let lower = name.trim().to_lowercase().replace('’', "'");
    lower.ends_with("'s presentation")
        || lower.ends_with("(presentation)")
        || BOTS.iter().any(|bot| lower.contains(bot))
}
