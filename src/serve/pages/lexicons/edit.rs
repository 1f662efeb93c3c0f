//! What would change if an entry were edited so, and how is the edit kept?
//!
//! `POST …/preview` compares behind the page and leads to `GET …/preview`, which shows it; `POST …/save` writes the file
//! in the operator's own folder, `POST …/download` hands it over instead.

use std::sync::Arc;

use askama::Template;
use axum::Form as Sent;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::serve::app::App;
use crate::serve::pages::changes::Changes;
use crate::serve::pages::intake::PATIENCE;
use crate::serve::pages::lexicons::entry::Form;
use crate::serve::pages::lexicons::{find, url};
use crate::serve::pages::{Frame, render};
use crate::serve::preview::{Edit, Failure, Preview, preview as compare, save as keep, saved_as};
use crate::serve::shown::many;
use crate::serve::trouble::Trouble;
use crate::serve::work::{Outcome, Task, check_that_nobody_writes, other_writer};
use crate::tend::edit::Draft;

#[derive(Template)]
#[template(path = "preview.html", config = "src/serve/askama.toml")]
struct PreviewPage {
    frame: Frame,
    name: String,
    url: String,
    working: Option<String>,
    other: Option<String>,
    broken: Option<String>,
    /// What came of saving, if somebody just did.
    saved: Option<String>,
    changes: Option<Changes>,
    failures: Vec<Failing>,
    can_be_saved: bool,
    /// Whether the form holds an edit to go on with.
    can_be_mended: bool,
    form: Form,
}

struct Failing {
    wanted: &'static str,
    sentence: String,
    why: String,
}

/// The form of an entry.
#[derive(Deserialize)]
pub struct Fields {
    #[serde(default)]
    confidence: String,
    patterns: Option<String>,
    #[serde(default)]
    hear: String,
    #[serde(default)]
    near: String,
}

type Filled = Result<Sent<Fields>, FormRejection>;

/// `GET /lexicons/{file}/{entry}/preview`
pub async fn get(
    State(app): State<App>,
    Path((file, name)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let work = &app.tools.work;
    let lexicons = app.lexicons.now();
    let (_, entry) = find(&lexicons, &file, &name).ok_or(Trouble::NotThere("entry"))?;
    let previewed = previewed(&app, &file, &name);
    let (mut broken, mut saved) = (None, None);
    if let Some(Err(message)) = work.ended(Task::Preview).map(|ended| ended.outcome) {
        broken = Some(message);
    }
    match work.ended(Task::HearAgain).map(|ended| ended.outcome) {
        Some(Ok(Outcome::Heard(n))) => {
            saved = Some(format!(
                "It is saved, and {} were heard again.",
                many(n, "call")
            ));
        }
        Some(Err(message)) => broken = Some(message),
        _ => {}
    }
    let running = work.running();
    if running.is_none() && previewed.is_none() && broken.is_none() && saved.is_none() {
        return Ok(Redirect::to(&url(&file, &name)).into_response());
    }
    let place = saved_as(&app.config, &format!("{file}.toml"));
    let edit = match &previewed {
        Some(preview) => Some(preview.edit.clone()),
        // What somebody wrote is not lost with a slip in it.
        None => broken.as_ref().and_then(|_| app.tools.tried(&file, &name)),
    };
    let form = form(
        edit.as_ref(),
        entry.confidence,
        place.map(|path| path.display().to_string()),
    );
    let failures = previewed.as_deref().map(failing).unwrap_or_default();
    let is_whole = previewed.is_some() && failures.is_empty() && saved.is_none();
    render(&PreviewPage {
        frame: Frame::of("lexicons"),
        url: url(&file, &name),
        name,
        working: running.map(|running| running.told()),
        other: other_writer(&app.dir),
        broken,
        changes: previewed
            .as_ref()
            .map(|preview| Changes::of(&preview.compared)),
        can_be_saved: is_whole && form.saved_as.is_some(),
        can_be_mended: edit.is_some(),
        saved,
        failures,
        form,
    })
}

/// `POST /lexicons/{file}/{entry}/preview`
pub async fn preview(
    State(app): State<App>,
    Path((file, name)): Path<(String, String)>,
    filled: Filled,
) -> Result<Response, Trouble> {
    let edit = edit(&app, &file, &name, filled)?;
    let (behind, tried) = (app.clone(), edit.clone());
    let work = &app.tools.work;
    work.begin(Task::Preview, move |steps| compare(&behind, edit, steps))?;
    app.tools.note_tried(&tried);
    work.forget(Task::HearAgain);
    work.wait(PATIENCE).await;
    let to = format!("{}/preview", url(&file, &name));
    Ok(Redirect::to(&to).into_response())
}

/// `POST /lexicons/{file}/{entry}/save`: exactly the edit whose changes were shown.
pub async fn save(
    State(app): State<App>,
    Path((file, name)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let work = &app.tools.work;
    let edit = previewed(&app, &file, &name).map(|preview| preview.edit.clone());
    let edit = edit.ok_or_else(|| {
        Trouble::Asked("look at what the edit changes first, then save it".to_owned())
    })?;
    check_that_nobody_writes(&app.dir)?;
    let behind = app.clone();
    work.begin(Task::HearAgain, move |steps| keep(&behind, &edit, steps))?;
    work.wait(PATIENCE).await;
    let to = format!("{}/preview", url(&file, &name));
    Ok(Redirect::to(&to).into_response())
}

/// `POST /lexicons/{file}/{entry}/download`: the whole file with the edit in it.
pub async fn download(
    State(app): State<App>,
    Path((file, name)): Path<(String, String)>,
    filled: Filled,
) -> Result<Response, Trouble> {
    let edit = edit(&app, &file, &name, filled)?;
    let lexicons = app.lexicons.now();
    let text = edit.text(lexicons.sources()).map_err(Trouble::Asked)?;
    // An entry of that lexicon was found, so its name is one of a file of ours.
    let plain: String = file
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let headers = [
        (header::CONTENT_TYPE, "application/toml".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{plain}.toml\""),
        ),
    ];
    Ok((headers, text).into_response())
}

/// The edit that a form asks for; only of an entry that there is.
fn edit(app: &App, file: &str, name: &str, filled: Filled) -> Result<Edit, Trouble> {
    let lexicons = app.lexicons.now();
    let (_, entry) = find(&lexicons, file, name).ok_or(Trouble::NotThere("entry"))?;
    let unreadable = "the form cannot be read; go back, reload the page and try again";
    let Sent(fields) = filled.map_err(|_| Trouble::Asked(unreadable.to_owned()))?;
    let confidence = match fields.confidence.trim() {
        "" => None,
        written => {
            let number = written.parse::<f32>().ok();
            let within = number.filter(|number| (0.0..=1.0).contains(number));
            Some(within.ok_or_else(|| {
                Trouble::Asked("how far it is believed is a number from 0 to 1".to_owned())
            })?)
        }
    };
    let patterns = fields.patterns.as_deref().map(lines);
    Ok(Edit {
        lexicon: file.to_owned(),
        entry: name.to_owned(),
        draft: Draft {
            // What is not edited stays as it is written.
            confidence: confidence.filter(|number| *number != entry.confidence),
            patterns: patterns.filter(|_| entry.balance.is_none()),
            hear: lines(&fields.hear),
            near: lines(&fields.near),
        },
    })
}

/// One string a line; empty lines are none.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The last preview, if it was of this entry.
fn previewed(app: &App, file: &str, name: &str) -> Option<Arc<Preview>> {
    match app.tools.work.ended(Task::Preview)?.outcome {
        Ok(Outcome::Previewed(preview)) => {
            let edit = &preview.edit;
            let is_this = edit.lexicon == file && edit.entry == name;
            is_this.then_some(preview)
        }
        _ => None,
    }
}

fn form(edit: Option<&Edit>, confidence: f32, saved_as: Option<String>) -> Form {
    let draft = edit.map(|edit| edit.draft.clone()).unwrap_or_default();
    Form {
        confidence: draft.confidence.unwrap_or(confidence).to_string(),
        patterns: draft.patterns.map(|patterns| patterns.join("\n")),
        hear: draft.hear.join("\n"),
        near: draft.near.join("\n"),
        saved_as,
    }
}

fn failing(preview: &Preview) -> Vec<Failing> {
    let one = |failure: &Failure| Failing {
        wanted: failure.wanted,
        sentence: failure.sentence.clone(),
        why: failure.why.clone(),
    };
    preview.failures.iter().map(one).collect()
}
