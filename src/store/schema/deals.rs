//! In which tables does it stand what CRMs say of deals, and to which calls they belong?

pub(super) const DEALS: &str = "
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

pub(super) const STAGES: &str = "
-- A table may tell the stage of a call by the call's name, two of them of one day; a history tells which stage was left.
-- Blank where no call is named.
ALTER TABLE deal_stage RENAME TO deal_stage_before;
CREATE TABLE deal_stage (
    deal TEXT NOT NULL REFERENCES deal (key) ON DELETE CASCADE,
    at TEXT NOT NULL,
    stage TEXT NOT NULL,
    is_stated INTEGER NOT NULL,
    left_stage TEXT,
    call TEXT NOT NULL,
    PRIMARY KEY (deal, at, stage, is_stated, call)
) STRICT;
INSERT INTO deal_stage (deal, at, stage, is_stated, left_stage, call)
    SELECT deal, at, stage, is_stated, NULL, '' FROM deal_stage_before;
DROP TABLE deal_stage_before;
";
