//! How does the catalogue stay quick without being asked?

use super::catalogue::Catalogue;
use super::error::StoreError;

impl Catalogue {
    /// Renews SQLite's statistics, by which it chooses how to look things up.
    pub fn renew_statistics(&self) -> Result<(), StoreError> {
        self.read(|conn| Ok(conn.execute_batch("PRAGMA optimize;")?))
    }
}
