//! How does Salesloft list transcriptions, and how are sentences and attendees brought together?
//!
//! `GET /v2/transcriptions` with its filters and pages stands in Salesloft's specification (developer.salesloft.com);
//! `/v2/transcriptions/{id}/sentences` and `/v2/conversations/{id}/extensive` are read in other people's connectors. No
//! exchange was seen. Sentences come a hundred at a time and name their speakers by ids alone, so what the conversation
//! says of its attendees is put beside them; without the right to read that they are numbered.

use serde_json::value::RawValue;

use crate::ingest::hooks::errand::Errand;
use crate::net::Answer;

use super::api::encoded;
use super::cursor::{Next, Window};
use super::error::PullError;
use super::{Batch, Fetched, Puller, json as path, version};

const LIST: &str = "list transcriptions";
const ONE: &str = "get a conversation";
const WORDS: &str = "get a transcript";

/// Entries in a page, the most that are given.
const PAGE: u32 = 100;
/// Longer transcripts do not end: this is a day of talk.
const MOST_PAGES: u32 = 1000;
/// So do transcripts of more bytes.
const MOST_BYTES: usize = 64 << 20;

/// A page of transcriptions.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let number = window.next.number.max(1);
    let limit = puller.config.page_size.unwrap_or(PAGE).clamp(1, PAGE);
    let question = format!(
        "/v2/transcriptions?updated_at%5Bgte%5D={}&updated_at%5Blte%5D={}&per_page={limit}&page={number}",
        encoded(&window.begins()),
        encoded(&window.ends())
    );
    let answer = puller.api.good(puller.api.get(&question)?, LIST)?;
    let (root, transcriptions) = puller.api.list(&answer, LIST, "data")?;
    let mut batch = Batch::default();
    for transcription in transcriptions {
        let Some(id) = path::id(transcription, "id") else {
            batch.n_wordless += 1;
            continue;
        };
        let changed_at = path::text(transcription, "updated_at");
        let version = changed_at.unwrap_or_else(|| version(transcription.get().as_bytes()));
        batch.calls.push(puller.to_fetch(id, None, version));
    }
    batch.next = following(puller, root, number, LIST)?.map(|number| Next {
        number,
        ..Next::default()
    });
    Ok(batch)
}

/// The number of the next page, where there is one; a list that leads back would never end.
fn following(
    puller: &Puller,
    root: &RawValue,
    number: u32,
    what: &'static str,
) -> Result<Option<u32>, PullError> {
    let Some(next) = path::text(root, "metadata.paging.next_page") else {
        return Ok(None);
    };
    match next.parse::<u32>() {
        Ok(next) if next > number => Ok(Some(next)),
        _ => Err(puller.api.odd(what)),
    }
}

/// A transcription's sentences beside its conversation.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let address = format!("/v2/transcriptions/{}/sentences", encoded(&errand.id));
    let sentences = sentences(puller, &address)?;
    let Some(first) = sentences.first() else {
        return Ok(None);
    };
    let conversation = path::id(first, "conversation.id");
    let facts = match conversation.filter(|id| !id.contains('.')) {
        Some(id) => facts(puller, &id)?,
        None => None,
    };
    let facts = match &facts {
        Some(answer) => puller.api.json(answer, ONE)?.get(),
        None => "null",
    };
    let sentences: Vec<&str> = sentences.iter().map(|sentence| sentence.get()).collect();
    let file = format!(
        "{{\"extensive\":{facts},\"sentences\":[{}]}}",
        sentences.join(",")
    );
    let place = puller.place(&errand.id, None, "json");
    Ok(Some(puller.fetched(file.into_bytes(), place)))
}

/// All sentences; none where the transcription is not there yet.
fn sentences(puller: &Puller, address: &str) -> Result<Vec<Box<RawValue>>, PullError> {
    let (mut sentences, mut n_bytes) = (Vec::new(), 0_usize);
    let mut number = 1;
    while number <= MOST_PAGES && n_bytes <= MOST_BYTES {
        let question = format!("{address}?per_page={PAGE}&page={number}");
        let answer = puller.api.get(&question)?;
        if answer.status == 404 && sentences.is_empty() {
            return Ok(sentences);
        }
        let answer = puller.api.good(answer, WORDS)?;
        let (root, found) = puller.api.list(&answer, WORDS, "data")?;
        for sentence in found {
            n_bytes += sentence.get().len();
            sentences.push(sentence.to_owned());
        }
        match following(puller, root, number, WORDS)? {
            Some(next) => number = next,
            None => return Ok(sentences),
        }
    }
    Err(puller.api.odd(WORDS))
}

/// What is known of a conversation, where that may be read.
fn facts(puller: &Puller, id: &str) -> Result<Option<Answer>, PullError> {
    let question = format!("/v2/conversations/{}/extensive", encoded(id));
    let answer = puller.api.get(&question)?;
    if matches!(answer.status, 403 | 404) {
        return Ok(None);
    }
    puller.api.good(answer, ONE).map(Some)
}
