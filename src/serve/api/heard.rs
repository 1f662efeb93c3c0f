//! What is heard most widely, and from which kinds of buyers?
//!
//! `GET /api/v1/themes` ranks the tags of one kind by independent accounts; `GET /api/v1/personas` says how much each
//! persona says.

use std::collections::BTreeMap;

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
    let kind = kind(&address.unwrap_or_default())?;
    let threshold = app.config.threshold;
    answer(&app, &headers, format!("themes {kind}"), move |archive| {
        let heard = most_widely_heard(archive, &kind, threshold)?.into_iter();
        let themes = heard.map(|heard| Theme {
            tag: heard.tag,
            accounts: heard.accounts,
            calls: heard.calls,
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

/// The one kind that is asked for. A filter that is not obeyed would make the numbers a lie.
fn kind(address: &str) -> Result<String, Trouble> {
    let ask = Ask::parse(address)?;
    let rest = Ask {
        page: 0,
        filters: Vec::new(),
        ..ask.clone()
    };
    let is_rest_empty = rest == Ask::default();
    match ask.filters.as_slice() {
        [] if is_rest_empty => Ok("pain".to_owned()),
        [(Field::Kind, kind)] if is_rest_empty => Ok(kind.clone()),
        _ => Err(Trouble::Asked(
            "themes are counted over all calls; the one parameter is `kind`, such as kind=objection"
                .to_owned(),
        )),
    }
}

/// `GET /api/v1/personas`
pub async fn personas(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let threshold = app.config.threshold;
    answer(&app, &headers, "personas".to_owned(), move |archive| {
        let mut counts = facets(archive, None, threshold)?;
        let by_persona = counts.remove("persona").unwrap_or_default();
        let mut personas = Vec::new();
        for (persona, turns) in by_persona {
            personas.push(of_persona(archive, persona, turns, threshold)?);
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
    threshold: f32,
) -> Result<PersonaHeard, Trouble> {
    let mut counts = facets(archive, Some(&persona), threshold)?;
    Ok(PersonaHeard {
        accounts: counts
            .remove("account")
            .map_or(0, |accounts| accounts.len()),
        tags: counts.remove("tag").unwrap_or_default(),
        persona,
        turns,
    })
}

/// How the prospects' turns spread, of one persona or of all.
fn facets(archive: &Archive, persona: Option<&str>, threshold: f32) -> Result<Counts, Trouble> {
    let mut filter = Filter::default();
    filter.add(Field::Side, Value::Exact("prospect".to_owned()), false);
    if let Some(persona) = persona {
        filter.add(Field::Persona, Value::Exact(persona.to_owned()), false);
    }
    let found = archive.find(&Request {
        filter,
        limit: 1,
        wants_facets: true,
        threshold,
        ..Request::default()
    })?;
    Ok(found.facets.unwrap_or_default())
}
