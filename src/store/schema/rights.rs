//! In which tables does it stand who allowed which words to be shown, and where they went?

pub(super) const RIGHTS: &str = "
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
