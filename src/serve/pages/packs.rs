//! Which packs are there, and how does a new one come about?
//!
//! `GET /packs`: every pack with what is still open about it, and a form for a new one that takes the search's own
//! parameters. `POST /packs` makes it of what answers best, as `verbatim pack new` does.

pub mod arrange;

pub mod decide;

pub mod download;

pub mod gather;

pub mod grant;

pub mod history;

pub mod manage;

pub mod pack;

pub mod preview;

pub mod put_in;

pub mod words;

mod boxed;

mod quotes;

mod shown;

pub(in crate::serve::pages) mod standing;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use crate::archive::Archive;
use crate::config::Config;
use crate::quote::rights::book::Rights;
use crate::search::query::Field;
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::auth::scope::Scope;
use crate::serve::auth::visitor::Visitor;
use crate::serve::packs::fields::Fields;
use crate::serve::packs::points::{Points, points, to_issue};
use crate::serve::packs::{opened, outward, pack_url, today};
use crate::serve::pages::{Frame, render};
use crate::serve::shown::{day, many};
use crate::serve::trouble::Trouble;

/// Packs of which the page tells more than the name.
const MOST_LOOKED_AT: usize = 50;

/// Filters for which the form has a box of its own; others come along from a search.
const BOXES: [(Field, &str); 8] = [
    (Field::Persona, "Persona"),
    (Field::Kind, "Kind of tag"),
    (Field::Tag, "Tag"),
    (Field::Account, "Account"),
    (Field::Industry, "Industry"),
    (Field::Region, "Region"),
    (Field::Stage, "Stage"),
    (Field::Outcome, "Outcome"),
];

#[derive(Template)]
#[template(path = "packs.html", config = "src/serve/askama.toml")]
struct PacksPage {
    frame: Frame,
    summary: String,
    is_deleted: bool,
    rows: Vec<Row>,
    form: Option<NewForm>,
}

/// A pack of the list.
struct Row {
    name: String,
    url: String,
    question: String,
    n_quotes: String,
    changed: String,
    open: Vec<String>,
    /// Whether the page looked at it closely.
    is_looked_at: bool,
}

/// The form for a new pack, filled with what a search asked for.
struct NewForm {
    q: String,
    /// Name, value and what a reader sees of the filters that came along.
    chosen: Vec<(&'static str, String, String)>,
    /// Name and label of each box.
    boxes: Vec<(&'static str, &'static str)>,
}

/// `GET /packs`
pub async fn get(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let address = address.unwrap_or_default();
    let ask = Ask::parse(&address)?;
    let config = app.config.clone();
    let rows = app
        .readers
        .ask(move |archive| rows(archive, &config))
        .await?;
    render(&PacksPage {
        frame: Frame::of("packs"),
        summary: match rows.len() {
            0 => "There are no packs yet.".to_owned(),
            n => format!("{}.", many(n as u64, "pack")),
        },
        is_deleted: Fields::read(&address).get("told") == "deleted",
        rows,
        form: visitor.may(Scope::Export).then(|| form(&ask)),
    })
}

fn form(ask: &Ask) -> NewForm {
    let told = |(name, value): (&'static str, &str)| {
        let label = format!("{name}: {value}");
        (name, value.to_owned(), label)
    };
    // How hits are shown is nothing that a pack has.
    let is_filter =
        |(name, _): &(&'static str, &str)| !matches!(*name, "q" | "sort" | "view" | "kwic");
    NewForm {
        q: ask.q.clone(),
        chosen: ask
            .parameters()
            .into_iter()
            .filter(is_filter)
            .map(told)
            .collect(),
        boxes: BOXES.map(|(field, label)| (field.name(), label)).to_vec(),
    }
}

fn rows(archive: &Archive, config: &Config) -> Result<Vec<Row>, Trouble> {
    let catalogue = &archive.catalogue;
    let mut rights = Rights::of(catalogue, today()?)?;
    let exports = catalogue.exports()?;
    let mut rows = Vec::new();
    for (at, line) in catalogue.packs()?.into_iter().enumerate() {
        let is_looked_at = at < MOST_LOOKED_AT;
        let open = if is_looked_at {
            let pack = opened(catalogue, &line.name)?;
            let calls = pack.items.iter().map(|item| item.seal.call.as_str());
            rights.learn_kept(catalogue, calls)?;
            let to_issue = to_issue(catalogue, &mut rights, &exports, &line.name)?;
            let n_findings = outward::n_undecided(catalogue, &pack, config)?;
            told(&points(&pack, &rights, n_findings, to_issue))
        } else {
            Vec::new()
        };
        rows.push(Row {
            url: pack_url(&line.name),
            question: line.query,
            n_quotes: many(u64::from(line.n_items), "quote"),
            changed: day(&line.changed_at),
            name: line.name,
            open,
            is_looked_at,
        });
    }
    Ok(rows)
}

/// What is open, for people.
fn told(points: &Points) -> Vec<String> {
    let mut told = Vec::new();
    let mut count = |n: usize, what: &str| {
        if n > 0 {
            told.push(format!("{n} {what}"));
        }
    };
    count(points.n_withdrawn, "withdrawn");
    count(points.n_gone, "corrected or gone since");
    count(points.n_ungranted, "not granted for publishing");
    count(points.n_findings, "hidden outside, undecided");
    told.extend(
        points
            .to_issue
            .iter()
            .map(|way| format!("to be issued again: {way}")),
    );
    told
}
