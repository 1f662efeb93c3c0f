//! How does what was found spread, and what would another choice give?
//!
//! A facet with a chosen value is counted without that choice: so its other values can be added to it.

use std::collections::BTreeMap;

use crate::archive::Found;
use crate::search::query::Field;
use crate::serve::ask::{Ask, MANY};
use crate::serve::pages::search::words;

/// Values of a facet shown at once …
const VALUES: usize = 6;
/// … and on demand.
const MORE_VALUES: usize = 18;
/// Facets that are open from the beginning.
const OPEN: [Field; 5] = [
    Field::Persona,
    Field::Kind,
    Field::Tag,
    Field::Industry,
    Field::Outcome,
];

/// A facet with its values.
pub struct Facet {
    pub label: &'static str,
    pub is_open: bool,
    pub values: Vec<FacetValue>,
    pub more: Vec<FacetValue>,
}

/// A value of a facet.
pub struct FacetValue {
    /// What marks the value in the page, so that focus stays on it.
    pub id: String,
    pub text: String,
    pub n: u64,
    pub n_text: String,
    pub is_chosen: bool,
    /// The address with or without it.
    pub url: String,
}

/// A filter that is on.
pub struct Chosen {
    pub label: &'static str,
    pub text: String,
    /// The address without it.
    pub url: String,
}

/// The facets of which a value is chosen.
pub fn chosen_fields(ask: &Ask) -> Vec<Field> {
    MANY.into_iter().filter(|field| ask.names(*field)).collect()
}

/// Every facet that has values; those of `chosen` were counted among the others, from `first` on.
pub fn facets(ask: &Ask, found: &Found, chosen: &[Field], first: usize) -> Vec<Facet> {
    let empty = BTreeMap::new();
    let counts_of = |field: Field| match chosen.iter().position(|known| *known == field) {
        Some(at) => found.others.get(first + at).map(|(_, counts)| counts),
        None => found.facets.as_ref().and_then(|all| all.get(field.name())),
    };
    MANY.into_iter()
        .filter(|field| *field != Field::Call)
        .filter_map(|field| facet(ask, field, counts_of(field).unwrap_or(&empty)))
        .collect()
}

fn facet(ask: &Ask, field: Field, counts: &BTreeMap<String, u64>) -> Option<Facet> {
    let chosen = ask.filters.iter().filter(|(known, _)| *known == field);
    // What was chosen can be given up, even where nothing is left of it.
    let missing = chosen.filter(|(_, value)| !counts.contains_key(value));
    let counted = counts.iter().map(|(value, n)| (value.as_str(), *n));
    let mut values: Vec<FacetValue> = counted
        .chain(missing.map(|(_, value)| (value.as_str(), 0)))
        .map(|(value, n)| facet_value(ask, field, value, n))
        .collect();
    if field == Field::Month {
        values.sort_by(|a, b| b.text.cmp(&a.text));
    } else {
        values.sort_by(|a, b| {
            let by_use = b.is_chosen.cmp(&a.is_chosen).then(b.n.cmp(&a.n));
            by_use.then_with(|| a.text.cmp(&b.text))
        });
    }
    values.truncate(VALUES + MORE_VALUES);
    let more = values.split_off(VALUES.min(values.len()));
    (!values.is_empty()).then(|| Facet {
        label: words::label(field),
        is_open: OPEN.contains(&field) || ask.names(field),
        values,
        more,
    })
}

fn facet_value(ask: &Ask, field: Field, value: &str, n: u64) -> FacetValue {
    let is_chosen = ask.has(field, value);
    let other = if is_chosen {
        ask.without(field, value)
    } else {
        ask.with(field, value)
    };
    let slug: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    FacetValue {
        id: format!("f-{}-{slug}", field.name()),
        text: words::value(field, value),
        n,
        n_text: crate::serve::shown::grouped(n),
        is_chosen,
        url: other.url("/"),
    }
}

/// Every filter that is on, with the address without it.
pub fn chosen(ask: &Ask) -> Vec<Chosen> {
    let one = |(field, value): &(Field, String)| Chosen {
        label: words::label(*field),
        text: words::value(*field, value),
        url: ask.without(*field, value).url("/"),
    };
    let mut all: Vec<Chosen> = ask.filters.iter().map(one).collect();
    let first = ask.first_page();
    let mut add = |label: &'static str, text: Option<String>, without: Ask| {
        all.extend(text.map(|text| Chosen {
            label,
            text,
            url: without.url("/"),
        }));
    };
    let without_since = Ask {
        since: None,
        ..first.clone()
    };
    add("From", ask.since.clone(), without_since);
    let without_until = Ask {
        until: None,
        ..first.clone()
    };
    add("Until", ask.until.clone(), without_until);
    let without_side = Ask {
        side: None,
        ..first.clone()
    };
    let side = ask.side.as_ref().map(|side| side.replace(',', " or "));
    add("Side", side, without_side);
    let without_friends = Ask {
        friends: false,
        ..first
    };
    let friends = ask.friends.then(|| "shown".to_owned());
    add("Friends’ deals", friends, without_friends);
    all
}
