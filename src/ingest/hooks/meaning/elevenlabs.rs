//! What does ElevenLabs tell?
//!
//! Conversations and transcriptions come whole; `post_call_audio` is sound.

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    r#type: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct DataJson<'a> {
    #[serde(borrow)]
    conversation_id: Option<Loose<'a>>,
    #[serde(borrow)]
    request_id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    let Some(name) = text(event.r#type) else {
        return letter.no_shape();
    };
    if name != "post_call_transcription" && name != "speech_to_text_transcription" {
        return OTHER_EVENT;
    }
    let data: Option<DataJson<'_>> = event.data.and_then(Loose::typed);
    let id = data.and_then(|data| text(data.conversation_id.or(data.request_id)));
    let key = match &id {
        Some(id) => key(&[&name, id]),
        None => letter.body_key(),
    };
    letter.transcript(Format::ElevenLabs, key, id)
}
