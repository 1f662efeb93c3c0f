//! What does Retell tell?
//!
//! `call_ended` and `call_analyzed` hold the conversation in a shape that no format here reads; it is kept as it came.

use serde::Deserialize;

use crate::ingest::hooks::Meaning;
use crate::ingest::hooks::json::{Loose, text};

use super::{Letter, OTHER_EVENT};

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow)]
    event: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(event) = letter.json::<EventJson<'_>>() else {
        return letter.no_shape();
    };
    match text(event.event).as_deref() {
        Some("call_ended" | "call_analyzed") => letter.unclear(
            "no-format",
            "no format reads Retell's conversations yet; the delivery is kept as it came",
        ),
        Some(_) => OTHER_EVENT,
        None => letter.no_shape(),
    }
}
