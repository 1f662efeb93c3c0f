//! What do `participants.csv` and `deals.csv` beside a call say about it?
//!
//! Bytes in, rows and problems out; who reads the files is no concern here. A bad row never costs the
//! others, and no message repeats what stands in a row, since names and e-mails do.

mod deals;
mod participants;
mod table;

use std::collections::HashMap;

use crate::call::{Account, Deal, Side};
use crate::ingest::crm::account_key;
use crate::ingest::normalize::names;
use crate::ingest::transcript::Problem;
use crate::text::composed::composed;

/// One row of `participants.csv`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParticipantRow {
    /// File name, file stem or call id; `None` speaks of every call in the folder.
    pub call: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub side: Option<Side>,
    pub title: Option<String>,
    pub persona: Option<String>,
    pub company: Option<String>,
    /// 1-based.
    pub line: usize,
}

/// One row of `deals.csv`. At least one of `call`, `account.name`, `domain` and `deal.id` is there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DealRow {
    pub call: Option<String>,
    /// The prospect's e-mail domain.
    pub domain: Option<String>,
    pub account: Account,
    pub deal: Deal,
    /// The call's date where the row speaks of a call.
    pub date: Option<String>,
    /// 1-based.
    pub line: usize,
}

/// The names under which rows may speak of a call.
#[derive(Debug, Clone, Default)]
pub struct CallKeys(Vec<String>);

impl CallKeys {
    /// A call's file name with and without its ending, and its ids.
    pub fn of(file_name: Option<&str>, ids: &[&str]) -> CallKeys {
        let mut keys = Vec::new();
        if let Some(name) = file_name {
            let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let bare = stem.strip_suffix(".transcript").unwrap_or(stem);
            keys.extend([name, stem, bare].map(key));
        }
        keys.extend(ids.iter().map(|id| key(id)));
        keys.retain(|key| !key.is_empty());
        CallKeys(keys)
    }

    /// The names, in lower case.
    pub(crate) fn names(&self) -> &[String] {
        &self.0
    }
}

/// The deal row that fits a call best.
#[derive(Debug, Clone, Copy)]
pub struct DealMatch<'a> {
    pub row: &'a DealRow,
    /// How many rows fit equally well; of several, none tells which deal the call belongs to.
    pub n_rows: usize,
    /// The row names the call itself, not only its account.
    pub is_of_call: bool,
}

/// Everything that the two files of one folder say.
#[derive(Debug, Clone, Default)]
pub struct Companions {
    participants: Vec<ParticipantRow>,
    deals: Vec<DealRow>,
    /// What is wrong in the files; to be told once, not with every call.
    pub problems: Vec<Problem>,
    people: HashMap<(String, String), usize>,
    /// By call and first and last name alone; `None` where several rows have that name.
    bare_people: HashMap<(String, String), Option<usize>>,
    /// The rows that name a call.
    of_calls: HashMap<String, Vec<usize>>,
    deal_keys: HashMap<(DealKey, String), Vec<usize>>,
}

/// What a deal row can be found by, most exact first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum DealKey {
    Call,
    Deal,
    Account,
    /// The account's name without legal form and marks.
    Company,
    Domain,
}

impl Companions {
    /// Reads both files; `None` where one is not there.
    pub fn parse(participants: Option<&[u8]>, deals: Option<&[u8]>) -> Companions {
        let mut companions = Companions::default();
        if let Some(bytes) = participants {
            companions.participants = participants::rows(bytes, &mut companions.problems);
            companions.index_people();
        }
        if let Some(bytes) = deals {
            companions.deals = deals::rows(bytes, &mut companions.problems);
            companions.index_deals();
        }
        companions
    }

    /// The rows of `participants.csv` that could be read.
    pub fn participants(&self) -> &[ParticipantRow] {
        &self.participants
    }

    /// The rows of `deals.csv` that could be read.
    pub fn deals(&self) -> &[DealRow] {
        &self.deals
    }

    /// The row of somebody on a call: by e-mail before name, and the call's own row before the folder's.
    pub fn person(
        &self,
        call: &CallKeys,
        email: Option<&str>,
        spellings: &[&str],
    ) -> Option<&ParticipantRow> {
        if self.people.is_empty() {
            return None;
        }
        let mut who: Vec<String> = email.map(key).into_iter().collect();
        who.extend(spellings.iter().map(|name| names::exact_key(name)));
        who.extend(spellings.iter().filter_map(|name| names::bare_key(name)));
        let calls = call.0.iter().map(String::as_str).chain([""]);
        for call in calls {
            let found = who
                .iter()
                .find_map(|who| self.people.get(&(call.to_owned(), who.clone())));
            if let Some(row) = found.and_then(|row| self.participants.get(*row)) {
                return Some(row);
            }
            if let Some(row) = self.bare_person(call, &who, spellings) {
                return Some(row);
            }
        }
        None
    }

    /// The lines of the rows that name a call, in order.
    pub fn lines_about(&self, call: &CallKeys) -> Vec<usize> {
        let rows = call.0.iter().filter_map(|key| self.of_calls.get(key));
        let rows = rows.flatten().filter_map(|row| self.participants.get(*row));
        let mut lines: Vec<usize> = rows.map(|row| row.line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// The only row whose name is somebody's, but for what stands around either of them.
    fn bare_person(
        &self,
        call: &str,
        who: &[String],
        spellings: &[&str],
    ) -> Option<&ParticipantRow> {
        let mut found = who
            .iter()
            .filter_map(|who| self.bare_people.get(&(call.to_owned(), who.clone())));
        let row = self.participants.get((*found.next()?)?)?;
        let name = row.name.as_deref()?;
        let is_theirs = spellings.iter().any(|shown| names::is_named(shown, name));
        is_theirs.then_some(row)
    }

    /// The deal row of a call: by the call, else the deal's id, the account's name, a prospect's domain.
    pub fn deal(
        &self,
        call: &CallKeys,
        deal_id: Option<&str>,
        account: Option<&str>,
        domains: &[String],
    ) -> Option<DealMatch<'_>> {
        let mut wanted: Vec<(DealKey, String)> = Vec::new();
        wanted.extend(call.0.iter().map(|call| (DealKey::Call, call.clone())));
        wanted.extend(deal_id.map(|id| (DealKey::Deal, key(id))));
        wanted.extend(account.map(|name| (DealKey::Account, names::exact_key(name))));
        let company = account.map(account_key).filter(|key| !key.is_empty());
        wanted.extend(company.map(|key| (DealKey::Company, key)));
        wanted.extend(domains.iter().map(|domain| (DealKey::Domain, key(domain))));
        for want in wanted {
            let Some(rows) = self.deal_keys.get(&want) else {
                continue;
            };
            let Some(row) = rows.first().and_then(|row| self.deals.get(*row)) else {
                continue;
            };
            if want.0 == DealKey::Company && !self.are_of_one_account(rows) {
                continue;
            }
            let is_of_call = want.0 == DealKey::Call;
            return Some(DealMatch {
                row,
                n_rows: rows.len(),
                is_of_call,
            });
        }
        None
    }

    /// `Acme Inc` and `Acme GmbH` may be two, and then `Acme` is either.
    fn are_of_one_account(&self, rows: &[usize]) -> bool {
        let named = rows
            .iter()
            .filter_map(|row| self.deals.get(*row)?.account.name.as_deref());
        let mut keys = named.map(names::exact_key);
        let first = keys.next();
        keys.all(|key| Some(key) == first)
    }

    /// Of two rows about one person the first counts, and the second is a problem.
    fn index_people(&mut self) {
        for (idx, row) in self.participants.iter().enumerate() {
            let call = row.call.as_deref().map(key).unwrap_or_default();
            let name = row.name.as_deref().map(names::exact_key);
            if !call.is_empty() {
                self.of_calls.entry(call.clone()).or_default().push(idx);
            }
            if let Some(bare) = row.name.as_deref().and_then(names::bare_key) {
                self.bare_people
                    .entry((call.clone(), bare))
                    .and_modify(|only| *only = None)
                    .or_insert(Some(idx));
            }
            let mut first = None;
            for who in [row.email.as_deref().map(key), name].into_iter().flatten() {
                let known = *self.people.entry((call.clone(), who)).or_insert(idx);
                first = first.or((known != idx).then_some(known));
            }
            if let Some(known) = first.and_then(|known| self.participants.get(known)) {
                let message = format!(
                    "participants.csv speaks of one person here and in line {}; the first counts",
                    known.line
                );
                let problem = Problem::at_line("participants-row-repeated", row.line, message);
                self.problems.push(problem);
            }
        }
    }

    fn index_deals(&mut self) {
        for (idx, row) in self.deals.iter().enumerate() {
            let keys = [
                (DealKey::Call, row.call.as_deref().map(key)),
                (DealKey::Deal, row.deal.id.as_deref().map(key)),
                (
                    DealKey::Account,
                    row.account.name.as_deref().map(names::exact_key),
                ),
                (
                    DealKey::Company,
                    row.account.name.as_deref().map(account_key),
                ),
                (DealKey::Domain, row.domain.as_deref().map(key)),
            ];
            for (kind, key) in keys {
                // A row about one call says nothing about the account's other calls.
                let is_wanted = kind == DealKey::Call || row.call.is_none();
                if let Some(key) = key.filter(|_| is_wanted) {
                    self.deal_keys.entry((kind, key)).or_default().push(idx);
                }
            }
        }
    }
}

/// Keys match whatever their case; names of files keep accents apart from their letters on macOS.
fn key(text: &str) -> String {
    composed(text.trim()).to_lowercase()
}
