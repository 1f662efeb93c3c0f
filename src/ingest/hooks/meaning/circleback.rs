//! What does Circleback tell?
//!
//! The whole meeting, in a shape that no format here reads; it is kept as it came.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};
use crate::ingest::hooks::sample::TEST_ID;

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
    if text(meeting.id).as_deref() == Some(TEST_ID) {
        return Meaning::Ignore {
            why: "a test of verbatim's own",
        };
    }
    if !meeting.transcript.is_some_and(Loose::is_filled) {
        return letter.unclear(
            "no-transcript",
            "the meeting came without its transcript; switch it on in Circleback's automation",
        );
    }
    letter.unclear(
        "no-format",
        "no format reads Circleback's meetings yet; the delivery is kept as it came",
    )
}
