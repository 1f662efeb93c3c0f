//! What does Retell tell?
//!
//! `call_ended` and, when it was analyzed, `call_analyzed` hold the whole call; other events hold less of it. A call that
//! nobody answered has no words (docs.retellai.com/features/webhook).

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow)]
    call: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct CallJson<'a> {
    #[serde(borrow)]
    call_id: Option<Loose<'a>>,
    #[serde(borrow)]
    transcript_object: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let name = text(event.event);
    let Some(name @ ("call_ended" | "call_analyzed")) = name.as_deref() else {
        return match name {
            Some(_) => OTHER_EVENT,
            None => letter.no_shape(),
        };
    };
    let Some(call) = event.call.and_then(Loose::typed::<CallJson<'_>>) else {
        return letter.no_shape();
    };
    if !call.transcript_object.is_some_and(Loose::is_filled) {
        return Meaning::Ignore {
            why: "nothing was said on this call, or Retell is told to keep no words",
        };
    }
    let id = text(call.call_id);
    let key = match &id {
        Some(id) => key(&[name, id]),
        None => letter.body_key(),
    };
    letter.transcript(Format::Retell, key, id)
}
