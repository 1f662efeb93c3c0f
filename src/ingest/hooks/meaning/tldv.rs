//! What does tl;dv tell?
//!
//! `TranscriptReady` has the lines, without title and attendees; they are taken as they come. `MeetingReady` comes without
//! words. Second hand: no real delivery was seen.

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct DataJson<'a> {
    #[serde(borrow, rename = "meetingId")]
    meeting_id: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    match text(event.event).as_deref() {
        Some("TranscriptReady") => {}
        Some(_) => return OTHER_EVENT,
        None => return letter.no_shape(),
    }
    let key = match text(event.id) {
        Some(id) => key(&["event", &id]),
        None => letter.body_key(),
    };
    let Some(data) = event.data.and_then(Loose::typed::<DataJson<'_>>) else {
        return letter.no_shape();
    };
    let id = text(data.meeting_id);
    if data.data.is_some_and(Loose::is_filled) {
        return letter.transcript(Format::Tldv, key, id);
    }
    match id {
        Some(id) => letter.fetch("tldv", key, id),
        None => letter.no_id(),
    }
}
