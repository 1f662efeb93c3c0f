//! How do the turns that were found spread over personas, accounts, stages and tags?
//!
//! Counting runs beside the search over every turn that passes: by number, per call and speaker and mark, and
//! becomes words only at the end.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::search::filter::{CallTable, Counts};
use crate::search::place::Place;
use crate::search::schema::Mark;

/// What was counted in one segment or in all of them.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub n_turns: u64,
    /// By call ordinal and speaker.
    by_speaker: FxHashMap<(u32, u16), u64>,
    /// By the word of a mark.
    by_mark: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts a turn.
    #[inline]
    pub fn add(&mut self, place: Place) {
        self.n_turns += 1;
        *self.by_speaker.entry((place.ord, place.speaker)).or_default() += 1;
    }

    /// Counts so many turns with a mark.
    pub fn add_mark(&mut self, word: &str, turns: u64) {
        *self.by_mark.entry(word.to_owned()).or_default() += turns;
    }

    /// Adds what another segment counted.
    pub fn merge(&mut self, other: Tally) {
        self.n_turns += other.n_turns;
        for (key, n) in other.by_speaker {
            *self.by_speaker.entry(key).or_default() += n;
        }
        for (key, n) in other.by_mark {
            *self.by_mark.entry(key).or_default() += n;
        }
    }

    /// How many different calls hold what was found.
    pub fn n_calls(&self) -> u64 {
        let calls: std::collections::BTreeSet<u32> = self.by_speaker.keys().map(|(ord, _)| *ord).collect();
        calls.len() as u64
    }

    /// Turns by value, for every facet.
    pub fn counts(&self, table: &CallTable) -> Counts {
        let mut counts = Counts::new();
        for ((ord, speaker), n) in &self.by_speaker {
            let Some(facts) = table.get(*ord) else { continue };
            let mut add = |facet: &'static str, value: Option<&str>| {
                if let Some(value) = value {
                    *counts.entry(facet).or_default().entry(value.to_owned()).or_default() += n;
                }
            };
            add("persona", facts.people.get(*speaker as usize).map(|(_, persona)| persona.as_str()));
            add("account", facts.account.as_deref());
            add("industry", facts.industry.as_deref());
            add("size", facts.size.as_deref());
            add("region", facts.region.as_deref());
            add("stage", facts.stage.as_deref());
            add("outcome", facts.outcome.as_deref());
            add("month", facts.date.as_deref().and_then(|date| date.get(..7)));
            add("format", Some(&facts.format));
        }
        for (word, n) in &self.by_mark {
            let Some(mark) = Mark::from_word(word) else { continue };
            let mut add = |facet: &'static str, value: &str| {
                *counts.entry(facet).or_default().entry(value.to_owned()).or_default() += n;
            };
            add("polarity", mark.polarity.name());
            if mark.polarity == crate::mention::Polarity::Affirmed {
                add("tag", &mark.tag);
                add("kind", mark.kind());
                add("origin", mark.origin.name());
                add("target", mark.target.name());
            }
        }
        counts
    }
}
