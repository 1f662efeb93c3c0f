//! What does a Markdown transcript with bold names say?
//!
//! `**Name:** text`, `**Name** [0:04] text`, `**Name** 0:04`, also in lists and quotations, perhaps below headings that are stamps, as copies of
//! Google Meet's documents have them. Agendas, notes and notices of the same document are left out.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;

/// Reads a Markdown transcript.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    speech::read(text, Format::Markdown)
}
