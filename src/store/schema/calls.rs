//! In which tables do calls stand, with what was read and what stood there before?

pub(super) const FIRST: &str = "
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

pub(super) const ANSWERS: &str = "
-- What the encoder answered of a call, so that it need not read the call again: numbers only.
CREATE TABLE IF NOT EXISTS answer (
    ord INTEGER PRIMARY KEY REFERENCES call (ord) ON DELETE CASCADE,
    answers BLOB NOT NULL
) STRICT;

-- The lexicons that heard the whole archive last; one row.
CREATE TABLE IF NOT EXISTS heard_with (
    mark TEXT PRIMARY KEY,
    files BLOB NOT NULL
) STRICT;
";
