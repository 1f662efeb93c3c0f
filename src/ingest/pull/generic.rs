//! How is an API read that nobody but the operator knows?
//!
//! She describes it in `[pull.NAME.api]`: the address of the list with places for time and page, where in the answers
//! things stand, and where a transcript is. Everything else (hosts, bounds, waiting) is as for the vendors we know.

use serde_json::value::RawValue;

use crate::config::pull::{JsonApi, Paging};
use crate::ingest::hooks::errand::Errand;
use crate::net::Answer;

use super::api::encoded;
use super::cursor::{Next, Window, day};
use super::error::PullError;
use super::{Batch, Fetched, Found, Listed, Puller, json as path, version};

const LIST: &str = "list calls";
const WORDS: &str = "get a transcript";
/// More pages in one stretch mean that the paging does not end.
const MOST_PAGES: u32 = 100_000;

/// A page of the list.
pub(super) fn page(puller: &Puller, window: &Window) -> Result<Batch, PullError> {
    let api = described(puller)?;
    let answer = if api.paging == Paging::Link && !window.next.token.is_empty() {
        follow(puller, &window.next.token, LIST)?
    } else {
        puller.api.get(&address(api, puller, window))?
    };
    let answer = puller.api.good(answer, LIST)?;
    let (root, items) = puller.api.list(&answer, LIST, &api.items)?;
    let mut batch = Batch::default();
    for item in &items {
        match listed(puller, api, item) {
            Some(listed) => batch.calls.push(listed),
            None => batch.n_wordless += 1,
        }
    }
    batch.next = next(puller, api, window, root, items.is_empty())?;
    Ok(batch)
}

fn described(puller: &Puller) -> Result<&JsonApi, PullError> {
    // It is asked for when the source is opened.
    puller
        .config
        .api
        .as_ref()
        .ok_or_else(|| puller.api.odd(LIST))
}

fn address(api: &JsonApi, puller: &Puller, window: &Window) -> String {
    let (from, to) = (window.begins(), window.ends());
    let page = api.first_page.saturating_add(window.next.number);
    let limit = puller.config.page_size.unwrap_or(100);
    let (since_s, until_s) = (window.from.to_string(), window.to.to_string());
    let (page, limit) = (page.to_string(), limit.to_string());
    let mut address = api.list.clone();
    for (name, value) in [
        ("{since}", from.as_str()),
        ("{until}", to.as_str()),
        ("{since_day}", day(&from)),
        ("{until_day}", day(&to)),
        ("{since_s}", since_s.as_str()),
        ("{until_s}", until_s.as_str()),
        ("{cursor}", window.next.token.as_str()),
        ("{page}", page.as_str()),
        ("{limit}", limit.as_str()),
    ] {
        address = address.replace(name, &encoded(value));
    }
    address
}

/// An address out of an answer: below the base where it has no host, else at the vendor's own.
fn follow(puller: &Puller, address: &str, what: &'static str) -> Result<Answer, PullError> {
    if address.starts_with("https://") || address.starts_with("http://") {
        return puller.api.get_near(address, what);
    }
    if !address.starts_with('/') && !address.starts_with('?') {
        return Err(puller.api.strange(what));
    }
    puller.api.get(address)
}

fn listed(puller: &Puller, api: &JsonApi, item: &RawValue) -> Option<Listed> {
    let id = path::id(item, &api.id)?;
    let at = |place: &Option<String>| {
        let place = place.as_deref().filter(|place| !place.is_empty());
        place.and_then(|place| path::text(item, place))
    };
    let started_at = at(&api.started_at);
    let is_ready = match &api.ready {
        None => true,
        Some(_) => at(&api.ready).is_some_and(|word| says_yes(api, &word)),
    };
    let url = at(&api.transcript_at);
    let is_apart = api.transcript.is_some() || api.transcript_at.is_some();
    if !is_ready || (api.transcript_at.is_some() && url.is_none()) {
        // Where the entry itself is the transcript there is nothing to fetch; the overlap brings it again.
        return is_apart.then(|| puller.not_ready(id, started_at));
    }
    if !is_apart {
        let place = puller.place(&id, started_at.as_deref(), "json");
        return Some(puller.whole(id, started_at, item.get().as_bytes().to_vec(), place));
    }
    let version = at(&api.version).unwrap_or_else(|| version(item.get().as_bytes()));
    let mut listed = puller.to_fetch(id, started_at, version);
    if let Found::ToFetch(errand) = &mut listed.what {
        errand.url = url;
    }
    Some(listed)
}

fn says_yes(api: &JsonApi, word: &str) -> bool {
    match api.ready_words.as_slice() {
        [] => word == "true",
        words => words.iter().any(|yes| yes.eq_ignore_ascii_case(word)),
    }
}

fn next(
    puller: &Puller,
    api: &JsonApi,
    window: &Window,
    root: &RawValue,
    is_empty: bool,
) -> Result<Option<Next>, PullError> {
    let before = &window.next;
    let told = || path::text(root, &api.next).filter(|_| !api.next.is_empty());
    let token = match api.paging {
        Paging::None => None,
        Paging::Page => (!is_empty).then(String::new),
        Paging::Cursor | Paging::Link => told(),
    };
    let Some(token) = token else {
        return Ok(None);
    };
    // A list that gives the page it was asked from as the next one would never end.
    let goes_round = !token.is_empty() && token == before.token;
    if goes_round || before.number >= MOST_PAGES {
        return Err(puller.api.odd(LIST));
    }
    Ok(Some(Next {
        token,
        number: before.number + 1,
        rest: Vec::new(),
    }))
}

/// Whether somebody who is not known was shown a page to sign in at.
fn is_page(answer: &Answer) -> bool {
    let start: Vec<u8> = answer
        .body
        .trim_ascii_start()
        .iter()
        .take(14)
        .copied()
        .collect();
    let start = start.to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

/// A transcript by its address, or by the call's id.
pub(super) fn fetch(puller: &Puller, errand: &Errand) -> Result<Option<Fetched>, PullError> {
    let api = described(puller)?;
    let answer = match (&errand.url, &api.transcript) {
        (Some(url), _) => follow(puller, url, WORDS)?,
        (None, Some(template)) => {
            let address = template.replace("{id}", &encoded(&errand.id));
            puller.api.get(&address)?
        }
        // The list alone knows the address; the overlap brings the call again.
        (None, None) => return Ok(None),
    };
    if matches!(answer.status, 202 | 204 | 404) {
        return Ok(None);
    }
    let answer = puller.api.good(answer, WORDS)?;
    if answer.body.is_empty() {
        return Ok(None);
    }
    if is_page(&answer) {
        return Err(puller.api.odd(WORDS));
    }
    let place = puller.place(&errand.id, None, "json");
    Ok(Some(puller.fetched(answer.body, place)))
}
