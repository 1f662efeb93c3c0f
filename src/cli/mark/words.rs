//! How are a turn's words shown to somebody who is to copy some of them?

use std::io::Write;

use crate::cli::look::{printable, wrapped};
use crate::text::sentences::sentences;

/// The turn, a sentence a line, so that words can be copied from it.
pub(super) fn show_sentences(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    for sentence in sentences(text) {
        writeln!(out, "{}", wrapped(&printable(sentence.slice(text)), "    "))?;
    }
    Ok(())
}
