//! How do the turns that were found spread over personas, accounts, stages and tags?
//!
//! Counting runs beside the search over every turn that passes: by number, per call and persona and mark, and
//! becomes words only at the end.

use std::collections::BTreeMap;

use crate::mention::Polarity;
use crate::search::call_table::{CallTable, FACETS, RELATIONSHIP};
use crate::search::filter::Filter;
use crate::search::place::Place;
use crate::search::schema::Mark;

/// How often each value of each facet was found.
pub type Counts = BTreeMap<&'static str, BTreeMap<String, u64>>;

/// What was counted in one segment or in all of them.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub n_turns: u64,
    /// Ordinals of calls, in the order met, and in how many turns each. A segment holds few of all calls, and a call's
    /// turns follow one another in it: a call comes up again only where turns come in another order.
    by_call: Vec<(u32, u64)>,
    /// By the persona's number.
    by_persona: Vec<u64>,
    /// By the word of a mark.
    by_mark: BTreeMap<String, u64>,
}

impl Tally {
    /// An empty tally for the calls of a table.
    pub fn new(table: &CallTable) -> Tally {
        Tally {
            by_persona: vec![0; table.n_personas()],
            ..Tally::default()
        }
    }

    /// Counts so many turns of one speaker of a call.
    #[inline]
    pub fn add(&mut self, place: Place, turns: u64, table: &CallTable) {
        self.n_turns += turns;
        match self.by_call.last_mut() {
            Some((ord, n)) if *ord == place.ord => *n += turns,
            _ => self.by_call.push((place.ord, turns)),
        }
        if let Some(persona) = table.persona_number(place) {
            self.by_persona[persona] += turns;
        }
    }

    /// Counts so many turns with a mark.
    pub fn add_mark(&mut self, word: &str, turns: u64) {
        match self.by_mark.get_mut(word) {
            Some(n) => *n += turns,
            None => {
                self.by_mark.insert(word.to_owned(), turns);
            }
        }
    }

    /// Adds what another segment counted.
    pub fn merge(&mut self, other: &Tally) {
        self.n_turns += other.n_turns;
        self.by_call.extend_from_slice(&other.by_call);
        add_all(&mut self.by_persona, &other.by_persona);
        for (word, n) in &other.by_mark {
            self.add_mark(word, *n);
        }
    }

    /// Turns by value, for every facet; the filter says which mentions count.
    pub fn counts(&self, table: &CallTable, filter: &Filter) -> Counts {
        let mut counts = Counts::new();
        let shown = FACETS.iter().enumerate();
        for (index, facet) in shown.filter(|(_, facet)| **facet != RELATIONSHIP) {
            let sums = table.sums(index, self.by_call.iter().copied());
            // In order already, however many accounts there are: nothing is looked for.
            let sums: BTreeMap<String, u64> =
                sums.map(|(value, n)| (value.to_owned(), n)).collect();
            if !sums.is_empty() {
                counts.insert(facet, sums);
            }
        }
        for (number, n) in self.by_persona.iter().enumerate().filter(|(_, n)| **n > 0) {
            add(&mut counts, "persona", table.persona(number), *n);
        }
        for (word, n) in &self.by_mark {
            if let Some(mark) = Mark::from_word(word) {
                add_mark_counts(&mut counts, &mark, filter, *n);
            }
        }
        counts
    }

    /// How many calls, and how many accounts, the turns come from.
    pub fn spread(&self, table: &CallTable) -> (u64, u64) {
        table.spread(self.by_call.iter().map(|(ord, _)| *ord))
    }
}

/// What was not meant is counted by its polarity only, and where led mentions are left out those by their origin only.
fn add_mark_counts(counts: &mut Counts, mark: &Mark, filter: &Filter, n: u64) {
    add(counts, "polarity", mark.polarity.name(), n);
    if mark.polarity == Polarity::Affirmed {
        add(counts, "origin", mark.origin.name(), n);
        if filter.allows_origin(mark) {
            add(counts, "tag", &mark.tag, n);
            add(counts, "kind", mark.kind(), n);
            add(counts, "target", mark.target.name(), n);
        }
    }
}

fn add(counts: &mut Counts, facet: &'static str, value: &str, n: u64) {
    *counts
        .entry(facet)
        .or_default()
        .entry(value.to_owned())
        .or_default() += n;
}

fn add_all(sums: &mut Vec<u64>, others: &[u64]) {
    if sums.len() < others.len() {
        sums.resize(others.len(), 0);
    }
    sums.iter_mut()
        .zip(others)
        .for_each(|(sum, other)| *sum += other);
}
