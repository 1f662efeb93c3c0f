//! How do the turns that were found spread over personas, accounts, stages and tags?
//!
//! Counting runs beside the search over every turn that passes: by number, per call and persona and value of a mention,
//! and becomes words only at the end. Every facet counts a turn once for each of its values.

use std::collections::BTreeMap;

use crate::search::call_table::{CallTable, FACETS, RELATIONSHIP};
use crate::search::filter::Filter;
use crate::search::mark_values::MarkValue;
use crate::search::place::Place;

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
    /// By what their mentions stand for.
    by_mark_value: BTreeMap<MarkValue, u64>,
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

    /// Counts so many turns whose mentions stand for a value.
    pub fn add_mark_value(&mut self, value: &MarkValue, turns: u64) {
        match self.by_mark_value.get_mut(value) {
            Some(n) => *n += turns,
            None => {
                self.by_mark_value.insert(value.clone(), turns);
            }
        }
    }

    /// Adds what another segment counted.
    pub fn merge(&mut self, other: &Tally) {
        self.n_turns += other.n_turns;
        self.by_call.extend_from_slice(&other.by_call);
        add_all(&mut self.by_persona, &other.by_persona);
        for (value, n) in &other.by_mark_value {
            self.add_mark_value(value, *n);
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
        let shown = self.by_mark_value.iter();
        for (value, n) in shown.filter(|(value, _)| value.is_shown(filter)) {
            add(&mut counts, value.facet, &value.value, *n);
        }
        counts
    }

    /// How many calls, and how many accounts, the turns come from.
    pub fn spread(&self, table: &CallTable) -> (u64, u64) {
        table.spread(self.by_call.iter().map(|(ord, _)| *ord))
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
