//! Does every notification of Microsoft Graph bring our `clientState`?
//!
//! Graph signs nothing: the state given at the subscription comes back in each notification, and an address is opened by
//! sending its token back. (learn.microsoft.com, change notifications)

use serde::Deserialize;

use crate::config::hooks::HookConfig;
use crate::ingest::hooks::json::{self, Loose};
use crate::ingest::hooks::keys::{Keys, Secrets, Which, as_it_stands};
use crate::ingest::hooks::{Arrived, Refused, digest};

use super::challenge;

const ILL_FORMED: Refused = Refused::malformed("the body is no list of notifications");
const WRONG: Refused = Refused::unproven("a notification has another clientState");

/// Graph sends up to some dozens in one request.
pub(in crate::ingest::hooks) const MOST: usize = 1000;

/// The state given at the subscription.
pub(in crate::ingest::hooks) struct Graph {
    pub keys: Keys,
}

#[derive(Deserialize)]
struct BodyJson<'a> {
    #[serde(borrow)]
    value: Vec<StateJson<'a>>,
}

#[derive(Deserialize)]
struct StateJson<'a> {
    #[serde(borrow, rename = "clientState")]
    client_state: Option<Loose<'a>>,
}

impl Graph {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Graph, String> {
        Ok(Graph {
            keys: Keys::of(config.kind, secrets, as_it_stands)?,
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        if challenge::of(arrived)?.is_some() {
            return Ok(Which::Current);
        }
        let body: BodyJson<'_> = json::typed(arrived.body).ok_or(ILL_FORMED)?;
        if body.value.is_empty() || body.value.len() > MOST {
            return Err(ILL_FORMED);
        }
        let states: Vec<String> = body
            .value
            .iter()
            .map(|notification| json::text(notification.client_state).unwrap_or_default())
            .collect();
        // All must come from subscriptions of one secret.
        let which = self.keys.matching(|key| {
            states.iter().fold(true, |all, state| {
                digest::same_secret(key, state.as_bytes()) & all
            })
        });
        which.ok_or(WRONG)
    }
}
