//! Which calls must never be kept again?
//!
//! Of a deleted call nothing stays but keyed hashes: HMAC-SHA256 under a random key that lies beside the catalogue. They
//! answer whether a delivery was deleted before and tell nobody what it was. Key and hashes travel together in backups;
//! without its key the list is of no use, so nothing is kept until the key is back.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, params};
use sha2::Sha256;

use crate::call::{Call, Participant};
use crate::text::hex::hex;

use super::error::{StoreError, Trouble};
use super::identity::{Sight, is_place};
use super::schema::has_table;
use super::{DataDir, whole};

/// The file of the key, in the data folder.
pub const KEY_FILE: &str = "tombstone.key";

/// Calls of fewer words can say the same by chance, as those where nobody came do.
const FEW_WORDS: usize = 20;
/// A file of keys that is longer is none of ours.
const MOST_KEYS: usize = 64;

/// What was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A fixed word, by which a key is known to be the right one.
    Key,
    /// The id of a deleted call, the provider's or ours.
    Call,
    /// The words of a deleted call.
    Words,
    /// The words of a deleted call that has few: they count where the provider gives no id.
    FewWords,
    /// The place that delivered a deleted call whose provider gave no id.
    Place,
    /// Of a person whose calls were deleted: what deals must not know either.
    GoneEmail,
    GoneName,
    /// An account whose calls were deleted.
    GoneAccount,
    /// Nothing with this person or account is to be kept in future.
    Email,
    Name,
    Account,
}

impl Kind {
    /// The word in the catalogue, which is hashed as well.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Key => "key",
            Kind::Call => "call",
            Kind::Words => "words",
            Kind::FewWords => "few-words",
            Kind::Place => "place",
            Kind::GoneEmail => "gone-email",
            Kind::GoneName => "gone-name",
            Kind::GoneAccount => "gone-account",
            Kind::Email => "email",
            Kind::Name => "name",
            Kind::Account => "account",
        }
    }
}

/// A hash that stands for something deleted.
pub type Hash = [u8; 32];

/// The secrets under which is hashed: the first for what is new, the others for what came from other folders.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys(Vec<[u8; 32]>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl Keys {
    /// The keys of a data folder; `None` where it has none.
    pub fn read(dir: &DataDir) -> Result<Option<Keys>, StoreError> {
        read_keys(&dir.root().join(KEY_FILE))
    }

    /// The keys of a data folder, made where it has none.
    pub fn made(dir: &DataDir) -> Result<Keys, StoreError> {
        if let Some(keys) = Keys::read(dir)? {
            return Ok(keys);
        }
        let mut key = [0_u8; 32];
        let path = dir.root().join(KEY_FILE);
        getrandom::fill(&mut key).map_err(|cause| {
            let cause = std::io::Error::other(cause.to_string());
            StoreError::io("make a key for", &path, cause)
        })?;
        let keys = Keys(vec![key]);
        keys.write(dir)?;
        Ok(keys)
    }

    /// Puts the keys into a data folder, readable by its owner alone.
    pub fn write(&self, dir: &DataDir) -> Result<(), StoreError> {
        let lines: String = self.0.iter().map(|key| hex(key) + "\n").collect();
        whole::write(&dir.root().join(KEY_FILE), lines.as_bytes())
    }

    /// These keys and others, each once.
    #[must_use]
    pub fn united(mut self, others: Keys) -> Keys {
        for key in others.0 {
            if !self.0.contains(&key) {
                self.0.push(key);
            }
        }
        self
    }

    /// The hash of something under the first key.
    pub fn hash(&self, kind: Kind, value: &str) -> Hash {
        let first = self.0.first().copied().unwrap_or_default();
        hash_under(&first, kind, value)
    }
}

fn hash_under(key: &[u8; 32], kind: Kind, value: &str) -> Hash {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(kind.name().as_bytes());
    mac.update(&[0]);
    mac.update(value.as_bytes());
    mac.finalize().into_bytes().into()
}

fn read_keys(path: &Path) -> Result<Option<Keys>, StoreError> {
    let Some(bytes) = whole::read(path)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let keys: Option<Vec<[u8; 32]>> = lines.take(MOST_KEYS).map(unhex).collect();
    match keys {
        Some(keys) if !keys.is_empty() => Ok(Some(Keys(keys))),
        _ => Err(StoreError::KeyLost {
            path: path.to_owned(),
        }),
    }
}

fn unhex(line: &str) -> Option<[u8; 32]> {
    let digits = line.trim();
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        let pair = digits.get(2 * at..2 * at + 2)?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(key)
}

/// A name, an address or an account whatever its case and spaces.
pub fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Which kind of tombstone stands for the words of a call.
pub(super) fn kind_of_words(call: &Call) -> Kind {
    let words = call
        .turns
        .iter()
        .flat_map(|turn| turn.text.split_whitespace());
    if words.take(FEW_WORDS).count() < FEW_WORDS {
        Kind::FewWords
    } else {
        Kind::Words
    }
}

/// Every tombstone of a catalogue, in memory.
#[derive(Debug, Clone, Default)]
pub struct Tombstones {
    keys: Vec<[u8; 32]>,
    known: HashSet<Hash>,
    /// Whether people or accounts are kept out in future.
    has_bans: bool,
    /// Whether people or accounts were deleted.
    has_gone: bool,
}

impl Tombstones {
    /// Reads them; `catalogue` is the path beside which the key lies.
    pub(super) fn load(conn: &Connection, catalogue: &Path) -> Result<Tombstones, Trouble> {
        let mut tombstones = Tombstones::default();
        if !has_table(conn, "tombstone")? {
            return Ok(tombstones);
        }
        let mut select = conn.prepare("SELECT hash, kind FROM tombstone")?;
        let mut rows = select.query([])?;
        let mut marks = HashSet::new();
        while let Some(row) = rows.next()? {
            let (hash, kind): (Hash, String) = (row.get(0)?, row.get(1)?);
            match kind.as_str() {
                "key" => {
                    marks.insert(hash);
                }
                "email" | "name" | "account" => tombstones.has_bans = true,
                "gone-email" | "gone-name" | "gone-account" => tombstones.has_gone = true,
                _ => {}
            }
            tombstones.known.insert(hash);
        }
        if tombstones.known.is_empty() {
            return Ok(tombstones);
        }
        let path = catalogue.with_file_name(KEY_FILE);
        let lost = || Trouble::KeyLost(path.clone());
        let keys = match read_keys(&path) {
            Ok(keys) => keys.ok_or_else(lost)?,
            Err(_) => return Err(lost()),
        };
        // A list without the key that made it would let everything in.
        let held: HashSet<Hash> = keys
            .0
            .iter()
            .map(|key| hash_under(key, Kind::Key, ""))
            .collect();
        if !marks.is_subset(&held) {
            return Err(lost());
        }
        tombstones.keys = keys.0;
        Ok(tombstones)
    }

    /// Whether nothing was ever deleted.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether people or accounts were deleted as such.
    pub(super) fn has_gone(&self) -> bool {
        self.has_gone
    }

    /// Whether there is one for this.
    pub fn has(&self, kind: Kind, value: &str) -> bool {
        self.keys
            .iter()
            .any(|key| self.known.contains(&hash_under(key, kind, value)))
    }

    /// Whether a delivery is a call that was deleted.
    pub(super) fn names(&self, sight: Sight<'_>) -> bool {
        if self.is_empty() {
            return false;
        }
        let has_words = !sight.fingerprint.is_empty();
        self.has(Kind::Call, sight.id)
            || has_words && self.has(Kind::Words, sight.fingerprint)
            || sight.derived_id
                && (has_words && self.has(Kind::FewWords, sight.fingerprint)
                    || is_place(sight.source) && self.has(Kind::Place, sight.source))
    }

    /// Whether somebody on a call, or its account, is not to be kept.
    pub fn bans(&self, call: &Call) -> bool {
        if !self.has_bans {
            return false;
        }
        let account = call
            .account
            .as_ref()
            .and_then(|account| account.name.as_ref());
        account.is_some_and(|name| self.has(Kind::Account, &folded(name)))
            || call.participants.iter().any(|who| self.bans_person(who))
    }

    fn bans_person(&self, who: &Participant) -> bool {
        let email = who.email.as_ref();
        email.is_some_and(|email| self.has(Kind::Email, &folded(email)))
            || std::iter::once(&who.name)
                .chain(&who.aliases)
                .any(|name| self.has(Kind::Name, &folded(name)))
    }
}

/// Adds tombstones that are not there yet, and gives their number.
pub(super) fn add(
    conn: &Connection,
    keys: &Keys,
    dead: &[(Kind, String)],
    now: &str,
) -> Result<u64, Trouble> {
    let mut insert = conn.prepare_cached(INSERT)?;
    insert.execute(params![keys.hash(Kind::Key, ""), Kind::Key.name(), now])?;
    let mut n_added = 0;
    for (kind, value) in dead {
        let hash = keys.hash(*kind, value);
        n_added += insert.execute(params![hash, kind.name(), now])? as u64;
    }
    Ok(n_added)
}

const INSERT: &str = "INSERT OR IGNORE INTO tombstone (hash, kind, made_at) VALUES (?1, ?2, ?3)";

/// A tombstone as it is kept: hash, kind, and the RFC 3339 time at which it was made.
pub type Row = (Hash, String, String);

/// Every tombstone as it is kept.
pub(super) fn rows(conn: &Connection) -> Result<Vec<Row>, Trouble> {
    if !has_table(conn, "tombstone")? {
        return Ok(Vec::new());
    }
    let mut select = conn.prepare("SELECT hash, kind, made_at FROM tombstone ORDER BY hash")?;
    let mut rows = select.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    Ok(all)
}

/// Takes over tombstones of another catalogue, and gives the number of those that were not there yet.
pub(super) fn take_over(conn: &Connection, rows: &[Row]) -> Result<u64, Trouble> {
    let tx = conn.unchecked_transaction()?;
    let mut n_added = 0;
    {
        let mut insert = tx.prepare_cached(INSERT)?;
        for (hash, kind, made_at) in rows {
            n_added += insert.execute(params![hash, kind, made_at])? as u64;
        }
    }
    tx.commit()?;
    Ok(n_added)
}
