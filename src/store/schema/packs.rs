//! In which tables do quote packs stand, and what the leak test found in them and a person let pass?

pub(super) const PACKS: &str = "
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

pub(super) const LEAKS: &str = "
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
