//! What does a transcript from Rev or Riverside say?
//!
//! Rev writes `Name (00:01:02):` or `Speaker 1: (00:02)`, Riverside `Name (00:03.608)`, all with the text below and
//! paragraphs without a label of their own.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads a Rev or Riverside `.txt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Rev)
}
