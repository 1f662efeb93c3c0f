//! Who says what in a Google Meet transcript that was downloaded as a Word document?
//!
//! Known from other people's tests; no genuine file was seen. The Doc has two tabs, the assistant's notes and the
//! transcript, and the download puts them one behind the other: of nineteen paragraphs one may be speech. The speech
//! is what stands between the first stamp by itself, `00:00:00`, and `Transcription ended after 00:23:02`; where
//! there are no stamps it begins below the heading `Transcript`. See `meet`.
//!
//! Headings are emoji and words in the user's language, and so is the end: the last line without a name in which a
//! time like `00:23:02` stands.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::docx::{Document, Paragraph};
use super::marks::Candidate;
use super::meet::facts;
use super::speaker_label::split_label;
use super::{heads, layout, meet, stamp};

/// What stands before the headings of the Doc's two tabs, notes and transcript, in every language.
const TABS: [char; 2] = ['📝', '📖'];

/// Longer lines are no headings and no tool's words.
const LONGEST_LINE: usize = 400;

/// The tool's words at the end take no more paragraphs than these.
const PARAGRAPHS_OF_END: usize = 3;

/// How well a document fits: a speech between its marks, and something that is Meet's.
pub(super) fn fit(document: &Document) -> Option<Candidate> {
    let (before, speech) = parts(document)?;
    let has_speaker = lines(speech).any(|line| heads::read(line).is_some());
    let has_tabs = before.iter().any(is_tab);
    let has_marks = has_tabs || document.lines().any(is_mark) || before.iter().any(is_notes);
    // Its last line ends in a time as the first one of a turn in Teams does; Teams sets no tabs.
    let score = if has_tabs { 92 } else { 85 };
    (has_speaker && has_marks).then(|| {
        Candidate::new(
            Format::MeetDocx,
            score,
            "Meet's notice or notes, and names between stamps",
        )
    })
}

/// Reads the speech, and from the notes who was invited.
pub(super) fn read(document: &Document) -> (Transcript, Vec<Problem>) {
    let (before, speech) = parts(document).unwrap_or_else(|| document.paragraphs.split_at(0));
    let mut text = String::new();
    for paragraph in speech {
        text.push_str(&paragraph.text);
        text.push_str("\n\n");
    }
    let (mut transcript, problems) = meet::read(&text, Format::MeetDocx);
    let above: Vec<&str> = lines(before).collect();
    facts::fill(&above, &mut transcript);
    let filled = before.iter().filter(|paragraph| is_filled(paragraph));
    let people = facts::people(filled.map(|paragraph| paragraph.text.as_str()));
    transcript.people.extend(people);
    (transcript, problems)
}

/// What stands before the speech, and the speech.
fn parts(document: &Document) -> Option<(&[Paragraph], &[Paragraph])> {
    let paragraphs = document.paragraphs.as_slice();
    let begin = first_stamp(paragraphs).or_else(|| below_heading(paragraphs))?;
    let (before, after) = paragraphs.split_at_checked(begin)?;
    let is_end = |paragraph: &Paragraph| paragraph.lines().any(meet::is_end);
    let end = after.iter().position(is_end).or_else(|| closing(after));
    Some((before, after.get(..end.unwrap_or(after.len()))?))
}

/// Where the tool's words at the end begin, in whatever language: `Die Transkription endete nach 00:23:02`, and a
/// notice below it or none. Whatever people say stands behind a name and a colon.
fn closing(speech: &[Paragraph]) -> Option<usize> {
    let from_end = speech.iter().enumerate().rev();
    let mut nobodys = from_end
        .filter(|(_, paragraph)| is_filled(paragraph))
        .take(PARAGRAPHS_OF_END)
        .take_while(|(_, paragraph)| !paragraph.lines().any(|line| split_label(line).is_some()));
    let (at, _) = nobodys.find(|(_, paragraph)| only_line(paragraph).is_some_and(tells_length))?;
    Some(at)
}

/// Whether a time as Meet writes its stamps stands among other words.
fn tells_length(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_ascii_digit() && c != ':');
    !is_stamp(line) && words.any(|word| word.len() == 8 && is_stamp(word))
}

/// The line of a paragraph that has only one, and no long one.
fn only_line(paragraph: &Paragraph) -> Option<&str> {
    let mut lines = paragraph.lines();
    let line = lines.next().filter(|line| line.len() <= LONGEST_LINE)?;
    lines.next().is_none().then_some(line)
}

fn is_tab(paragraph: &Paragraph) -> bool {
    only_line(paragraph).is_some_and(|line| line.starts_with(TABS))
}

/// The first paragraph that is a stamp with somebody's words below.
fn first_stamp(paragraphs: &[Paragraph]) -> Option<usize> {
    let mut at_stamp = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for line in paragraph.lines() {
            if is_stamp(line) {
                at_stamp = Some(at);
            } else if at_stamp.is_some() && heads::read(line).is_some() {
                return at_stamp;
            } else {
                at_stamp = None;
            }
        }
    }
    None
}

/// `00:05:00`, all three numbers.
fn is_stamp(line: &str) -> bool {
    line.matches(':').count() == 2 && stamp::whole(line).is_some()
}

/// The paragraph below the last heading `Transcript` that has somebody's words below.
fn below_heading(paragraphs: &[Paragraph]) -> Option<usize> {
    let is_heading = |paragraph: &Paragraph| {
        let is_named = |line: &str| layout::is_transcript_heading(line) || line.starts_with('📖');
        only_line(paragraph).is_some_and(is_named)
    };
    let at = paragraphs.iter().rposition(is_heading)?;
    let below = paragraphs.get(at + 1..)?;
    lines(below)
        .any(|line| heads::read(line).is_some())
        .then_some(at + 1)
}

fn lines(paragraphs: &[Paragraph]) -> impl Iterator<Item = &str> {
    paragraphs.iter().flat_map(Paragraph::lines)
}

fn is_mark(line: &str) -> bool {
    meet::is_end(line)
        || meet::begins(line, "this editable transcript was computer generated")
        || meet::begins(line, "gemini notes")
}

/// Whether a paragraph is of the assistant's tab.
fn is_notes(paragraph: &Paragraph) -> bool {
    facts::invitation(&paragraph.text).is_some_and(|list| list.contains('@'))
        || paragraph.lines().any(facts::is_title)
}

fn is_filled(paragraph: &Paragraph) -> bool {
    paragraph.lines().next().is_some()
}
