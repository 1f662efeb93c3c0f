//! On which side does a person say that somebody sits, and how does that outlive everything that files say?
//!
//! The call is kept as it was read; what people say about sides stands beside it, by the call's id and the display name,
//! and is laid over the call whenever it is opened. So ingesting it again, or a corrected transcript of it, changes
//! nothing about it, and taking it back leaves what the file says. With every change the call's mentions count as stale
//! in the same transaction: killed right after it, the next command tags the call again.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use crate::call::{Call, CallId, Evidence, Participant, PersonaReason, Side, SideReason};
use crate::mention::Mention;

use super::call_deal;
use super::catalogue::Catalogue;
use super::codec;
use super::error::{CodecError, StoreError, Trouble};
use super::identity::{Sight, recognize};
use super::keep::Prepared;
use super::schema::has_table;
use super::{read, rows};

/// Hears a call anew whose sides are other ones than those with which its mentions were heard.
pub type Hear<'a> = &'a dyn Fn(&Call, Vec<Mention>) -> Vec<Mention>;

/// The rule that stands as evidence beside a side that a person corrected.
pub const CORRECTED: &str = "corrected";

/// What a person says about somebody on a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideDecision {
    pub call: CallId,
    /// The display name, as it was shown.
    pub who: String,
    pub side: Side,
    /// The role that the job title tells, and the pattern that tells it, if this makes a buyer of a rep.
    pub role: Option<(String, String)>,
    /// RFC 3339 time.
    pub decided_at: String,
}

impl SideDecision {
    /// Whether it is about this person.
    pub fn is_about(&self, who: &Participant) -> bool {
        let wanted = key(&self.who);
        std::iter::once(&who.name)
            .chain(&who.aliases)
            .any(|name| key(name) == wanted)
    }

    fn lay_over(&self, who: &mut Participant) {
        who.side = self.side;
        who.side_reason = SideReason::Given;
        who.side_evidence = vec![Evidence {
            rule: CORRECTED.to_owned(),
            turn: None,
        }];
        let is_by_title = matches!(who.persona_reason, PersonaReason::Title(_));
        if self.side == Side::Rep && is_by_title {
            "unknown".clone_into(&mut who.persona);
            who.persona_reason = PersonaReason::Unknown;
        }
        if let Some((persona, pattern)) = &self.role
            && self.side != Side::Rep
            && who.persona_reason.is_unknown()
        {
            who.persona.clone_from(persona);
            who.persona_reason = PersonaReason::Title(pattern.clone());
        }
    }
}

/// A display name whatever its case and spaces.
fn key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl Catalogue {
    /// What was decided about the sides of a call.
    pub fn sides_of(&self, call_id: &str) -> Result<Vec<SideDecision>, StoreError> {
        self.read(|conn| of_call(conn, call_id))
    }

    /// What was decided about the sides of a call that was just read, under whatever id it is kept; nothing where it is
    /// not kept.
    pub fn sides_at(&self, sight: Sight<'_>) -> Result<Vec<SideDecision>, StoreError> {
        self.read(|conn| match recognize(conn, sight, &HashSet::new())? {
            Some(known) => of_call(conn, &known.id),
            None => Ok(Vec::new()),
        })
    }

    /// Everything that was decided about sides, call by call.
    pub fn all_sides(&self) -> Result<Vec<SideDecision>, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "side_override")? {
                return Ok(Vec::new());
            }
            let mut select = conn.prepare_cached(&format!("{COLUMNS} ORDER BY call, number"))?;
            let mut rows = select.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(decided(row)?);
            }
            Ok(all)
        })
    }

    /// Keeps decisions about one call, in place of earlier ones about the same people. Its mentions count as stale from
    /// then on.
    pub fn put_sides(&mut self, call: &CallId, decided: &[SideDecision]) -> Result<(), StoreError> {
        put(&mut self.conn, call, decided)
            .map_err(|trouble| trouble.at("keep sides in", &self.path))
    }

    /// Forgets what was decided about a call and says whether there was anything. Its mentions count as stale from then
    /// on.
    pub fn remove_sides(&mut self, call: &CallId) -> Result<bool, StoreError> {
        remove(&mut self.conn, call).map_err(|trouble| trouble.at("remove sides from", &self.path))
    }

    /// On how many kept calls somebody is.
    pub fn n_calls_of(&self, person: &str) -> Result<u64, StoreError> {
        self.read(|conn| {
            if !has_table(conn, "person")? {
                return Ok(0);
            }
            let mut select =
                conn.prepare_cached("SELECT COUNT(DISTINCT ord) FROM person WHERE key = ?1")?;
            let n_calls: i64 = select.query_row(params![person], |row| row.get(0))?;
            Ok(u64::try_from(n_calls).unwrap_or(0))
        })
    }
}

const COLUMNS: &str =
    "SELECT call, who, side, persona, title_pattern, decided_at FROM side_override";

fn of_call(conn: &Connection, call_id: &str) -> Result<Vec<SideDecision>, Trouble> {
    if !has_table(conn, "side_override")? {
        return Ok(Vec::new());
    }
    let mut select = conn.prepare_cached(&format!("{COLUMNS} WHERE call = ?1 ORDER BY number"))?;
    let mut rows = select.query(params![call_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(decided(row)?);
    }
    Ok(found)
}

fn decided(row: &Row<'_>) -> rusqlite::Result<SideDecision> {
    let side: String = row.get(2)?;
    let side = Side::from_word(&side).ok_or_else(|| {
        let cause = CodecError::Broken("somebody sits on a side that this program does not know");
        rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(cause))
    })?;
    let role: (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
    Ok(SideDecision {
        call: CallId(row.get(0)?),
        who: row.get(1)?,
        side,
        role: role.0.zip(role.1),
        decided_at: row.get(5)?,
    })
}

const INSERT: &str = "
INSERT INTO side_override (call, key, who, side, persona, title_pattern, decided_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (call, key) DO UPDATE SET who = excluded.who, side = excluded.side, persona = excluded.persona,
    title_pattern = excluded.title_pattern, decided_at = excluded.decided_at";

fn put(conn: &mut Connection, call: &CallId, decided: &[SideDecision]) -> Result<(), Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for decided in decided {
        let (persona, pattern) = decided.role.clone().unzip();
        tx.prepare_cached(INSERT)?.execute(params![
            call.0,
            key(&decided.who),
            decided.who,
            decided.side.name(),
            persona,
            pattern,
            decided.decided_at,
        ])?;
    }
    follow(&tx, call)?;
    tx.commit()?;
    Ok(())
}

fn remove(conn: &mut Connection, call: &CallId) -> Result<bool, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let n_deleted = tx
        .prepare_cached("DELETE FROM side_override WHERE call = ?1")?
        .execute(params![call.0])?;
    if n_deleted > 0 {
        follow(&tx, call)?;
    }
    tx.commit()?;
    Ok(n_deleted > 0)
}

/// Lets the rows of the people follow, and has the call tagged again: no lexicon has an empty fingerprint.
fn follow(conn: &Connection, call: &CallId) -> Result<(), Trouble> {
    let ord: Option<u32> = conn
        .prepare_cached("SELECT ord FROM call WHERE id = ?1")?
        .query_row(params![call.0], |row| row.get(0))
        .optional()?;
    let Some(ord) = ord else { return Ok(()) };
    if let Some(call) = read::call_at(conn, ord)? {
        rows::write_participants(conn, ord, &call)?;
    }
    // Whose e-mail addresses are prospects' decides which deal the call belongs to.
    call_deal::make_stale(conn)?;
    conn.prepare_cached("UPDATE call SET lexicon = '' WHERE ord = ?1")?
        .execute(params![ord])?;
    Ok(())
}

/// Makes a call what people say that it is; its turns need not be there.
pub(super) fn correct(conn: &Connection, call: &mut Call) -> Result<(), Trouble> {
    let decided = of_call(conn, &call.id.0)?;
    lay_over(call, &decided);
    Ok(())
}

/// Makes a call what is said about it, and says whether anything about its people is.
pub fn lay_over(call: &mut Call, decided: &[SideDecision]) -> bool {
    let mut is_changed = false;
    for who in &mut call.participants {
        if let Some(decided) = decided.iter().find(|decided| decided.is_about(who)) {
            decided.lay_over(who);
            is_changed = true;
        }
    }
    is_changed
}

/// A delivery under the id of its kept call, with what people said about that call's sides. What is packed stays as it
/// was read; only the mentions are others.
pub(super) fn corrected_delivery(
    conn: &Connection,
    delivered: Prepared,
    hear: Hear<'_>,
) -> Result<Prepared, Trouble> {
    let decided = of_call(conn, &delivered.call.id.0)?;
    if decided.is_empty() {
        return Ok(delivered);
    }
    let mut call = Call::clone(&delivered.call);
    if !lay_over(&mut call, &decided) {
        return Ok(delivered);
    }
    let mentions = hear(&call, delivered.mentions.clone());
    match codec::encode_mentions(&mentions) {
        Ok(mentions_blob) => Ok(Prepared {
            call: Arc::new(call),
            mentions,
            mentions_blob,
            ..delivered
        }),
        Err(cause) => Err(Trouble::Unpackable(delivered.source, cause)),
    }
}
