//! What have people decided, and where does it stand now?
//!
//! `GET /api/v1/marks`, of one call with `call=ID`, else of all calls; [`said`] takes new decisions.

pub mod said;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Archive;
use crate::call::Call;
use crate::mention::by_hand::Override;
use crate::mine::overrule::{Spot, spot};
use crate::serve::api::{Problem, answer};
use crate::serve::app::App;
use crate::serve::trouble::Trouble;

/// Everything that people decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarksAnswer {
    pub marks: Vec<MarkGiven>,
}

/// What a person decided about a tag and some words; the shape of `mark --list --json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkGiven {
    pub call: String,
    pub turn: u32,
    /// Byte span in the turn's text.
    pub start: u32,
    pub end: u32,
    pub quote: String,
    /// `kind/category`
    pub tag: String,
    /// `yes`, `no`, `polarity=…`, `target=…` or `origin=…`.
    pub decision: String,
    pub note: Option<String>,
    /// RFC 3339.
    pub decided_at: String,
    /// `placed`, `moved`, or `orphaned`: no prospect says these words any more.
    pub state: String,
}

/// `GET /api/v1/marks`
pub async fn get(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let address = address.unwrap_or_default();
    let mut pairs = form_urlencoded::parse(address.as_bytes());
    let call = pairs
        .find(|(name, value)| name == "call" && !value.is_empty())
        .map(|(_, value)| value.into_owned());
    answer(&app, &headers, format!("marks {call:?}"), move |archive| {
        marks(archive, call.as_deref())
    })
    .await
}

fn marks(archive: &Archive, call: Option<&str>) -> Result<MarksAnswer, Trouble> {
    let decided = match call {
        Some(id) => archive.catalogue.overrides_of(id)?,
        None => archive.catalogue.all_overrides()?,
    };
    let mut marks = Vec::new();
    // They come call by call, so each call is opened once.
    let mut open: Option<(String, Option<Call>)> = None;
    for decided in &decided {
        let is_open = open.as_ref().is_some_and(|(id, _)| *id == decided.call.0);
        if !is_open {
            let kept = archive.catalogue.call(&decided.call.0)?;
            open = Some((decided.call.0.clone(), kept.map(|(_, call)| call)));
        }
        let call = open.as_ref().and_then(|(_, call)| call.as_ref());
        marks.push(mark(decided, call));
    }
    Ok(MarksAnswer { marks })
}

fn mark(decided: &Override, call: Option<&Call>) -> MarkGiven {
    let spot = call.and_then(|call| spot(call, decided));
    mark_at(decided, spot)
}

fn mark_at(decided: &Override, spot: Option<Spot>) -> MarkGiven {
    let state = match spot {
        Some(spot) if spot.turn == decided.turn && spot.span == decided.span => "placed",
        Some(_) => "moved",
        None => "orphaned",
    };
    let span = spot.map_or(decided.span, |spot| spot.span);
    MarkGiven {
        call: decided.call.0.clone(),
        turn: spot.map_or(decided.turn, |spot| spot.turn),
        start: span.start,
        end: span.end,
        quote: decided.quote.clone(),
        tag: decided.tag.0.clone(),
        decision: decided.decision.to_string(),
        note: decided.note.clone(),
        decided_at: decided.decided_at.clone(),
        state: state.to_owned(),
    }
}
