//! What do rights know of calls, people and accounts that were deleted?
//!
//! A permission or a withdrawal names whom or what it is about. Where that is deleted, it is about nothing any more, and
//! the name in it goes.

use rusqlite::{Connection, params};

use super::deals::is_gone;
use crate::store::error::Trouble;
use crate::store::tombstones::{Kind, Tombstones, folded};

/// The two tables that have a kind and a subject.
const TABLES: [&str; 2] = ["grant_right", "withdrawal"];

/// Deletes every permission and withdrawal that names something deleted: one of the calls, by id, or what has a tombstone.
/// Gives the number of rows of each table.
pub(super) fn strike(
    conn: &Connection,
    calls: &[&str],
    dead: &Tombstones,
) -> Result<Vec<(&'static str, u64)>, Trouble> {
    let mut struck = Vec::new();
    for table in TABLES {
        let mut n_rows = 0;
        for (number, kind, subject) in subjects(conn, table)? {
            if names_deleted(&kind, &subject, calls, dead) {
                let delete = format!("DELETE FROM {table} WHERE number = ?1");
                conn.prepare_cached(&delete)?.execute(params![number])?;
                n_rows += 1;
            }
        }
        struck.push((table, n_rows));
    }
    Ok(struck)
}

fn subjects(conn: &Connection, table: &str) -> Result<Vec<(i64, String, String)>, Trouble> {
    let mut select = conn.prepare(&format!("SELECT number, kind, subject FROM {table}"))?;
    let mut rows = select.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    Ok(all)
}

fn names_deleted(kind: &str, subject: &str, calls: &[&str], dead: &Tombstones) -> bool {
    let is_account_gone =
        |account: &str| dead.has_gone() && dead.has(Kind::GoneAccount, &folded(account));
    match kind {
        "call" => calls.contains(&subject),
        // `CALL:TURN:FROM-TO`
        "quote" => calls.iter().any(|call| {
            let place = subject.strip_prefix(call);
            place.is_some_and(|place| place.starts_with(':'))
        }),
        "account" => is_account_gone(subject),
        // An e-mail address, or `ACCOUNT/NAME`.
        _ => match subject.split_once('/') {
            Some((account, name)) => is_account_gone(account) || is_gone(dead, name),
            None => is_gone(dead, subject),
        },
    }
}
