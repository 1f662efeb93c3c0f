//! What stands in the data folder, read again from end to end: every value of every table unpacked, and every file as it
//! lies on the disk?
//!
//! A deletion is believed only when this finds nothing. What is kept packed is handed over both packed and unpacked,
//! because a search for words in packed bytes finds nothing even where the words are.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use walkdir::WalkDir;

use crate::store::catalogue::{Catalogue, connect};
use crate::store::compress::{decompress, decompress_raw};
use crate::store::error::{StoreError, Trouble};
use crate::store::{DataDir, whole};

use super::choose::each_version;
use super::held::with_file;

/// Bytes of a file that are looked at together.
const CHUNK: usize = 1 << 20;

/// How much was read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reread {
    pub files: u64,
    pub bytes: u64,
    /// Values of tables.
    pub values: u64,
}

/// Gets the name of a table and bytes that stand in it.
pub type EachValue<'a> = &'a mut dyn FnMut(&str, &[u8]);

impl Catalogue {
    /// Hands over every value of every table, unpacked where it is packed; gives their number.
    pub fn each_value(&self, each: EachValue<'_>) -> Result<u64, StoreError> {
        self.read(|conn| {
            let n_values = values(conn, each)?;
            each_payload(conn, &mut |_, _, raw| each("payload", raw))?;
            Ok(n_values)
        })
    }

    /// Hands over what was received for each version of each call: number, version, bytes.
    pub fn each_payload(&self, each: &mut dyn FnMut(u32, u32, &[u8])) -> Result<(), StoreError> {
        self.read(|conn| each_payload(conn, each))
    }

    /// Hands over each version of each call but those of some numbers, in the form that is hashed: facts and words.
    pub fn each_call_but(
        &self,
        without: &HashSet<u32>,
        each: &mut dyn FnMut(u32, &[u8]),
    ) -> Result<(), StoreError> {
        self.read(|conn| {
            each_version(conn, &mut |ord, packed| {
                if !without.contains(&ord) {
                    let bytes = decompress(packed).map_err(|cause| Trouble::Damaged(ord, cause))?;
                    each(ord, &bytes);
                }
                Ok(())
            })
        })
    }

    /// What CRMs told of deals, as it stands in their table.
    pub fn each_deal_value(&self, each: &mut dyn FnMut(&[u8])) -> Result<(), StoreError> {
        self.read(|conn| {
            values_of(conn, "deal", &mut |_, value| each(value))?;
            Ok(())
        })
    }

    /// Everything of a call that is kept packed, as it lies in the file.
    pub fn packed(&self, ord: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT canonical FROM body WHERE ord = ?1
                 UNION ALL SELECT canonical FROM history WHERE ord = ?1
                 UNION ALL SELECT bytes FROM payload WHERE ord = ?1",
            )?;
            let mut rows = select.query(params![ord])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(row.get(0)?);
            }
            Ok(all)
        })
    }
}

/// The same for another SQLite file of the data folder; nothing where there is none.
pub fn each_value_of(path: &Path, each: EachValue<'_>) -> Result<u64, StoreError> {
    if !path.is_file() {
        return Ok(0);
    }
    let conn = connect(path, "PRAGMA query_only = ON;")?;
    values(&conn, each).map_err(|trouble| trouble.at("read from", path))
}

fn values(conn: &Connection, each: EachValue<'_>) -> Result<u64, Trouble> {
    let mut n_values = 0;
    for table in tables(conn)? {
        n_values += values_of(conn, &table, each)?;
    }
    Ok(n_values)
}

/// The tables of a SQLite file, without its own.
pub(super) fn tables(conn: &Connection) -> Result<Vec<String>, Trouble> {
    let mut select = conn.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY name",
    )?;
    let mut rows = select.query([])?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        names.push(row.get(0)?);
    }
    Ok(names)
}

fn values_of(conn: &Connection, table: &str, each: EachValue<'_>) -> Result<u64, Trouble> {
    let quoted = table.replace('"', "\"\"");
    let mut select = conn.prepare(&format!("SELECT * FROM \"{quoted}\""))?;
    let n_columns = select.column_count();
    let mut rows = select.query([])?;
    let mut n_values = 0;
    while let Some(row) = rows.next()? {
        for column in 0..n_columns {
            n_values += 1;
            value(row, column, &mut |bytes| each(table, bytes))?;
        }
    }
    Ok(n_values)
}

/// Hands over a value as it lies there, and unpacked where it is packed by itself.
pub(super) fn value(
    row: &Row<'_>,
    column: usize,
    each: &mut dyn FnMut(&[u8]),
) -> Result<(), Trouble> {
    match row.get_ref(column)? {
        ValueRef::Text(bytes) => each(bytes),
        ValueRef::Blob(bytes) => {
            each(bytes);
            // What is no frame of ours, or needs something else beside it, is told by its bytes alone.
            if let Ok(unpacked) = decompress(bytes) {
                each(&unpacked);
            }
        }
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => {}
    }
    Ok(())
}

fn each_payload(conn: &Connection, each: &mut dyn FnMut(u32, u32, &[u8])) -> Result<(), Trouble> {
    let mut select =
        conn.prepare("SELECT ord, version, bytes FROM payload ORDER BY ord, version")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (ord, version): (u32, u32) = (row.get(0)?, row.get(1)?);
        let packed: Vec<u8> = row.get(2)?;
        let Some(canonical) = canonical(conn, ord, version)? else {
            continue;
        };
        let raw = decompress(&canonical)
            .and_then(|canonical| decompress_raw(&packed, &canonical))
            .map_err(|cause| Trouble::Damaged(ord, cause))?;
        each(ord, version, &raw);
    }
    Ok(())
}

fn canonical(conn: &Connection, ord: u32, version: u32) -> Result<Option<Vec<u8>>, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT body.canonical FROM call JOIN body ON body.ord = call.ord
         WHERE call.ord = ?1 AND call.version = ?2
         UNION ALL
         SELECT canonical FROM history WHERE ord = ?1 AND version = ?2",
    )?;
    Ok(select
        .query_row(params![ord, version], |row| row.get(0))
        .optional()?)
}

/// Reads every file of a data folder as it lies on the disk and hands over its path and stretches of its bytes, each with
/// the last `overlap` bytes of the one before. Links are not followed: what they lead to is not the folder's.
pub fn each_file(
    dir: &DataDir,
    overlap: usize,
    each: &mut dyn FnMut(&Path, &[u8]),
) -> Result<Reread, StoreError> {
    let mut reread = Reread::default();
    for entry in WalkDir::new(dir.root()).sort_by_file_name() {
        let entry = entry.map_err(|cause| {
            StoreError::io("read the files of", dir.root(), io::Error::from(cause))
        })?;
        // The lock file holds a process id, and some systems let nobody read what is locked.
        if !entry.file_type().is_file() || entry.path() == dir.lock() {
            continue;
        }
        let below = entry
            .path()
            .strip_prefix(dir.root())
            .unwrap_or(entry.path());
        let read = with_file(entry.path(), |file| {
            stretches(file, overlap, &mut |bytes| each(below, bytes))
        });
        match read {
            Ok(n_bytes) => {
                reread.files += 1;
                reread.bytes += n_bytes;
            }
            // A file of the index can go while we read.
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(StoreError::io("read", entry.path(), cause)),
        }
    }
    Ok(reread)
}

fn stretches(file: &mut File, overlap: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
    let mut buffer = vec![0; CHUNK + overlap];
    let (mut held, mut n_bytes) = (0, 0);
    loop {
        let n_read = file.read(&mut buffer[held..])?;
        if n_read == 0 {
            return Ok(n_bytes);
        }
        n_bytes += n_read as u64;
        let end = held + n_read;
        each(&buffer[..end]);
        let rest = overlap.min(end);
        buffer.copy_within(end - rest..end, 0);
        held = rest;
    }
}

/// Keeps the lines of a file that `stays` lets stay; gives the number of those that went.
pub fn sift_lines(path: &Path, stays: &dyn Fn(&str) -> bool) -> Result<u64, StoreError> {
    let Some(bytes) = whole::read(path)? else {
        return Ok(0);
    };
    let text = String::from_utf8_lossy(&bytes);
    let n_lines = text.lines().count();
    let kept: Vec<&str> = text.lines().filter(|line| stays(line)).collect();
    let n_gone = (n_lines - kept.len()) as u64;
    if n_gone > 0 {
        let lines: String = kept.iter().flat_map(|line| [*line, "\n"]).collect();
        whole::write(path, lines.as_bytes())?;
    }
    Ok(n_gone)
}
