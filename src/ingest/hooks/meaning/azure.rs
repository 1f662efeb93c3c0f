//! What does Azure Speech tell?
//!
//! An address is opened with a token to send back; `TranscriptionCompletion` links to the transcription.

use serde::Deserialize;

use crate::ingest::hooks::errand::Errand;
use crate::ingest::hooks::json::{Loose, text};
use crate::ingest::hooks::scheme::challenge;
use crate::ingest::hooks::{Meaning, Wanted, headers};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow, rename = "self")]
    link: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    if let Ok(Some(token)) = challenge::of(&letter.arrived) {
        return Meaning::Answer {
            status: 200,
            content_type: "text/plain; charset=utf-8",
            body: token,
        };
    }
    let name = headers::optional(&letter.arrived, "x-microsoftspeechservices-event");
    match name.ok().flatten() {
        Some("TranscriptionCompletion" | "TranscriptionCompleted") => {}
        _ => return OTHER_EVENT,
    }
    let link = letter
        .json::<EventJson<'_>>()
        .and_then(|event| text(event.link));
    let Some(link) = link else {
        return letter.no_id();
    };
    let id = link.rsplit('/').next().unwrap_or(&link).to_owned();
    Meaning::Fetch(vec![Wanted {
        key: key(&["completed", &link]),
        errand: Errand {
            url: Some(link),
            ..Errand::transcript("azure-speech", letter.source, id)
        },
    }])
}
