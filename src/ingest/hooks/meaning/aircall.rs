//! What does Aircall tell?
//!
//! Of all its events `transcription.created` alone brings words, by the id of the call. Deliveries come late, in any
//! order and up to fifty times, so none is too old.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow)]
    timestamp: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct DataJson<'a> {
    #[serde(borrow)]
    call_id: Option<Loose<'a>>,
    #[serde(borrow)]
    id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let Some(name) = text(event.event) else {
        return letter.no_shape();
    };
    if name != "transcription.created" {
        return OTHER_EVENT;
    }
    let data: Option<DataJson<'_>> = event.data.and_then(Loose::typed);
    let moment = text(event.timestamp).unwrap_or_default();
    match data.and_then(|data| text(data.call_id.or(data.id))) {
        Some(id) => letter.fetch("aircall", key(&[&name, &id, &moment]), id),
        None => letter.no_id(),
    }
}
