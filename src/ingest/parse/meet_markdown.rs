//! What does a Google Meet transcript say that somebody keeps as Markdown?
//!
//! Measured on three genuine ones. `**Name:** text` or plain `Name: text`, below headings such as `### 00:05:00` or
//! bare stamps; lines end in two spaces or `\`. Agenda, people and notes stand in the same file. See `meet`, and for the
//! backslashes of Google Docs `markdown`.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::layout::raw_lines;
use super::marks::Candidate;
use super::{markdown, meet};

/// How well a text fits: Meet's marks in a file with headings or bold words.
pub(super) fn fit(text: &str) -> Option<Candidate> {
    if is_markdown(text) {
        meet::fit(text, Format::MeetMarkdown)
    } else {
        None
    }
}

/// Whether a line is written as only Markdown writes it.
pub(super) fn is_markdown(text: &str) -> bool {
    raw_lines(text).any(|line| {
        let line = line.trim_start();
        line.starts_with("# ")
            || line.starts_with("## ")
            || line.starts_with("###")
            || line.starts_with("**")
    })
}

/// Reads the speech, and what stands above about the call.
pub(super) fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let (mut transcript, problems) = meet::parse(text, Format::MeetMarkdown);
    markdown::unescape(&mut transcript);
    (transcript, problems)
}
