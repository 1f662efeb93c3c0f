//! How does Salesforce list opportunities?
//!
//! Documented at developer.salesforce.com (REST query, `nextRecordsUrl`, OAuth client credentials, OpportunityHistory with
//! a row for each change of stage, amount or date). Sure of these; no organization was asked. Which fields hold the reason
//! for a loss differs everywhere, so `fields` adds them. Deals only: Salesforce keeps no transcripts that all
//! organizations could query.

use serde_json::value::RawValue;

use crate::ingest::hooks::errand::Errand;
use crate::net::Answer;

use super::api::encoded;
use super::cursor::{Next, Window};
use super::error::PullError;
use super::stages::{Columns, Past};
use super::table::csv;
use super::{Batch, Fetched, Puller, json as path};

const LIST: &str = "list opportunities";
const VERSION: &str = "/services/data/v62.0";

/// Fields that every organization has, and the headings under which a report shows them.
const FIELDS: [(&str, &str); 16] = [
    ("Id", "Opportunity ID"),
    ("Name", "Opportunity Name"),
    ("StageName", "Stage"),
    ("Amount", "Amount"),
    ("CloseDate", "Close Date"),
    ("CreatedDate", "Created Date"),
    ("IsClosed", "IsClosed"),
    ("IsWon", "IsWon"),
    ("Type", "Opportunity Type"),
    ("LeadSource", "Lead Source"),
    ("Account.Name", "Account Name"),
    ("Account.Website", "Account Website"),
    ("Account.Industry", "Account Industry"),
    ("Account.NumberOfEmployees", "Account Employees"),
    ("Account.BillingCountry", "Account Country"),
    ("Account.BillingState", "Account State"),
];

/// Ids in a question about the past; an address may have 8,192 characters here, and twice as many there.
const BATCH: usize = 200;
/// More pages about the past of so many opportunities mean that they do not end.
const MOST_PAGES: usize = 1000;

/// A page of opportunities.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let question = if window.next.token.is_empty() {
        let condition = format!(
            "SystemModstamp >= {} AND SystemModstamp <= {} ORDER BY SystemModstamp",
            window.begins(),
            window.ends()
        );
        query(puller, &condition)
    } else {
        window.next.token.clone()
    };
    let answer = puller.api.good(ask(puller, &question)?, LIST)?;
    let (root, records) = puller.api.list(&answer, LIST, "records")?;
    Ok(Batch {
        deals: table(puller, &records)?,
        next: path::text(root, "nextRecordsUrl").map(|token| Next {
            token,
            ..Next::default()
        }),
        ..Batch::default()
    })
}

/// An opportunity by its id, as a table of one row.
pub(super) fn fetch_deal(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    if !is_id(&errand.id) {
        return Err(puller.api.odd(LIST));
    }
    let question = query(puller, &format!("Id = '{}'", errand.id));
    let answer = puller.api.good(ask(puller, &question)?, LIST)?;
    let root = puller.api.json(&answer, LIST)?;
    let table = table(puller, &path::list(root, "records"))?;
    Ok(table.map(|bytes| puller.deals(bytes)))
}

/// Whether it may stand in a question.
fn is_id(id: &str) -> bool {
    matches!(id.len(), 15 | 18) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Asks what stands at an address below the base. The next page's comes out of an answer; it is one of the query's own, or
/// none.
fn ask(puller: &Puller, question: &str) -> Result<Answer, PullError> {
    if !question.starts_with(VERSION) {
        return Err(puller.api.odd(LIST));
    }
    puller.api.get(question)
}

fn query(puller: &Puller, condition: &str) -> String {
    let usual = FIELDS.iter().map(|(field, _)| *field);
    let own = puller.config.fields.iter().map(String::as_str);
    let fields: Vec<&str> = usual.chain(own).collect();
    address(&format!(
        "SELECT {} FROM Opportunity WHERE {condition}",
        fields.join(", ")
    ))
}

fn address(query: &str) -> String {
    format!("{VERSION}/query?q={}", encoded(query))
}

fn table(puller: &Puller, records: &[&RawValue]) -> Result<Option<Vec<u8>>, PullError> {
    let ids: Vec<String> = records
        .iter()
        .filter_map(|record| path::id(record, "Id"))
        .filter(|id| is_id(id))
        .collect();
    let stages = past(puller, &ids)?.columns();
    let own = puller.config.fields.iter().map(String::as_str);
    let fields: Vec<(&str, &str)> = FIELDS
        .into_iter()
        .chain(own.map(|name| (name, name)))
        .collect();
    let headings: Vec<&str> = fields
        .iter()
        .map(|(_, heading)| *heading)
        .chain(stages.headings.iter().map(String::as_str))
        .collect();
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| row(record, &fields, &stages))
        .collect();
    Ok(csv(&headings, &rows))
}

fn row(record: &RawValue, fields: &[(&str, &str)], stages: &Columns) -> Vec<String> {
    let cell = |(field, _): &(&str, &str)| path::text(record, field).unwrap_or_default();
    let id = path::id(record, "Id").unwrap_or_default();
    fields.iter().map(cell).chain(stages.cells(&id)).collect()
}

/// Through which stages opportunities went; nothing where the organization does not let that be read.
fn past(puller: &Puller, ids: &[String]) -> Result<Past, PullError> {
    let mut past = Past::default();
    for ids in ids.chunks(BATCH) {
        let quoted: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
        let mut question = address(&format!(
            "SELECT OpportunityId, StageName, CreatedDate FROM OpportunityHistory WHERE OpportunityId IN ({}) ORDER BY \
             CreatedDate",
            quoted.join(",")
        ));
        for _ in 0..MOST_PAGES {
            let answer = ask(puller, &question)?;
            if matches!(answer.status, 400 | 403) {
                return Ok(Past::default());
            }
            let answer = puller.api.good(answer, LIST)?;
            let root = puller.api.json(&answer, LIST)?;
            for change in path::list(root, "records") {
                let deal = path::id(change, "OpportunityId");
                let at = path::text(change, "CreatedDate");
                let stage = path::text(change, "StageName");
                if let (Some(deal), Some(at), Some(stage)) = (deal, at, stage) {
                    past.add(&deal, at, &stage);
                }
            }
            match path::text(root, "nextRecordsUrl") {
                Some(next) => question = next,
                None => break,
            }
        }
    }
    Ok(past)
}
