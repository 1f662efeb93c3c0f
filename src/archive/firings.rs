//! How often did each entry of the lexicons fire, and where?
//!
//! One pass over the mentions that are kept; nothing is heard again. Accounts first, then calls, then mentions, as
//! everywhere: a call without an account counts as an account of its own.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::archive::{Archive, ArchiveError};
use crate::call::Span;
use crate::mention::Mention;
use crate::store::facts::CallFacts;

/// Places remembered of each entry, of as many calls, the newest first.
const PLACES: usize = 20;

/// How often something fired, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fired {
    pub accounts: usize,
    pub calls: usize,
    pub mentions: usize,
    /// Of those, the ones that were meant: neither denied nor only imagined.
    pub meant: usize,
    /// The date of the newest call.
    pub newest: Option<String>,
    /// Where the deals stood: in how many calls, the most first.
    pub stages: Vec<(String, usize)>,
    /// One place of each of the newest calls.
    pub places: Vec<Place>,
}

/// Where something fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The call's number in the catalogue.
    pub ord: u32,
    pub turn: u32,
    pub span: Span,
}

/// Counts while the calls pass by.
#[derive(Default)]
struct Tally {
    fired: Fired,
    accounts: HashSet<u32>,
    stages: BTreeMap<String, usize>,
    last_call: Option<u32>,
}

/// Counts what is kept. `of` says what heard a mention, as a number below `n`; what it knows nothing of is left out.
pub fn firings(
    archive: &Archive,
    n: usize,
    of: impl Fn(&Mention) -> Option<usize>,
) -> Result<Vec<Fired>, ArchiveError> {
    let mut calls: Vec<CallFacts> = archive.catalogue.facts()?;
    calls.retain(|facts| facts.n_mentions > 0);
    calls.sort_by(|a, b| b.started_at.cmp(&a.started_at).then(a.ord.cmp(&b.ord)));
    let mut tallies: Vec<Tally> = Vec::new();
    tallies.resize_with(n, Tally::default);
    let mut accounts: HashMap<String, u32> = HashMap::new();
    for facts in &calls {
        let key = match &facts.account {
            Some(account) => account.to_lowercase(),
            None => format!("call {}", facts.id),
        };
        let next = accounts.len() as u32;
        let account = *accounts.entry(key).or_insert(next);
        for mention in archive.catalogue.mentions(facts.ord)? {
            if let Some(tally) = of(&mention).and_then(|at| tallies.get_mut(at)) {
                tally.add(facts, account, &mention);
            }
        }
    }
    Ok(tallies.into_iter().map(Tally::finish).collect())
}

impl Tally {
    fn add(&mut self, facts: &CallFacts, account: u32, mention: &Mention) {
        let fired = &mut self.fired;
        fired.mentions += 1;
        fired.meant += usize::from(mention.is_affirmed());
        if self.last_call == Some(facts.ord) {
            return;
        }
        self.last_call = Some(facts.ord);
        self.accounts.insert(account);
        fired.calls += 1;
        if fired.newest.is_none() {
            fired.newest.clone_from(&facts.started_at);
        }
        let stage = facts.stage.as_deref().unwrap_or("stage not known");
        *self.stages.entry(stage.to_owned()).or_default() += 1;
        if fired.places.len() < PLACES {
            fired.places.push(Place {
                ord: facts.ord,
                turn: mention.turn,
                span: mention.span,
            });
        }
    }

    fn finish(self) -> Fired {
        let mut stages: Vec<(String, usize)> = self.stages.into_iter().collect();
        stages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Fired {
            accounts: self.accounts.len(),
            stages,
            ..self.fired
        }
    }
}
