//! How does the catalogue stay small and quick without being asked?

use super::catalogue::Catalogue;
use super::error::{StoreError, Trouble};

impl Catalogue {
    /// Folds the journal into the file, renews SQLite's statistics, and says whether the journal is empty now: a reader
    /// that looks at an older state keeps a part of it until it is done.
    pub fn fold_journal(&mut self) -> Result<bool, StoreError> {
        self.folded()
            .map_err(|trouble| trouble.at("tidy", &self.path))
    }

    fn folded(&self) -> Result<bool, Trouble> {
        self.conn.execute_batch("PRAGMA optimize;")?;
        let busy: i64 = self
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}
