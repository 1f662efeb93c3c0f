//! What is heard most widely, and from which kinds of buyers?
//!
//! `GET /api/v1/themes` ranks the tags of one kind by independent accounts; `GET /api/v1/personas` says how much each
//! persona says. Both take the filters of a search and mean the same by them: without any, friends' deals and what the rep
//! led to are left out here, too.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::ranking::{Example, most_widely_heard};
use crate::archive::{Archive, Request};
use crate::search::facets::Counts;
use crate::search::filter::Filter;
use crate::search::query::{Field, Value};
use crate::serve::api::{Problem, answer};
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::trouble::Trouble;
use crate::serve::values::check;

/// The tags of a kind, most widely heard first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThemesAnswer {
    pub kind: String,
    pub themes: Vec<Theme>,
}

/// A tag and how widely it is heard.
#[derive(Debug, Serialize, ToSchema)]
pub struct Theme {
    /// `kind/category`
    pub tag: String,
    /// Independent accounts; a call without an account counts as one of its own.
    pub accounts: usize,
    pub calls: usize,
    /// As many as a search for the tag finds under the same filters.
    pub turns: usize,
    pub mentions: usize,
    /// The quotes that show it best.
    pub examples: Vec<Quoted>,
}

/// An exact quote and who said it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Quoted {
    pub call: String,
    pub turn: u32,
    pub quote: String,
    /// The job title; the persona where nobody knows it.
    pub role: String,
    pub account: Option<String>,
    pub seconds: Option<f64>,
    pub link: Option<String>,
}

impl From<Example> for Quoted {
    fn from(example: Example) -> Quoted {
        Quoted {
            call: example.call,
            turn: example.turn,
            quote: example.quote,
            role: example.role,
            account: example.account,
            seconds: example.seconds,
            link: example.link,
        }
    }
}

/// Every persona that is heard.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonasAnswer {
    pub personas: Vec<PersonaHeard>,
}

/// How much a persona says.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaHeard {
    pub persona: String,
    /// Accounts that have a name.
    pub accounts: usize,
    /// Prospects' turns.
    pub turns: u64,
    /// Turns by tag, of what was meant.
    pub tags: BTreeMap<String, u64>,
}

/// `GET /api/v1/themes`
pub async fn themes(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let ask = filters(&app, &address.unwrap_or_default())?;
    let kind = kind(&ask)?;
    let threshold = app.config.threshold;
    let filter = ask.request(threshold)?.filter;
    answer(&app, &headers, ask.url("themes"), move |archive| {
        let heard = most_widely_heard(archive, &kind, &filter, threshold)?.into_iter();
        let themes = heard.map(|heard| Theme {
            tag: heard.tag,
            accounts: heard.accounts,
            calls: heard.calls,
            turns: heard.turns,
            mentions: heard.mentions,
            examples: heard.examples.into_iter().map(Quoted::from).collect(),
        });
        Ok(ThemesAnswer {
            themes: themes.collect(),
            kind,
        })
    })
    .await
}

/// The filters that are asked for. What cannot be obeyed would make the numbers a lie.
fn filters(app: &App, address: &str) -> Result<Ask, Trouble> {
    let ask = Ask::parse(address)?.first_page();
    check(app, &ask)?;
    let filters = Ask {
        filters: ask.filters.clone(),
        since: ask.since.clone(),
        until: ask.until.clone(),
        side: ask.side.clone(),
        friends: ask.friends,
        page: 1,
        ..Ask::default()
    };
    if ask == filters {
        Ok(ask)
    } else {
        Err(Trouble::Asked(
            "this counts what passes the filters, whatever the words and their order; leave `q`, `sort`, `view` and `kwic` away"
                .to_owned(),
        ))
    }
}

/// The one kind that is asked for, by itself or by its tags.
fn kind(ask: &Ask) -> Result<String, Trouble> {
    let of = |wanted: Field| {
        let values = ask
            .filters
            .iter()
            .filter(move |(field, _)| *field == wanted);
        values.map(|(_, value)| value.to_lowercase())
    };
    let mut kinds: BTreeSet<String> = of(Field::Kind).collect();
    if kinds.is_empty() {
        kinds.extend(of(Field::Tag).filter_map(|tag| Some(tag.split_once('/')?.0.to_owned())));
    }
    if kinds.len() > 1 {
        return Err(Trouble::Asked(
            "themes are ranked within one kind; name one, such as kind=objection".to_owned(),
        ));
    }
    Ok(kinds.pop_first().unwrap_or_else(|| "pain".to_owned()))
}

/// `GET /api/v1/personas`
pub async fn personas(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let ask = filters(&app, &address.unwrap_or_default())?;
    let request = ask.request(app.config.threshold)?;
    answer(&app, &headers, ask.url("personas"), move |archive| {
        let mut counts = facets(archive, &request, &request.filter)?;
        let by_persona = counts.remove("persona").unwrap_or_default();
        let mut personas = Vec::new();
        for (persona, turns) in by_persona {
            personas.push(of_persona(archive, persona, turns, &request)?);
        }
        personas.sort_by(|a, b| {
            (b.accounts, b.turns)
                .cmp(&(a.accounts, a.turns))
                .then_with(|| a.persona.cmp(&b.persona))
        });
        Ok(PersonasAnswer { personas })
    })
    .await
}

fn of_persona(
    archive: &Archive,
    persona: String,
    turns: u64,
    request: &Request,
) -> Result<PersonaHeard, Trouble> {
    let mut filter = request.filter.without(Field::Persona);
    filter.add(Field::Persona, Value::Exact(persona.clone()), false);
    let mut counts = facets(archive, request, &filter)?;
    Ok(PersonaHeard {
        accounts: counts
            .remove("account")
            .map_or(0, |accounts| accounts.len()),
        tags: counts.remove("tag").unwrap_or_default(),
        persona,
        turns,
    })
}

/// How the turns spread that pass.
fn facets(archive: &Archive, request: &Request, filter: &Filter) -> Result<Counts, Trouble> {
    let found = archive.find(&Request {
        filter: filter.clone(),
        limit: 1,
        wants_facets: true,
        ..request.clone()
    })?;
    Ok(found.facets.unwrap_or_default())
}
