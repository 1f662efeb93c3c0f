//! What have people decided about mentions, and how does it outlive everything that programs hear?
//!
//! Decisions name a call by its id and have no part in its row, so no correction and no new lexicon touches them. With
//! every change the call's mentions count as stale in the same transaction: killed right after it, the next command
//! tags the call again and obeys.

use std::collections::HashSet;

use rusqlite::types::Type;
use rusqlite::{Connection, Row, TransactionBehavior, params};

use crate::call::{Call, CallId, Span};
use crate::mention::by_hand::{Decision, Override};
use crate::mention::{Mention, Tag};

use super::catalogue::Catalogue;
use super::codec;
use super::error::{CodecError, StoreError, Trouble};
use super::identity::{Sight, recognize};
use super::keep::Prepared;
use super::schema::has_table;

/// Makes of the mentions that were heard in a call the ones that people's decisions leave.
pub type Overrule = fn(&Call, Vec<Mention>, &[Override]) -> Vec<Mention>;

impl Catalogue {
    /// What was decided about a call, in the order of the decisions.
    pub fn overrides_of(&self, call_id: &str) -> Result<Vec<Override>, StoreError> {
        self.read(|conn| of_call(conn, call_id))
    }

    /// What was decided about a call that was just read, under whatever id it is kept; nothing where it is not kept.
    pub fn overrides_at(&self, sight: Sight<'_>) -> Result<Vec<Override>, StoreError> {
        self.read(|conn| match recognize(conn, sight, &HashSet::new())? {
            Some(known) => of_call(conn, &known.id),
            None => Ok(Vec::new()),
        })
    }

    /// Everything that was decided, call by call, in the order of the decisions.
    pub fn all_overrides(&self) -> Result<Vec<Override>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "override")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(&format!("{COLUMNS} ORDER BY call, number"))?;
            let mut rows = select.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(decided(row)?);
            }
            Ok(all)
        })
    }

    /// Keeps a decision, in place of earlier ones about the same words or fewer. The call's mentions count as stale
    /// from then on.
    pub fn put_override(&mut self, decided: &Override) -> Result<(), StoreError> {
        put(&mut self.conn, decided).map_err(|trouble| trouble.at("keep a mark in", &self.path))
    }

    /// Forgets a decision and says whether it was there. The call's mentions count as stale from then on.
    pub fn remove_override(&mut self, decided: &Override) -> Result<bool, StoreError> {
        remove(&mut self.conn, decided)
            .map_err(|trouble| trouble.at("remove a mark from", &self.path))
    }
}

const COLUMNS: &str =
    "SELECT call, turn, from_byte, to_byte, text_sha256, quote, tag, field, value, note,
    decided_at FROM override";

fn of_call(conn: &Connection, call_id: &str) -> Result<Vec<Override>, Trouble> {
    if !has_table(conn, "override")? {
        return Ok(Vec::new());
    }
    let mut select = conn.prepare_cached(&format!("{COLUMNS} WHERE call = ?1 ORDER BY number"))?;
    let mut rows = select.query(params![call_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(decided(row)?);
    }
    Ok(found)
}

fn decided(row: &Row<'_>) -> rusqlite::Result<Override> {
    let (field, value): (String, String) = (row.get(7)?, row.get(8)?);
    let decision = Decision::of(&field, &value).ok_or_else(|| {
        let cause = CodecError::Broken("a mark decides something that this program does not know");
        rusqlite::Error::FromSqlConversionFailure(8, Type::Text, Box::new(cause))
    })?;
    Ok(Override {
        call: CallId(row.get(0)?),
        turn: row.get(1)?,
        span: Span {
            start: row.get(2)?,
            end: row.get(3)?,
        },
        text_sha256: row.get(4)?,
        quote: row.get(5)?,
        tag: Tag(row.get(6)?),
        decision,
        note: row.get(9)?,
        decided_at: row.get(10)?,
    })
}

const INSERT: &str = "
INSERT INTO override (call, turn, from_byte, to_byte, text_sha256, quote, tag, field, value, note, decided_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

/// Bytes of another text cannot be compared, so only decisions about the same text give way.
const DELETE_COVERED: &str = "
DELETE FROM override WHERE call = ?1 AND turn = ?2 AND tag = ?3 AND field = ?4 AND text_sha256 = ?5
    AND from_byte >= ?6 AND to_byte <= ?7";

const DELETE_ONE: &str = "
DELETE FROM override WHERE call = ?1 AND turn = ?2 AND tag = ?3 AND field = ?4 AND text_sha256 = ?5
    AND from_byte = ?6 AND to_byte = ?7";

fn put(conn: &mut Connection, decided: &Override) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    delete(&tx, DELETE_COVERED, decided)?;
    tx.prepare_cached(INSERT)?.execute(params![
        decided.call.0,
        decided.turn,
        decided.span.start,
        decided.span.end,
        decided.text_sha256,
        decided.quote,
        decided.tag.0,
        decided.decision.field(),
        decided.decision.value(),
        decided.note,
        decided.decided_at,
    ])?;
    make_stale(&tx, &decided.call)?;
    tx.commit()?;
    Ok(())
}

fn remove(conn: &mut Connection, decided: &Override) -> Result<bool, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let n_deleted = delete(&tx, DELETE_ONE, decided)?;
    make_stale(&tx, &decided.call)?;
    tx.commit()?;
    Ok(n_deleted > 0)
}

fn delete(conn: &Connection, sql: &str, decided: &Override) -> Result<usize, Trouble> {
    let n_deleted = conn.prepare_cached(sql)?.execute(params![
        decided.call.0,
        decided.turn,
        decided.tag.0,
        decided.decision.field(),
        decided.text_sha256,
        decided.span.start,
        decided.span.end,
    ])?;
    Ok(n_deleted)
}

/// No lexicon has an empty fingerprint.
fn make_stale(conn: &Connection, call: &CallId) -> Result<(), Trouble> {
    conn.prepare_cached("UPDATE call SET lexicon = '' WHERE id = ?1")?
        .execute(params![call.0])?;
    Ok(())
}

/// A delivery under the id of its kept call, with what people decided about that call. Packed anew only where somebody
/// did decide.
pub(super) fn overruled(
    conn: &Connection,
    delivered: Prepared,
    overrule: Overrule,
) -> Result<Prepared, Trouble> {
    let decided = of_call(conn, &delivered.call.id.0)?;
    if decided.is_empty() {
        return Ok(delivered);
    }
    let mentions = overrule(&delivered.call, delivered.mentions.clone(), &decided);
    match codec::encode_mentions(&mentions) {
        Ok(mentions_blob) => Ok(Prepared {
            mentions,
            mentions_blob,
            ..delivered
        }),
        Err(cause) => Err(Trouble::Unpackable(delivered.source, cause)),
    }
}
