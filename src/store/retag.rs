//! Which calls were heard with an older lexicon, and how do they get their new mentions?

use rusqlite::{Connection, TransactionBehavior, params};

use crate::call::CallId;
use crate::mention::Mention;

use super::catalogue::{Catalogue, Counters};
use super::codec;
use super::compress::compress;
use super::error::{StoreError, Trouble};
use super::rows;

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

impl Catalogue {
    /// Number and id of the calls whose mentions were heard by another lexicon than this fingerprint's.
    pub fn ids_of_old_lexicon(&self, lexicon: &str) -> Result<Vec<(u32, CallId)>, StoreError> {
        self.read(|conn| {
            let mut select =
                conn.prepare_cached("SELECT ord, id FROM call WHERE lexicon != ?1 ORDER BY ord")?;
            let mut rows = select.query(params![lexicon])?;
            let mut old = Vec::new();
            while let Some(row) = rows.next()? {
                old.push((row.get(0)?, CallId(row.get(1)?)));
            }
            Ok(old)
        })
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
            if let Some(answers) = &heard.answers {
                let packed = compress(answers).map_err(unpackable)?;
                rows::write_answers(&tx, ord, Some(&packed))?;
            }
            changed.push((ord, seq));
        }
    }
    counters.save(&tx)?;
    tx.commit()?;
    Ok(changed)
}
