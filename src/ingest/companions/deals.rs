//! What does `deals.csv` say about accounts and deals?
//!
//! Headings are ours, and those of HubSpot's and Salesforce's own exports where they mean the same.

use super::DealRow;
use super::table::{Row, Table};
use crate::call::{Account, Deal};
use crate::ingest::transcript::Problem;

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Call,
    Account,
    Domain,
    Industry,
    Size,
    Region,
    Deal,
    Stage,
    Outcome,
    Reason,
    Relationship,
    Amount,
    Date,
}

const KEYS: [Column; 4] = [Column::Call, Column::Account, Column::Domain, Column::Deal];

fn column(heading: &str) -> Option<Column> {
    Some(match heading {
        "call" | "call id" | "file" | "file name" | "filename" => Column::Call,
        "account" | "account name" | "company" | "associated company" => Column::Account,
        "domain" | "company domain name" | "email domain" => Column::Domain,
        "industry" => Column::Industry,
        "size" | "employees" | "number of employees" => Column::Size,
        "region" | "country" | "country/region" => Column::Region,
        "deal" | "deal id" | "record id" | "opportunity id" => Column::Deal,
        "stage" | "deal stage" | "dealstage" | "stagename" => Column::Stage,
        "outcome" => Column::Outcome,
        "reason" | "crm reason" | "closed lost reason" | "closed won reason" => Column::Reason,
        "loss reason" | "loss reason c" | "closed lost reason c" => Column::Reason,
        "relationship" => Column::Relationship,
        "amount" => Column::Amount,
        "date" | "call date" => Column::Date,
        _ => return None,
    })
}

/// The rows that can be put to a call.
pub(super) fn rows(bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<DealRow> {
    let Some(table) = Table::read("deals.csv", bytes, column, problems) else {
        return Vec::new();
    };
    if !table.has_any(&KEYS) {
        problems.push(Problem::at_line(
            "deals-without-heading",
            1,
            "deals.csv has no column `call`, `account`, `domain` or `deal` and is left out; begin it \
             with call,account,domain,industry,size,region,deal,stage,outcome,reason,relationship,\
             amount,date",
        ));
        return Vec::new();
    }
    table
        .rows()
        .iter()
        .filter_map(|row| deal(&table, row, problems))
        .collect()
}

fn deal(table: &Table<Column>, row: &Row, problems: &mut Vec<Problem>) -> Option<DealRow> {
    let cell = |column| table.cell(row, column);
    let read = DealRow {
        call: cell(Column::Call),
        domain: cell(Column::Domain).map(|domain| bare_domain(&domain)),
        account: Account {
            name: cell(Column::Account),
            industry: cell(Column::Industry),
            size: cell(Column::Size),
            region: cell(Column::Region),
        },
        deal: Deal {
            id: cell(Column::Deal),
            stage: cell(Column::Stage),
            outcome: cell(Column::Outcome),
            reason: cell(Column::Reason),
            relationship: cell(Column::Relationship),
            amount: cell(Column::Amount),
        },
        date: cell(Column::Date),
        line: row.line,
    };
    if KEYS.into_iter().all(|key| cell(key).is_none()) {
        let message = "deals.csv tells no call, account, domain or deal here; fill one of them";
        problems.push(Problem::at_line("deals-row-without-key", row.line, message));
        return None;
    }
    // Reports end in lines of prose in the first cell.
    let is_key_alone = row.n_filled() == 1;
    if is_key_alone {
        let message = "deals.csv tells nothing about the deal here; the line is left out";
        problems.push(Problem::at_line(
            "deals-row-without-facts",
            row.line,
            message,
        ));
        return None;
    }
    Some(read)
}

/// `https://www.Example.com/about` is the domain `example.com`.
fn bare_domain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let host = text
        .split_once("://")
        .map_or(text.as_str(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.trim_start_matches('@').to_owned()
}
