//! What is listened for?
//!
//! `GET /api/v1/lexicons`: every entry of every lexicon that this server listens with, as its author wrote it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::mine::lexicon::{Entry, LexiconError, Listens, Sources};
use crate::pipeline::by_config;
use crate::serve::api::{Problem, etag, is_known, json, known, tagged};
use crate::serve::app::App;
use crate::serve::trouble::Trouble;

/// Everything that is listened for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LexiconsAnswer {
    /// Two archives with the same one were heard alike.
    pub fingerprint: String,
    pub entries: Vec<LexiconEntry>,
}

/// One phrase in its ways of being said, or one piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub struct LexiconEntry {
    /// The lexicon's file without its ending.
    pub lexicon: String,
    pub name: String,
    /// `kind/category`
    pub tag: String,
    /// Whom it listens to; empty: to anyone.
    pub personas: Vec<String>,
    /// Where the deal must stand; empty: anywhere.
    pub stages: Vec<String>,
    /// 0 to 1.
    pub confidence: f32,
    pub patterns: Vec<String>,
    /// Sentences that it must hear.
    pub hear: Vec<String>,
    /// Near misses that it must not hear.
    pub near: Vec<String>,
}

/// `GET /api/v1/lexicons`
pub async fn get(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let known = known(&headers);
    let made = tokio::task::spawn_blocking(move || {
        let sources = by_config::lexicon_sources(&app.config, &app.dir).map_err(unreadable)?;
        let tag = etag("lexicons", sources.fingerprint());
        if is_known(known.as_deref(), &tag) {
            return Ok((tag, None));
        }
        let body = json(&lexicons(&sources)?)?;
        Ok::<_, Trouble>((tag, Some(body)))
    });
    let made = made.await;
    let (tag, body) =
        made.map_err(|_| Trouble::Own("the lexicons could not be read".to_owned()))??;
    Ok(tagged(&tag, body))
}

fn lexicons(sources: &Sources) -> Result<LexiconsAnswer, Trouble> {
    let lexicons = sources.compile().map_err(unreadable)?;
    Ok(LexiconsAnswer {
        fingerprint: lexicons.fingerprint().to_owned(),
        entries: lexicons.entries.iter().map(entry).collect(),
    })
}

fn entry(entry: &Entry) -> LexiconEntry {
    let personas = match &entry.listens {
        _ if !entry.limits.personas.is_empty() => entry.limits.personas.clone(),
        Listens::Persona(persona) => vec![persona.clone()],
        Listens::Anyone => Vec::new(),
    };
    LexiconEntry {
        lexicon: entry.lexicon.clone(),
        name: entry.name.clone(),
        tag: entry.tag.0.clone(),
        personas,
        stages: entry.limits.stages.clone(),
        confidence: entry.confidence,
        patterns: entry.patterns.clone(),
        hear: entry.hear.clone(),
        near: entry.near.clone(),
    }
}

fn unreadable(error: LexiconError) -> Trouble {
    Trouble::Own(format!("the lexicons cannot be read: {error}"))
}
