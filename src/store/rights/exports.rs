//! Which files of which packs left, when, by whom and for what?
//!
//! A record holds the file's hash and the places of its words, never the words: a file that turns up later is known by
//! the hash, and a withdrawal finds every file that carries the words.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::store::catalogue::Catalogue;
use crate::store::error::{StoreError, Trouble};
use crate::store::schema::has_table;

use super::{CarriedRow, carried, put_carried};

/// The word for exports in the table of what is carried.
const EXPORT: &str = "export";

/// An export as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportRow {
    /// Given by the catalogue.
    pub number: i64,
    pub pack: String,
    /// The format's name.
    pub format: String,
    /// `internal` or `publish`.
    pub purpose: String,
    pub by_whom: String,
    /// RFC 3339.
    pub at: String,
    /// The file's SHA-256 in lower-case hex.
    pub sha256: String,
    /// The file as it was named; `None` where it went to standard output.
    pub place: Option<String>,
    pub quotes: Vec<CarriedRow>,
}

impl Catalogue {
    /// Every file that left, in that order.
    pub fn exports(&self) -> Result<Vec<ExportRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "carried")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT number, pack, format, purpose, by_whom, at, sha256, place FROM export_record ORDER BY number",
            )?;
            let mut rows = select.query([])?;
            let mut exports = Vec::new();
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                exports.push(ExportRow {
                    number,
                    pack: row.get(1)?,
                    format: row.get(2)?,
                    purpose: row.get(3)?,
                    by_whom: row.get(4)?,
                    at: row.get(5)?,
                    sha256: row.get(6)?,
                    place: row.get(7)?,
                    quotes: carried(conn, EXPORT, number)?,
                });
            }
            Ok(exports)
        })
    }

    /// Writes down that a file leaves and gives the number of the record.
    pub fn put_export(&mut self, record: &ExportRow) -> Result<i64, StoreError> {
        put_export(&mut self.conn, record)
            .map_err(|trouble| trouble.at("write an export into", &self.path))
    }

    /// Takes a record back, because the file could not be written.
    pub fn remove_export(&mut self, number: i64) -> Result<(), StoreError> {
        remove_export(&mut self.conn, number)
            .map_err(|trouble| trouble.at("take an export out of", &self.path))
    }
}

fn put_export(conn: &mut Connection, record: &ExportRow) -> Result<i64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number: i64 = tx
        .prepare_cached(
            "INSERT INTO export_record (pack, format, purpose, by_whom, at, sha256, place)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number",
        )?
        .query_row(
            params![
                record.pack,
                record.format,
                record.purpose,
                record.by_whom,
                record.at,
                record.sha256,
                record.place,
            ],
            |row| row.get(0),
        )?;
    put_carried(&tx, EXPORT, number, &record.quotes)?;
    tx.commit()?;
    Ok(number)
}

fn remove_export(conn: &mut Connection, number: i64) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.prepare_cached("DELETE FROM carried WHERE kind = ?1 AND record = ?2")?
        .execute(params![EXPORT, number])?;
    tx.prepare_cached("DELETE FROM export_record WHERE number = ?1")?
        .execute(params![number])?;
    tx.commit()?;
    Ok(())
}
