//! What does a Markdown transcript with names in bold or as headings say?
//!
//! `**Name:** text`, `**Name** [0:04] text`, `**Name** 0:04`, also in lists and quotations, perhaps below headings that
//! are stamps, as copies of Google Meet's documents have them. Or `### Name (0:04)` as a heading, the text below. Agendas,
//! notes and notices of the same document are left out.
//!
//! Google Docs saves a backslash before every sign that could mean something, `Hi\!`, and other writers character
//! references of HTML, `R&amp;D`. Both are the file's way of writing, not what was said.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::speech;
use super::subtitle::markup::unescaped;

/// Reads a Markdown transcript.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let (mut transcript, problems) = speech::read(text, Format::Markdown);
    unescape(&mut transcript);
    (transcript, problems)
}

/// Gives title and words without Markdown's way of writing them.
pub(super) fn unescape(transcript: &mut Transcript) {
    if let Some(title) = &mut transcript.title {
        *title = plain(title);
    }
    for utterance in &mut transcript.utterances {
        if utterance.text.contains(['\\', '&']) {
            utterance.text = plain(&utterance.text);
        }
    }
}

/// CommonMark, 2.4 and 2.5: a backslash before a mark of ASCII makes it that mark and nothing else, so that `\&amp;` is
/// no reference.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(&unescaped(before.to_owned()));
        let mark = behind.chars().next().filter(char::is_ascii_punctuation);
        plain.push(mark.unwrap_or('\\'));
        let n_taken = mark.map_or(0, char::len_utf8);
        rest = behind.get(n_taken..).unwrap_or_default();
    }
    plain.push_str(&unescaped(rest.to_owned()));
    plain
}
