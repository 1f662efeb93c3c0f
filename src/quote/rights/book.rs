//! What is written down about rights, and what is known of the calls whose words are asked for?
//!
//! A [`Rights`] is read from the catalogue once and then asked for every quote. What cannot be read is an error, never a
//! withdrawal that is passed over.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::call::{Call, Span};
use crate::quote::pack::Item;
use crate::quote::quote::{Quote, turn_hash};
use crate::quote::rights::subject::{Person, Subject, Who, Words, key};
use crate::quote::rights::{Grant, Level, Standing, Withdrawal, Worth, day, standing, weigh};
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::rights::{CarriedRow, GrantRow, WithdrawalRow};

/// Why the rights cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RightsError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "right or withdrawal {0} was written by another version of verbatim or is damaged; nothing is exported until it \
         can be read: upgrade this program, or restore the data folder from a backup"
    )]
    Unreadable(i64),
}

/// Everything that decides how far words may be shown.
#[derive(Debug, Clone)]
pub struct Rights {
    pub grants: Vec<Grant>,
    pub withdrawals: Vec<Withdrawal>,
    pub today: Date,
    /// What is known of calls, by id.
    calls: HashMap<String, Source>,
}

/// What is known of a call, as far as rights need it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub account: Option<String>,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
    pub people: Vec<Who>,
    /// For every turn: who speaks, and the hash of its text.
    turns: Vec<(usize, String)>,
}

impl Source {
    /// Who speaks a turn.
    pub fn speaker(&self, turn: u32) -> Option<&Who> {
        let (who, _) = self.turns.get(turn as usize)?;
        self.people.get(*who)
    }

    /// The hash of a turn's text.
    pub fn turn_sha256(&self, turn: u32) -> Option<&str> {
        let (_, hash) = self.turns.get(turn as usize)?;
        Some(hash.as_str())
    }
}

impl Rights {
    /// Where nothing is written down and no call is known.
    pub fn none(today: Date) -> Rights {
        Rights {
            grants: Vec::new(),
            withdrawals: Vec::new(),
            today,
            calls: HashMap::new(),
        }
    }

    /// All that is written down. Calls are learned later, as they are needed.
    pub fn of(catalogue: &Catalogue, today: Date) -> Result<Rights, RightsError> {
        let mut rights = Rights::none(today);
        for row in catalogue.grants()? {
            let number = row.number;
            let grant = grant(row).ok_or(RightsError::Unreadable(number))?;
            rights.grants.push(grant);
        }
        for row in catalogue.withdrawals()? {
            let number = row.number;
            let withdrawal = withdrawal(row).ok_or(RightsError::Unreadable(number))?;
            let withdrawal = with_other_names(catalogue, withdrawal)?;
            rights.withdrawals.push(withdrawal);
        }
        Ok(rights)
    }

    /// All that is written down, and what is known of the calls of loose quotes as far as it matters.
    pub fn for_quotes(
        catalogue: &Catalogue,
        today: Date,
        quotes: &[Quote],
    ) -> Result<Rights, RightsError> {
        let mut rights = Rights::of(catalogue, today)?;
        if rights.asks_who_speaks() {
            rights.learn_kept(catalogue, quotes.iter().map(|quote| quote.call.as_str()))?;
        }
        Ok(rights)
    }

    /// Takes in what is known of a call.
    pub fn learn(&mut self, call: &Call) {
        self.calls
            .entry(call.id.0.clone())
            .or_insert_with(|| source(call));
    }

    /// Takes in what is known of calls, where they are kept.
    pub fn learn_kept<'c>(
        &mut self,
        catalogue: &Catalogue,
        calls: impl IntoIterator<Item = &'c str>,
    ) -> Result<(), StoreError> {
        for id in calls {
            if self.calls.contains_key(id) {
                continue;
            }
            if let Some((_, call)) = catalogue.call(id)? {
                self.learn(&call);
            }
        }
        Ok(())
    }

    /// What is known of a call.
    pub fn source(&self, call: &str) -> Option<&Source> {
        self.calls.get(call)
    }

    /// Whether somebody withdrew what he says himself, so that it matters who speaks.
    fn asks_who_speaks(&self) -> bool {
        let is_person = |withdrawal: &Withdrawal| matches!(withdrawal.subject, Subject::Person(_));
        self.withdrawals.iter().any(is_person)
    }

    /// How words stand today.
    pub fn standing(&self, words: &Words<'_>) -> Standing {
        standing(words, &self.grants, &self.withdrawals, self.today)
    }

    /// Whether words of a call that is at hand may be in no file today.
    pub fn withholds(&mut self, call: &Call, turn: u32, span: Span) -> bool {
        if self.withdrawals.is_empty() {
            return false;
        }
        self.learn(call);
        let words = self.words_at(&call.id.0, turn, span, None);
        self.standing(&words).level.is_none()
    }

    /// What every right about some words is worth today.
    pub fn weigh(&self, words: &Words<'_>) -> Vec<(&Grant, Worth)> {
        weigh(words, &self.grants, &self.withdrawals, self.today)
    }

    /// The words of a pack's item.
    pub fn words_of<'a>(&'a self, item: &'a Item) -> Words<'a> {
        let seal = &item.seal;
        Words {
            turn_sha256: &seal.turn_sha256,
            withdrawn_by: &item.withdrawn,
            ..self.words_at(
                &seal.call,
                seal.turn,
                seal.span(),
                item.said_by.account.as_deref(),
            )
        }
    }

    /// The words of a loose quote.
    pub fn words_of_quote<'a>(&'a self, quote: &'a Quote) -> Words<'a> {
        let span = Span {
            start: quote.start,
            end: quote.end,
        };
        Words {
            turn_sha256: &quote.turn_sha256,
            ..self.words_at(&quote.call, quote.turn, span, quote.account.as_deref())
        }
    }

    /// The words that a use or an export carries.
    pub fn words_carried<'a>(&'a self, carried: &'a CarriedRow) -> Words<'a> {
        let span = Span {
            start: carried.from,
            end: carried.to,
        };
        Words {
            turn_sha256: &carried.turn_sha256,
            ..self.words_at(&carried.call, carried.turn, span, None)
        }
    }

    /// Words of a call; `account` is its account's name as it was when they were taken.
    pub fn words_at<'a>(
        &'a self,
        call: &'a str,
        turn: u32,
        span: Span,
        account: Option<&str>,
    ) -> Words<'a> {
        let source = self.calls.get(call);
        let now = source.and_then(|source| source.account.as_deref());
        let mut accounts: Vec<String> = [account, now].into_iter().flatten().map(key).collect();
        accounts.retain(|account| !account.is_empty());
        accounts.dedup();
        Words {
            call,
            turn,
            span,
            turn_sha256: source
                .and_then(|source| source.turn_sha256(turn))
                .unwrap_or(""),
            accounts,
            speaker: source.and_then(|source| source.speaker(turn)),
            withdrawn_by: &[],
        }
    }
}

fn source(call: &Call) -> Source {
    let account = call.account.clone().unwrap_or_default();
    let people = call.participants.iter().map(|who| {
        let names = std::iter::once(&who.name).chain(&who.aliases);
        let mut keys: Vec<String> = names.map(|name| key(name)).collect();
        keys.retain(|key| !key.is_empty());
        Who {
            name: who.name.clone(),
            keys,
            email: who.email.as_ref().map(|email| email.trim().to_lowercase()),
        }
    });
    Source {
        account: account.name,
        industry: account.industry,
        size: account.size,
        region: account.region,
        people: people.collect(),
        turns: call
            .turns
            .iter()
            .map(|turn| (turn.speaker as usize, turn_hash(&turn.text)))
            .collect(),
    }
}

/// The same withdrawal, of its person under every other name, too.
pub fn with_other_names(
    catalogue: &Catalogue,
    withdrawal: Withdrawal,
) -> Result<Withdrawal, StoreError> {
    let also = match &withdrawal.subject {
        Subject::Person(Person::Email(email)) => other_names(catalogue, email)?,
        _ => Vec::new(),
    };
    Ok(Withdrawal { also, ..withdrawal })
}

/// Whoever has an address may be on other calls by name alone.
fn other_names(catalogue: &Catalogue, email: &str) -> Result<Vec<Subject>, StoreError> {
    let names = catalogue.names_with_email(email)?.into_iter();
    Ok(names
        .map(|(name, account)| {
            Subject::Person(Person::Named {
                account: account.unwrap_or_default(),
                name,
            })
        })
        .collect())
}

fn subject(kind: &str, text: &str, turn_sha256: String) -> Option<Subject> {
    let mut subject = Subject::of(kind, text).ok()?;
    if let Subject::Quote(place) = &mut subject {
        place.turn_sha256 = turn_sha256;
    }
    Some(subject)
}

fn grant(row: GrantRow) -> Option<Grant> {
    let until = match row.until_day {
        Some(written) => Some(day(&written)?),
        None => None,
    };
    Some(Grant {
        number: row.number,
        subject: subject(&row.kind, &row.subject, row.turn_sha256)?,
        level: Level::from_name(&row.level)?,
        by: row.granted_by,
        from: day(&row.from_day)?,
        until,
        evidence: row.evidence,
        note: row.note,
    })
}

fn withdrawal(row: WithdrawalRow) -> Option<Withdrawal> {
    Some(Withdrawal {
        number: row.number,
        subject: subject(&row.kind, &row.subject, row.turn_sha256)?,
        also: Vec::new(),
        by: row.withdrawn_by,
        on: day(&row.on_day)?,
        note: row.note,
    })
}

/// The hash that stands beside a subject.
fn hash_of(subject: &Subject) -> String {
    match subject {
        Subject::Quote(place) => place.turn_sha256.clone(),
        _ => String::new(),
    }
}

/// A right as it is kept; its number is the catalogue's to give.
pub fn grant_row(grant: &Grant, now: &str) -> GrantRow {
    GrantRow {
        number: grant.number,
        kind: grant.subject.kind().to_owned(),
        subject: grant.subject.text(),
        turn_sha256: hash_of(&grant.subject),
        level: grant.level.name().to_owned(),
        granted_by: grant.by.clone(),
        from_day: grant.from.to_string(),
        until_day: grant.until.map(|until| until.to_string()),
        evidence: grant.evidence.clone(),
        note: grant.note.clone(),
        recorded_at: now.to_owned(),
    }
}

/// A withdrawal as it is kept; its number is the catalogue's to give.
pub fn withdrawal_row(withdrawal: &Withdrawal, now: &str) -> WithdrawalRow {
    WithdrawalRow {
        number: withdrawal.number,
        kind: withdrawal.subject.kind().to_owned(),
        subject: withdrawal.subject.text(),
        turn_sha256: hash_of(&withdrawal.subject),
        withdrawn_by: withdrawal.by.clone(),
        on_day: withdrawal.on.to_string(),
        note: withdrawal.note.clone(),
        recorded_at: now.to_owned(),
    }
}

/// What a use or an export remembers of an item.
pub fn carried(item: &Item) -> CarriedRow {
    CarriedRow {
        call: item.seal.call.clone(),
        turn: item.seal.turn,
        from: item.seal.start,
        to: item.seal.end,
        turn_sha256: item.seal.turn_sha256.clone(),
    }
}
