//! What does an Otter text export say?
//!
//! `Name  0:04  ` stands above each paragraph, `Transcribed by https://otter.ai` at the end. Only starts are given;
//! title and date are not in the file. Without the times the names stand above the paragraphs all the same.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads an Otter `.txt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Otter)
}
