//! What does this kind of buyer say?
//!
//! `GET /personas` and `GET /personas/{slug}`: pains, objections, wants and triggers, ranked by independent accounts,
//! and the words that they use more than others do.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use crate::archive::Archive;
use crate::report::ledger::Ledger;
use crate::report::speech::{FEWEST, FEWEST_ACCOUNTS, MOST_CALLS, Speech, Typical};
use crate::report::themes::{Question, Share, Theme, Themes, themes};
use crate::search::call_table::CallTable;
use crate::search::query::Field;
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::counted;
use crate::serve::pages::narrow::Chosen;
use crate::serve::pages::narrow::{chosen, filter_of, last_month};
use crate::serve::pages::theme::ThemeView;
use crate::serve::pages::themes::{Section, kind_of, no_clock, summary};
use crate::serve::pages::{Frame, render};
use crate::serve::shown::{grouped, many, segment, spoken};
use crate::serve::trouble::Trouble;
use crate::serve::values::check;

/// Themes named on a persona's card.
const NAMED: usize = 3;
/// Themes of a section on a persona's page; the rest is on the page of themes.
const SHOWN: usize = 8;
/// Typical words shown.
const WORDS: usize = 30;

/// The sections of a persona's page: a heading, and the kinds of tags under it.
const SECTIONS: [(&str, &str, &[&str]); 5] = [
    ("pains", "What hurts", &["pain"]),
    ("objections", "Why they hesitate", &["objection"]),
    ("wants", "What they want", &["outcome", "request"]),
    ("triggers", "What set it off", &["trigger"]),
    ("praise", "What they like", &["praise"]),
];

#[derive(Template)]
#[template(path = "personas.html", config = "src/serve/askama.toml")]
struct PersonasPage {
    frame: Frame,
    cards: Vec<Card>,
}

/// A persona among the others.
struct Card {
    name: String,
    url: String,
    breadth: String,
    /// What hurts them most widely, and why they hesitate.
    named: Vec<String>,
}

#[derive(Template)]
#[template(path = "persona.html", config = "src/serve/askama.toml")]
struct PersonaPage {
    frame: Frame,
    view: View,
}

/// One persona.
struct View {
    name: String,
    summary: String,
    chosen: Vec<Chosen>,
    sections: Vec<Section>,
    /// All their themes, and all their words.
    themes_url: String,
    search_url: String,
    words: Vec<Word>,
    /// What the words were counted in.
    heard_in: String,
}

/// A word that they use more than others do.
struct Word {
    word: String,
    told: String,
    url: String,
}

/// `GET /personas`
pub async fn list(State(app): State<App>) -> Result<Response, Trouble> {
    let ledger = counted::ledger(&app).await?;
    let threshold = app.config.threshold;
    let cards = app
        .readers
        .ask(move |archive| cards(archive, &ledger, threshold))
        .await?;
    render(&PersonasPage {
        frame: Frame::of("personas"),
        cards,
    })
}

/// `GET /personas/{slug}`
pub async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(address): RawQuery,
) -> Result<Response, Trouble> {
    let ask = Ask::parse(&address.unwrap_or_default())?;
    check(&app, &ask)?;
    let ledger = counted::ledger(&app).await?;
    let speech = counted::speech(&app, &ledger).await?;
    let threshold = app.config.threshold;
    let view = app
        .readers
        .ask(move |archive| {
            let table = archive.table()?;
            let persona = Persona::named(&slug, &table)?;
            persona.view(archive, &ledger, &speech, &ask, threshold)
        })
        .await?;
    render(&PersonaPage {
        frame: Frame::of("personas"),
        view,
    })
}

fn found(archive: &Archive, ledger: &Ledger, ask: &Ask, threshold: f32) -> Result<Themes, Trouble> {
    let table = archive.table()?;
    Ok(themes(&Question {
        ledger,
        table: &table,
        filter: &filter_of(ask, threshold)?,
        threshold,
        last: last_month(ledger, ask).ok_or_else(no_clock)?,
    }))
}

fn cards(archive: &Archive, ledger: &Ledger, threshold: f32) -> Result<Vec<Card>, Trouble> {
    let everything = found(archive, ledger, &Ask::default(), threshold)?;
    let card = |persona: &Share| {
        let breadth = persona.breadth;
        let (accounts, calls) = (
            many(breadth.accounts, "account"),
            many(breadth.calls, "call"),
        );
        let mentions = many(breadth.mentions, "mention");
        Card {
            name: name_of(&persona.value),
            url: format!("/personas/{}", segment(&persona.value)),
            breadth: format!("{accounts}, {calls}, {mentions}"),
            named: named(&everything.all, &persona.value),
        }
    };
    Ok(everything.personas.iter().map(card).collect())
}

/// What a persona is heard to say most widely, of what hurts and why they hesitate.
fn named(all: &[Theme], persona: &str) -> Vec<String> {
    let core = all
        .iter()
        .filter(|theme| matches!(kind_of(&theme.tag), "pain" | "objection"));
    let mut said: Vec<(&Theme, &Share)> = core
        .filter_map(|theme| {
            let share = theme.personas.iter().find(|share| share.value == persona)?;
            Some((theme, share))
        })
        .collect();
    // What is equally wide keeps the order of all personas together.
    said.sort_by_key(|(_, share)| std::cmp::Reverse(share.breadth));
    let name = |(theme, _): &(&Theme, &Share)| {
        let tag = theme.tag.as_str();
        let (kind, name) = tag.split_once('/').unwrap_or(("", tag));
        format!("{} ({kind})", spoken(name))
    };
    said.iter().take(NAMED).map(name).collect()
}

fn name_of(slug: &str) -> String {
    match slug {
        "unknown" => "Role unknown".to_owned(),
        slug => {
            let spoken = spoken(slug);
            let mut letters = spoken.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
    }
}

/// A persona that speaks on some call.
struct Persona {
    /// As it is written there.
    slug: String,
}

impl Persona {
    fn named(slug: &str, table: &CallTable) -> Result<Persona, Trouble> {
        let mut known = (0..table.n_personas()).map(|number| table.persona(number));
        let slug = known.find(|known| known.eq_ignore_ascii_case(slug));
        let slug = slug.ok_or(Trouble::NotThere("persona"))?.to_owned();
        Ok(Persona { slug })
    }

    fn view(
        &self,
        archive: &Archive,
        ledger: &Ledger,
        speech: &Speech,
        asked: &Ask,
        threshold: f32,
    ) -> Result<View, Trouble> {
        let path = format!("/personas/{}", segment(&self.slug));
        // The address names the persona; another one behind the question mark is passed over.
        let mut asked = asked.clone();
        asked.q.clear();
        asked.filters.retain(|(field, _)| *field != Field::Persona);
        let ask = asked.with(Field::Persona, &self.slug);
        let found = found(archive, ledger, &ask, threshold)?;
        Ok(View {
            name: name_of(&self.slug),
            summary: summary(&found),
            chosen: chosen(&asked, &path),
            sections: sections(archive, ledger, &found.all, &ask)?,
            themes_url: ask.url("/themes"),
            search_url: ask.url("/"),
            words: self.words(speech),
            heard_in: self.heard_in(speech),
        })
    }

    fn words(&self, speech: &Speech) -> Vec<Word> {
        let word = |typical: Typical| {
            let search = Ask {
                q: typical.word.clone(),
                ..Ask::default()
            };
            Word {
                told: told(&typical),
                url: search.with(Field::Persona, &self.slug).url("/"),
                word: typical.word,
            }
        };
        let typical = speech.typical(&self.slug, WORDS);
        typical.into_iter().map(word).collect()
    }

    fn heard_in(&self, speech: &Speech) -> String {
        let (n_calls, n_words) = speech.size_of(&self.slug);
        let calls = many(n_calls, "call");
        let newest = if n_calls >= MOST_CALLS as u64 {
            "the newest "
        } else {
            ""
        };
        format!(
            "Counted in {newest}{calls}, {} of theirs, against what all other prospects said. A word \
             counts from {FEWEST} times in {FEWEST_ACCOUNTS} accounts on, when it is said at least \
             twice as often as by others; names are left out.",
            many(n_words, "word")
        )
    }
}

fn sections(
    archive: &Archive,
    ledger: &Ledger,
    all: &[Theme],
    ask: &Ask,
) -> Result<Vec<Section>, Trouble> {
    let last = last_month(ledger, ask).ok_or_else(no_clock)?;
    let mut sections = Vec::new();
    for (slug, title, kinds) in SECTIONS {
        let of_kinds = all
            .iter()
            .filter(|theme| kinds.contains(&kind_of(&theme.tag)));
        let mut themes = Vec::new();
        for theme in of_kinds.take(SHOWN) {
            themes.push(ThemeView::of(archive, theme, ask, last)?);
        }
        if !themes.is_empty() {
            sections.push(Section {
                kind: slug.to_owned(),
                title: title.to_owned(),
                themes,
            });
        }
    }
    Ok(sections)
}

/// `said 12 times in 4 accounts, 5.0 times as often as by others`
fn told(typical: &Typical) -> String {
    let said = format!(
        "said {} in {}",
        many(typical.here, "time"),
        many(typical.n_accounts as u64, "account")
    );
    if typical.there == 0 {
        return format!("{said}, never by others");
    }
    let often = typical.keyness.log_ratio.exp2();
    let there = grouped(typical.there);
    format!("{said}, {often:.1} times as often as by others ({there} there)")
}
