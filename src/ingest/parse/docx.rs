//! Which paragraphs does a Word document hold, and whose transcript do they make?
//!
//! A `.docx` is a ZIP container; what is to be read is its `word/document.xml` (ECMA-376, part 1, 17.2 and 17.3).
//! A paragraph is no line: `<w:br/>` breaks lines inside of it, and Teams sets a whole turn into one. Teams and
//! Google Meet have readers of their own; any other document is read like a text file, its paragraphs being the
//! paragraphs of that.

mod paragraphs;

use std::io::Cursor;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript};
use crate::unpack::{self, Container, Limits, Part};

use super::marks::{Candidate, SURE};
use super::{How, Parsed, calls_of, detect, encoding, meet_docx, stamp, teams_docx};

/// A document's words in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Document {
    pub(super) paragraphs: Vec<Paragraph>,
}

/// One paragraph; its lines are set apart by `\n`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) is_heading: bool,
}

impl Paragraph {
    /// Its lines, without the spaces around them; empty ones are left out.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text
            .split('\n')
            .map(|line| line.trim_matches(super::speaker_label::is_blank))
            .filter(|line| !line.is_empty())
    }
}

impl Document {
    /// Every line of every paragraph.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.paragraphs.iter().flat_map(Paragraph::lines)
    }

    /// The document as a text file, headings marked as Markdown does.
    fn text(&self) -> String {
        // Subtitles are pasted with a paragraph for each line, empty ones between the cues.
        let has_cues = self.lines().any(stamp::is_timing);
        let joint = if has_cues { "\n" } else { "\n\n" };
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            if paragraph.is_heading && !paragraph.text.trim().is_empty() {
                text.push_str("# ");
            }
            text.push_str(&paragraph.text);
            text.push_str(joint);
        }
        text
    }
}

/// The calls of a Word document; `None` where the bytes are none. `format` overrides what it seems to be.
pub(super) fn parse(
    bytes: &[u8],
    format: Option<Format>,
) -> Option<Result<Vec<Result<Parsed, Refusal>>, Refusal>> {
    let document = open(bytes)?;
    Some(document.and_then(|document| read(&document, format, bytes.len())))
}

/// The formats that a Word document resembles, the best fit first; `None` where the bytes are none.
pub fn candidates(bytes: &[u8]) -> Option<Result<Vec<Candidate>, Refusal>> {
    let document = open(bytes)?;
    Some(document.map(|document| {
        let mut fits: Vec<Candidate> = own_fits(&document).collect();
        let text = detect::candidates(&document.text(), &How::default()).into_iter();
        fits.extend(text.map(|fit| Candidate {
            format: Format::Docx,
            ..fit
        }));
        fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
        fits
    }))
}

fn open(bytes: &[u8]) -> Option<Result<Document, Refusal>> {
    if !unpack::is_zip(bytes) {
        return None;
    }
    let mut container = match Container::open(Cursor::new(bytes), Limits::DOCUMENT) {
        Ok(container) => container,
        Err(error) => return Some(Err(error.into())),
    };
    let part = main_part(&container.parts())?.clone();
    let xml = container.unpack(&part).map_err(Refusal::from);
    Some(xml.and_then(|xml| paragraphs::read(&encoding::decode(&xml)?.text)))
}

/// `word/document.xml`; some of Microsoft's services write `word/document2.xml`.
fn main_part(parts: &[Part]) -> Option<&Part> {
    let is_numbered = |part: &&Part| {
        let number = part.name.strip_prefix("word/document");
        let number = number.and_then(|rest| rest.strip_suffix(".xml"));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let usual = parts.iter().find(|part| part.name == "word/document.xml");
    usual.or_else(|| parts.iter().find(is_numbered))
}

fn own_fits(document: &Document) -> impl Iterator<Item = Candidate> {
    [teams_docx::fit(document), meet_docx::fit(document)]
        .into_iter()
        .flatten()
}

fn read(
    document: &Document,
    format: Option<Format>,
    n_bytes: usize,
) -> Result<Vec<Result<Parsed, Refusal>>, Refusal> {
    let own = || {
        own_fits(document)
            .filter(|fit| fit.score >= SURE)
            .max_by_key(|fit| fit.score)
    };
    let format = format.or_else(|| own().map(|fit| fit.format));
    let mut calls = match format {
        Some(Format::TeamsDocx) => one(teams_docx::read(document), n_bytes),
        Some(Format::MeetDocx) => one(meet_docx::read(document), n_bytes),
        Some(Format::Docx) | None => as_text(document)?,
        Some(format) => calls_of(format, &document.text(), &How::default()),
    };
    for call in calls.iter_mut().flatten() {
        call.raw = 0..n_bytes;
        // Nobody can count the lines of a Word document.
        for problem in &mut call.problems {
            problem.place = None;
        }
    }
    Ok(calls)
}

fn one(
    (transcript, problems): (Transcript, Vec<Problem>),
    n_bytes: usize,
) -> Vec<Result<Parsed, Refusal>> {
    vec![Ok(Parsed {
        transcript,
        problems,
        raw: 0..n_bytes,
    })]
}

fn as_text(document: &Document) -> Result<Vec<Result<Parsed, Refusal>>, Refusal> {
    let text = document.text();
    let mut calls = calls_of(detect::detect(&text)?, &text, &How::default());
    for call in calls.iter_mut().flatten() {
        call.transcript.format = Format::Docx;
    }
    Ok(calls)
}
