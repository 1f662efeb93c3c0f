//! How does a delivery get in, once?

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::codec::sha256;
use crate::store::compress::compress;
use crate::store::error::{StoreError, Trouble};
use crate::store::inbox::{Inbox, Kind, State};

/// The longest id of a delivery that is kept as it is, in bytes; of a longer one, its hash.
const LONGEST_KEY: usize = 200;
/// The longest hint at a call, in bytes; a longer one is nobody's id.
const LONGEST_HINT: usize = 500;

/// Something that has arrived.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewDelivery {
    /// The hook or the pulled source that it came by.
    pub hook: String,
    /// The id by which a repetition is known, in the hook's own terms.
    pub key: String,
    pub received_at: Timestamp,
    pub kind: Kind,
    /// The slug of the body's format; none where its content tells.
    pub format: Option<String>,
    /// As received.
    pub body: Vec<u8>,
    /// What is to be fetched, as JSON.
    pub errand: Option<String>,
    /// Of what is dead when it comes: a slug that stays.
    pub code: Option<String>,
    /// Of what is dead when it comes: what to do about it.
    pub hint: Option<String>,
    /// The vendor's id of the call, where the body itself does not tell it.
    pub call_hint: Option<String>,
    /// The place under which its call is kept; one made of the hook and the call or the key where none is given.
    pub place: Option<String>,
    /// Not to be looked at before; at once where none is given.
    pub next_at: Option<Timestamp>,
}

/// What became of a delivery at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is on the disk, under this number.
    Kept(i64),
    /// It came before.
    Repeated,
}

/// A delivery with its body compressed, ready to be written.
pub struct Packed {
    /// Without its body.
    about: NewDelivery,
    /// Bytes of the body as received.
    size: i64,
    body: Vec<u8>,
}

impl Packed {
    /// Compresses a delivery's body. Touches no disk, so it can run beside others.
    pub fn of(mut delivery: NewDelivery) -> Result<Packed, StoreError> {
        let body = std::mem::take(&mut delivery.body);
        delivery.key = short_key(delivery.key);
        delivery.call_hint = delivery
            .call_hint
            .filter(|hint| hint.len() <= LONGEST_HINT && !hint.is_empty());
        match compress(&body) {
            Ok(packed) => Ok(Packed {
                about: delivery,
                size: i64::try_from(body.len()).unwrap_or(i64::MAX),
                body: packed,
            }),
            Err(cause) => Err(StoreError::Unpackable {
                origin: format!("a delivery to {}", delivery.hook),
                cause,
            }),
        }
    }

    /// Bytes that will be written.
    pub fn weight(&self) -> usize {
        self.body.len()
    }
}

impl Inbox {
    /// Takes deliveries in one transaction; after it they are on the disk, or none of them is.
    pub fn take(&self, deliveries: &[NewDelivery]) -> Result<Vec<Taken>, StoreError> {
        let packed: Vec<Packed> = deliveries
            .iter()
            .cloned()
            .map(Packed::of)
            .collect::<Result<_, _>>()?;
        self.take_packed(&packed)
    }

    /// The same for deliveries that are compressed already.
    pub fn take_packed(&self, deliveries: &[Packed]) -> Result<Vec<Taken>, StoreError> {
        self.write("take deliveries into", |conn| {
            deliveries
                .iter()
                .map(|delivery| insert(conn, delivery))
                .collect()
        })
    }

    /// What became of a delivery that came by a hook under a key; `None` where it is not remembered.
    pub fn state_of(&self, hook: &str, key: &str) -> Result<Option<(i64, State)>, StoreError> {
        let key = short_key(key.to_owned());
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT number, state FROM delivery WHERE hook = ?1 AND key = ?2",
            )?;
            let found: Option<(i64, String)> = select
                .query_row(params![hook, key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            Ok(found.map(|(number, state)| (number, State::named(&state))))
        })
    }
}

fn insert(conn: &Connection, delivery: &Packed) -> Result<Taken, Trouble> {
    let about = &delivery.about;
    let (state, next_at) = match about.kind {
        Kind::Dead => (State::Dead, None),
        Kind::Raw | Kind::Fetch => (
            State::Waiting,
            Some(about.next_at.unwrap_or(about.received_at)),
        ),
    };
    let number: Option<i64> = conn
        .prepare_cached(
            "INSERT INTO delivery (hook, key, kind, state, received_at, next_at, format, call_hint,
                place, errand, code, hint, size)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (hook, key) DO NOTHING RETURNING number",
        )?
        .query_row(
            params![
                about.hook,
                about.key,
                about.kind.name(),
                state.name(),
                about.received_at.as_millisecond(),
                next_at.map(Timestamp::as_millisecond),
                about.format,
                about.call_hint,
                about.place,
                about.errand,
                about.code,
                about.hint,
                delivery.size,
            ],
            |row| row.get(0),
        )
        .optional()?;
    let Some(number) = number else {
        return Ok(Taken::Repeated);
    };
    if delivery.size > 0 {
        conn.prepare_cached("INSERT INTO body (number, bytes) VALUES (?1, ?2)")?
            .execute(params![number, delivery.body])?;
    }
    Ok(Taken::Kept(number))
}

fn short_key(key: String) -> String {
    if key.len() <= LONGEST_KEY {
        return key;
    }
    let hash = sha256(key.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}
