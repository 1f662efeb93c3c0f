//! How does the catalogue stay quick without being asked?

use super::catalogue::Catalogue;
use super::error::StoreError;

impl Catalogue {
    /// Renews SQLite's statistics, by which it chooses how to look things up.
    pub fn renew_statistics(&self) -> Result<(), StoreError> {
        let renewed = self.conn.execute_batch("PRAGMA optimize;");
        renewed.map_err(|cause| StoreError::sqlite("renew the statistics of", &self.path, cause))
    }
}
