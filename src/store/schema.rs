//! Which tables does the catalogue have, and how does an older one become today's?
//!
//! `PRAGMA user_version` counts the steps that a file has been through. Steps are only ever added.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use super::error::{StoreError, Trouble};
use super::forget::tables::STEP as FORGET;

/// The newest schema that this program knows.
const KNOWN: i64 = STEPS.len() as i64;

/// What turns schema n into schema n+1.
const STEPS: &[&str] = &[
    FIRST, OVERRIDES, SIDES, DEALS, PACKS, FORGET, RIGHTS, DIGEST, LEAKS,
];

const FIRST: &str = "
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE call (
    ord INTEGER PRIMARY KEY,
    id TEXT UNIQUE NOT NULL,
    derived_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    format TEXT NOT NULL,
    title TEXT,
    started_at TEXT,
    account TEXT,
    industry TEXT,
    size TEXT,
    region TEXT,
    deal_id TEXT,
    stage TEXT,
    outcome TEXT,
    reason TEXT,
    relationship TEXT,
    n_turns INTEGER NOT NULL,
    n_mentions INTEGER NOT NULL,
    lexicon TEXT NOT NULL,
    received_at TEXT NOT NULL
) STRICT;
CREATE INDEX call_seq ON call (seq);
CREATE INDEX call_fingerprint ON call (fingerprint);

CREATE TABLE body (
    ord INTEGER PRIMARY KEY REFERENCES call (ord) ON DELETE CASCADE,
    canonical BLOB NOT NULL,
    mentions BLOB NOT NULL
) STRICT;

CREATE TABLE payload (
    ord INTEGER NOT NULL REFERENCES call (ord) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    source TEXT NOT NULL,
    received_at TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (ord, version)
) STRICT;
CREATE INDEX payload_source ON payload (source);

CREATE TABLE history (
    ord INTEGER NOT NULL REFERENCES call (ord) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    canonical BLOB NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (ord, version)
) STRICT;

CREATE TABLE participant (
    ord INTEGER NOT NULL REFERENCES call (ord) ON DELETE CASCADE,
    idx INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    side TEXT NOT NULL,
    side_reason TEXT NOT NULL,
    title TEXT,
    persona TEXT NOT NULL,
    PRIMARY KEY (ord, idx)
) STRICT;

-- What each place last delivered, and which call it was.
CREATE TABLE source (
    path TEXT PRIMARY KEY,
    ord INTEGER NOT NULL REFERENCES call (ord) ON DELETE CASCADE,
    sha256 BLOB NOT NULL
) STRICT;
CREATE INDEX source_ord ON source (ord);
";

const OVERRIDES: &str = "
-- What people decided about mentions. A call is named by its id and not by its row, which this outlives.
CREATE TABLE override (
    number INTEGER PRIMARY KEY,
    call TEXT NOT NULL,
    turn INTEGER NOT NULL,
    from_byte INTEGER NOT NULL,
    to_byte INTEGER NOT NULL,
    text_sha256 BLOB NOT NULL,
    quote TEXT NOT NULL,
    tag TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    note TEXT,
    decided_at TEXT NOT NULL
) STRICT;
CREATE INDEX override_call ON override (call);
";

const SIDES: &str = "
-- On which side a person says that somebody sits, by the call's id and the display name in lower case.
CREATE TABLE IF NOT EXISTS side_override (
    number INTEGER PRIMARY KEY,
    call TEXT NOT NULL,
    key TEXT NOT NULL,
    who TEXT NOT NULL,
    side TEXT NOT NULL,
    persona TEXT,
    title_pattern TEXT,
    decided_at TEXT NOT NULL,
    UNIQUE (call, key)
) STRICT;

-- Who is on which calls. Calls of before have no rows until they are ingested again.
CREATE TABLE IF NOT EXISTS person (
    key TEXT NOT NULL,
    ord INTEGER NOT NULL REFERENCES call (ord) ON DELETE CASCADE,
    idx INTEGER NOT NULL,
    PRIMARY KEY (key, ord, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS person_ord ON person (ord);
";

const DEALS: &str = "
-- What CRMs say of deals. Lists of e-mail addresses and the like stand in one cell, one entry a line.
CREATE TABLE IF NOT EXISTS deal (
    key TEXT PRIMARY KEY,
    id TEXT,
    name TEXT,
    accounts TEXT NOT NULL,
    stage TEXT,
    outcome TEXT,
    reason TEXT,
    amount TEXT,
    relationship TEXT,
    lead_source TEXT,
    industry TEXT,
    size TEXT,
    region TEXT,
    owner TEXT,
    created TEXT,
    closed TEXT,
    emails TEXT NOT NULL,
    domains TEXT NOT NULL,
    calls TEXT NOT NULL,
    imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS deal_stage (
    deal TEXT NOT NULL REFERENCES deal (key) ON DELETE CASCADE,
    at TEXT NOT NULL,
    stage TEXT NOT NULL,
    is_stated INTEGER NOT NULL,
    PRIMARY KEY (deal, at, stage, is_stated)
) STRICT;

-- The deal of a call, and what its CRM says in place of the call's own file: blank where the file has the word. The
-- call's own row and body stay as they were read.
CREATE TABLE IF NOT EXISTS call_deal (
    ord INTEGER PRIMARY KEY REFERENCES call (ord) ON DELETE CASCADE,
    deal TEXT NOT NULL REFERENCES deal (key) ON DELETE CASCADE,
    found_by TEXT NOT NULL,
    account TEXT,
    industry TEXT,
    size TEXT,
    region TEXT,
    deal_id TEXT,
    stage TEXT,
    outcome TEXT,
    reason TEXT,
    relationship TEXT,
    amount TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS call_deal_deal ON call_deal (deal);
";

const PACKS: &str = "
-- Quote packs. Calls are named by their ids and not by their rows, which a pack outlives.
CREATE TABLE IF NOT EXISTS pack (
    number INTEGER PRIMARY KEY,
    name TEXT UNIQUE NOT NULL,
    query TEXT NOT NULL,
    filters TEXT NOT NULL,
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

-- body is JSON that only the quote step reads: the seal, its marks, who said it.
CREATE TABLE IF NOT EXISTS pack_item (
    pack INTEGER NOT NULL REFERENCES pack (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    call TEXT NOT NULL,
    turn INTEGER NOT NULL,
    section TEXT,
    note TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (pack, place)
) STRICT;
CREATE INDEX IF NOT EXISTS pack_item_call ON pack_item (call);
";

const RIGHTS: &str = "
-- Who allowed which words to be shown, how far and until when; days are YYYY-MM-DD. Numbers run through grants and
-- withdrawals together, so that what was written down later is known. Calls are named by their ids.
CREATE TABLE IF NOT EXISTS grant_right (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    turn_sha256 TEXT NOT NULL,
    level TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    evidence TEXT,
    note TEXT,
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS withdrawal (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    turn_sha256 TEXT NOT NULL,
    withdrawn_by TEXT,
    on_day TEXT NOT NULL,
    note TEXT,
    recorded_at TEXT NOT NULL
) STRICT;

-- Where quotes of a pack went, and which files of it were written. Packs may be deleted; these stay.
CREATE TABLE IF NOT EXISTS use_record (
    number INTEGER PRIMARY KEY,
    pack TEXT NOT NULL,
    place TEXT NOT NULL,
    on_day TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS export_record (
    number INTEGER PRIMARY KEY,
    pack TEXT NOT NULL,
    format TEXT NOT NULL,
    purpose TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    place TEXT
) STRICT;

-- The places of the words that a use or an export carries: kind is 'use' or 'export', record its number.
CREATE TABLE IF NOT EXISTS carried (
    kind TEXT NOT NULL,
    record INTEGER NOT NULL,
    call TEXT NOT NULL,
    turn INTEGER NOT NULL,
    from_byte INTEGER NOT NULL,
    to_byte INTEGER NOT NULL,
    turn_sha256 TEXT NOT NULL,
    PRIMARY KEY (kind, record, call, turn, from_byte, to_byte)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS carried_call ON carried (call);

CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY,
    pack TEXT NOT NULL,
    call TEXT NOT NULL,
    turn INTEGER NOT NULL,
    from_byte INTEGER NOT NULL,
    to_byte INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    comment TEXT,
    by_whom TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS feedback_call ON feedback (call);
";

const DIGEST: &str = "
-- Which words digests have told, by where they stand: the words themselves are not here. Calls are named by their ids
-- and not by their rows, which this outlives.
CREATE TABLE IF NOT EXISTS told (
    call TEXT NOT NULL,
    turn INTEGER NOT NULL,
    from_byte INTEGER NOT NULL,
    to_byte INTEGER NOT NULL,
    until_at TEXT NOT NULL,
    PRIMARY KEY (call, turn, from_byte, to_byte)
) STRICT, WITHOUT ROWID;

-- Saved searches. filters is a JSON list of names and values; seq is the last change that was looked through.
CREATE TABLE IF NOT EXISTS watch (
    number INTEGER PRIMARY KEY,
    name TEXT UNIQUE NOT NULL,
    query TEXT NOT NULL,
    filters TEXT NOT NULL,
    post TEXT,
    made_at TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

-- Where a saved search was answered, once for each turn. AUTOINCREMENT: who follows them by number never misses one.
CREATE TABLE IF NOT EXISTS alert (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    watch INTEGER NOT NULL REFERENCES watch (number) ON DELETE CASCADE,
    call TEXT NOT NULL,
    turn INTEGER NOT NULL,
    from_byte INTEGER NOT NULL,
    to_byte INTEGER NOT NULL,
    found_at TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL DEFAULT '',
    reason TEXT,
    UNIQUE (watch, call, turn)
) STRICT;
CREATE INDEX IF NOT EXISTS alert_due ON alert (state, next_at);
CREATE INDEX IF NOT EXISTS alert_call ON alert (call);
";

const LEAKS: &str = "
-- What the leak test found in files of a pack and a person let pass. leak is a hash of the place and the words; call is
-- empty where they stand beside the quotes.
CREATE TABLE IF NOT EXISTS leak_accepted (
    pack INTEGER NOT NULL REFERENCES pack (number) ON DELETE CASCADE,
    leak TEXT NOT NULL,
    call TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    why TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (pack, leak)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS leak_accepted_call ON leak_accepted (call);
";

/// Takes a file through the steps that it lacks, all or none.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if version(conn, path)? == KNOWN {
        return Ok(());
    }
    take_steps(conn).map_err(|cause| StoreError::sqlite("set up", path, cause))
}

/// The schema of a file that this program can work with; zero where nothing was set up yet.
pub(super) fn version(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let found = user_version(conn).map_err(|cause| StoreError::sqlite("open", path, cause))?;
    if !(0..=KNOWN).contains(&found) {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: KNOWN,
        });
    }
    Ok(found)
}

/// Whether a table is there. A reader may have an older catalogue open, which no writer has brought to today's schema
/// yet.
pub(super) fn has_table(conn: &Connection, name: &str) -> Result<bool, Trouble> {
    let mut select =
        conn.prepare_cached("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1")?;
    Ok(select.exists(params![name])?)
}

fn user_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn take_steps(conn: &mut Connection) -> rusqlite::Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again inside the transaction: somebody else may have been quicker.
    let done = usize::try_from(user_version(&tx)?).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", KNOWN)?;
    tx.commit()
}
