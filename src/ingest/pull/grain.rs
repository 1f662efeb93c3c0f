//! How does Grain list recordings, and how are facts and words brought together?
//!
//! Documented at developers.grain.com (public API v2: lists are POSTs, `GET /recordings/{id}/transcript`), and seen in
//! several connectors; no exchange was seen. The version header is not optional. A transcript is a bare list, so it is
//! wrapped with its recording's facts.

use serde_json::json;

use crate::ingest::hooks::errand::Errand;

use super::api::encoded;
use super::cursor::{Next, Window};
use super::error::PullError;
use super::{Batch, Fetched, Puller, json as path, version};

const LIST: &str = "list recordings";
const ONE: &str = "get a recording";
const WORDS: &str = "get a transcript";

/// A page of recordings.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let mut question = json!({
        "filter": { "after_datetime": window.begins(), "before_datetime": window.ends() },
    });
    if !window.next.token.is_empty() {
        question["cursor"] = json!(window.next.token);
    }
    let answer = puller.api.post("/recordings", &question)?;
    let answer = puller.api.good(answer, LIST)?;
    let (root, recordings) = puller.api.list(&answer, LIST, "recordings")?;
    let mut batch = Batch::default();
    for recording in recordings {
        let Some(id) = path::id(recording, "id") else {
            batch.n_wordless += 1;
            continue;
        };
        let started_at = path::text(recording, "start_datetime");
        // Addresses of pictures change with every list; these two change with the recording.
        let told = [
            path::text(recording, "title"),
            path::text(recording, "end_datetime"),
        ];
        let version = version(format!("{told:?}").as_bytes());
        batch.calls.push(puller.to_fetch(id, started_at, version));
    }
    batch.next = path::text(root, "cursor").map(|token| Next {
        token,
        ..Next::default()
    });
    Ok(batch)
}

/// A recording with its transcript.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let id = encoded(&errand.id);
    let answer = puller.api.get(&format!("/recordings/{id}/transcript"))?;
    if answer.status == 404 {
        return Ok(None);
    }
    let answer = puller.api.good(answer, WORDS)?;
    let words = puller.api.json(&answer, WORDS)?;
    if path::list(words, "").is_empty() {
        return Ok(None);
    }
    let include = json!({ "include": { "participants": true, "hubspot": true } });
    let answer = puller.api.post(&format!("/recordings/{id}"), &include)?;
    let answer = puller.api.good(answer, ONE)?;
    let facts = puller.api.json(&answer, ONE)?;
    let file = format!(
        "{{\"recording\":{},\"transcript\":{}}}",
        facts.get(),
        words.get()
    );
    let place = puller.place(&errand.id, None, "json");
    Ok(Some(puller.fetched(file.into_bytes(), place)))
}
