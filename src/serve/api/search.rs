//! Which turns answer, and how do they spread?
//!
//! `GET /api/v1/search` gives hits page by page, `GET /api/v1/facets` counts all of them. Both take the parameters of the
//! search page.

use std::collections::BTreeMap;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::hit::Hit;
use crate::archive::{Archive, Request};
use crate::serve::api::cursor::Cursor;
use crate::serve::api::{Problem, answer, fingerprint, moment};
use crate::serve::app::App;
use crate::serve::ask::{Ask, LAST_HIT, PAGE};
use crate::serve::trouble::Trouble;
use crate::serve::values::check;

/// Hits of one page, at most.
pub const MOST: usize = 100;
/// Turns around a hit, at most.
pub const MOST_CONTEXT: usize = 5;
/// Hits of one question, at most; as on the pages, whoever looks further narrows down instead.
pub const DEPTH: usize = LAST_HIT;

/// A page of hits.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// Turns that answer, in all.
    pub found: u64,
    /// Best first.
    pub hits: Vec<Hit>,
    /// The `cursor` of the next page; null behind the last one, and behind the thousandth hit.
    pub next: Option<String>,
}

/// How the turns that answer spread.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetsAnswer {
    /// Turns that answer, in all.
    pub found: u64,
    /// Turns by value, for every facet.
    pub facets: BTreeMap<String, BTreeMap<String, u64>>,
}

/// What only programs say about a search.
struct Paging {
    limit: usize,
    context: usize,
    cursor: Option<String>,
}

impl Paging {
    fn parse(address: &str) -> Result<Paging, Trouble> {
        let mut paging = Paging {
            limit: PAGE,
            context: 0,
            cursor: None,
        };
        for (name, value) in form_urlencoded::parse(address.as_bytes()) {
            match &*name {
                "limit" => paging.limit = number("limit", &value, 1, MOST)?,
                "context" => paging.context = number("context", &value, 0, MOST_CONTEXT)?,
                "cursor" if !value.is_empty() => paging.cursor = Some(value.into_owned()),
                _ => {}
            }
        }
        Ok(paging)
    }
}

fn number(name: &str, written: &str, least: usize, most: usize) -> Result<usize, Trouble> {
    let number = written.trim().parse::<usize>().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| Trouble::Asked(format!("`{name}` must be a number from {least} to {most}")))
}

/// `GET /api/v1/search`
pub async fn get(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let address = address.unwrap_or_default();
    let (ask, paging) = (first_page(&app, &address)?, Paging::parse(&address)?);
    let request = ask.request(app.config.threshold)?;
    let question = fingerprint(&ask.url("search"));
    let cursor = match &paging.cursor {
        Some(written) => Some(Cursor::read(written, &question)?),
        None => None,
    };
    let (limit, context) = (paging.limit, paging.context);
    let key = format!(
        "{} {limit} {context} {:?}",
        ask.url("search"),
        paging.cursor
    );
    answer(&app, &headers, key, move |archive| {
        let now = moment(archive)?;
        let after = match cursor {
            Some(cursor) if cursor.moment != now => return Err(Trouble::Moved),
            Some(cursor) => cursor.after.min(DEPTH),
            None => 0,
        };
        let request = Request { context, ..request };
        let (found, hits, has_more) = page(archive, request, after, limit)?;
        let next = has_more.then(|| Cursor {
            after: after + limit,
            moment: now,
            question,
        });
        Ok(SearchAnswer {
            found,
            hits,
            next: next.map(|cursor| cursor.write()),
        })
    })
    .await
}

/// `GET /api/v1/facets`
pub async fn facets(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let ask = first_page(&app, &address.unwrap_or_default())?;
    let request = ask.request(app.config.threshold)?;
    answer(&app, &headers, ask.url("facets"), move |archive| {
        let found = archive.find(&Request {
            limit: 1,
            wants_facets: true,
            ..request
        })?;
        let facets = found.facets.unwrap_or_default().into_iter();
        Ok(FacetsAnswer {
            found: found.n_found.unwrap_or(0),
            facets: facets
                .map(|(facet, counts)| (facet.to_owned(), counts))
                .collect(),
        })
    })
    .await
}

/// What is asked for, whatever page a person would be on.
fn first_page(app: &App, address: &str) -> Result<Ask, Trouble> {
    let ask = Ask::parse(address)?;
    check(app, &ask)?;
    Ok(Ask { page: 1, ..ask })
}

/// How many were found, those of the page, and whether there is another page.
fn page(
    archive: &Archive,
    request: Request,
    after: usize,
    limit: usize,
) -> Result<(u64, Vec<Hit>, bool), Trouble> {
    let end = (after + limit).min(DEPTH);
    let found = archive.find(&Request {
        limit: end + 1,
        wants_facets: true,
        ..request
    })?;
    let has_more = found.hits.len() > end && end < DEPTH;
    let hits = found.hits.into_iter().take(end).skip(after).collect();
    Ok((found.n_found.unwrap_or(0), hits, has_more))
}
