//! Where did quotes of packs go, and what did those say who used them?
//!
//! Uses and feedback outlive the pack: they name the words by call, turn and bytes.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::store::catalogue::Catalogue;
use crate::store::error::{StoreError, Trouble};
use crate::store::schema::has_table;

use super::{CarriedRow, carried, put_carried};

/// The word for uses in the table of what is carried.
const USE: &str = "use";

/// A use as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UseRow {
    /// Given by the catalogue.
    pub number: i64,
    pub pack: String,
    /// An address, or the name of a deck, a page, a mailing.
    pub place: String,
    /// `YYYY-MM-DD`.
    pub on_day: String,
    pub by_whom: String,
    /// RFC 3339.
    pub recorded_at: String,
    pub quotes: Vec<CarriedRow>,
}

/// What somebody said of a quote, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedbackRow {
    /// Given by the catalogue.
    pub number: i64,
    pub pack: String,
    pub call: String,
    pub turn: u32,
    pub from: u32,
    pub to: u32,
    /// `up`, `down` or `not-how-they-say-it`.
    pub verdict: String,
    pub comment: Option<String>,
    pub by_whom: String,
    /// RFC 3339.
    pub recorded_at: String,
}

impl Catalogue {
    /// Every use that was written down, in that order.
    pub fn uses(&self) -> Result<Vec<UseRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "carried")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT number, pack, place, on_day, by_whom, recorded_at FROM use_record ORDER BY number",
            )?;
            let mut rows = select.query([])?;
            let mut uses = Vec::new();
            while let Some(row) = rows.next()? {
                let number = row.get(0)?;
                uses.push(UseRow {
                    number,
                    pack: row.get(1)?,
                    place: row.get(2)?,
                    on_day: row.get(3)?,
                    by_whom: row.get(4)?,
                    recorded_at: row.get(5)?,
                    quotes: carried(conn, USE, number)?,
                });
            }
            Ok(uses)
        })
    }

    /// Writes down where quotes went and gives the number of the use.
    pub fn put_use(&mut self, record: &UseRow) -> Result<i64, StoreError> {
        put_use(&mut self.conn, record)
            .map_err(|trouble| trouble.at("write a use into", &self.path))
    }

    /// All that was said of quotes, in that order.
    pub fn feedback(&self) -> Result<Vec<FeedbackRow>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "carried")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(
                "SELECT number, pack, call, turn, from_byte, to_byte, verdict, comment, by_whom, recorded_at
                 FROM feedback ORDER BY number",
            )?;
            let mut rows = select.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(FeedbackRow {
                    number: row.get(0)?,
                    pack: row.get(1)?,
                    call: row.get(2)?,
                    turn: row.get(3)?,
                    from: row.get(4)?,
                    to: row.get(5)?,
                    verdict: row.get(6)?,
                    comment: row.get(7)?,
                    by_whom: row.get(8)?,
                    recorded_at: row.get(9)?,
                });
            }
            Ok(found)
        })
    }

    /// Writes down what somebody said of a quote.
    pub fn put_feedback(&mut self, said: &FeedbackRow) -> Result<(), StoreError> {
        put_feedback(&self.conn, said)
            .map_err(|trouble| trouble.at("write feedback into", &self.path))
    }
}

fn put_use(conn: &mut Connection, record: &UseRow) -> Result<i64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number: i64 = tx
        .prepare_cached(
            "INSERT INTO use_record (pack, place, on_day, by_whom, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5)
             RETURNING number",
        )?
        .query_row(
            params![
                record.pack,
                record.place,
                record.on_day,
                record.by_whom,
                record.recorded_at,
            ],
            |row| row.get(0),
        )?;
    put_carried(&tx, USE, number, &record.quotes)?;
    tx.commit()?;
    Ok(number)
}

fn put_feedback(conn: &Connection, said: &FeedbackRow) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO feedback (pack, call, turn, from_byte, to_byte, verdict, comment, by_whom, recorded_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        said.pack,
        said.call,
        said.turn,
        said.from,
        said.to,
        said.verdict,
        said.comment,
        said.by_whom,
        said.recorded_at,
    ])?;
    Ok(())
}
