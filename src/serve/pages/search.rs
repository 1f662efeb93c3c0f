//! How do prospects put it?
//!
//! `GET /`: one box, filters with counts, and the prospects' sentences. htmx asks for the results alone.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::archive::hit::Hit;
use crate::archive::{Archive, Request};
use crate::search::query::Field;
use crate::serve::app::App;
use crate::serve::ask::{Ask, MANY, PAGE};
use crate::serve::marked::{Piece, pieces};
use crate::serve::pages::{Frame, render, wants_piece};
use crate::serve::trouble::Trouble;

/// Values of a facet shown.
const VALUES: usize = 8;

#[derive(Template)]
#[template(path = "search.html", config = "src/serve/askama.toml")]
struct SearchPage {
    frame: Frame,
    ask: Ask,
    results: Results,
}

#[derive(Template)]
#[template(path = "results.html", config = "src/serve/askama.toml")]
struct ResultsPiece {
    ask: Ask,
    results: Results,
}

/// Everything below the box.
pub struct Results {
    pub hits: Vec<Hit>,
    pub n_found: u64,
    pub facets: Vec<Facet>,
    /// Chosen filters, each with the address without it.
    pub chosen: Vec<Chosen>,
    pub next: Option<String>,
    pub n_turns: u64,
    pub n_calls: u64,
    pub trouble: Option<String>,
}

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
    pub url: String,
}

/// `GET /`
pub async fn get(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let ask = Ask::parse(&address.unwrap_or_default())?;
    let results = match ask.request(app.config.threshold) {
        Ok(request) => {
            let asked = ask.clone();
            app.readers
                .ask(move |archive| results(archive, &asked, request))
                .await?
        }
        Err(trouble @ Trouble::Query(_)) => Results::of_trouble(&ask, &trouble),
        Err(trouble) => return Err(trouble),
    };
    if wants_piece(&headers) {
        return render(&ResultsPiece { ask, results });
    }
    render(&SearchPage {
        frame: Frame::of("search"),
        ask,
        results,
    })
}

fn results(archive: &Archive, ask: &Ask, request: Request) -> Result<Results, Trouble> {
    let request = Request {
        limit: request.limit + 1,
        context: 1,
        wants_facets: true,
        ..request
    };
    let found = archive.find(&request)?;
    let counts = archive.catalogue.counts()?;
    let from = (ask.page - 1) * PAGE;
    let has_more = found.hits.len() > from + PAGE;
    let next = has_more.then(|| {
        let next = Ask {
            page: ask.page + 1,
            ..ask.clone()
        };
        next.url("/")
    });
    let facets = found.facets.unwrap_or_default();
    Ok(Results {
        hits: found.hits.into_iter().skip(from).take(PAGE).collect(),
        n_found: found.n_found.unwrap_or(0),
        facets: MANY
            .iter()
            .filter_map(|field| facet(*field, facets.get(field.name())?, ask))
            .collect(),
        chosen: chosen(ask),
        next,
        n_turns: counts.turns,
        n_calls: counts.calls,
        trouble: None,
    })
}

fn facet(
    field: Field,
    counts: &std::collections::BTreeMap<String, u64>,
    ask: &Ask,
) -> Option<Facet> {
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
                url: other.url("/"),
            }
        })
        .collect();
    values.sort_by(|a, b| {
        b.is_chosen
            .cmp(&a.is_chosen)
            .then(b.n.cmp(&a.n))
            .then(a.value.cmp(&b.value))
    });
    values.truncate(VALUES);
    (!values.is_empty()).then(|| Facet {
        name: field.name(),
        values,
    })
}

fn chosen(ask: &Ask) -> Vec<Chosen> {
    let one = |(field, value): &(Field, String)| Chosen {
        field: field.name(),
        value: value.clone(),
        url: ask.without(*field, value).url("/"),
    };
    ask.filters.iter().map(one).collect()
}

impl Results {
    /// Nothing but what is wrong with the query.
    fn of_trouble(ask: &Ask, trouble: &Trouble) -> Results {
        Results {
            hits: Vec::new(),
            n_found: 0,
            facets: Vec::new(),
            chosen: chosen(ask),
            next: None,
            n_turns: 0,
            n_calls: 0,
            trouble: Some(trouble.to_string()),
        }
    }
}

/// The sentence of a hit, with what answers marked.
pub fn sentence(hit: &Hit) -> Vec<Piece<'_>> {
    pieces(&hit.text, hit.snippet.0, hit.snippet.1, &hit.highlights)
}

/// `12:34`
pub fn minute(seconds: &f64) -> String {
    let seconds = seconds.max(0.0) as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
