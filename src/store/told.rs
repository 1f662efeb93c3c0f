//! Which words has a digest told already, and when did each call come in?
//!
//! Words are remembered by where they stand and never as text, so that nothing of an erased call stays behind.

use rusqlite::{Connection, TransactionBehavior, params};

use super::catalogue::{Catalogue, meta, set_meta};
use super::error::{StoreError, Trouble};
use super::schema::has_table;

/// Where words stand that a digest told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldRow {
    /// The call's id.
    pub call: String,
    pub turn: u32,
    /// Bytes of the turn's text, half open.
    pub from: u32,
    pub to: u32,
}

/// Where the last digest ended that reached somebody.
const DIGEST_END: &str = "digest.end";

impl Catalogue {
    /// The end of the last digest after which the next one is to begin, RFC 3339; `None` before the first.
    pub fn digest_end(&self) -> Result<Option<String>, StoreError> {
        self.read(|conn| meta(conn, DIGEST_END))
    }

    /// Notes where a digest ended that reached somebody.
    pub fn note_digest_end(&mut self, end: &str) -> Result<(), StoreError> {
        set_meta(&self.conn, DIGEST_END, end)
            .map_err(|trouble| trouble.at("remember a digest in", &self.path))
    }

    /// What was told by digests of periods that ended before a moment (RFC 3339, whole seconds, `Z`). A digest of the
    /// same period may be made again and tells the same.
    pub fn told_before(&self, until: &str) -> Result<Vec<ToldRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "told")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT call, turn, from_byte, to_byte FROM told WHERE until_at < ?1
                 ORDER BY call, turn, from_byte, to_byte",
            )?;
            let mut rows = select.query(params![until])?;
            let mut told = Vec::new();
            while let Some(row) = rows.next()? {
                told.push(ToldRow {
                    call: row.get(0)?,
                    turn: row.get(1)?,
                    from: row.get(2)?,
                    to: row.get(3)?,
                });
            }
            Ok(told)
        })
    }

    /// Remembers what a digest of a period told; all of it or nothing.
    pub fn remember_told(&mut self, told: &[ToldRow], until: &str) -> Result<(), StoreError> {
        remember(&mut self.conn, told, until)
            .map_err(|trouble| trouble.at("remember a digest in", &self.path))
    }

    /// Forgets that anything of a call was told, and every alert about it; gives the number of rows.
    pub fn forget_told(&mut self, call: &str) -> Result<u64, StoreError> {
        forget(&mut self.conn, call)
            .map_err(|trouble| trouble.at("forget what was told in", &self.path))
    }

    /// When each call came in, or last said something else: number and RFC 3339 time, by number.
    pub fn receipts(&self) -> Result<Vec<(u32, String)>, StoreError> {
        self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT ord, received_at FROM call ORDER BY ord")?;
            let mut rows = select.query([])?;
            let mut receipts = Vec::new();
            while let Some(row) = rows.next()? {
                receipts.push((row.get(0)?, row.get(1)?));
            }
            Ok(receipts)
        })
    }
}

fn remember(conn: &mut Connection, told: &[ToldRow], until: &str) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut insert = tx.prepare_cached(
            "INSERT INTO told (call, turn, from_byte, to_byte, until_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (call, turn, from_byte, to_byte)
             DO UPDATE SET until_at = min(until_at, excluded.until_at)",
        )?;
        for row in told {
            insert.execute(params![row.call, row.turn, row.from, row.to, until])?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn forget(conn: &mut Connection, call: &str) -> Result<u64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut n = tx.execute("DELETE FROM told WHERE call = ?1", params![call])?;
    n += tx.execute("DELETE FROM alert WHERE call = ?1", params![call])?;
    tx.commit()?;
    Ok(n as u64)
}
