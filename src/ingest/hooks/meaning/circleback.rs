//! What does Circleback tell?
//!
//! The whole meeting, once for each run of the automation; a body that comes again says nothing new, and one that differs
//! is the meeting as it is now (circleback.ai/docs/webhook-integration).

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::Letter;

#[derive(Deserialize)]
struct MeetingJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
    #[serde(borrow)]
    transcript: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(meeting) = letter.json::<MeetingJson<'_>>() else {
        return letter.no_shape();
    };
    if !meeting.transcript.is_some_and(Loose::is_filled) {
        return letter.unclear(
            "no-transcript",
            "the meeting came without its transcript; switch it on in Circleback's automation",
        );
    }
    letter.transcript(Format::Circleback, letter.body_key(), text(meeting.id))
}
