//! What was said on this call, and what was heard in it?
//!
//! `GET /calls/{id}`: the whole conversation, every turn with an address of its own (`#turn-7`). `?mark=7` opens the
//! form by which a person adds a mention to turn 7; [`marks`] takes what is sent,
//! and [`sides`] what is said about who sits where. `?quote=7` opens the form by which words of turn 7 come into a pack.

pub mod marks;

pub mod sides;

mod view;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use crate::serve::app::App;
use crate::serve::auth::scope::Scope;
use crate::serve::auth::visitor::Visitor;
use crate::serve::by_hand::tags;
use crate::serve::pages::call::view::{Asked, May, View};
use crate::serve::pages::{Frame, render};
use crate::serve::trouble::Trouble;

#[derive(Template)]
#[template(path = "call.html", config = "src/serve/askama.toml")]
struct CallPage {
    frame: Frame,
    view: View,
}

/// `GET /calls/{id}`
pub async fn get(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let address = address.unwrap_or_default();
    let marking = turn_of(&address, "mark");
    let tags = match marking {
        Some(_) => tags(&app).await?,
        None => Vec::new(),
    };
    let asked = Asked {
        id,
        threshold: app.config.threshold,
        marking,
        tags,
        quoting: turn_of(&address, "quote"),
        may: May {
            pack: visitor.may(Scope::Export),
            withdraw: visitor.may(Scope::Admin),
        },
    };
    let view = app
        .readers
        .ask(move |archive| View::of(archive, asked))
        .await?;
    render(&CallPage {
        frame: Frame::of("call"),
        view,
    })
}

/// The turn whose form of a kind is asked for.
fn turn_of(address: &str, form: &str) -> Option<u32> {
    let mut pairs = form_urlencoded::parse(address.as_bytes());
    let (_, turn) = pairs.find(|(name, _)| name == form)?;
    turn.parse().ok()
}
