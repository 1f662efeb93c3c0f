//! Which deal does a row tell of?

use super::dates::{Order, Signs, day, moment};
use super::headings::Field;
use super::names::{account_key, id_key, is_rounded};
use super::outcome::{self, outcome_of_stage};
use super::relationship::relationship;
use super::table::{Row, Table};
use super::values;
use crate::call::crm::{CrmDeal, StageChange};
use crate::ingest::transcript::Problem;

/// The deals of a table, a row at a time, and what is odd about them.
pub(super) fn deals(table: &Table, problems: &mut Vec<Problem>) -> Vec<CrmDeal> {
    let dates = Dates::of(table, problems);
    let mut tally = Tally::default();
    let mut deals = Vec::new();
    for row in &table.rows {
        if table.cell(row, Field::IsDeleted).and_then(values::flag) == Some(true) {
            tally.n_deleted += 1;
            continue;
        }
        // Reports end in lines of prose: who made them, and that they are confidential.
        if row.n_filled() < 2 || is_total(table, row) {
            continue;
        }
        match deal(table, row, &dates, &mut tally) {
            Some(deal) => deals.push(deal),
            None => problems.push(Problem::at_line(
                "deal-without-name",
                row.line,
                "nothing in this row says which deal or company it is about; it is left out",
            )),
        }
    }
    tally.tell(problems);
    deals
}

/// `Grand Totals (12 records)` stands in the first column, whatever that is. A company may be called so, too, but then the
/// row has its own id.
pub(super) fn is_total(table: &Table, row: &Row) -> bool {
    let first = row.at(0).unwrap_or("");
    let lower = first.to_ascii_lowercase();
    let is_sum = ["total", "grand total", "subtotal"].iter().any(|word| {
        let rest = lower.strip_prefix(*word);
        rest.is_some_and(|rest| {
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            rest.is_empty() || rest.starts_with(" (")
        })
    });
    is_sum && table.cell(row, Field::Id).is_none_or(|id| id == first)
}

/// What is told once and not for every row.
#[derive(Default)]
pub(super) struct Tally {
    n_deleted: usize,
    n_rounded: usize,
    n_bad_dates: usize,
}

impl Tally {
    fn tell(&self, problems: &mut Vec<Problem>) {
        let mut tell = |n: usize, code: &str, message: &str| {
            if n > 0 {
                let rows = if n == 1 { "row" } else { "rows" };
                problems.push(Problem::of_file(code, format!("{n} {rows} {message}")));
            }
        };
        tell(
            self.n_deleted,
            "deals-deleted",
            "marked as deleted in the CRM and left out",
        );
        tell(
            self.n_rounded,
            "ids-rounded",
            "with an id like 1.23E+11, of which a spreadsheet cut the last digits; such ids are left out, so import the \
             CSV as the CRM exports it",
        );
        tell(
            self.n_bad_dates,
            "dates-unreadable",
            "with a date that could not be read and is left out; write dates like 2026-12-01",
        );
    }
}

/// The deal of a row; none where nothing says which it is.
pub(super) fn deal(table: &Table, row: &Row, dates: &Dates, tally: &mut Tally) -> Option<CrmDeal> {
    let text = |field: Field| table.cell(row, field).map(tidy);
    let mut deal = CrmDeal {
        id: text(Field::Id),
        name: text(Field::Name),
        stage: text(Field::Stage),
        outcome: outcome(table, row).map(str::to_owned),
        source: text(Field::Source),
        industry: text(Field::Industry),
        size: text(Field::Size),
        region: text(Field::Region),
        owner: text(Field::Owner),
        ..CrmDeal::default()
    };
    if deal.id.as_deref().is_some_and(is_rounded) {
        tally.n_rounded += 1;
        deal.id = None;
    }
    deal.reason = reason(table, row, deal.outcome.as_deref()).map(tidy);
    deal.amount =
        text(Field::Amount).map(|amount| values::amount(&amount, table.cell(row, Field::Currency)));
    let kind = table.cell(row, Field::Type);
    deal.relationship = text(Field::Relationship)
        .or_else(|| relationship(deal.source.as_deref(), kind).map(str::to_owned));
    take_company(&mut deal, table, row);
    deal.calls = table
        .cells(row, Field::Call)
        .map(|call| tidy(call).to_lowercase())
        .collect();
    take_dates(&mut deal, table, row, dates, tally);
    deal.key = key(&deal)?;
    Some(deal)
}

/// Cells may hold line breaks.
fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The CRM's word, its flags, and only then the name of the stage.
fn outcome(table: &Table, row: &Row) -> Option<&'static str> {
    let flag = |field| table.cell(row, field).and_then(values::flag);
    let word = |field| table.cell(row, field).and_then(outcome::outcome);
    let by_flags = match (
        flag(Field::IsWon),
        flag(Field::IsLost),
        flag(Field::IsClosed),
    ) {
        (Some(true), Some(true), _) => None,
        (Some(true), _, _) => Some("won"),
        (_, Some(true), _) => Some("lost"),
        (Some(false), _, Some(true)) => Some("lost"),
        (_, _, Some(false)) | (Some(false), Some(false), None) => Some("open"),
        _ => None,
    };
    word(Field::Outcome)
        .or(by_flags)
        .or_else(|| word(Field::Status))
        .or_else(|| by_stage(table, row))
}

/// A deal that has a reason for which it was lost may have been lost, whatever its stage is called.
fn by_stage(table: &Table, row: &Row) -> Option<&'static str> {
    let told = outcome_of_stage(table.cell(row, Field::Stage)?)?;
    let is_doubtful = told == "open" && table.cell(row, Field::LostReason).is_some();
    (!is_doubtful).then_some(told)
}

/// A deal that was won may still hold the reason for which it was once lost.
fn reason<'r>(table: &Table, row: &'r Row, outcome: Option<&str>) -> Option<&'r str> {
    let fields: &[Field] = match outcome {
        Some("won") => &[Field::WonReason, Field::Reason],
        Some("open") => &[Field::Reason],
        _ => &[Field::LostReason, Field::Reason],
    };
    fields.iter().find_map(|field| table.cell(row, *field))
}

fn take_company(deal: &mut CrmDeal, table: &Table, row: &Row) {
    if let Some(cell) = table.cell(row, Field::Account) {
        (deal.accounts, deal.domains) = values::accounts(cell);
    }
    for cell in table.cells(row, Field::Domain) {
        deal.domains.extend(values::domains(cell));
    }
    for cell in table.cells(row, Field::Contacts) {
        deal.emails.extend(values::emails(cell));
    }
}

fn take_dates(deal: &mut CrmDeal, table: &Table, row: &Row, dates: &Dates, tally: &mut Tally) {
    let mut is_bad = false;
    let mut read = |field: Field, order: Option<Order>| {
        let cell = table.cell(row, field)?;
        let day = day(cell, order);
        is_bad |= day.is_none();
        day
    };
    deal.created = read(Field::Created, dates.created);
    deal.closed = read(Field::Closed, dates.closed);
    let stated = read(Field::CallDate, dates.call);
    if deal.closed.is_none() {
        // A column that is called no more than `closed` may hold yes and no, or a day.
        let cell = table.cell(row, Field::IsClosed);
        deal.closed = cell.and_then(|cell| day(cell, dates.closed));
    }
    take_stated(deal, stated);
    for (stage, cell) in table.stages_entered(row) {
        match moment(cell, dates.stages) {
            Some(at) => deal.stages.push(StageChange {
                at,
                stage: stage.to_owned(),
                is_stated: false,
                left: None,
                call: None,
            }),
            None => is_bad = true,
        }
    }
    tally.n_bad_dates += usize::from(is_bad);
}

/// A row about a call, or about a day, tells the stage at that time.
fn take_stated(deal: &mut CrmDeal, day: Option<String>) {
    let Some(stage) = &deal.stage else {
        return;
    };
    let stated = |call: Option<&String>| StageChange {
        at: day.clone().unwrap_or_default(),
        stage: stage.clone(),
        is_stated: true,
        left: None,
        call: call.cloned(),
    };
    if deal.calls.is_empty() {
        deal.stages.extend(day.is_some().then(|| stated(None)));
    } else {
        let of_calls = deal.calls.iter().map(|call| stated(Some(call)));
        deal.stages.extend(of_calls);
    }
}

/// By what a deal is known again when it is imported once more.
fn key(deal: &CrmDeal) -> Option<String> {
    if let Some(id) = &deal.id {
        return Some(id_key(id));
    }
    let account = deal.accounts.first().map(|name| account_key(name));
    let name = deal.name.as_ref().map(|name| name.to_lowercase());
    let named: Vec<String> = [account, name].into_iter().flatten().collect();
    if !named.is_empty() {
        return Some(format!("named: {}", named.join(" / ")));
    }
    let other = deal
        .domains
        .first()
        .or(deal.emails.first())
        .or(deal.calls.first())?;
    Some(format!("named: {other}"))
}

/// In which order each column of dates has day and month.
pub(super) struct Dates {
    created: Option<Order>,
    closed: Option<Order>,
    pub(super) call: Option<Order>,
    stages: Option<Order>,
}

impl Dates {
    pub(super) fn of(table: &Table, problems: &mut Vec<Problem>) -> Dates {
        let created = signs(table, Field::Created);
        let closed = signs(table, Field::Closed).and(signs(table, Field::IsClosed));
        let call = signs(table, Field::CallDate);
        let mut stages = Signs::default();
        for row in &table.rows {
            for (_, cell) in table.stages_entered(row) {
                stages.see(cell);
            }
        }
        let all = created.and(closed).and(call).and(stages);
        let is_unclear = [created, closed, call, stages]
            .iter()
            .any(|signs| signs.needs_order() && signs.order().or(all.order()).is_none());
        if is_unclear {
            problems.push(Problem::of_file(
                "dates-ambiguous",
                "dates like 03/04/2026 stand here, and none shows whether the day or the month comes first; those that \
                 could be either are left out, so export them like 2026-04-03",
            ));
        }
        let order = |signs: Signs| signs.order().or(all.order());
        Dates {
            created: order(created),
            closed: order(closed),
            call: order(call),
            stages: order(stages),
        }
    }
}

fn signs(table: &Table, field: Field) -> Signs {
    let mut signs = Signs::default();
    for row in &table.rows {
        for cell in table.cells(row, field) {
            signs.see(cell);
        }
    }
    signs
}
