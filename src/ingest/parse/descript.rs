//! What does a Descript text export say?
//!
//! `[00:01:02] Name: text` in paragraphs with blank lines between; later paragraphs of a speaker have
//! no label, and at most a stamp, which nobody says.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads a Descript `.txt` or `.md`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Descript)
}
