//! What lies in the inbox, and how does a person decide about it?

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::store::error::{StoreError, Trouble};
use crate::store::inbox::work::{opened, wipe};
use crate::store::inbox::{Inbox, Kind, State, time};

/// Which deliveries are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// Whatever is not done.
    #[default]
    Unfinished,
    /// What a worker will take by itself, or is at.
    Open,
    Dead,
    /// Those of which only the id is remembered, too.
    All,
}

/// What a list says of a delivery. Never what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: i64,
    pub hook: String,
    pub key: String,
    pub kind: Kind,
    pub state: State,
    pub received_at: Timestamp,
    /// When it may be taken (again); none once it is done or dead.
    pub next_at: Option<Timestamp>,
    pub attempts: u32,
    pub format: Option<String>,
    /// Bytes as received.
    pub size: u64,
    /// Why it is tried later.
    pub reason: Option<String>,
    /// Why it is dead.
    pub code: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A delivery with its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    pub line: Line,
    /// As received; empty for what is done, or only tells where something is.
    pub body: Vec<u8>,
}

/// How many deliveries there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub waiting: u64,
    pub working: u64,
    pub later: u64,
    pub dead: u64,
    /// Of which only the id is remembered.
    pub done: u64,
}

const COLUMNS: &str =
    "SELECT number, hook, key, kind, state, received_at, next_at, attempts, format, size, reason,
    code, hint
FROM delivery";

impl Inbox {
    /// Deliveries in the order in which they came.
    pub fn list(&self, filter: Filter) -> Result<Vec<Line>, StoreError> {
        let which = match filter {
            Filter::Unfinished => "WHERE state != 'done'",
            Filter::Open => "WHERE next_at IS NOT NULL",
            Filter::Dead => "WHERE state = 'dead'",
            Filter::All => "",
        };
        self.read(|conn| {
            let mut select = conn.prepare_cached(&format!("{COLUMNS} {which} ORDER BY number"))?;
            let mut rows = select.query([])?;
            let mut lines = Vec::new();
            while let Some(row) = rows.next()? {
                lines.push(line(row)?);
            }
            Ok(lines)
        })
    }

    /// A delivery with its bytes; `None` where there is no such number.
    pub fn show(&self, number: i64) -> Result<Option<Shown>, StoreError> {
        self.read(|conn| {
            let found = conn
                .prepare_cached(&format!("{COLUMNS} WHERE number = ?1"))?
                .query_row(params![number], line)
                .optional()?;
            let Some(line) = found else {
                return Ok(None);
            };
            let packed: Option<Vec<u8>> = conn
                .prepare_cached("SELECT bytes FROM body WHERE number = ?1")?
                .query_row(params![number], |row| row.get(0))
                .optional()?;
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let body =
                opened(packed.as_deref()).map_err(|cause| Trouble::Damaged(number, cause))?;
            Ok(Some(Shown { line, body }))
        })
    }

    /// Lets a worker take it at once, as if for the first time; what was not understood is tried as a transcript. Says
    /// whether there was anything to try.
    pub fn retry(&self, number: i64) -> Result<bool, StoreError> {
        self.write("retry a delivery of", |conn| {
            let n_changed = conn
                .prepare_cached(
                    "UPDATE delivery SET state = 'waiting', next_at = 0, attempts = 0, reason = NULL,
                        code = NULL, hint = NULL, kind = CASE kind WHEN 'dead' THEN 'raw' ELSE kind END
                     WHERE number = ?1 AND state IN ('waiting', 'later', 'dead')",
                )?
                .execute(params![number])?;
            Ok(n_changed > 0)
        })
    }

    /// Forgets what it holds; its id is still known, so that it does not come again. Says whether there was anything.
    pub fn drop_one(&self, number: i64) -> Result<bool, StoreError> {
        self.write("drop a delivery of", |conn| {
            let is_there = conn
                .prepare_cached("SELECT 1 FROM delivery WHERE number = ?1 AND state != 'done'")?
                .exists(params![number])?;
            if is_there {
                wipe(conn, number, Some("dropped"))?;
            }
            Ok(is_there)
        })
    }

    /// How many deliveries there are.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let by_state = self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT state, COUNT(*) FROM delivery GROUP BY state")?;
            let mut rows = select.query([])?;
            let mut by_state: BTreeMap<String, u64> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let n: i64 = row.get(1)?;
                by_state.insert(row.get(0)?, u64::try_from(n).unwrap_or(0));
            }
            Ok(by_state)
        })?;
        let of = |state: State| by_state.get(state.name()).copied().unwrap_or(0);
        Ok(Counts {
            waiting: of(State::Waiting),
            working: of(State::Working),
            later: of(State::Later),
            dead: of(State::Dead),
            done: of(State::Done),
        })
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let size: i64 = row.get(9)?;
    let next_at: Option<i64> = row.get(6)?;
    Ok(Line {
        number: row.get(0)?,
        hook: row.get(1)?,
        key: row.get(2)?,
        kind: Kind::named(&row.get::<_, String>(3)?),
        state: State::named(&row.get::<_, String>(4)?),
        received_at: time(row.get(5)?),
        next_at: next_at.map(time),
        attempts: row.get(7)?,
        format: row.get(8)?,
        size: u64::try_from(size).unwrap_or(0),
        reason: row.get(10)?,
        code: row.get(11)?,
        hint: row.get(12)?,
    })
}
