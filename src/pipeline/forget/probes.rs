//! By what would remains of a deleted call be recognized?
//!
//! Before the calls go, a few of their rarest sequences of three words are taken, the names and addresses of those who
//! are not our own, titles and ids, and some stretches of their packed bytes, which lie in the file as they are. What
//! also stands in a call that stays, or in what the CRM tells, proves nothing and is left out.

use std::collections::{HashMap, HashSet};

use crate::call::{Call, Side};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

/// Sequences of words taken from one call, at most.
const PER_CALL: usize = 6;
/// Shorter names can stand anywhere by chance.
const SHORTEST_NAME: usize = 6;
/// The same for titles and ids.
const SHORTEST_TITLE: usize = 12;
/// A provider's own id, without the word before it.
const SHORTEST_ID: usize = 8;
/// Bytes of a sequence of three words.
const SEQUENCE: std::ops::RangeInclusive<usize> = 14..=80;
/// Bytes of a stretch of packed bytes; the first ones are the same in all frames.
const STRETCH: usize = 24;
const LEAST_PACKED: usize = 96;

/// What a probe is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words and ids of deleted calls.
    Words,
    /// Names, addresses and titles of deleted calls, which other calls may have too.
    Named,
    /// Asked for by name.
    Asked,
    /// Packed bytes.
    Packed,
}

/// What is looked for, all at once. Has no `Debug`: these are people's words.
#[derive(Default)]
pub struct Probes {
    all: Vec<(Kind, Vec<u8>)>,
    /// By their first four bytes.
    by_head: HashMap<[u8; 4], Vec<usize>>,
    /// One bit by a hash of the first four bytes, so that most places cost one look.
    heads: Vec<u64>,
}

/// Bits of the hash.
const BITS: u32 = 16;

fn bit(head: [u8; 4]) -> (usize, u64) {
    let hash = u32::from_le_bytes(head).wrapping_mul(0x9E37_79B1) >> (32 - BITS);
    (hash as usize / 64, 1 << (hash % 64))
}

impl Probes {
    /// What is looked for of some calls, and of what was asked for by name.
    pub fn of(calls: &[(u32, Call)], names: &[&str]) -> Probes {
        let mut probes = Probes::default();
        for name in names {
            probes.add_name(Kind::Asked, name);
        }
        for (_, call) in calls {
            probes.add_call(call);
        }
        probes
    }

    fn add_call(&mut self, call: &Call) {
        for words in sequences(call) {
            self.add(Kind::Words, words.as_bytes());
        }
        // Our own people stand in the config and on every other call.
        for who in call.participants.iter().filter(|who| who.side != Side::Rep) {
            for name in std::iter::once(&who.name).chain(&who.aliases) {
                // One word is hardly ever a person's alone.
                if name.trim().contains(' ') {
                    self.add_name(Kind::Named, name);
                }
            }
            if let Some(email) = &who.email {
                self.add_name(Kind::Named, email);
            }
        }
        if let Some(title) = call
            .title
            .as_deref()
            .filter(|title| title.len() >= SHORTEST_TITLE)
        {
            self.add(Kind::Named, title.as_bytes());
        }
        let id = call.id.0.as_str();
        if id.len() >= SHORTEST_TITLE {
            self.add(Kind::Words, id.as_bytes());
        }
        if let Some((_, own)) = id
            .split_once(':')
            .filter(|(_, own)| own.len() >= SHORTEST_ID)
        {
            self.add(Kind::Words, own.as_bytes());
        }
    }

    fn add_name(&mut self, kind: Kind, name: &str) {
        let name = name.trim();
        if name.len() >= SHORTEST_NAME {
            self.add(kind, name.as_bytes());
            self.add(kind, name.to_lowercase().as_bytes());
        }
    }

    /// Looks for stretches of packed bytes as well.
    pub fn add_packed(&mut self, packed: &[Vec<u8>]) {
        for bytes in packed.iter().filter(|bytes| bytes.len() >= LEAST_PACKED) {
            for third in [bytes.len() / 3, bytes.len() * 2 / 3] {
                if let Some(stretch) = bytes.get(third..third + STRETCH) {
                    self.add(Kind::Packed, stretch);
                }
            }
        }
    }

    fn add(&mut self, kind: Kind, bytes: &[u8]) {
        let Some(head) = bytes.first_chunk::<4>() else {
            return;
        };
        let known = self.by_head.entry(*head).or_default();
        if known.iter().any(|at| self.all[*at].1 == bytes) {
            return;
        }
        known.push(self.all.len());
        self.all.push((kind, bytes.to_vec()));
        if self.heads.is_empty() {
            self.heads = vec![0; 1 << (BITS - 6)];
        }
        let (word, bit) = bit(*head);
        self.heads[word] |= bit;
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Bytes of the longest.
    pub fn longest(&self) -> usize {
        self.all
            .iter()
            .map(|(_, bytes)| bytes.len())
            .max()
            .unwrap_or(0)
    }

    /// Gets the number of each probe that stands in some bytes, as often as it does.
    pub fn find(&self, bytes: &[u8], found: &mut dyn FnMut(usize)) {
        if self.all.is_empty() {
            return;
        }
        for (at, head) in bytes.windows(4).enumerate() {
            let Some(head) = head.first_chunk::<4>() else {
                continue;
            };
            let (word, bit) = bit(*head);
            if self.heads[word] & bit == 0 {
                continue;
            }
            for probe in self.by_head.get(head).into_iter().flatten() {
                if bytes[at..].starts_with(&self.all[*probe].1) {
                    found(*probe);
                }
            }
        }
    }

    /// Whether words, names or ids stand in some bytes.
    pub fn has_words(&self, bytes: &[u8]) -> bool {
        let mut has = false;
        self.find(bytes, &mut |probe| has |= !self.is_packed(probe));
        has
    }

    /// Whether words or ids of deleted calls stand in some bytes, or what was asked for by name. The same people under
    /// the same title may have another call, which nobody wants deleted.
    pub fn has_own_words(&self, bytes: &[u8]) -> bool {
        let mut has = false;
        self.find(bytes, &mut |probe| {
            has |= !self.is_packed(probe) && !self.is_named(probe);
        });
        has
    }

    /// Whether a probe may be another call's as well, as names are.
    pub fn is_named(&self, probe: usize) -> bool {
        self.all
            .get(probe)
            .is_some_and(|(kind, _)| *kind == Kind::Named)
    }

    /// Whether a probe is of packed bytes.
    pub fn is_packed(&self, probe: usize) -> bool {
        self.all
            .get(probe)
            .is_some_and(|(kind, _)| *kind == Kind::Packed)
    }

    /// Leaves out what stands in calls that stay too, and what the CRM tells; gives the number of calls that stay and
    /// name what was asked for.
    pub fn keep_only_theirs(
        &mut self,
        catalogue: &Catalogue,
        doomed: &HashSet<u32>,
    ) -> Result<u64, StoreError> {
        let (mut others, mut naming) = (HashSet::new(), HashSet::new());
        catalogue.each_call_but(doomed, &mut |ord, bytes| {
            self.find(bytes, &mut |probe| {
                others.insert(probe);
                if self.all[probe].0 == Kind::Asked {
                    naming.insert(ord);
                }
            });
        })?;
        catalogue.each_deal_value(&mut |bytes| {
            self.find(bytes, &mut |probe| {
                if matches!(self.all[probe].0, Kind::Words | Kind::Named) {
                    others.insert(probe);
                }
            });
        })?;
        let theirs = std::mem::take(self).all;
        for (at, (kind, bytes)) in theirs.into_iter().enumerate() {
            if !others.contains(&at) {
                self.add(kind, &bytes);
            }
        }
        Ok(naming.len() as u64)
    }
}

/// The likeliest of a call's sequences of three words to be nobody else's: long words are rare ones.
fn sequences(call: &Call) -> Vec<&str> {
    let mut best: Vec<&str> = call
        .turns
        .iter()
        .filter_map(|turn| best_of(&turn.text))
        .collect();
    best.sort_by_key(|words| std::cmp::Reverse(n_letters(words)));
    best.dedup();
    best.truncate(PER_CALL);
    best
}

fn best_of(text: &str) -> Option<&str> {
    let words = words(text);
    let sequences = words.windows(3).filter_map(|three| match three {
        [first, _, last] => text.get(first.0..last.1),
        _ => None,
    });
    sequences
        .filter(|words| SEQUENCE.contains(&words.len()) && is_plain(words))
        .max_by_key(|words| n_letters(words))
}

/// Where words begin and end, as spaces cut them.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), begin) {
            (true, Some(from)) => {
                words.push((from, at));
                begin = None;
            }
            (false, None) => begin = Some(at),
            _ => {}
        }
    }
    words.extend(begin.map(|from| (from, text.len())));
    words
}

/// Written the same way in every form in which a text is kept: nothing that JSON or HTML would escape.
fn is_plain(words: &str) -> bool {
    words
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-'))
}

fn n_letters(words: &str) -> usize {
    words.chars().filter(|c| c.is_alphanumeric()).count()
}
