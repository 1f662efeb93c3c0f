//! Which entries are there, and how often did each fire?
//!
//! `GET /lexicons`: every entry of every lexicon, by accounts before calls before mentions, and those that never fired.

pub mod attempt;

pub mod edit;

pub mod entry;

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use crate::mine::lexicon::{Entry, Lexicons, Listens};
use crate::serve::app::App;
use crate::serve::pages::{Frame, render};
use crate::serve::shown::{day, many, segment, spoken};
use crate::serve::tools::Firings;
use crate::serve::trouble::Trouble;

#[derive(Template)]
#[template(path = "lexicons.html", config = "src/serve/askama.toml")]
struct LexiconsPage {
    frame: Frame,
    q: String,
    is_by_name: bool,
    summary: String,
    /// What no entry heard.
    others: Vec<String>,
    files: Vec<File>,
}

/// A lexicon with the entries that are asked for.
struct File {
    name: String,
    listens: String,
    rows: Vec<Row>,
}

/// An entry.
struct Row {
    url: String,
    name: String,
    tag: String,
    kind: String,
    accounts: usize,
    calls: usize,
    mentions: usize,
    newest: String,
}

/// What the address asks for.
#[derive(Default)]
struct Ask {
    q: String,
    is_by_name: bool,
}

impl Ask {
    fn parse(address: &str) -> Ask {
        let mut ask = Ask::default();
        for (name, value) in form_urlencoded::parse(address.as_bytes()) {
            match &*name {
                "q" => ask.q = value.trim().chars().take(200).collect(),
                "sort" => ask.is_by_name = value == "name",
                _ => {}
            }
        }
        ask
    }

    fn wants(&self, entry: &Entry) -> bool {
        let q = self.q.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&q);
        q.is_empty()
            || has(&entry.name)
            || has(&entry.tag.0)
            || entry.patterns.iter().any(|pattern| has(pattern))
    }
}

/// `GET /lexicons`
pub async fn get(State(app): State<App>, RawQuery(address): RawQuery) -> Result<Response, Trouble> {
    let ask = Ask::parse(&address.unwrap_or_default());
    let lexicons = app.lexicons.now();
    let firings = counted(&app, &lexicons).await?;
    let fired = firings.entries.iter();
    let n_silent = fired.filter(|fired| fired.mentions == 0).count();
    render(&LexiconsPage {
        frame: Frame::of("lexicons"),
        summary: format!(
            "{} entries in use; {n_silent} of them were never heard in this archive.",
            lexicons.entries.len()
        ),
        others: others(&firings),
        files: files(&lexicons, &firings, &ask),
        q: ask.q,
        is_by_name: ask.is_by_name,
    })
}

/// How often everything fired.
async fn counted(app: &App, lexicons: &Arc<Lexicons>) -> Result<Arc<Firings>, Trouble> {
    let (tools, lexicons) = (Arc::clone(&app.tools), Arc::clone(lexicons));
    app.readers
        .ask(move |archive| tools.firings(archive, &lexicons))
        .await
}

fn others(firings: &Firings) -> Vec<String> {
    let told = [
        (
            &firings.learned,
            "by what was learned from labels, without any entry",
        ),
        (&firings.by_hand, "by a person’s own mark"),
        (&firings.gone, "by entries that are no longer there"),
    ];
    told.into_iter()
        .filter(|(fired, _)| fired.mentions > 0)
        .map(|(fired, how)| {
            format!(
                "{} of {} in {} were heard {how}.",
                many(fired.mentions as u64, "mention"),
                many(fired.accounts as u64, "account"),
                many(fired.calls as u64, "call")
            )
        })
        .collect()
}

fn files(lexicons: &Lexicons, firings: &Firings, ask: &Ask) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for (number, entry) in lexicons.entries.iter().enumerate() {
        if !ask.wants(entry) {
            continue;
        }
        if files.last().is_none_or(|file| file.name != entry.lexicon) {
            files.push(File {
                name: entry.lexicon.clone(),
                listens: listens(entry),
                rows: Vec::new(),
            });
        }
        if let Some(file) = files.last_mut() {
            file.rows.push(row(entry, firings, number));
        }
    }
    if !ask.is_by_name {
        for file in &mut files {
            file.rows.sort_by(|a, b| {
                (b.accounts, b.calls, b.mentions)
                    .cmp(&(a.accounts, a.calls, a.mentions))
                    .then_with(|| (&a.tag, &a.name).cmp(&(&b.tag, &b.name)))
            });
        }
    }
    files
}

/// To whom the entries of a lexicon listen.
fn listens(entry: &Entry) -> String {
    match &entry.listens {
        Listens::Anyone => "any prospect".to_owned(),
        Listens::Persona(persona) => spoken(persona),
    }
}

fn row(entry: &Entry, firings: &Firings, number: usize) -> Row {
    let fired = firings.entries.get(number).cloned().unwrap_or_default();
    Row {
        url: url(&entry.lexicon, &entry.name),
        name: entry.name.clone(),
        tag: entry.tag.0.clone(),
        kind: entry.tag.kind().to_owned(),
        accounts: fired.accounts,
        calls: fired.calls,
        mentions: fired.mentions,
        newest: fired.newest.as_deref().map(day).unwrap_or_default(),
    }
}

/// The address of an entry's page.
fn url(lexicon: &str, entry: &str) -> String {
    format!("/lexicons/{}/{}", segment(lexicon), segment(entry))
}

/// The first entry of that name in a lexicon, and its number.
fn find<'l>(lexicons: &'l Lexicons, lexicon: &str, name: &str) -> Option<(usize, &'l Entry)> {
    let mut entries = lexicons.entries.iter().enumerate();
    entries.find(|(_, entry)| entry.lexicon == lexicon && entry.name == name)
}
