//! Which mentions are there in all, small enough to be counted anew for every question?
//!
//! One pass over the catalogue notes of every mention what counting needs, and none of its words. After a change only
//! the calls that changed are opened again.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::call::{Call, Side, Span};
use crate::mention::{Mention, Origin, Polarity, Target};
use crate::report::month::Month;
use crate::search::place::{MANY_SPEAKERS, Place};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::facts::CallFacts;

/// A mention, as counting sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting {
    pub turn: u32,
    pub span: Span,
    /// Index among the call's participants, as the search index has it.
    pub speaker: u16,
    /// Index into [`Ledger::tags()`].
    pub tag: u32,
    pub confidence: f32,
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
}

impl Sighting {
    /// Where it stands, for filters. Only prospects' words carry mentions.
    pub fn place(&self, ord: u32) -> Place {
        Place {
            ord,
            turn: self.turn,
            part: 0,
            side: Side::Prospect,
            speaker: self.speaker,
        }
    }
}

/// A call, as counting sees it.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The call's number.
    pub ord: u32,
    /// The change that made it what it is.
    seq: u64,
    /// The same number for the calls of one account; a call without one counts as an account of its own.
    pub account: u32,
    /// Deals with friends say little about the market, so they are counted apart.
    pub is_of_friend: bool,
    pub month: Option<Month>,
    /// In the order of the turns.
    pub sightings: Arc<[Sighting]>,
}

/// Every mention of every call.
#[derive(Debug)]
pub struct Ledger {
    /// It holds every change of the catalogue up to this one.
    pub seq: u64,
    /// By number.
    pub calls: Vec<Heard>,
    tags: Tags,
}

impl Ledger {
    /// Reads the catalogue; of a call that did not change since an earlier ledger, what that one knows is taken.
    pub fn read(catalogue: &Catalogue, known: Option<&Ledger>) -> Result<Ledger, StoreError> {
        // Asked first: what changes meanwhile is read again the next time.
        let seq = catalogue.latest_seq()?;
        let mut tags = known.map(|known| known.tags.clone()).unwrap_or_default();
        let mut accounts = Accounts::default();
        let mut rows = Vec::new();
        catalogue.for_each_fact(|facts| {
            rows.push((heard(&facts, &mut accounts), facts.n_mentions > 0));
        })?;
        let mut calls = Vec::with_capacity(rows.len());
        for (mut call, has_mentions) in rows {
            if has_mentions {
                call.sightings = match known.and_then(|known| known.unchanged(&call)) {
                    Some(sightings) => sightings,
                    None => match catalogue.both(call.ord)? {
                        Some((words, mentions)) => sightings(&words, &mentions, &mut tags),
                        // Deleted a moment ago.
                        None => continue,
                    },
                };
            }
            calls.push(call);
        }
        Ok(Ledger { seq, calls, tags })
    }

    /// Every tag; a sighting names one by its place here.
    pub fn tags(&self) -> &[String] {
        &self.tags.names
    }

    /// The latest month of any call, no later than a given one.
    pub fn latest_month(&self, limit: Month) -> Option<Month> {
        let months = self.calls.iter().filter_map(|call| call.month);
        months.filter(|month| *month <= limit).max()
    }

    /// The same, with some of its calls alone.
    #[must_use]
    pub fn of_calls(&self, is_wanted: impl Fn(u32) -> bool) -> Ledger {
        let wanted = self.calls.iter().filter(|call| is_wanted(call.ord));
        Ledger {
            seq: self.seq,
            calls: wanted.cloned().collect(),
            tags: self.tags.clone(),
        }
    }

    /// What is known of a call.
    pub fn call(&self, ord: u32) -> Option<&Heard> {
        let at = self
            .calls
            .binary_search_by_key(&ord, |call| call.ord)
            .ok()?;
        self.calls.get(at)
    }

    fn unchanged(&self, call: &Heard) -> Option<Arc<[Sighting]>> {
        let known = self.call(call.ord)?;
        (known.seq == call.seq).then(|| Arc::clone(&known.sightings))
    }
}

/// Every tag, numbered in the order in which they are met.
#[derive(Debug, Clone, Default)]
struct Tags {
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Tags {
    fn number(&mut self, tag: &str) -> u32 {
        if let Some(number) = self.numbers.get(tag) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(tag.to_owned());
        self.numbers.insert(tag.to_owned(), number);
        number
    }
}

/// Gives every account its number.
#[derive(Default)]
struct Accounts {
    numbers: FxHashMap<String, u32>,
    next: u32,
}

impl Accounts {
    fn number(&mut self, name: Option<&str>) -> u32 {
        let next = self.next;
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        let number = match name {
            Some(name) => *self.numbers.entry(name.to_lowercase()).or_insert(next),
            None => next,
        };
        if number == next {
            self.next += 1;
        }
        number
    }
}

fn heard(facts: &CallFacts, accounts: &mut Accounts) -> Heard {
    Heard {
        ord: facts.ord,
        seq: facts.seq,
        account: accounts.number(facts.account.as_deref()),
        is_of_friend: facts.relationship.as_deref().is_some_and(is_friendly),
        month: facts.started_at.as_deref().and_then(Month::of),
        sightings: Arc::default(),
    }
}

/// How people write that seller and buyer knew each other before: `friend`, `friend of the founder`, `family`.
fn is_friendly(relationship: &str) -> bool {
    let lower = relationship.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "friend" | "friends" | "family"))
}

fn sightings(call: &Call, mentions: &[Mention], tags: &mut Tags) -> Arc<[Sighting]> {
    let sighting = |mention: &Mention| {
        let turn = call.turns.get(mention.turn as usize)?;
        let speaker = u16::try_from(turn.speaker).unwrap_or(MANY_SPEAKERS);
        Some(Sighting {
            turn: mention.turn,
            span: mention.span,
            speaker: speaker.min(MANY_SPEAKERS),
            tag: tags.number(&mention.tag.0),
            confidence: mention.confidence,
            polarity: mention.polarity,
            target: mention.target,
            origin: mention.origin,
        })
    };
    let mut seen: Vec<Sighting> = mentions.iter().filter_map(sighting).collect();
    seen.sort_by_key(|one| (one.turn, one.span));
    seen.into()
}
