//! What does HubSpot tell?
//!
//! A list of up to a hundred changes, in any order. Of deals everything is worth fetching again: stage, amount, date,
//! reason. One deal is fetched once for a list, however many of its properties changed.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::ingest::hooks::errand::Errand;
use crate::ingest::hooks::json::{Loose, text};
use crate::ingest::hooks::{Meaning, Wanted};

use super::{Letter, key};

/// HubSpot's own limit.
const MOST_EVENTS: usize = 100;

/// The type of deals where a subscription is for objects of any type.
const DEALS: &str = "0-3";

#[derive(Deserialize)]
struct EventJson<'a> {
    #[serde(borrow, rename = "eventId")]
    event_id: Option<Loose<'a>>,
    #[serde(borrow, rename = "subscriptionId")]
    subscription_id: Option<Loose<'a>>,
    #[serde(borrow, rename = "occurredAt")]
    occurred_at: Option<Loose<'a>>,
    #[serde(borrow, rename = "subscriptionType")]
    subscription_type: Option<Loose<'a>>,
    #[serde(borrow, rename = "objectTypeId")]
    object_type_id: Option<Loose<'a>>,
    #[serde(borrow, rename = "objectId")]
    object_id: Option<Loose<'a>>,
}

pub(super) fn read(letter: &Letter<'_>) -> Meaning {
    let Some(events) = letter.json::<Vec<EventJson<'_>>>() else {
        return letter.no_shape();
    };
    if events.len() > MOST_EVENTS {
        return letter.unclear(
            "too-many",
            "more than 100 changes in one delivery, which HubSpot never sends",
        );
    }
    let mut seen = BTreeSet::new();
    let mut wanted = Vec::new();
    for event in events.iter().filter(|event| changes_a_deal(event)) {
        let Some(id) = text(event.object_id) else {
            return letter.no_id();
        };
        if seen.insert(id.clone()) {
            wanted.push(Wanted {
                key: event_key(event, &id),
                errand: Errand::deal("hubspot", letter.source, id),
            });
        }
    }
    if wanted.is_empty() {
        return Meaning::Ignore {
            why: "none of the changes is a deal's",
        };
    }
    Meaning::Fetch(wanted)
}

fn changes_a_deal(event: &EventJson<'_>) -> bool {
    let subscription = text(event.subscription_type).unwrap_or_default();
    let (object, change) = subscription.split_once('.').unwrap_or_default();
    let is_deal = object == "deal"
        || (object == "object" && text(event.object_type_id).as_deref() == Some(DEALS));
    is_deal && matches!(change, "propertyChange" | "creation" | "restore" | "merge")
}

/// An event's id alone is not unique, HubSpot says.
fn event_key(event: &EventJson<'_>, id: &str) -> String {
    let part = |value: Option<Loose<'_>>| text(value).unwrap_or_default();
    key(&[
        &part(event.event_id),
        &part(event.subscription_id),
        id,
        &part(event.occurred_at),
    ])
}
