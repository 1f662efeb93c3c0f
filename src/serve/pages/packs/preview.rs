//! What would leave, exactly, and what stands against it?
//!
//! `GET /packs/{name}/preview?format=…&for=…` shows the finished file: a web page in a frame without any rights, text as
//! text, documents and workbooks by what they hold. Beside it stands what is refused and why, and what the leak test
//! finds. It needs what a download needs: a whole file on a page is a whole file. `GET …/preview/page` is the framed page
//! itself; `POST …/preview/accept` keeps that somebody takes a finding upon himself.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

use crate::config::Config;
use crate::quote::pack::Pack;
use crate::quote::pack::render::PackFormat;
use crate::quote::publish::leaks::Leak;
use crate::quote::quote::bytes_hash;
use crate::quote::rights::Purpose;
use crate::serve::app::App;
use crate::serve::auth::visitor::{By, Visitor};
use crate::serve::by_hand::asked;
use crate::serve::headers::Stance;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::leaving::{Made, Wanted, file_name, make};
use crate::serve::packs::{key, line, opened, pack_url, who, writing};
use crate::serve::pages::packs::boxed::{Table, tables};
use crate::serve::pages::{Frame, render};
use crate::serve::shown::many;
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;
use crate::store::leaks::AcceptedRow;

/// Bytes of a file that are shown as text.
const MOST_SHOWN: usize = 400_000;

#[derive(Template)]
#[template(path = "pack_preview.html", config = "src/serve/askama.toml")]
struct PreviewPage {
    frame: Frame,
    view: PreviewView,
    /// Whether nothing tells who it is, so that the forms ask.
    is_nameless: bool,
}

/// Everything on the page.
pub(super) struct PreviewView {
    name: String,
    url: String,
    formats: Vec<Chosen>,
    purposes: Vec<Chosen>,
    format: &'static str,
    purpose: &'static str,
    is_publish: bool,
    summary: String,
    refused: Vec<Refused>,
    n_untitled: usize,
    n_marked: usize,
    leaks: Vec<Leak>,
    /// Why nothing leaves, also with what is refused left out.
    stopped: Option<String>,
    /// Why nothing left when somebody just tried.
    tried: Option<String>,
    file_name: String,
    sha256: String,
    shown: Shown,
}

/// One of several, and whether it is chosen.
struct Chosen {
    name: &'static str,
    told: &'static str,
    is_on: bool,
}

/// A quote that may not leave.
struct Refused {
    number: usize,
    url: String,
    needs: &'static str,
    has: &'static str,
    why: String,
}

/// The finished file, for a reader; one of them.
#[derive(Default)]
struct Shown {
    /// The address of the framed page.
    framed: Option<String>,
    text: Option<String>,
    tables: Vec<Table>,
}

/// `GET /packs/{name}/preview`
pub async fn get(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let wanted = Wanted::read(&Fields::read(&address.unwrap_or_default()))?;
    let config = app.config.clone();
    let view = app
        .readers
        .ask(move |archive| PreviewView::of(&archive.catalogue, &name, wanted, &config))
        .await?;
    page(view, &visitor)
}

/// The page that shows it.
pub(super) fn page(view: PreviewView, visitor: &Visitor) -> Result<Response, Trouble> {
    let mut response = render(&PreviewPage {
        frame: Frame::of("packs"),
        view,
        is_nameless: visitor.by == By::Home,
    })?;
    response.extensions_mut().insert(Stance::Framing);
    Ok(response)
}

/// `GET /packs/{name}/preview/page`: the web page as it would leave.
pub async fn framed(
    State(app): State<App>,
    Path(name): Path<String>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let wanted = Wanted {
        format: PackFormat::Html,
        ..Wanted::read(&Fields::read(&address.unwrap_or_default()))?
    };
    let config = app.config.clone();
    let file = app
        .readers
        .ask(move |archive| {
            let pack = opened(&archive.catalogue, &name)?;
            Ok(make(&archive.catalogue, &pack, wanted, &config)?.file)
        })
        .await?;
    let bytes = file.map_err(|why| asked(&why))?;
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let mut response = (kind, bytes).into_response();
    response.extensions_mut().insert(Stance::Framed);
    Ok(response)
}

/// `POST /packs/{name}/preview/accept`
pub async fn accept(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    body: String,
) -> Result<Response, Trouble> {
    let fields = Fields::read(&body);
    let wanted = Wanted::read(&fields)?;
    let by = who(&visitor, fields.get("by"))?;
    let why = line(fields.get("why"))?
        .ok_or_else(|| asked("say why the finding may stand, for whoever asks later"))?;
    let to = format!("{}#leaks", address(&name, wanted));
    aside(move || {
        writing(&app.dir, |catalogue| {
            let pack = opened(catalogue, &name)?;
            let made = make(catalogue, &pack, wanted, &app.config)?;
            let id = fields.get("id");
            // Only what is found can be accepted: the id of tomorrow's finding is none.
            let leak = made.leaks.iter().find(|leak| leak.id == id);
            let leak = leak.ok_or(Trouble::NotThere("finding in this file"))?;
            let accepted = AcceptedRow {
                leak: leak.id.clone(),
                call: leak.call.clone(),
                by_whom: by,
                why: Some(why),
                at: now(),
            };
            catalogue.accept_leak(&name, &accepted)?;
            Ok(())
        })
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

fn address(name: &str, wanted: Wanted) -> String {
    let (format, purpose) = (wanted.format.name(), wanted.purpose.name());
    format!("{}/preview?format={format}&for={purpose}", pack_url(name))
}

impl PreviewView {
    /// The page for a pack, a format and a purpose.
    fn of(
        catalogue: &Catalogue,
        name: &str,
        wanted: Wanted,
        config: &Config,
    ) -> Result<PreviewView, Trouble> {
        let pack = opened(catalogue, name)?;
        let made = make(catalogue, &pack, wanted, config)?;
        PreviewView::made(&pack, made, wanted)
    }

    /// The same for somebody who just tried to take it, and may not.
    pub(super) fn tried(
        pack: &Pack,
        made: Made,
        wanted: Wanted,
        why: String,
    ) -> Result<PreviewView, Trouble> {
        Ok(PreviewView {
            tried: Some(why),
            ..PreviewView::made(pack, made, wanted)?
        })
    }

    fn made(pack: &Pack, made: Made, wanted: Wanted) -> Result<PreviewView, Trouble> {
        let url = pack_url(&pack.name);
        let refused = made.gated.refused.iter().map(|refusal| Refused {
            number: refusal.item,
            url: match pack.items.get(refusal.item - 1) {
                Some(item) => format!("{url}#q-{}", key(item)),
                None => url.clone(),
            },
            needs: refusal.needs.name(),
            has: refusal.has.map_or("nothing", |level| level.name()),
            why: refusal.why.clone(),
        });
        let refused: Vec<Refused> = refused.collect();
        let n_allowed = made.gated.numbers.len();
        Ok(PreviewView {
            name: pack.name.clone(),
            formats: formats(wanted.format),
            purposes: purposes(wanted.purpose),
            format: wanted.format.name(),
            purpose: wanted.purpose.name(),
            is_publish: wanted.purpose == Purpose::Publish,
            summary: format!(
                "{} of {} would leave.",
                n_allowed,
                many(pack.items.len() as u64, "quote")
            ),
            n_untitled: made.gated.n_untitled,
            n_marked: made.n_marked,
            stopped: made.stopped(wanted.purpose, true),
            tried: None,
            file_name: file_name(&made, wanted),
            sha256: made.file.as_deref().map(bytes_hash).unwrap_or_default(),
            shown: shown(&made, wanted, &url)?,
            leaks: made.leaks,
            refused,
            url,
        })
    }
}

fn shown(made: &Made, wanted: Wanted, url: &str) -> Result<Shown, Trouble> {
    let mut shown = Shown::default();
    let Ok(bytes) = &made.file else {
        return Ok(shown);
    };
    match wanted.format {
        PackFormat::Html => {
            let purpose = wanted.purpose.name();
            shown.framed = Some(format!("{url}/preview/page?for={purpose}"));
        }
        PackFormat::Docx | PackFormat::Xlsx => shown.tables = tables(bytes)?,
        PackFormat::Markdown | PackFormat::Csv | PackFormat::Json | PackFormat::Text => {
            let text = String::from_utf8_lossy(bytes.get(..MOST_SHOWN).unwrap_or(bytes));
            shown.text = Some(text.trim_start_matches('\u{feff}').to_owned());
        }
    }
    Ok(shown)
}

fn formats(chosen: PackFormat) -> Vec<Chosen> {
    let told = |format: PackFormat| match format {
        PackFormat::Markdown => "Markdown",
        PackFormat::Html => "Web page",
        PackFormat::Docx => "Document (docx)",
        PackFormat::Xlsx => "Workbook (xlsx)",
        PackFormat::Csv => "Table (csv)",
        PackFormat::Json => "JSON",
        PackFormat::Text => "Plain text",
    };
    let all = PackFormat::ALL.into_iter();
    all.map(|format| Chosen {
        name: format.name(),
        told: told(format),
        is_on: format == chosen,
    })
    .collect()
}

fn purposes(chosen: Purpose) -> Vec<Chosen> {
    let told = |purpose: Purpose| match purpose {
        Purpose::Internal => "Inside the company",
        Purpose::Publish => "To be published",
    };
    let all = Purpose::ALL.into_iter();
    all.map(|purpose| Chosen {
        name: purpose.name(),
        told: told(purpose),
        is_on: purpose == chosen,
    })
    .collect()
}
