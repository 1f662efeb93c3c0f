//! Is one of the signatures of a Standard Webhooks delivery right?
//!
//! `{id}.{timestamp}.{body}` signed with the base64 behind `whsec_`; the header lists several signatures while the
//! sender rotates. Svix wrote `svix-` where the standard writes `webhook-`. (standardwebhooks.com, docs.svix.com)

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::config::hooks::{Algorithm, Encoding, HookConfig, Unit};
use crate::ingest::hooks::keys::{Keys, Secrets, Which};
use crate::ingest::hooks::stamp::{self, USUAL_WINDOW};
use crate::ingest::hooks::{Arrived, Refused, digest, headers};

const WRONG: Refused =
    Refused::unproven("none of the signatures is that of this delivery and secret");
// With a dot in it, one signature would be good for several divisions into id, timestamp and body.
const ILL_FORMED_ID: Refused = Refused::malformed("the delivery's id has another form");

/// A sender that rotates sends two.
const MOST_SIGNATURES: usize = 16;

/// The keys, and how far a timestamp may lie.
pub(in crate::ingest::hooks) struct Standard {
    pub keys: Keys,
    window: Duration,
}

impl Standard {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Standard, String> {
        let window = config.window_seconds.map(Duration::from_secs);
        Ok(Standard {
            keys: Keys::of(config.kind, secrets, key)?,
            window: window.unwrap_or(USUAL_WINDOW),
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        let family = family(arrived)?;
        let id = headers::required(arrived, &format!("{family}-id"))?;
        let timestamp = headers::required(arrived, &format!("{family}-timestamp"))?;
        let signatures = headers::required(arrived, &format!("{family}-signature"))?;
        if id.len() > 256 || id.contains('.') {
            return Err(ILL_FORMED_ID);
        }
        let milliseconds = stamp::read(timestamp, Unit::Seconds)?;
        let given: Vec<Vec<u8>> = signatures
            .split(' ')
            .take(MOST_SIGNATURES)
            .filter_map(|signature| signature.strip_prefix("v1,"))
            .filter_map(|signature| digest::decode(Encoding::Base64, signature))
            .collect();
        let which = self.keys.matching(|key| {
            let ours = mac(key, id, timestamp, arrived.body);
            // All are compared, however soon one is right.
            given
                .iter()
                .fold(false, |found, theirs| digest::same(&ours, theirs) | found)
        });
        let which = which.ok_or(WRONG)?;
        stamp::near(milliseconds, arrived.now, self.window)?;
        Ok(which)
    }
}

/// The signature of version 1.
pub(in crate::ingest::hooks) fn mac(key: &[u8], id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let parts: [&[u8]; 5] = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
    digest::hmac(Algorithm::Sha256, key, &parts)
}

/// The delivery's own id, the same in every repetition.
pub(in crate::ingest::hooks) fn id<'a>(arrived: &Arrived<'a>) -> Option<&'a str> {
    let family = family(arrived).ok()?;
    headers::optional(arrived, &format!("{family}-id")).ok()?
}

fn family(arrived: &Arrived<'_>) -> Result<&'static str, Refused> {
    Ok(match headers::optional(arrived, "webhook-signature")? {
        Some(_) => "webhook",
        None => "svix",
    })
}

/// The key in a secret, with or without `whsec_` before it.
fn key(secret: &str) -> Option<Vec<u8>> {
    let encoded = secret.strip_prefix("whsec_").unwrap_or(secret);
    STANDARD.decode(encoded).ok()
}
