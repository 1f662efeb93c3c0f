//! What does Twilio tell?
//!
//! Conversational Intelligence names a transcript to fetch, as a form or as JSON. The transcription of one recording in
//! two minutes of text, without speakers, is not worth keeping.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    transcript_sid: Option<Loose<'a>>,
    #[serde(borrow)]
    event_type: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let (sid, event) = match letter.json::<EventJson<'_>>() {
        Some(event) => (text(event.transcript_sid), text(event.event_type)),
        None => {
            let mut form: BTreeMap<String, String> =
                form_urlencoded::parse(letter.body()).into_owned().collect();
            (form.remove("transcript_sid"), form.remove("event_type"))
        }
    };
    let is_ready = event.is_none_or(|event| event == "voice_intelligence_transcript_available");
    match sid {
        Some(sid) if is_ready && !sid.is_empty() && sid.len() <= 64 => {
            letter.fetch("twilio", key(&["transcript", &sid]), sid)
        }
        _ => OTHER_EVENT,
    }
}
