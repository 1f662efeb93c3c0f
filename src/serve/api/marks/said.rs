//! How does a program say what is heard rightly or wrongly?
//!
//! `POST /api/v1/marks` keeps a decision, `POST /api/v1/marks/undo` takes decisions back; the same as `verbatim mark`, and
//! kept in the same place.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Span;
use crate::mention::by_hand::{Decision, Override};
use crate::mine::overrule::Spot;
use crate::pipeline::mark::{Meant, Wish, decide, take_back};
use crate::serve::api::Problem;
use crate::serve::api::marks::{MarkGiven, mark_at};
use crate::serve::app::App;
use crate::serve::by_hand::{asked, known_tag, workshop};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};

/// A decision to keep. Which words are meant is said by `quote`, or by `start` and `end`; without either it is what is
/// heard in the turn as this tag, or the turn's only sentence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkWanted {
    pub call: String,
    pub turn: u32,
    /// `kind/category`
    pub tag: String,
    /// `yes`, `no`, `polarity=…`, `target=…` or `origin=…`.
    pub decision: String,
    /// Words exactly as they stand in the turn.
    pub quote: Option<String>,
    /// Byte span in the turn's text.
    pub start: Option<u32>,
    pub end: Option<u32>,
    /// Why, for whoever asks later.
    pub note: Option<String>,
}

/// Which decisions to take back: those about a tag in the turn where they stand now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarksUnwanted {
    pub call: String,
    pub turn: u32,
    /// `kind/category`
    pub tag: String,
    /// Only the one that was decided thus; without it all of them.
    pub decision: Option<String>,
}

/// How many decisions were taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarksTakenBack {
    /// 0 where there was none, or none any more.
    pub taken_back: usize,
}

/// A body as it comes, or why it does not.
type Sent = Result<Bytes, BytesRejection>;

/// `POST /api/v1/marks`
pub async fn put(State(app): State<App>, sent: Sent) -> Result<Json<MarkGiven>, Problem> {
    let wanted: MarkWanted = read(sent)?;
    let kept = aside(move || put_now(&app, &wanted)).await?;
    Ok(Json(kept))
}

/// `POST /api/v1/marks/undo`
pub async fn undo(State(app): State<App>, sent: Sent) -> Result<Json<MarksTakenBack>, Problem> {
    let unwanted: MarksUnwanted = read(sent)?;
    let taken_back = aside(move || undo_now(&app, &unwanted)).await?;
    Ok(Json(MarksTakenBack { taken_back }))
}

fn put_now(app: &App, wanted: &MarkWanted) -> Result<MarkGiven, Trouble> {
    let lexicons = app.lexicons.now();
    let tag = known_tag(&wanted.tag, &lexicons)?;
    let wish = Wish {
        call: &wanted.call,
        turn: wanted.turn,
        tag: &tag,
        decision: decision(&wanted.decision)?,
        meant: meant(wanted)?,
        note: filled(wanted.note.as_deref()),
        now: &now(),
    };
    let workshop = workshop(&lexicons, &app.config);
    let decided = decide(&app.dir, &workshop, &wish, &|_| {})?.decided;
    let spot = Spot {
        turn: decided.turn,
        span: decided.span,
    };
    Ok(mark_at(&decided, Some(spot)))
}

fn undo_now(app: &App, unwanted: &MarksUnwanted) -> Result<usize, Trouble> {
    let only = unwanted.decision.as_deref().map(decision).transpose()?;
    let tag = unwanted.tag.trim().to_lowercase();
    let is_meant = |decided: &Override, spot: Option<Spot>| {
        let turn = spot.map_or(decided.turn, |spot| spot.turn);
        let is_it = only.is_none_or(|only| only == decided.decision);
        is_it && turn == unwanted.turn && decided.tag.0 == tag
    };
    let lexicons = app.lexicons.now();
    let workshop = workshop(&lexicons, &app.config);
    let done = take_back(&app.dir, &workshop, &unwanted.call, is_meant, &|_| {})?;
    Ok(done.n_marks)
}

/// The body, which must be the JSON that the API describes. What it holds is not repeated: it may be people's words.
fn read<T: DeserializeOwned>(sent: Sent) -> Result<T, Trouble> {
    let body = sent.map_err(|_| asked("the body did not come whole, or is too long"))?;
    serde_json::from_slice(&body).map_err(|why| {
        Trouble::Asked(format!(
            "the body cannot be read as the JSON that /api describes (line {}, column {})",
            why.line(),
            why.column()
        ))
    })
}

fn decision(word: &str) -> Result<Decision, Trouble> {
    Decision::from_word(word.trim()).ok_or_else(|| {
        asked(
            "a decision is yes, no, polarity=affirmed|negated|hypothetical, target=own|other or \
             origin=unprompted|led",
        )
    })
}

fn meant(wanted: &MarkWanted) -> Result<Meant<'_>, Trouble> {
    let quote = filled(wanted.quote.as_deref());
    match (quote, wanted.start, wanted.end) {
        (quote, None, None) => Ok(Meant::Quote(quote)),
        (None, Some(start), Some(end)) => Ok(Meant::At(Span { start, end })),
        _ => Err(asked(
            "say which words are meant by quote, or by start and end together, but not by both",
        )),
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}
