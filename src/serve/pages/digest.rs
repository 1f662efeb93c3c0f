//! What have the newest calls brought?
//!
//! `GET /digest?since=7d`: what rises, what hurts, why they hesitate, new phrases and who says it; each opens its search.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use crate::report::digest::blocks::{Block, Entry, blocks, credit, summary, title};
use crate::report::digest::shape::DigestQuote;
use crate::serve::app::App;
use crate::serve::counted;
use crate::serve::pages::{Frame, render};
use crate::serve::period::{Asked, make};
use crate::serve::shown::call_url;
use crate::serve::trouble::Trouble;

/// Periods that are offered, with their names.
const PERIODS: [(&str, &str); 4] = [
    ("1d", "a day"),
    ("7d", "a week"),
    ("30d", "30 days"),
    ("90d", "90 days"),
];

#[derive(Template)]
#[template(path = "digest.html", config = "src/serve/askama.toml")]
struct DigestPage {
    frame: Frame,
    title: String,
    summary: String,
    /// As it was asked for.
    since: String,
    until: String,
    periods: Vec<Offer>,
    sections: Vec<Section>,
}

/// A period that is offered.
struct Offer {
    name: &'static str,
    url: String,
    is_on: bool,
}

/// A heading with what stands under it.
struct Section {
    /// The part of the address that leads here.
    slug: String,
    heading: &'static str,
    entries: Vec<Shown>,
    notes: Vec<String>,
}

/// Something that is told.
struct Shown {
    title: String,
    kind: Option<String>,
    url: String,
    told: String,
    quote: Option<Quoted>,
    is_told_before: bool,
}

/// Exact words, and whose they are.
struct Quoted {
    text: String,
    credit: String,
    url: String,
    recording: Option<String>,
}

/// `GET /digest`
pub async fn get(State(app): State<App>, RawQuery(address): RawQuery) -> Result<Response, Trouble> {
    let asked = Asked::parse(&address.unwrap_or_default())?;
    let _turn = app.feed.make_digest()?;
    let ledger = counted::ledger(&app).await?;
    let (period, threshold) = (asked.period, app.config.threshold);
    let digest = app
        .readers
        .ask(move |archive| make(archive, &ledger, period, threshold))
        .await?;
    render(&DigestPage {
        frame: Frame::of("digest"),
        title: title(&digest),
        summary: summary(&digest),
        periods: offers(&asked),
        since: asked.since,
        until: asked.until.unwrap_or_default(),
        sections: sections(blocks(&digest)),
    })
}

fn offers(asked: &Asked) -> Vec<Offer> {
    let offer = |(since, name): (&str, &'static str)| Offer {
        name,
        url: format!("/digest?since={since}"),
        is_on: asked.since == since && asked.until.is_none(),
    };
    PERIODS.into_iter().map(offer).collect()
}

fn sections(blocks: Vec<Block<'_>>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        if let Block::Heading(heading) = block {
            sections.push(Section {
                slug: heading.to_lowercase().replace(' ', "-"),
                heading,
                entries: Vec::new(),
                notes: Vec::new(),
            });
            continue;
        }
        // Nothing stands before the first heading.
        let Some(section) = sections.last_mut() else {
            continue;
        };
        match block {
            Block::Heading(_) => {}
            Block::Note(note) => section.notes.push(note),
            Block::Entry(entry) => section.entries.push(shown(entry)),
        }
    }
    sections
}

fn shown(entry: Entry<'_>) -> Shown {
    Shown {
        title: entry.title,
        kind: entry.kind,
        url: entry.search,
        told: entry.told,
        quote: entry.quote.map(quoted),
        is_told_before: entry.is_told_before && entry.quote.is_none(),
    }
}

fn quoted(quote: &DigestQuote) -> Quoted {
    Quoted {
        text: quote.text.clone(),
        credit: credit(quote),
        url: call_url(&quote.call, quote.turn),
        recording: quote.link.clone(),
    }
}
