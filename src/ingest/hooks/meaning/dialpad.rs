//! What does Dialpad tell?
//!
//! The event inside of the JWT; `call_transcription` says that a call's transcript can be fetched.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{self, Loose, text};
use crate::ingest::hooks::scheme::dialpad::claims;

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    state: Option<Loose<'a>>,
    #[serde(borrow)]
    call_id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let claims = claims(letter.body()).unwrap_or_default();
    let Some(event) = json::typed::<EventJson<'_>>(&claims) else {
        return letter.no_shape();
    };
    let Some(state) = text(event.state) else {
        return letter.no_shape();
    };
    if state != "call_transcription" {
        return OTHER_EVENT;
    }
    match text(event.call_id) {
        Some(id) => letter.fetch("dialpad", key(&[&state, &id]), id),
        None => letter.no_id(),
    }
}
