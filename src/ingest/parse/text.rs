//! What does a transcript say that people or simple tools wrote as `Name: text`?
//!
//! Also `[00:01:02] Name: text`, `00:01:02 Name: text`, `Name 00:01:02` above the text, `>> NAME:`, `Q.` and `A.`,
//! Rev.ai's `Speaker 0    00:00:02    text`, Zoom's saved captions (`[Name] 10:05:32` above the text), name, time and
//! text on lines of their own, `1. Name: text`, times of the day (`Name (10:02 AM)`), and whatever mixes them. Where the
//! whole file is a conversation also `- Name: text`, and names in lower case.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads labeled text.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Text)
}
