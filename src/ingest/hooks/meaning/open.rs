//! What does a sender of one's own choice bring, or one behind an automation tool?
//!
//! The config says it: the field with an id to fetch, or else the body is a transcript; which events count; the format,
//! where the content does not tell it.

use crate::config::hooks::{HookConfig, Kind};
use crate::ingest::format::Format;
use crate::ingest::hooks::{Meaning, headers, json};

use super::{Letter, key};

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    if !is_wanted(letter) {
        return Meaning::Ignore {
            why: "the event is none of those in `events`",
        };
    }
    let Some(path) = &letter.config.id_field else {
        let format = letter.config.format.as_deref().and_then(Format::named);
        return Meaning::Transcript {
            key: delivery_key(letter),
            format: format.map(Format::name),
            body: 0..letter.body().len(),
            call_hint: json::at(letter.body(), "id"),
        };
    };
    match json::at(letter.body(), path) {
        Some(id) => letter.fetch(letter.config.kind.name(), delivery_key(letter), id),
        None => letter.unclear(
            "no-id",
            "there is no id at `id_field`; compare it with the delivery as it came",
        ),
    }
}

fn is_wanted(letter: &Letter<'_>) -> bool {
    let Some(path) = &letter.config.event_field else {
        return true;
    };
    let event = json::at(letter.body(), path);
    event.is_some_and(|event| letter.config.events.contains(&event))
}

/// The delivery's own id, where the vendor sends one in a header that the config names or the standard does.
fn delivery_key(letter: &Letter<'_>) -> String {
    if letter.config.kind == Kind::Standard {
        return letter.standard_key();
    }
    let id = id_header(letter.config)
        .and_then(|name| headers::optional(&letter.arrived, name).ok().flatten());
    match id.filter(|id| !id.is_empty()) {
        Some(id) => key(&["id", id]),
        None => letter.body_key(),
    }
}

fn id_header(config: &HookConfig) -> Option<&str> {
    match config.kind {
        Kind::Github => Some("x-github-delivery"),
        _ => config.id_header.as_deref(),
    }
}
