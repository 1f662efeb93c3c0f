//! What does Deepgram tell?
//!
//! The callback's body is the whole result; it is known by the id of the request.

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, key};

#[derive(Deserialize)]
struct ResultJson<'a> {
    #[serde(borrow)]
    metadata: Option<MetaJson<'a>>,
    #[serde(borrow)]
    results: Option<Loose<'a>>,
    #[serde(borrow)]
    err_code: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct MetaJson<'a> {
    #[serde(borrow)]
    request_id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(result) = letter.json::<ResultJson<'_>>() else {
        return letter.no_shape();
    };
    if result.err_code.is_some() {
        return letter.unclear(
            "vendor-failed",
            "Deepgram could not transcribe the recording; its answer says why",
        );
    }
    if !result.results.is_some_and(Loose::is_filled) {
        return letter.no_shape();
    }
    let id = result.metadata.and_then(|meta| text(meta.request_id));
    let key = match &id {
        Some(id) => key(&["request", id]),
        None => letter.body_key(),
    };
    letter.transcript(Format::Deepgram, key, id)
}
