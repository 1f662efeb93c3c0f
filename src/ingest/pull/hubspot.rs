//! How does HubSpot list calls and deals?
//!
//! Documented at developers.hubspot.com: the search of calls and deals, the batch reads of associations (v4), companies
//! and contacts, and the transcript by its own id. That a call names its transcript in `hs_call_transcription_id` is not
//! documented as such and read in other people's connectors. A search ends after 10,000 results, so pages go by the
//! object's id instead of by number. Without the right to read companies or contacts deals come without them.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::ingest::hooks::errand::Errand;
use crate::net::Answer;

use super::api::encoded;
use super::cursor::Window;
use super::error::PullError;
use super::table::csv;
use super::{Batch, Fetched, Puller, json as path};

const CALLS: &str = "list calls";
const DEALS: &str = "list deals";
const ONE: &str = "get a call";
const WORDS: &str = "get a transcript";

/// The name of the property that leads from a call to its transcript.
const TRANSCRIPT: &str = "hs_call_transcription_id";

/// What is asked of a deal; these are headings that the import knows.
const OF_DEAL: [&str; 14] = [
    "hs_object_id",
    "dealname",
    "dealstage",
    "amount",
    "deal_currency_code",
    "closedate",
    "createdate",
    "hs_is_closed_won",
    "hs_is_closed",
    "closed_lost_reason",
    "closed_won_reason",
    "dealtype",
    "hs_analytics_source",
    "hubspot_owner_id",
];
const OF_COMPANY: [&str; 5] = ["name", "domain", "industry", "numberofemployees", "country"];
const HEADINGS_OF_COMPANY: [&str; 5] = [
    "Associated Company",
    "Company Domain Name",
    "industry",
    "numberofemployees",
    "country",
];
const CONTACTS: &str = "Associated Contact Emails";

/// The place of `dealstage` among [`OF_DEAL`].
const STAGE: usize = 2;
/// Ids in a batch.
const BATCH: usize = 100;
/// The kind of tie from a deal to its main company.
const PRIMARY: &str = "5";

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
        search(puller, window, &next.token, "deals", &OF_DEAL, limit, DEALS)?
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
        batch.deals = deals(puller, &found)?;
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
    let root = puller.api.json(&answer, what)?;
    if path::at(root, "results").is_none() {
        return Err(puller.api.odd(what));
    }
    let found = path::list(root, "results").into_iter();
    Ok(found.map(ToOwned::to_owned).collect())
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

/// A deal by its id, as a table of one row.
pub(super) fn fetch_deal(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let ids = [errand.id.clone()];
    let found = read(puller, "deals", &ids, &OF_DEAL)?;
    let found: Vec<&RawValue> = found.iter().map(|object| &**object).collect();
    Ok(deals(puller, &found)?.map(|bytes| puller.deals(bytes)))
}

/// Deals as a table, with their stages' labels, companies and contacts.
fn deals(puller: &Puller, found: &[&RawValue]) -> Result<Option<Vec<u8>>, PullError> {
    let ids: Vec<String> = found
        .iter()
        .filter_map(|deal| path::id(deal, "id"))
        .collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let stages = stages(puller)?;
    let companies = related(puller, &ids, "companies", &OF_COMPANY, true)?;
    let contacts = related(puller, &ids, "contacts", &["email"], false)?;
    let rows: Vec<Vec<String>> = found
        .iter()
        .filter_map(|deal| {
            let id = path::id(deal, "id")?;
            let mut row = properties(deal, &OF_DEAL);
            if let Some(first) = row.first_mut() {
                first.clone_from(&id);
            }
            if let Some(stage) = row.get_mut(STAGE)
                && let Some(label) = stages.get(stage.as_str())
            {
                stage.clone_from(label);
            }
            let company = companies.get(&id).and_then(|companies| companies.first());
            row.extend(
                company
                    .cloned()
                    .unwrap_or_else(|| vec![String::new(); OF_COMPANY.len()]),
            );
            let emails = contacts.get(&id).into_iter().flatten().flatten();
            row.push(emails.cloned().collect::<Vec<String>>().join(";"));
            Some(row)
        })
        .collect();
    let headings: Vec<&str> = OF_DEAL
        .into_iter()
        .chain(HEADINGS_OF_COMPANY)
        .chain([CONTACTS])
        .collect();
    Ok(csv(&headings, &rows))
}

/// The answer; none where the token lacks a right that deals can do without.
fn allowed(puller: &Puller, answer: Answer) -> Result<Option<Answer>, PullError> {
    if answer.status == 403 {
        return Ok(None);
    }
    puller.api.good(answer, DEALS).map(Some)
}

fn properties(object: &RawValue, names: &[&str]) -> Vec<String> {
    let value = |name: &&str| path::text(object, &format!("properties.{name}"));
    names
        .iter()
        .map(|name| value(name).unwrap_or_default())
        .collect()
}

/// The labels of the deals' stages, by id; none where they may not be read.
fn stages(puller: &Puller) -> Result<BTreeMap<String, String>, PullError> {
    let answer = puller.api.get("/crm/v3/pipelines/deals")?;
    let mut labels = BTreeMap::new();
    let Some(answer) = allowed(puller, answer)? else {
        return Ok(labels);
    };
    let root = puller.api.json(&answer, DEALS)?;
    for pipeline in path::list(root, "results") {
        for stage in path::list(pipeline, "stages") {
            if let (Some(id), Some(label)) = (path::id(stage, "id"), path::text(stage, "label")) {
                labels.insert(id, label);
            }
        }
    }
    Ok(labels)
}

/// By deal, what is told of the objects that belong to it; nothing where they may not be read.
fn related(
    puller: &Puller,
    deals: &[String],
    kind: &str,
    names: &[&str],
    primary_first: bool,
) -> Result<BTreeMap<String, Vec<Vec<String>>>, PullError> {
    let question = json!({ "inputs": inputs(deals) });
    let address = format!("/crm/v4/associations/deals/{kind}/batch/read");
    let Some(answer) = allowed(puller, puller.api.post(&address, &question)?)? else {
        return Ok(BTreeMap::new());
    };
    let root = puller.api.json(&answer, DEALS)?;
    let mut ties: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for result in path::list(root, "results") {
        let Some(deal) = path::id(result, "from.id") else {
            continue;
        };
        let mut to = path::list(result, "to");
        if primary_first {
            to.sort_by_key(|tie| !is_primary(tie));
        }
        let to = to.into_iter().filter_map(|tie| path::id(tie, "toObjectId"));
        ties.entry(deal).or_default().extend(to);
    }
    let mut wanted: Vec<String> = ties.values().flatten().cloned().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let objects = match read(puller, kind, &wanted, names) {
        Err(PullError::Refused { status: 403, .. }) => return Ok(BTreeMap::new()),
        objects => objects?,
    };
    for object in objects {
        if let Some(id) = path::id(&object, "id") {
            told.insert(id, properties(&object, names));
        }
    }
    let by_deal = ties.into_iter().map(|(deal, ids)| {
        let told = ids.iter().filter_map(|id| told.get(id).cloned());
        (deal, told.collect())
    });
    Ok(by_deal.collect())
}

fn is_primary(tie: &RawValue) -> bool {
    let types = path::list(tie, "associationTypes").into_iter();
    types
        .filter_map(|of| path::text(of, "typeId"))
        .any(|of| of == PRIMARY)
}

fn inputs(ids: &[String]) -> Vec<Value> {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

/// Objects by their ids.
fn read(
    puller: &Puller,
    kind: &str,
    ids: &[String],
    names: &[&str],
) -> Result<Vec<Box<RawValue>>, PullError> {
    let mut found = Vec::new();
    for ids in ids.chunks(BATCH) {
        let question = json!({ "properties": names, "inputs": inputs(ids) });
        let address = format!("/crm/v3/objects/{kind}/batch/read");
        let answer = puller.api.post(&address, &question)?;
        let answer = puller.api.good(answer, DEALS)?;
        let root = puller.api.json(&answer, DEALS)?;
        found.extend(
            path::list(root, "results")
                .into_iter()
                .map(ToOwned::to_owned),
        );
    }
    Ok(found)
}
