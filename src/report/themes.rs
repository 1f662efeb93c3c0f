//! What is heard, by how many independent accounts, since when, and from whom?
//!
//! Counts over a [`Ledger`], by the same filter as a search: a theme's turns are those that a search for its tag finds.
//! Only what was meant counts, unless the filter asks for something else; friends' deals are counted apart.

mod verdicts;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::call::Span;
use crate::mention::{Origin, Polarity};
use crate::report::ledger::{Heard, Ledger, Sighting};
use crate::report::month::Month;
use crate::search::call_table::CallTable;
use crate::search::filter::Filter;
use verdicts::{Verdict, Verdicts};

/// Months that are told apart.
pub const MONTHS: usize = 12;

/// What somebody wants to have counted.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub ledger: &'a Ledger,
    pub table: &'a CallTable,
    pub filter: &'a Filter,
    /// Mentions below don't count.
    pub threshold: f32,
    /// The last of the twelve months.
    pub last: Month,
}

/// How widely something is heard. Accounts decide an order before calls, calls before mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Breadth {
    pub accounts: u64,
    pub calls: u64,
    pub mentions: u64,
}

/// A value of a facet, and how widely it is heard there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub value: String,
    pub breadth: Breadth,
}

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The call's number.
    pub ord: u32,
    pub turn: u32,
    pub span: Span,
}

/// A tag, and how it is heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub tag: String,
    pub breadth: Breadth,
    pub n_turns: u64,
    /// Mentions that the rep led to; they are among the others.
    pub n_led: u64,
    /// Mentions in friends' deals; they are not among the others.
    pub n_of_friends: u64,
    /// Calls, the last month last.
    pub by_month: [u64; MONTHS],
    /// Calls of which nobody knows the date.
    pub n_undated: u64,
    /// Most widely first.
    pub personas: Vec<Share>,
    pub outcomes: Vec<Share>,
    pub newest: Option<Spot>,
}

/// Mentions that pass the filter and are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    pub negated: u64,
    pub hypothetical: u64,
    pub of_friends: u64,
}

/// Everything that is heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Themes {
    /// Most widely heard first.
    pub all: Vec<Theme>,
    /// Of all of them together.
    pub breadth: Breadth,
    pub personas: Vec<Share>,
    pub left_out: LeftOut,
}

/// Counts what passes.
pub fn themes(question: &Question<'_>) -> Themes {
    let Question { ledger, table, .. } = *question;
    let decided = question.filter.decide(table);
    let verdicts = Verdicts::of(ledger.tags(), question.filter);
    let mut tallies: Vec<Tally<'_>> = ledger.tags().iter().map(|_| Tally::default()).collect();
    let mut all = Count::default();
    let mut personas = Personas::default();
    let mut left_out = LeftOut::default();
    for call in &ledger.calls {
        for seen in call.sightings.iter() {
            let place = seen.place(call.ord);
            if seen.confidence < question.threshold || !decided.passes(place, table) {
                continue;
            }
            let Some(tally) = tallies.get_mut(seen.tag as usize) else {
                continue;
            };
            match verdicts.on(seen) {
                Verdict::Foreign => {}
                Verdict::NotMeant if seen.polarity == Polarity::Negated => left_out.negated += 1,
                Verdict::NotMeant => left_out.hypothetical += 1,
                Verdict::Counts if call.is_of_friend => {
                    left_out.of_friends += 1;
                    tally.n_of_friends += 1;
                }
                Verdict::Counts => {
                    let persona = table.persona_number(place);
                    all.add(call);
                    if let Some(persona) = persona {
                        personas.entry(persona).or_default().add(call);
                    }
                    tally.add(question, call, seen, persona);
                }
            }
        }
    }
    let heard = ledger.tags().iter().zip(tallies);
    let heard = heard.filter(|(_, tally)| tally.all.mentions > 0);
    let mut themes: Vec<Theme> = heard.map(|(tag, tally)| tally.theme(tag, table)).collect();
    themes.sort_by(|a, b| {
        let widest_first = b.breadth.cmp(&a.breadth);
        widest_first.then_with(|| a.tag.cmp(&b.tag))
    });
    Themes {
        all: themes,
        breadth: all.breadth(),
        personas: shares_of_personas(&personas, table),
        left_out,
    }
}

/// Counts by the persona's number in the table.
type Personas = FxHashMap<usize, Count>;

/// Counts independent accounts, calls and mentions; calls come one after the other.
#[derive(Debug, Default)]
struct Count {
    accounts: FxHashSet<u32>,
    last_call: Option<u32>,
    calls: u64,
    mentions: u64,
}

impl Count {
    /// Counts a mention and says whether it is the first of its call.
    fn add(&mut self, call: &Heard) -> bool {
        self.mentions += 1;
        self.accounts.insert(call.account);
        let is_first = self.last_call.replace(call.ord) != Some(call.ord);
        self.calls += u64::from(is_first);
        is_first
    }

    fn breadth(&self) -> Breadth {
        Breadth {
            accounts: self.accounts.len() as u64,
            calls: self.calls,
            mentions: self.mentions,
        }
    }
}

/// The newest words so far: the call's date, how sure they are, and where.
type Newest<'a> = (&'a str, f32, Spot);

/// What is counted of one tag.
#[derive(Default)]
struct Tally<'a> {
    all: Count,
    last_turn: Option<(u32, u32)>,
    n_turns: u64,
    n_led: u64,
    n_of_friends: u64,
    by_month: [u64; MONTHS],
    n_undated: u64,
    personas: Personas,
    outcomes: BTreeMap<String, Count>,
    newest: Option<Newest<'a>>,
}

impl<'a> Tally<'a> {
    fn add(
        &mut self,
        question: &Question<'a>,
        call: &Heard,
        seen: &Sighting,
        persona: Option<usize>,
    ) {
        let facts = question.table.get(call.ord);
        if self.all.add(call) {
            self.date(call.month, question.last);
        }
        let turn = (call.ord, seen.turn);
        self.n_turns += u64::from(self.last_turn.replace(turn) != Some(turn));
        self.n_led += u64::from(seen.origin == Origin::Led);
        if let Some(persona) = persona {
            self.personas.entry(persona).or_default().add(call);
        }
        if let Some(outcome) = facts.and_then(|facts| facts.outcome.as_deref()) {
            let count = self.outcomes.entry(outcome.trim().to_lowercase());
            count.or_default().add(call);
        }
        let date = facts.and_then(|facts| facts.date.as_deref()).unwrap_or("");
        let is_newer = self.newest.is_none_or(|(newest, surest, _)| {
            date > newest || (date == newest && seen.confidence > surest)
        });
        if is_newer {
            let spot = Spot {
                ord: call.ord,
                turn: seen.turn,
                span: seen.span,
            };
            self.newest = Some((date, seen.confidence, spot));
        }
    }

    fn date(&mut self, month: Option<Month>, last: Month) {
        let Some(month) = month else {
            self.n_undated += 1;
            return;
        };
        // Calls of earlier months, and of months that have not been, have no place of their own.
        let back = usize::try_from(last.after(month)).ok();
        let at = back.and_then(|back| (MONTHS - 1).checked_sub(back));
        if let Some(n) = at.and_then(|at| self.by_month.get_mut(at)) {
            *n += 1;
        }
    }

    fn theme(self, tag: &str, table: &CallTable) -> Theme {
        let outcomes = self.outcomes.iter().map(|(value, count)| Share {
            value: value.clone(),
            breadth: count.breadth(),
        });
        Theme {
            tag: tag.to_owned(),
            breadth: self.all.breadth(),
            n_turns: self.n_turns,
            n_led: self.n_led,
            n_of_friends: self.n_of_friends,
            by_month: self.by_month,
            n_undated: self.n_undated,
            personas: shares_of_personas(&self.personas, table),
            outcomes: widest_first(outcomes.collect()),
            newest: self.newest.map(|(_, _, spot)| spot),
        }
    }
}

fn shares_of_personas(personas: &Personas, table: &CallTable) -> Vec<Share> {
    let shares = personas.iter().map(|(number, count)| Share {
        value: table.persona(*number).to_owned(),
        breadth: count.breadth(),
    });
    widest_first(shares.collect())
}

fn widest_first(mut shares: Vec<Share>) -> Vec<Share> {
    shares.sort_by(|a, b| {
        let widest_first = b.breadth.cmp(&a.breadth);
        widest_first.then_with(|| a.value.cmp(&b.value))
    });
    shares
}
