//! How do prospects put it?
//!
//! `GET /`: one box, filters with counts, and the prospects' sentences. htmx asks for the results alone.

mod facets;
mod kwic;
mod left_out;
mod nearest;
mod shown;
mod words;

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};

use crate::archive::{Archive, Found, Other, Request};
use crate::search::engine::Sort;
use crate::search::query::Field;
use crate::serve::answered::Moment;
use crate::serve::app::App;
use crate::serve::ask::{Ask, By, View};
use crate::serve::auth::scope::Scope;
use crate::serve::auth::visitor::Visitor;
use crate::serve::pages::search::facets::{Chosen, Facet};
use crate::serve::pages::search::kwic::Line;
use crate::serve::pages::search::left_out::LeftOut;
use crate::serve::pages::search::nearest::Offer;
use crate::serve::pages::search::shown::Shown;
use crate::serve::pages::{Frame, render, wants_piece};
use crate::serve::shown::many;
use crate::serve::trouble::Trouble;
use crate::serve::values::check;

/// Turns before and after a hit.
const CONTEXT: usize = 2;
/// Where words must be exact, so many turns are read for the count while somebody types …
const COUNTED_TYPING: usize = 60;
/// … and so many for a whole page.
const COUNTED_RESTING: usize = 5_000;
/// Told where the last word is taken for the beginning of one.
const BEGUN: &str = "Nothing has the last word just so: these turns have words that it may become, \
                     in any form.";

#[derive(Template)]
#[template(path = "search.html", config = "src/serve/askama.toml")]
struct SearchPage {
    frame: Frame,
    ask: Ask,
    results: Results,
    /// The names of the packs there are; `None` where the visitor may put nothing into them.
    packs: Option<Vec<String>>,
}

#[derive(Template)]
#[template(path = "results_piece.html", config = "src/serve/askama.toml")]
struct ResultsPiece {
    frame: Frame,
    ask: Ask,
    results: Results,
}

/// Everything below the box.
#[derive(Default)]
pub struct Results {
    /// The hits as a list; empty where they are shown as a concordance.
    hits: Vec<Shown>,
    lines: Vec<Line>,
    is_kwic: bool,
    /// `34 turns from 9 accounts in 12 calls`
    summary: String,
    /// Out of how many.
    out_of: String,
    /// What was searched for in place of what was typed.
    note: Option<String>,
    left_out: Vec<LeftOut>,
    facets: Vec<Facet>,
    /// Chosen filters, each with the address without it.
    chosen: Vec<Chosen>,
    /// The address without any filter, where there is more than one.
    unfiltered: Option<String>,
    orders: Vec<Switch>,
    views: Vec<Switch>,
    kwic_orders: Vec<Switch>,
    /// `21–40`
    place: String,
    previous: Option<String>,
    next: Option<String>,
    /// Whether there is more than is ever shown.
    is_last_shown: bool,
    did_you_mean: Vec<Offer>,
    /// What is offered where nothing was found.
    nearest: Vec<Offer>,
    /// What was searched, where nothing was found.
    searched: Option<String>,
    /// The form for a pack of what answers best.
    pack_url: String,
    /// What the form keeps beside the words.
    kept: Vec<(&'static str, String)>,
    trouble: Option<String>,
    /// The address of this search behind the `?`, to save it.
    address: String,
    /// Whether a saved search can be made of it.
    can_be_saved: bool,
}

/// One of several ways to see the same.
pub struct Switch {
    name: &'static str,
    url: String,
    is_on: bool,
}

/// What an archive gives back: a piece that was made for somebody just before, or something new.
enum Made {
    Before(Bytes),
    Now(Box<Results>, Moment),
}

/// `GET /`
pub async fn get(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let ask = Ask::parse(&address.unwrap_or_default())?;
    let frame = Frame::of("search");
    let checked = check(&app, &ask);
    let request = match checked.and_then(|()| request_of(&ask, app.config.threshold)) {
        Ok(request) => request,
        Err(trouble @ (Trouble::Query(_) | Trouble::Asked(_))) => {
            let results = Results {
                trouble: Some(trouble.to_string()),
                ..Results::around(&ask)
            };
            return if wants_piece(&headers) {
                render(&ResultsPiece {
                    frame,
                    ask,
                    results,
                })
            } else {
                render(&SearchPage {
                    frame,
                    ask,
                    results,
                    packs: packs(&app, &visitor).await,
                })
            };
        }
        Err(trouble) => return Err(trouble),
    };
    if wants_piece(&headers) {
        return piece(&app, frame, ask, request).await;
    }
    let asked = ask.clone();
    let results = app
        .readers
        .ask(move |archive| results(archive, &asked, request, false))
        .await?;
    render(&SearchPage {
        frame,
        ask,
        results,
        packs: packs(&app, &visitor).await,
    })
}

/// The packs into which the visitor may put a quote; without their names the page is as good.
async fn packs(app: &App, visitor: &Visitor) -> Option<Vec<String>> {
    if !visitor.may(Scope::Export) {
        return None;
    }
    let packs = app.readers.ask(|archive| Ok(archive.catalogue.packs()?));
    let packs = packs.await.unwrap_or_default().into_iter();
    Some(packs.map(|pack| pack.name).collect())
}

/// The results alone, for somebody who types. Many type the same: what was made for one is good for all, as long as
/// nothing has changed.
async fn piece(app: &App, frame: Frame, ask: Ask, request: Readable) -> Result<Response, Trouble> {
    let (address, asked) = (ask.url("/"), ask.clone());
    let (answered, known) = (app.readers.answered(), address.clone());
    let made = app.readers.ask(move |archive| {
        // Asked before anything is read: what is read later may be newer, never older.
        let moment = (archive.catalogue.latest_seq()?, archive.seq);
        if let Some(html) = answered.get(moment, &known) {
            return Ok(Made::Before(html));
        }
        let results = results(archive, &asked, request, true)?;
        Ok(Made::Now(Box::new(results), moment))
    });
    let html = match made.await? {
        Made::Before(html) => html,
        Made::Now(results, moment) => {
            let piece = ResultsPiece {
                frame,
                ask,
                results: *results,
            };
            let html = Bytes::from(piece.render()?);
            app.readers.answered().put(moment, address, &html);
            html
        }
    };
    Ok(Html(html).into_response())
}

/// A question, and what of it could not be read.
type Readable = (Request, Option<String>);

/// What is asked, and what of it could not be read. Who is still typing has an open quote or half an `OR`: what there
/// is up to there is searched meanwhile.
fn request_of(ask: &Ask, threshold: f32) -> Result<Readable, Trouble> {
    let error = match ask.request(threshold) {
        Ok(request) => return Ok((request, None)),
        Err(Trouble::Query(error)) => error,
        Err(trouble) => return Err(trouble),
    };
    let closed = format!("{}\"", ask.q);
    let begun = ask.q.rsplit_once(char::is_whitespace);
    for q in [closed].into_iter().chain(begun.map(|(q, _)| q.to_owned())) {
        let readable = Ask { q, ..ask.clone() };
        if let Ok(request) = readable.request(threshold)
            && !request.query.clauses.is_empty()
        {
            let unread = format!("Not read to its end: {}.", error.message);
            return Ok((request, Some(unread)));
        }
    }
    Err(Trouble::Query(error))
}

fn results(
    archive: &Archive,
    ask: &Ask,
    (request, unread): Readable,
    is_typing: bool,
) -> Result<Results, Trouble> {
    let lifted = left_out::lifted(ask, &request);
    let chosen = facets::chosen_fields(ask);
    let others = lifted.iter().map(|lifted| Other {
        filter: lifted.filter.clone(),
        facet: None,
    });
    let without = chosen.iter().map(|field| Other {
        filter: request.filter.without(*field),
        facet: Some(field.name()),
    });
    let others: Vec<Other> = others.chain(without).collect();
    let request = Request {
        // One more, to know whether there is a next page.
        limit: request.limit + 1,
        context: CONTEXT,
        wants_facets: true,
        others,
        most_counted: Some(if is_typing {
            COUNTED_TYPING
        } else {
            COUNTED_RESTING
        }),
        ..request
    };
    let (mut found, note) = find(archive, &request)?;
    let has_more = found.hits.len() > ask.per_page();
    found.hits.truncate(ask.per_page());
    let mut results = Results {
        note: unread.or(note),
        summary: summary(&found),
        left_out: left_out::told(lifted, &found),
        facets: facets::facets(ask, &found, &chosen, request.others.len() - chosen.len()),
        place: place(ask, found.hits.len()),
        next: (has_more && ask.page < ask.last_page()).then(|| page(ask, ask.page + 1)),
        is_last_shown: has_more && ask.page == ask.last_page(),
        ..Results::around(ask)
    };
    let kept = archive.kept()?;
    let (turns, calls) = (many(kept.turns, "turn"), many(kept.calls, "call"));
    results.out_of = match found.n_found {
        Some(0) => format!("in {turns} of {calls}"),
        _ => format!("of {turns} in {calls}"),
    };
    if ask.page == 1 && results.note.is_none() {
        results.did_you_mean = nearest::did_you_mean(archive, ask, &request)?;
    }
    if found.n_found == Some(0) {
        results.searched = Some(words::searched(ask, &kept));
        results.nearest = nearest::nearest(archive, ask, &request, is_typing)?;
    }
    if results.is_kwic {
        results.lines = kwic::lines(&found.hits, ask.by);
    } else {
        results.hits = found.hits.into_iter().map(Shown::of).collect();
    }
    Ok(results)
}

/// Answers; a last word that nobody said is taken for the beginning of one, since somebody may still be typing it. So is
/// one that was said, but by nobody who is listened to.
fn find(archive: &Archive, request: &Request) -> Result<(Found, Option<String>), Trouble> {
    let as_it_stands = if archive.is_last_word_said(&request.query)? {
        Some(archive.find(request)?)
    } else {
        None
    };
    match as_it_stands {
        Some(found) if found.n_found != Some(0) => Ok((found, None)),
        nothing => {
            if let Some(found) = find_begun(archive, request)? {
                return Ok((found, Some(BEGUN.to_owned())));
            }
            let found = nothing.map_or_else(|| archive.find(request), Ok)?;
            Ok((found, None))
        }
    }
}

/// What there is with the last word taken for the beginning of one.
fn find_begun(archive: &Archive, request: &Request) -> Result<Option<Found>, Trouble> {
    let Some(begun) = archive.unfinished(&request.query)? else {
        return Ok(None);
    };
    let mut found = archive.find(&Request {
        query: begun.query,
        ..request.clone()
    })?;
    found.is_cut |= begun.is_cut;
    Ok(found.n_found.is_some_and(|n| n > 0).then_some(found))
}

/// How much was found, and how widely: accounts stand before calls.
fn summary(found: &Found) -> String {
    let n_found = found.n_found.unwrap_or(0);
    let (calls, accounts) = found.spread;
    let at_least = if found.is_cut { "At least " } else { "" };
    match n_found {
        0 => "Nothing found".to_owned(),
        _ => format!(
            "{at_least}{} from {} in {}",
            many(n_found, "turn"),
            many(accounts, "account"),
            many(calls, "call")
        ),
    }
}

/// Which hits are on this page: `21–40`.
fn place(ask: &Ask, n_shown: usize) -> String {
    let before = (ask.page - 1) * ask.per_page();
    if n_shown == 0 {
        String::new()
    } else {
        format!("{}–{}", before + 1, before + n_shown)
    }
}

fn page(ask: &Ask, page: usize) -> String {
    Ask {
        page,
        ..ask.clone()
    }
    .url("/")
}

impl Results {
    /// What stands around the hits, whatever they are.
    fn around(ask: &Ask) -> Results {
        let chosen = facets::chosen(ask);
        Results {
            is_kwic: ask.view == View::Kwic,
            unfiltered: (chosen.len() > 1).then(|| ask.unfiltered().url("/")),
            chosen,
            orders: orders(ask),
            views: views(ask),
            kwic_orders: kwic_orders(ask),
            previous: (ask.page > 1).then(|| page(ask, ask.page - 1)),
            pack_url: format!("{}#new", ask.first_page().url("/packs")),
            kept: kept(ask),
            address: ask.first_page().url("").trim_start_matches('?').to_owned(),
            can_be_saved: can_be_saved(ask),
            ..Results::default()
        }
    }
}

/// Saved searches listen to prospects, in calls that are still to come.
fn can_be_saved(ask: &Ask) -> bool {
    let is_something = !ask.q.is_empty() || !ask.filters.is_empty();
    is_something && ask.side.is_none() && !ask.names(Field::Call)
}

/// What the form sends beside the words, so that typing on keeps the filters.
fn kept(ask: &Ask) -> Vec<(&'static str, String)> {
    let parameters = ask.parameters().into_iter();
    parameters
        .filter(|(name, _)| *name != "q")
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
}

fn orders(ask: &Ask) -> Vec<Switch> {
    let order = |(sort, name): (Sort, &'static str)| Switch {
        name,
        is_on: ask.sort == sort,
        url: Ask {
            sort,
            ..ask.first_page()
        }
        .url("/"),
    };
    let orders = [
        (Sort::Best, "Best"),
        (Sort::Newest, "Newest"),
        (Sort::Breadth, "Every account once"),
    ];
    orders.into_iter().map(order).collect()
}

fn views(ask: &Ask) -> Vec<Switch> {
    let view = |(view, name): (View, &'static str)| Switch {
        name,
        is_on: ask.view == view,
        url: Ask {
            view,
            by: None,
            ..ask.first_page()
        }
        .url("/"),
    };
    let views = [(View::List, "Sentences"), (View::Kwic, "Concordance")];
    views.into_iter().map(view).collect()
}

fn kwic_orders(ask: &Ask) -> Vec<Switch> {
    let order = |(by, name): (Option<By>, &'static str)| Switch {
        name,
        is_on: ask.by == by,
        url: Ask {
            by,
            ..ask.first_page()
        }
        .url("/"),
    };
    let orders = [
        (None, "as they come"),
        (Some(By::Left), "words before"),
        (Some(By::Right), "words after"),
    ];
    orders.into_iter().map(order).collect()
}
