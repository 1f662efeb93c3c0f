//! What does Salesloft tell?
//!
//! The event's name stands in a header. Which events bring a transcript is not documented in full: those about
//! conversations and transcriptions that name one.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::headers;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
    #[serde(borrow)]
    transcription: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct NamedJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let name = headers::optional(&letter.arrived, "x-salesloft-event");
    let name = name.ok().flatten().unwrap_or("");
    let named: Option<NamedJson<'_>> = event.transcription.and_then(Loose::typed);
    let id = match named {
        Some(named) => text(named.id),
        None if name.contains("transcri") => text(event.id),
        None => return OTHER_EVENT,
    };
    match id {
        Some(id) => letter.fetch("salesloft", letter.body_key(), id),
        None => letter.no_id(),
    }
}
