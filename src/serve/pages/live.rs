//! What is coming in right now?
//!
//! `GET /live`: the calls that came in last and what was heard in them; reloading shows what is new. `GET /live/events`
//! tells the same as it happens (server-sent events): every event carries a place from which whoever was cut off goes
//! on, by the catalogue's numbers.

mod news;
mod stream;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::serve::app::App;
use crate::serve::auth::origin;
use crate::serve::pages::live::news::{AlertNews, CallNews, Cursor, newest};
use crate::serve::pages::{Frame, render};
use crate::serve::trouble::Trouble;

#[derive(Template)]
#[template(path = "live.html", config = "src/serve/askama.toml")]
struct LivePage {
    frame: Frame,
    /// Where the events go on after this page.
    events: String,
    alerts: Vec<AlertNews>,
    calls: Vec<CallNews>,
}

/// `GET /live`
pub async fn get(State(app): State<App>) -> Result<Response, Trouble> {
    let threshold = app.config.threshold;
    let (cursor, alerts, calls) = app
        .readers
        .ask(move |archive| {
            // Asked first: what comes in meanwhile is told twice rather than not at all.
            let cursor = Cursor::now(archive)?;
            let (alerts, calls) = newest(archive, threshold)?;
            Ok((cursor, alerts, calls))
        })
        .await?;
    render(&LivePage {
        frame: Frame::of("live"),
        events: format!("/live/events?after={}", cursor.told()),
        alerts,
        calls,
    })
}

/// `GET /live/events`
pub async fn events(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let place = app.feed.follow()?;
    // A browser that was cut off says by itself what it heard last.
    let last = origin::text(&headers, "last-event-id").map(str::to_owned);
    let address = address.unwrap_or_default();
    let after = form_urlencoded::parse(address.as_bytes())
        .find(|(name, _)| name == "after")
        .map(|(_, value)| value.into_owned());
    let asked = last.or(after);
    let cursor = match asked.as_deref().map(Cursor::read) {
        Some(Some(cursor)) => cursor,
        Some(None) => {
            return Err(Trouble::Asked(
                "this is no place to go on from; reload the page".to_owned(),
            ));
        }
        None => app.readers.ask(Cursor::now).await?,
    };
    Ok(stream::follow(app, cursor, place))
}
