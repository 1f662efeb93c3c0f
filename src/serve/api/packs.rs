//! Which packs are there, and what is in one?
//!
//! `GET /api/v1/packs` and `GET /api/v1/packs/{name}`: for internal use and through the same gate as every file, so that
//! withdrawn words are in neither. What is to be published leaves as a file, by the page or the command line, where it is
//! checked and written down.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Archive;
use crate::quote::pack::Item;
use crate::quote::rights::Purpose;
use crate::quote::rights::gate::{Refusal, gate};
use crate::serve::api::{Problem, etag, is_known, json, known, tagged};
use crate::serve::app::App;
use crate::serve::packs::{opened, rights_for};
use crate::serve::trouble::Trouble;

/// Every pack, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PacksAnswer {
    pub packs: Vec<PackListed>,
}

/// A pack of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackListed {
    pub name: String,
    /// The question that it was made for; empty where it was gathered by hand.
    pub query: String,
    pub quotes: u32,
    /// RFC 3339.
    pub made_at: String,
    pub changed_at: String,
}

/// A pack, for internal use.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackAnswer {
    pub name: String,
    pub query: String,
    pub filters: Vec<PackFilter>,
    /// In order.
    pub quotes: Vec<PackQuote>,
    /// What was withdrawn and is in no file.
    pub left_out: Vec<PackLeftOut>,
}

/// A filter of the question.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackFilter {
    pub name: String,
    pub value: String,
}

/// A quote as it is printed, and where its words stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackQuote {
    /// The words with their marks.
    pub quote: String,
    pub quote_sha256: String,
    /// `call:turn:start-end`, with a comma between several stretches.
    pub source: String,
    pub turn_sha256: String,
    pub section: Option<String>,
    pub note: Option<String>,
    /// How far the words may be shown: `internal`, `anonymous`, `role+industry`, `company`, `name` or `logo`.
    pub rights: String,
    pub role: String,
    pub account: Option<String>,
    pub industry: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    pub date: Option<String>,
    /// Minutes and seconds into the recording.
    pub minute: Option<String>,
    pub link: Option<String>,
    pub tags: Vec<String>,
}

/// A quote that may not leave.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackLeftOut {
    /// Its number in the pack, from 1.
    pub number: usize,
    pub source: String,
    pub why: String,
}

/// `GET /api/v1/packs`
pub async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    answer(&app, &headers, packs).await
}

/// `GET /api/v1/packs/{name}`
pub async fn get(
    State(app): State<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    answer(&app, &headers, move |archive| pack(archive, &name)).await
}

/// Answers with a tag made of the answer itself: a pack changes without a call that does.
async fn answer<T: Serialize + 'static>(
    app: &App,
    headers: &HeaderMap,
    make: impl FnOnce(&Archive) -> Result<T, Trouble> + Send + 'static,
) -> Result<Response, Problem> {
    let body = app
        .readers
        .ask(move |archive| json(&make(archive)?))
        .await?;
    let tag = etag(&String::from_utf8_lossy(&body), "packs");
    let is_known = is_known(known(headers).as_deref(), &tag);
    Ok(tagged(&tag, (!is_known).then_some(body)))
}

fn packs(archive: &Archive) -> Result<PacksAnswer, Trouble> {
    let packs = archive.catalogue.packs()?.into_iter();
    let listed = packs.map(|pack| PackListed {
        name: pack.name,
        query: pack.query,
        quotes: pack.n_items,
        made_at: pack.made_at,
        changed_at: pack.changed_at,
    });
    Ok(PacksAnswer {
        packs: listed.collect(),
    })
}

fn pack(archive: &Archive, name: &str) -> Result<PackAnswer, Trouble> {
    let pack = opened(&archive.catalogue, name)?;
    let rights = rights_for(&archive.catalogue, &pack)?;
    let gated = gate(&pack, &rights, Purpose::Internal);
    let allowed = gated.allowed.get();
    let filters = allowed.filters.iter().map(|(name, value)| PackFilter {
        name: name.clone(),
        value: value.clone(),
    });
    Ok(PackAnswer {
        name: allowed.name.clone(),
        query: allowed.query.clone(),
        filters: filters.collect(),
        quotes: allowed.items.iter().map(quote).collect(),
        left_out: gated.refused.iter().map(left_out).collect(),
    })
}

fn quote(item: &Item) -> PackQuote {
    let said_by = &item.said_by;
    PackQuote {
        quote: item.words(),
        quote_sha256: item.hash(),
        source: item.source(),
        turn_sha256: item.seal.turn_sha256.clone(),
        section: item.section.clone(),
        note: item.note.clone(),
        rights: item.level.unwrap_or_default().name().to_owned(),
        role: item.role(),
        account: said_by.account.clone(),
        industry: said_by.industry.clone(),
        stage: said_by.stage.clone(),
        outcome: said_by.outcome.clone(),
        date: said_by.date.clone(),
        minute: item.seal.minute.clone(),
        link: said_by.link.clone(),
        tags: said_by.tags.clone(),
    }
}

fn left_out(refusal: &Refusal) -> PackLeftOut {
    PackLeftOut {
        number: refusal.item,
        source: refusal.source.clone(),
        why: refusal.why.clone(),
    }
}
