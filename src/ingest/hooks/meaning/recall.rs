//! What does Recall.ai tell?
//!
//! `transcript.done` has the ids of transcript, recording and bot; the words are fetched by the transcript's.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<DataJson<'a>>,
}

#[derive(Deserialize)]
struct DataJson<'a> {
    #[serde(borrow)]
    transcript: Option<NamedJson<'a>>,
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
    match text(event.event).as_deref() {
        Some("transcript.done") => {}
        Some("transcript.failed") => {
            return letter.unclear(
                "vendor-failed",
                "Recall.ai could not transcribe the recording; its dashboard says why",
            );
        }
        Some(_) => return OTHER_EVENT,
        None => return letter.no_shape(),
    }
    let transcript = event.data.and_then(|data| data.transcript);
    let key = letter.standard_key();
    match transcript.and_then(|transcript| text(transcript.id)) {
        Some(id) => letter.fetch("recall", key, id),
        None => letter.no_id(),
    }
}
