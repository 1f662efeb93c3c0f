//! Which tables does the catalogue have, and how does an older one become today's?
//!
//! `PRAGMA user_version` counts the steps that a file has been through. Steps are only ever added; each stands with what
//! it belongs to, in a file below this one.

mod calls;
mod deals;
mod decided;
mod forget;
mod packs;
mod rights;
mod told;

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use super::error::{StoreError, Trouble};
use calls::{ANSWERS, FIRST};
use deals::{DEALS, STAGES};
use decided::{OVERRIDES, SIDES};
use forget::FORGET;
use packs::{LEAKS, PACKS};
use rights::RIGHTS;
use told::DIGEST;

/// What turns schema n into schema n+1.
const STEPS: &[&str] = &[
    FIRST, OVERRIDES, SIDES, DEALS, PACKS, FORGET, RIGHTS, DIGEST, LEAKS, STAGES, ANSWERS,
];

/// Takes a catalogue through the steps that it lacks, all or none.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    take_through(STEPS, conn, path)
}

/// The schema of a catalogue that this program can work with; zero where nothing was set up yet.
pub(super) fn version(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    version_within(STEPS, conn, path)
}

/// Takes a file through those of its steps that it lacks, all or none.
pub(super) fn take_through(
    steps: &[&str],
    conn: &mut Connection,
    path: &Path,
) -> Result<(), StoreError> {
    if version_within(steps, conn, path)? == newest(steps) {
        return Ok(());
    }
    take(steps, conn).map_err(|cause| StoreError::sqlite("set up", path, cause))
}

/// Whether a table is there. A reader may have an older catalogue open, which no writer has brought to today's schema
/// yet.
pub(super) fn has_table(conn: &Connection, name: &str) -> Result<bool, Trouble> {
    // What the connection knows costs nothing; that it knows of none may be because another program has just made it.
    if conn.table_exists(None, name)? {
        return Ok(true);
    }
    let mut select =
        conn.prepare_cached("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1")?;
    Ok(select.exists(params![name])?)
}

fn version_within(steps: &[&str], conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let found = user_version(conn).map_err(|cause| StoreError::sqlite("open", path, cause))?;
    let known = newest(steps);
    if !(0..=known).contains(&found) {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(found)
}

/// The newest schema that this program knows.
fn newest(steps: &[&str]) -> i64 {
    steps.len() as i64
}

fn user_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn take(steps: &[&str], conn: &mut Connection) -> rusqlite::Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again inside the transaction: somebody else may have been quicker.
    let done = usize::try_from(user_version(&tx)?).unwrap_or(0);
    for step in steps.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", newest(steps))?;
    tx.commit()
}
