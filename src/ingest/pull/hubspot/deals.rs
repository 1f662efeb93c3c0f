//! What does HubSpot know of deals?
//!
//! Documented at developers.hubspot.com: the batch reads of deals with the history of a property (fifty at a time; the
//! newest value first), of associations (v4), companies and contacts, and the pipelines. Without the right to read one of
//! these, deals come without it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::ingest::hooks::errand::Errand;
use crate::ingest::pull::error::PullError;
use crate::ingest::pull::stages::Past;
use crate::ingest::pull::table::csv;
use crate::ingest::pull::{Fetched, Puller, json as path};
use crate::net::Answer;

pub(super) const DEALS: &str = "list deals";

/// What is asked of a deal; these are headings that the import knows.
pub(super) const OF_DEAL: [&str; 14] = [
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
const OF_COMPANY: [&str; 6] = [
    "name",
    "domain",
    "industry",
    "numberofemployees",
    "country",
    "state",
];
const HEADINGS_OF_COMPANY: [&str; 6] = [
    "Associated Company",
    "Company Domain Name",
    "industry",
    "numberofemployees",
    "country",
    "Company State",
];
const CONTACTS: &str = "Associated Contact Emails";

/// The property that holds a deal's stage, and its place among [`OF_DEAL`].
const STAGE: &str = "dealstage";
const STAGE_AT: usize = 2;
/// Ids in a batch.
const BATCH: usize = 100;
/// Ids in a batch where the history is wanted, too.
const BATCH_WITH_HISTORY: usize = 50;
/// The kind of tie from a deal to its main company.
const PRIMARY: &str = "5";

/// A deal by its id, as a table of one row.
pub(in crate::ingest::pull) fn fetch_deal(
    puller: &Puller,
    errand: &Errand,
) -> Result<Option<Fetched>, PullError> {
    let ids = [errand.id.clone()];
    let found = read(puller, "deals", &ids, &OF_DEAL)?;
    let found: Vec<&RawValue> = found.iter().map(|object| &**object).collect();
    Ok(table(puller, &found)?.map(|bytes| puller.deals(bytes)))
}

/// Deals as a table, with their stages' labels, their way through them, companies and contacts.
pub(super) fn table(puller: &Puller, found: &[&RawValue]) -> Result<Option<Vec<u8>>, PullError> {
    let ids: Vec<String> = found
        .iter()
        .filter_map(|deal| path::id(deal, "id"))
        .collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let labels = labels(puller)?;
    let stages = past(puller, &ids, &labels)?.columns();
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
            if let Some(stage) = row.get_mut(STAGE_AT)
                && let Some(label) = labels.get(stage.as_str())
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
            row.extend(stages.cells(&id));
            Some(row)
        })
        .collect();
    let headings: Vec<&str> = OF_DEAL
        .into_iter()
        .chain(HEADINGS_OF_COMPANY)
        .chain([CONTACTS])
        .chain(stages.headings.iter().map(String::as_str))
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
fn labels(puller: &Puller) -> Result<BTreeMap<String, String>, PullError> {
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

/// Through which stages deals went, by the stages' labels; nothing where that may not be read.
fn past(
    puller: &Puller,
    deals: &[String],
    labels: &BTreeMap<String, String>,
) -> Result<Past, PullError> {
    let mut past = Past::default();
    for ids in deals.chunks(BATCH_WITH_HISTORY) {
        let question = json!({
            "properties": [STAGE],
            "propertiesWithHistory": [STAGE],
            "inputs": inputs(ids),
        });
        let answer = puller
            .api
            .post("/crm/v3/objects/deals/batch/read", &question)?;
        let Some(answer) = allowed(puller, answer)? else {
            return Ok(Past::default());
        };
        let root = puller.api.json(&answer, DEALS)?;
        for deal in path::list(root, "results") {
            let Some(id) = path::id(deal, "id") else {
                continue;
            };
            let changes = path::list(deal, &format!("propertiesWithHistory.{STAGE}"));
            for change in changes.into_iter().rev() {
                let at = path::text(change, "timestamp");
                let stage = path::text(change, "value");
                if let (Some(at), Some(stage)) = (at, stage) {
                    let label = labels.get(&stage).cloned().unwrap_or(stage);
                    past.add(&id, at, &label);
                }
            }
        }
    }
    Ok(past)
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
