//! Which quotes are put aside, and how do they leave?
//!
//! `GET /basket` shows them in their order, with who said them and when; `POST /basket/add` and its kin change it. Every
//! form names the place of the words and nothing else: the words are cut from the archive each time.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::quote::export::{ExportFormat, Head, render as written};
use crate::quote::publish::loose;
use crate::quote::quote::Quote;
use crate::quote::rights::day;
use crate::quote::rights::gate::Cleared;
use crate::serve::app::App;
use crate::serve::basket::{Place, Shown, Way, Words, show, words_at};
use crate::serve::pages::{Frame, render, wants_piece};
use crate::serve::shown::{call_url, clock, many, spoken, web_link};
use crate::serve::tools::Tools;
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};

#[derive(Template)]
#[template(path = "basket.html", config = "src/serve/askama.toml")]
struct BasketPage {
    frame: Frame,
    summary: String,
    rows: Vec<Row>,
    n_missing: usize,
    /// Quotes that no pack takes, kept when the basket still took them.
    n_refused: usize,
    /// How many quotes can be put back after the basket was emptied.
    n_emptied: usize,
    has_quotes: bool,
    /// The names of the packs there are.
    packs: Vec<String>,
}

#[derive(Template)]
#[template(path = "basket_count.html", config = "src/serve/askama.toml")]
struct CountPiece {
    n: usize,
}

/// A quote of the basket.
struct Row {
    place: Place,
    note: String,
    /// Where the words stand, in the archive.
    url: String,
    number: usize,
    is_first: bool,
    is_last: bool,
    said: Option<Said>,
}

/// Its words, and who said them.
struct Said {
    text: String,
    who: String,
    facts: Vec<String>,
    recording: Option<Recording>,
    tags: Vec<TagShown>,
    source: String,
    /// Why they may not leave.
    refused: Option<String>,
}

/// The recording, at the words.
struct Recording {
    link: String,
    told: String,
}

struct TagShown {
    tag: String,
    kind: String,
}

/// What every form of the basket may say.
#[derive(Deserialize)]
pub struct Fields {
    call: String,
    turn: u32,
    from: u32,
    to: u32,
    #[serde(default)]
    note: String,
    /// `up` or `down`.
    #[serde(default)]
    way: String,
    /// Where to go on; the basket where nothing is said.
    #[serde(default)]
    back: String,
}

/// A form as it comes, or why it cannot be read.
type Sent = Result<Form<Fields>, FormRejection>;

impl Fields {
    fn read(sent: Sent) -> Result<Fields, Trouble> {
        let message = "the form names no place in a call; go back, reload the page and try again";
        sent.map(|Form(fields)| fields)
            .map_err(|_| Trouble::Asked(message.to_owned()))
    }

    fn place(&self) -> Place {
        Place {
            call: self.call.clone(),
            turn: self.turn,
            from: self.from,
            to: self.to,
        }
    }
}

/// `GET /basket`
pub async fn get(State(app): State<App>) -> Result<Response, Trouble> {
    let shown = everything(&app).await?;
    let tools = Arc::clone(&app.tools);
    let n_emptied = aside(move || tools.basket.n_emptied()).await?;
    let packs = app
        .readers
        .ask(|archive| Ok(archive.catalogue.packs()?))
        .await?;
    let n = shown.len();
    let rows: Vec<Row> = shown
        .into_iter()
        .enumerate()
        .map(|(at, shown)| row(at, n, shown))
        .collect();
    let n_missing = rows.iter().filter(|row| row.said.is_none()).count();
    let said = rows.iter().filter_map(|row| row.said.as_ref());
    let n_refused = said.filter(|said| said.refused.is_some()).count();
    render(&BasketPage {
        frame: Frame::of("basket"),
        summary: match n {
            0 => "Nothing is in the basket yet.".to_owned(),
            n => format!("{} put aside, word for word.", many(n as u64, "quote")),
        },
        n_missing,
        n_refused,
        n_emptied,
        has_quotes: n > 0,
        packs: packs.into_iter().map(|pack| pack.name).collect(),
        rows,
    })
}

/// `GET /basket/count`: a number for the menu.
pub async fn count(State(app): State<App>) -> Result<Response, Trouble> {
    let tools = Arc::clone(&app.tools);
    let n = aside(move || Ok(tools.basket.all()?.len())).await?;
    render(&CountPiece { n })
}

/// `POST /basket/add`
pub async fn add(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    let fields = Fields::read(sent)?;
    let (place, threshold) = (fields.place(), app.config.threshold);
    let quote = app
        .readers
        .ask(move |archive| {
            let words = words_at(archive, &place, threshold)?;
            let words = words.ok_or(Trouble::NotThere("place in a call"))?;
            match words.refused {
                None => Ok(words.quote),
                Some(why) => Err(Trouble::Asked(format!("this cannot be quoted: {why}"))),
            }
        })
        .await?;
    let (tools, note) = (Arc::clone(&app.tools), fields.note.clone());
    let n = aside(move || tools.basket.add(&quote, &note, now())).await?;
    answer(&headers, &fields.back, n)
}

/// `POST /basket/note`
pub async fn note(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    change(app, headers, sent, |tools, fields| {
        tools.basket.note(&fields.place(), &fields.note)
    })
    .await
}

/// `POST /basket/remove`
pub async fn remove(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    change(app, headers, sent, |tools, fields| {
        tools.basket.remove(&fields.place())
    })
    .await
}

/// `POST /basket/move`
pub async fn shift(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    change(app, headers, sent, |tools, fields| {
        let way = if fields.way == "up" {
            Way::Up
        } else {
            Way::Down
        };
        tools.basket.shift(&fields.place(), way)
    })
    .await
}

/// `POST /basket/clear`
pub async fn clear(State(app): State<App>) -> Result<Response, Trouble> {
    aside(move || app.tools.basket.empty()).await?;
    Ok(Redirect::to("/basket").into_response())
}

/// `POST /basket/restore`
pub async fn restore(State(app): State<App>) -> Result<Response, Trouble> {
    aside(move || app.tools.basket.refill()).await?;
    Ok(Redirect::to("/basket").into_response())
}

/// `GET /basket/export?format=markdown`
pub async fn export(
    State(app): State<App>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let address = address.unwrap_or_default();
    let mut asked = form_urlencoded::parse(address.as_bytes());
    let named = asked.find(|(name, _)| name == "format");
    let named = named.map_or_else(|| "markdown".to_owned(), |(_, value)| value.into_owned());
    let format = ExportFormat::from_name(&named).ok_or_else(|| {
        Trouble::Asked("the formats are markdown, csv and json; choose one".to_owned())
    })?;
    let shown = everything(&app).await?;
    let n_found = shown.len();
    let quotes: Vec<Quote> = shown.into_iter().filter_map(Shown::leaving).collect();
    let head = Head {
        filters: left_out(n_found - quotes.len()),
        n_found,
        ..Head::default()
    };
    let cleared = cleared(&app, quotes).await?;
    let bytes = written(format, &head, &cleared).map_err(|why| Trouble::Own(why.to_string()))?;
    let kind = match format {
        ExportFormat::Markdown => "text/markdown; charset=utf-8",
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Json => "application/json",
    };
    let name = format!("attachment; filename=\"quotes.{}\"", format.extension());
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// Says in a file's head how many quotes of the basket are not in it.
fn left_out(n: usize) -> Vec<(String, String)> {
    match n {
        0 => Vec::new(),
        n => vec![("left-out".to_owned(), n.to_string())],
    }
}

/// The quotes that may leave for internal use; those that were withdrawn stay.
async fn cleared(app: &App, quotes: Vec<Quote>) -> Result<Cleared<Vec<Quote>>, Trouble> {
    let today = day(now().get(..10).unwrap_or(""))
        .ok_or_else(|| Trouble::Own("the clock tells no day".to_owned()))?;
    app.readers
        .ask(move |archive| {
            let gated = loose(&archive.catalogue, quotes, today)
                .map_err(|error| Trouble::Own(error.to_string()))?;
            Ok(gated.allowed)
        })
        .await
}

/// Everything in the basket, with its words.
async fn everything(app: &App) -> Result<Vec<Shown>, Trouble> {
    let (tools, threshold) = (Arc::clone(&app.tools), app.config.threshold);
    let kept = aside(move || tools.basket.all()).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    app.readers
        .ask(move |archive| show(archive, kept, threshold))
        .await
}

async fn change(
    app: App,
    headers: HeaderMap,
    sent: Sent,
    act: impl FnOnce(&Tools, &Fields) -> Result<usize, Trouble> + Send + 'static,
) -> Result<Response, Trouble> {
    let fields = Fields::read(sent)?;
    let back = fields.back.clone();
    let n = aside(move || act(&app.tools, &fields)).await?;
    answer(&headers, &back, n)
}

/// A new number for the menu where htmx asks, else the page that the form was sent from.
fn answer(headers: &HeaderMap, back: &str, n: usize) -> Result<Response, Trouble> {
    if wants_piece(headers) {
        return render(&CountPiece { n });
    }
    Ok(Redirect::to(own_address(back)).into_response())
}

/// An address of ours, whatever a form says: never another site's.
fn own_address(back: &str) -> &str {
    let is_ours = back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_ours { back } else { "/basket" }
}

fn row(at: usize, n: usize, shown: Shown) -> Row {
    let Shown { kept, words } = shown;
    Row {
        url: call_url(&kept.place.call, kept.place.turn),
        number: at + 1,
        is_first: at == 0,
        is_last: at + 1 == n,
        note: kept.note,
        place: kept.place,
        said: words.map(said),
    }
}

fn said(words: Words) -> Said {
    let Words { quote, refused } = words;
    let minute = quote.seconds.map(clock);
    let recording = web_link(quote.link.clone()).map(|link| Recording {
        link,
        told: match &minute {
            Some(minute) => format!("recording at {minute}"),
            None => "recording".to_owned(),
        },
    });
    let facts = [
        quote.account.clone(),
        quote.industry.clone(),
        quote.date.clone(),
        quote.stage.clone(),
        quote.outcome.clone(),
        minute.map(|minute| format!("at {minute}")),
    ];
    Said {
        source: quote.source(),
        who: spoken(&quote.speaker_role),
        facts: facts.into_iter().flatten().collect(),
        recording,
        refused: refused.map(|why| why.to_string()),
        tags: quote
            .tags
            .iter()
            .map(|tag| TagShown {
                kind: tag.split('/').next().unwrap_or("").to_owned(),
                tag: tag.clone(),
            })
            .collect(),
        text: quote.text,
    }
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn a_form_leads_back_to_our_own_pages_only() {
        for (back, to) in [
            ("/?q=price#turn-3", "/?q=price#turn-3"),
            ("/calls/a%20b", "/calls/a%20b"),
            ("//evil.example/", "/basket"),
            ("https://evil.example/", "/basket"),
            ("/\\evil.example", "/basket"),
            ("/a\nb", "/basket"),
            ("", "/basket"),
        ] {
            assert_eq!(own_address(back), to, "{back:?}");
        }
    }
}
