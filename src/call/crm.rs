//! What does a CRM say of a deal, and what does it say of each call that belongs to it?
//!
//! The nouns between the table that a CRM exports, the catalogue that keeps it, and the calls. The words of a call's
//! own file stay as they were read; what the CRM says is laid over them ([`Joined::tell`]) whenever the call is looked
//! at, so that a later import can say something else.

use serde::Serialize;

use crate::call::{Account, Call, CallId, Deal};

/// One deal as a CRM exported it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CrmDeal {
    /// By which it is known again: its id in one spelling, else what it is called.
    pub key: String,
    /// The CRM's own id, as written.
    pub id: Option<String>,
    pub name: Option<String>,
    /// Names of its companies, the first one first.
    pub accounts: Vec<String>,
    /// The stage in which it was when it was exported, as written.
    pub stage: Option<String>,
    /// `won`, `lost` or `open`.
    pub outcome: Option<String>,
    /// Why it was won or lost, as the CRM has it.
    pub reason: Option<String>,
    /// As written, with the currency where that stands in a column of its own.
    pub amount: Option<String>,
    pub relationship: Option<String>,
    /// The lead source, as written.
    pub source: Option<String>,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
    pub owner: Option<String>,
    /// YYYY-MM-DD.
    pub created: Option<String>,
    /// YYYY-MM-DD; of an open deal the day on which it is hoped to close.
    pub closed: Option<String>,
    /// E-mail addresses of its contacts, in lower case.
    pub emails: Vec<String>,
    /// Domains of its companies, in lower case.
    pub domains: Vec<String>,
    /// Calls that the table itself names: ids or file names, in lower case.
    pub calls: Vec<String>,
    /// Through which stages it went, oldest first.
    pub stages: Vec<StageChange>,
}

/// When a deal came into a stage, or in which it is said to have been.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct StageChange {
    /// YYYY-MM-DD, or a moment in UTC as `2026-03-12T14:00:00Z`: as text they sort by time. Blank where the table names a
    /// call and tells no day.
    pub at: String,
    pub stage: String,
    /// The table speaks of a call on this day rather than of a change.
    pub is_stated: bool,
    /// The stage that was left, where a history tells it: no history has a row for a deal's first stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// The call of which it is stated, an id or a file name in lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
}

impl StageChange {
    /// Makes one of two changes of one day, where one left what the other had come into.
    fn follow(&mut self, other: &StageChange) {
        if self.left.as_ref() == Some(&other.stage) {
            self.left.clone_from(&other.left);
        } else if other.left.as_ref() == Some(&self.stage) {
            self.stage.clone_from(&other.stage);
        }
    }

    /// Whether both speak of one moment, or of one call.
    fn is_of_same(&self, other: &StageChange) -> bool {
        self.is_stated == other.is_stated
            && self.call == other.call
            && (self.call.is_some() || self.at == other.at)
    }
}

impl CrmDeal {
    /// Whether it was won or lost.
    pub fn is_closed(&self) -> bool {
        matches!(self.outcome.as_deref(), Some("won" | "lost"))
    }

    /// What people call it: the id, else the name, else the company.
    pub fn shown(&self) -> &str {
        let first = self.accounts.first();
        let known = self.id.as_ref().or(self.name.as_ref()).or(first);
        known.map_or(self.key.as_str(), String::as_str)
    }

    /// Takes over what a newer table says; on what it does not say, the older one keeps its word.
    pub fn learn(&mut self, mut newer: CrmDeal) {
        if newer.outcome.is_some() && newer.outcome != self.outcome {
            // The reason for an end that did not last.
            self.reason = None;
        }
        for (old, new) in [
            (&mut self.id, newer.id),
            (&mut self.name, newer.name),
            (&mut self.stage, newer.stage),
            (&mut self.outcome, newer.outcome),
            (&mut self.reason, newer.reason),
            (&mut self.amount, newer.amount),
            (&mut self.relationship, newer.relationship),
            (&mut self.source, newer.source),
            (&mut self.industry, newer.industry),
            (&mut self.size, newer.size),
            (&mut self.region, newer.region),
            (&mut self.owner, newer.owner),
            (&mut self.created, newer.created),
            (&mut self.closed, newer.closed),
        ] {
            if new.is_some() {
                *old = new;
            }
        }
        if !newer.accounts.is_empty() {
            self.accounts = newer.accounts;
        }
        self.emails.extend(newer.emails);
        self.domains.extend(newer.domains);
        self.calls.extend(newer.calls);
        for new in newer.stages.iter_mut().filter(|new| !new.is_stated) {
            if let Some(old) = self.stages.iter().find(|old| old.is_of_same(new)) {
                new.follow(old);
            }
        }
        // What the newer one says of a moment or a call takes the place of what was said before.
        let is_told_anew = |old: &StageChange| newer.stages.iter().any(|new| new.is_of_same(old));
        self.stages.retain(|old| !is_told_anew(old));
        self.stages.extend(newer.stages);
        self.tidy();
    }

    /// Brings the lists in their order, each entry once, so that equal deals are equal.
    pub fn tidy(&mut self) {
        for list in [&mut self.emails, &mut self.domains, &mut self.calls] {
            list.sort();
            list.dedup();
        }
        self.stages.sort();
        self.stages.dedup();
    }
}

/// What tells to which deal a kept call belongs. Account and deal are what its own file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Clues {
    /// The call's number in the catalogue.
    pub ord: u32,
    pub id: CallId,
    /// RFC 3339 date or date-time.
    pub started_at: Option<String>,
    /// The place that delivered it.
    pub source: Option<String>,
    pub account: Account,
    pub deal: Deal,
    /// The prospects' e-mail addresses.
    pub emails: Vec<String>,
}

/// By what a call was put to its deal, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// The table names the call.
    Call,
    /// The call names the deal.
    Id,
    /// A prospect on the call is one of the deal's contacts.
    Email,
    /// A prospect's e-mail domain is that of the deal's company.
    Domain,
    /// The account has one name.
    Account,
}

impl By {
    /// Surest first.
    pub const ALL: [By; 5] = [By::Call, By::Id, By::Email, By::Domain, By::Account];

    /// The word in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            By::Call => "call",
            By::Id => "id",
            By::Email => "email",
            By::Domain => "domain",
            By::Account => "account",
        }
    }

    /// The one with a name.
    pub fn from_name(name: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// A call's deal, and what the CRM says of the call: only what takes the place of the file's own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The call's number in the catalogue.
    pub ord: u32,
    /// The deal's key.
    pub deal: String,
    pub by: By,
    pub account: Account,
    pub facts: Deal,
}

impl Joined {
    /// Lays what the CRM says over a call.
    pub fn tell(&self, call: &mut Call) {
        if self.account != Account::default() {
            let account = call.account.get_or_insert_default();
            put(&mut account.name, &self.account.name);
            put(&mut account.industry, &self.account.industry);
            put(&mut account.size, &self.account.size);
            put(&mut account.region, &self.account.region);
        }
        if self.facts != Deal::default() {
            let deal = call.deal.get_or_insert_default();
            put(&mut deal.id, &self.facts.id);
            put(&mut deal.stage, &self.facts.stage);
            put(&mut deal.outcome, &self.facts.outcome);
            put(&mut deal.reason, &self.facts.reason);
            put(&mut deal.relationship, &self.facts.relationship);
            put(&mut deal.amount, &self.facts.amount);
        }
    }
}

fn put(fact: &mut Option<String>, told: &Option<String>) {
    if told.is_some() {
        fact.clone_from(told);
    }
}
