//! What does a person hear where the program is least sure?
//!
//! `GET /labels`: one sentence with what stands around it, and a button with a key of its own for each answer.
//! `POST /labels/answer` keeps it at once. `POST /labels/learn` learns from all answers behind the page and shows what
//! changed; `POST /labels/unlearn` takes that back.

pub mod figures;

pub mod sentence;

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::call::Span;
use crate::learn::label::Manner;
use crate::mention::{Origin, Polarity, Tag, Target};
use crate::mine::lexicon::Lexicons;
use crate::serve::app::App;
use crate::serve::desk::{Answer, Board, Next, Question, line_up};
use crate::serve::lesson::{can_be_taken_back, learn as teach, unlearn as forget};
use crate::serve::pages::changes::Changes;
use crate::serve::pages::intake::PATIENCE;
use crate::serve::pages::labels::figures::{Told, told};
use crate::serve::pages::labels::sentence::{Shown, shown};
use crate::serve::pages::{Frame, render};
use crate::serve::shown::{grouped, many};
use crate::serve::trouble::Trouble;
use crate::serve::work::{Outcome, Steps, Task, aside, check_that_nobody_writes, other_writer};
use crate::tend::tags::kinds;

#[derive(Template)]
#[template(path = "labels.html", config = "src/serve/askama.toml")]
struct LabelsPage {
    frame: Frame,
    working: Option<String>,
    other: Option<String>,
    broken: Option<String>,
    summary: String,
    notes: Vec<String>,
    asked: Option<Shown>,
    has_looked: bool,
    can_undo: bool,
    can_learn: bool,
    can_unlearn: bool,
    lesson: Option<Told>,
    changes: Option<Changes>,
    /// After something was taken back.
    heard: Option<String>,
}

/// The form of an answer.
#[derive(Deserialize)]
pub struct Fields {
    call: String,
    turn: u32,
    from: u32,
    to: u32,
    /// `nothing`, `skip`, or a tag.
    answer: String,
    #[serde(default)]
    polarity: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    origin: String,
}

/// `GET /labels?kind=pain`
pub async fn get(State(app): State<App>, RawQuery(address): RawQuery) -> Result<Response, Trouble> {
    let address = address.unwrap_or_default();
    let kind = form_urlencoded::parse(address.as_bytes()).find(|(name, _)| name == "kind");
    let kind = kind.map(|(_, value)| value.into_owned());
    let (lexicons, dir) = (app.lexicons.now(), app.dir.clone());
    let tools = Arc::clone(&app.tools);
    let (board, kinds) = app
        .readers
        .ask(move |archive| {
            let board = tools.desk.board(archive, &dir, &lexicons)?;
            Ok((board, kinds(&lexicons)))
        })
        .await?;
    let work = &app.tools.work;
    let mut broken = None;
    for task in [Task::Queue, Task::Learn, Task::Unlearn] {
        if let Some(Err(message)) = work.ended(task).map(|ended| ended.outcome) {
            broken = Some(message);
        }
    }
    let lesson = match work.ended(Task::Learn).map(|ended| ended.outcome) {
        Some(Ok(Outcome::Learned(lesson))) => Some(lesson),
        _ => None,
    };
    let heard = match work.ended(Task::Unlearn).map(|ended| ended.outcome) {
        Some(Ok(Outcome::Heard(n))) => Some(format!(
            "What was learned is taken back, and {} were heard again.",
            many(n, "call")
        )),
        _ => None,
    };
    let dir = app.dir.clone();
    let can_unlearn = aside(move || Ok(can_be_taken_back(&dir))).await?;
    render(&LabelsPage {
        frame: Frame::of("labels"),
        working: work.running().map(|running| running.told()),
        other: other_writer(&app.dir),
        broken,
        summary: summary(&board),
        notes: notes(&board),
        has_looked: !matches!(board.next, Next::NotLooked),
        can_undo: board.can_undo,
        can_learn: board.can_learn,
        can_unlearn,
        changes: lesson.as_ref().map(|lesson| Changes::of(&lesson.compared)),
        lesson: lesson.as_deref().map(told),
        heard,
        asked: match board.next {
            Next::Sentence(asked) => Some(shown(*asked, &kinds, kind.as_deref())),
            _ => None,
        },
    })
}

/// `POST /labels/queue`
pub async fn queue(State(app): State<App>) -> Result<Response, Trouble> {
    let behind = app.clone();
    begin(&app, Task::Queue, move |steps| line_up(&behind, steps)).await
}

/// `POST /labels/learn`
pub async fn learn(State(app): State<App>) -> Result<Response, Trouble> {
    check_that_nobody_writes(&app.dir)?;
    let behind = app.clone();
    app.tools.work.forget(Task::Unlearn);
    begin(&app, Task::Learn, move |steps| teach(&behind, steps)).await
}

/// `POST /labels/unlearn`
pub async fn unlearn(State(app): State<App>) -> Result<Response, Trouble> {
    check_that_nobody_writes(&app.dir)?;
    let behind = app.clone();
    app.tools.work.forget(Task::Learn);
    begin(&app, Task::Unlearn, move |steps| forget(&behind, steps)).await
}

async fn begin(
    app: &App,
    task: Task,
    act: impl FnOnce(&Steps) -> Result<Outcome, String> + Send + 'static,
) -> Result<Response, Trouble> {
    app.tools.work.begin(task, act)?;
    app.tools.work.wait(PATIENCE).await;
    Ok(Redirect::to("/labels").into_response())
}

/// `POST /labels/answer`
pub async fn answer(
    State(app): State<App>,
    sent: Result<Form<Fields>, FormRejection>,
) -> Result<Response, Trouble> {
    let unreadable = "the form names no sentence; go back, reload the page and try again";
    let Form(fields) = sent.map_err(|_| Trouble::Asked(unreadable.to_owned()))?;
    let (lexicons, dir) = (app.lexicons.now(), app.dir.clone());
    let answer = answer_of(&fields, &lexicons)?;
    let tools = Arc::clone(&app.tools);
    let question = Question {
        call: fields.call,
        turn: fields.turn,
        span: Span {
            start: fields.from,
            end: fields.to,
        },
    };
    app.readers
        .ask(move |archive| tools.desk.answer(archive, &dir, &question, answer))
        .await?;
    Ok(Redirect::to("/labels").into_response())
}

/// `POST /labels/undo`
pub async fn undo(State(app): State<App>) -> Result<Response, Trouble> {
    aside(move || app.tools.desk.undo(&app.dir)).await?;
    Ok(Redirect::to("/labels").into_response())
}

fn answer_of(fields: &Fields, lexicons: &Lexicons) -> Result<Answer, Trouble> {
    let (kind, category) = match fields.answer.as_str() {
        "nothing" => return Ok(Answer::Nothing),
        "skip" => return Ok(Answer::Skip),
        tag => tag.split_once('/').unwrap_or((tag, "")),
    };
    let known = kinds(lexicons)
        .into_iter()
        .find(|known| known.name == kind)
        .is_some_and(|known| known.categories.iter().any(|one| one == category));
    if !known {
        return Err(Trouble::Asked(
            "there is no such tag; choose one of those on the page".to_owned(),
        ));
    }
    let tag = Tag(fields.answer.clone());
    let mut manner = Manner::usual(&tag);
    match fields.polarity.as_str() {
        "negated" => manner.polarity = Polarity::Negated,
        "hypothetical" => manner.polarity = Polarity::Hypothetical,
        _ => {}
    }
    if fields.target == "other" {
        manner.target = Target::Other;
    }
    if fields.origin == "led" {
        manner.origin = Origin::Led;
    }
    Ok(Answer::Mention(tag, manner))
}

fn summary(board: &Board) -> String {
    let judged = board.n_labels + board.n_nothing;
    let so_far = format!(
        "{} judged in this sitting ({}, {} with nothing)",
        many(judged, "sentence"),
        many(board.n_labels, "mention"),
        board.n_nothing
    );
    match board.next {
        Next::NotLooked => "Nobody has looked for sentences yet.".to_owned(),
        Next::Nothing => format!("Every sentence is answered or skipped. {so_far}."),
        Next::Sentence(_) => format!("{} left; {so_far}.", many(board.n_left as u64, "sentence")),
    }
}

fn notes(board: &Board) -> Vec<String> {
    let mut notes = Vec::new();
    if board.n_judged > 0 {
        notes.push(format!(
            "{} judged before",
            many(board.n_judged, "sentence")
        ));
    }
    if board.n_skipped > 0 {
        notes.push(format!("{} skipped", grouped(board.n_skipped as u64)));
    }
    if board.n_changed > 0 {
        notes.push(format!(
            "{} left out, because the text is another one than when it was labelled",
            many(board.n_changed, "call")
        ));
    }
    if let Some(at) = &board.made_at {
        notes.push(format!("put into order at {at}"));
    }
    if board.is_stale {
        notes.push(
            "the archive or the lexicons have changed since; look again to ask about the newest"
                .to_owned(),
        );
    }
    notes
}
