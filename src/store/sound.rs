//! Are the pages of a database still as SQLite wrote them?
//!
//! A failing disk or a copy that was cut off damages pages that nobody may read for a year. SQLite itself notices only
//! what it comes upon: it even copies a chain of pages that leads nowhere, as if it ended in zeros. So whoever wants to
//! know has all of them read. That takes seconds for gigabytes; writers and readers go on meanwhile.

use std::path::{Path, PathBuf};

use rusqlite::ffi;

use super::DataDir;
use super::catalogue::{READING, connect};
use super::error::StoreError;

/// The databases of a data folder that are there.
pub fn databases(dir: &DataDir) -> Vec<PathBuf> {
    let mut paths = vec![dir.catalogue(), dir.inbox()];
    paths.retain(|path| path.is_file());
    paths
}

/// Reads every page of a database; a damaged one is the error, with what was tried as a verb. What SQLite says of the
/// place helps nobody who is not SQLite, so it stays here.
pub fn look_through(operation: &'static str, path: &Path) -> Result<(), StoreError> {
    let conn = connect(path, READING)?;
    let told = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match told {
        Ok(told) if told == "ok" => Ok(()),
        Ok(_) => Err(StoreError::sqlite(operation, path, damaged())),
        Err(cause) => Err(StoreError::sqlite(operation, path, cause)),
    }
}

/// What SQLite says when it comes upon such a page.
fn damaged() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_pages_that_leads_nowhere_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.sqlite");
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute_batch(
            "PRAGMA page_size = 8192; CREATE TABLE kept (bytes BLOB);
             INSERT INTO kept VALUES (randomblob(200000));",
        )
        .unwrap();
        drop(conn);
        assert!(look_through("check", &path).is_ok());

        let mut bytes = std::fs::read(&path).unwrap();
        // Where the tenth page says which one follows it.
        bytes[9 * 8192..9 * 8192 + 4].fill(0x77);
        std::fs::write(&path, bytes).unwrap();
        let told = look_through("check", &path).unwrap_err().to_string();
        assert!(told.contains("the file is damaged"), "{told}");
        assert!(told.contains("verbatim restore"), "{told}");
    }
}
