//! Which calls were heard with an older lexicon, and how do they get their new mentions?

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use crate::call::CallId;
use crate::mention::Mention;

use super::catalogue::{Catalogue, Counters};
use super::codec;
use super::compress::{compress, decompress};
use super::error::{StoreError, Trouble};
use super::rows;
use super::schema::has_table;

/// What a call is heard to say now.
#[derive(Debug, Clone)]
pub struct Reheard {
    pub ord: u32,
    pub mentions: Vec<Mention>,
    /// Fingerprint of the lexicon that heard them.
    pub lexicon: String,
    /// What the encoder answered; nothing where what is kept of it stays.
    pub answers: Option<Vec<u8>>,
}

/// A call whose mentions were heard by other lexicons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    pub ord: u32,
    pub id: CallId,
    /// Fingerprint of those that heard them.
    pub lexicon: String,
}

impl Catalogue {
    /// The calls whose mentions were heard by another lexicon than this fingerprint's.
    pub fn of_old_lexicon(&self, lexicon: &str) -> Result<Vec<Stale>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT ord, id, lexicon FROM call WHERE lexicon != ?1 ORDER BY ord",
            )?;
            let mut rows = select.query(params![lexicon])?;
            let mut old = Vec::new();
            while let Some(row) = rows.next()? {
                old.push(Stale {
                    ord: row.get(0)?,
                    id: CallId(row.get(1)?),
                    lexicon: row.get(2)?,
                });
            }
            Ok(old)
        })
    }

    /// Whether there is any.
    pub fn has_old_lexicon(&self, lexicon: &str) -> Result<bool, StoreError> {
        self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT 1 FROM call WHERE lexicon != ?1 LIMIT 1")?;
            Ok(select.exists(params![lexicon])?)
        })
    }

    /// The fingerprint of the lexicons that heard the whole archive last, and the lexicons themselves as whoever kept
    /// them wrote them down.
    pub fn heard_with(&self) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "heard_with")? {
                return Ok(None);
            }
            let mut select = conn.prepare_cached("SELECT mark, files FROM heard_with")?;
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let found: Option<(String, Vec<u8>)> = select.query_row([], row).optional()?;
            // What cannot be opened is as good as not known.
            Ok(found.and_then(|(mark, packed)| Some((mark, decompress(&packed).ok()?))))
        })
    }

    /// The fingerprint alone.
    pub fn heard_with_mark(&self) -> Result<Option<String>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "heard_with")? {
                return Ok(None);
            }
            let mut select = conn.prepare_cached("SELECT mark FROM heard_with")?;
            Ok(select.query_row([], |row| row.get(0)).optional()?)
        })
    }

    /// Keeps with which lexicons the whole archive was heard.
    pub fn set_heard_with(&mut self, mark: &str, files: &[u8]) -> Result<(), StoreError> {
        keep_heard_with(&mut self.conn, mark, files)
            .map_err(|trouble| trouble.at("keep lexicons in", &self.path))
    }

    /// Lets calls count as heard by a lexicon whose mentions of them are those that are kept. Nothing about them changes,
    /// so whoever follows changes is told of none.
    pub fn set_lexicon(&mut self, ords: &[u32], lexicon: &str) -> Result<(), StoreError> {
        mark_all(&mut self.conn, ords, lexicon)
            .map_err(|trouble| trouble.at("keep mentions in", &self.path))
    }

    /// Replaces the mentions of calls, all or none. Each is a change of its own; returned are number and change of every
    /// call that there is.
    pub fn set_mentions(&mut self, batch: &[Reheard]) -> Result<Vec<(u32, u64)>, StoreError> {
        set_all(&mut self.conn, batch).map_err(|trouble| trouble.at("keep mentions in", &self.path))
    }
}

fn set_all(conn: &mut Connection, batch: &[Reheard]) -> Result<Vec<(u32, u64)>, Trouble> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut counters = Counters::load(&tx)?;
    let mut changed = Vec::with_capacity(batch.len());
    for heard in batch {
        let ord = heard.ord;
        let unpackable = |cause| Trouble::Unpackable(format!("call number {ord}"), cause);
        let blob = codec::encode_mentions(&heard.mentions).map_err(unpackable)?;
        let seq = counters.take_seq();
        let n_mentions = heard.mentions.len();
        if rows::write_mentions(&tx, ord, seq, n_mentions, &blob, &heard.lexicon)? {
            let answers = heard.answers.as_deref().map(compress).transpose();
            rows::write_answers(&tx, ord, answers.map_err(unpackable)?.as_deref())?;
            changed.push((ord, seq));
        }
    }
    counters.save(&tx)?;
    tx.commit()?;
    Ok(changed)
}

fn keep_heard_with(conn: &mut Connection, mark: &str, files: &[u8]) -> Result<(), Trouble> {
    let packed =
        compress(files).map_err(|cause| Trouble::Unpackable("the lexicons".to_owned(), cause))?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute("DELETE FROM heard_with", [])?;
    tx.prepare_cached("INSERT INTO heard_with (mark, files) VALUES (?1, ?2)")?
        .execute(params![mark, packed])?;
    tx.commit()?;
    Ok(())
}

fn mark_all(conn: &mut Connection, ords: &[u32], lexicon: &str) -> Result<(), Trouble> {
    if ords.is_empty() {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for ord in ords {
        tx.prepare_cached("UPDATE call SET lexicon = ?2 WHERE ord = ?1")?
            .execute(params![ord, lexicon])?;
    }
    tx.commit()?;
    Ok(())
}
