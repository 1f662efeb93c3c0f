//! What does Read.ai tell?
//!
//! `meeting_end` has the whole transcript, `meeting_start` nothing. Deliveries are known by `request_id`; older ones have
//! the session's id alone.

use serde::Deserialize;

use crate::ingest::format::Format;
use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT, key};

#[derive(Deserialize)]
struct SessionJson<'a> {
    #[serde(borrow)]
    session_id: Option<Loose<'a>>,
    #[serde(borrow)]
    request_id: Option<Loose<'a>>,
    #[serde(borrow)]
    trigger: Option<Loose<'a>>,
    #[serde(borrow)]
    transcript: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(session) = letter.json::<SessionJson<'_>>() else {
        return letter.no_shape();
    };
    match text(session.trigger).as_deref() {
        Some("meeting_end") => {}
        Some("meeting_start") => {
            return Meaning::Ignore {
                why: "a meeting begins; its transcript comes at its end",
            };
        }
        Some(_) => return OTHER_EVENT,
        None => return letter.no_shape(),
    }
    if !session.transcript.is_some_and(Loose::is_filled) {
        return letter.unclear(
            "no-transcript",
            "the meeting's end came without its transcript; Read.ai had none, or may not share it",
        );
    }
    let id = text(session.session_id);
    let key = match (text(session.request_id), &id) {
        (Some(request), _) => key(&["request", &request]),
        (None, Some(session)) => key(&["session", session]),
        (None, None) => letter.body_key(),
    };
    letter.transcript(Format::ReadAi, key, id)
}
