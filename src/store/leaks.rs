//! Which findings of the leak test did a person let pass?
//!
//! A finding is known by a hash of its place and its words; what it says is the quote step's business. Whoever deletes
//! a pack or a call deletes what was let pass of it.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::catalogue::Catalogue;
use super::error::{StoreError, Trouble};
use super::schema::has_table;

/// A finding that a person lets pass.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AcceptedRow {
    /// The finding's id.
    pub leak: String,
    /// The id of the call whose words it stands in; empty where it stands beside the quotes.
    pub call: String,
    pub by_whom: String,
    pub why: Option<String>,
    /// RFC 3339.
    pub at: String,
}

impl Catalogue {
    /// Who let which finding of a pack pass, by the finding's id.
    pub fn accepted_leaks(&self, pack: &str) -> Result<BTreeMap<String, String>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "leak_accepted")? {
                return Ok(BTreeMap::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT leak, by_whom FROM leak_accepted JOIN pack ON pack.number = leak_accepted.pack
                 WHERE pack.name = ?1",
            )?;
            let mut rows = select.query(params![pack])?;
            let mut accepted = BTreeMap::new();
            while let Some(row) = rows.next()? {
                accepted.insert(row.get(0)?, row.get(1)?);
            }
            Ok(accepted)
        })
    }

    /// Lets a finding of a pack pass, in place of an earlier word on it, and says whether there is such a pack.
    pub fn accept_leak(&mut self, pack: &str, accepted: &AcceptedRow) -> Result<bool, StoreError> {
        put(&self.conn, pack, accepted)
            .map_err(|trouble| trouble.at("accept a finding in", &self.path))
    }
}

fn put(conn: &Connection, pack: &str, accepted: &AcceptedRow) -> Result<bool, Trouble> {
    let number: Option<i64> = conn
        .prepare_cached("SELECT number FROM pack WHERE name = ?1")?
        .query_row(params![pack], |row| row.get(0))
        .optional()?;
    let Some(number) = number else {
        return Ok(false);
    };
    conn.prepare_cached(
        "INSERT INTO leak_accepted (pack, leak, call, by_whom, why, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (pack, leak) DO UPDATE SET call = excluded.call, by_whom = excluded.by_whom,
            why = excluded.why, at = excluded.at",
    )?
    .execute(params![
        number,
        accepted.leak,
        accepted.call,
        accepted.by_whom,
        accepted.why,
        accepted.at,
    ])?;
    Ok(true)
}
