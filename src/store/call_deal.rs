//! Which call belongs to which deal, and what does that say about the call?
//!
//! What a CRM says stands in a table of its own and is laid over a call when somebody looks at it. So the call stays as
//! it was read, a corrected transcript is told from a repeated one by the file's words alone, and the next import can
//! take everything back. Who belongs to whom is found anew when calls or deals came; until then it counts as stale.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use crate::call::crm::{By, Clues, Joined};
use crate::call::{Account, Call, CallId, Deal};

use super::catalogue::{self, Catalogue, Counters};
use super::error::{CodecError, StoreError, Trouble};
use super::rows::signed;
use super::schema::has_table;

/// Whether calls or deals came since calls were last put to deals.
const STALE: &str = "store.deals_stale";

impl Catalogue {
    /// Whether there are deals, and calls or deals that were not put to one another yet.
    pub fn deals_are_stale(&self) -> Result<bool, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "call_deal")?
                || catalogue::meta(conn, STALE)?.as_deref() != Some("1")
            {
                return Ok(false);
            }
            Ok(conn
                .prepare_cached("SELECT 1 FROM deal LIMIT 1")?
                .exists([])?)
        })
    }

    /// What tells of every call to which deal it belongs, by number.
    pub fn clues(&self) -> Result<Vec<Clues>, StoreError> {
        self.read(|conn| {
            let mut emails = prospects(conn)?;
            let mut select = conn.prepare_cached(
                "SELECT call.ord, call.id, call.started_at, payload.source, call.account, call.industry, call.size,
                    call.region, call.deal_id, call.stage, call.outcome, call.reason, call.relationship
                 FROM call LEFT JOIN payload ON payload.ord = call.ord AND payload.version = call.version
                 ORDER BY call.ord",
            )?;
            let mut rows = select.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let mut clues = clues(row)?;
                clues.emails = emails.remove(&clues.ord).unwrap_or_default();
                all.push(clues);
            }
            Ok(all)
        })
    }

    /// Puts calls to deals, in place of whatever stood there, all or none, and gives the number of calls of which
    /// something else is said now. Each is a change of its own.
    pub fn set_joined(&mut self, all: &[Joined]) -> Result<u64, StoreError> {
        set_all(&mut self.conn, all)
            .map_err(|trouble| trouble.at("put calls to deals in", &self.path))
    }
}

/// Calls came, or deals did.
pub(super) fn make_stale(conn: &Connection) -> Result<(), Trouble> {
    catalogue::set_meta(conn, STALE, "1")
}

/// Lays over a call what its deal says.
pub(super) fn tell(conn: &Connection, ord: u32, call: &mut Call) -> Result<(), Trouble> {
    if !has_table(conn, "call_deal")? {
        return Ok(());
    }
    let mut select = conn.prepare_cached(&format!("{COLUMNS} WHERE ord = ?1"))?;
    let found = select.query_row(params![ord], joined).optional()?;
    if let Some(joined) = found {
        joined.tell(call);
    }
    Ok(())
}

/// Where SQL finds the calls with what their deals say: a table's name, or a selection in brackets.
pub(super) fn told_calls(conn: &Connection) -> Result<&'static str, Trouble> {
    if !has_table(conn, "call_deal")? {
        return Ok("call");
    }
    Ok(
        "(SELECT call.ord, call.seq, call.id, call.title, call.started_at, call.format, call.lexicon, call.n_turns,
            call.n_mentions, COALESCE(told.account, call.account) AS account,
            COALESCE(told.industry, call.industry) AS industry, COALESCE(told.size, call.size) AS size,
            COALESCE(told.region, call.region) AS region, COALESCE(told.stage, call.stage) AS stage,
            COALESCE(told.outcome, call.outcome) AS outcome,
            COALESCE(told.relationship, call.relationship) AS relationship
          FROM call LEFT JOIN call_deal AS told ON told.ord = call.ord)",
    )
}

const COLUMNS: &str =
    "SELECT ord, deal, found_by, account, industry, size, region, deal_id, stage, outcome, reason,
    relationship, amount FROM call_deal";

fn joined(row: &Row<'_>) -> rusqlite::Result<Joined> {
    let word: String = row.get(2)?;
    let by = By::from_name(&word).ok_or_else(|| {
        let cause = CodecError::Broken(
            "a call was put to its deal in a way that this program does not know",
        );
        rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(cause))
    })?;
    Ok(Joined {
        ord: row.get(0)?,
        deal: row.get(1)?,
        by,
        account: Account {
            name: row.get(3)?,
            industry: row.get(4)?,
            size: row.get(5)?,
            region: row.get(6)?,
        },
        facts: Deal {
            id: row.get(7)?,
            stage: row.get(8)?,
            outcome: row.get(9)?,
            reason: row.get(10)?,
            relationship: row.get(11)?,
            amount: row.get(12)?,
        },
    })
}

fn clues(row: &Row<'_>) -> rusqlite::Result<Clues> {
    Ok(Clues {
        ord: row.get(0)?,
        id: CallId(row.get(1)?),
        started_at: row.get(2)?,
        source: row.get(3)?,
        account: Account {
            name: row.get(4)?,
            industry: row.get(5)?,
            size: row.get(6)?,
            region: row.get(7)?,
        },
        deal: Deal {
            id: row.get(8)?,
            stage: row.get(9)?,
            outcome: row.get(10)?,
            reason: row.get(11)?,
            relationship: row.get(12)?,
            amount: None,
        },
        emails: Vec::new(),
    })
}

/// The prospects' e-mail addresses, by the call's number. Where none is known, those of people whose side nobody knows:
/// no deal has our own domain, so a rep among them says nothing.
fn prospects(conn: &Connection) -> Result<HashMap<u32, Vec<String>>, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT ord, email FROM participant AS who
         WHERE email IS NOT NULL AND (side = 'prospect' OR side = 'unknown' AND NOT EXISTS (
             SELECT 1 FROM participant WHERE ord = who.ord AND side = 'prospect' AND email IS NOT NULL))
         ORDER BY ord, idx",
    )?;
    let mut rows = select.query([])?;
    let mut emails: HashMap<u32, Vec<String>> = HashMap::new();
    while let Some(row) = rows.next()? {
        emails.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(emails)
}

fn set_all(conn: &mut Connection, all: &[Joined]) -> Result<u64, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut before = all_joined(&tx)?;
    let mut changed = Vec::new();
    for joined in all {
        if before.remove(&joined.ord).as_ref() != Some(joined) {
            write(&tx, joined)?;
            changed.push(joined.ord);
        }
    }
    for ord in before.into_keys() {
        tx.prepare_cached("DELETE FROM call_deal WHERE ord = ?1")?
            .execute(params![ord])?;
        changed.push(ord);
    }
    let mut counters = Counters::load(&tx)?;
    for ord in &changed {
        tx.prepare_cached("UPDATE call SET seq = ?2 WHERE ord = ?1")?
            .execute(params![ord, signed(counters.take_seq())])?;
    }
    if !changed.is_empty() {
        counters.save(&tx)?;
    }
    catalogue::set_meta(&tx, STALE, "0")?;
    tx.commit()?;
    Ok(changed.len() as u64)
}

fn all_joined(conn: &Connection) -> Result<BTreeMap<u32, Joined>, Trouble> {
    let mut select = conn.prepare_cached(COLUMNS)?;
    let mut rows = select.query([])?;
    let mut all = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let joined = joined(row)?;
        all.insert(joined.ord, joined);
    }
    Ok(all)
}

fn write(conn: &Connection, joined: &Joined) -> Result<(), Trouble> {
    let Joined { account, facts, .. } = joined;
    conn.prepare_cached(
        "INSERT OR REPLACE INTO call_deal (ord, deal, found_by, account, industry, size, region, deal_id, stage,
            outcome, reason, relationship, amount)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        joined.ord,
        joined.deal,
        joined.by.name(),
        account.name,
        account.industry,
        account.size,
        account.region,
        facts.id,
        facts.stage,
        facts.outcome,
        facts.reason,
        facts.relationship,
        facts.amount,
    ])?;
    Ok(())
}
