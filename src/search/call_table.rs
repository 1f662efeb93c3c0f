//! What is known of each call, for filters and for counting?
//!
//! Facts of a call (account, industry, stage, outcome, date, …) live here once per call, not in every turn of the
//! index. For counting, every value has a number, and counts are sums in arrays.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::search::place::{MANY_SPEAKERS, Place};

/// The facts of one call that can be filtered and counted by.
#[derive(Debug, Clone, Default)]
pub struct CallFacts {
    pub id: String,
    pub title: Option<String>,
    /// RFC 3339 date or date-time.
    pub date: Option<String>,
    pub account: Option<String>,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    pub relationship: Option<String>,
    pub format: String,
    /// By participant: display name and persona. Empty where nobody asked for people.
    pub people: Vec<(String, String)>,
}

impl CallFacts {
    /// The value of each facet that belongs to the whole call, in the order of [`FACETS`].
    fn values(&self) -> [Option<&str>; FACETS.len()] {
        [
            self.account.as_deref(),
            Some(&self.format),
            self.industry.as_deref(),
            self.date.as_deref().and_then(|date| date.get(..7)),
            self.outcome.as_deref(),
            self.region.as_deref(),
            self.relationship.as_deref(),
            self.size.as_deref(),
            self.stage.as_deref(),
        ]
    }
}

/// The facets that belong to the whole call.
pub const FACETS: [&str; 9] = [
    "account",
    "format",
    "industry",
    "month",
    "outcome",
    "region",
    RELATIONSHIP,
    "size",
    "stage",
];

/// How the account stands to the seller narrows down what is found; as a list of values it says nothing.
pub const RELATIONSHIP: &str = "relationship";

/// Where the account and the format stand among the [`FACETS`].
const ACCOUNT: usize = 0;
const FORMAT: usize = 1;

/// The values of one facet, numbered; `Procurement` and `procurement` are one value, shown as first met.
#[derive(Debug, Clone, Default)]
struct Column {
    values: Vec<String>,
    /// By the value in lower case.
    numbers: FxHashMap<String, u32>,
    /// By the value as spelled.
    spellings: FxHashMap<String, u32>,
    /// By call ordinal (or by person): the value's number plus one; 0 for none.
    cells: Vec<u32>,
    /// The values' numbers in the order of the values; made when somebody counts.
    by_value: OnceLock<Vec<u32>>,
}

impl Column {
    fn push(&mut self, value: Option<&str>) {
        let number = value.map_or(0, |value| self.number(value) + 1);
        self.cells.push(number);
    }

    fn number(&mut self, value: &str) -> u32 {
        // Nearly every value was met before just so; only a new spelling is folded.
        if let Some(number) = self.spellings.get(value) {
            return *number;
        }
        let next = self.values.len() as u32;
        let number = *self.numbers.entry(value.to_lowercase()).or_insert(next);
        if number == next {
            self.values.push(value.to_owned());
            self.by_value = OnceLock::new();
        }
        self.spellings.insert(value.to_owned(), number);
        number
    }

    fn by_value(&self) -> &[u32] {
        self.by_value.get_or_init(|| {
            let mut numbers: Vec<u32> = (0..self.values.len() as u32).collect();
            numbers.sort_unstable_by_key(|number| &self.values[*number as usize]);
            numbers
        })
    }
}

/// The facts of every call, by the call's ordinal.
#[derive(Debug, Clone, Default)]
pub struct CallTable {
    rows: Vec<Option<CallFacts>>,
    columns: [Column; FACETS.len()],
    personas: Column,
    /// By call ordinal: where its people begin among the cells of `personas`.
    first_person: Vec<u32>,
    /// Every ordinal, the newest call first; made when somebody asks for the newest.
    by_date: OnceLock<Vec<u32>>,
}

impl CallTable {
    /// Adds a call's facts; ordinals must ascend.
    pub fn push(&mut self, ord: u32, facts: CallFacts) {
        self.by_date = OnceLock::new();
        while self.rows.len() < ord as usize {
            self.push_row(None);
        }
        self.push_row(Some(facts));
    }

    fn push_row(&mut self, facts: Option<CallFacts>) {
        let values = facts.as_ref().map(CallFacts::values).unwrap_or_default();
        for (column, value) in self.columns.iter_mut().zip(values) {
            column.push(value);
        }
        self.first_person.push(self.personas.cells.len() as u32);
        for (_, persona) in facts.iter().flat_map(|facts| &facts.people) {
            self.personas.push(Some(persona));
        }
        self.rows.push(facts);
    }

    /// A call's facts.
    pub fn get(&self, ord: u32) -> Option<&CallFacts> {
        self.rows.get(ord as usize).and_then(Option::as_ref)
    }

    /// Every ordinal's facts, in order.
    pub fn rows(&self) -> impl Iterator<Item = Option<&CallFacts>> {
        self.rows.iter().map(Option::as_ref)
    }

    /// How many ordinals the table covers.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds no call.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A number for the account of a call. A call without an account counts as an account of its own.
    pub fn account(&self, ord: u32) -> u64 {
        let cells = &self.columns[ACCOUNT].cells;
        match cells.get(ord as usize) {
            Some(number) if *number > 0 => u64::from(*number),
            _ => 1 << 32 | u64::from(ord),
        }
    }

    /// For every ordinal whether there is a call.
    pub fn are_there(&self) -> Vec<bool> {
        // Every call has a format. Its numbers lie close together, the facts themselves do not.
        let cells = self.columns[FORMAT].cells.iter();
        cells.map(|cell| *cell > 0).collect()
    }

    /// How many calls, and how many accounts, some ordinals are of.
    pub fn spread(&self, ords: impl Iterator<Item = u32>) -> (u64, u64) {
        let column = &self.columns[ACCOUNT];
        let mut calls = vec![false; self.rows.len()];
        let mut accounts = vec![false; column.values.len() + 1];
        let (mut n_calls, mut n_alone) = (0, 0);
        for ord in ords {
            let at = ord as usize;
            let (Some(is_known), Some(cell)) = (calls.get_mut(at), column.cells.get(at)) else {
                continue;
            };
            if !std::mem::replace(is_known, true) {
                n_calls += 1;
                n_alone += u64::from(*cell == 0);
                accounts[*cell as usize] = *cell > 0;
            }
        }
        let n_accounts = accounts.into_iter().filter(|is_met| *is_met).count() as u64;
        // A call without an account counts as an account of its own.
        (n_calls, n_accounts + n_alone)
    }

    /// Every ordinal, the newest call first; calls of one moment in their order, those without a date last.
    pub fn newest(&self) -> &[u32] {
        self.by_date.get_or_init(|| {
            let date = |ord: &u32| self.get(*ord).and_then(|facts| facts.date.as_deref());
            let mut ords: Vec<u32> = (0..self.rows.len() as u32).collect();
            ords.sort_by(|a, b| date(b).cmp(&date(a)));
            ords
        })
    }

    /// How many different personas there are.
    pub fn n_personas(&self) -> usize {
        self.personas.values.len()
    }

    /// The number of the persona who speaks at a place.
    #[inline]
    pub fn persona_number(&self, place: Place) -> Option<usize> {
        if place.speaker == MANY_SPEAKERS {
            return None;
        }
        let first = *self.first_person.get(place.ord as usize)? as usize;
        let end = self
            .first_person
            .get(place.ord as usize + 1)
            .map_or(self.personas.cells.len(), |next| *next as usize);
        let at = first + place.speaker as usize;
        (at < end).then(|| self.personas.cells[at] as usize - 1)
    }

    /// A persona's name by its number.
    pub fn persona(&self, number: usize) -> &str {
        &self.personas.values[number]
    }

    /// For every call whether its value of a facet passes; each value is looked at once.
    pub fn holds_by_call(
        &self,
        facet: usize,
        test: impl Fn(Option<&str>) -> bool,
    ) -> impl Iterator<Item = bool> {
        let column = &self.columns[facet];
        let values = column.values.iter().map(|value| test(Some(value)));
        let holds: Vec<bool> = std::iter::once(test(None)).chain(values).collect();
        column.cells.iter().map(move |cell| holds[*cell as usize])
    }

    /// The values of a facet, in order, with the sums of what was counted for their calls, by ordinal; `FACETS[facet]`
    /// names it.
    pub fn sums(
        &self,
        facet: usize,
        counted: impl Iterator<Item = (u32, u64)>,
    ) -> impl Iterator<Item = (&str, u64)> {
        let column = &self.columns[facet];
        let mut sums = vec![0; column.values.len() + 1];
        for (ord, n) in counted {
            if let Some(cell) = column.cells.get(ord as usize) {
                sums[*cell as usize] += n;
            }
        }
        column.by_value().iter().filter_map(move |number| {
            let sum = sums[*number as usize + 1];
            (sum > 0).then(|| (column.values[*number as usize].as_str(), sum))
        })
    }
}
