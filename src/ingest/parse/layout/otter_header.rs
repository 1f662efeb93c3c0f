//! Which lines at a document's top are Otter's own list of keywords and speakers?
//!
//! `SUMMARY KEYWORDS` and `SPEAKERS` stand above them, each with a line or two below. In a short call they are as many
//! lines as the speech, and none of them tells that it is a transcript or that it is none.

use crate::ingest::parse::heads;
use crate::ingest::parse::speaker_label::is_blank;

use super::{Kind, Line};

const KEYWORDS: &str = "SUMMARY KEYWORDS";
const SPEAKERS: &str = "SPEAKERS";

/// The list stands no lower; the keywords are wrapped.
const LINES_OF_HEADER: usize = 30;

/// Marks the lines as no speech.
pub(super) fn leave_out(lines: &mut [Line<'_>]) {
    let mut has_keywords = false;
    let mut is_listed = false;
    for line in lines.iter_mut().take(LINES_OF_HEADER) {
        let Kind::Text(text) = line.kind else {
            is_listed = false;
            continue;
        };
        let bare = text.trim_matches(is_blank);
        has_keywords |= bare == KEYWORDS;
        is_listed |= has_keywords && (bare == KEYWORDS || bare == SPEAKERS);
        if is_listed && heads::shows_speech(text) {
            return;
        }
        if is_listed {
            line.kind = Kind::Outside(text);
        }
    }
}
