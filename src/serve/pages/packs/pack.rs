//! What is in this pack, and what can be done with each quote?
//!
//! `GET /packs/{name}`: the quotes in their order under their headings, each with its words and marks, who said it, how
//! far it may be shown and what is hidden when it is published. Every form on the page is a change of its own.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use crate::serve::app::App;
use crate::serve::auth::scope::Scope;
use crate::serve::auth::visitor::{By, Visitor};
use crate::serve::packs::fields::Fields;
use crate::serve::packs::opened;
use crate::serve::pages::packs::quotes::View;
use crate::serve::pages::{Frame, render};
use crate::serve::trouble::Trouble;

#[derive(Template)]
#[template(path = "pack.html", config = "src/serve/askama.toml")]
struct PackPage {
    frame: Frame,
    view: View,
    may: May,
    can_undo: bool,
    /// Quotes of the basket that could not be sealed.
    n_left_out: u32,
    /// Quotes of the search that were left out because their words were withdrawn.
    n_withdrawn: u32,
    /// What was done just before.
    told: Option<&'static str>,
}

/// What the visitor may do.
struct May {
    change: bool,
    grant: bool,
    /// Whether nothing tells who it is, so that the forms ask.
    is_nameless: bool,
}

/// `GET /packs/{name}`
pub async fn get(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let fields = Fields::read(&address.unwrap_or_default());
    let (config, tools) = (app.config.clone(), app.tools.clone());
    let (view, can_undo) = app
        .readers
        .ask(move |archive| {
            let pack = opened(&archive.catalogue, &name)?;
            let can_undo = tools.undos.can_undo(&pack);
            Ok((View::of(&archive.catalogue, pack, &config)?, can_undo))
        })
        .await?;
    render(&PackPage {
        frame: Frame::of("packs"),
        view,
        can_undo,
        n_left_out: fields.get("left-out").parse().unwrap_or(0),
        n_withdrawn: fields.get("withdrawn").parse().unwrap_or(0),
        told: told(fields.get("told")),
        may: May {
            change: visitor.may(Scope::Export),
            grant: visitor.may(Scope::Admin),
            is_nameless: visitor.by == By::Home,
        },
    })
}

/// What was done, for people.
fn told(word: &str) -> Option<&'static str> {
    match word {
        "put-in" => Some("The quote is in the pack."),
        "there" => Some("The pack had these words already, so nothing was added."),
        "renamed" => Some("The pack has this name now; its history came along."),
        "duplicated" => {
            Some("This is the copy; what left and where it was used stays with the other one.")
        }
        _ => None,
    }
}
