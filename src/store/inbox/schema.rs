//! Which tables does the inbox have, and how does an older one become today's?
//!
//! `PRAGMA user_version` counts the steps that a file has been through, apart from the catalogue's. Steps are only ever
//! added.

use std::path::Path;

use rusqlite::Connection;

use crate::store::error::StoreError;
use crate::store::schema;

/// What turns schema n into schema n+1.
const STEPS: &[&str] = &[FIRST];

/// Times are milliseconds since 1970. Bodies stand apart, so that a change of state does not write them again.
const FIRST: &str = "
CREATE TABLE delivery (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hook TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    -- When it may be taken (again); NULL once it is done or dead.
    next_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    format TEXT,
    call_hint TEXT,
    place TEXT,
    errand TEXT,
    -- Why it is to be tried later, in our own words.
    reason TEXT,
    -- Why it is dead, and what to do.
    code TEXT,
    hint TEXT,
    size INTEGER NOT NULL,
    UNIQUE (hook, key)
) STRICT;
CREATE INDEX delivery_next ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_state ON delivery (state, received_at);

CREATE TABLE body (
    number INTEGER PRIMARY KEY REFERENCES delivery (number) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;

-- How far a source was listed, as JSON that only the one who lists it reads.
CREATE TABLE cursor (
    source TEXT PRIMARY KEY,
    json TEXT NOT NULL
) STRICT;
";

/// Takes a file through the steps that it lacks, all or none.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    schema::take_through(STEPS, conn, path)
}
