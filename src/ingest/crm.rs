//! Which deals does a CRM's table hold, and which calls belong to them?
//!
//! Bytes come in, deals go out: exports of HubSpot, Salesforce, Pipedrive, Zoho and Close, our own deals.csv, and tables
//! of a deal's past stages. [`plan()`] puts calls to deals and says what could not be put, and why. No message repeats what
//! stands in a cell, since names and e-mails do.
//!
//! # Whose word counts
//! - Outcome, reason, amount: the CRM's, where it has one; else the file's. They are known only after the call.
//! - Stage: the CRM's history, else the stage of today if the call is the deal's last one and the deal was not closed
//!   after it, else the file's (`facts`).
//! - Account (name, industry, size, region), relationship and the deal's id: the file's, and the CRM's where it has none.

mod dates;
mod deal;
mod facts;
mod headings;
mod history;
mod join;
mod names;
mod plan;
mod relationship;
mod table;
mod values;

use std::collections::HashMap;

use crate::call::crm::CrmDeal;
use crate::ingest::parse::encoding;
use crate::ingest::transcript::{Problem, Refusal};

use self::headings::Field;
use self::table::Table;

pub(crate) use self::names::account_key;
pub use self::plan::{Match, Plan, Why, plan};

/// What one file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Each deal once, by key.
    pub deals: Vec<CrmDeal>,
    pub holds: Holds,
    pub problems: Vec<Problem>,
}

/// What kind of table a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Deals,
    /// Through which stages deals went.
    Stages,
}

/// One of these names the deal …
const WHO: [Field; 5] = [
    Field::Id,
    Field::Name,
    Field::Account,
    Field::Domain,
    Field::Call,
];
/// … and one of these makes the table one of deals rather than of companies, contacts or tasks.
const WHAT: [Field; 8] = [
    Field::Stage,
    Field::Outcome,
    Field::IsWon,
    Field::IsLost,
    Field::Amount,
    Field::LostReason,
    Field::WonReason,
    Field::Reason,
];

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Import, Refusal> {
    let decoded = encoding::decode(bytes).map_err(|refusal| {
        let message = match refusal.code {
            "empty" => "the file is empty; export the deals again",
            _ => "this is no text; export the deals as CSV",
        };
        Refusal::new(refusal.code, message)
    })?;
    let table = Table::read(&decoded.text);
    let mut problems = decoded.problems;
    if let Some(past) = history::Columns::of(&table) {
        let deals = history::deals(&table, &past, &mut problems)?;
        return Ok(Import {
            deals: merged(deals),
            holds: Holds::Stages,
            problems,
        });
    }
    if !table.has_any(&WHO) || !table.has_any(&WHAT) {
        return Err(no_deals(&table));
    }
    let deals = deal::deals(&table, &mut problems);
    Ok(Import {
        deals: merged(deals),
        holds: Holds::Deals,
        problems,
    })
}

/// Rows of one deal made one, in the order in which deals are first met; later rows have the word.
fn merged(rows: Vec<CrmDeal>) -> Vec<CrmDeal> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut deals: Vec<CrmDeal> = Vec::new();
    for mut row in rows {
        let place = *places.entry(row.key.clone()).or_insert(deals.len());
        if let Some(known) = deals.get_mut(place) {
            known.learn(row);
        } else {
            row.tidy();
            deals.push(row);
        }
    }
    deals
}

/// More headings than these help nobody.
const SHOWN: usize = 12;
/// Longer headings are cut.
const LONGEST: usize = 40;

/// Why a table holds no deals: what was found, and what is needed.
fn no_deals(table: &Table) -> Refusal {
    const NEEDED: &str = "a table of deals needs a column that names the deal (`Record ID`, `Deal Name`, `Opportunity ID`, \
        `Opportunity Name`, `Account Name`, …) and one that says what became of it (`Deal Stage`, `Stage`, `Amount`, \
        `Is Closed Won`, `Outcome`, …); export deals from HubSpot or an opportunity report from Salesforce as CSV";
    if table.headings.iter().any(|heading| is_data(heading)) {
        let message =
            format!("this is no table of deals: its first row holds no headings; {NEEDED}");
        return Refusal::new("no-deals", message);
    }
    let headings = table.headings.iter().filter(|heading| !heading.is_empty());
    let shown: Vec<String> = headings
        .clone()
        .take(SHOWN)
        .map(|heading| short(heading))
        .collect();
    let n_more = headings.count().saturating_sub(SHOWN);
    let more = match n_more {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let lacks = match (table.has_any(&WHO), table.has_any(&WHAT)) {
        (true, _) => "nothing says what became of a deal",
        (false, true) => "nothing names a deal",
        (false, false) => "none of them is about deals",
    };
    Refusal::new(
        "no-deals",
        format!(
            "this is no table of deals: its headings are {}{more}, and {lacks}; {NEEDED}",
            shown.join(", ")
        ),
    )
}

/// Headings hold no addresses, no numbers and no long prose; cells of a file without headings do.
fn is_data(heading: &str) -> bool {
    let n_digits = heading.chars().filter(char::is_ascii_digit).count();
    let is_number = n_digits > 0 && !heading.chars().any(char::is_alphabetic);
    heading.contains('@') || is_number || heading.chars().count() > 2 * LONGEST
}

fn short(heading: &str) -> String {
    let is_long = heading.chars().count() > LONGEST;
    let cut: String = heading.chars().take(LONGEST).collect();
    format!("`{cut}{}`", if is_long { "…" } else { "" })
}
