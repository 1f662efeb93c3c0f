//! How does a program know that a message is ours?
//!
//! By the signature of Standard Webhooks: HMAC-SHA256 over id, time and body, with a shared secret. The id stays the same
//! over all tries of a message; the time is that of the try.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::json;
use sha2::Sha256;

use crate::config::post::WebhookConfig;
use crate::net::{Client, Request};
use crate::post::retry::{Unsent, judged};
use crate::post::{Message, PostError, Url, client};
use crate::text::figures::rfc3339;

/// A shorter secret can be guessed.
const LEAST_SECRET: usize = 24;

pub(super) struct Webhook {
    url: Url,
    key: Vec<u8>,
    client: Client,
}

impl Webhook {
    pub(super) fn of(name: &str, config: &WebhookConfig) -> Result<Webhook, PostError> {
        let secret = config.secret.read().map_err(|cause| PostError::Secret {
            name: name.to_owned(),
            cause,
        })?;
        let key = key(secret.text()).map_err(|why| PostError::Config {
            name: name.to_owned(),
            why: why.to_owned(),
        })?;
        Ok(Webhook {
            url: Url::of(name, &config.url)?,
            key,
            client: client(name, config.allow_private)?,
        })
    }

    pub(super) fn send(&self, message: &Message, now: Timestamp) -> Result<(), Unsent> {
        let id = format!("msg_{}", message.key);
        let body = json!({
            "type": message.kind,
            "timestamp": rfc3339(now),
            "data": message.data,
        })
        .to_string()
        .into_bytes();
        let seconds = now.as_second();
        let signature = signature(&self.key, &id, seconds, &body);
        let request = Request::post(self.url.text(), "application/json", body)
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature);
        judged(self.client.send(&request))
    }
}

/// The bytes to sign with: behind `whsec_` as base64, else the text itself.
pub fn key(secret: &str) -> Result<Vec<u8>, &'static str> {
    let secret = secret.trim();
    let key = match secret.strip_prefix("whsec_") {
        Some(encoded) => STANDARD
            .decode(encoded)
            .map_err(|_| "its secret begins with whsec_ and goes on as no base64")?,
        None => secret.as_bytes().to_vec(),
    };
    if key.len() < LEAST_SECRET {
        return Err("its secret is shorter than 24 bytes");
    }
    Ok(key)
}

/// The value of `webhook-signature`, for a time in seconds since 1970.
pub fn signature(key: &[u8], id: &str, seconds: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        // HMAC takes keys of any length; an empty signature is one that nobody accepts.
        return String::new();
    };
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}
