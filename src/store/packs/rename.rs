//! How does a pack get another name, and what goes along?
//!
//! Uses, exports and feedback name their pack by its name. They follow it, so that a withdrawal still leads from a file
//! that left to the pack it was made of.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::store::catalogue::Catalogue;
use crate::store::error::{StoreError, Trouble};

/// The tables that name a pack by its name.
const FOLLOWING: [&str; 3] = ["use_record", "export_record", "feedback"];

impl Catalogue {
    /// Gives a pack another name, which no pack may have, and says whether there was such a pack; `now` is the RFC 3339
    /// time.
    pub fn rename_pack(&mut self, from: &str, to: &str, now: &str) -> Result<bool, StoreError> {
        rename(&mut self.conn, from, to, now)
            .map_err(|trouble| trouble.at("rename a pack in", &self.path))
    }
}

fn rename(conn: &mut Connection, from: &str, to: &str, now: &str) -> Result<bool, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let n_renamed = tx.execute(
        "UPDATE pack SET name = ?2, changed_at = ?3 WHERE name = ?1",
        params![from, to, now],
    )?;
    if n_renamed == 0 {
        return Ok(false);
    }
    for table in FOLLOWING {
        let follow = format!("UPDATE {table} SET pack = ?2 WHERE pack = ?1");
        tx.execute(&follow, params![from, to])?;
    }
    tx.commit()?;
    Ok(true)
}
