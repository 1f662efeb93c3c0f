//! How does a person say on a page who sits on which side?
//!
//! `POST /calls/{id}/sides`, from the form below "Who is who": what was chosen otherwise, prospects and reps swapped, or
//! everything taken back. The same as `verbatim sides`, and kept in the same place.

use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::call::Side;
use crate::pipeline::sides::{Setting, Wish, decide, take_back};
use crate::serve::app::App;
use crate::serve::by_hand::{asked, workshop};
use crate::serve::shown::segment;
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};

/// `POST /calls/{id}/sides`
pub async fn put(
    State(app): State<App>,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let url = format!("/calls/{}#who", segment(&id));
    aside(move || put_now(&app, &id, &fields)).await?;
    Ok(Redirect::to(&url).into_response())
}

fn put_now(app: &App, id: &str, fields: &[(String, String)]) -> Result<(), Trouble> {
    let act = values(fields, "act").next().unwrap_or_default();
    let lexicons = app.lexicons.now();
    let workshop = workshop(&lexicons, &app.config);
    if act == "undo" {
        // Taken back twice is taken back: whoever clicks twice need not be told.
        take_back(&app.dir, &workshop, id, &|_| {})?;
        return Ok(());
    }
    let set = chosen(fields)?;
    let swap = match act {
        "set" => false,
        "swap" => true,
        _ => return Err(asked("this is no decision; choose one of the buttons")),
    };
    if !swap && set.is_empty() {
        return Ok(());
    }
    let wish = Wish {
        call: id,
        swap,
        set: &set,
        now: &now(),
    };
    decide(&app.dir, &workshop, &wish, &|_| {})?;
    Ok(())
}

/// Sides that were chosen otherwise than the page showed them. The others are not said again: somebody else may have
/// put them right since then.
fn chosen(fields: &[(String, String)]) -> Result<Vec<Setting>, Trouble> {
    let people = values(fields, "who").zip(values(fields, "was"));
    let mut set = Vec::new();
    for ((who, was), side) in people.zip(values(fields, "side")) {
        let side = Side::from_word(side)
            .ok_or_else(|| asked("a side is prospect, rep or unknown; choose one of them"))?;
        if side.name() != was {
            set.push(Setting {
                who: who.to_owned(),
                side,
            });
        }
    }
    Ok(set)
}

/// The values of a field, in the order of the page.
fn values<'f>(fields: &'f [(String, String)], name: &'f str) -> impl Iterator<Item = &'f str> {
    let meant = fields.iter().filter(move |(known, _)| known == name);
    meant.map(|(_, value)| value.as_str())
}
