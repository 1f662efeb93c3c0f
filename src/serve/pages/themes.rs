//! What is heard, and how widely?
//!
//! `GET /themes`: kind by kind, ranked by independent accounts; every theme opens its search.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use crate::archive::Archive;
use crate::report::ledger::Ledger;
use crate::report::themes::{LeftOut, Question, Theme, Themes, themes};
use crate::search::query::Field;
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::counted;
use crate::serve::pages::narrow::{Chosen, Facet};
use crate::serve::pages::narrow::{chosen, facets, filter_of, last_month};
use crate::serve::pages::theme::ThemeView;
use crate::serve::pages::{Frame, render};
use crate::serve::shown::many;
use crate::serve::trouble::Trouble;
use crate::serve::values::check;

const PATH: &str = "/themes";

/// Kinds in the order in which people ask, with what they ask; kinds of somebody's own come after them.
pub const KINDS: [(&str, &str); 6] = [
    ("pain", "What hurts"),
    ("objection", "Why they hesitate"),
    ("request", "What they ask for"),
    ("outcome", "What they want to reach"),
    ("trigger", "What set it off"),
    ("praise", "What they like"),
];

#[derive(Template)]
#[template(path = "themes.html", config = "src/serve/askama.toml")]
struct ThemesPage {
    frame: Frame,
    view: View,
}

/// Everything on the page.
struct View {
    summary: String,
    left_out: Vec<Left>,
    chosen: Vec<Chosen>,
    facets: Vec<Facet>,
    sections: Vec<Section>,
    /// The search for the words that came along, which are not counted here.
    words: Option<String>,
}

/// What is not counted, and the page that counts it.
struct Left {
    told: String,
    url: Option<String>,
}

/// The themes of one kind.
pub struct Section {
    pub kind: String,
    pub title: String,
    pub themes: Vec<ThemeView>,
}

/// `GET /themes`
pub async fn get(State(app): State<App>, RawQuery(address): RawQuery) -> Result<Response, Trouble> {
    let ask = Ask::parse(&address.unwrap_or_default())?;
    check(&app, &ask)?;
    let ledger = counted::ledger(&app).await?;
    let threshold = app.config.threshold;
    let view = app
        .readers
        .ask(move |archive| view(archive, &ledger, &ask, threshold))
        .await?;
    render(&ThemesPage {
        frame: Frame::of("themes"),
        view,
    })
}

fn view(archive: &Archive, ledger: &Ledger, ask: &Ask, threshold: f32) -> Result<View, Trouble> {
    let table = archive.table()?;
    let filter = filter_of(ask, threshold)?;
    let last = last_month(ledger, ask).ok_or_else(no_clock)?;
    let found = themes(&Question {
        ledger,
        table: &table,
        filter: &filter,
        threshold,
        last,
    });
    let mut sections = Vec::new();
    for (kind, title) in kinds(&found.all) {
        let mut section = Section {
            kind,
            title,
            themes: Vec::new(),
        };
        for theme in of_kind(&found.all, &section.kind) {
            let view = ThemeView::of(archive, theme, ask, last)?;
            section.themes.push(view);
        }
        sections.push(section);
    }
    Ok(View {
        summary: summary(&found),
        left_out: left_out(found.left_out, ask),
        chosen: chosen(ask, PATH),
        facets: facets(&table, &filter, &found.personas, ask, PATH),
        sections,
        words: (!ask.q.trim().is_empty()).then(|| ask.url("/")),
    })
}

/// A machine whose clock shows no month of our calendar.
pub fn no_clock() -> Trouble {
    Trouble::Own("this machine's clock tells no date; set it".to_owned())
}

/// The kinds that are heard, known ones first.
fn kinds(all: &[Theme]) -> Vec<(String, String)> {
    let known = KINDS.iter().map(|(kind, title)| (*kind, *title));
    let mut kinds: Vec<(&str, &str)> = known.collect();
    for theme in all {
        let kind = kind_of(&theme.tag);
        if !kinds.iter().any(|(known, _)| *known == kind) {
            kinds.push((kind, kind));
        }
    }
    let heard = kinds
        .into_iter()
        .filter(|(kind, _)| of_kind(all, kind).next().is_some());
    heard
        .map(|(kind, title)| (kind.to_owned(), title.to_owned()))
        .collect()
}

/// The part of a tag before the slash.
pub fn kind_of(tag: &str) -> &str {
    tag.split('/').next().unwrap_or(tag)
}

/// The themes of a kind, in their order.
pub fn of_kind<'t>(all: &'t [Theme], kind: &str) -> impl Iterator<Item = &'t Theme> {
    all.iter().filter(move |theme| kind_of(&theme.tag) == kind)
}

/// `Heard in 12 accounts, 17 calls: 272 mentions`
pub fn summary(found: &Themes) -> String {
    let breadth = found.breadth;
    if breadth.mentions == 0 {
        return "Nothing is heard here".to_owned();
    }
    format!(
        "Heard in {}, {}: {}",
        many(breadth.accounts, "account"),
        many(breadth.calls, "call"),
        many(breadth.mentions, "mention")
    )
}

fn left_out(left: LeftOut, ask: &Ask) -> Vec<Left> {
    let by_polarity = |n: u64, polarity: &str| Left {
        told: format!("{n} {polarity}"),
        url: Some(ask.with(Field::Polarity, polarity).url(PATH)),
    };
    let friends = Left {
        told: format!("{} in friends’ deals", left.of_friends),
        url: None,
    };
    let all = [
        (left.negated, by_polarity(left.negated, "negated")),
        (
            left.hypothetical,
            by_polarity(left.hypothetical, "hypothetical"),
        ),
        (left.of_friends, friends),
    ];
    let there = all.into_iter().filter(|(n, _)| *n > 0);
    there.map(|(_, left)| left).collect()
}
