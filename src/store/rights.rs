//! Who allowed which words to be shown, and who took it back?
//!
//! What is written down is never changed and never taken out: a right that ended stays as one that ended. What it means
//! for a quote is the quote step's business. Where words went stands in [`uses`], which files left in [`exports`].

pub mod exports;

pub mod uses;

use rusqlite::{Connection, Row, TransactionBehavior, params};

use super::catalogue::Catalogue;
use super::error::{StoreError, Trouble};
use super::schema::has_table;

/// A right as it is kept. Days are `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GrantRow {
    /// Given by the catalogue; runs through grants and withdrawals together.
    pub number: i64,
    /// `account`, `call`, `person` or `quote`.
    pub kind: String,
    pub subject: String,
    /// Of a quote: the hash of its turn's text; empty for everything else.
    pub turn_sha256: String,
    pub level: String,
    pub granted_by: String,
    pub from_day: String,
    pub until_day: Option<String>,
    pub evidence: Option<String>,
    pub note: Option<String>,
    /// RFC 3339.
    pub recorded_at: String,
}

/// A withdrawal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WithdrawalRow {
    pub number: i64,
    pub kind: String,
    pub subject: String,
    pub turn_sha256: String,
    pub withdrawn_by: Option<String>,
    pub on_day: String,
    pub note: Option<String>,
    /// RFC 3339.
    pub recorded_at: String,
}

/// Where some words stand: what uses and exports remember of a quote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct CarriedRow {
    pub call: String,
    pub turn: u32,
    pub from: u32,
    pub to: u32,
    pub turn_sha256: String,
}

impl Catalogue {
    /// Every right that was written down, in that order.
    pub fn grants(&self) -> Result<Vec<GrantRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "carried")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT number, kind, subject, turn_sha256, level, granted_by, from_day, until_day, evidence, note,
                    recorded_at
                 FROM grant_right ORDER BY number",
            )?;
            let mut rows = select.query([])?;
            let mut grants = Vec::new();
            while let Some(row) = rows.next()? {
                grants.push(grant(row)?);
            }
            Ok(grants)
        })
    }

    /// Every withdrawal, in the order in which they were written down.
    pub fn withdrawals(&self) -> Result<Vec<WithdrawalRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "carried")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT number, kind, subject, turn_sha256, withdrawn_by, on_day, note, recorded_at
                 FROM withdrawal ORDER BY number",
            )?;
            let mut rows = select.query([])?;
            let mut withdrawals = Vec::new();
            while let Some(row) = rows.next()? {
                withdrawals.push(withdrawal(row)?);
            }
            Ok(withdrawals)
        })
    }

    /// Writes rights down, all or none, and gives the number of the first; their own numbers are not looked at.
    pub fn put_grants(&mut self, grants: &[GrantRow]) -> Result<i64, StoreError> {
        put_grants(&mut self.conn, grants)
            .map_err(|trouble| trouble.at("write rights into", &self.path))
    }

    /// Writes a withdrawal down and gives its number.
    pub fn put_withdrawal(&mut self, withdrawal: &WithdrawalRow) -> Result<i64, StoreError> {
        put_withdrawal(&mut self.conn, withdrawal)
            .map_err(|trouble| trouble.at("write a withdrawal into", &self.path))
    }

    /// The names, each with its account, under which whoever has an e-mail address is on kept calls.
    pub fn names_with_email(
        &self,
        email: &str,
    ) -> Result<Vec<(String, Option<String>)>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT DISTINCT participant.name, call.account
                 FROM participant JOIN call ON call.ord = participant.ord
                 WHERE LOWER(TRIM(participant.email)) = ?1 ORDER BY 1, 2",
            )?;
            let mut rows = select.query(params![email.trim().to_lowercase()])?;
            let mut names = Vec::new();
            while let Some(row) = rows.next()? {
                names.push((row.get(0)?, row.get(1)?));
            }
            Ok(names)
        })
    }
}

fn grant(row: &Row<'_>) -> rusqlite::Result<GrantRow> {
    Ok(GrantRow {
        number: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        turn_sha256: row.get(3)?,
        level: row.get(4)?,
        granted_by: row.get(5)?,
        from_day: row.get(6)?,
        until_day: row.get(7)?,
        evidence: row.get(8)?,
        note: row.get(9)?,
        recorded_at: row.get(10)?,
    })
}

fn withdrawal(row: &Row<'_>) -> rusqlite::Result<WithdrawalRow> {
    Ok(WithdrawalRow {
        number: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        turn_sha256: row.get(3)?,
        withdrawn_by: row.get(4)?,
        on_day: row.get(5)?,
        note: row.get(6)?,
        recorded_at: row.get(7)?,
    })
}

/// The next number of both tables.
fn next_number(conn: &Connection) -> Result<i64, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT 1 + MAX((SELECT COALESCE(MAX(number), 0) FROM grant_right),
                        (SELECT COALESCE(MAX(number), 0) FROM withdrawal))",
    )?;
    Ok(select.query_row([], |row| row.get(0))?)
}

fn put_grants(conn: &mut Connection, grants: &[GrantRow]) -> Result<i64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let first = next_number(&tx)?;
    {
        let mut insert = tx.prepare_cached(
            "INSERT INTO grant_right (number, kind, subject, turn_sha256, level, granted_by, from_day, until_day,
                evidence, note, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        for (number, grant) in (first..).zip(grants) {
            insert.execute(params![
                number,
                grant.kind,
                grant.subject,
                grant.turn_sha256,
                grant.level,
                grant.granted_by,
                grant.from_day,
                grant.until_day,
                grant.evidence,
                grant.note,
                grant.recorded_at,
            ])?;
        }
    }
    tx.commit()?;
    Ok(first)
}

fn put_withdrawal(conn: &mut Connection, withdrawal: &WithdrawalRow) -> Result<i64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = next_number(&tx)?;
    tx.prepare_cached(
        "INSERT INTO withdrawal (number, kind, subject, turn_sha256, withdrawn_by, on_day, note, recorded_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        number,
        withdrawal.kind,
        withdrawal.subject,
        withdrawal.turn_sha256,
        withdrawal.withdrawn_by,
        withdrawal.on_day,
        withdrawal.note,
        withdrawal.recorded_at,
    ])?;
    tx.commit()?;
    Ok(number)
}

/// The places that a use or an export carries.
fn carried(conn: &Connection, kind: &str, record: i64) -> Result<Vec<CarriedRow>, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT call, turn, from_byte, to_byte, turn_sha256 FROM carried WHERE kind = ?1 AND record = ?2
         ORDER BY call, turn, from_byte, to_byte",
    )?;
    let mut rows = select.query(params![kind, record])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(CarriedRow {
            call: row.get(0)?,
            turn: row.get(1)?,
            from: row.get(2)?,
            to: row.get(3)?,
            turn_sha256: row.get(4)?,
        });
    }
    Ok(found)
}

fn put_carried(
    conn: &Connection,
    kind: &str,
    record: i64,
    quotes: &[CarriedRow],
) -> Result<(), Trouble> {
    let mut insert = conn.prepare_cached(
        "INSERT OR IGNORE INTO carried (kind, record, call, turn, from_byte, to_byte, turn_sha256)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for quote in quotes {
        insert.execute(params![
            kind,
            record,
            quote.call,
            quote.turn,
            quote.from,
            quote.to,
            quote.turn_sha256,
        ])?;
    }
    Ok(())
}
