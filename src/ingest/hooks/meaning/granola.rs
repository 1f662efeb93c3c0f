//! What does Granola tell?
//!
//! The id of a note that was made or edited, and never its content (docs.granola.ai/webhooks).

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event_type: Option<Loose<'a>>,
    #[serde(borrow)]
    note_id: Option<Loose<'a>>,
    #[serde(borrow)]
    data: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct NoteJson<'a> {
    #[serde(borrow)]
    note_id: Option<Loose<'a>>,
    #[serde(borrow)]
    id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    match text(event.event_type).as_deref() {
        Some("note.generated" | "note.edited") => {}
        Some(_) => return OTHER_EVENT,
        None => return letter.no_shape(),
    }
    let inner: Option<NoteJson<'_>> = event.data.and_then(Loose::typed);
    let inner_id = inner.and_then(|note| text(note.note_id.or(note.id)));
    let key = letter.standard_key();
    match text(event.note_id).or(inner_id) {
        Some(id) => letter.fetch("granola", key, id),
        None => letter.no_id(),
    }
}
