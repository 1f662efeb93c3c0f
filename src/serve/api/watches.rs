//! Which searches are saved, for programs?
//!
//! `GET /api/v1/watches`: each with the alerts that it gave last.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Archive;
use crate::pipeline::watches::letters::said;
use crate::serve::api::{Problem, answer};
use crate::serve::app::App;
use crate::serve::saved::filters;
use crate::serve::trouble::Trouble;
use crate::store::watches::WatchRow;
use crate::store::watches::alerts::AlertRow;

/// Alerts told of each saved search.
const ALERTS: usize = 20;

/// Every saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatchesAnswer {
    pub watches: Vec<WatchSaved>,
}

/// A saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatchSaved {
    pub name: String,
    pub query: String,
    pub filters: Vec<WatchFilter>,
    /// The place in the config to which its alerts are posted.
    pub post: Option<String>,
    /// RFC 3339.
    pub made_at: String,
    /// Alerts in all.
    pub n_alerts: u64,
    /// Alerts that wait to be posted.
    pub n_waiting: u64,
    /// Alerts that could not be posted.
    pub n_failed: u64,
    /// The newest alerts, the newest first.
    pub alerts: Vec<WatchAlert>,
}

/// A filter of a saved search.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatchFilter {
    pub name: String,
    pub value: String,
}

/// A turn that answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatchAlert {
    pub call: String,
    pub turn: u32,
    /// Byte span in the turn's text.
    pub start: u32,
    pub end: u32,
    /// None where the call says something else there now, or is gone.
    pub quote: Option<String>,
    /// RFC 3339.
    pub found_at: String,
    /// `shown`, `waiting`, `posted` or `failed`.
    pub state: String,
}

/// `GET /api/v1/watches`
pub async fn get(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    // What is saved changes without any call changing, so it belongs to the question.
    let state = app.readers.ask(state).await?;
    let question = format!("watches {state}");
    answer(&app, &headers, question, watches).await
}

/// Differs whenever something is saved, removed, found or posted.
fn state(archive: &Archive) -> Result<String, Trouble> {
    let mut state = archive.catalogue.last_alert()?.to_string();
    for row in archive.catalogue.watches()? {
        let counts = archive.catalogue.alert_counts(row.number)?;
        state.push_str(&format!(
            " {} {} {} {}",
            row.number, counts.all, counts.waiting, counts.failed
        ));
    }
    Ok(state)
}

fn watches(archive: &Archive) -> Result<WatchesAnswer, Trouble> {
    let mut watches = Vec::new();
    for row in archive.catalogue.watches()? {
        watches.push(watch(archive, row)?);
    }
    Ok(WatchesAnswer { watches })
}

fn watch(archive: &Archive, row: WatchRow) -> Result<WatchSaved, Trouble> {
    let catalogue = &archive.catalogue;
    let counts = catalogue.alert_counts(row.number)?;
    let mut alerts = Vec::new();
    for alert in catalogue.newest_alerts(Some(&row.name), ALERTS)? {
        let quote = said(catalogue, &alert)?.map(|said| said.quote);
        alerts.push(told(alert, quote));
    }
    let filters = filters(&row).into_iter();
    Ok(WatchSaved {
        filters: filters
            .map(|(name, value)| WatchFilter { name, value })
            .collect(),
        name: row.name,
        query: row.query,
        post: row.post,
        made_at: row.made_at,
        n_alerts: counts.all,
        n_waiting: counts.waiting,
        n_failed: counts.failed,
        alerts,
    })
}

fn told(alert: AlertRow, quote: Option<String>) -> WatchAlert {
    WatchAlert {
        call: alert.call,
        turn: alert.turn,
        start: alert.from,
        end: alert.to,
        quote,
        found_at: alert.found_at,
        state: alert.state.name().to_owned(),
    }
}
