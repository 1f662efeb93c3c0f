//! Which calls go to which deals, and what is left over on either side?

use std::collections::{BTreeMap, HashMap};

use super::facts::{day, facts, moment};
use super::join::Book;
use crate::call::crm::{By, Clues, CrmDeal, Joined};

pub use super::join::Why;

/// A call and its deal, as places in the lists that were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    pub call: usize,
    pub deal: usize,
    pub by: By,
}

/// What came of putting calls to deals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    pub matches: Vec<Match>,
    /// What the CRM says of each call that has a deal, in the order of the matches.
    pub joined: Vec<Joined>,
    /// Calls without a deal.
    pub loose: Vec<(usize, Why)>,
}

impl Plan {
    /// By the deal's place: how many calls it has, where it has any.
    pub fn calls_by_deal(&self) -> HashMap<usize, u64> {
        let mut counts = HashMap::new();
        for found in &self.matches {
            *counts.entry(found.deal).or_default() += 1;
        }
        counts
    }

    /// How many calls were found by what, surest first.
    pub fn by(&self) -> BTreeMap<By, u64> {
        let mut counts = BTreeMap::new();
        for found in &self.matches {
            *counts.entry(found.by).or_default() += 1;
        }
        counts
    }
}

/// Puts calls to deals.
pub fn plan(deals: &[CrmDeal], calls: &[Clues]) -> Plan {
    let book = Book::of(deals);
    let mut plan = Plan::default();
    for (place, call) in calls.iter().enumerate() {
        match book.find(call) {
            Ok((deal, by)) => plan.matches.push(Match {
                call: place,
                deal,
                by,
            }),
            Err(why) => plan.loose.push((place, why)),
        }
    }
    let latest = latest(&plan.matches, calls);
    for found in &plan.matches {
        let (Some(deal), Some(call)) = (deals.get(found.deal), calls.get(found.call)) else {
            continue;
        };
        let last = latest.get(&found.deal).map(String::as_str);
        let is_last = moment(call).is_some_and(|then| is_last(&then, last));
        let (account, told) = facts(deal, call, is_last);
        plan.joined.push(Joined {
            ord: call.ord,
            deal: deal.key.clone(),
            by: found.by,
            account,
            facts: told,
        });
    }
    plan
}

/// By deal: the moment of its last call.
fn latest(matches: &[Match], calls: &[Clues]) -> HashMap<usize, String> {
    let mut latest: HashMap<usize, String> = HashMap::new();
    for found in matches {
        let Some(then) = calls.get(found.call).and_then(moment) else {
            continue;
        };
        let last = latest.entry(found.deal).or_default();
        if then > *last {
            *last = then;
        }
    }
    latest
}

/// Of two calls on one day, one without a clock time, none is surely the earlier.
fn is_last(then: &str, last: Option<&str>) -> bool {
    let Some(last) = last else {
        return true;
    };
    let has_no_clock = then == day(then);
    then >= last || (has_no_clock && day(then) == day(last))
}
