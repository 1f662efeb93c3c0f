//! Where was a saved search answered, and has that been posted?
//!
//! An alert waits until it is posted. Whoever posts takes it first, for a while: should he die in the middle, it waits
//! again when the while is over, so that an alert may in the worst case be posted twice and is never lost.

use rusqlite::{Connection, OptionalExtension, Row, Rows, TransactionBehavior, params};

use crate::store::catalogue::Catalogue;
use crate::store::error::{StoreError, Trouble};
use crate::store::facts::unsigned;
use crate::store::rows::signed;
use crate::store::schema::has_table;

/// A place that answers a watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert {
    pub call: String,
    pub turn: u32,
    /// Bytes of the turn's text, half open.
    pub from: u32,
    pub to: u32,
}

/// What was looked through for a watch, and what answers.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    /// The watch's number.
    pub watch: i64,
    /// Ids of the calls that were looked through.
    pub calls: &'a [String],
    pub found: &'a [NewAlert],
    /// The last change among them.
    pub seq: u64,
    /// RFC 3339.
    pub now: &'a str,
}

/// Whether an alert has been posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    /// Shown, and not to be posted.
    Shown,
    Waiting,
    Posted,
    /// Tried often enough; tried again only when somebody says so.
    Failed,
}

impl AlertState {
    /// Every state.
    pub const ALL: [AlertState; 4] = [
        AlertState::Shown,
        AlertState::Waiting,
        AlertState::Posted,
        AlertState::Failed,
    ];

    /// The word in the table and for people.
    pub fn name(self) -> &'static str {
        match self {
            AlertState::Shown => "shown",
            AlertState::Waiting => "waiting",
            AlertState::Posted => "posted",
            AlertState::Failed => "failed",
        }
    }

    /// The state of a word; what is unknown was written by a newer program and is left alone.
    fn of(word: &str) -> AlertState {
        let mut all = AlertState::ALL.into_iter();
        all.find(|state| state.name() == word)
            .unwrap_or(AlertState::Shown)
    }
}

/// An alert as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    pub number: u64,
    /// The watch's name.
    pub watch: String,
    pub post: Option<String>,
    pub call: String,
    pub turn: u32,
    pub from: u32,
    pub to: u32,
    /// RFC 3339.
    pub found_at: String,
    pub state: AlertState,
    /// How often posting was tried.
    pub attempts: u32,
    /// Why it was not posted the last time.
    pub reason: Option<String>,
}

/// What became of an alert that somebody tried to post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub number: u64,
    pub state: AlertState,
    /// When it is tried again, RFC 3339; blank where it is not.
    pub next_at: String,
    pub reason: Option<String>,
}

const COLUMNS: &str = "alert.number, watch.name, watch.post, call, turn, from_byte, to_byte, found_at, state, \
     attempts, reason FROM alert JOIN watch ON watch.number = alert.watch";

impl Catalogue {
    /// Keeps where the calls that were looked through answer a watch; all or nothing. Gives the number of alerts that
    /// are new. A turn that was told before is not told again; what waits and answers no more, because its call was
    /// corrected, is dropped.
    pub fn add_alerts(&mut self, looked: &Looked<'_>) -> Result<u64, StoreError> {
        add(&mut self.conn, looked).map_err(|trouble| trouble.at("keep alerts in", &self.path))
    }

    /// Takes alerts that are due, to post them before a moment; the oldest first. Times are RFC 3339, in whole seconds.
    pub fn take_due(
        &mut self,
        now: &str,
        until: &str,
        most: usize,
    ) -> Result<Vec<AlertRow>, StoreError> {
        take(&mut self.conn, now, until, most)
            .map_err(|trouble| trouble.at("take alerts from", &self.path))
    }

    /// Writes down what became of alerts.
    pub fn settle_alerts(&mut self, settled: &[Settled]) -> Result<(), StoreError> {
        settle(&mut self.conn, settled)
            .map_err(|trouble| trouble.at("settle alerts in", &self.path))
    }

    /// Gives back alerts that were taken and not tried; they are due at a moment (RFC 3339), or at once where it is blank.
    pub fn give_back_alerts(&mut self, numbers: &[u64], next_at: &str) -> Result<(), StoreError> {
        give_back(&mut self.conn, numbers, next_at)
            .map_err(|trouble| trouble.at("give alerts back to", &self.path))
    }

    /// Whether an alert waits to be posted and is due.
    pub fn has_due_alerts(&self, now: &str) -> Result<bool, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "alert")? {
                return Ok(false);
            }
            let mut select = conn
                .prepare_cached("SELECT 1 FROM alert WHERE state = 'waiting' AND next_at <= ?1")?;
            Ok(select.exists(params![now])?)
        })
    }

    /// Lets alerts that failed wait again, and gives their number.
    pub fn retry_alerts(&mut self) -> Result<u64, StoreError> {
        let changed = self.conn.execute(
            "UPDATE alert SET state = 'waiting', attempts = 0, next_at = '' WHERE state = 'failed'",
            [],
        );
        match changed {
            Ok(n) => Ok(n as u64),
            Err(cause) => Err(StoreError::sqlite("retry alerts in", &self.path, cause)),
        }
    }

    /// The newest alerts of all watches, or of one, the newest first.
    pub fn newest_alerts(
        &self,
        watch: Option<&str>,
        most: usize,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.read(|conn| {
            if !has_table(conn, "alert")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE ?1 IS NULL OR watch.name = ?1
                 ORDER BY alert.number DESC LIMIT ?2"
            ))?;
            collect(select.query(params![watch, most])?)
        })
    }

    /// Alerts after one, in their order.
    pub fn alerts_after(&self, number: u64, most: usize) -> Result<Vec<AlertRow>, StoreError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.read(|conn| {
            if !has_table(conn, "alert")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE alert.number > ?1 ORDER BY alert.number LIMIT ?2"
            ))?;
            collect(select.query(params![signed(number), most])?)
        })
    }

    /// The number of the newest alert; zero before the first.
    pub fn last_alert(&self) -> Result<u64, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "alert")? {
                return Ok(0);
            }
            let mut select = conn.prepare_cached("SELECT COALESCE(MAX(number), 0) FROM alert")?;
            Ok(select.query_row([], |row| unsigned(row, 0))?)
        })
    }
}

fn add(conn: &mut Connection, looked: &Looked<'_>) -> Result<u64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Removed in the meantime: then nobody wants to know.
    let Some(state) = first_state(&tx, looked.watch)? else {
        return Ok(0);
    };
    for call in looked.calls {
        drop_stale(&tx, looked, call)?;
    }
    let n_new = insert(&tx, looked, state)?;
    tx.execute(
        "UPDATE watch SET seq = max(seq, ?2) WHERE number = ?1",
        params![looked.watch, signed(looked.seq)],
    )?;
    tx.commit()?;
    Ok(n_new)
}

/// In which state an alert of a watch begins; `None` where there is no such watch.
fn first_state(conn: &Connection, watch: i64) -> Result<Option<AlertState>, Trouble> {
    let mut select = conn.prepare_cached("SELECT post IS NOT NULL FROM watch WHERE number = ?1")?;
    let is_posted: Option<bool> = select
        .query_row(params![watch], |row| row.get(0))
        .optional()?;
    Ok(is_posted.map(|is_posted| match is_posted {
        true => AlertState::Waiting,
        false => AlertState::Shown,
    }))
}

/// Drops the alerts of a call that answer no more; what was posted stays, so that it is not posted again.
fn drop_stale(conn: &Connection, looked: &Looked<'_>, call: &str) -> Result<(), Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT number, turn FROM alert WHERE watch = ?1 AND call = ?2 AND state != 'posted'",
    )?;
    let mut rows = select.query(params![looked.watch, call])?;
    let mut stale: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let turn: u32 = row.get(1)?;
        let answers = |alert: &NewAlert| alert.call == call && alert.turn == turn;
        if !looked.found.iter().any(answers) {
            stale.push(row.get(0)?);
        }
    }
    let mut delete = conn.prepare_cached("DELETE FROM alert WHERE number = ?1")?;
    for number in stale {
        delete.execute(params![number])?;
    }
    Ok(())
}

fn insert(conn: &Connection, looked: &Looked<'_>, state: AlertState) -> Result<u64, Trouble> {
    let watch = looked.watch;
    let mut insert = conn.prepare_cached(
        "INSERT INTO alert (watch, call, turn, from_byte, to_byte, found_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (watch, call, turn) DO NOTHING",
    )?;
    let mut update = conn.prepare_cached(
        "UPDATE alert SET from_byte = ?4, to_byte = ?5
         WHERE watch = ?1 AND call = ?2 AND turn = ?3 AND state != 'posted'",
    )?;
    let mut n_new = 0;
    for place in looked.found {
        let NewAlert {
            call,
            turn,
            from,
            to,
        } = place;
        let state = state.name();
        let n_added = insert.execute(params![watch, call, turn, from, to, looked.now, state])?;
        if n_added == 0 {
            update.execute(params![watch, call, turn, from, to])?;
        }
        n_new += n_added as u64;
    }
    Ok(n_new)
}

fn take(
    conn: &mut Connection,
    now: &str,
    until: &str,
    most: usize,
) -> Result<Vec<AlertRow>, Trouble> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let due = {
        let mut select = tx.prepare_cached(&format!(
            "SELECT {COLUMNS} WHERE state = 'waiting' AND next_at <= ?1
             ORDER BY alert.number LIMIT ?2"
        ))?;
        let due = collect(select.query(params![now, most])?)?;
        let mut update = tx.prepare_cached("UPDATE alert SET next_at = ?2 WHERE number = ?1")?;
        for alert in &due {
            update.execute(params![signed(alert.number), until])?;
        }
        due
    };
    tx.commit()?;
    Ok(due)
}

fn settle(conn: &mut Connection, settled: &[Settled]) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut update = tx.prepare_cached(
            "UPDATE alert SET state = ?2, next_at = ?3, reason = ?4, attempts = attempts + 1
             WHERE number = ?1",
        )?;
        for one in settled {
            let number = signed(one.number);
            update.execute(params![number, one.state.name(), one.next_at, one.reason])?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn give_back(conn: &mut Connection, numbers: &[u64], next_at: &str) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut update = tx.prepare_cached(
            "UPDATE alert SET next_at = ?2 WHERE number = ?1 AND state = 'waiting'",
        )?;
        for number in numbers {
            update.execute(params![signed(*number), next_at])?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn collect(mut rows: Rows<'_>) -> Result<Vec<AlertRow>, Trouble> {
    let mut alerts = Vec::new();
    while let Some(row) = rows.next()? {
        alerts.push(alert(row)?);
    }
    Ok(alerts)
}

fn alert(row: &Row<'_>) -> rusqlite::Result<AlertRow> {
    let state: String = row.get(8)?;
    Ok(AlertRow {
        number: unsigned(row, 0)?,
        watch: row.get(1)?,
        post: row.get(2)?,
        call: row.get(3)?,
        turn: row.get(4)?,
        from: row.get(5)?,
        to: row.get(6)?,
        found_at: row.get(7)?,
        state: AlertState::of(&state),
        attempts: row.get(9)?,
        reason: row.get(10)?,
    })
}
