//! How are calls deleted so that nothing of them stays in the catalogue, wherever that is interrupted?
//!
//! First the tombstones and the numbers of the calls are written down ([`Catalogue::begin_forgetting`]); from then on no
//! way leads back. Then every row goes in one transaction ([`Catalogue::forget_rows`]), which whoever opens the catalogue
//! for writing repeats after a crash. Freed cells are overwritten (`secure_delete`), the journal is folded in and emptied
//! ([`Catalogue::fold_journal`]), and where the page still held something the file is written anew
//! ([`Catalogue::write_anew`]).

pub mod choose;
mod deals;
mod held;
pub mod inbox;
pub mod reread;
mod rights;
mod rows;
pub mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::DataDir;
use super::catalogue::Catalogue;
use super::codec;
use super::error::{StoreError, Trouble};
use super::identity::is_place;
use super::schema::has_table;
use super::tombstones::{self, Keys, Kind, Row, Tombstones};
use rows::finish;

/// A catalogue of more bytes is written anew through a temporary file and not in memory.
const IN_MEMORY: i64 = 1 << 30;

/// A deletion that is about to begin.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// What was asked for, as a kind: `call`, `person`, `account`, `before`, `tombstones`.
    pub asked: &'a str,
    /// The calls' numbers.
    pub ords: &'a [u32],
    /// What else is never to be met again.
    pub others: &'a [(Kind, String)],
    /// RFC 3339.
    pub now: &'a str,
}

/// What went with the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// How many rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Packs that lost quotes, by name.
    pub packs: BTreeSet<String>,
    /// Deals that were changed or deleted.
    pub deals: u64,
}

/// A deletion that was begun and is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    pub number: i64,
    pub asked: String,
    pub n_calls: u64,
}

/// A pack that has to be issued again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToReissue {
    pub pack: String,
    /// Quotes that were deleted from it.
    pub n_gone: u32,
    /// RFC 3339.
    pub since: String,
}

const ASKED: &str = "asked";
const ROWS_GONE: &str = "rows-gone";
const INDEX_GONE: &str = "index-gone";

impl Catalogue {
    /// What must not be kept again.
    pub fn tombstones(&self) -> Result<Tombstones, StoreError> {
        self.read(|conn| Tombstones::load(conn, &self.path))
    }

    /// Every tombstone as it is kept, for another data folder.
    pub fn tombstone_rows(&self) -> Result<Vec<Row>, StoreError> {
        self.read(tombstones::rows)
    }

    /// Takes over another folder's tombstones and gives the number of new ones. The keys must be united before.
    pub fn take_over_tombstones(&mut self, rows: &[Row]) -> Result<u64, StoreError> {
        self.tombstones = None;
        tombstones::take_over(&self.conn, rows)
            .map_err(|trouble| trouble.at("write tombstones to", &self.path))
    }

    /// Writes down what is to be deleted, and its tombstones; gives the number of new tombstones.
    pub fn begin_forgetting(&mut self, keys: &Keys, order: Order<'_>) -> Result<u64, StoreError> {
        self.tombstones = None;
        begin(&mut self.conn, keys, order)
            .map_err(|trouble| trouble.at("begin to delete from", &self.path))
    }

    /// Deletes every row of what was written down.
    pub fn forget_rows(&mut self) -> Result<Removed, StoreError> {
        self.tombstones = None;
        finish_rows(&mut self.conn, &self.path)
    }

    /// Deletions that are not finished.
    pub fn unfinished(&self) -> Result<Vec<Unfinished>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "forgetting")? {
                return Ok(Vec::new());
            }
            let mut select =
                conn.prepare_cached("SELECT number, asked, ords FROM forgetting ORDER BY number")?;
            let mut rows = select.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let ords: String = row.get(2)?;
                all.push(Unfinished {
                    number: row.get(0)?,
                    asked: row.get(1)?,
                    n_calls: ords.lines().count() as u64,
                });
            }
            Ok(all)
        })
    }

    /// Whether the index may still hold calls that are being deleted.
    pub fn index_holds_deleted(&self) -> Result<bool, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "forgetting")? {
                return Ok(false);
            }
            let mut select =
                conn.prepare_cached("SELECT 1 FROM forgetting WHERE stage != ?1 LIMIT 1")?;
            Ok(select.exists(params![INDEX_GONE])?)
        })
    }

    /// Notes that the index holds nothing deleted any more. The catalogue must be open for writing.
    pub fn note_index_is_clean(&self) -> Result<(), StoreError> {
        let noted = self.conn.execute(
            "UPDATE forgetting SET stage = ?1 WHERE stage = ?2",
            params![INDEX_GONE, ROWS_GONE],
        );
        noted
            .map(|_| ())
            .map_err(|cause| StoreError::sqlite("write to", &self.path, cause))
    }

    /// Notes that every deletion so far is finished.
    pub fn end_forgetting(&mut self) -> Result<(), StoreError> {
        let ended = self.conn.execute(
            "DELETE FROM forgetting WHERE stage = ?1",
            params![INDEX_GONE],
        );
        ended
            .map(|_| ())
            .map_err(|cause| StoreError::sqlite("write to", &self.path, cause))
    }

    /// Deletes what was received for versions of calls (number and version): bytes that hold words of deleted calls too.
    pub fn drop_payloads(&mut self, payloads: &[(u32, u32)]) -> Result<(), StoreError> {
        let drop_all = |conn: &Connection| -> Result<(), Trouble> {
            let tx = conn.unchecked_transaction()?;
            for (ord, version) in payloads {
                tx.prepare_cached("DELETE FROM payload WHERE ord = ?1 AND version = ?2")?
                    .execute(params![ord, version])?;
            }
            tx.commit()?;
            Ok(())
        };
        drop_all(&self.conn).map_err(|trouble| trouble.at("delete from", &self.path))
    }

    /// Folds the journal into the file and empties it; `false` where a reader keeps it open for too long.
    pub fn fold_journal(&self) -> Result<bool, StoreError> {
        self.read(fold)
    }

    /// Writes the whole file anew, so that no page has anything left of what stood in it.
    pub fn write_anew(&self) -> Result<(), StoreError> {
        vacuum(&self.conn).map_err(|cause| StoreError::sqlite("write anew", &self.path, cause))
    }

    /// The packs that lost quotes to a deletion since they were last issued, by name.
    pub fn packs_to_reissue(&self) -> Result<Vec<ToReissue>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "pack_reissue")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT pack.name, n_gone, since FROM pack_reissue JOIN pack ON pack.number = pack_reissue.pack
                 ORDER BY pack.name",
            )?;
            let mut rows = select.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(ToReissue {
                    pack: row.get(0)?,
                    n_gone: row.get(1)?,
                    since: row.get(2)?,
                });
            }
            Ok(all)
        })
    }

    /// Notes that a pack was issued again.
    pub fn note_reissued(&mut self, pack: &str) -> Result<(), StoreError> {
        let noted = self.conn.execute(
            "DELETE FROM pack_reissue WHERE pack IN (SELECT number FROM pack WHERE name = ?1)",
            params![pack],
        );
        noted
            .map(|_| ())
            .map_err(|cause| StoreError::sqlite("write to", &self.path, cause))
    }
}

fn begin(conn: &mut Connection, keys: &Keys, order: Order<'_>) -> Result<u64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut dead = order.others.to_vec();
    for ord in order.ords {
        dead.extend(marks_of(&tx, *ord)?);
    }
    let n_added = tombstones::add(&tx, keys, &dead, order.now)?;
    let ords: Vec<String> = order.ords.iter().map(u32::to_string).collect();
    tx.execute(
        "INSERT INTO forgetting (asked, ords, stage, begun_at) VALUES (?1, ?2, ?3, ?4)",
        params![order.asked, ords.join("\n"), ASKED, order.now],
    )?;
    tx.commit()?;
    Ok(n_added)
}

/// By what a call would be known again.
fn marks_of(conn: &Connection, ord: u32) -> Result<Vec<(Kind, String)>, Trouble> {
    let found: Option<(String, bool, String, Vec<u8>)> = conn
        .prepare_cached(
            "SELECT call.id, call.derived_id, call.fingerprint, body.canonical
             FROM call JOIN body ON body.ord = call.ord WHERE call.ord = ?1",
        )?
        .query_row(params![ord], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((id, derived_id, fingerprint, canonical)) = found else {
        return Ok(Vec::new());
    };
    let mut marks = vec![(Kind::Call, id)];
    if !fingerprint.is_empty() {
        let call = codec::decode(&canonical).map_err(|cause| Trouble::Damaged(ord, cause))?;
        marks.push((tombstones::kind_of_words(&call), fingerprint));
    }
    if derived_id {
        marks.extend(places_of(conn, ord)?);
    }
    Ok(marks)
}

/// The places that delivered this call and never another one: a list of calls is no place of one.
fn places_of(conn: &Connection, ord: u32) -> Result<Vec<(Kind, String)>, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT path FROM source WHERE ord = ?1
         AND NOT EXISTS (SELECT 1 FROM payload WHERE payload.source = path AND payload.ord != ?1)",
    )?;
    let mut rows = select.query(params![ord])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        let place: String = row.get(0)?;
        if is_place(&place) {
            places.push((Kind::Place, place));
        }
    }
    Ok(places)
}

/// Deletes the rows of every deletion that was written down and came no further.
pub(super) fn finish_rows(conn: &mut Connection, path: &Path) -> Result<Removed, StoreError> {
    finish(conn, path).map_err(|trouble| trouble.at("delete calls from", path))
}

/// Busy is what SQLite says where somebody still reads from the journal.
pub(super) fn fold(conn: &Connection) -> Result<bool, Trouble> {
    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

pub(super) fn vacuum(conn: &Connection) -> rusqlite::Result<()> {
    let number = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let size = number("page_count")?.saturating_mul(number("page_size")?);
    if size > IN_MEMORY {
        conn.execute_batch("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;")
    } else {
        conn.execute_batch("VACUUM")
    }
}

/// The file of what arrived and was not read yet.
pub fn inbox_file(dir: &DataDir) -> std::path::PathBuf {
    dir.root().join("inbox.sqlite")
}
