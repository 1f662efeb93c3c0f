//! How does Zoom list cloud recordings, and how does one get at a transcript?
//!
//! Documented at developers.zoom.us (`/users/{id}/recordings`, `/meetings/{uuid}/recordings`, server-to-server OAuth);
//! that a list without dates is yesterday's alone was seen in recorded exchanges. Sure of all that; not of which hosts
//! downloads lead to, hence `redirects_to`. A list spans a month at most. Ids with a slash are encoded twice. The file
//! itself knows neither id nor date, so its place tells them.

use jiff::{SignedDuration, Timestamp};
use serde_json::value::RawValue;

use crate::ingest::hooks::errand::Errand;
use crate::net::{Answer, Request};

use super::api::{encoded, paged};
use super::cursor::{Window, day};
use super::error::PullError;
use super::{Batch, Fetched, Found, Listed, Puller, json as path};

const USERS: &str = "list users";
const LIST: &str = "list recordings";
const ONE: &str = "get a recording";
const WORDS: &str = "get a transcript";
/// The vendor of errands about calls by telephone, which have a place of their own at Zoom.
const PHONE: &str = "zoom-phone";
/// How the names of Zoom's transcripts end.
const ENDING: &str = "transcript.vtt";
/// Pages of users; a page has 300.
const MOST_PAGES: usize = 200;
/// A recording without a transcript is waited for as long as this.
const PATIENCE: SignedDuration = SignedDuration::from_hours(48);

/// A page of one user's recordings.
pub(super) fn page(puller: &Puller, window: &Window, now: Timestamp) -> Result<Batch, PullError> {
    let mut next = window.next.clone();
    if next.rest.is_empty() {
        next.rest = match puller.config.users.as_slice() {
            [] => users(puller)?,
            users => users.to_vec(),
        };
    }
    let Some(user) = next.rest.first() else {
        return Ok(Batch::default());
    };
    let size = puller.config.page_size.unwrap_or(300).clamp(1, 300);
    let question = format!(
        "/v2/users/{}/recordings?from={}&to={}&page_size={size}",
        encoded(user),
        day(&window.begins()),
        day(&window.ends())
    );
    let question = paged(question, "next_page_token", &next.token);
    let answer = puller.api.get(&question)?;
    let mut batch = Batch::default();
    // Somebody who left since the users were listed.
    let is_gone = answer.status == 404 && next.token.is_empty();
    next.token = String::new();
    if !is_gone {
        let answer = puller.api.good(answer, LIST)?;
        let root = puller.api.json(&answer, LIST)?;
        for meeting in path::list(root, "meetings") {
            add(puller, meeting, now, &mut batch);
        }
        next.token = path::text(root, "next_page_token").unwrap_or_default();
    }
    if next.token.is_empty() {
        next.rest.remove(0);
    }
    batch.next = (!next.rest.is_empty()).then_some(next);
    Ok(batch)
}

/// Everybody who may have recordings.
fn users(puller: &Puller) -> Result<Vec<String>, PullError> {
    let mut users = Vec::new();
    let mut token = String::new();
    for _ in 0..MOST_PAGES {
        let question = "/v2/users?status=active&page_size=300".to_owned();
        let question = paged(question, "next_page_token", &token);
        let answer = puller.api.good(puller.api.get(&question)?, USERS)?;
        let root = puller.api.json(&answer, USERS)?;
        users.extend(
            path::list(root, "users")
                .into_iter()
                .filter_map(|user| path::id(user, "id")),
        );
        match path::text(root, "next_page_token") {
            Some(next) => token = next,
            None => break,
        }
    }
    Ok(users)
}

fn add(puller: &Puller, meeting: &RawValue, now: Timestamp, batch: &mut Batch) {
    let Some(id) = path::id(meeting, "uuid") else {
        return;
    };
    let started_at = path::text(meeting, "start_time");
    let transcripts = transcripts(meeting);
    for file in &transcripts {
        batch
            .calls
            .push(ready(puller, &id, started_at.clone(), file));
    }
    if !transcripts.is_empty() {
        return;
    }
    let start = started_at
        .as_deref()
        .and_then(|moment| moment.parse::<Timestamp>().ok());
    let is_fresh = start.is_some_and(|start| now.duration_since(start) < PATIENCE);
    if is_fresh && !path::list(meeting, "recording_files").is_empty() {
        batch.calls.push(puller.not_ready(id, started_at));
    } else {
        batch.n_wordless += 1;
    }
}

/// A recording that was paused has several.
fn ready(puller: &Puller, id: &str, started_at: Option<String>, file: &RawValue) -> Listed {
    let name = path::id(file, "id").unwrap_or_default();
    let size = path::id(file, "file_size").unwrap_or_default();
    let mut listed = puller.to_fetch(id.to_owned(), started_at, format!("{name}-{size}"));
    if let Found::ToFetch(errand) = &mut listed.what {
        errand.part = path::id(file, "id");
        errand.url = path::text(file, "download_url");
    }
    listed
}

/// The finished transcripts of a meeting.
fn transcripts(meeting: &RawValue) -> Vec<&RawValue> {
    let is = |file: &RawValue, key: &str, word: &str| {
        path::text(file, key).is_some_and(|value| value.eq_ignore_ascii_case(word))
    };
    let files = path::list(meeting, "recording_files").into_iter();
    files
        .filter(|file| is(file, "file_type", "TRANSCRIPT"))
        .filter(|file| path::text(file, "status").is_none() || is(file, "status", "completed"))
        .filter(|file| path::text(file, "download_url").is_some())
        .collect()
}

/// A transcript, by the recording's id; by the address and the token of a delivery where that is all there is.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    if errand.vendor == PHONE {
        let path = format!(
            "/v2/phone/recording_transcript/download/{}",
            encoded(&errand.id)
        );
        let place = puller.place(&errand.id, None, ENDING);
        return words(puller, place, puller.api.get(&path)?);
    }
    match by_id(puller, errand) {
        Err(PullError::Refused { .. }) | Ok(None) if errand.token_sealed.is_some() => {
            by_token(puller, errand)
        }
        outcome => outcome,
    }
}

fn by_id(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let once = encoded(&errand.id);
    // Zoom takes an id with a slash for two parts of a path unless it is encoded twice.
    let id = if errand.id.contains('/') {
        encoded(&once)
    } else {
        once
    };
    let answer = puller.api.get(&format!("/v2/meetings/{id}/recordings"))?;
    if answer.status == 404 {
        return Ok(None);
    }
    let answer = puller.api.good(answer, ONE)?;
    let meeting = puller.api.json(&answer, ONE)?;
    let files = transcripts(meeting);
    let Some(file) = meant(errand, &files) else {
        return Ok(None);
    };
    let Some(url) = path::text(file, "download_url") else {
        return Ok(None);
    };
    let answer = puller.api.get_near(&url, WORDS)?;
    let mut started_at = path::text(meeting, "start_time");
    let mut id = errand.id.clone();
    if files.len() > 1 {
        started_at = path::text(file, "recording_start").or(started_at);
        id = of_part(id, path::id(file, "id"));
    }
    let place = puller.place(&id, started_at.as_deref(), ENDING);
    words(puller, place, answer)
}

/// The file that an errand means: deliveries and lists name other addresses for the same one.
fn meant<'f>(errand: &Errand, files: &[&'f RawValue]) -> Option<&'f RawValue> {
    let is_part = |file: &&RawValue| errand.part.is_some() && path::id(file, "id") == errand.part;
    let is_at =
        |file: &&RawValue| errand.url.is_some() && path::text(file, "download_url") == errand.url;
    let mut all = files.iter().copied();
    all.clone()
        .find(is_part)
        .or_else(|| all.clone().find(is_at))
        .or_else(|| all.next())
}

/// Each part of a recording that was stopped and begun again is a call of its own: in one place, the last would be taken
/// for a correction of the others.
fn of_part(id: String, part: Option<String>) -> String {
    match part {
        Some(part) => format!("{id}.{part}"),
        None => id,
    }
}

fn by_token(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let (Some(url), Some(token)) = (&errand.url, &errand.token_sealed) else {
        return Ok(None);
    };
    if !puller.api.is_near(url) {
        return Err(puller.api.strange(WORDS));
    }
    let request = Request::get(url.as_str()).header("authorization", format!("Bearer {token}"));
    let answer = puller.api.courier.ask(&request)?;
    // How many parts there are is not known here.
    let id = of_part(errand.id.clone(), errand.part.clone());
    words(puller, puller.place(&id, None, ENDING), answer)
}

/// The file; a page of HTML, which Zoom gives to strangers with status 200, is none.
fn words(puller: &Puller, place: String, answer: Answer) -> Result<Option<Fetched>, PullError> {
    if answer.status == 404 {
        return Ok(None);
    }
    let answer = puller.api.good(answer, WORDS)?;
    let bytes = answer
        .body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&answer.body);
    if !bytes.starts_with(b"WEBVTT") {
        return Err(puller.api.odd(WORDS));
    }
    Ok(Some(puller.fetched(answer.body, place)))
}
