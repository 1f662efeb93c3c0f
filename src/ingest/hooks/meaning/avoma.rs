//! What does Avoma tell?
//!
//! The notes and attendees of a meeting, with its id; the transcript is fetched. The names of events and of the id are
//! not documented in full, so every event about notes or transcripts counts that names a meeting.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event_type: Option<Loose<'a>>,
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow)]
    r#type: Option<Loose<'a>>,
    #[serde(borrow)]
    meeting_uuid: Option<Loose<'a>>,
    #[serde(borrow)]
    uuid: Option<Loose<'a>>,
    #[serde(borrow)]
    meeting: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct MeetingJson<'a> {
    #[serde(borrow)]
    meeting_uuid: Option<Loose<'a>>,
    #[serde(borrow)]
    uuid: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let name = text(event.event_type.or(event.event).or(event.r#type));
    let brings_words = |name: &String| {
        let name = name.to_ascii_lowercase();
        name.contains("note") || name.contains("transcript")
    };
    if name.as_ref().is_some_and(|name| !brings_words(name)) {
        return OTHER_EVENT;
    }
    let inner: Option<MeetingJson<'_>> = event.meeting.or(event.data).and_then(Loose::typed);
    let inner_id = inner.and_then(|inner| text(inner.meeting_uuid.or(inner.uuid)));
    match text(event.meeting_uuid).or(inner_id).or(text(event.uuid)) {
        // The same meeting's notes come again when they change.
        Some(id) => letter.fetch("avoma", letter.body_key(), id),
        None => letter.no_id(),
    }
}
