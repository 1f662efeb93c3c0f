//! How is a batch of calls kept so that nothing acknowledged is ever lost?
//!
//! [`prepare`] does all that needs only a processor, in parallel. [`Catalogue::keep`] writes a batch in one
//! transaction; when it returns, the batch is on the disk, and when it fails, none of it is.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use crate::call::{Call, CallId};
use crate::mention::Mention;

use super::call_deal;
use super::catalogue::{Catalogue, Counters};
use super::codec::{self, sha256};
use super::compress::{compress, compress_raw, decompress, decompress_raw};
use super::error::{CodecError, StoreError, Trouble};
use super::identity::{self, Known, News, Sight};
use super::merge::merged;
use super::overrides::{Overrule, overruled};
use super::rows::{self, Numbers};
use super::sides::{Hear, corrected_delivery};
use super::tombstones::Tombstones;

/// A call ready to be written: hashed, packed, nothing left to compute.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The call as read.
    pub call: Arc<Call>,
    /// Whether the id is a hash of ours, because the provider gave none.
    pub derived_id: bool,
    /// Hash of the normalized words alone.
    pub fingerprint: String,
    /// Hash of the canonical bytes.
    pub content_hash: [u8; 32],
    /// The canonical bytes, compressed.
    pub canonical: Vec<u8>,
    /// What was heard in it.
    pub mentions: Vec<Mention>,
    /// The mentions, compressed.
    pub mentions_blob: Vec<u8>,
    /// The payload as received, compressed beside the canonical bytes.
    pub raw: Vec<u8>,
    /// Hash of the payload as received.
    pub raw_sha256: [u8; 32],
    /// The place that delivered it, one for each call; `-` for stdin.
    pub source: String,
    /// Fingerprint of the lexicon that heard the mentions.
    pub lexicon: String,
    /// What the encoder answered, compressed; nothing where what is kept of it stays.
    pub answers: Option<Vec<u8>>,
}

impl Prepared {
    /// The same with what the encoder answered of the call.
    pub fn with_answers(self, answers: Option<&[u8]>) -> Result<Prepared, StoreError> {
        let packed = answers.map(compress).transpose();
        match packed {
            Ok(answers) => Ok(Prepared { answers, ..self }),
            Err(cause) => Err(StoreError::Unpackable {
                origin: self.source,
                cause,
            }),
        }
    }

    fn sight(&self) -> Sight<'_> {
        Sight {
            id: &self.call.id.0,
            derived_id: self.derived_id,
            fingerprint: &self.fingerprint,
            source: &self.source,
        }
    }
}

/// What became of a delivered call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Never seen before.
    New,
    /// Known, and now says or hears something else.
    Updated,
    /// Known, and nothing was written.
    Unchanged,
    /// Deleted before, and nothing was written. Its number says nothing.
    Forgotten,
}

impl Fate {
    /// Whether the index does not know it yet.
    pub fn is_news(self) -> bool {
        matches!(self, Fate::New | Fate::Updated)
    }
}

/// A delivered call and where it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The call's number in this catalogue.
    pub ord: u32,
    /// The number of the change that made it what it is.
    pub seq: u64,
    /// What became of it.
    pub fate: Fate,
    /// The call as delivered, with the id under which it is kept and what was told of it before.
    pub call: Arc<Call>,
    /// The mentions as delivered.
    pub mentions: Vec<Mention>,
}

/// Hashes and packs a call. Touches neither disk nor clock, so it can run beside others.
pub fn prepare(
    call: Call,
    derived_id: bool,
    fingerprint: String,
    mentions: Vec<Mention>,
    raw: &[u8],
    source: String,
    lexicon: &str,
) -> Result<Prepared, StoreError> {
    let packed = match pack(&call, &mentions, raw) {
        Ok(packed) => packed,
        Err(cause) => {
            return Err(StoreError::Unpackable {
                origin: source,
                cause,
            });
        }
    };
    Ok(Prepared {
        call: Arc::new(call),
        derived_id,
        fingerprint,
        content_hash: packed.content_hash,
        canonical: packed.canonical,
        mentions,
        mentions_blob: packed.mentions,
        raw: packed.raw,
        raw_sha256: sha256(raw),
        source,
        lexicon: lexicon.to_owned(),
        answers: None,
    })
}

struct Packed {
    content_hash: [u8; 32],
    canonical: Vec<u8>,
    mentions: Vec<u8>,
    raw: Vec<u8>,
}

fn pack(call: &Call, mentions: &[Mention], raw: &[u8]) -> Result<Packed, CodecError> {
    let canonical = codec::canonical_bytes(call)?;
    Ok(Packed {
        content_hash: sha256(&canonical),
        mentions: codec::encode_mentions(mentions)?,
        raw: compress_raw(raw, &canonical)?,
        canonical: compress(&canonical)?,
    })
}

impl Catalogue {
    /// Keeps a batch, in its order; `now` is the RFC 3339 time of receipt. Whoever of the batch is the same
    /// call as another one, or as a kept one, is told by [`Kept::fate`].
    pub fn keep(&mut self, batch: Vec<Prepared>, now: &str) -> Result<Vec<Kept>, StoreError> {
        self.keep_overruled(batch, now, |_, heard, _| heard, &|_, heard| heard)
    }

    /// The same, with what people decided about each call's mentions and sides obeyed. Where they corrected a side, `hear`
    /// gives the mentions of the call as it is then.
    pub fn keep_overruled(
        &mut self,
        batch: Vec<Prepared>,
        now: &str,
        overrule: Overrule,
        hear: Hear<'_>,
    ) -> Result<Vec<Kept>, StoreError> {
        if self.tombstones.is_none() {
            self.tombstones = Some(self.tombstones()?);
        }
        let dead = self.tombstones.get_or_insert_default();
        keep_all(&mut self.conn, batch, now, (overrule, hear), dead)
            .map_err(|trouble| trouble.at("keep calls in", &self.path))
    }
}

fn keep_all(
    conn: &mut Connection,
    batch: Vec<Prepared>,
    now: &str,
    people_say: (Overrule, Hear<'_>),
    dead: &Tombstones,
) -> Result<Vec<Kept>, Trouble> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = keep_each(&tx, batch, now, people_say, dead)?;
    tx.commit()?;
    Ok(kept)
}

fn keep_each(
    conn: &Connection,
    batch: Vec<Prepared>,
    now: &str,
    (overrule, hear): (Overrule, Hear<'_>),
    dead: &Tombstones,
) -> Result<Vec<Kept>, Trouble> {
    let counters = Counters::load(conn)?;
    let mut keeper = Keeper {
        conn,
        now,
        overrule,
        hear,
        dead,
        counters,
        busy_places: HashSet::new(),
    };
    let mut kept = Vec::with_capacity(batch.len());
    for delivered in batch {
        kept.push(keeper.keep(delivered)?);
    }
    if keeper.counters != counters {
        keeper.counters.save(conn)?;
        call_deal::make_stale(conn)?;
    }
    Ok(kept)
}

/// The state of one transaction.
struct Keeper<'a> {
    conn: &'a Connection,
    now: &'a str,
    overrule: Overrule,
    hear: Hear<'a>,
    dead: &'a Tombstones,
    counters: Counters,
    busy_places: HashSet<String>,
}

impl Keeper<'_> {
    fn keep(&mut self, delivered: Prepared) -> Result<Kept, Trouble> {
        let known = identity::recognize(self.conn, delivered.sight(), &self.busy_places)?;
        if self.is_dead(known.as_ref(), &delivered) {
            return Ok(kept(0, 0, Fate::Forgotten, delivered));
        }
        self.busy_places.insert(delivered.source.clone());
        let Some(known) = known else {
            return self.keep_new(self.obeyed(delivered)?);
        };
        let delivered = self.completed(&known, under_id(delivered, &known.id)?)?;
        self.keep_known(&known, self.obeyed(delivered)?)
    }

    /// Whether a delivery was deleted before. A kept call stays what it is, also where another one of the same words was
    /// deleted.
    fn is_dead(&self, known: Option<&Known>, delivered: &Prepared) -> bool {
        let sight = delivered.sight();
        let is_kept = known.is_some_and(|known| known.is_surely(sight));
        self.dead.bans(&delivered.call) || !is_kept && self.dead.names(sight)
    }

    /// A delivery under its call's id, as people say that it is.
    fn obeyed(&self, delivered: Prepared) -> Result<Prepared, Trouble> {
        let delivered = corrected_delivery(self.conn, delivered, self.hear)?;
        overruled(self.conn, delivered, self.overrule)
    }

    /// A delivery of a known call with what was told of it before and it does not tell.
    fn completed(&self, known: &Known, delivered: Prepared) -> Result<Prepared, Trouble> {
        let is_known = known.content_hash == delivered.content_hash;
        if is_known || identity::is_only_source(self.conn, known, &delivered)? {
            return Ok(delivered);
        }
        let call = merged(&identity::as_read(self.conn, known)?, &delivered.call);
        if call == *delivered.call {
            return Ok(delivered);
        }
        // Whoever sits on another side than the delivery alone tells is heard in another way.
        if call.participants == delivered.call.participants {
            return repacked(delivered, call);
        }
        let mentions = (self.hear)(&call, delivered.mentions.clone());
        let delivered = Prepared {
            mentions,
            ..delivered
        };
        repacked(delivered, call)
    }

    fn keep_new(&mut self, delivered: Prepared) -> Result<Kept, Trouble> {
        let numbers = Numbers {
            ord: self.counters.take_ord()?,
            seq: self.counters.take_seq(),
            version: 1,
            derived_id: delivered.derived_id,
        };
        rows::insert_call(self.conn, numbers, &delivered, self.now)?;
        self.write_parts(numbers, &delivered)?;
        self.note_place(numbers.ord, &delivered)?;
        Ok(kept(numbers.ord, numbers.seq, Fate::New, delivered))
    }

    fn keep_known(&mut self, known: &Known, delivered: Prepared) -> Result<Kept, Trouble> {
        let news = identity::news(self.conn, known, &delivered)?;
        // Only now: what the place said last time decides whether this is news.
        self.note_place(known.ord, &delivered)?;
        match news {
            News::Nothing => Ok(kept(known.ord, known.seq, Fate::Unchanged, delivered)),
            News::Mentions => self.keep_mentions(known, delivered),
            News::Content => self.keep_content(known, delivered),
        }
    }

    fn keep_mentions(&mut self, known: &Known, delivered: Prepared) -> Result<Kept, Trouble> {
        let seq = self.counters.take_seq();
        let heard = delivered.mentions.len();
        let blob = &delivered.mentions_blob;
        rows::write_mentions(self.conn, known.ord, seq, heard, blob, &delivered.lexicon)?;
        rows::write_answers(self.conn, known.ord, delivered.answers.as_deref())?;
        Ok(kept(known.ord, seq, Fate::Updated, delivered))
    }

    fn keep_content(&mut self, known: &Known, delivered: Prepared) -> Result<Kept, Trouble> {
        let numbers = Numbers {
            ord: known.ord,
            seq: self.counters.take_seq(),
            version: known.version.saturating_add(1),
            derived_id: known.derived_id && delivered.derived_id,
        };
        rows::archive(self.conn, known.ord, self.now)?;
        rows::remove_answers(self.conn, known.ord)?;
        rows::update_call(self.conn, numbers, &delivered, self.now)?;
        self.write_parts(numbers, &delivered)?;
        Ok(kept(numbers.ord, numbers.seq, Fate::Updated, delivered))
    }

    fn write_parts(&self, numbers: Numbers, delivered: &Prepared) -> Result<(), Trouble> {
        rows::write_body(self.conn, numbers.ord, delivered)?;
        rows::write_answers(self.conn, numbers.ord, delivered.answers.as_deref())?;
        rows::insert_payload(self.conn, numbers, delivered, self.now)?;
        rows::write_participants(self.conn, numbers.ord, &delivered.call)
    }

    fn note_place(&self, ord: u32, delivered: &Prepared) -> Result<(), Trouble> {
        if !identity::is_place(&delivered.source) {
            return Ok(());
        }
        rows::note_source(self.conn, ord, delivered)
    }
}

fn kept(ord: u32, seq: u64, fate: Fate, delivered: Prepared) -> Kept {
    Kept {
        ord,
        seq,
        fate,
        call: delivered.call,
        mentions: delivered.mentions,
    }
}

/// A delivery under the id that its call already has; only a nameless call that was corrected or told twice has another
/// one.
fn under_id(delivered: Prepared, id: &str) -> Result<Prepared, Trouble> {
    if delivered.call.id.0 == id {
        return Ok(delivered);
    }
    let mut call = Call::clone(&delivered.call);
    call.id = CallId(id.to_owned());
    repacked(delivered, call)
}

/// A delivery of which something else is known than was read. The whole call is hashed and packed, so all of that is
/// done again.
fn repacked(delivered: Prepared, call: Call) -> Result<Prepared, Trouble> {
    match pack_again(&delivered, &call) {
        Ok(packed) => Ok(Prepared {
            call: Arc::new(call),
            content_hash: packed.content_hash,
            canonical: packed.canonical,
            mentions_blob: packed.mentions,
            raw: packed.raw,
            ..delivered
        }),
        Err(cause) => Err(Trouble::Unpackable(delivered.source, cause)),
    }
}

fn pack_again(delivered: &Prepared, call: &Call) -> Result<Packed, CodecError> {
    let raw = decompress_raw(&delivered.raw, &decompress(&delivered.canonical)?)?;
    pack(call, &delivered.mentions, &raw)
}
