//! How does a person decide what is hidden when a pack is published?
//!
//! `POST /packs/{name}/decide`: a finding is shown in spite of what it is, hidden by other words, or undecided again;
//! words that nothing found are hidden, too. Hiding and showing are kept with who decided and why.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::call::Span;
use crate::quote::decision::{Decided, Decision, decide, undo};
use crate::quote::pack::{Item, Pack};
use crate::serve::app::App;
use crate::serve::auth::visitor::Visitor;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{change, find, item_url, line, who};
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;

/// `POST /packs/{name}/decide`
pub async fn post(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = aside(move || {
        let fields = Fields::read(&body);
        let by = who(&visitor, fields.get("by"))?;
        change(&app.dir, &app.tools.undos, &name, |pack, _| {
            decided(pack, &fields, &by)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

fn decided(pack: &mut Pack, fields: &Fields, by: &str) -> Result<String, Trouble> {
    let key = fields.get("key");
    let at = find(pack, key)?;
    let to = item_url(&pack.name, key);
    let item = pack
        .items
        .get_mut(at)
        .ok_or(Trouble::NotThere("quote in this pack"))?;
    let why = line(fields.get("why"))?;
    let (spans, what) = match fields.get("act") {
        "undo" => {
            let span = span(item, fields)?;
            undo(&mut item.decisions, span);
            return Ok(to);
        }
        "show" => (vec![span(item, fields)?], Decided::Show),
        "hide" => (vec![span(item, fields)?], hidden(fields)?),
        "hide-words" => (spans(item, fields.get("words"))?, hidden(fields)?),
        _ => return Err(asked("this is no decision; choose one of the buttons")),
    };
    for span in spans {
        let decision = Decision {
            span,
            what: what.clone(),
            by: by.to_owned(),
            why: why.clone(),
        };
        decide(&mut item.decisions, decision);
    }
    Ok(to)
}

/// Hiding by what the form says.
fn hidden(fields: &Fields) -> Result<Decided, Trouble> {
    Decided::hide(fields.get("as")).map_err(|error| asked(&error.to_string()))
}

/// The words of the turn that a form names; they must be words of the quote.
fn span(item: &Item, fields: &Fields) -> Result<Span, Trouble> {
    let number = |name: &str| fields.get(name).parse::<u32>().ok();
    let place = number("from").zip(number("to"));
    let span = place.map(|(start, end)| Span { start, end });
    let inside = span.filter(|span| {
        let own = item.seal.span();
        let from = span.start.checked_sub(own.start);
        let to = span.end.checked_sub(own.start);
        let slice = from
            .zip(to)
            .and_then(|(from, to)| item.seal.exact.get(from as usize..to as usize));
        slice.is_some_and(|words| !words.is_empty())
    });
    inside.ok_or_else(|| asked("the quote has no such words; reload the page and try again"))
}

/// Every place of the quote where these words stand.
fn spans(item: &Item, words: &str) -> Result<Vec<Span>, Trouble> {
    let words = words.trim();
    if words.is_empty() {
        return Err(asked("say which words shall be hidden"));
    }
    let place = |(at, found): (usize, &str)| Span {
        start: item.seal.start + at as u32,
        end: item.seal.start + (at + found.len()) as u32,
    };
    let spans: Vec<Span> = item.seal.exact.match_indices(words).map(place).collect();
    if spans.is_empty() {
        return Err(asked(
            "these words do not stand in the quote; copy them from it, as they stand there",
        ));
    }
    Ok(spans)
}
