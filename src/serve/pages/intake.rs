//! How do calls get in without a terminal?
//!
//! `GET /intake`: a place to drop files on, what came of the last ones, and the state of the archive. `POST /intake`:
//! files as a form sends them; they are read behind the page exactly as `verbatim ingest` reads.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::sync::mpsc;

use crate::archive::Archive;
use crate::pipeline::tagged_by;
use crate::serve::app::App;
use crate::serve::intake::{self, MOST_BYTES, MOST_FILES, Piece, Taken};
use crate::serve::pages::{Frame, render};
use crate::serve::shown::{call_url, day, grouped, many};
use crate::serve::trouble::Trouble;
use crate::serve::work::{Outcome, Task, aside, check_that_nobody_writes, other_writer};

/// How long a page waits for what may be quick.
pub const PATIENCE: Duration = Duration::from_millis(1500);
/// Pieces of a delivery that wait for the disk.
const WAITING: usize = 8;
/// Calls shown of those that were kept last.
const NEWEST: usize = 8;
/// Changes looked through for them.
const LOOKED_AT: u64 = 64;

#[derive(Template)]
#[template(path = "intake.html", config = "src/serve/askama.toml")]
struct IntakePage {
    frame: Frame,
    working: Option<String>,
    other: Option<String>,
    broken: Option<String>,
    report: Option<Report>,
    state: Condition,
    most_files: String,
    most_mb: usize,
    file_mb: u64,
}

/// What came of the last delivery.
struct Report {
    title: String,
    /// One line for each thing that matters.
    facts: Vec<String>,
    calls: Vec<Call>,
    /// Calls beyond those.
    more: Option<String>,
    refused: Vec<Refused>,
}

struct Call {
    name: String,
    title: String,
    url: String,
    fate: &'static str,
    told: String,
}

struct Refused {
    name: String,
    message: String,
    code: String,
}

/// The state of the archive.
struct Condition {
    kept: String,
    heard: String,
    /// Calls that were heard by older lexicons.
    stale: Option<String>,
    lexicons: String,
    fingerprint: String,
    version: &'static str,
    newest: Vec<Newest>,
}

struct Newest {
    title: String,
    url: String,
    about: String,
}

/// `GET /intake`
pub async fn get(State(app): State<App>) -> Result<Response, Trouble> {
    let running = app.tools.work.running();
    let ended = app.tools.work.ended(Task::Intake);
    let (mut report, mut broken) = (None, None);
    match ended.map(|ended| ended.outcome) {
        Some(Ok(Outcome::TakenIn(taken))) => report = Some(told(&taken)),
        Some(Err(message)) => broken = Some(message),
        _ => {}
    }
    render(&IntakePage {
        frame: Frame::of("intake"),
        working: running.map(|running| running.told()),
        other: other_writer(&app.dir),
        broken,
        report,
        state: state(&app).await?,
        most_files: grouped(MOST_FILES as u64),
        most_mb: MOST_BYTES >> 20,
        file_mb: app.config.max_file_mb,
    })
}

/// `POST /intake`
pub async fn post(
    State(app): State<App>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<Response, Trouble> {
    let multipart = multipart.map_err(|_| nothing_came())?;
    app.tools.work.check_idle()?;
    check_that_nobody_writes(&app.dir)?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let dir = app.dir.clone();
    let receiving = tokio::task::spawn_blocking(move || intake::receive(&dir, receiver));
    let sent = send_on(multipart, &sender).await;
    drop(sender);
    let arrived = receiving
        .await
        .unwrap_or_else(|_| Err(Trouble::Own("a step broke off; try again".to_owned())))?;
    sent?;
    if arrived.n_files == 0 {
        return Err(nothing_came());
    }
    let behind = app.clone();
    let work = &app.tools.work;
    work.begin(Task::Intake, move |steps| {
        intake::take_in(&behind, &arrived, steps)
    })?;
    work.wait(PATIENCE).await;
    Ok(Redirect::to("/intake").into_response())
}

fn nothing_came() -> Trouble {
    Trouble::Asked("no file came; go back, choose one or more, and send them again".to_owned())
}

/// Sends a delivery on to whoever writes it down, piece by piece, so that none of it lies in memory.
async fn send_on(mut multipart: Multipart, sender: &mpsc::Sender<Piece>) -> Result<(), Trouble> {
    let mut n_files = 0;
    while let Some(mut field) = multipart.next_field().await.map_err(broken_off)? {
        let name = field.file_name().unwrap_or("").to_owned();
        if name.is_empty() {
            continue;
        }
        n_files += 1;
        if n_files > MOST_FILES {
            return Err(Trouble::Asked(format!(
                "more than {MOST_FILES} files came at once; send them in parts, or in one zip archive"
            )));
        }
        hand(sender, Piece::File(name)).await?;
        while let Some(bytes) = field.chunk().await.map_err(broken_off)? {
            hand(sender, Piece::Bytes(bytes)).await?;
        }
    }
    Ok(())
}

/// Whoever writes tells by itself why it went away.
async fn hand(sender: &mpsc::Sender<Piece>, piece: Piece) -> Result<(), Trouble> {
    let sent = sender.send(piece).await;
    sent.map_err(|_| Trouble::Own("the files could not be put into the data folder".to_owned()))
}

fn broken_off(error: MultipartError) -> Trouble {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Trouble::TooMuch(MOST_BYTES);
    }
    Trouble::Asked("the delivery broke off; send it again".to_owned())
}

fn told(taken: &Arc<Taken>) -> Report {
    let summary = &taken.summary;
    let mut facts = vec![
        format!(
            "{}: {} new, {} updated, {} known already",
            many(summary.n_calls(), "call"),
            grouped(summary.new),
            grouped(summary.updated),
            grouped(summary.unchanged)
        ),
        format!(
            "{}, {} heard with lexicons {}",
            many(summary.turns, "turn"),
            many(summary.mentions, "mention"),
            taken.fingerprint
        ),
    ];
    let n_other = taken.n_files.saturating_sub(taken.n_looked_at);
    if n_other > 0 {
        facts.push(format!(
            "{} held no transcript by name (recordings, pictures, participants.csv, deals.csv, readme)",
            many(n_other as u64, "file")
        ));
    }
    if summary.problems > 0 {
        facts.push(format!(
            "{} in files that could be read all the same",
            many(summary.problems, "odd place")
        ));
    }
    if summary.sideless > 0 {
        facts.push(format!(
            "in {} nobody’s side is known, so nothing was heard there; set the sides on the call’s page",
            many(summary.sideless, "call")
        ));
    }
    let n_told = taken.calls.len() as u64;
    let n_more = summary.n_calls().saturating_sub(n_told);
    Report {
        title: format!(
            "{} read at {} in {:.1} s",
            many(taken.n_files as u64, "file"),
            taken.at,
            taken.seconds
        ),
        facts,
        calls: taken
            .calls
            .iter()
            .map(|call| Call {
                name: call.name.clone(),
                title: call.title.clone().unwrap_or_else(|| call.id.clone()),
                url: call_url(&call.id, 0),
                fate: call.fate,
                told: format!(
                    "{}, {}",
                    many(call.turns as u64, "turn"),
                    many(call.mentions as u64, "mention")
                ),
            })
            .collect(),
        more: (n_more > 0).then(|| format!("and {} more", many(n_more, "call"))),
        refused: taken
            .refused
            .iter()
            .map(|refused| Refused {
                name: refused.name.clone(),
                message: refused.message.clone(),
                code: refused.code.clone(),
            })
            .collect(),
    }
}

async fn state(app: &App) -> Result<Condition, Trouble> {
    let lexicons = app.lexicons.now();
    let mark = tagged_by(lexicons.fingerprint(), app.config.threshold);
    let (counts, n_stale, newest) = app
        .readers
        .ask(move |archive| {
            let counts = archive.catalogue.counts()?;
            let n_stale = archive.catalogue.of_old_lexicon(&mark)?.len() as u64;
            Ok((counts, n_stale, newest(archive)?))
        })
        .await?;
    // Reading a folder's name is quick, looking whether it is there is not.
    let folder = app.config.lexicons.clone();
    let learned = app.dir.root().join(crate::mine::lexicon::LEARNED);
    let has_own = aside(move || Ok(learned.is_file())).await?;
    let whence = match (&folder, has_own) {
        (Some(folder), _) => format!("the folder {}", folder.display()),
        (None, true) => "those built into the program, with what was learned here".to_owned(),
        (None, false) => "those built into the program".to_owned(),
    };
    Ok(Condition {
        kept: format!(
            "{} of {}, {}",
            many(counts.calls, "call"),
            many(counts.accounts, "account"),
            many(counts.turns, "turn")
        ),
        heard: many(counts.mentions, "mention"),
        stale: (n_stale > 0).then(|| {
            format!("{} heard by older lexicons; they are heard again when something is saved, or by `verbatim reindex`", many(n_stale, "call"))
        }),
        lexicons: format!("{whence}: {} entries", lexicons.entries.len()),
        fingerprint: lexicons.fingerprint().to_owned(),
        version: env!("CARGO_PKG_VERSION"),
        newest,
    })
}

/// The calls that were kept or heard again last.
fn newest(archive: &Archive) -> Result<Vec<Newest>, Trouble> {
    let latest = archive.catalogue.latest_seq()?;
    let from = latest.saturating_sub(LOOKED_AT);
    let changed = archive.catalogue.since(from, LOOKED_AT as usize)?;
    let mut newest = Vec::new();
    for (ord, _) in changed.into_iter().rev().take(NEWEST) {
        let Some(both) = archive.call(ord)? else {
            continue;
        };
        let (call, mentions) = (&both.0, &both.1);
        let account = call
            .account
            .as_ref()
            .and_then(|account| account.name.clone());
        let date = call.started_at.as_deref().map(day);
        let about = [
            account,
            date,
            Some(call.format.clone()),
            Some(many(mentions.len() as u64, "mention")),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        newest.push(Newest {
            title: call.title.clone().unwrap_or_else(|| call.id.0.clone()),
            url: call_url(&call.id.0, 0),
            about: about.join(" · "),
        });
    }
    Ok(newest)
}
