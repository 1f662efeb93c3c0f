//! What does a table of deals that stands beside calls say of them?
//!
//! Such a table is our own, whose rows may each be about one call, or a CRM's export. An export tells the stage of today,
//! and who reads one file beside one call does not know which of the deal's calls was the last: so no stage is taken from
//! it, nor the name of an end from a row that is about an account. The import of deals knows all calls and takes more.

use super::dates::day;
use super::deal::{Dates, Tally, deal, is_total};
use super::headings::Field;
use super::outcome::{outcome, outcome_of_stage};
use super::table::{Row, Table};
use super::values;
use crate::call::crm::CrmDeal;
use crate::call::{Account, Deal};
use crate::ingest::companions::DealRow;
use crate::ingest::transcript::Problem;

/// What ties a row to calls.
const KEYS: [Field; 4] = [Field::Call, Field::Account, Field::Domain, Field::Id];
/// What says how a deal ended, or that it did not.
const ENDS: [Field; 5] = [
    Field::Outcome,
    Field::Status,
    Field::IsWon,
    Field::IsLost,
    Field::IsClosed,
];

/// The rows that can be put to calls; none where no heading names a call, an account, a domain or a deal.
pub(crate) fn rows_beside(text: &str, problems: &mut Vec<Problem>) -> Option<Vec<DealRow>> {
    let table = Table::read(text);
    if !table.has_any(&KEYS) {
        return None;
    }
    let mut odd = Vec::new();
    table.tell_quotes(&mut odd);
    problems.extend(odd.into_iter().map(|problem| Problem {
        message: format!("deals.csv: {}", problem.message),
        ..problem
    }));
    // What is odd about days that only the import needs is told by the import.
    let dates = Dates::of(&table, &mut Vec::new());
    let rows = table.rows.iter();
    let read = rows.filter_map(|row| told(&table, row, &dates, problems));
    Some(read.collect())
}

fn told(table: &Table, row: &Row, dates: &Dates, problems: &mut Vec<Problem>) -> Option<DealRow> {
    let is_deleted = table.cell(row, Field::IsDeleted).and_then(values::flag) == Some(true);
    // Exports end in lines of prose and sums, which nobody wrote and nobody can mend.
    let is_of_report = is_export(table) && row.n_filled() < 2;
    if is_deleted || is_of_report || is_total(table, row) {
        return None;
    }
    let mut leave_out = |code: &str, message: &str| {
        problems.push(Problem::at_line(code, row.line, message));
    };
    let has_key = KEYS.iter().any(|key| table.cell(row, *key).is_some());
    let deal = deal(table, row, dates, &mut Tally::default()).filter(|_| has_key);
    let Some(deal) = deal else {
        let message = "deals.csv tells no call, account, domain or deal here; fill one of them";
        leave_out("deals-row-without-key", message);
        return None;
    };
    if row.n_filled() == 1 {
        let message = "deals.csv tells nothing about the deal here; the line is left out";
        leave_out("deals-row-without-facts", message);
        return None;
    }
    let date = call_date(table, row, dates);
    if date.is_none() && table.cell(row, Field::CallDate).is_some() {
        let message = "deals.csv has a date here that cannot be read, or in two ways; it is left out, so write dates like \
                       2026-12-01";
        leave_out("deals-date-unreadable", message);
    }
    Some(DealRow {
        call: deal.calls.first().cloned(),
        domain: deal.domains.first().cloned(),
        account: Account {
            name: deal.accounts.first().cloned(),
            industry: deal.industry.clone(),
            size: deal.size.clone(),
            region: deal.region.clone(),
        },
        deal: Deal {
            stage: stage_then(table, row, &deal),
            outcome: outcome_now(table, row, &deal),
            id: deal.id,
            reason: deal.reason,
            relationship: deal.relationship,
            amount: deal.amount,
        },
        date,
        line: row.line,
    })
}

/// A row that tells a call or its day is about that call.
fn is_of_call(table: &Table, row: &Row) -> bool {
    let has = |field| table.cell(row, field).is_some();
    has(Field::Call) || has(Field::CallDate)
}

/// Only exports know when a deal was created and closed.
fn is_export(table: &Table) -> bool {
    table.has_any(&[Field::Created, Field::Closed])
}

fn stage_then(table: &Table, row: &Row, deal: &CrmDeal) -> Option<String> {
    let is_end = |stage: &String| outcome_of_stage(stage).is_some_and(|told| told != "open");
    let stage = deal.stage.clone();
    stage.filter(|stage| is_of_call(table, row) || !(is_export(table) || is_end(stage)))
}

/// What became of the deal, in our words where we know the table's. The stage of our own table is one of the past, and
/// that a deal was open then does not tell that it is open now.
fn outcome_now(table: &Table, row: &Row, deal: &CrmDeal) -> Option<String> {
    if let Some(written) = table.cell(row, Field::Outcome)
        && outcome(written).is_none()
    {
        return Some(written.to_owned());
    }
    let is_told = ENDS.iter().any(|field| table.cell(row, *field).is_some());
    let told = deal.outcome.clone();
    told.filter(|told| told != "open" || is_told || is_export(table))
}

/// The day of the call, with its clock time where it is written as we write it.
fn call_date(table: &Table, row: &Row, dates: &Dates) -> Option<String> {
    let written = table.cell(row, Field::CallDate)?;
    let day = day(written, dates.call)?;
    if written.starts_with(&day) {
        return Some(written.to_owned());
    }
    Some(day)
}
