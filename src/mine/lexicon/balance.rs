//! Which weak cues count how much for which mention?
//!
//! Evidence is an entry whose patterns are cues with weights: what stands in one sentence is added up, each cue once,
//! and enough of it makes a mention. An entry with a weight lends its patterns to all evidence of its tag.

use crate::mine::lexicon::entry::Entry;

/// Thousandths: sums of what people write (`0.4`, `0.35`) are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Milli(pub i32);

impl Milli {
    /// The nearest one.
    pub fn of(value: f32) -> Milli {
        Milli((value * 1000.0).round() as i32)
    }

    /// As a number.
    pub fn value(self) -> f32 {
        self.0 as f32 / 1000.0
    }
}

impl std::fmt::Display for Milli {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.value())
    }
}

impl std::iter::Sum for Milli {
    fn sum<I: Iterator<Item = Milli>>(values: I) -> Milli {
        Milli(values.map(|value| value.0).sum())
    }
}

/// What each cue of evidence counts, and what they must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    pub threshold: Milli,
    /// By the place of the pattern.
    pub weights: Vec<Milli>,
}

/// Evidence, and the entries that lend it their patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Index of the entry.
    pub entry: u32,
    /// Indexes of entries with a weight, sorted.
    pub lenders: Vec<u32>,
}

/// All evidence, and which patterns make no mention by themselves.
#[derive(Debug, Default)]
pub struct Balances {
    pub evidence: Vec<Weighed>,
    /// By pattern number; empty where there is no evidence.
    is_cue: Vec<bool>,
}

impl Balances {
    /// Those of all entries; `patterns` says by pattern number whose each is.
    pub fn of(entries: &[Entry], patterns: &[(u32, u32)]) -> Balances {
        let numbered = || (0..).zip(entries);
        let lenders_to = |evidence: &Entry| -> Vec<u32> {
            let lenders =
                numbered().filter(|(_, entry)| entry.weight.is_some() && entry.tag == evidence.tag);
            lenders.map(|(number, _)| number).collect()
        };
        let evidence: Vec<Weighed> = numbered()
            .filter(|(_, entry)| entry.balance.is_some())
            .map(|(number, entry)| Weighed {
                entry: number,
                lenders: lenders_to(entry),
            })
            .collect();
        if evidence.is_empty() {
            return Balances::default();
        }
        let is_of_evidence = |number: u32| {
            let mut evidence = evidence.iter();
            evidence.any(|one| one.entry == number || one.lenders.contains(&number))
        };
        let is_cue: Vec<bool> = numbered().map(|(n, _)| is_of_evidence(n)).collect();
        Balances {
            is_cue: patterns
                .iter()
                .map(|(entry, _)| is_cue[*entry as usize])
                .collect(),
            evidence,
        }
    }

    /// Whether there is no evidence at all.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty()
    }

    /// Whether a pattern is only a cue.
    #[inline]
    pub fn is_cue(&self, pattern: u32) -> bool {
        self.is_cue.get(pattern as usize).copied().unwrap_or(false)
    }
}
