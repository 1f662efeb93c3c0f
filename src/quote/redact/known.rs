//! Whose names does a call know from its papers: participants, account, domains, title?
//!
//! Each has an entity here and many spellings (`spellings`). Where a spelling really names somebody is asked in `meant`.

use rustc_hash::FxHashMap;

use super::Class;
use super::lists::{FIRST_NAMES, KEPT, is_wordlike};
use super::parts::{domain, label};
use super::plain::Plain;
use super::words::words;
use crate::call::{Call, Side};

/// More names than any call has; beyond, a list of participants is no list of participants.
const MOST_NAMES: usize = 400;

/// Why the account's name is hidden.
pub(super) const OF_ACCOUNT: &str = "name of the account";

/// What a spelling is, for judging where it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Several words of a name.
    Full,
    /// One word: a first or last name or a nickname.
    Name,
    /// A last name, which may stand in the plural.
    Last,
    /// `Dana W.`
    FirstAndLetter,
    /// Part of an e-mail address.
    Handle,
    /// `DW`
    Initials,
    /// `D.W.`
    Letters,
    Company,
}

/// Somebody or something that is known.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) class: Class,
    /// What is written instead, without brackets.
    pub(super) instead: &'static str,
    /// The words that tell it from others.
    pub(super) key: Vec<String>,
    pub(super) participant: Option<u32>,
    pub(super) reason: &'static str,
}

/// A spelling, of one or more folded words.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    pub(super) words: Vec<String>,
    pub(super) entity: usize,
    pub(super) kind: Kind,
}

/// Everything that is known about a call's names.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub(super) entities: Vec<Entity>,
    /// By first word, the longest first.
    pub(super) spellings: FxHashMap<String, Vec<Spelling>>,
    /// Names of one word of at least four letters, for what is misheard, in the order in which they came.
    pub(super) singles: Vec<(String, usize)>,
    /// Names without the spaces in them.
    pub(super) joined: FxHashMap<String, usize>,
    /// Words of the seller's own name: no company is meant to be hidden from itself.
    pub(super) kept: Vec<String>,
}

impl Known {
    /// What a call's papers tell.
    pub(super) fn of(call: &Call) -> Known {
        let mut known = Known::default();
        for (index, who) in call.participants.iter().enumerate().take(MOST_NAMES) {
            known.add_participant(who, index as u32);
        }
        let account = known.add_entity(Entity {
            class: Class::Organization,
            instead: "our company",
            key: vec!["account".to_owned()],
            participant: None,
            reason: OF_ACCOUNT,
        });
        let name = call.account.as_ref().and_then(|a| a.name.as_deref());
        if let Some(name) = name {
            known.add_company(name, account);
        }
        for who in &call.participants {
            let Some(domain) = who.email.as_deref().and_then(domain) else {
                continue;
            };
            match who.side {
                Side::Rep => known.kept.push(label(&domain)),
                _ => known.add_domain(&domain, account),
            }
        }
        if let Some(title) = &call.title {
            known.add_title(title);
        }
        known
    }

    /// The entity of the account, which every call has.
    pub(super) fn account(&self) -> Option<usize> {
        let is_account = |entity: &Entity| entity.reason == OF_ACCOUNT;
        self.entities.iter().position(is_account)
    }

    pub(super) fn add_entity(&mut self, entity: Entity) -> usize {
        self.entities.push(entity);
        self.entities.len() - 1
    }

    /// Adds a spelling; the first one with the same words stays.
    pub(super) fn add(&mut self, words: &[String], entity: usize, kind: Kind) {
        let Some(first) = words.first() else {
            return;
        };
        if words.iter().any(String::is_empty) {
            return;
        }
        let spellings = self.spellings.entry(first.clone()).or_default();
        if !spellings.iter().any(|known| known.words == words) {
            spellings.push(Spelling {
                words: words.to_vec(),
                entity,
                kind,
            });
            spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.words.len()));
        }
        let is_single = words.len() == 1 && first.chars().count() >= 4 && kind != Kind::Initials;
        if is_single && !self.singles.iter().any(|(name, _)| name == first) {
            self.singles.push((first.clone(), entity));
        }
    }

    pub(super) fn join(&mut self, name: String, entity: usize) {
        self.joined.entry(name).or_insert(entity);
    }

    /// Capital words of the call's title that are no words: "Discovery: Haulbright".
    fn add_title(&mut self, title: &str) {
        let plain = Plain::of(title);
        for word in words(&plain.text) {
            let name = word.folded.as_str();
            let is_known = self.spellings.contains_key(name) || self.joined.contains_key(name);
            let is_name = word.is_capital && word.is_letters && name.len() >= 4;
            let is_kept = KEPT.contains(name) || self.kept.iter().any(|kept| kept == name);
            if !is_name || is_known || is_kept || is_wordlike(name) {
                continue;
            }
            let is_first_name = FIRST_NAMES.contains(name);
            let entity = self.add_entity(Entity {
                class: if is_first_name {
                    Class::Person
                } else {
                    Class::Organization
                },
                instead: if is_first_name {
                    "someone"
                } else {
                    "a company"
                },
                key: vec![word.folded.clone()],
                participant: None,
                reason: "name in the call's title",
            });
            self.add(std::slice::from_ref(&word.folded), entity, Kind::Name);
        }
    }
}
