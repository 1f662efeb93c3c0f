//! How does a page trim a quote, and how does it mark what is left out?
//!
//! `POST /packs/{name}/words`: the ends move by words, to clauses, or to words that are named; marks are written into
//! the words themselves, and whatever else would be changed is refused. The words come from the archive each time.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::call::Span;
use crate::quote::edit::{self, Edit};
use crate::quote::gather::tagged;
use crate::quote::pack::{Item, Pack};
use crate::quote::rework::{ReworkError, edits_inside, reworked, turn_text};
use crate::quote::trim::{by_words, to_clause, to_words};
use crate::serve::app::App;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{change, find, item_url, key};
use crate::serve::pages::packs::gather::heard_with;
use crate::serve::trouble::Trouble;
use crate::serve::work::aside;
use crate::store::catalogue::Catalogue;

/// An end moves by so many words at once, at most.
const MOST_WORDS: u32 = 500;
/// Bytes of the words that somebody types, at most.
const LONGEST: usize = 50_000;

/// `POST /packs/{name}/words`
pub async fn post(
    State(app): State<App>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let lexicon = heard_with(&app);
    let to = aside(move || {
        let fields = Fields::read(&body);
        change(&app.dir, &app.tools.undos, &name, |pack, catalogue| {
            reworded(pack, catalogue, &fields, &lexicon)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

fn reworded(
    pack: &mut Pack,
    catalogue: &Catalogue,
    fields: &Fields,
    lexicon: &str,
) -> Result<String, Trouble> {
    let at = find(pack, fields.get("key"))?;
    let item = pack
        .items
        .get(at)
        .ok_or(Trouble::NotThere("quote in this pack"))?;
    let (call, mentions) = tagged(catalogue, &item.seal.call)?.ok_or(ReworkError::Gone)?;
    let (span, edits) = wanted(item, turn_text(item, Some(&call))?, fields)?;
    let new = reworked(item, (&call, &mentions), span, edits, lexicon)?;
    let is_there = |other: &Item| other.seal.source_key() == new.seal.source_key();
    let mut others = pack.items.iter().enumerate();
    if others.any(|(other, item)| other != at && is_there(item)) {
        return Err(asked("these words are in the pack already"));
    }
    let to = item_url(&pack.name, &key(&new));
    if let Some(place) = pack.items.get_mut(at) {
        *place = new;
    }
    Ok(to)
}

/// The ends and the marks that a form asks for.
fn wanted(item: &Item, turn: &str, fields: &Fields) -> Result<(Span, Vec<Edit>), Trouble> {
    let span = item.seal.span();
    let typed = fields.get("words");
    if typed.len() > LONGEST {
        return Err(asked(
            "these are more words than any turn has; shorten them",
        ));
    }
    if fields.get("act") == "mark" {
        return edit::read(typed, turn).map_err(|error| asked(&error.to_string()));
    }
    let n = i64::from(fields.number("n", MOST_WORDS)?.unwrap_or(1));
    let span = match fields.get("act") {
        "start-out" => by_words(turn, span, -n, 0),
        "start-in" => by_words(turn, span, n, 0),
        "end-in" => by_words(turn, span, 0, -n),
        "end-out" => by_words(turn, span, 0, n),
        "clause" => to_clause(turn, span),
        "exactly" => to_words(turn, typed),
        _ => return Err(asked("this is no change; choose one of the buttons")),
    };
    let span = span.map_err(|error| asked(&error.to_string()))?;
    Ok((span, edits_inside(&item.edits, span)?))
}
