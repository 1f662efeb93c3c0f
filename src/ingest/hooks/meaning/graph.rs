//! What does Microsoft Graph tell?
//!
//! Notifications name resources to fetch; an address is opened with a token to send back. Notices about the subscription
//! itself bring no call, but somebody must renew it.

use serde::Deserialize;

use crate::ingest::hooks::errand::Errand;
use crate::ingest::hooks::json::{Loose, text};
use crate::ingest::hooks::scheme::challenge;
use crate::ingest::hooks::scheme::graph::MOST;
use crate::ingest::hooks::{Meaning, Wanted};

use super::{Letter, key};

#[derive(Deserialize)]
struct BodyJson<'a> {
    #[serde(borrow)]
    value: Vec<NoticeJson<'a>>,
}

#[derive(Deserialize)]
struct NoticeJson<'a> {
    #[serde(borrow, rename = "subscriptionId")]
    subscription_id: Option<Loose<'a>>,
    #[serde(borrow, rename = "lifecycleEvent")]
    lifecycle_event: Option<Loose<'a>>,
    #[serde(borrow, rename = "changeType")]
    change_type: Option<Loose<'a>>,
    #[serde(borrow)]
    resource: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    if let Ok(Some(token)) = challenge::of(&letter.arrived) {
        return Meaning::Answer {
            status: 200,
            content_type: "text/plain; charset=utf-8",
            body: token,
        };
    }
    let Some(body) = letter.json::<BodyJson<'_>>() else {
        return letter.no_shape();
    };
    if body.value.len() > MOST {
        return letter.no_shape();
    }
    if body
        .value
        .iter()
        .any(|notice| notice.lifecycle_event.is_some())
    {
        return letter.unclear(
            "renew-subscription",
            "Microsoft asks to renew the subscription, or notifications end",
        );
    }
    let wanted: Option<Vec<Wanted>> = body
        .value
        .iter()
        .map(|notice| wanted(letter, notice))
        .collect();
    match wanted {
        Some(wanted) if !wanted.is_empty() => Meaning::Fetch(wanted),
        _ => letter.no_id(),
    }
}

fn wanted(letter: &Letter<'_>, notice: &NoticeJson<'_>) -> Option<Wanted> {
    let resource = text(notice.resource)?;
    let subscription = text(notice.subscription_id).unwrap_or_default();
    let change = text(notice.change_type).unwrap_or_default();
    Some(Wanted {
        key: key(&[&subscription, &change, &resource]),
        errand: Errand::transcript("graph", letter.source, resource),
    })
}
