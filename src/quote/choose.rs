//! Which quotes make a good pack?
//!
//! Those that stand alone best, from different accounts, personas and in different words. Everything is counted in
//! whole numbers and ties go by place, so that the same candidates always give the same choice, in whatever order
//! they come.

pub mod alone;

pub mod proposal;

use std::collections::{BTreeMap, BTreeSet};

use crate::call::Span;

/// Words that could become a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub call: String,
    pub turn: u32,
    pub span: Span,
    /// The account, or the call where nobody knows the account.
    pub account: String,
    pub persona: String,
    /// Stems of the words that mean something.
    pub stems: BTreeSet<String>,
    /// How well it stands alone, and how much of the question it holds.
    pub worth: i32,
}

/// What the pack should be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    pub max: usize,
    /// At most so many quotes of one account.
    pub per_account: Option<usize>,
    /// Rather different than best.
    pub is_diverse: bool,
}

/// Of a hundred common stems, so many make two quotes the same one.
const SAME: i32 = 70;

/// The quotes to take, the first choice first. What is worth nothing is not taken, however few there are.
pub fn choose(mut candidates: Vec<Candidate>, wishes: Wishes) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        let place = |one: &Candidate| (one.call.clone(), one.turn, one.span);
        b.worth.cmp(&a.worth).then_with(|| place(a).cmp(&place(b)))
    });
    candidates.retain(|candidate| candidate.worth > 0);
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut taken = Taken::default();
    while chosen.len() < wishes.max {
        candidates.retain(|candidate| taken.allows(candidate, &chosen, wishes));
        // The first of equals is the best by worth and place.
        let best = candidates
            .iter()
            .enumerate()
            .max_by_key(|(at, candidate)| {
                let gain = candidate.worth - taken.repeats(candidate, &chosen, wishes);
                (gain, std::cmp::Reverse(*at))
            })
            .map(|(at, _)| at);
        let Some(best) = best else {
            break;
        };
        let candidate = candidates.remove(best);
        taken.note(&candidate);
        chosen.push(candidate);
    }
    chosen
}

/// What the chosen quotes have already.
#[derive(Default)]
struct Taken {
    accounts: BTreeMap<String, usize>,
    personas: BTreeMap<String, usize>,
}

impl Taken {
    fn note(&mut self, candidate: &Candidate) {
        *self.accounts.entry(candidate.account.clone()).or_default() += 1;
        *self.personas.entry(candidate.persona.clone()).or_default() += 1;
    }

    /// Whether a candidate may still come in: within its account's share, and neither in other words the same nor
    /// beside a quote of the same turn that it overlaps.
    fn allows(&self, candidate: &Candidate, chosen: &[Candidate], wishes: Wishes) -> bool {
        let of_account = self.accounts.get(&candidate.account).copied().unwrap_or(0);
        let has_room = wishes.per_account.is_none_or(|most| of_account < most);
        let is_new = chosen.iter().all(|other| {
            let is_overlapping = other.call == candidate.call
                && other.turn == candidate.turn
                && other.span.overlaps(candidate.span);
            !is_overlapping && likeness(&other.stems, &candidate.stems) < SAME
        });
        has_room && is_new
    }

    /// What a candidate loses because others like it are in the pack.
    fn repeats(&self, candidate: &Candidate, chosen: &[Candidate], wishes: Wishes) -> i32 {
        let (words, account, persona) = if wishes.is_diverse {
            (6, 120, 30)
        } else {
            (2, 40, 10)
        };
        let nearest = chosen
            .iter()
            .map(|other| likeness(&other.stems, &candidate.stems))
            .max()
            .unwrap_or(0);
        let times = |counts: &BTreeMap<String, usize>, key: &str| {
            i32::try_from(counts.get(key).copied().unwrap_or(0)).unwrap_or(i32::MAX / 1000)
        };
        words * nearest
            + account * times(&self.accounts, &candidate.account)
            + persona * times(&self.personas, &candidate.persona)
    }
}

/// Of a hundred stems of both, so many they share (Jaccard).
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> i32 {
    let n_shared = a.intersection(b).count();
    let n_all = a.len() + b.len() - n_shared;
    if n_all == 0 {
        return 100;
    }
    i32::try_from(n_shared * 100 / n_all).unwrap_or(0)
}
