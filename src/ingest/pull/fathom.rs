//! How does Fathom list meetings with their transcripts?
//!
//! Documented at developers.fathom.ai (`GET /meetings`, `GET /recordings/{id}/transcript`); no exchange was seen. Sixty
//! requests a minute. Transcripts and what the CRM knows are asked for with the list, which keys may do and OAuth apps
//! may not; a meeting that comes without is fetched by its id, and then has no invitees.

use crate::ingest::hooks::errand::Errand;

use super::api::{encoded, paged};
use super::cursor::{Next, Window};
use super::error::PullError;
use super::{Batch, Fetched, Puller, json as path};

const LIST: &str = "list meetings";
const WORDS: &str = "get a transcript";

/// A page of meetings.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let question = format!(
        "/meetings?created_after={}&created_before={}&include_transcript=true&include_crm_matches=true",
        encoded(&window.begins()),
        encoded(&window.ends())
    );
    let question = paged(question, "cursor", &window.next.token);
    let answer = puller.api.good(puller.api.get(&question)?, LIST)?;
    let (root, meetings) = puller.api.list(&answer, LIST, "items")?;
    let mut batch = Batch::default();
    for meeting in meetings {
        let Some(id) = path::id(meeting, "recording_id") else {
            batch.n_wordless += 1;
            continue;
        };
        let started_at = path::text(meeting, "recording_start_time");
        batch
            .calls
            .push(if path::list(meeting, "transcript").is_empty() {
                puller.not_ready(id, started_at)
            } else {
                let place = puller.place(&id, None, "json");
                puller.whole(id, started_at, meeting.get().as_bytes().to_vec(), place)
            });
    }
    batch.next = path::text(root, "next_cursor").map(|token| Next {
        token,
        ..Next::default()
    });
    Ok(batch)
}

/// A transcript by the recording's id.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let question = format!("/recordings/{}/transcript", encoded(&errand.id));
    let answer = puller.api.get(&question)?;
    if answer.status == 404 {
        return Ok(None);
    }
    let answer = puller.api.good(answer, WORDS)?;
    let root = puller.api.json(&answer, WORDS)?;
    let Some(words) = path::at(root, "transcript") else {
        return Err(puller.api.odd(WORDS));
    };
    if path::list(words, "").is_empty() {
        return Ok(None);
    }
    // With its id, so that the same meeting from a list or a webhook is the same call.
    let id = serde_json::Value::from(errand.id.as_str());
    let file = format!("{{\"recording_id\":{id},\"transcript\":{}}}", words.get());
    let place = puller.place(&errand.id, None, "json");
    Ok(Some(puller.fetched(file.into_bytes(), place)))
}
