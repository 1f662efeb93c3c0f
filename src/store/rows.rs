//! How does a call become rows?
//!
//! Each function writes the rows of one table, inside a transaction that its caller holds.

use rusqlite::{Connection, params};

use crate::call::Call;

use super::error::Trouble;
use super::keep::Prepared;

/// The numbers under which a call is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) ord: u32,
    pub(super) seq: u64,
    pub(super) version: u32,
    pub(super) derived_id: bool,
}

const INSERT_CALL: &str = "
INSERT INTO call (ord, id, derived_id, seq, version, fingerprint, content_hash, format, title, started_at,
    account, industry, size, region, deal_id, stage, outcome, reason, relationship, n_turns, n_mentions,
    lexicon, received_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
    ?22, ?23)";

/// Takes the same values in the same order as [`INSERT_CALL`].
const UPDATE_CALL: &str = "
UPDATE call SET id = ?2, derived_id = ?3, seq = ?4, version = ?5, fingerprint = ?6, content_hash = ?7,
    format = ?8, title = ?9, started_at = ?10, account = ?11, industry = ?12, size = ?13, region = ?14,
    deal_id = ?15, stage = ?16, outcome = ?17, reason = ?18, relationship = ?19, n_turns = ?20,
    n_mentions = ?21, lexicon = ?22, received_at = ?23
WHERE ord = ?1";

pub(super) fn insert_call(
    conn: &Connection,
    numbers: Numbers,
    delivered: &Prepared,
    now: &str,
) -> Result<(), Trouble> {
    write_call(conn, INSERT_CALL, numbers, delivered, now)
}

pub(super) fn update_call(
    conn: &Connection,
    numbers: Numbers,
    delivered: &Prepared,
    now: &str,
) -> Result<(), Trouble> {
    write_call(conn, UPDATE_CALL, numbers, delivered, now)
}

fn write_call(
    conn: &Connection,
    sql: &str,
    numbers: Numbers,
    delivered: &Prepared,
    now: &str,
) -> Result<(), Trouble> {
    let call = &delivered.call;
    let account = call.account.clone().unwrap_or_default();
    let deal = call.deal.clone().unwrap_or_default();
    conn.prepare_cached(sql)?.execute(params![
        numbers.ord,
        call.id.0,
        numbers.derived_id,
        signed(numbers.seq),
        numbers.version,
        delivered.fingerprint,
        delivered.content_hash,
        call.format,
        call.title,
        call.started_at,
        account.name,
        account.industry,
        account.size,
        account.region,
        deal.id,
        deal.stage,
        deal.outcome,
        deal.reason,
        deal.relationship,
        count(call.turns.len()),
        count(delivered.mentions.len()),
        delivered.lexicon,
        now,
    ])?;
    Ok(())
}

/// The call itself and its mentions, in place of what stood there.
pub(super) fn write_body(conn: &Connection, ord: u32, delivered: &Prepared) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO body (ord, canonical, mentions) VALUES (?1, ?2, ?3)
         ON CONFLICT (ord) DO UPDATE SET canonical = excluded.canonical, mentions = excluded.mentions",
    )?
    .execute(params![ord, delivered.canonical, delivered.mentions_blob])?;
    Ok(())
}

/// Lets go what the encoder answered of a call that says something else now.
pub(super) fn remove_answers(conn: &Connection, ord: u32) -> Result<(), Trouble> {
    conn.prepare_cached("DELETE FROM answer WHERE ord = ?1")?
        .execute(params![ord])?;
    Ok(())
}

/// What the encoder answered of a call, packed, in place of what stood there; without any, that stays.
pub(super) fn write_answers(
    conn: &Connection,
    ord: u32,
    answers: Option<&[u8]>,
) -> Result<(), Trouble> {
    let Some(answers) = answers else {
        return Ok(());
    };
    conn.prepare_cached(
        "INSERT INTO answer (ord, answers) VALUES (?1, ?2)
         ON CONFLICT (ord) DO UPDATE SET answers = excluded.answers",
    )?
    .execute(params![ord, answers])?;
    Ok(())
}

/// The bytes as received, beside the version that was read from them.
pub(super) fn insert_payload(
    conn: &Connection,
    numbers: Numbers,
    delivered: &Prepared,
    now: &str,
) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO payload (ord, version, sha256, source, received_at, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        numbers.ord,
        numbers.version,
        delivered.raw_sha256,
        delivered.source,
        now,
        delivered.raw,
    ])?;
    Ok(())
}

/// Everybody on the call, in place of who stood there.
pub(super) fn write_participants(conn: &Connection, ord: u32, call: &Call) -> Result<(), Trouble> {
    conn.prepare_cached("DELETE FROM participant WHERE ord = ?1")?
        .execute(params![ord])?;
    conn.prepare_cached("DELETE FROM person WHERE ord = ?1")?
        .execute(params![ord])?;
    let mut insert_person =
        conn.prepare_cached("INSERT INTO person (key, ord, idx) VALUES (?1, ?2, ?3)")?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO participant (ord, idx, name, email, side, side_reason, title, persona)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (idx, person) in call.participants.iter().enumerate() {
        insert.execute(params![
            ord,
            count(idx),
            person.name,
            person.email,
            person.side.name(),
            person.side_reason.name(),
            person.title,
            person.persona,
        ])?;
        if let Some(key) = &person.person {
            insert_person.execute(params![key, ord, count(idx)])?;
        }
    }
    Ok(())
}

/// Puts the version that stands aside before another one takes its place.
pub(super) fn archive(conn: &Connection, ord: u32, now: &str) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO history (ord, version, content_hash, canonical, replaced_at)
         SELECT call.ord, call.version, call.content_hash, body.canonical, ?2
         FROM call JOIN body ON body.ord = call.ord WHERE call.ord = ?1",
    )?
    .execute(params![ord, now])?;
    Ok(())
}

/// What a place last delivered; writes nothing when it says the same as before.
pub(super) fn note_source(
    conn: &Connection,
    ord: u32,
    delivered: &Prepared,
) -> Result<(), Trouble> {
    conn.prepare_cached(
        "INSERT INTO source (path, ord, sha256) VALUES (?1, ?2, ?3)
         ON CONFLICT (path) DO UPDATE SET ord = excluded.ord, sha256 = excluded.sha256
         WHERE ord != excluded.ord OR sha256 != excluded.sha256",
    )?
    .execute(params![delivered.source, ord, delivered.raw_sha256])?;
    Ok(())
}

/// New mentions for a call whose words stay; `false` where there is no such call.
pub(super) fn write_mentions(
    conn: &Connection,
    ord: u32,
    seq: u64,
    mentions: usize,
    blob: &[u8],
    lexicon: &str,
) -> Result<bool, Trouble> {
    let changed = conn
        .prepare_cached("UPDATE call SET n_mentions = ?2, lexicon = ?3, seq = ?4 WHERE ord = ?1")?
        .execute(params![ord, count(mentions), lexicon, signed(seq)])?;
    conn.prepare_cached("UPDATE body SET mentions = ?2 WHERE ord = ?1")?
        .execute(params![ord, blob])?;
    Ok(changed > 0)
}

/// SQLite's integers are signed; ours never come near the border.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
