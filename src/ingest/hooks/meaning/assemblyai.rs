//! What does AssemblyAI tell?
//!
//! The id of a transcript, and whether it was made.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    transcript_id: Option<Loose<'a>>,
    #[serde(borrow)]
    status: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    match text(event.status).as_deref() {
        Some("completed") => {}
        Some("error") => {
            return letter.unclear(
                "vendor-failed",
                "AssemblyAI could not transcribe the recording; its own page says why",
            );
        }
        Some(_) => return OTHER_EVENT,
        None => return letter.no_shape(),
    }
    match text(event.transcript_id) {
        Some(id) => letter.fetch("assemblyai", key(&["completed", &id]), id),
        None => letter.no_id(),
    }
}
