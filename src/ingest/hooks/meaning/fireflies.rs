//! What does Fireflies tell?
//!
//! The id of a meeting, in the words of version 2 (`event`, `meeting_id`) or of version 1 (`eventType`, `meetingId`). A
//! retry has the same event and meeting, which is all there is to know it by.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow, rename = "eventType")]
    event_type: Option<Loose<'a>>,
    #[serde(borrow)]
    meeting_id: Option<Loose<'a>>,
    #[serde(borrow, rename = "meetingId")]
    meeting_id_1: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(body) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let Some(event) = text(body.event.or(body.event_type)) else {
        return letter.no_shape();
    };
    if event != "meeting.transcribed" && event != "Transcription completed" {
        return OTHER_EVENT;
    }
    match text(body.meeting_id.or(body.meeting_id_1)) {
        Some(id) => letter.fetch("fireflies", key(&["transcribed", &id]), id),
        None => letter.no_id(),
    }
}
