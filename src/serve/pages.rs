//! What does a person see?
//!
//! One file for each page: it asks the archive, fills a template, and knows nothing of HTTP beyond its address.

pub mod search;

pub mod call;

pub mod themes;

pub mod personas;

pub mod digest;

pub mod live;

pub mod watches;

mod theme;

mod quoted;

pub mod api;
pub mod lexicons;
mod narrow;

pub mod labels;

pub mod basket;

pub mod packs;

pub mod withdraw;

pub mod intake;

pub mod working;

mod changes;

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use crate::serve::assets;
use crate::serve::trouble::Trouble;

/// What every page's frame needs.
pub struct Frame {
    pub version: &'static str,
    /// The name of the page that is open, as the menu has it.
    pub here: &'static str,
}

impl Frame {
    /// The frame around a page of the menu.
    pub fn of(here: &'static str) -> Frame {
        Frame {
            version: assets::VERSION.as_str(),
            here,
        }
    }
}

/// Renders a template.
pub fn render(template: &impl Template) -> Result<Response, Trouble> {
    Ok(Html(template.render()?).into_response())
}

/// Whether htmx asks for a piece of a page rather than for the page: going back in the history takes it whole.
pub fn wants_piece(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request") && !headers.contains_key("hx-history-restore-request")
}

#[derive(Template)]
#[template(path = "trouble.html", config = "src/serve/askama.toml")]
struct TroublePage {
    frame: Frame,
    title: &'static str,
    message: String,
}

/// The page that says what went wrong.
pub fn trouble(trouble: &Trouble) -> Response {
    let status = trouble.status();
    let page = TroublePage {
        frame: Frame::of(""),
        title: status.canonical_reason().unwrap_or("Trouble"),
        message: trouble.to_string(),
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whatever has no address here.
pub async fn not_there() -> Response {
    trouble(&Trouble::NotThere("page"))
}
