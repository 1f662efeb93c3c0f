//! What was said, and what was received, exactly as it was?

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::call::{Call, Turn};
use crate::mention::Mention;

use super::call_deal;
use super::catalogue::{self, Catalogue};
use super::codec;
use super::compress::{decompress, decompress_raw};
use super::error::{CodecError, StoreError, Trouble};
use super::facts::unsigned;
use super::opened::Opened;
use super::rows::signed;
use super::schema::has_table;
use super::sides::correct;

/// A call and what was heard in it, both of the same moment, as they are kept.
#[derive(Debug)]
pub struct Packed {
    canonical: Vec<u8>,
    mentions: Vec<u8>,
}

impl Packed {
    /// Unpacks it. What people and their CRM say of the call since is not in it: see [`Catalogue::corrected`].
    pub fn open(&self) -> Result<Opened, CodecError> {
        codec::open(&self.canonical, &self.mentions)
    }
}

/// What a call said before it was corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct PastVersion {
    /// Counted from one.
    pub version: u32,
    /// RFC 3339 time at which another version took its place.
    pub replaced_at: String,
    /// The call as it was.
    pub call: Call,
}

impl Catalogue {
    /// The call kept under an id, with its number.
    pub fn call(&self, id: &str) -> Result<Option<(u32, Call)>, StoreError> {
        self.read(|conn| {
            let Some(ord) = ord_of(conn, id)? else {
                return Ok(None);
            };
            Ok(call_at(conn, ord)?.map(|call| (ord, call)))
        })
    }

    /// One turn of the call kept under an id.
    pub fn turn(&self, id: &str, turn: u32) -> Result<Option<Turn>, StoreError> {
        self.read(|conn| {
            let Some(ord) = ord_of(conn, id)? else {
                return Ok(None);
            };
            Ok(opened_at(conn, ord)?.and_then(|opened| opened.turn(turn)))
        })
    }

    /// The call with a number.
    pub fn call_by_ord(&self, ord: u32) -> Result<Option<Call>, StoreError> {
        self.read(|conn| call_at(conn, ord))
    }

    /// What the encoder answered of a call, by its id; nothing where it was not asked.
    pub fn answers_of(&self, call_id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "answer")? {
                return Ok(None);
            }
            let mut select = conn.prepare_cached(
                "SELECT ord, answers FROM answer WHERE ord = (SELECT ord FROM call WHERE id = ?1)",
            )?;
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let found: Option<(u32, Vec<u8>)> =
                select.query_row(params![call_id], row).optional()?;
            let opened = found.map(|(ord, packed)| {
                decompress(&packed).map_err(|cause| Trouble::Damaged(ord, cause))
            });
            opened.transpose()
        })
    }

    /// What was heard in the call with a number; nothing where there is no such call.
    pub fn mentions(&self, ord: u32) -> Result<Vec<Mention>, StoreError> {
        self.read(|conn| {
            let packed = blob(
                conn,
                "SELECT mentions FROM body WHERE ord = ?1",
                params![ord],
            )?;
            let Some(packed) = packed else {
                return Ok(Vec::new());
            };
            codec::decode_mentions(&packed).map_err(|cause| Trouble::Damaged(ord, cause))
        })
    }

    /// The call with a number and its mentions, both of the same moment.
    pub fn both(&self, ord: u32) -> Result<Option<(Call, Vec<Mention>)>, StoreError> {
        self.read(|conn| {
            let Some(opened) = opened_at(conn, ord)? else {
                return Ok(None);
            };
            let mentions = opened
                .mentions()
                .map_err(|cause| Trouble::Damaged(ord, cause))?;
            Ok(Some((opened.into_call(), mentions)))
        })
    }

    /// The same without any of its turns made yet.
    pub fn opened(&self, ord: u32) -> Result<Option<Opened>, StoreError> {
        self.read(|conn| opened_at(conn, ord))
    }

    /// The same as it is kept: whoever wants several calls unpacks them beside each other.
    pub fn to_unpack(&self, ord: u32) -> Result<Option<Packed>, StoreError> {
        self.read(|conn| packed_at(conn, ord))
    }

    /// An unpacked call with what people and their CRM said of it since.
    pub fn corrected(
        &self,
        ord: u32,
        unpacked: Result<Opened, CodecError>,
    ) -> Result<Opened, StoreError> {
        self.read(|conn| corrected(conn, ord, unpacked))
    }

    /// What a call that was opened says of a turn, or of all, where it cannot be read.
    pub fn damaged(&self, ord: u32, cause: CodecError) -> StoreError {
        Trouble::Damaged(ord, cause).at("read from", &self.path)
    }

    /// The payload that a version of a call was read from, byte for byte as received.
    pub fn raw(&self, ord: u32, version: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|conn| {
            let payload = "SELECT bytes FROM payload WHERE ord = ?1 AND version = ?2";
            let Some(packed) = blob(conn, payload, params![ord, version])? else {
                return Ok(None);
            };
            let Some(canonical) = canonical_of(conn, ord, version)? else {
                return Ok(None);
            };
            let raw = decompress(&canonical)
                .and_then(|canonical| decompress_raw(&packed, &canonical))
                .map_err(|cause| Trouble::Damaged(ord, cause))?;
            Ok(Some(raw))
        })
    }

    /// The version of the call that stands now.
    pub fn version(&self, ord: u32) -> Result<Option<u32>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT version FROM call WHERE ord = ?1")?;
            Ok(select
                .query_row(params![ord], |row| row.get(0))
                .optional()?)
        })
    }

    /// What a call said before its corrections, oldest first.
    pub fn history(&self, ord: u32) -> Result<Vec<PastVersion>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT version, replaced_at, canonical FROM history WHERE ord = ?1 ORDER BY version",
            )?;
            let mut rows = select.query(params![ord])?;
            let mut past = Vec::new();
            while let Some(row) = rows.next()? {
                let packed: Vec<u8> = row.get(2)?;
                let call = open_call(ord, &packed)?;
                past.push(PastVersion { version: row.get(0)?, replaced_at: row.get(1)?, call });
            }
            Ok(past)
        })
    }

    /// Calls that changed after a change, in the order of their changes: number and change.
    pub fn since(&self, seq: u64, limit: usize) -> Result<Vec<(u32, u64)>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|conn| {
            let mut select = conn
                .prepare_cached("SELECT ord, seq FROM call WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let mut rows = select.query(params![signed(seq), limit])?;
            let mut changed = Vec::new();
            while let Some(row) = rows.next()? {
                changed.push((row.get(0)?, unsigned(row, 1)?));
            }
            Ok(changed)
        })
    }

    /// The number of the latest change; zero before the first.
    pub fn latest_seq(&self) -> Result<u64, StoreError> {
        self.read(catalogue::last_seq)
    }

    /// What another step has noted down.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.read(|conn| catalogue::meta(conn, key))
    }

    /// Notes something down for another step.
    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        catalogue::set_meta(&self.conn, key, value)
            .map_err(|trouble| trouble.at("write to", &self.path))
    }

    /// Runs one reading step and gives its errors their place.
    pub(super) fn read<T>(
        &self,
        step: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        step(&self.conn).map_err(|trouble| trouble.at("read from", &self.path))
    }
}

fn ord_of(conn: &Connection, id: &str) -> Result<Option<u32>, Trouble> {
    let mut select = conn.prepare_cached("SELECT ord FROM call WHERE id = ?1")?;
    Ok(select.query_row(params![id], |row| row.get(0)).optional()?)
}

/// The call with a number, as people and their CRM say that it is.
pub(super) fn call_at(conn: &Connection, ord: u32) -> Result<Option<Call>, Trouble> {
    let packed = blob(
        conn,
        "SELECT canonical FROM body WHERE ord = ?1",
        params![ord],
    )?;
    let Some(packed) = packed else {
        return Ok(None);
    };
    let mut call = open_call(ord, &packed)?;
    correct(conn, &mut call)?;
    call_deal::tell(conn, ord, &mut call)?;
    Ok(Some(call))
}

fn opened_at(conn: &Connection, ord: u32) -> Result<Option<Opened>, Trouble> {
    let packed = packed_at(conn, ord)?;
    let opened = packed.map(|packed| corrected(conn, ord, packed.open()));
    opened.transpose()
}

fn packed_at(conn: &Connection, ord: u32) -> Result<Option<Packed>, Trouble> {
    let mut select = conn.prepare_cached("SELECT canonical, mentions FROM body WHERE ord = ?1")?;
    let packed = |row: &Row<'_>| {
        Ok(Packed {
            canonical: row.get(0)?,
            mentions: row.get(1)?,
        })
    };
    Ok(select.query_row(params![ord], packed).optional()?)
}

fn corrected(
    conn: &Connection,
    ord: u32,
    unpacked: Result<Opened, CodecError>,
) -> Result<Opened, Trouble> {
    let mut opened = unpacked.map_err(|cause| Trouble::Damaged(ord, cause))?;
    correct(conn, opened.facts_mut())?;
    call_deal::tell(conn, ord, opened.facts_mut())?;
    Ok(opened)
}

/// The packed canonical bytes of a version, whether it stands or was replaced.
fn canonical_of(conn: &Connection, ord: u32, version: u32) -> Result<Option<Vec<u8>>, Trouble> {
    let sql = "SELECT body.canonical FROM call JOIN body ON body.ord = call.ord
               WHERE call.ord = ?1 AND call.version = ?2
               UNION ALL
               SELECT canonical FROM history WHERE ord = ?1 AND version = ?2";
    blob(conn, sql, params![ord, version])
}

fn open_call(ord: u32, packed: &[u8]) -> Result<Call, Trouble> {
    codec::decode(packed).map_err(|cause| Trouble::Damaged(ord, cause))
}

fn blob(conn: &Connection, sql: &str, values: impl Params) -> Result<Option<Vec<u8>>, Trouble> {
    let mut select = conn.prepare_cached(sql)?;
    Ok(select.query_row(values, |row| row.get(0)).optional()?)
}
