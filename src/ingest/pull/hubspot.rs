//! How does HubSpot list calls and deals?
//!
//! Documented at developers.hubspot.com: the search of calls and deals, and the transcript by its own id. That a call
//! names its transcript in `hs_call_transcription_id` is not documented as such and read in other people's connectors. A
//! search ends after 10,000 results, so pages go by the object's id instead of by number.

mod deals;

use serde_json::json;
use serde_json::value::RawValue;

use crate::ingest::hooks::errand::Errand;

use super::api::encoded;
use super::cursor::Window;
use super::error::PullError;
use super::{Batch, Fetched, Puller, json as path};

pub(super) use self::deals::fetch_deal;

const CALLS: &str = "list calls";
const ONE: &str = "get a call";
const WORDS: &str = "get a transcript";

/// The name of the property that leads from a call to its transcript.
const TRANSCRIPT: &str = "hs_call_transcription_id";

/// A page of calls, or one of deals.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let mut next = window.next.clone();
    if next.rest.is_empty() {
        next.rest = match puller.config.what.as_slice() {
            [] => vec!["calls".to_owned(), "deals".to_owned()],
            what => what.to_vec(),
        };
    }
    let is_deals = next.rest.first().is_some_and(|what| what == "deals");
    let limit = puller.config.page_size.unwrap_or(100).clamp(1, 100);
    let found = if is_deals {
        search(
            puller,
            window,
            &next.token,
            "deals",
            &deals::OF_DEAL,
            limit,
            deals::DEALS,
        )?
    } else {
        let properties = ["hs_timestamp", TRANSCRIPT];
        search(
            puller,
            window,
            &next.token,
            "calls",
            &properties,
            limit,
            CALLS,
        )?
    };
    let found: Vec<&RawValue> = found.iter().map(|object| &**object).collect();
    let last = found
        .iter()
        .filter_map(|object| path::id(object, "id"))
        .next_back();
    let is_full = found.len() as u64 >= u64::from(limit);
    let mut batch = Batch::default();
    if is_deals {
        batch.deals = deals::table(puller, &found)?;
    } else {
        add_calls(puller, &found, &mut batch);
    }
    match last.filter(|_| is_full) {
        Some(last) => next.token = last,
        None => {
            next.token = String::new();
            next.rest.remove(0);
        }
    }
    batch.next = (!next.rest.is_empty()).then_some(next);
    Ok(batch)
}

/// The objects that changed in a stretch of time, by id, behind a given id.
fn search(
    puller: &Puller,
    window: &Window,
    behind: &str,
    kind: &str,
    properties: &[&str],
    limit: u32,
    what: &'static str,
) -> Result<Vec<Box<RawValue>>, PullError> {
    let changed = |operator: &str, second: i64| {
        json!({
            "propertyName": "hs_lastmodifieddate",
            "operator": operator,
            "value": second.saturating_mul(1000).to_string(),
        })
    };
    let mut filters = vec![changed("GTE", window.from), changed("LTE", window.to)];
    if !behind.is_empty() {
        filters.push(json!({ "propertyName": "hs_object_id", "operator": "GT", "value": behind }));
    }
    let question = json!({
        "filterGroups": [{ "filters": filters }],
        "sorts": [{ "propertyName": "hs_object_id", "direction": "ASCENDING" }],
        "properties": properties,
        "limit": limit,
    });
    let address = format!("/crm/v3/objects/{kind}/search");
    let answer = puller
        .api
        .good(puller.api.post(&address, &question)?, what)?;
    let (_, found) = puller.api.list(&answer, what, "results")?;
    Ok(found.into_iter().map(ToOwned::to_owned).collect())
}

fn add_calls(puller: &Puller, found: &[&RawValue], batch: &mut Batch) {
    for call in found {
        let transcript = path::id(call, &format!("properties.{TRANSCRIPT}"));
        // A transcript that comes later changes the call, which is then listed again.
        match (path::id(call, "id"), transcript) {
            (Some(id), Some(transcript)) => {
                let started_at = path::text(call, "properties.hs_timestamp");
                batch
                    .calls
                    .push(puller.to_fetch(id, started_at, transcript));
            }
            _ => batch.n_wordless += 1,
        }
    }
}

/// A transcript by the call's id.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let question = format!(
        "/crm/v3/objects/calls/{}?properties=hs_timestamp,{TRANSCRIPT}",
        encoded(&errand.id)
    );
    let answer = puller.api.get(&question)?;
    if answer.status == 404 {
        return Ok(None);
    }
    let answer = puller.api.good(answer, ONE)?;
    let call = puller.api.json(&answer, ONE)?;
    let Some(transcript) = path::id(call, &format!("properties.{TRANSCRIPT}")) else {
        return Ok(None);
    };
    let question = format!(
        "/crm/v3/extensions/calling/transcripts/{}",
        encoded(&transcript)
    );
    let words = puller.api.get(&question)?;
    if words.status == 404 {
        return Ok(None);
    }
    let words = puller.api.good(words, WORDS)?;
    if path::list(puller.api.json(&words, WORDS)?, "transcriptUtterances").is_empty() {
        return Ok(None);
    }
    let started_at = path::text(call, "properties.hs_timestamp");
    let place = puller.place(&errand.id, started_at.as_deref(), "json");
    Ok(Some(puller.fetched(words.body, place)))
}
