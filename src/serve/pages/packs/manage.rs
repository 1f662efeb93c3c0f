//! How does a page give a pack another name, double it, or delete it?
//!
//! `POST /packs/{name}/rename` and `POST /packs/{name}/duplicate`. `GET /packs/{name}/delete` asks first and says what
//! stays; `POST` does it. What left, where it was used and what people said stays in any case, so that a withdrawal finds
//! it; a renamed pack takes it along.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::serve::app::App;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{opened, pack_name, pack_url, writing};
use crate::serve::pages::packs::gather::check_new;
use crate::serve::pages::{Frame, render};
use crate::serve::shown::many;
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;
use crate::store::packs::PackRow;

#[derive(Template)]
#[template(path = "pack_delete.html", config = "src/serve/askama.toml")]
struct DeletePage {
    frame: Frame,
    name: String,
    url: String,
    /// `4 quotes`
    quotes: String,
    /// What stays written down under the name: `1 file that left`, …
    stays: Vec<String>,
}

/// `POST /packs/{name}/rename`
pub async fn rename(
    State(app): State<App>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = pack_name(Fields::read(&body).get("to"))?;
    let url = format!("{}?told=renamed", pack_url(&to));
    aside(move || {
        writing(&app.dir, |catalogue| {
            if to == name {
                return Ok(());
            }
            check_new(catalogue, &to)?;
            let is_done = catalogue.rename_pack(&name, &to, &now())?;
            is_done.then_some(()).ok_or(Trouble::NotThere("pack"))
        })
    })
    .await?;
    Ok(Redirect::to(&url).into_response())
}

/// `POST /packs/{name}/duplicate`
pub async fn duplicate(
    State(app): State<App>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = pack_name(Fields::read(&body).get("to"))?;
    let url = format!("{}?told=duplicated", pack_url(&to));
    aside(move || {
        writing(&app.dir, |catalogue| {
            let row = catalogue.pack(&name)?.ok_or(Trouble::NotThere("pack"))?;
            check_new(catalogue, &to)?;
            Ok(catalogue.put_pack(&PackRow { name: to, ..row }, &now())?)
        })
    })
    .await?;
    Ok(Redirect::to(&url).into_response())
}

/// `GET /packs/{name}/delete`
pub async fn ask(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Trouble> {
    let page = app
        .readers
        .ask(move |archive| question(&archive.catalogue, &name))
        .await?;
    render(&page)
}

fn question(catalogue: &Catalogue, name: &str) -> Result<DeletePage, Trouble> {
    let pack = opened(catalogue, name)?;
    let exports = catalogue.exports()?.into_iter();
    let uses = catalogue.uses()?.into_iter();
    let said = catalogue.feedback()?.into_iter();
    let mut stays = Vec::new();
    for (n, singular, plural) in [
        (
            exports.filter(|row| row.pack == name).count(),
            "file that left",
            "files that left",
        ),
        (
            uses.filter(|row| row.pack == name).count(),
            "recorded use",
            "recorded uses",
        ),
        (
            said.filter(|row| row.pack == name).count(),
            "word of feedback",
            "words of feedback",
        ),
    ] {
        if n > 0 {
            stays.push(format!("{n} {}", if n == 1 { singular } else { plural }));
        }
    }
    Ok(DeletePage {
        frame: Frame::of("packs"),
        url: pack_url(&pack.name),
        quotes: many(pack.items.len() as u64, "quote"),
        name: pack.name,
        stays,
    })
}

/// `POST /packs/{name}/delete`
pub async fn delete(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Trouble> {
    aside(move || {
        writing(&app.dir, |catalogue| {
            let is_done = catalogue.remove_pack(&name)?;
            is_done.then_some(()).ok_or(Trouble::NotThere("pack"))
        })
    })
    .await?;
    Ok(Redirect::to("/packs?told=deleted").into_response())
}
