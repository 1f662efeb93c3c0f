//! Which calls were heard with an older lexicon, and how do they get their new mentions?

use rusqlite::{Connection, TransactionBehavior, params};

use crate::call::CallId;
use crate::mention::Mention;

use super::catalogue::{Catalogue, Counters};
use super::codec;
use super::error::{StoreError, Trouble};
use super::rows;

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

    /// Replaces the mentions of calls (number, mentions, lexicon fingerprint), all or none. Each is a change
    /// of its own; returned are number and change of every call that there is.
    pub fn set_mentions(
        &mut self,
        batch: Vec<(u32, Vec<Mention>, String)>,
    ) -> Result<Vec<(u32, u64)>, StoreError> {
        set_all(&mut self.conn, &batch)
            .map_err(|trouble| trouble.at("keep mentions in", &self.path))
    }
}

fn set_all(
    conn: &mut Connection,
    batch: &[(u32, Vec<Mention>, String)],
) -> Result<Vec<(u32, u64)>, Trouble> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut counters = Counters::load(&tx)?;
    let mut changed = Vec::with_capacity(batch.len());
    for (ord, mentions, lexicon) in batch {
        let blob = codec::encode_mentions(mentions)
            .map_err(|cause| Trouble::Unpackable(format!("call number {ord}"), cause))?;
        let seq = counters.take_seq();
        if rows::write_mentions(&tx, *ord, seq, mentions.len(), &blob, lexicon)? {
            changed.push((*ord, seq));
        }
    }
    counters.save(&tx)?;
    tx.commit()?;
    Ok(changed)
}
