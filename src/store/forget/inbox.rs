//! What of a deleted call waits in the inbox or lies among its dead letters?
//!
//! The inbox keeps deliveries as they came, before anybody knows which calls they hold. So its rows are judged by their
//! bytes: whatever table it is, a row goes in which some value is about a deleted call. Places to go on from stay.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use crate::store::catalogue::connect;
use crate::store::error::{StoreError, Trouble};

use super::reread::{tables, value};

/// Tables in which a row is the state of a source and no delivery.
const STATE: [&str; 3] = ["meta", "cursor", "cursors"];

const WRITING: &str = "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;";

/// Deletes the rows in which `is_about` holds for some value; gives their number. Nothing happens where there is no
/// inbox.
pub fn forget_in(path: &Path, is_about: &dyn Fn(&[u8]) -> bool) -> Result<u64, StoreError> {
    if !path.is_file() {
        return Ok(0);
    }
    let mut conn = connect(path, WRITING)?;
    let n_gone = delete(&mut conn, is_about)
        .and_then(|n_gone| super::fold(&conn).map(|_| n_gone))
        .map_err(|trouble| trouble.at("delete from", path))?;
    Ok(n_gone)
}

/// Writes the inbox anew, so that no page has anything left of what stood in it.
pub fn write_anew(path: &Path) -> Result<(), StoreError> {
    if !path.is_file() {
        return Ok(());
    }
    let conn = connect(path, WRITING)?;
    super::vacuum(&conn).map_err(|cause| StoreError::sqlite("write anew", path, cause))?;
    super::fold(&conn)
        .map(|_| ())
        .map_err(|trouble| trouble.at("write anew", path))
}

fn delete(conn: &mut Connection, is_about: &dyn Fn(&[u8]) -> bool) -> Result<u64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut n_gone = 0;
    for table in tables(&tx)? {
        if STATE.contains(&table.as_str()) || !has_rowid(&tx, &table)? {
            continue;
        }
        let quoted = table.replace('"', "\"\"");
        for rowid in about(&tx, &quoted, is_about)? {
            n_gone += tx.execute(
                &format!("DELETE FROM \"{quoted}\" WHERE rowid = ?1"),
                params![rowid],
            )? as u64;
        }
    }
    tx.commit()?;
    Ok(n_gone)
}

/// A table without row ids holds keys and no deliveries.
fn has_rowid(conn: &Connection, table: &str) -> Result<bool, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 AND upper(sql) NOT LIKE '%WITHOUT ROWID%'",
    )?;
    Ok(select.exists(params![table])?)
}

fn about(
    conn: &Connection,
    quoted: &str,
    is_about: &dyn Fn(&[u8]) -> bool,
) -> Result<Vec<i64>, Trouble> {
    let mut select = conn.prepare(&format!("SELECT rowid, * FROM \"{quoted}\""))?;
    let n_columns = select.column_count();
    let mut rows = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut is_found = false;
        for column in 1..n_columns {
            value(row, column, &mut |bytes| is_found |= is_about(bytes))?;
        }
        if is_found {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}
