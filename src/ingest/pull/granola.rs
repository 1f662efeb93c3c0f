//! How does Granola list notes, and how is a transcript fetched that is too long for one answer?
//!
//! Documented at docs.granola.ai (`GET /v1/notes`, `GET /v1/notes/{id}?include=transcript`, five requests a second); no
//! exchange was seen. That a note with a very long transcript is refused with 413, and that such a transcript comes in pages
//! from `/v1/notes/{id}/transcript`, is read in other people's connectors. Only notes that are finished are told of.

use serde_json::value::RawValue;

use crate::ingest::hooks::errand::Errand;

use super::api::{encoded, paged};
use super::cursor::{Next, Window};
use super::error::PullError;
use super::{Batch, Fetched, Puller, json as path, version};

const LIST: &str = "list notes";
const ONE: &str = "get a note";
const WORDS: &str = "get a transcript";

/// Entries in a page of a transcript.
const PAGE: u32 = 100;
/// Longer transcripts do not end: this is a day of talk.
const MOST_PAGES: usize = 1000;
/// So do transcripts of more bytes.
const MOST_BYTES: usize = 64 << 20;
/// The answer would be too large.
const TOO_LARGE: u16 = 413;

/// A page of notes.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let limit = puller.config.page_size.unwrap_or(30).clamp(1, 30);
    let question = format!(
        "/v1/notes?created_after={}&created_before={}&page_size={limit}",
        encoded(&window.begins()),
        encoded(&window.ends())
    );
    let question = paged(question, "cursor", &window.next.token);
    let answer = puller.api.good(puller.api.get(&question)?, LIST)?;
    let (root, notes) = puller.api.list(&answer, LIST, "notes")?;
    let mut batch = Batch::default();
    for note in notes {
        let Some(id) = path::id(note, "id") else {
            batch.n_wordless += 1;
            continue;
        };
        let changed_at = path::text(note, "updated_at");
        let version = changed_at.unwrap_or_else(|| version(note.get().as_bytes()));
        let created_at = path::text(note, "created_at");
        batch.calls.push(puller.to_fetch(id, created_at, version));
    }
    batch.next = following(root).map(|token| Next {
        token,
        ..Next::default()
    });
    Ok(batch)
}

/// The mark of the next page, where there is one.
fn following(root: &RawValue) -> Option<String> {
    path::text(root, "cursor").filter(|_| path::is_true(root, "hasMore"))
}

/// A note with its transcript.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let address = format!("/v1/notes/{}", encoded(&errand.id));
    let answer = puller.api.get(&format!("{address}?include=transcript"))?;
    if answer.status == 404 {
        return Ok(None);
    }
    let place = puller.place(&errand.id, None, "json");
    if answer.status == TOO_LARGE {
        let file = in_pages(puller, &address)?;
        return Ok(file.map(|file| puller.fetched(file.into_bytes(), place)));
    }
    let answer = puller.api.good(answer, ONE)?;
    let note = puller.api.json(&answer, ONE)?;
    if path::list(note, "transcript").is_empty() {
        return Ok(None);
    }
    Ok(Some(puller.fetched(answer.body, place)))
}

/// The note and all pages of its transcript as one file.
fn in_pages(puller: &Puller, address: &str) -> Result<Option<String>, PullError> {
    let facts = puller.api.good(puller.api.get(address)?, ONE)?;
    let note = puller.api.json(&facts, ONE)?;
    let (mut words, mut n_bytes): (Vec<String>, usize) = (Vec::new(), 0);
    let mut cursor = String::new();
    for _ in 0..MOST_PAGES {
        let question = format!("{address}/transcript?page_size={PAGE}");
        let question = paged(question, "cursor", &cursor);
        let answer = puller.api.good(puller.api.get(&question)?, WORDS)?;
        let (root, entries) = puller.api.list(&answer, WORDS, "transcript")?;
        for entry in entries {
            n_bytes += entry.get().len();
            words.push(entry.get().to_owned());
        }
        if n_bytes > MOST_BYTES {
            return Err(puller.api.odd(WORDS));
        }
        match following(root) {
            Some(next) if next != cursor => cursor = next,
            // Half a call must not pass for one.
            Some(_) => return Err(puller.api.odd(WORDS)),
            None if words.is_empty() => return Ok(None),
            None => {
                let file = format!(
                    "{{\"note\":{},\"transcript\":[{}]}}",
                    note.get(),
                    words.join(",")
                );
                return Ok(Some(file));
            }
        }
    }
    Err(puller.api.odd(WORDS))
}
