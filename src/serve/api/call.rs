//! What was said on a call, by whom, and what was heard in it?
//!
//! `GET /api/v1/calls/{id}`. The text of a turn is the stored one; a quote is its bytes from `start` to `end`. Addresses
//! of people are left out: nobody needs them to read a call.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::archive::Archive;
use crate::call::Call;
use crate::mention::Mention;
use crate::serve::api::{Problem, answer};
use crate::serve::app::App;
use crate::serve::trouble::Trouble;

/// A whole call.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallAnswer {
    pub id: String,
    pub title: Option<String>,
    /// RFC 3339 date or date-time.
    pub started_at: Option<String>,
    /// Seconds.
    pub duration: Option<f64>,
    /// BCP 47, where the transcript says so.
    pub language: Option<String>,
    /// The format that it was read from.
    pub format: String,
    pub recording_url: Option<String>,
    pub account: Option<String>,
    pub industry: Option<String>,
    pub size: Option<String>,
    pub region: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    pub people: Vec<Person>,
    pub turns: Vec<SpokenTurn>,
    pub mentions: Vec<Heard>,
}

/// Somebody on the call.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    pub name: String,
    /// `prospect`, `rep` or `unknown`.
    pub side: String,
    /// How the side is known.
    pub side_reason: String,
    /// The job title.
    pub title: Option<String>,
    pub persona: String,
}

/// One speaker's uninterrupted stretch.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpokenTurn {
    /// Place among `people`, from 0.
    pub speaker: u32,
    /// Seconds from the start of the recording.
    pub start: Option<f64>,
    pub end: Option<f64>,
    pub text: String,
    /// Opens the recording at these words.
    pub link: Option<String>,
}

/// A tag that was heard.
#[derive(Debug, Serialize, ToSchema)]
pub struct Heard {
    /// Place among `turns`, from 0.
    pub turn: u32,
    /// Byte span in the turn's text.
    pub start: u32,
    pub end: u32,
    /// The words themselves.
    pub quote: String,
    /// `kind/category`
    pub tag: String,
    /// `affirmed`, `negated` or `hypothetical`.
    pub polarity: String,
    /// `own` or `other`: whose thing the words are about.
    pub target: String,
    /// `unprompted` or `led`.
    pub origin: String,
    /// 0 to 1.
    pub confidence: f32,
    /// The lexicon that heard it; `marked by hand` where a person decided.
    pub lexicon: String,
    /// The pattern as its author wrote it.
    pub pattern: String,
}

/// `GET /api/v1/calls/{id}`
pub async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let threshold = app.config.threshold;
    answer(&app, &headers, format!("call {id}"), move |archive| {
        call(archive, &id, threshold)
    })
    .await
}

fn call(archive: &Archive, id: &str, threshold: f32) -> Result<CallAnswer, Trouble> {
    let Some((ord, call)) = archive.catalogue.call(id)? else {
        return Err(Trouble::NotThere("call"));
    };
    let mentions = archive.catalogue.mentions(ord)?;
    let sure = mentions
        .iter()
        .filter(|mention| mention.confidence >= threshold);
    let mentions = sure.map(|mention| heard(&call, mention)).collect();
    let account = call.account.clone().unwrap_or_default();
    let deal = call.deal.clone().unwrap_or_default();
    Ok(CallAnswer {
        people: people(&call),
        turns: turns(&call),
        mentions,
        id: call.id.0,
        title: call.title,
        started_at: call.started_at,
        duration: call.duration,
        language: call.language,
        format: call.format,
        recording_url: call.recording_url,
        account: account.name,
        industry: account.industry,
        size: account.size,
        region: account.region,
        stage: deal.stage,
        outcome: deal.outcome,
    })
}

fn people(call: &Call) -> Vec<Person> {
    let people = call.participants.iter();
    people
        .map(|person| Person {
            name: person.name.clone(),
            side: person.side.name().to_owned(),
            side_reason: person.side_reason.name().to_owned(),
            title: person.title.clone(),
            persona: person.persona.clone(),
        })
        .collect()
}

fn turns(call: &Call) -> Vec<SpokenTurn> {
    let turns = call.turns.iter();
    turns
        .map(|turn| SpokenTurn {
            speaker: turn.speaker,
            start: turn.start,
            end: turn.end,
            text: turn.text.clone(),
            link: call.link_at(turn.start),
        })
        .collect()
}

fn heard(call: &Call, mention: &Mention) -> Heard {
    let turn = call.turns.get(mention.turn as usize);
    let quote = turn.map_or("", |turn| mention.span.slice(&turn.text));
    Heard {
        turn: mention.turn,
        start: mention.span.start,
        end: mention.span.end,
        quote: quote.to_owned(),
        tag: mention.tag.0.clone(),
        polarity: mention.polarity.name().to_owned(),
        target: mention.target.name().to_owned(),
        origin: mention.origin.name().to_owned(),
        confidence: mention.confidence,
        lexicon: mention.lexicon.clone(),
        pattern: mention.pattern.clone(),
    }
}
