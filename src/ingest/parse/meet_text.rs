//! What does a Google Meet transcript say that was copied out of its Doc, or saved from it as text?
//!
//! No genuine one was seen; it is the Doc's text without its formatting. See `meet`.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::marks::Candidate;
use super::{meet, meet_markdown};

/// How well a text fits: Meet's marks, and nothing of Markdown's.
pub(super) fn fit(text: &str) -> Option<Candidate> {
    if meet_markdown::is_markdown(text) {
        None
    } else {
        meet::fit(text, Format::MeetText)
    }
}

/// Reads the speech, and what stands above about the call.
pub(super) fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    meet::parse(text, Format::MeetText)
}
