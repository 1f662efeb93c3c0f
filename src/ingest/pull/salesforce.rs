//! How does Salesforce list opportunities?
//!
//! Documented at developer.salesforce.com (REST query, `nextRecordsUrl`, OAuth client credentials). Sure of both; no
//! organization was asked. Which fields hold the reason for a loss differs everywhere, so `fields` adds them. Deals only:
//! Salesforce keeps no transcripts that all organizations could query.

use serde_json::value::RawValue;

use crate::ingest::hooks::errand::Errand;

use super::api::encoded;
use super::cursor::{Next, Window};
use super::error::PullError;
use super::table::csv;
use super::{Batch, Fetched, Puller, json as path};

const LIST: &str = "list opportunities";
const VERSION: &str = "/services/data/v62.0";

/// Fields that every organization has, and the headings under which a report shows them.
const FIELDS: [(&str, &str); 15] = [
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
];

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
    // The next page's address comes out of an answer; it is one of the query's own, or none.
    if !question.starts_with(VERSION) {
        return Err(puller.api.odd(LIST));
    }
    let answer = puller.api.good(puller.api.get(&question)?, LIST)?;
    let root = puller.api.json(&answer, LIST)?;
    if path::at(root, "records").is_none() {
        return Err(puller.api.odd(LIST));
    }
    Ok(Batch {
        deals: table(puller, &path::list(root, "records")),
        next: path::text(root, "nextRecordsUrl").map(|token| Next {
            token,
            ..Next::default()
        }),
        ..Batch::default()
    })
}

/// An opportunity by its id, as a table of one row.
pub(super) fn fetch_deal(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let is_id = matches!(errand.id.len(), 15 | 18)
        && errand.id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_id {
        return Err(puller.api.odd(LIST));
    }
    let question = query(puller, &format!("Id = '{}'", errand.id));
    let answer = puller.api.good(puller.api.get(&question)?, LIST)?;
    let root = puller.api.json(&answer, LIST)?;
    let table = table(puller, &path::list(root, "records"));
    Ok(table.map(|bytes| puller.deals(bytes)))
}

fn query(puller: &Puller, condition: &str) -> String {
    let usual = FIELDS.iter().map(|(field, _)| *field);
    let own = puller.config.fields.iter().map(String::as_str);
    let fields: Vec<&str> = usual.chain(own).collect();
    let query = format!(
        "SELECT {} FROM Opportunity WHERE {condition}",
        fields.join(", ")
    );
    format!("{VERSION}/query?q={}", encoded(&query))
}

fn table(puller: &Puller, records: &[&RawValue]) -> Option<Vec<u8>> {
    let own = puller.config.fields.iter().map(String::as_str);
    let fields: Vec<(&str, &str)> = FIELDS
        .into_iter()
        .chain(own.map(|name| (name, name)))
        .collect();
    let headings: Vec<&str> = fields.iter().map(|(_, heading)| *heading).collect();
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| {
            let cell = |(field, _): &(&str, &str)| path::text(record, field).unwrap_or_default();
            fields.iter().map(cell).collect()
        })
        .collect();
    csv(&headings, &rows)
}
