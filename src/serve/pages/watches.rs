//! What does somebody want to be told of?
//!
//! `GET /watches` lists the saved searches with what answered them last; `POST /watches` saves the search of an address,
//! as the search page sends it; `POST /watches/remove` forgets one.

use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::archive::Archive;
use crate::archive::watches::Watch;
use crate::pipeline::watches::letters::{Said, said};
use crate::serve::app::App;
use crate::serve::ask::Ask;
use crate::serve::by_hand::asked;
use crate::serve::pages::{Frame, render};
use crate::serve::saved::{filters_of, told, url};
use crate::serve::shown::{call_url, clock, day, many};
use crate::serve::trouble::Trouble;
use crate::serve::work::{aside, now};
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PAGE_PATIENCE, WriteLock};
use crate::store::watches::WatchRow;
use crate::store::watches::alerts::AlertRow;

/// Alerts shown of each saved search.
const ALERTS: usize = 5;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// Characters of a name that nobody typed.
const USUAL_NAME: usize = 60;
/// Names that are tried where the first is taken.
const NAMES: usize = 50;

#[derive(Template)]
#[template(path = "watches.html", config = "src/serve/askama.toml")]
struct WatchesPage {
    frame: Frame,
    rows: Vec<Row>,
}

/// A saved search.
struct Row {
    name: String,
    query: String,
    filters: Vec<String>,
    url: String,
    /// How many alerts, since when, and where they go.
    about: String,
    /// It cannot be read, so it hears nothing.
    is_broken: bool,
    alerts: Vec<Alert>,
}

/// A turn that answered.
pub struct Alert {
    pub quote: Option<String>,
    pub credit: String,
    pub url: String,
    pub state: &'static str,
}

/// `GET /watches`
pub async fn get(State(app): State<App>) -> Result<Response, Trouble> {
    let rows = app.readers.ask(rows).await?;
    render(&WatchesPage {
        frame: Frame::of("watches"),
        rows,
    })
}

fn rows(archive: &Archive) -> Result<Vec<Row>, Trouble> {
    let catalogue = &archive.catalogue;
    let mut rows = Vec::new();
    for row in catalogue.watches()? {
        let counts = catalogue.alert_counts(row.number)?;
        let mut alerts = Vec::new();
        for alert in catalogue.newest_alerts(Some(&row.name), ALERTS)? {
            alerts.push(shown(catalogue, &alert)?);
        }
        let mut about = format!("{} since {}", many(counts.all, "alert"), day(&row.made_at));
        if let Some(post) = &row.post {
            let (waiting, failed) = (counts.waiting, counts.failed);
            about.push_str(&format!(
                ", posted to {post} ({waiting} waiting, {failed} failed)"
            ));
        }
        rows.push(Row {
            url: url(&row),
            filters: told(&row),
            is_broken: Watch::of_row(&row).is_err(),
            name: row.name,
            query: row.query,
            about,
            alerts,
        });
    }
    Ok(rows)
}

/// An alert with its words as they stand now.
pub fn shown(catalogue: &Catalogue, alert: &AlertRow) -> Result<Alert, Trouble> {
    let said = said(catalogue, alert)?;
    Ok(Alert {
        credit: said.as_ref().map(credit).unwrap_or_default(),
        quote: said.map(|said| said.quote),
        url: call_url(&alert.call, alert.turn),
        state: alert.state.name(),
    })
}

fn credit(said: &Said) -> String {
    let parts = [
        Some(said.role.clone()),
        said.account.clone(),
        said.date.clone(),
        said.seconds.map(|seconds| format!("at {}", clock(seconds))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// `POST /watches`
pub async fn add(
    State(app): State<App>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let ask = Ask::parse(field(&fields, "ask"))?;
    let filters = filters_of(&ask);
    Watch::new(&ask.q, &filters)?;
    let name = name(field(&fields, "name"), &ask)?;
    let post = Some(field(&fields, "post").to_owned()).filter(|post| !post.is_empty());
    let filters = serde_json::to_string(&filters)
        .map_err(|cause| Trouble::Own(format!("the search could not be saved ({cause})")))?;
    let row = WatchRow {
        name,
        query: ask.q,
        filters,
        post,
        made_at: now(),
        ..WatchRow::default()
    };
    aside(move || save(&app, row)).await?;
    Ok(Redirect::to("/watches").into_response())
}

/// Saves a search; the same search saved twice stays one, another one of its name gets a number.
fn save(app: &App, mut row: WatchRow) -> Result<(), Trouble> {
    let lock = WriteLock::take_within(&app.dir, "watch", PAGE_PATIENCE)?;
    let mut catalogue = Catalogue::open_to_write(&app.dir, &lock)?;
    let is_same = |known: &WatchRow| (&known.query, &known.filters) == (&row.query, &row.filters);
    if catalogue.watches()?.iter().any(is_same) {
        return Ok(());
    }
    let first = row.name.clone();
    for number in 2..NAMES {
        if catalogue.add_watch(&row)? {
            return Ok(());
        }
        row.name = format!("{first} {number}");
    }
    Err(asked(
        "there are many saved searches of that name; give this one another",
    ))
}

/// `POST /watches/remove`
pub async fn remove(
    State(app): State<App>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let name = field(&fields, "name").to_owned();
    aside(move || {
        let lock = WriteLock::take_within(&app.dir, "watch", PAGE_PATIENCE)?;
        // Removed twice is removed: whoever clicks twice need not be told.
        Ok(Catalogue::open_to_write(&app.dir, &lock)?.remove_watch(&name)?)
    })
    .await?;
    Ok(Redirect::to("/watches").into_response())
}

/// A field of a form; blank where it is missing.
fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let mut fields = fields.iter();
    let found = fields.find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}

/// The name that was typed, else one made of what is listened for.
fn name(typed: &str, ask: &Ask) -> Result<String, Trouble> {
    let is_sound = typed.chars().count() <= LONGEST_NAME && !typed.chars().any(char::is_control);
    if !is_sound {
        return Err(asked(
            "a name has at most 100 characters on one line; shorten it",
        ));
    }
    if !typed.is_empty() {
        return Ok(typed.to_owned());
    }
    let mut parts = vec![ask.q.clone()];
    parts.extend(ask.filters.iter().map(|(_, value)| value.clone()));
    parts.retain(|part| !part.is_empty());
    let usual = parts.join(", ");
    let usual: String = usual
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(USUAL_NAME)
        .collect();
    let usual = usual.trim().to_owned();
    Ok(if usual.is_empty() {
        "a saved search".to_owned()
    } else {
        usual
    })
}
