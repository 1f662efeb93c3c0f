//! Which searches are saved, and where were they answered?
//!
//! A watch remembers up to which change it has looked, so that whatever broke off in between, nothing is passed over;
//! an alert stands once for each watch and turn, so that nothing is told twice. Alerts name places and hold no words.

pub mod alerts;

use rusqlite::{Row, Rows, params};

use super::catalogue::{Catalogue, last_seq};
use super::error::{StoreError, Trouble};
use super::facts::unsigned;
use super::rows::signed;
use super::schema::has_table;

/// A saved search as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WatchRow {
    pub number: i64,
    pub name: String,
    pub query: String,
    /// A JSON list of names and values.
    pub filters: String,
    /// Where its alerts are posted to, by the name in the config; `None` where they are only shown.
    pub post: Option<String>,
    /// RFC 3339.
    pub made_at: String,
    /// The last change that was looked through.
    pub seq: u64,
}

/// A call that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The call's number.
    pub ord: u32,
    /// The call's id.
    pub call: String,
    /// The change that made it what it is.
    pub seq: u64,
    /// RFC 3339.
    pub received_at: String,
}

/// How many alerts a watch has, by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AlertCounts {
    pub all: u64,
    pub waiting: u64,
    pub failed: u64,
}

impl Catalogue {
    /// Every watch, by name.
    pub fn watches(&self) -> Result<Vec<WatchRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "watch")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT number, name, query, filters, post, made_at, seq FROM watch ORDER BY name",
            )?;
            let mut rows = select.query([])?;
            let mut watches = Vec::new();
            while let Some(row) = rows.next()? {
                watches.push(watch(row)?);
            }
            Ok(watches)
        })
    }

    /// Saves a search that looks from the next change on; `false` where there is one of that name. Number and change
    /// of the row given do not count.
    pub fn add_watch(&mut self, row: &WatchRow) -> Result<bool, StoreError> {
        let added = last_seq(&self.conn).and_then(|seq| {
            let mut insert = self.conn.prepare_cached(
                "INSERT INTO watch (name, query, filters, post, made_at, seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO NOTHING",
            )?;
            Ok(insert.execute(params![
                row.name,
                row.query,
                row.filters,
                row.post,
                row.made_at,
                signed(seq)
            ])?)
        });
        added
            .map(|n_added| n_added > 0)
            .map_err(|trouble| trouble.at("save a search in", &self.path))
    }

    /// Forgets a watch and its alerts, and says whether it was there.
    pub fn remove_watch(&mut self, name: &str) -> Result<bool, StoreError> {
        let removed = self
            .conn
            .execute("DELETE FROM watch WHERE name = ?1", params![name]);
        match removed {
            Ok(n_removed) => Ok(n_removed > 0),
            Err(cause) => Err(StoreError::sqlite(
                "remove a saved search from",
                &self.path,
                cause,
            )),
        }
    }

    /// How many alerts a watch has.
    pub fn alert_counts(&self, watch: i64) -> Result<AlertCounts, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT COUNT(*), COALESCE(SUM(state = 'waiting'), 0), COALESCE(SUM(state = 'failed'), 0)
                 FROM alert WHERE watch = ?1",
            )?;
            Ok(select.query_row(params![watch], |row| {
                Ok(AlertCounts {
                    all: unsigned(row, 0)?,
                    waiting: unsigned(row, 1)?,
                    failed: unsigned(row, 2)?,
                })
            })?)
        })
    }

    /// Calls that came in, or came in corrected, after a change and at or after a moment, in the order of their changes.
    /// What only the lexicons changed came in earlier.
    pub fn arrived(
        &self,
        after: u64,
        since: &str,
        most: usize,
    ) -> Result<Vec<Arrival>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT ord, id, seq, received_at FROM call WHERE seq > ?1 AND received_at >= ?2
                 ORDER BY seq LIMIT ?3",
            )?;
            arrivals(select.query(params![signed(after), since, most])?)
        })
    }

    /// The calls that came in last, the newest first.
    pub fn newest_arrivals(&self, most: usize) -> Result<Vec<Arrival>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT ord, id, seq, received_at FROM call
                 ORDER BY received_at DESC, seq DESC LIMIT ?1",
            )?;
            arrivals(select.query(params![most])?)
        })
    }
}

fn arrivals(mut rows: Rows<'_>) -> Result<Vec<Arrival>, Trouble> {
    let mut arrivals = Vec::new();
    while let Some(row) = rows.next()? {
        arrivals.push(Arrival {
            ord: row.get(0)?,
            call: row.get(1)?,
            seq: unsigned(row, 2)?,
            received_at: row.get(3)?,
        });
    }
    Ok(arrivals)
}

fn watch(row: &Row<'_>) -> rusqlite::Result<WatchRow> {
    Ok(WatchRow {
        number: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        filters: row.get(3)?,
        post: row.get(4)?,
        made_at: row.get(5)?,
        seq: unsigned(row, 6)?,
    })
}
