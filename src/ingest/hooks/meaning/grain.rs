//! What does Grain tell?
//!
//! A hook is opened with a request that has no `type` and wants any 2xx. `recording_added` and `recording_updated` name a
//! recording; the same one may be updated more than once, so the body's hash tells repeats apart from news.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    r#type: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct RecordingJson<'a> {
    #[serde(borrow)]
    id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let is_empty = letter.body().trim_ascii().is_empty();
    let event = letter.json::<EventJson<'_>>();
    let name = event.as_ref().and_then(|event| text(event.r#type));
    if is_empty || (event.is_some() && name.is_none()) {
        return Meaning::Answer {
            status: 200,
            content_type: "text/plain; charset=utf-8",
            body: "verbatim hears you\n".to_owned(),
        };
    }
    let Some(event) = event else {
        return letter.no_shape();
    };
    match name.as_deref() {
        Some("recording_added" | "recording_updated") => {}
        Some("recording_deleted") => {
            return Meaning::Ignore {
                why: "a recording was deleted at Grain; `verbatim forget` deletes here",
            };
        }
        _ => return OTHER_EVENT,
    }
    let recording: Option<RecordingJson<'_>> = event.data.and_then(Loose::typed);
    match recording.and_then(|recording| text(recording.id)) {
        Some(id) => letter.fetch("grain", letter.body_key(), id),
        None => letter.no_id(),
    }
}
