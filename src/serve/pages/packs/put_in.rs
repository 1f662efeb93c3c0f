//! How does a single quote come into a pack, from a hit or from a turn of a call?
//!
//! `POST /into-pack` names the place of the words and the pack; a pack that is not there is made. Words that the pack has
//! already are not added twice. A script gets one line with a link, a browser without is led to the quote in its pack.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::archive::Archive;
use crate::call::Span;
use crate::quote::gather::tagged;
use crate::quote::pack::{Item, Pack};
use crate::quote::rights::carriers::keep;
use crate::quote::seal::seal;
use crate::quote::trim::to_words;
use crate::serve::app::App;
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{MOST_ITEMS, change, item_url, key, pack_name, pack_url, today, writing};
use crate::serve::pages::packs::gather::heard_with;
use crate::serve::pages::{render, wants_piece};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};

/// Bytes of the words that somebody types, at most.
const LONGEST: usize = 50_000;

#[derive(Template)]
#[template(path = "put_in.html", config = "src/serve/askama.toml")]
struct PutPiece {
    told: &'static str,
    name: String,
    url: String,
}

/// What became of the quote.
enum Put {
    /// It is the first of a new pack.
    New,
    Added,
    /// The pack has these words already.
    There,
}

/// The words that somebody means.
struct Meant {
    call: String,
    turn: u32,
    words: Words,
}

/// By what they are named.
enum Words {
    At(Span),
    Typed(String),
}

/// `POST /into-pack`
pub async fn post(
    State(app): State<App>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Trouble> {
    let fields = Fields::read(&body);
    let name = pack_name(fields.get("name"))?;
    let meant = Meant::read(&fields)?;
    let lexicon = heard_with(&app);
    let item = app
        .readers
        .ask(move |archive| sealed(archive, &meant, &lexicon))
        .await?;
    let (key, wanted) = (key(&item), name.clone());
    let put = aside(move || put(&app, &wanted, item)).await?;
    if wants_piece(&headers) {
        let told = match put {
            Put::New => "Put into the new pack",
            Put::Added => "Put into the pack",
            Put::There => "These words are already in the pack",
        };
        return render(&PutPiece {
            told,
            url: item_url(&name, &key),
            name,
        });
    }
    let told = match put {
        Put::New | Put::Added => "put-in",
        Put::There => "there",
    };
    let to = format!("{}?told={told}#q-{key}", pack_url(&name));
    Ok(Redirect::to(&to).into_response())
}

impl Meant {
    fn read(fields: &Fields) -> Result<Meant, Trouble> {
        let turn: u32 = fields.get("turn").parse().map_err(|_| {
            asked("the form names no place in a call; go back, reload the page and try again")
        })?;
        let typed = fields.get("words").trim();
        if typed.len() > LONGEST {
            return Err(asked(
                "these are more words than any turn has; shorten them",
            ));
        }
        Ok(Meant {
            call: fields.get("call").to_owned(),
            turn,
            words: if typed.is_empty() {
                Words::At(span(fields)?)
            } else {
                Words::Typed(typed.to_owned())
            },
        })
    }
}

/// From the first to the last of the stretches that a form names, in bytes of the turn.
fn span(fields: &Fields) -> Result<Span, Trouble> {
    let unclear = || asked("which words are meant? Tick a sentence, or copy some of its words");
    let number = |written: &str| written.parse::<u32>().map_err(|_| unclear());
    let mut spans: Vec<Span> = Vec::new();
    for written in fields.all("span") {
        let (from, to) = written.split_once('-').ok_or_else(unclear)?;
        spans.push(Span {
            start: number(from)?,
            end: number(to)?,
        });
    }
    if spans.is_empty() {
        spans.push(Span {
            start: number(fields.get("from"))?,
            end: number(fields.get("to"))?,
        });
    }
    let start = spans.iter().map(|span| span.start).min();
    let end = spans.iter().map(|span| span.end).max();
    let (start, end) = start.zip(end).ok_or_else(unclear)?;
    Ok(Span { start, end })
}

/// The quote as a pack holds it.
fn sealed(archive: &Archive, meant: &Meant, lexicon: &str) -> Result<Item, Trouble> {
    let kept = tagged(&archive.catalogue, &meant.call)?;
    let (call, mentions) = kept.ok_or(Trouble::NotThere("call"))?;
    let span = match &meant.words {
        Words::At(span) => *span,
        Words::Typed(words) => {
            let turn = call.turns.get(meant.turn as usize);
            let turn = turn.ok_or(Trouble::NotThere("turn of a call"))?;
            to_words(&turn.text, words).map_err(|error| asked(&error.to_string()))?
        }
    };
    let seal = seal(&call, meant.turn, span, lexicon)
        .map_err(|error| asked(&format!("this cannot be quoted: {error}")))?;
    Ok(Item::new(seal, &call, &mentions))
}

/// Puts a quote behind those of a pack; the pack is made where there is none.
fn put(app: &App, name: &str, item: Item) -> Result<Put, Trouble> {
    let is_new = writing(&app.dir, |catalogue| {
        if catalogue.pack(name)?.is_some() {
            return Ok(false);
        }
        let pack = Pack {
            name: name.to_owned(),
            items: vec![item.clone()],
            ..Pack::default()
        };
        keep(catalogue, &pack, today()?, &now())?;
        Ok(true)
    })?;
    if is_new {
        return Ok(Put::New);
    }
    change(&app.dir, &app.tools.undos, name, |pack, _| {
        let is_it = |known: &Item| known.seal.source_key() == item.seal.source_key();
        if pack.items.iter().any(is_it) {
            return Ok(Put::There);
        }
        if pack.items.len() >= MOST_ITEMS {
            return Err(asked(&format!(
                "a pack holds at most {MOST_ITEMS} quotes; take another pack for this one"
            )));
        }
        pack.items.push(item);
        Ok(Put::Added)
    })
}
