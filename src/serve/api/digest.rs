//! What have the newest calls brought, for programs?
//!
//! `GET /api/v1/digest?since=7d`: the same as `verbatim digest --format json`.

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::serve::api::{Problem, answer};
use crate::serve::app::App;
use crate::serve::counted;
use crate::serve::period::{Asked, make};

/// `GET /api/v1/digest`
pub async fn get(
    State(app): State<App>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::parse(&address.unwrap_or_default())?;
    let _turn = app.feed.make_digest()?;
    let ledger = counted::ledger(&app).await?;
    let (period, threshold) = (asked.period, app.config.threshold);
    // `7d` is another period a second later.
    let question = format!("digest {} {}", period.since_told(), period.until_told());
    answer(&app, &headers, question, move |archive| {
        make(archive, &ledger, period, threshold)
    })
    .await
}
