//! Under which of its words is each pattern filed?
//!
//! Under the one that comes least in speech, or under two that stand close together, if that is rarer still.

use std::collections::BTreeMap;

use crate::mine::matcher::near::{Drawers, Where};
use crate::mine::matcher::pairs::{Closeness, PairKey, Pairs, REACH};
use crate::mine::matcher::scan::Compiled;
use crate::mine::matcher::spots::{Needed, Spot, needed};
use crate::mine::vocabulary::Vocabulary;

/// The most pairs that one pattern is filed under.
const MOST_PAIRS: usize = 400;
/// Words of one phrase stand together more often than chance puts them.
const TOGETHER: u64 = 3;

/// A pattern as it is filed under a word or under the first word of a pair, and what must hold around that word.
#[derive(Clone, Copy)]
pub struct Plan {
    pub pattern: u32,
    /// Two further spots: where none of their words is near, the pattern need not be looked at.
    pub needs: [(Where, Drawers); 2],
    /// How many words may stand in the pattern before the word.
    pub nearest: u8,
    pub farthest: u8,
}

/// What is filed under a stem.
#[derive(Clone, Copy, Default)]
pub struct File {
    /// Alone: from where to where in the lists.
    single: (u32, u32),
    /// The drawers of the words with which it makes a pair.
    pub next: Drawers,
    pub near: Drawers,
}

/// Everything that is filed.
#[derive(Default)]
pub struct Files {
    plans: Vec<Plan>,
    /// By the number of the stem.
    files: Vec<File>,
    pairs: Pairs,
    /// Numbers of plans.
    lists: Vec<u32>,
}

impl Files {
    /// Files every pattern; a pattern's number is its index.
    pub fn new(patterns: &[Compiled], vocabulary: &Vocabulary) -> Files {
        let mut files = Files {
            files: vec![File::default(); vocabulary.len() + 1],
            ..Files::default()
        };
        let mut singles: Vec<Vec<u32>> = vec![Vec::new(); vocabulary.len() + 1];
        let mut pairs: BTreeMap<PairKey, Vec<u32>> = BTreeMap::new();
        for (number, pattern) in (0..).zip(patterns) {
            for filing in filings(pattern, &needed(pattern, vocabulary)) {
                let plan = files.plans.len() as u32;
                files.plans.push(Plan::new(number, pattern, &filing));
                let own = &filing.own;
                let Some((other, closeness)) = &filing.pair else {
                    for stem in &own.stems {
                        singles[*stem as usize].push(plan);
                    }
                    continue;
                };
                for first in &own.stems {
                    files.files[*first as usize].add(other.drawers, *closeness);
                    for second in &other.stems {
                        let key = PairKey::new(*first, *second, *closeness);
                        pairs.entry(key).or_default().push(plan);
                    }
                }
            }
        }
        for (stem, list) in singles.iter().enumerate() {
            files.files[stem].single = files.append(list);
        }
        for (key, list) in pairs {
            let range = files.append(&list);
            files.pairs.file(key, range);
        }
        files
    }

    fn append(&mut self, list: &[u32]) -> (u32, u32) {
        let start = self.lists.len() as u32;
        self.lists.extend_from_slice(list);
        (start, self.lists.len() as u32)
    }

    /// The plan of that number.
    #[inline]
    pub fn plan(&self, number: u32) -> &Plan {
        &self.plans[number as usize]
    }

    /// What is filed under a stem.
    #[inline]
    pub fn of(&self, stem: u32) -> &File {
        &self.files[stem as usize]
    }

    /// The plans that are filed under a stem alone.
    #[inline]
    pub fn single(&self, file: &File) -> &[u32] {
        &self.lists[file.single.0 as usize..file.single.1 as usize]
    }

    /// The plans that are filed under two stems.
    #[inline]
    pub fn pair(&self, first: u32, second: u32, closeness: Closeness) -> &[u32] {
        match self.pairs.get(first, second, closeness) {
            Some((from, to)) => &self.lists[from as usize..to as usize],
            None => &[],
        }
    }
}

impl File {
    fn add(&mut self, drawers: Drawers, closeness: Closeness) {
        match closeness {
            Closeness::Next => self.next |= drawers,
            Closeness::Near => self.near |= drawers,
        }
    }
}

/// One of the words or pairs under which a pattern is filed: wherever it stands, one of its filings stands too.
struct Filing<'p> {
    own: &'p Spot,
    pair: Option<(&'p Spot, Closeness)>,
    /// Other spots that hold where this one holds.
    others: Vec<&'p Spot>,
    /// How often it comes, in a million words of speech.
    cost: u64,
}

/// The cheapest filings of a pattern: one for each choice of the place where they come least.
fn filings<'p>(pattern: &Compiled, needed: &'p [Needed]) -> Vec<Filing<'p>> {
    let of_place = |at: usize| -> Vec<Filing<'p>> {
        let elsewhere = || {
            needed
                .iter()
                .enumerate()
                .filter(move |(other, _)| *other != at)
        };
        let others: Vec<&Spot> = elsewhere().flat_map(|(_, needed)| &needed.always).collect();
        let choices = needed[at].choices.iter();
        choices
            .filter_map(|own| cheapest(pattern, own, &others))
            .collect()
    };
    let cost = |filings: &Vec<Filing<'_>>| filings.iter().map(|filing| filing.cost).sum::<u64>();
    (0..needed.len())
        .map(of_place)
        .min_by_key(cost)
        .unwrap_or_default()
}

/// The word of `own`, or its pair with another word, that comes least.
fn cheapest<'p>(pattern: &Compiled, own: &'p [Spot], others: &[&'p Spot]) -> Option<Filing<'p>> {
    let mut best: Option<Filing<'p>> = None;
    let mut offer = |own: &'p Spot, pair, cost| {
        if best.as_ref().is_none_or(|best| cost < best.cost) {
            best = Some(Filing {
                own,
                pair,
                others: Vec::new(),
                cost,
            });
        }
    };
    for spot in own {
        offer(spot, None, u64::from(spot.frequency));
        for other in own.iter().chain(others.iter().copied()) {
            let (first, second) = if spot.is_before(other) {
                (spot, other)
            } else {
                (other, spot)
            };
            if let Some((closeness, cost)) = cost_of_pair(pattern, first, second) {
                offer(first, Some((second, closeness)), cost);
            }
        }
    }
    let mut best = best?;
    let used = [Some(best.own), best.pair.map(|(second, _)| second)];
    let is_used = |spot: &Spot| {
        used.into_iter()
            .flatten()
            .any(|used| std::ptr::eq(used, spot))
    };
    best.others = own
        .iter()
        .chain(others.iter().copied())
        .filter(|spot| !is_used(spot))
        .collect();
    best.others.sort_by_key(|spot| spot.frequency);
    Some(best)
}

/// How often two spots come together, in a million words; `None` where they cannot be filed as a pair.
fn cost_of_pair(pattern: &Compiled, first: &Spot, second: &Spot) -> Option<(Closeness, u64)> {
    if !first.is_before(second) || first.stems.len() * second.stems.len() > MOST_PAIRS {
        return None;
    }
    let (closeness, chances) = match first.farthest_to(second, pattern) {
        1 => (Closeness::Next, 1),
        2..=REACH => (Closeness::Near, REACH as u64),
        _ => return None,
    };
    let product = u64::from(first.frequency) * u64::from(second.frequency);
    Some((closeness, product * chances * TOGETHER / 1_000_000))
}

impl Plan {
    fn new(number: u32, pattern: &Compiled, filing: &Filing<'_>) -> Plan {
        let need = |nth: usize| match filing.others.get(nth) {
            Some(other) => (filing.own.sees(other, pattern), other.drawers),
            None => (Where::Sentence, Drawers::MAX),
        };
        let (least, most) = filing.own.words_before(pattern);
        let byte = |width: usize| u8::try_from(width).unwrap_or(u8::MAX);
        Plan {
            pattern: number,
            needs: [need(0), need(1)],
            nearest: byte(least),
            farthest: byte(most),
        }
    }
}
