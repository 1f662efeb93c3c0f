//! In which tables does it stand what was deleted, and which deletions are under way?

pub(super) const FORGET: &str = "
-- Keyed hashes of what was deleted, asked before anything is kept.
CREATE TABLE IF NOT EXISTS tombstone (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Deletions under way: the numbers of their calls, one a line, and how far they came.
CREATE TABLE IF NOT EXISTS forgetting (
    number INTEGER PRIMARY KEY,
    asked TEXT NOT NULL,
    ords TEXT NOT NULL,
    stage TEXT NOT NULL,
    begun_at TEXT NOT NULL
) STRICT;

-- Packs that lost quotes to a deletion and were not issued again since.
CREATE TABLE IF NOT EXISTS pack_reissue (
    pack INTEGER PRIMARY KEY REFERENCES pack (number) ON DELETE CASCADE,
    n_gone INTEGER NOT NULL,
    since TEXT NOT NULL
) STRICT;
";
