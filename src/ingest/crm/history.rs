//! Through which stages did deals go, where a table has a row for each change?
//!
//! Three shapes: HubSpot's property history and Salesforce's field history, a row for each change of any property, of
//! which only the stage is wanted; a report with the stage that was left and the one that was entered; and Salesforce's
//! OpportunityHistory, an id of its own beside the opportunity's.

use super::dates::{Signs, moment};
use super::headings::fold;
use super::names::{id_key, is_rounded};
use super::table::{Row, Table};
use crate::call::crm::{CrmDeal, StageChange};
use crate::ingest::transcript::{Problem, Refusal};

const DEAL: [&str; 6] = [
    "dealid",
    "opportunityid",
    "recordid",
    "objectid",
    "hsobjectid",
    "datensatzid",
];
const PROPERTY: [&str; 5] = [
    "propertyname",
    "property",
    "fieldname",
    "field",
    "fieldevent",
];
const VALUE: [&str; 3] = ["propertyvalue", "newvalue", "value"];
/// The stage that was left.
const LEFT: [&str; 3] = ["oldvalue", "fromstage", "previousvalue"];
const MOMENT: [&str; 12] = [
    "timestamp",
    "changedate",
    "changedat",
    "changedon",
    "datechanged",
    "stagechangedate",
    "editdate",
    "createddate",
    "createdat",
    "lastmodified",
    "lastmodifieddate",
    "date",
];
/// The properties of which the history is wanted.
const STAGE: [&str; 4] = ["dealstage", "stagename", "stage", "opportunitystage"];

/// Where such a table has what.
pub(super) struct Columns {
    deal: usize,
    at: usize,
    stage: usize,
    left: Option<usize>,
    /// The column that names the property, where a row may be about any.
    property: Option<usize>,
}

impl Columns {
    /// The columns, if the table is one of changes.
    pub(super) fn of(table: &Table) -> Option<Columns> {
        let column =
            |names: &[&str]| table.column(|heading| names.contains(&fold(heading).as_str()));
        let deal = column(&DEAL)?;
        // Fivetran's names are too common to be believed one by one.
        let plain = || {
            Some((
                column(&["name"])?,
                column(&["value"])?,
                column(&["timestamp"])?,
            ))
        };
        let named = || Some((column(&PROPERTY)?, column(&VALUE)?, column(&MOMENT)?));
        if let Some((property, stage, at)) = named().or_else(plain) {
            return Some(Columns {
                deal,
                at,
                stage,
                left: column(&LEFT),
                property: Some(property),
            });
        }
        let entered = || column(&["tostage"]);
        let of_history = || {
            column(&["id"])?;
            let has_names = column(&["name", "opportunityname", "dealname"]).is_some();
            column(&STAGE).filter(|_| !has_names)
        };
        Some(Columns {
            deal,
            stage: entered().or_else(of_history)?,
            left: column(&LEFT),
            at: column(&MOMENT)?,
            property: None,
        })
    }
}

/// A deal for each change, with its id and nothing else.
pub(super) fn deals(
    table: &Table,
    columns: &Columns,
    problems: &mut Vec<Problem>,
) -> Result<Vec<CrmDeal>, Refusal> {
    let is_of_stage = |row: &Row| match columns.property {
        Some(property) => row
            .at(property)
            .is_some_and(|name| STAGE.contains(&fold(name).as_str())),
        None => true,
    };
    let rows: Vec<&Row> = table.rows.iter().filter(|row| is_of_stage(row)).collect();
    if rows.is_empty() {
        return Err(Refusal::new(
            "no-stages",
            "this is a history of deals' properties, but none of its rows is about the stage (`dealstage` in HubSpot, \
             `StageName` in Salesforce); export the history of that property",
        ));
    }
    let mut signs = Signs::default();
    for cell in rows.iter().filter_map(|row| row.at(columns.at)) {
        signs.see(cell);
    }
    let mut deals = Vec::new();
    let mut n_unread = 0_usize;
    for row in rows {
        let id = row.at(columns.deal).filter(|id| !is_rounded(id));
        let at = row
            .at(columns.at)
            .and_then(|cell| moment(cell, signs.order()));
        let (Some(id), Some(at), Some(stage)) = (id, at, row.at(columns.stage)) else {
            n_unread += 1;
            continue;
        };
        deals.push(CrmDeal {
            key: id_key(id),
            id: Some(id.to_owned()),
            stages: vec![StageChange {
                at,
                stage: stage.to_owned(),
                is_stated: false,
                left: columns
                    .left
                    .and_then(|left| row.at(left))
                    .map(str::to_owned),
                call: None,
            }],
            ..CrmDeal::default()
        });
    }
    if n_unread > 0 {
        problems.push(Problem::of_file(
            "stages-unreadable",
            format!(
                "{n_unread} of the changes lack deal, date or stage, or have a date that can be read in two ways; they are \
                 left out, so write dates like 2026-12-01"
            ),
        ));
    }
    Ok(deals)
}
