//! How does Gong list calls, and how are facts and words brought together?
//!
//! Documented in Gong's OpenAPI file (`/v2/calls/extensive`, `/v2/calls/transcript`); that an empty stretch is answered
//! with 404 was seen in recorded exchanges. Sure of both shapes. A page's token lasts about an hour. Facts and words
//! come apart and are joined here into one file, `{calls, callTranscripts}`, so that no call is ever kept without names
//! and sides. Ids have up to 20 digits and stay text.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::ingest::hooks::errand::Errand;

use super::cursor::{Next, Window};
use super::error::PullError;
use super::{Batch, Fetched, Puller, json as path};

const LIST: &str = "list calls";
const WORDS: &str = "get transcripts";
/// Pages of transcripts for one page of calls; a page of calls has 100.
const MOST_PAGES: usize = 20;

/// A page of calls, each with its words where those are there.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let filter = json!({ "fromDateTime": window.begins(), "toDateTime": window.ends() });
    let token = &window.next.token;
    let question = question(&filter, token);
    let answer = puller.api.post("/v2/calls/extensive", &question)?;
    if answer.status == 404 && token.is_empty() {
        return Ok(Batch::default());
    }
    let answer = puller.api.good(answer, LIST)?;
    let root = puller.api.json(&answer, LIST)?;
    let calls = calls(root);
    let words = words(puller, calls.iter().map(|(id, _)| id.as_str()).collect())?;
    let mut batch = Batch::default();
    for (id, facts) in calls {
        let started_at = path::text(facts, "metaData.started");
        batch.calls.push(match words.get(&id) {
            Some(words) => {
                let place = puller.place(&id, None, "json");
                puller.whole(id, started_at, joined(facts, words), place)
            }
            None => puller.not_ready(id, started_at),
        });
    }
    batch.next = path::text(root, "records.cursor").map(|token| Next {
        token,
        ..Next::default()
    });
    Ok(batch)
}

/// One call by its id.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let filter = json!({ "callIds": [errand.id] });
    let answer = puller
        .api
        .post("/v2/calls/extensive", &question(&filter, ""))?;
    if answer.status == 404 {
        return Ok(None);
    }
    let answer = puller.api.good(answer, LIST)?;
    let calls = calls(puller.api.json(&answer, LIST)?);
    let words = words(puller, vec![errand.id.as_str()])?;
    let facts = calls.iter().find(|(id, _)| *id == errand.id);
    let (Some((id, facts)), Some(words)) = (facts, words.get(&errand.id)) else {
        return Ok(None);
    };
    let place = puller.place(id, None, "json");
    Ok(Some(puller.fetched(joined(facts, words), place)))
}

fn question(filter: &Value, token: &str) -> Value {
    let mut question = json!({
        "filter": filter,
        "contentSelector": { "context": "Extended", "exposedFields": { "parties": true } },
    });
    if !token.is_empty() {
        question["cursor"] = json!(token);
    }
    question
}

/// The calls of a page that have an id.
fn calls(root: &RawValue) -> Vec<(String, &RawValue)> {
    let calls = path::list(root, "calls").into_iter();
    calls
        .filter_map(|call| Some((path::id(call, "metaData.id")?, call)))
        .collect()
}

/// The words of calls, by id; those without words are left out.
fn words(
    puller: &Puller,
    mut ids: Vec<&str>,
) -> Result<BTreeMap<String, Box<RawValue>>, PullError> {
    let mut found = BTreeMap::new();
    ids.sort_unstable();
    ids.dedup();
    let mut token = String::new();
    for _ in 0..MOST_PAGES {
        if ids.is_empty() {
            break;
        }
        let mut question = json!({ "filter": { "callIds": ids } });
        if !token.is_empty() {
            question["cursor"] = json!(token);
        }
        let answer = puller.api.post("/v2/calls/transcript", &question)?;
        if answer.status == 404 {
            break;
        }
        let answer = puller.api.good(answer, WORDS)?;
        let root = puller.api.json(&answer, WORDS)?;
        for words in path::list(root, "callTranscripts") {
            let has_words = !path::list(words, "transcript").is_empty();
            if let (Some(id), true) = (path::id(words, "callId"), has_words) {
                found.insert(id, words.to_owned());
            }
        }
        match path::text(root, "records.cursor") {
            Some(next) => token = next,
            None => break,
        }
    }
    Ok(found)
}

/// Facts and words as one file.
fn joined(facts: &RawValue, words: &RawValue) -> Vec<u8> {
    let (facts, words) = (facts.get(), words.get());
    format!("{{\"calls\":[{facts}],\"callTranscripts\":[{words}]}}").into_bytes()
}
