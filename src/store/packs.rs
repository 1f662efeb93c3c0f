//! Which quote packs are there, and what is in them?
//!
//! A pack is written whole, in one transaction: after a crash it is as it was before or as it should be. What an item
//! says is JSON that only the quote step reads; the call stands beside it, so that whoever withdraws a call finds
//! every pack that has its words.

mod rename;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::catalogue::Catalogue;
use super::error::{StoreError, Trouble};
use super::schema::has_table;

/// A pack as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackRow {
    pub name: String,
    /// The question that it was made for.
    pub query: String,
    /// That question's filters, as JSON.
    pub filters: String,
    /// In order.
    pub items: Vec<ItemRow>,
}

/// An item of a pack as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemRow {
    pub call: String,
    pub turn: u32,
    pub section: Option<String>,
    pub note: Option<String>,
    /// Everything else, as JSON.
    pub body: String,
}

/// What a list of packs says of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackLine {
    pub name: String,
    pub query: String,
    pub n_items: u32,
    /// RFC 3339.
    pub made_at: String,
    pub changed_at: String,
}

impl Catalogue {
    /// Every pack, by name.
    pub fn packs(&self) -> Result<Vec<PackLine>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "pack_item")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT name, query, made_at, changed_at,
                    (SELECT COUNT(*) FROM pack_item WHERE pack_item.pack = pack.number)
                 FROM pack ORDER BY name",
            )?;
            let mut rows = select.query([])?;
            let mut lines = Vec::new();
            while let Some(row) = rows.next()? {
                lines.push(PackLine {
                    name: row.get(0)?,
                    query: row.get(1)?,
                    made_at: row.get(2)?,
                    changed_at: row.get(3)?,
                    n_items: row.get(4)?,
                });
            }
            Ok(lines)
        })
    }

    /// The pack of a name.
    pub fn pack(&self, name: &str) -> Result<Option<PackRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "pack_item")? {
                return Ok(None);
            }
            let mut select =
                conn.prepare_cached("SELECT number, query, filters FROM pack WHERE name = ?1")?;
            let found: Option<(i64, String, String)> = select
                .query_row(params![name], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()?;
            let Some((number, query, filters)) = found else {
                return Ok(None);
            };
            Ok(Some(PackRow {
                name: name.to_owned(),
                query,
                filters,
                items: items(conn, number)?,
            }))
        })
    }

    /// The names of the packs that have words of a call.
    pub fn packs_with_call(&self, call: &str) -> Result<Vec<String>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "pack_item")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT DISTINCT pack.name FROM pack_item JOIN pack ON pack.number = pack_item.pack
                 WHERE pack_item.call = ?1 ORDER BY pack.name",
            )?;
            let mut rows = select.query(params![call])?;
            let mut names = Vec::new();
            while let Some(row) = rows.next()? {
                names.push(row.get(0)?);
            }
            Ok(names)
        })
    }

    /// Keeps a pack in place of the one of its name; `now` is the RFC 3339 time.
    pub fn put_pack(&mut self, pack: &PackRow, now: &str) -> Result<(), StoreError> {
        put(&mut self.conn, pack, now).map_err(|trouble| trouble.at("keep a pack in", &self.path))
    }

    /// Forgets a pack and says whether it was there.
    pub fn remove_pack(&mut self, name: &str) -> Result<bool, StoreError> {
        let removed = self
            .conn
            .execute("DELETE FROM pack WHERE name = ?1", params![name]);
        match removed {
            Ok(n_removed) => Ok(n_removed > 0),
            Err(cause) => Err(StoreError::sqlite("remove a pack from", &self.path, cause)),
        }
    }
}

fn items(conn: &Connection, pack: i64) -> Result<Vec<ItemRow>, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT call, turn, section, note, body FROM pack_item WHERE pack = ?1 ORDER BY place",
    )?;
    let mut rows = select.query(params![pack])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(item(row)?);
    }
    Ok(items)
}

fn item(row: &Row<'_>) -> rusqlite::Result<ItemRow> {
    Ok(ItemRow {
        call: row.get(0)?,
        turn: row.get(1)?,
        section: row.get(2)?,
        note: row.get(3)?,
        body: row.get(4)?,
    })
}

fn put(conn: &mut Connection, pack: &PackRow, now: &str) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number: i64 = tx
        .prepare_cached(
            "INSERT INTO pack (name, query, filters, made_at, changed_at) VALUES (?1, ?2, ?3, ?4, ?4)
             ON CONFLICT (name) DO UPDATE SET query = excluded.query, filters = excluded.filters,
                changed_at = excluded.changed_at
             RETURNING number",
        )?
        .query_row(params![pack.name, pack.query, pack.filters, now], |row| {
            row.get(0)
        })?;
    tx.prepare_cached("DELETE FROM pack_item WHERE pack = ?1")?
        .execute(params![number])?;
    {
        let mut insert = tx.prepare_cached(
            "INSERT INTO pack_item (pack, place, call, turn, section, note, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (place, item) in (0_i64..).zip(&pack.items) {
            insert.execute(params![
                number,
                place,
                item.call,
                item.turn,
                item.section,
                item.note,
                item.body,
            ])?;
        }
    }
    tx.commit()?;
    Ok(())
}
