//! How does a person put right on a page what the program heard?
//!
//! `POST /calls/{id}/marks` keeps a decision, `POST /calls/{id}/marks/undo` takes one back; both lead back to the turn.
//! The same as `verbatim mark`, and kept in the same place.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::call::Span;
use crate::mention::by_hand::{Decision, Override};
use crate::pipeline::mark::{Meant, Wish, decide, take_back};
use crate::serve::app::App;
use crate::serve::by_hand::{asked, known_tag, workshop};
use crate::serve::shown::{call_url, segment};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};

/// `POST /calls/{id}/marks`
pub async fn put(
    State(app): State<App>,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let posted = Posted(fields);
    let turn = posted.turn()?;
    let url = call_url(&id, turn);
    aside(move || put_now(&app, &id, turn, &posted)).await?;
    Ok(Redirect::to(&url).into_response())
}

/// `POST /calls/{id}/marks/undo`
pub async fn undo(
    State(app): State<App>,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let posted = Posted(fields);
    // Where the mark stands now; an orphaned one stands nowhere.
    let url = match posted.get("at").and_then(|at| at.parse().ok()) {
        Some(turn) => call_url(&id, turn),
        None => format!("/calls/{}", segment(&id)),
    };
    aside(move || undo_now(&app, &id, &posted)).await?;
    Ok(Redirect::to(&url).into_response())
}

fn put_now(app: &App, id: &str, turn: u32, posted: &Posted) -> Result<(), Trouble> {
    let lexicons = app.lexicons.now();
    let tag = known_tag(posted.wanted("tag")?, &lexicons)?;
    let meant = match posted.get("words") {
        Some(words) => Meant::Quote(Some(words)),
        None => Meant::At(posted.span()?),
    };
    let wish = Wish {
        call: id,
        turn,
        tag: &tag,
        decision: posted.decision()?,
        meant,
        note: posted.get("note"),
        now: &now(),
    };
    decide(&app.dir, &workshop(&lexicons, &app.config), &wish, &|_| {})
        .map(drop)
        .map_err(Trouble::from)
}

fn undo_now(app: &App, id: &str, posted: &Posted) -> Result<(), Trouble> {
    let lexicons = app.lexicons.now();
    let (turn, span) = (posted.turn()?, posted.span()?);
    let (tag, field) = (posted.wanted("tag")?, posted.wanted("field")?);
    let is_meant = |decided: &Override| {
        decided.turn == turn
            && decided.span == span
            && decided.tag.0 == tag
            && decided.decision.field() == field
    };
    // Taken back twice is taken back: whoever clicks twice need not be told.
    take_back(
        &app.dir,
        &workshop(&lexicons, &app.config),
        id,
        |decided, _| is_meant(decided),
        &|_| {},
    )
    .map(drop)
    .map_err(Trouble::from)
}

/// What a form sent.
struct Posted(Vec<(String, String)>);

impl Posted {
    /// A field that was filled in.
    fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        values.find_map(|(_, value)| Some(value.trim()).filter(|v| !v.is_empty()))
    }

    fn wanted(&self, name: &str) -> Result<&str, Trouble> {
        self.get(name).ok_or_else(|| {
            Trouble::Asked(format!("the form has no {name}; go back and send it again"))
        })
    }

    fn turn(&self) -> Result<u32, Trouble> {
        let turn = self.wanted("turn")?.parse();
        turn.map_err(|_| asked("this names no turn; go back and send the form again"))
    }

    /// `12-40`: bytes of the turn's text.
    fn span(&self) -> Result<Span, Trouble> {
        let unclear =
            || asked("which words are meant? Choose a sentence, or copy some of its words");
        let (start, end) = self
            .get("span")
            .and_then(|span| span.split_once('-'))
            .ok_or_else(unclear)?;
        match (start.parse(), end.parse()) {
            (Ok(start), Ok(end)) => Ok(Span { start, end }),
            _ => Err(unclear()),
        }
    }

    fn decision(&self) -> Result<Decision, Trouble> {
        Decision::from_word(self.wanted("decision")?)
            .ok_or_else(|| asked("this is no decision; choose one of the buttons"))
    }
}
