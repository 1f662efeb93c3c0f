//! Which calls are meant, and how much goes with them?
//!
//! Nothing is changed here. People are looked for in every version of every call, because a correction may have taken a
//! name away that an older version still holds.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::call::{Call, Participant};

use crate::store::catalogue::Catalogue;
use crate::store::codec;
use crate::store::error::{StoreError, Trouble};
use crate::store::identity::Sight;
use crate::store::schema::has_table;
use crate::store::tombstones::{Tombstones, folded};

/// Whose calls are meant.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// An e-mail address, where it holds an `@`; else a name.
    pub who: &'a str,
    /// Only where the call is this account's.
    pub account: Option<&'a str>,
}

impl Person<'_> {
    /// Whether it is an address and no name.
    pub fn is_email(&self) -> bool {
        self.who.contains('@')
    }

    /// Whether this is somebody on a call.
    pub fn is(&self, who: &Participant) -> bool {
        let wanted = folded(self.who);
        if self.is_email() {
            return who
                .email
                .as_ref()
                .is_some_and(|email| folded(email) == wanted);
        }
        std::iter::once(&who.name)
            .chain(&who.aliases)
            .any(|name| folded(name) == wanted)
    }

    fn is_on(&self, call: &Call) -> bool {
        call.participants.iter().any(|who| self.is(who))
    }
}

/// How much would be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    pub calls: u64,
    pub turns: u64,
    pub mentions: u64,
    /// Quotes in packs.
    pub quotes: u64,
}

impl Catalogue {
    /// The numbers of calls, by id, and the ids that are not there.
    pub fn ords_of_ids(&self, ids: &[String]) -> Result<(Vec<u32>, Vec<String>), StoreError> {
        self.read(|conn| {
            let (mut ords, mut missing) = (BTreeSet::new(), Vec::new());
            for id in ids {
                let found: Option<u32> = conn
                    .prepare_cached("SELECT ord FROM call WHERE id = ?1")?
                    .query_row(params![id], |row| row.get(0))
                    .optional()?;
                match found {
                    Some(ord) => {
                        ords.insert(ord);
                    }
                    None => missing.push(id.clone()),
                }
            }
            Ok((ords.into_iter().collect(), missing))
        })
    }

    /// The calls that somebody was on.
    pub fn ords_of_person(&self, person: Person<'_>) -> Result<Vec<u32>, StoreError> {
        self.read(|conn| {
            let of_account: Option<HashSet<u32>> = match person.account {
                Some(account) => Some(of_account(conn, account)?.into_iter().collect()),
                None => None,
            };
            let mut ords = BTreeSet::new();
            each_version(conn, &mut |ord, packed| {
                if of_account.as_ref().is_none_or(|ords| ords.contains(&ord)) {
                    let call =
                        codec::decode(packed).map_err(|cause| Trouble::Damaged(ord, cause))?;
                    if person.is_on(&call) {
                        ords.insert(ord);
                    }
                }
                Ok(())
            })?;
            Ok(ords.into_iter().collect())
        })
    }

    /// The calls with an account, as their files or the CRM name it.
    pub fn ords_of_account(&self, name: &str) -> Result<Vec<u32>, StoreError> {
        self.read(|conn| of_account(conn, name))
    }

    /// The calls before a day (`2026-01-31`); where a call's day is not known, the day counts on which it came.
    pub fn ords_before(&self, day: &str) -> Result<Vec<u32>, StoreError> {
        self.read(|conn| {
            numbers(
                conn,
                "SELECT ord FROM call WHERE substr(COALESCE(started_at, received_at), 1, 10) < ?1 ORDER BY ord",
                day,
            )
        })
    }

    /// The calls that were deleted before and are here again, as after a restore.
    pub fn ords_of_tombstones(&self, dead: &Tombstones) -> Result<Vec<u32>, StoreError> {
        self.read(|conn| {
            let mut select = conn.prepare(
                "SELECT call.ord, call.id, call.derived_id, call.fingerprint, body.canonical
                 FROM call JOIN body ON body.ord = call.ord ORDER BY call.ord",
            )?;
            let mut rows = select.query([])?;
            let mut ords = Vec::new();
            while let Some(row) = rows.next()? {
                let (ord, id): (u32, String) = (row.get(0)?, row.get(1)?);
                let (derived_id, fingerprint): (bool, String) = (row.get(2)?, row.get(3)?);
                let packed: Vec<u8> = row.get(4)?;
                // The place says nothing here: what lies there now may have come before.
                let sight = Sight {
                    id: &id,
                    derived_id,
                    fingerprint: &fingerprint,
                    source: "-",
                };
                let call = codec::decode(&packed).map_err(|cause| Trouble::Damaged(ord, cause))?;
                if dead.names(sight) || dead.bans(&call) {
                    ords.push(ord);
                }
            }
            Ok(ords)
        })
    }

    /// How much goes with calls.
    pub fn size_of(&self, ords: &[u32]) -> Result<Size, StoreError> {
        self.read(|conn| {
            let mut size = Size::default();
            let n_quotes = if has_table(conn, "pack_item")? {
                "(SELECT COUNT(*) FROM pack_item WHERE pack_item.call = call.id)"
            } else {
                "0"
            };
            let sql = format!("SELECT n_turns, n_mentions, {n_quotes} FROM call WHERE ord = ?1");
            for ord in ords {
                let mut select = conn.prepare_cached(&sql)?;
                let found: Option<(u32, u32, u32)> = select
                    .query_row(params![ord], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                    })
                    .optional()?;
                if let Some((turns, mentions, quotes)) = found {
                    size.calls += 1;
                    size.turns += u64::from(turns);
                    size.mentions += u64::from(mentions);
                    size.quotes += u64::from(quotes);
                }
            }
            Ok(size)
        })
    }
}

fn of_account(conn: &Connection, name: &str) -> Result<Vec<u32>, Trouble> {
    let wanted = folded(name);
    let mut ords = BTreeSet::new();
    let mut add = |sql: &str| -> Result<(), Trouble> {
        let mut select = conn.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let account: String = row.get(1)?;
            if folded(&account) == wanted {
                ords.insert(row.get(0)?);
            }
        }
        Ok(())
    };
    add("SELECT ord, account FROM call WHERE account IS NOT NULL")?;
    if has_table(conn, "call_deal")? {
        add("SELECT ord, account FROM call_deal WHERE account IS NOT NULL")?;
    }
    Ok(ords.into_iter().collect())
}

fn numbers(conn: &Connection, sql: &str, value: &str) -> Result<Vec<u32>, Trouble> {
    let mut select = conn.prepare_cached(sql)?;
    let mut rows = select.query(params![value])?;
    let mut ords = Vec::new();
    while let Some(row) = rows.next()? {
        ords.push(row.get(0)?);
    }
    Ok(ords)
}

/// What each version of each call is packed into.
type EachVersion<'a> = &'a mut dyn FnMut(u32, &[u8]) -> Result<(), Trouble>;

pub(super) fn each_version(conn: &Connection, each: EachVersion<'_>) -> Result<(), Trouble> {
    for sql in [
        "SELECT ord, canonical FROM body ORDER BY ord",
        "SELECT ord, canonical FROM history ORDER BY ord, version",
    ] {
        let mut select = conn.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let packed: Vec<u8> = row.get(1)?;
            each(row.get(0)?, &packed)?;
        }
    }
    Ok(())
}
