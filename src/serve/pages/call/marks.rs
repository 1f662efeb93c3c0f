//! How does a person put right on a page what the program heard?
//!
//! `POST /calls/{id}/marks` keeps a decision, `POST /calls/{id}/marks/undo` takes one back; both lead back to the turn.
//! The same as `verbatim mark`, and kept in the same place.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::call::Span;
use crate::config::Config;
use crate::mention::Tag;
use crate::mention::by_hand::{Decision, Override};
use crate::mine::lexicon::Lexicons;
use crate::pipeline::mark::{MarkError, Meant, Wish, decide, take_back};
use crate::pipeline::{Workshop, by_config};
use crate::serve::app::App;
use crate::serve::counted::aside;
use crate::serve::shown::{call_url, segment};
use crate::serve::trouble::Trouble;
use crate::tend::guide::TAGS;

/// The tags of one kind.
#[derive(Debug, Clone)]
pub struct TagGroup {
    pub kind: String,
    pub tags: Vec<String>,
}

/// Every tag that may be given: the guide's, and what the lexicons have of their own.
pub async fn tags(app: &App) -> Result<Vec<TagGroup>, Trouble> {
    let lexicons = app.lexicons.now();
    aside(move || Ok(groups(&lexicons))).await
}

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
    let tag = Tag(posted.wanted("tag")?.to_lowercase());
    let is_known = groups(&lexicons)
        .iter()
        .any(|group| group.tags.contains(&tag.0));
    if !is_known {
        return Err(asked("there is no such tag; choose one from the list"));
    }
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
    let _turn = one_at_a_time();
    decide(&app.dir, &workshop(&lexicons, &app.config), &wish, &|_| {})
        .map(drop)
        .map_err(trouble)
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
    let _turn = one_at_a_time();
    // Taken back twice is taken back: whoever clicks twice need not be told.
    take_back(
        &app.dir,
        &workshop(&lexicons, &app.config),
        id,
        |decided, _| is_meant(decided),
        &|_| {},
    )
    .map(drop)
    .map_err(trouble)
}

/// Two people who mark at the same time wait for each other rather than being told of a lock.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static WRITING: Mutex<()> = Mutex::new(());
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn workshop<'l>(lexicons: &'l Lexicons, config: &Config) -> Workshop<'l> {
    Workshop::new(lexicons, by_config::side_rules(config), config.threshold)
}

fn groups(lexicons: &Lexicons) -> Vec<TagGroup> {
    let heard = lexicons.entries.iter().map(|entry| entry.tag.0.as_str());
    let mut groups: Vec<TagGroup> = Vec::new();
    for tag in TAGS.into_iter().chain(heard) {
        let kind = tag.split('/').next().unwrap_or(tag);
        let at = groups.iter().position(|group| group.kind == kind);
        let at = at.unwrap_or_else(|| {
            groups.push(TagGroup {
                kind: kind.to_owned(),
                tags: Vec::new(),
            });
            groups.len() - 1
        });
        let tags = &mut groups[at].tags;
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    groups
}

fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

fn asked(what: &str) -> Trouble {
    Trouble::Asked(what.to_owned())
}

fn trouble(error: MarkError) -> Trouble {
    match error {
        MarkError::NoCall => Trouble::NotThere("call"),
        MarkError::NotMarkable(why) => Trouble::Asked(why.to_string()),
        MarkError::Unclear(why) => asked(why),
        MarkError::Archive(error) => Trouble::Archive(error),
    }
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
