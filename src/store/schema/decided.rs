//! In which tables does it stand what people decided about mentions and sides?

pub(super) const OVERRIDES: &str = "
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

pub(super) const SIDES: &str = "
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
