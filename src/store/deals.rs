//! Which deals did CRMs tell of?

use std::collections::HashMap;

use rusqlite::{Connection, Row, TransactionBehavior, params};

use crate::call::crm::{CrmDeal, StageChange};

use super::call_deal;
use super::catalogue::Catalogue;
use super::error::{StoreError, Trouble};
use super::facts::unsigned;
use super::schema::has_table;

impl Catalogue {
    /// Every deal with its past stages, by key.
    pub fn deals(&self) -> Result<Vec<CrmDeal>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "call_deal")? {
                return Ok(Vec::new());
            }
            let mut stages = stages(conn)?;
            let mut select = conn.prepare_cached(
                "SELECT key, id, name, accounts, stage, outcome, reason, amount, relationship, lead_source,
                    industry, size, region, owner, created, closed, emails, domains, calls
                 FROM deal ORDER BY key",
            )?;
            let mut rows = select.query([])?;
            let mut deals = Vec::new();
            while let Some(row) = rows.next()? {
                let mut deal = deal(row)?;
                deal.stages = stages.remove(&deal.key).unwrap_or_default();
                deals.push(deal);
            }
            Ok(deals)
        })
    }

    /// By key: how many calls a deal has, where it has any.
    pub fn calls_by_deal(&self) -> Result<HashMap<String, u64>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "call_deal")? {
                return Ok(HashMap::new());
            }
            let mut select =
                conn.prepare_cached("SELECT deal, COUNT(*) FROM call_deal GROUP BY deal")?;
            let mut rows = select.query([])?;
            let mut counts = HashMap::new();
            while let Some(row) = rows.next()? {
                counts.insert(row.get(0)?, unsigned(row, 1)?);
            }
            Ok(counts)
        })
    }

    /// Keeps deals as they are given, in place of what was known under their keys, all or none. Which call belongs to
    /// which of them counts as unknown from then on.
    pub fn put_deals(&mut self, deals: &[CrmDeal], now: &str) -> Result<(), StoreError> {
        put_all(&mut self.conn, deals, now)
            .map_err(|trouble| trouble.at("keep deals in", &self.path))
    }
}

fn stages(conn: &Connection) -> Result<HashMap<String, Vec<StageChange>>, Trouble> {
    // A reader may have a catalogue open that no writer has brought to today's schema yet.
    let mut select = if conn.column_exists(None, "deal_stage", "call")? {
        conn.prepare_cached(
            "SELECT deal, at, stage, is_stated, left_stage, call FROM deal_stage
             ORDER BY deal, at, stage, is_stated, left_stage, call",
        )?
    } else {
        conn.prepare_cached(
            "SELECT deal, at, stage, is_stated, NULL, '' FROM deal_stage
             ORDER BY deal, at, stage, is_stated",
        )?
    };
    let mut rows = select.query([])?;
    let mut stages: HashMap<String, Vec<StageChange>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let call: String = row.get(5)?;
        stages.entry(row.get(0)?).or_default().push(StageChange {
            at: row.get(1)?,
            stage: row.get(2)?,
            is_stated: row.get(3)?,
            left: row.get(4)?,
            call: Some(call).filter(|call| !call.is_empty()),
        });
    }
    Ok(stages)
}

fn deal(row: &Row<'_>) -> rusqlite::Result<CrmDeal> {
    Ok(CrmDeal {
        key: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        accounts: list(row, 3)?,
        stage: row.get(4)?,
        outcome: row.get(5)?,
        reason: row.get(6)?,
        amount: row.get(7)?,
        relationship: row.get(8)?,
        source: row.get(9)?,
        industry: row.get(10)?,
        size: row.get(11)?,
        region: row.get(12)?,
        owner: row.get(13)?,
        created: row.get(14)?,
        closed: row.get(15)?,
        emails: list(row, 16)?,
        domains: list(row, 17)?,
        calls: list(row, 18)?,
        stages: Vec::new(),
    })
}

/// Entries hold no line ends, so a line is an entry.
fn list(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    let lines: String = row.get(column)?;
    Ok(lines.lines().map(str::to_owned).collect())
}

const PUT: &str = "
INSERT INTO deal (key, id, name, accounts, stage, outcome, reason, amount, relationship, lead_source, industry, size,
    region, owner, created, closed, emails, domains, calls, imported_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
ON CONFLICT (key) DO UPDATE SET id = ?2, name = ?3, accounts = ?4, stage = ?5, outcome = ?6, reason = ?7, amount = ?8,
    relationship = ?9, lead_source = ?10, industry = ?11, size = ?12, region = ?13, owner = ?14, created = ?15,
    closed = ?16, emails = ?17, domains = ?18, calls = ?19, imported_at = ?20";

fn put_all(conn: &mut Connection, deals: &[CrmDeal], now: &str) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for deal in deals {
        put(&tx, deal, now)?;
    }
    call_deal::make_stale(&tx)?;
    tx.commit()?;
    Ok(())
}

fn put(conn: &Connection, deal: &CrmDeal, now: &str) -> Result<(), Trouble> {
    conn.prepare_cached(PUT)?.execute(params![
        deal.key,
        deal.id,
        deal.name,
        deal.accounts.join("\n"),
        deal.stage,
        deal.outcome,
        deal.reason,
        deal.amount,
        deal.relationship,
        deal.source,
        deal.industry,
        deal.size,
        deal.region,
        deal.owner,
        deal.created,
        deal.closed,
        deal.emails.join("\n"),
        deal.domains.join("\n"),
        deal.calls.join("\n"),
        now,
    ])?;
    conn.prepare_cached("DELETE FROM deal_stage WHERE deal = ?1")?
        .execute(params![deal.key])?;
    let mut insert = conn.prepare_cached(
        "INSERT OR IGNORE INTO deal_stage (deal, at, stage, is_stated, left_stage, call)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for change in &deal.stages {
        insert.execute(params![
            deal.key,
            change.at,
            change.stage,
            change.is_stated,
            change.left,
            change.call.as_deref().unwrap_or(""),
        ])?;
    }
    Ok(())
}
