//! How does Fireflies list meetings with their sentences?
//!
//! Documented at docs.fireflies.ai (GraphQL); errors that arrive with status 200, dates in milliseconds and `sentences`
//! that are null were seen in recorded exchanges. Small plans allow 50 requests a day, so sentences are asked for with
//! the list, 25 meetings at a time, and requests are counted across runs. Not sure: whether large pages with sentences
//! are always answered in time; `page_size` makes them smaller.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::ingest::hooks::errand::Errand;
use crate::net::Answer;

use super::cursor::{Next, Window};
use super::error::PullError;
use super::{Batch, Fetched, Listed, Puller, json as path};

const LIST: &str = "list meetings";
const ONE: &str = "get a meeting";

const FIELDS: &str = "id title date dateString duration organizer_email host_email participants fireflies_users \
    meeting_link transcript_url meeting_attendees { displayName email name } speakers { id name } \
    sentences { index speaker_id speaker_name text raw_text start_time end_time } \
    meeting_info { silent_meeting summary_status }";

/// The vendor's own bound.
const MOST: u32 = 50;

/// A page of meetings, each with its sentences where those are there.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let limit = puller.config.page_size.unwrap_or(25).clamp(1, MOST);
    let skip = window.next.number;
    let query = format!(
        "query Calls($limit: Int, $skip: Int, $fromDate: DateTime, $toDate: DateTime) {{ transcripts(limit: $limit, \
         skip: $skip, fromDate: $fromDate, toDate: $toDate) {{ {FIELDS} }} }}"
    );
    let variables = json!({
        "limit": limit,
        "skip": skip,
        "fromDate": window.begins(),
        "toDate": window.ends(),
    });
    let answer = ask(puller, &query, variables, LIST)?;
    let Some(answer) = answer else {
        return Ok(Batch::default());
    };
    let (_, meetings) = puller.api.list(&answer, LIST, "data.transcripts")?;
    let mut batch = Batch::default();
    for meeting in &meetings {
        match listed(puller, meeting) {
            Some(listed) => batch.calls.push(listed),
            None => batch.n_wordless += 1,
        }
    }
    let n_meetings = u32::try_from(meetings.len()).unwrap_or(MOST);
    // Newest first: what arrives meanwhile moves the rest down, so a meeting may come twice and none is left out.
    batch.next = (n_meetings >= limit).then(|| Next {
        number: skip.saturating_add(n_meetings),
        ..Next::default()
    });
    Ok(batch)
}

fn listed(puller: &Puller, meeting: &RawValue) -> Option<Listed> {
    let id = path::id(meeting, "id")?;
    let started_at = path::text(meeting, "dateString");
    if !path::list(meeting, "sentences").is_empty() {
        let place = puller.place(&id, None, "json");
        return Some(puller.whole(id, started_at, wrapped(meeting), place));
    }
    // A silent meeting stays without words.
    let is_silent = path::is_true(meeting, "meeting_info.silent_meeting")
        || path::text(meeting, "meeting_info.summary_status").as_deref() == Some("skipped");
    (!is_silent).then(|| puller.not_ready(id, started_at))
}

/// One meeting by its id.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let query = format!("query Call($id: String!) {{ transcript(id: $id) {{ {FIELDS} }} }}");
    let answer = ask(puller, &query, json!({ "id": errand.id }), ONE)?;
    let Some(answer) = answer else {
        return Ok(None);
    };
    let root = puller.api.json(&answer, ONE)?;
    let Some(meeting) = path::at(root, "data.transcript") else {
        return Err(puller.api.odd(ONE));
    };
    if path::list(meeting, "sentences").is_empty() {
        return Ok(None);
    }
    let place = puller.place(&errand.id, None, "json");
    Ok(Some(puller.fetched(wrapped(meeting), place)))
}

fn wrapped(meeting: &RawValue) -> Vec<u8> {
    format!("{{\"data\":{{\"transcript\":{}}}}}", meeting.get()).into_bytes()
}

/// Asks, and takes errors for what they are although they come with status 200. Nothing where nothing is there.
fn ask(
    puller: &Puller,
    query: &str,
    variables: Value,
    what: &'static str,
) -> Result<Option<Answer>, PullError> {
    let question = json!({ "query": query, "variables": variables });
    let answer = puller.api.post("/graphql", &question)?;
    if answer.status == 204 || answer.body.is_empty() {
        let courier = &puller.api.courier;
        return Err(courier.later(Duration::from_secs(600), "the vendor gave an empty answer"));
    }
    // Errors come with other statuses, too, and say more than those do.
    let Ok(root) = puller.api.json(&answer, what) else {
        let answer = puller.api.good(answer, what)?;
        return puller.api.json(&answer, what).map(|_| None);
    };
    let errors = path::list(root, "errors");
    let Some(error) = errors.first() else {
        return puller.api.good(answer, what).map(Some);
    };
    let code = path::text(error, "code").or_else(|| path::text(error, "extensions.code"));
    match code.as_deref().unwrap_or("") {
        "object_not_found" => Ok(None),
        "too_many_requests" => Err(puller.api.courier.later(
            wait(puller, error),
            "the vendor asks for fewer requests; give its plan's number as `per_day`",
        )),
        "auth_failed" | "unauthenticated" | "invalid_api_key" => Err(puller.api.refused(401, what)),
        "forbidden" | "not_in_team" | "require_elevated_privilege" => {
            Err(puller.api.refused(403, what))
        }
        "account_cancelled" | "paid_required" => Err(puller.api.refused(402, what)),
        _ => Err(puller.api.refused(answer.status, what)),
    }
}

/// The moment at which the vendor wants to be asked again is in milliseconds since 1970.
fn wait(puller: &Puller, error: &RawValue) -> Duration {
    let told = path::text(error, "metadata.retryAfter")
        .or_else(|| path::text(error, "extensions.metadata.retryAfter"));
    let moment = told.and_then(|told| told.parse::<i64>().ok());
    let moment = moment.and_then(|moment| Timestamp::from_millisecond(moment).ok());
    let now = (puller.api.courier.clock().now)();
    let wait = moment.and_then(|moment| Duration::try_from(now.duration_until(moment)).ok());
    wait.unwrap_or(Duration::from_secs(3600))
        .clamp(Duration::from_secs(60), Duration::from_secs(24 * 3600))
}
