//! What does Gong tell?
//!
//! The rule's delivery has the facts of a call and no sentences, so they are fetched; it may come before they are there.
//! Nothing identifies a delivery, so the call does: a second rule that fires for it brings nothing new.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, key};

#[derive(Deserialize)]
struct BodyJson<'a> {
    #[serde(borrow, rename = "callData")]
    call_data: Option<CallJson<'a>>,
    #[serde(borrow, rename = "isTest")]
    is_test: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct CallJson<'a> {
    #[serde(borrow, rename = "metaData")]
    meta_data: Option<MetaJson<'a>>,
}

#[derive(Deserialize)]
struct MetaJson<'a> {
    // Up to 20 digits, as a text or a number.
    #[serde(borrow)]
    id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(body) = letter.json::<BodyJson<'_>>() else {
        return letter.no_shape();
    };
    if text(body.is_test).as_deref() == Some("true") {
        return Meaning::Answer {
            status: 200,
            content_type: "text/plain; charset=utf-8",
            body: "verbatim hears you\n".to_owned(),
        };
    }
    let meta = body.call_data.and_then(|call| call.meta_data);
    match meta.and_then(|meta| text(meta.id)) {
        Some(id) => letter.fetch("gong", key(&["call", &id]), id),
        None => letter.no_id(),
    }
}
