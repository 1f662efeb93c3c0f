//! Who said it, told so widely that it could have been anybody of several?
//!
//! "VP Operations, mid-size logistics firm, Midwest" names nobody only where enough accounts of the archive fit it. Each
//! part of an attribution has a `ladder` of wider and wider words; of all combinations that at least `k` accounts fit, the
//! one that gives up least is taken. The same archive gives the same words.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::call::{Call, Participant};

mod kinds;
mod ladder;

use ladder::Ladder;

/// How many accounts must fit, unless somebody asks for more.
pub const DEFAULT_K: usize = 5;

/// What is known about one prospect of one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whatever tells one account from another.
    pub account: String,
    pub title: Option<String>,
    /// The buying role's slug.
    pub persona: String,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
}

impl Facts {
    /// What a call tells about somebody on it. A call without an account is an account of its own.
    pub fn of(call: &Call, who: &Participant) -> Facts {
        let account = call.account.clone().unwrap_or_default();
        Facts {
            account: account.name.unwrap_or_else(|| call.id.0.clone()),
            title: who.title.clone(),
            persona: who.persona.clone(),
            industry: account.industry,
            size: account.size,
            region: account.region,
        }
    }
}

/// An attribution, and how many accounts it fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attribution {
    /// `VP Operations, mid-size logistics firm, Midwest`
    pub text: String,
    /// Accounts of the archive that fit, the speaker's own included.
    pub accounts: usize,
    /// The parts that were widened or left out.
    pub widened: Vec<&'static str>,
    /// Whether at least `k` accounts fit; an archive may be too small for any attribution.
    pub is_wide_enough: bool,
}

/// Everybody in the archive, ready to be counted.
#[derive(Debug, Clone, Default)]
pub struct Crowd {
    people: Vec<(String, Ladder)>,
}

/// What it costs to go up by one rung: how much a reader loses.
const COSTS: [&[u32]; 4] = [&[0, 3, 5, 9], &[0, 3, 7], &[0, 3], &[0, 2, 4]];
/// The parts in the order of [`COSTS`].
const PARTS: [&str; 4] = ["title", "industry", "size", "region"];

impl Crowd {
    /// Everybody in an archive; the order does not matter.
    pub fn of(facts: impl IntoIterator<Item = Facts>) -> Crowd {
        let climbed = |facts: Facts| {
            let ladder = Ladder::of(&facts);
            (facts.account.to_lowercase(), ladder)
        };
        Crowd {
            people: facts.into_iter().map(climbed).collect(),
        }
    }

    /// The narrowest attribution that at least `k` accounts fit.
    pub fn attribute(&self, facts: &Facts, k: usize) -> Attribution {
        let ladder = Ladder::of(facts);
        let own = facts.account.to_lowercase();
        let mut widest = 0;
        for rungs in by_cost(&ladder) {
            let fitting = self.people.iter().filter(|(_, other)| {
                (0..PARTS.len()).all(|part| ladder.fits(other, part, rungs[part]))
            });
            let mut accounts: BTreeSet<&str> = fitting.map(|(name, _)| name.as_str()).collect();
            accounts.insert(&own);
            widest = accounts.len();
            if widest >= k {
                return told(&ladder, rungs, widest, true);
            }
        }
        let top = [0, 1, 2, 3].map(|part| COSTS[part].len() - 1);
        told(&ladder, top, widest, false)
    }
}

/// All combinations of rungs that differ for somebody, those that give up least first.
fn by_cost(ladder: &Ladder) -> Vec<[usize; 4]> {
    let mut all = Vec::new();
    for title in 0..COSTS[0].len() {
        for industry in 0..COSTS[1].len() {
            for size in 0..COSTS[2].len() {
                for region in 0..COSTS[3].len() {
                    all.push([title, industry, size, region]);
                }
            }
        }
    }
    all.retain(|rungs| (0..PARTS.len()).all(|part| ladder.has(part, rungs[part])));
    let cost = |rungs: &[usize; 4]| -> u32 {
        let costs = rungs.iter().zip(COSTS).map(|(rung, costs)| costs[*rung]);
        costs.sum()
    };
    all.sort_by_key(|rungs| (cost(rungs), *rungs));
    all
}

fn told(ladder: &Ladder, rungs: [usize; 4], accounts: usize, is_wide_enough: bool) -> Attribution {
    let lowest = |part: usize| (0..COSTS[part].len()).find(|rung| ladder.has(part, *rung));
    let widened = (0..PARTS.len()).filter(|part| lowest(*part) != Some(rungs[*part]));
    Attribution {
        text: ladder.text(rungs),
        accounts,
        widened: widened.map(|part| PARTS[part]).collect(),
        is_wide_enough,
    }
}
