//! How far was a source listed?

use rusqlite::{OptionalExtension, params};

use crate::store::error::StoreError;
use crate::store::inbox::Inbox;

impl Inbox {
    /// Where the listing of a source stands, as JSON; `None` where it was never listed.
    pub fn cursor(&self, source: &str) -> Result<Option<String>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT json FROM cursor WHERE source = ?1")?;
            Ok(select
                .query_row(params![source], |row| row.get(0))
                .optional()?)
        })
    }

    /// Moves the listing of a source.
    pub fn set_cursor(&self, source: &str, json: &str) -> Result<(), StoreError> {
        self.write("move a cursor in", |conn| {
            conn.prepare_cached(
                "INSERT INTO cursor (source, json) VALUES (?1, ?2)
                 ON CONFLICT (source) DO UPDATE SET json = excluded.json",
            )?
            .execute(params![source, json])?;
            Ok(())
        })
    }
}
