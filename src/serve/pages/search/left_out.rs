//! What is left out, and how many turns is that?
//!
//! Friends' deals, what the rep led to, what was denied or only imagined, and people whose side nobody knows stand
//! apart. Each is counted as if it alone were let in, in the same pass as the rest, and has the address that lets it in.

use crate::archive::{Found, Request};
use crate::mention::Polarity;
use crate::search::filter::Filter;
use crate::search::query::{Field, Value};
use crate::serve::ask::Ask;
use crate::serve::shown::grouped;

/// Something that is left out, with a number of turns.
pub struct LeftOut {
    /// `12 in friends’ deals`
    pub text: String,
    /// The address that lets it in.
    pub url: String,
}

/// A filter that lets in what is left out.
pub struct Lifted {
    what: &'static str,
    url: String,
    pub filter: Filter,
}

/// Every filter that lets in something more.
pub fn lifted(ask: &Ask, request: &Request) -> Vec<Lifted> {
    let mut all = Vec::new();
    let mut add = |what: &'static str, ask: Ask, filter: Filter| {
        let url = ask.url("/");
        all.push(Lifted { what, url, filter });
    };
    let plain = &request.filter;
    if !ask.friends {
        let mut filter = plain.clone();
        filter
            .conditions
            .retain(|condition| condition.field != Field::Relationship);
        let shown = Ask {
            friends: true,
            ..ask.first_page()
        };
        add("in friends’ deals", shown, filter);
    }
    if ask.side.is_none() {
        let shown = Ask {
            side: Some("prospect,unknown".to_owned()),
            ..ask.first_page()
        };
        let filter = with(plain, Field::Side, &["unknown"]);
        add("by people whose side is unknown", shown, filter);
    }
    if !asks_for_mentions(request) {
        return all;
    }
    if !ask.names(Field::Origin) {
        let mut filter = plain.clone();
        filter.is_unprompted = false;
        add("led by the rep", ask.with(Field::Origin, "any"), filter);
    }
    if !ask.names(Field::Polarity) {
        let affirmed = Polarity::Affirmed.name();
        for (what, polarity) in [
            ("negated", Polarity::Negated),
            ("hypothetical", Polarity::Hypothetical),
        ] {
            let shown = ask
                .with(Field::Polarity, affirmed)
                .with(Field::Polarity, polarity.name());
            let filter = with(plain, Field::Polarity, &[affirmed, polarity.name()]);
            add(what, shown, filter);
        }
    }
    all
}

/// Those of which there is anything; they were counted before all others. A count that was cut short tells nothing here.
pub fn told(lifted: Vec<Lifted>, found: &Found) -> Vec<LeftOut> {
    if found.is_cut {
        return Vec::new();
    }
    let n_found = found.n_found.unwrap_or(0);
    let counted = lifted.into_iter().zip(&found.others);
    counted
        .map(|(lifted, (n, _))| (lifted, n.saturating_sub(n_found)))
        .filter(|(_, n)| *n > 0)
        .map(|(lifted, n)| LeftOut {
            text: format!("{} {}", grouped(n), lifted.what),
            url: lifted.url,
        })
        .collect()
}

fn with(filter: &Filter, field: Field, values: &[&str]) -> Filter {
    let mut filter = filter.clone();
    for value in values {
        filter.add(field, Value::Exact((*value).to_owned()), false);
    }
    filter
}

/// Whether mentions are asked for, by the filter or by a field in the words.
fn asks_for_mentions(request: &Request) -> bool {
    let clauses = request.query.clauses.iter();
    let mut fields = clauses.flat_map(|clause| clause.node.facts());
    request.filter.needs_marks()
        || fields.any(|(field, _)| {
            matches!(
                field,
                Field::Tag | Field::Kind | Field::Target | Field::Origin | Field::Polarity
            )
        })
}
