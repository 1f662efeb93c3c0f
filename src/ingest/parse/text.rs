//! What does a transcript say that people or simple tools wrote as `Name: text`?
//!
//! Also `[00:01:02] Name: text`, `00:01:02 Name: text`, `Name 00:01:02` above the text, `>> NAME:`, `Q.` and `A.`,
//! and whatever mixes them.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads labeled text.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Text)
}
