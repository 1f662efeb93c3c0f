//! To which deal does a call belong?
//!
//! By what is surest: the table names the call; the call names the deal; a prospect is one of the deal's contacts; a
//! prospect's e-mail domain is that of the deal's company; the account has the company's name. Of several deals of one
//! company only the one that was open on the day of the call can be meant, and where two were, none is taken. A company's
//! only deal may have been created some time after the call, as people do when a first talk went well.

use std::collections::HashMap;

use jiff::civil::Date;

use super::names::{account_key, id_key, id_shape};
use crate::call::crm::{By, Clues, CrmDeal};
use crate::ingest::companions::CallKeys;
use crate::ingest::normalize::domain;
use crate::text::providers::is_generic;

/// Why a call has no deal. Deals are told by their places in the list that was searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The call names neither deal nor account, and no prospect has a company's e-mail address.
    NoClue,
    /// No deal has what the call names.
    NoDeal,
    /// The company has deals, but none that was open then.
    NotOpen(Vec<usize>),
    /// The company had several deals open then.
    Several(Vec<usize>),
    /// The company has deals, but the call names another one of the same CRM.
    OtherDeal(Vec<usize>),
}

/// All deals, to be found by what calls know.
pub(super) struct Book<'d> {
    deals: &'d [CrmDeal],
    by: HashMap<(By, String), Vec<usize>>,
}

impl<'d> Book<'d> {
    /// Opens the deals for looking up.
    pub(super) fn of(deals: &'d [CrmDeal]) -> Book<'d> {
        let mut book = Book {
            deals,
            by: HashMap::new(),
        };
        for (place, deal) in deals.iter().enumerate() {
            for call in &deal.calls {
                book.add(By::Call, call.clone(), place);
            }
            if let Some(id) = &deal.id {
                book.add(By::Id, id_key(id), place);
            }
            for email in &deal.emails {
                book.add(By::Email, email.clone(), place);
            }
            let of_contacts = deal.emails.iter().filter_map(|email| domain(email));
            for domain in deal.domains.iter().cloned().chain(of_contacts) {
                if !is_generic(&domain) {
                    book.add(By::Domain, domain, place);
                }
            }
            for account in &deal.accounts {
                book.add(By::Account, account_key(account), place);
            }
        }
        book
    }

    fn add(&mut self, by: By, key: String, place: usize) {
        let places = self.by.entry((by, key)).or_default();
        if places.last() != Some(&place) {
            places.push(place);
        }
    }

    /// The deals that have one of the keys, each once.
    fn with(&self, by: By, keys: impl IntoIterator<Item = String>) -> Vec<usize> {
        let mut places: Vec<usize> = keys
            .into_iter()
            .filter_map(|key| self.by.get(&(by, key)))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The call's deal, and by what it was found.
    pub(super) fn find(&self, call: &Clues) -> Result<(usize, By), Why> {
        let file_name = call.source.as_deref();
        let names = CallKeys::of(file_name, &[call.id.0.as_str()]);
        let named = self.with(By::Call, names.names().iter().cloned());
        if let [deal] = named.as_slice() {
            return Ok((*deal, By::Call));
        }
        let ids = ids(call);
        let by_id = self.with(By::Id, ids.iter().cloned());
        match by_id.as_slice() {
            [] => {}
            [deal] => return Ok((*deal, By::Id)),
            several => {
                return match self.open(several, call).as_slice() {
                    [deal] => Ok((*deal, By::Id)),
                    [] => Err(Why::NotOpen(by_id)),
                    open => Err(Why::Several(open.to_vec())),
                };
            }
        }
        self.of_company(call, &ids, !named.is_empty())
    }

    /// The one deal of the call's company that was open then.
    fn of_company(&self, call: &Clues, ids: &[String], is_named: bool) -> Result<(usize, By), Why> {
        let emails: Vec<String> = call
            .emails
            .iter()
            .map(|email| email.to_lowercase())
            .collect();
        let domains: Vec<String> = emails
            .iter()
            .filter_map(|email| domain(email))
            .filter(|domain| !is_generic(domain))
            .collect();
        let account = call.account.name.as_deref().map(account_key);
        let has_clue = is_named || !ids.is_empty() || !domains.is_empty() || account.is_some();
        let ways = [
            (By::Email, self.with(By::Email, emails)),
            (By::Domain, self.of_domains(&domains)),
            (By::Account, self.with(By::Account, account)),
        ];
        let mut why = if has_clue { Why::NoDeal } else { Why::NoClue };
        let mut met = Vec::new();
        for (by, places) in ways {
            let (own, foreign): (Vec<usize>, Vec<usize>) = places
                .into_iter()
                .partition(|place| !self.is_another(*place, ids));
            met.extend(own.iter().map(|place| (*place, by)));
            match self.open(&own, call).as_slice() {
                [deal] => return Ok((*deal, by)),
                // A company has deals that are not its contact's, so those may still decide.
                [] if !own.is_empty() => why = Why::NotOpen(own),
                [] if !foreign.is_empty() && why == Why::NoDeal => why = Why::OtherDeal(foreign),
                [] => {}
                open => return Err(Why::Several(open.to_vec())),
            }
        }
        match met.as_slice() {
            [(place, by), rest @ ..]
                if rest.iter().all(|(other, _)| other == place)
                    && self.began_soon_after(*place, call) =>
            {
                Ok((*place, *by))
            }
            _ => Err(why),
        }
    }

    /// Whether a deal was created in the days after the call.
    fn began_soon_after(&self, place: usize, call: &Clues) -> bool {
        let deal = self.deals.get(place);
        let created = deal.and_then(|deal| deal.created.as_deref()).and_then(date);
        let (Some(created), Some(day)) = (created, day(call).and_then(date)) else {
            return false;
        };
        let n_hours = created.duration_since(day).as_hours();
        (0..=24 * SOON).contains(&n_hours)
    }

    /// The deals of the companies that have one of the domains, or one above it: `eu.acme.example` is of `acme.example`.
    fn of_domains(&self, domains: &[String]) -> Vec<usize> {
        let above = domains.iter().flat_map(|domain| {
            let dots = domain.match_indices('.').map(|(at, _)| at + 1);
            std::iter::once(0)
                .chain(dots)
                .filter_map(move |from| domain.get(from..))
                .filter(|rest| rest.contains('.'))
                .map(str::to_owned)
        });
        let known = self.with(By::Domain, above);
        let accounts = known
            .iter()
            .filter_map(|place| self.deals.get(*place))
            .flat_map(|deal| deal.accounts.iter().map(|name| account_key(name)));
        let mut all = self.with(By::Account, accounts);
        all.extend(known.iter().copied());
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether a deal is surely none that the call names: it has an id of the same system, and another one.
    fn is_another(&self, place: usize, ids: &[String]) -> bool {
        let id = self.deals.get(place).and_then(|deal| deal.id.as_deref());
        id.is_some_and(|id| {
            let shape = id_shape(&id_key(id));
            ids.iter().any(|named| id_shape(named) == shape)
        })
    }

    /// Those of the deals that may have been open on the day of the call.
    fn open(&self, places: &[usize], call: &Clues) -> Vec<usize> {
        let day = day(call);
        let is_open = |place: &&usize| {
            self.deals
                .get(**place)
                .is_some_and(|deal| was_open(deal, day))
        };
        places.iter().filter(is_open).copied().collect()
    }
}

/// So many days after a call its company's only deal may have been created: time for a first talk, a second one and the
/// month's tidying of the CRM. What comes later may well be another business than the one that was talked about.
const SOON: i64 = 30;

/// The day of a call as its file writes it, which is how those on the call and their CRM count days.
fn day(call: &Clues) -> Option<&str> {
    call.started_at.as_deref().and_then(|at| at.get(..10))
}

fn date(day: &str) -> Option<Date> {
    day.parse().ok()
}

/// A deal without a day of creation may have been there always, and only deals that ended have a day of their end.
fn was_open(deal: &CrmDeal, day: Option<&str>) -> bool {
    let Some(day) = day else {
        return true;
    };
    let had_begun = deal.created.as_deref().is_none_or(|created| created <= day);
    let had_ended = deal.is_closed() && deal.closed.as_deref().is_some_and(|closed| closed < day);
    had_begun && !had_ended
}

/// The deals that the call names; some recorders know several.
fn ids(call: &Clues) -> Vec<String> {
    let written = call.deal.id.as_deref().unwrap_or("");
    written
        .split([';', ','])
        .map(id_key)
        .filter(|id| !id.is_empty())
        .collect()
}
