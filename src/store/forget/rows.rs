//! How do the rows of deleted calls go, all of them in one transaction?

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::store::catalogue::Counters;
use crate::store::error::Trouble;
use crate::store::forget::tables::{By, TABLES_WITH_CALL};
use crate::store::schema::has_table;
use crate::store::tombstones::Tombstones;

use super::{ASKED, ROWS_GONE, Removed, deals, rights};

/// Deletes every row of the deletions that were written down and came no further.
pub(super) fn finish(conn: &mut Connection, path: &Path) -> Result<Removed, Trouble> {
    let mut removed = Removed::default();
    let begun = begun(conn)?;
    if begun.is_empty() {
        return Ok(removed);
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let dead = Tombstones::load(&tx, path)?;
    for (number, ords, now) in begun {
        let mut doomed = Vec::with_capacity(ords.len());
        for ord in ords {
            doomed.push((ord, id_of(&tx, ord)?));
        }
        flag_packs(&tx, &doomed, &now, &mut removed)?;
        for &(table, column, by) in TABLES_WITH_CALL {
            empty(&tx, (table, column, by), &doomed, &mut removed)?;
        }
        let calls: Vec<&str> = doomed.iter().filter_map(|(_, id)| id.as_deref()).collect();
        for (table, n_rows) in rights::strike(&tx, &calls, &dead)? {
            if n_rows > 0 {
                *removed.rows.entry(table.to_owned()).or_default() += n_rows;
            }
        }
        tx.execute(
            "UPDATE forgetting SET stage = ?2 WHERE number = ?1",
            params![number, ROWS_GONE],
        )?;
    }
    removed.deals = deals::strike(&tx, &dead)?;
    // Lexicons quote what people say. Without them everything is heard again after the next change, which is slower.
    if has_table(&tx, "heard_with")? {
        tx.execute("DELETE FROM heard_with", [])?;
    }
    // A change like any other: whoever reads opens the archive anew.
    let mut counters = Counters::load(&tx)?;
    counters.take_seq();
    counters.save(&tx)?;
    tx.commit()?;
    Ok(removed)
}

/// Number, calls and time of the deletions that were written down.
type Begun = (i64, Vec<u32>, String);

fn begun(conn: &Connection) -> Result<Vec<Begun>, Trouble> {
    let mut select =
        conn.prepare_cached("SELECT number, ords, begun_at FROM forgetting WHERE stage = ?1")?;
    let mut rows = select.query(params![ASKED])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let ords: String = row.get(1)?;
        let ords = ords.lines().filter_map(|line| line.parse().ok()).collect();
        all.push((row.get(0)?, ords, row.get(2)?));
    }
    Ok(all)
}

fn id_of(conn: &Connection, ord: u32) -> Result<Option<String>, Trouble> {
    let mut select = conn.prepare_cached("SELECT id FROM call WHERE ord = ?1")?;
    Ok(select
        .query_row(params![ord], |row| row.get(0))
        .optional()?)
}

/// A call's number and its id, where it is there.
type Doomed = (u32, Option<String>);

fn flag_packs(
    conn: &Connection,
    doomed: &[Doomed],
    now: &str,
    removed: &mut Removed,
) -> Result<(), Trouble> {
    for id in doomed.iter().filter_map(|(_, id)| id.as_ref()) {
        let mut select = conn.prepare_cached(
            "SELECT pack.number, pack.name, COUNT(*) FROM pack_item JOIN pack ON pack.number = pack_item.pack
             WHERE pack_item.call = ?1 GROUP BY pack.number",
        )?;
        let mut rows = select.query(params![id])?;
        while let Some(row) = rows.next()? {
            let (number, name, n_gone): (i64, String, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            conn.prepare_cached(
                "INSERT INTO pack_reissue (pack, n_gone, since) VALUES (?1, ?2, ?3)
                 ON CONFLICT (pack) DO UPDATE SET n_gone = n_gone + excluded.n_gone",
            )?
            .execute(params![number, n_gone, now])?;
            removed.packs.insert(name);
        }
    }
    Ok(())
}

fn empty(
    conn: &Connection,
    (table, column, by): (&str, &str, By),
    doomed: &[Doomed],
    removed: &mut Removed,
) -> Result<(), Trouble> {
    if !has_table(conn, table)? {
        return Ok(());
    }
    let mut delete =
        conn.prepare_cached(&format!("DELETE FROM \"{table}\" WHERE \"{column}\" = ?1"))?;
    let mut n_deleted = 0;
    for (ord, id) in doomed {
        n_deleted += match (by, id) {
            (By::Ord, _) => delete.execute(params![ord])?,
            (By::Id, Some(id)) => delete.execute(params![id])?,
            (By::Id, None) => 0,
        };
    }
    if n_deleted > 0 {
        *removed.rows.entry(table.to_owned()).or_default() += n_deleted as u64;
    }
    Ok(())
}
