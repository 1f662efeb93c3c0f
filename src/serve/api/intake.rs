//! How much has come in, and is all of it heard and searchable?
//!
//! `GET /api/v1/intake`: for whoever delivers calls and wants to see them arrive.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Archive;
use crate::pipeline::tagged_by;
use crate::serve::api::{Problem, answer};
use crate::serve::app::App;
use crate::serve::trouble::Trouble;

/// The state of what is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntakeAnswer {
    pub calls: u64,
    pub turns: u64,
    pub mentions: u64,
    /// Accounts that have a name.
    pub accounts: u64,
    /// The number of the last change.
    pub last_change: u64,
    /// The last change that can be searched.
    pub searchable_up_to: u64,
    /// Calls that were heard with other lexicons than today's, and wait to be heard again.
    pub waiting_to_be_heard: u64,
    /// Fingerprint of today's lexicons.
    pub lexicons: String,
    /// The day of the newest call.
    pub newest: Option<String>,
    /// Calls by the format they were read from.
    pub formats: BTreeMap<String, u64>,
}

/// `GET /api/v1/intake`
pub async fn get(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let threshold = app.config.threshold;
    // The fingerprint belongs to the question: other lexicons make another answer of the same archive.
    let lexicons = app.lexicons.now().fingerprint().to_owned();
    let question = format!("intake {lexicons}");
    answer(&app, &headers, question, move |archive| {
        intake(archive, lexicons, threshold)
    })
    .await
}

fn intake(archive: &Archive, lexicons: String, threshold: f32) -> Result<IntakeAnswer, Trouble> {
    let catalogue = &archive.catalogue;
    let counts = catalogue.counts()?;
    let mut formats: BTreeMap<String, u64> = BTreeMap::new();
    let mut newest: Option<String> = None;
    let today = tagged_by(&lexicons, threshold);
    let mut waiting = 0;
    catalogue.for_each_fact(|facts| {
        waiting += u64::from(facts.lexicon != today);
        *formats.entry(facts.format).or_default() += 1;
        newest = newest.take().max(facts.started_at);
    })?;
    Ok(IntakeAnswer {
        calls: counts.calls,
        turns: counts.turns,
        mentions: counts.mentions,
        accounts: counts.accounts,
        last_change: catalogue.latest_seq()?,
        searchable_up_to: archive.seq,
        waiting_to_be_heard: waiting,
        lexicons,
        newest: newest.map(|date| date.chars().take(10).collect()),
        formats,
    })
}
