//! What is known of each call without opening it, and how much is there in all?

use std::collections::HashMap;

use rusqlite::Row;

use super::call_deal;
use super::catalogue::Catalogue;
use super::error::StoreError;

/// A call's facts, as they stand in the catalogue's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFacts {
    /// The call's number in this catalogue.
    pub ord: u32,
    /// The number of the change that made it what it is.
    pub seq: u64,
    /// The id under which it is kept.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// RFC 3339 date or date-time.
    pub started_at: Option<String>,
    /// The account's name.
    pub account: Option<String>,
    /// The account's industry.
    pub industry: Option<String>,
    /// The account's size.
    pub size: Option<String>,
    /// The account's region.
    pub region: Option<String>,
    /// The deal's stage.
    pub stage: Option<String>,
    /// The deal's outcome.
    pub outcome: Option<String>,
    /// How the account stands to the seller.
    pub relationship: Option<String>,
    /// The slug of the format it was read from.
    pub format: String,
    /// Fingerprint of the lexicon that heard its mentions.
    pub lexicon: String,
    /// How many turns it has.
    pub n_turns: u32,
    /// How many mentions were heard in it.
    pub n_mentions: u32,
}

/// A prospect of an account, as far as others may be told from him.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProspectFacts {
    /// The account's name; the call's id where nobody knows it.
    pub account: String,
    pub title: Option<String>,
    /// The buying role's slug.
    pub persona: String,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
}

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Calls.
    pub calls: u64,
    /// Turns of all calls.
    pub turns: u64,
    /// Mentions in all calls.
    pub mentions: u64,
    /// Accounts that have a name, each counted once.
    pub accounts: u64,
}

impl Catalogue {
    /// The facts of every call, by number.
    pub fn facts(&self) -> Result<Vec<CallFacts>, StoreError> {
        let mut all = Vec::new();
        self.for_each_fact(|facts| all.push(facts))?;
        Ok(all)
    }

    /// Hands over the facts of every call, by number, one at a time.
    pub fn for_each_fact(&self, mut each: impl FnMut(CallFacts)) -> Result<(), StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(&format!(
                "SELECT ord, seq, id, title, started_at, account, industry, size, region, stage,
                    outcome, relationship, format, lexicon, n_turns, n_mentions
                 FROM {} ORDER BY ord",
                call_deal::told_calls(conn)?
            ))?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                each(call_facts(row)?);
            }
            Ok(())
        })
    }

    /// Display name and persona of everybody on every call, by the call's number.
    pub fn people(&self) -> Result<HashMap<u32, Vec<(String, String)>>, StoreError> {
        self.read(|conn| {
            let mut select = conn
                .prepare_cached("SELECT ord, name, persona FROM participant ORDER BY ord, idx")?;
            let mut rows = select.query([])?;
            let mut people: HashMap<u32, Vec<(String, String)>> = HashMap::new();
            while let Some(row) = rows.next()? {
                people
                    .entry(row.get(0)?)
                    .or_default()
                    .push((row.get(1)?, row.get(2)?));
            }
            Ok(people)
        })
    }

    /// Every prospect on every call; those of one account of whom the same is known come once.
    pub fn prospects(&self) -> Result<Vec<ProspectFacts>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(&format!(
                "SELECT DISTINCT COALESCE(NULLIF(TRIM(told.account), ''), told.id), participant.title,
                    participant.persona, told.industry, told.size, told.region
                 FROM {} AS told JOIN participant ON participant.ord = told.ord
                 WHERE participant.side = 'prospect' ORDER BY 1, 2, 3, 4, 5, 6",
                call_deal::told_calls(conn)?
            ))?;
            let mut rows = select.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(ProspectFacts {
                    account: row.get(0)?,
                    title: row.get(1)?,
                    persona: row.get(2)?,
                    industry: row.get(3)?,
                    size: row.get(4)?,
                    region: row.get(5)?,
                });
            }
            Ok(all)
        })
    }

    /// How much is kept.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(&format!(
                "SELECT COUNT(*), COALESCE(SUM(n_turns), 0), COALESCE(SUM(n_mentions), 0),
                    COUNT(DISTINCT account)
                 FROM {}",
                call_deal::told_calls(conn)?
            ))?;
            Ok(select.query_row([], counts)?)
        })
    }

    /// Whether each call came from a place that passes, in all of its versions.
    pub fn came_only_from(&self, passes: impl Fn(&str) -> bool) -> Result<bool, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT DISTINCT source FROM payload")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let place: String = row.get(0)?;
                if !passes(&place) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }
}

fn call_facts(row: &Row<'_>) -> rusqlite::Result<CallFacts> {
    Ok(CallFacts {
        ord: row.get(0)?,
        seq: unsigned(row, 1)?,
        id: row.get(2)?,
        title: row.get(3)?,
        started_at: row.get(4)?,
        account: row.get(5)?,
        industry: row.get(6)?,
        size: row.get(7)?,
        region: row.get(8)?,
        stage: row.get(9)?,
        outcome: row.get(10)?,
        relationship: row.get(11)?,
        format: row.get(12)?,
        lexicon: row.get(13)?,
        n_turns: row.get(14)?,
        n_mentions: row.get(15)?,
    })
}

fn counts(row: &Row<'_>) -> rusqlite::Result<Counts> {
    Ok(Counts {
        calls: unsigned(row, 0)?,
        turns: unsigned(row, 1)?,
        mentions: unsigned(row, 2)?,
        accounts: unsigned(row, 3)?,
    })
}

/// SQLite's integers are signed; none of ours is below zero.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    Ok(u64::try_from(number).unwrap_or(0))
}
