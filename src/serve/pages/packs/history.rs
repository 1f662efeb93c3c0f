//! What left of this pack, where did its words go, and what do people say who used them?
//!
//! `GET /packs/{name}/history`. `POST /packs/{name}/uses` notes down where quotes were used, so that a withdrawal finds
//! it; `POST /packs/{name}/feedback` what somebody thinks of a quote, which whoever may read it may say.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::quote::pack::{Item, Pack};
use crate::quote::rights::book::carried;
use crate::quote::rights::{Level, Purpose};
use crate::serve::app::App;
use crate::serve::auth::scope::Scope;
use crate::serve::auth::visitor::{By, Visitor};
use crate::serve::by_hand::asked;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::{find, key, line, opened, pack_url, rights_for, today, who, writing};
use crate::serve::pages::packs::grant::given_day;
use crate::serve::pages::{Frame, render};
use crate::serve::shown::{many, web_link};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;
use crate::store::rights::uses::{FeedbackRow, UseRow};

/// Characters of a quote by which people choose it in a list.
const LEAD: usize = 60;
/// What somebody may say of a quote.
const VERDICTS: [(&str, &str); 3] = [
    ("up", "Good: it works"),
    ("down", "Bad: it does not work"),
    ("not-how-they-say-it", "Not how they say it"),
];

#[derive(Template)]
#[template(path = "pack_history.html", config = "src/serve/askama.toml")]
struct HistoryPage {
    frame: Frame,
    name: String,
    url: String,
    exports: Vec<Export>,
    uses: Vec<Use>,
    said: Vec<Said>,
    choices: Vec<Choice>,
    verdicts: [(&'static str, &'static str); 3],
    today: String,
    may_note: bool,
    is_nameless: bool,
}

/// A file that left.
struct Export {
    at: String,
    told: String,
    by: String,
    place: String,
    sha256: String,
}

/// Where words went.
struct Use {
    on: String,
    place: String,
    link: Option<String>,
    told: String,
    by: String,
    /// Whether words of it may not be published, or not any more.
    is_doubtful: bool,
}

/// What somebody said.
struct Said {
    verdict: String,
    /// The quote's number, while it is in the pack.
    quote: Option<Choice>,
    comment: Option<String>,
    by: String,
    at: String,
}

/// A quote to choose.
#[derive(Clone)]
struct Choice {
    key: String,
    number: usize,
    lead: String,
}

impl Choice {
    fn of((at, item): (usize, &Item)) -> Choice {
        let words = item.words();
        let mut lead: String = words.chars().take(LEAD).collect();
        if lead.len() < words.len() {
            lead.push('…');
        }
        Choice {
            key: key(item),
            number: at + 1,
            lead,
        }
    }
}

/// `GET /packs/{name}/history`
pub async fn get(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let page = app
        .readers
        .ask(move |archive| history(&archive.catalogue, &name, &visitor))
        .await?;
    render(&page)
}

fn history(catalogue: &Catalogue, name: &str, visitor: &Visitor) -> Result<HistoryPage, Trouble> {
    let pack = opened(catalogue, name)?;
    let mut exports = catalogue.exports()?;
    exports.retain(|export| export.pack == name);
    let mut said = catalogue.feedback()?;
    said.retain(|said| said.pack == name);
    Ok(HistoryPage {
        frame: Frame::of("packs"),
        url: pack_url(name),
        exports: exports.into_iter().rev().map(export).collect(),
        uses: uses(catalogue, &pack)?,
        said: said
            .into_iter()
            .rev()
            .map(|row| heard(&pack, row))
            .collect(),
        choices: pack.items.iter().enumerate().map(Choice::of).collect(),
        verdicts: VERDICTS,
        today: today()?.to_string(),
        may_note: visitor.may(Scope::Export),
        is_nameless: visitor.by == By::Home,
        name: pack.name,
    })
}

fn export(row: ExportRow) -> Export {
    Export {
        told: format!(
            "{} as {} for {}",
            many(row.quotes.len() as u64, "quote"),
            row.format,
            row.purpose
        ),
        at: row.at,
        by: row.by_whom,
        place: row.place.unwrap_or_else(|| "standard output".to_owned()),
        sha256: row.sha256,
    }
}

/// The uses of a pack, the newest first.
fn uses(catalogue: &Catalogue, pack: &Pack) -> Result<Vec<Use>, Trouble> {
    let mut rights = rights_for(catalogue, pack)?;
    let mut uses = Vec::new();
    for row in catalogue.uses()?.into_iter().rev() {
        if row.pack != pack.name {
            continue;
        }
        let calls = row.quotes.iter().map(|quote| quote.call.as_str());
        rights.learn_kept(catalogue, calls)?;
        let is_granted = |level: Level| level >= Purpose::Publish.needs();
        let is_doubtful = row.quotes.iter().any(|quote| {
            let standing = rights.standing(&rights.words_carried(quote));
            !standing.level.is_some_and(is_granted)
        });
        uses.push(Use {
            on: row.on_day,
            link: web_link(Some(row.place.clone())),
            told: many(row.quotes.len() as u64, "quote"),
            place: row.place,
            by: row.by_whom,
            is_doubtful,
        });
    }
    Ok(uses)
}

fn heard(pack: &Pack, row: FeedbackRow) -> Said {
    let is_it = |item: &Item| {
        let seal = &item.seal;
        (seal.call.as_str(), seal.turn, seal.start, seal.end)
            == (row.call.as_str(), row.turn, row.from, row.to)
    };
    let mut items = pack.items.iter().enumerate();
    let quote = items.find(|(_, item)| is_it(item)).map(Choice::of);
    let known = VERDICTS.iter().find(|(name, _)| *name == row.verdict);
    Said {
        verdict: known.map_or(row.verdict.clone(), |(_, told)| (*told).to_owned()),
        quote,
        comment: row.comment,
        by: row.by_whom,
        at: row.recorded_at,
    }
}

/// `POST /packs/{name}/uses`
pub async fn used(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = format!("{}/history#uses", pack_url(&name));
    let by = who(&visitor, Fields::read(&body).get("by"))?;
    aside(move || {
        let fields = Fields::read(&body);
        writing(&app.dir, |catalogue| {
            note_use(catalogue, &name, &fields, by)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

fn note_use(
    catalogue: &mut Catalogue,
    name: &str,
    fields: &Fields,
    by: String,
) -> Result<(), Trouble> {
    let pack = opened(catalogue, name)?;
    let mut items: Vec<&Item> = Vec::new();
    for wanted in fields.all("quote").filter(|wanted| !wanted.is_empty()) {
        items.extend(pack.items.get(find(&pack, wanted)?));
    }
    if items.is_empty() {
        items.extend(&pack.items);
    }
    if items.is_empty() {
        return Err(asked("the pack is empty, so nothing of it was used"));
    }
    let place = line(fields.get("where"))?
        .ok_or_else(|| asked("say where: an address, or what people call the deck or the page"))?;
    let on = given_day(fields.get("on"))?.unwrap_or(today()?);
    catalogue.put_use(&UseRow {
        number: 0,
        pack: pack.name.clone(),
        place,
        on_day: on.to_string(),
        by_whom: by,
        recorded_at: now(),
        quotes: items.into_iter().map(carried).collect(),
    })?;
    Ok(())
}

/// `POST /packs/{name}/feedback`
pub async fn said(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let to = format!("{}/history#feedback", pack_url(&name));
    let by = who(&visitor, Fields::read(&body).get("by"))?;
    aside(move || {
        let fields = Fields::read(&body);
        writing(&app.dir, |catalogue| {
            note_feedback(catalogue, &name, &fields, by)
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

fn note_feedback(
    catalogue: &mut Catalogue,
    name: &str,
    fields: &Fields,
    by: String,
) -> Result<(), Trouble> {
    let pack = opened(catalogue, name)?;
    let at = find(&pack, fields.get("quote"))?;
    let item = pack
        .items
        .get(at)
        .ok_or(Trouble::NotThere("quote in this pack"))?;
    let verdict = fields.get("verdict");
    if !VERDICTS.iter().any(|(name, _)| *name == verdict) {
        return Err(asked("choose what you think of the quote"));
    }
    let seal = &item.seal;
    catalogue.put_feedback(&FeedbackRow {
        number: 0,
        pack: pack.name.clone(),
        call: seal.call.clone(),
        turn: seal.turn,
        from: seal.start,
        to: seal.end,
        verdict: verdict.to_owned(),
        comment: line(fields.get("comment"))?,
        by_whom: by,
        recorded_at: now(),
    })?;
    Ok(())
}
