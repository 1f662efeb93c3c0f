//! How does a page make a pack: of a search, or of the basket?
//!
//! `POST /packs` takes the search's own parameters and chooses as `verbatim pack new` does. `POST /basket/pack` seals
//! what is in the basket, in its order, into a new pack or behind the quotes of one that is there.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::archive::{Archive, Request};
use crate::call::Span;
use crate::pipeline::tagged_by;
use crate::quote::choose::Wishes;
use crate::quote::gather::{LOOKED_AT, MOST, gather, tagged};
use crate::quote::pack::{Item, Pack};
use crate::quote::quote::turn_hash;
use crate::quote::rights::book::Rights;
use crate::quote::rights::carriers::keep;
use crate::quote::seal::seal;
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::basket::Kept;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{MOST_ITEMS, opened, pack_name, pack_url, today, writing};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;

/// Quotes of a new pack, where nobody says how many.
const USUAL: u32 = 20;

/// `POST /packs`
pub async fn new(State(app): State<App>, body: String) -> Result<Response, Trouble> {
    let fields = Fields::read(&body);
    let name = pack_name(fields.get("name"))?;
    let ask = Ask::parse(&body)?.first_page();
    let threshold = app.config.threshold;
    let request = Request {
        skip: 0,
        limit: LOOKED_AT,
        is_paged: false,
        ..ask.request(threshold)?
    };
    let most = MOST as u32;
    let wishes = Wishes {
        max: fields.number("max", most)?.unwrap_or(USUAL) as usize,
        per_account: fields.number("per-account", most)?.map(|n| n as usize),
        is_diverse: fields.get("diverse") == "yes",
    };
    let lexicon = heard_with(&app);
    let wanted = name.clone();
    let gathered = app
        .readers
        .ask(move |archive| {
            check_new(&archive.catalogue, &wanted)?;
            let found = archive.find(&request)?;
            let mut rights = Rights::of(&archive.catalogue, today()?)?;
            let (catalogue, hits) = (&archive.catalogue, &found.hits);
            Ok(gather(catalogue, hits, wishes, &lexicon, &mut rights)?)
        })
        .await?;
    let items = gathered.items;
    if items.is_empty() {
        let message =
            "nothing was found that stands alone, so no pack was made; use fewer words or filters";
        return Err(asked(message));
    }
    let filters = ask.parameters().into_iter();
    let filters = filters.filter(|(name, _)| !matches!(*name, "q" | "sort" | "view" | "kwic"));
    let pack = Pack {
        name,
        query: ask.q.clone(),
        filters: filters
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        items,
    };
    let to = match gathered.n_withdrawn {
        0 => pack_url(&pack.name),
        n => format!("{}?withdrawn={n}", pack_url(&pack.name)),
    };
    aside(move || {
        writing(&app.dir, |catalogue| {
            check_new(catalogue, &pack.name)?;
            Ok(keep(catalogue, &pack, today()?, &now())?)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

/// `POST /basket/pack`
pub async fn of_basket(State(app): State<App>, body: String) -> Result<Response, Trouble> {
    let fields = Fields::read(&body);
    let name = pack_name(fields.get("name"))?;
    let tools = Arc::clone(&app.tools);
    let kept = aside(move || tools.basket.all()).await?;
    if kept.is_empty() {
        return Err(asked(
            "the basket is empty; put quotes aside on a search or on a call's page first",
        ));
    }
    let n_kept = kept.len();
    let lexicon = heard_with(&app);
    let items = app
        .readers
        .ask(move |archive| sealed(archive, kept, &lexicon))
        .await?;
    let n_left_out = n_kept - items.len();
    if items.is_empty() {
        let message = "none of these quotes can be sealed: a pack holds whole words of prospects whose calls are kept";
        return Err(asked(message));
    }
    let to = match n_left_out {
        0 => pack_url(&name),
        n => format!("{}?left-out={n}", pack_url(&name)),
    };
    aside(move || writing(&app.dir, |catalogue| add(catalogue, &name, items))).await?;
    Ok(Redirect::to(&to).into_response())
}

/// Puts items behind those of a pack; the pack is made where there is none. Words that are there are not added twice.
fn add(catalogue: &mut Catalogue, name: &str, items: Vec<Item>) -> Result<(), Trouble> {
    let mut pack = match catalogue.pack(name)? {
        Some(_) => opened(catalogue, name)?,
        None => Pack {
            name: name.to_owned(),
            ..Pack::default()
        },
    };
    for item in items {
        let is_there = |other: &Item| other.seal.source_key() == item.seal.source_key();
        if !pack.items.iter().any(is_there) {
            pack.items.push(item);
        }
    }
    if pack.items.len() > MOST_ITEMS {
        return Err(asked(&format!(
            "a pack holds at most {MOST_ITEMS} quotes; take another name for these"
        )));
    }
    Ok(keep(catalogue, &pack, today()?, &now())?)
}

/// What of the basket can be sealed, in its order. What its call says otherwise by now is not the same quote.
fn sealed(archive: &Archive, kept: Vec<Kept>, lexicon: &str) -> Result<Vec<Item>, Trouble> {
    let mut items = Vec::new();
    for kept in kept {
        let place = &kept.place;
        let Some((call, mentions)) = tagged(&archive.catalogue, &place.call)? else {
            continue;
        };
        let turn = call.turns.get(place.turn as usize);
        if turn.is_none_or(|turn| turn_hash(&turn.text) != kept.turn_sha256) {
            continue;
        }
        let span = Span {
            start: place.from,
            end: place.to,
        };
        if let Ok(seal) = seal(&call, place.turn, span, lexicon) {
            items.push(Item {
                note: (!kept.note.is_empty()).then(|| kept.note.clone()),
                ..Item::new(seal, &call, &mentions)
            });
        }
    }
    Ok(items)
}

/// Whether a name is free for a new pack.
pub(super) fn check_new(catalogue: &Catalogue, name: &str) -> Result<(), Trouble> {
    match catalogue.pack(name)? {
        Some(_) => Err(asked(
            "there is a pack of this name already; take another name",
        )),
        None => Ok(()),
    }
}

/// What the calls are heard with, as a seal says it.
pub(super) fn heard_with(app: &App) -> String {
    tagged_by(app.lexicons.now().fingerprint(), app.config.threshold)
}
