//! Which kept call is this delivery, and does it say anything new?
//!
//! Repeating an ingest changes nothing, also where several files tell of the same call: the last one to say
//! something new has the word, and the others do not take it back by repeating themselves.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::call::{Call, Side};

use super::codec;
use super::error::Trouble;
use super::keep::Prepared;
use super::merge::is_named;
use super::sides::correct;

/// How the place of a delivery begins that a vendor brought by itself.
pub const HOOK: &str = "hook:";

/// A kept call, as far as recognizing it goes.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) ord: u32,
    pub(super) id: String,
    pub(super) derived_id: bool,
    pub(super) seq: u64,
    pub(super) version: u32,
    fingerprint: String,
    pub(super) content_hash: [u8; 32],
    lexicon: String,
}

impl Known {
    /// Whether a delivery is this very call, and not only something else from the place that delivered it.
    pub(super) fn is_surely(&self, sight: Sight<'_>) -> bool {
        self.id == sight.id || self.fingerprint == sight.fingerprint
    }
}

/// What a delivery changes about a kept call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Nothing,
    /// The same call, heard with another lexicon.
    Mentions,
    /// Other words, times, people or facts.
    Content,
}

const COLUMNS: &str = "SELECT ord, id, derived_id, seq, version, fingerprint, content_hash, lexicon
FROM call";

/// By what a call is known again.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    pub id: &'a str,
    /// Whether the id is a hash of ours, because the provider gave none.
    pub derived_id: bool,
    /// Hash of the normalized words alone.
    pub fingerprint: &'a str,
    /// The place that delivered it, one for each call; `-` for stdin.
    pub source: &'a str,
}

/// Finds the kept call that a delivery tells of: by id, and where the provider gave none, by its words, or
/// by the place that delivered it before. `busy_places` are those that delivered a call in this very batch:
/// a second one from there is another call and no correction.
pub(super) fn recognize(
    conn: &Connection,
    sight: Sight<'_>,
    busy_places: &HashSet<String>,
) -> Result<Option<Known>, Trouble> {
    let by_id = find(conn, "WHERE id = ?1", params![sight.id])?;
    if by_id.is_some() || !sight.derived_id {
        return Ok(by_id);
    }
    if !sight.fingerprint.is_empty() {
        let same_words = "WHERE fingerprint = ?1 ORDER BY ord LIMIT 1";
        let by_words = find(conn, same_words, params![sight.fingerprint])?;
        if by_words.is_some() {
            return Ok(by_words);
        }
    }
    if !is_place(sight.source) || busy_places.contains(sight.source) {
        return Ok(None);
    }
    // A place that ever delivered two calls is a list: which of them a new one corrects cannot be told.
    let same_place = "WHERE derived_id = 1 AND ord = (SELECT ord FROM source WHERE path = ?1)
        AND NOT EXISTS (SELECT 1 FROM payload WHERE source = ?1 AND payload.ord != call.ord)";
    find(conn, same_place, params![sight.source])
}

/// Whether a source can be met again. What comes through stdin has nothing to do with what came before it.
pub(super) fn is_place(source: &str) -> bool {
    !source.is_empty() && source != "-" && !source.starts_with("-#")
}

fn find(conn: &Connection, which: &str, values: impl Params) -> Result<Option<Known>, Trouble> {
    let mut select = conn.prepare_cached(&format!("{COLUMNS} {which}"))?;
    Ok(select.query_row(values, known).optional()?)
}

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        ord: row.get(0)?,
        id: row.get(1)?,
        derived_id: row.get(2)?,
        seq: u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
        version: row.get(4)?,
        fingerprint: row.get(5)?,
        content_hash: row.get(6)?,
        lexicon: row.get(7)?,
    })
}

/// What a delivery of a known call says that was not known; what it does not tell was filled in from the kept call.
pub(super) fn news(
    conn: &Connection,
    known: &Known,
    delivered: &Prepared,
) -> Result<News, Trouble> {
    if known.content_hash == delivered.content_hash {
        let same_lexicon = known.lexicon == delivered.lexicon;
        return Ok(if same_lexicon {
            News::Nothing
        } else {
            News::Mentions
        });
    }
    // A vendor that sends again, as a new delivery, what it has corrected since. A person who brings an old file means it.
    if delivered.source.starts_with(HOOK) && was_replaced(conn, known, delivered)? {
        return Ok(News::Nothing);
    }
    // The same file read in another way: the file was corrected, or the config or the program was.
    if is_source_of(conn, known, delivered)? {
        return Ok(News::Content);
    }
    // Another file of the same call that says what it said last time. What came later from elsewhere stands.
    if is_repetition(conn, known, delivered)? {
        return Ok(News::Nothing);
    }
    // The same words told by another file or format.
    let same_words = delivered.derived_id && known.fingerprint == delivered.fingerprint;
    if same_words && !tells_more(conn, known, delivered)? {
        return Ok(News::Nothing);
    }
    Ok(News::Content)
}

/// Whether the version that stands was read from the same place or from the very same bytes.
fn is_source_of(conn: &Connection, known: &Known, delivered: &Prepared) -> Result<bool, Trouble> {
    let mut select = conn.prepare_cached(
        "SELECT 1 FROM payload WHERE ord = ?1 AND version = ?2 AND (source = ?3 OR sha256 = ?4)",
    )?;
    Ok(select.exists(params![
        known.ord,
        known.version,
        delivered.source,
        delivered.raw_sha256
    ])?)
}

/// Whether a place delivers the same bytes for the same call as it did last time.
fn is_repetition(conn: &Connection, known: &Known, delivered: &Prepared) -> Result<bool, Trouble> {
    let mut select =
        conn.prepare_cached("SELECT 1 FROM source WHERE path = ?1 AND ord = ?2 AND sha256 = ?3")?;
    Ok(select.exists(params![delivered.source, known.ord, delivered.raw_sha256])?)
}

/// Whether the very bytes of a delivery were this call once, and others took their place.
fn was_replaced(conn: &Connection, known: &Known, delivered: &Prepared) -> Result<bool, Trouble> {
    let mut select = conn
        .prepare_cached("SELECT 1 FROM payload WHERE ord = ?1 AND version < ?2 AND sha256 = ?3")?;
    Ok(select.exists(params![known.ord, known.version, delivered.raw_sha256])?)
}

/// Whether the very bytes of a delivery, from its place, are all that ever told of a call. What they do not tell any more
/// was then taken out beside them, or the config or the program reads them in another way.
pub(super) fn is_only_source(
    conn: &Connection,
    known: &Known,
    delivered: &Prepared,
) -> Result<bool, Trouble> {
    if !is_place(&delivered.source) {
        return Ok(false);
    }
    // Each version has what it was read from beside it, unless that was deleted: then nobody can tell.
    let mut select = conn.prepare_cached(
        "SELECT COUNT(*) FROM payload WHERE ord = ?1 AND source = ?2 AND sha256 = ?3",
    )?;
    let n_versions: u32 = select.query_row(
        params![known.ord, delivered.source, delivered.raw_sha256],
        |row| row.get(0),
    )?;
    Ok(n_versions == known.version)
}

/// The kept call as it was read, without what people and their CRM say of it.
pub(super) fn as_read(conn: &Connection, known: &Known) -> Result<Call, Trouble> {
    let mut select = conn.prepare_cached("SELECT canonical FROM body WHERE ord = ?1")?;
    let packed: Vec<u8> = select.query_row(params![known.ord], |row| row.get(0))?;
    codec::decode(&packed).map_err(|cause| Trouble::Damaged(known.ord, cause))
}

/// Whether a delivery tells who spoke for which side, or when, or names more people, where the kept call does not; or
/// of the company or the deal something else. A call under its provider's id is never replaced by a nameless copy.
fn tells_more(conn: &Connection, known: &Known, delivered: &Prepared) -> Result<bool, Trouble> {
    if !known.derived_id {
        return Ok(false);
    }
    let mut kept = as_read(conn, known)?;
    // What a person said about the sides is known of both.
    correct(conn, &mut kept)?;
    let call = &delivered.call;
    let tells_other = call.account != kept.account || call.deal != kept.deal;
    Ok(tells_other || worth(call) > worth(&kept))
}

/// Sides first: without them there is no prospect to hear. Coarse on purpose, so that trifles decide nothing; but where
/// somebody put names in the place of `Speaker 2`, that is no trifle.
fn worth(call: &Call) -> (bool, bool, usize, usize) {
    let knows_prospect = call
        .participants
        .iter()
        .any(|person| person.side == Side::Prospect);
    let knows_times = call.turns.iter().any(|turn| turn.start.is_some());
    let named = call.participants.iter().filter(|who| is_named(&who.name));
    (knows_prospect, knows_times, named.count(), n_facts(call))
}

/// How much is told of the call and of its people, beside their names and sides.
fn n_facts(call: &Call) -> usize {
    let of_call = [call.title.is_some(), call.started_at.is_some()];
    let of_people = call.participants.iter().flat_map(|who| {
        let knows_persona = !who.persona_reason.is_unknown();
        [who.title.is_some(), who.email.is_some(), knows_persona]
    });
    let told = of_call.into_iter().chain(of_people);
    told.filter(|is_told| *is_told).count()
}
