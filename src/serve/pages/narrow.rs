//! How is a page of counts narrowed down?
//!
//! By the filters of the search, as links: each adds a value to the address or takes it away. Beside each stands the
//! number of calls.

use std::collections::BTreeMap;

use crate::report::ledger::Ledger;
use crate::report::month::Month;
use crate::report::themes::Share;
use crate::search::call_table::{CallTable, FACETS};
use crate::search::filter::Filter;
use crate::search::query::Field;
use crate::serve::ask::{Ask, MANY};
use crate::serve::trouble::Trouble;

/// Values of a facet shown.
const VALUES: usize = 8;

/// A facet with its values.
pub struct Facet {
    pub name: &'static str,
    pub values: Vec<FacetValue>,
}

/// A value of a facet.
pub struct FacetValue {
    pub value: String,
    pub n: u64,
    pub is_chosen: bool,
    /// The address with or without it.
    pub url: String,
}

/// A filter that is on.
pub struct Chosen {
    pub field: &'static str,
    pub value: String,
    /// The address without it.
    pub url: String,
}

/// What passes. Words and sides are left aside: mentions are counted, which only prospects' words carry.
pub fn filter_of(ask: &Ask, threshold: f32) -> Result<Filter, Trouble> {
    let filters = Ask {
        q: String::new(),
        side: None,
        // Counted apart, not left out.
        friends: true,
        ..ask.clone()
    };
    Ok(filters.request(threshold)?.filter)
}

/// The last of the months shown: the one asked for, else the newest that there is; none that is still to come.
pub fn last_month(ledger: &Ledger, ask: &Ask) -> Option<Month> {
    let today = Month::of(&jiff::Timestamp::now().to_string())?;
    let asked = ask.until.as_deref().and_then(Month::of);
    let limit = asked.map_or(today, |asked| asked.min(today));
    Some(ledger.latest_month(limit).unwrap_or(limit))
}

/// The filters that are on.
pub fn chosen(ask: &Ask, path: &str) -> Vec<Chosen> {
    let mut chosen: Vec<Chosen> = Vec::new();
    for (field, value) in &ask.filters {
        chosen.push(Chosen {
            field: field.name(),
            value: value.clone(),
            url: ask.without(*field, value).url(path),
        });
    }
    if let Some(since) = &ask.since {
        let without = Ask {
            since: None,
            ..ask.clone()
        };
        chosen.push(Chosen {
            field: "since",
            value: since.clone(),
            url: without.url(path),
        });
    }
    if let Some(until) = &ask.until {
        let without = Ask {
            until: None,
            ..ask.clone()
        };
        chosen.push(Chosen {
            field: "until",
            value: until.clone(),
            url: without.url(path),
        });
    }
    chosen
}

/// Values to narrow down by, with the number of calls that pass.
pub fn facets(
    table: &CallTable,
    filter: &Filter,
    personas: &[Share],
    ask: &Ask,
    path: &str,
) -> Vec<Facet> {
    let mut counts: BTreeMap<&str, Vec<(String, u64)>> = BTreeMap::new();
    let of_persona = |share: &Share| (share.value.clone(), share.breadth.calls);
    let of_personas = personas.iter().map(of_persona).collect();
    counts.insert(Field::Persona.name(), of_personas);
    let passing: Vec<u64> = match filter.decide(table).calls {
        Some(passing) => passing.into_iter().map(u64::from).collect(),
        None => vec![1; table.len()],
    };
    for (facet, name) in FACETS.into_iter().enumerate() {
        let values = table.sums(facet, (0..).zip(passing.iter().copied()));
        let values = values.map(|(value, n)| (value.to_owned(), n));
        counts.insert(name, values.collect());
    }
    let facet = |field: &Field| facet(*field, counts.get(field.name())?, ask, path);
    MANY.iter().filter_map(facet).collect()
}

fn facet(field: Field, counts: &[(String, u64)], ask: &Ask, path: &str) -> Option<Facet> {
    let mut values: Vec<FacetValue> = counts
        .iter()
        .map(|(value, n)| {
            let is_chosen = ask.has(field, value);
            let other = if is_chosen {
                ask.without(field, value)
            } else {
                ask.with(field, value)
            };
            FacetValue {
                value: value.clone(),
                n: *n,
                is_chosen,
                url: other.url(path),
            }
        })
        .collect();
    values.sort_by(|a, b| {
        let chosen_first = b.is_chosen.cmp(&a.is_chosen);
        let most_first = chosen_first.then(b.n.cmp(&a.n));
        most_first.then_with(|| a.value.cmp(&b.value))
    });
    values.truncate(VALUES);
    (!values.is_empty()).then(|| Facet {
        name: field.name(),
        values,
    })
}
