//! In which tables does it stand what digests have told, and which searches are saved?

pub(super) const DIGEST: &str = "
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
