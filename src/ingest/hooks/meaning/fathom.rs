//! What does Fathom tell?
//!
//! `new-meeting-content-ready` is the meeting itself, with its transcript if the webhook was made with it.

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::Letter;

#[derive(Deserialize)]
struct MeetingJson<'a> {
    #[serde(borrow)]
    recording_id: Option<Loose<'a>>,
    #[serde(borrow)]
    transcript: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(meeting) = letter.json::<MeetingJson<'_>>() else {
        return letter.no_shape();
    };
    let key = letter.standard_key();
    let id = text(meeting.recording_id);
    if meeting.transcript.is_some_and(Loose::is_filled) {
        return letter.transcript(Format::Fathom, key, id);
    }
    match id {
        Some(id) => letter.fetch("fathom", key, id),
        None => letter.no_id(),
    }
}
