//! What does an Otter text export say?
//!
//! `Name  0:04  ` stands above each paragraph, `Transcribed by https://otter.ai` at the end. Only starts are given. A
//! newer export begins with the title, `Wed, Nov 18, 2020 10:00AM • 35:10` and lists of keywords and speakers; the
//! clock is of no known zone, so only the day is taken. Without the times the names stand above the paragraphs all the same.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads an Otter `.txt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Otter)
}
