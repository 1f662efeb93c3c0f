//! How would the vendor sign this?
//!
//! For trying an address out and for tests. Each way of proving is computed as its vendor documents it, with the same
//! primitives that the check uses, so the published vectors are what tells that both are right.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::config::hooks::{Algorithm, Encoding, Unit};

use super::keys::Which;
use super::sample::Sample;
use super::scheme::Scheme;
use super::scheme::preset::Stamp;
use super::scheme::token::{Place, Token};
use super::scheme::{hubspot, standard, twilio};
use super::{Arrived, Hook, address, digest, stamp};

/// A delivery as the vendor would send it, by POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub uri: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Delivery {
    /// The same, arrived at a moment.
    pub fn arrived(&self, now: Timestamp) -> Arrived<'_> {
        Arrived {
            method: "POST",
            uri: &self.uri,
            headers: &self.headers,
            body: &self.body,
            now,
        }
    }

    fn header(&mut self, name: &str, value: String) {
        self.headers.push((name.to_owned(), value));
    }
}

/// Why a delivery can't be signed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    #[error("only Gong has the private key of its signatures, so none can be made here")]
    OnlyGong,
    #[error("there is no next secret to sign with")]
    NoNextSecret,
    #[error("the token stands inside of the body, and the body is no JSON object")]
    NoJson,
}

/// Signs a sample for an address, as if it were sent there at that moment.
pub fn sign(
    hook: &Hook,
    sample: &Sample,
    uri: &str,
    now: Timestamp,
    which: Which,
) -> Result<Delivery, SignError> {
    let mut delivery = Delivery {
        uri: uri.to_owned(),
        headers: sample.headers.clone(),
        body: sample.body.clone(),
    };
    delivery.header("content-type", sample.content_type.to_owned());
    if matches!(&hook.scheme, Scheme::Gong(gong) if gong.wants_private_key()) {
        return Err(SignError::OnlyGong);
    }
    let key = hook.scheme.keys().and_then(|keys| keys.key(which));
    let key = key.ok_or(SignError::NoNextSecret)?;
    match &hook.scheme {
        Scheme::Hmac(scheme) => {
            let id = format!("msg-{}", now.as_millisecond());
            let timestamp = match scheme.stamp {
                Some(_) => stamp::write(now, scheme.unit),
                None => String::new(),
            };
            let mac = scheme.mac(key, &delivery.arrived(now), &timestamp, &id);
            let written = digest::encode(scheme.encoding, &mac);
            let value = match &scheme.stamp {
                Some(Stamp::Beside { stamp, signature }) => {
                    format!("{stamp}={timestamp},{signature}={written}")
                }
                _ => format!("{}{written}", scheme.prefix),
            };
            if let Some(Stamp::Header(name)) = &scheme.stamp {
                delivery.header(name, timestamp);
            }
            if let Some(name) = &scheme.id_header {
                delivery.header(name, id);
            }
            delivery.header(&scheme.header, value);
        }
        Scheme::Token(scheme) => bring(scheme, key, &mut delivery)?,
        Scheme::Gong(scheme) => {
            if let Some(token) = &scheme.token {
                bring(token, key, &mut delivery)?;
            }
        }
        Scheme::Standard(_) => {
            let id = format!("msg_{}", now.as_millisecond());
            let timestamp = stamp::write(now, Unit::Seconds);
            let mac = standard::mac(key, &id, &timestamp, &delivery.body);
            delivery.header("webhook-id", id);
            delivery.header("webhook-timestamp", timestamp);
            delivery.header("webhook-signature", format!("v1,{}", STANDARD.encode(mac)));
        }
        Scheme::Hubspot(scheme) => {
            let timestamp = stamp::write(now, Unit::Milliseconds);
            let called = address::as_called(scheme.url.as_deref(), &delivery.uri);
            let mac = hubspot::mac(key, &delivery.arrived(now), &called, &timestamp);
            delivery.header("x-hubspot-request-timestamp", timestamp);
            delivery.header("x-hubspot-signature-v3", STANDARD.encode(mac));
        }
        Scheme::Dialpad(_) => {
            let head = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
            let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(&delivery.body));
            let mac = digest::hmac(Algorithm::Sha256, key, &[signed.as_bytes()]);
            delivery.body = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac)).into_bytes();
        }
        Scheme::Twilio(scheme) => {
            let called = address::as_called(scheme.url.as_deref(), &delivery.uri);
            let mac = twilio::mac(key, &called, &twilio::written_form(&delivery.body));
            let written = digest::encode(Encoding::Base64, &mac);
            delivery.header("x-twilio-signature", written);
        }
        Scheme::Graph(_) => give_state(key, &mut delivery)?,
    }
    Ok(delivery)
}

/// Puts a token where it belongs.
fn bring(scheme: &Token, key: &[u8], delivery: &mut Delivery) -> Result<(), SignError> {
    let token = String::from_utf8_lossy(key).into_owned();
    match &scheme.place {
        Place::Header { name, prefix } => delivery.header(name, format!("{prefix}{token}")),
        Place::Parameter(name) => {
            let mark = if delivery.uri.contains('?') { '&' } else { '?' };
            let written = form_urlencoded::Serializer::new(String::new())
                .append_pair(name, &token)
                .finish();
            delivery.uri.push(mark);
            delivery.uri.push_str(&written);
        }
        Place::Basic { user } => {
            let written = STANDARD.encode(format!("{user}:{token}"));
            delivery.header("authorization", format!("Basic {written}"));
        }
        Place::Field(path) => {
            let mut body = object(&delivery.body)?;
            put(&mut body, path, &token);
            delivery.body = body.to_string().into_bytes();
        }
    }
    Ok(())
}

/// Gives every notification the subscription's state.
fn give_state(key: &[u8], delivery: &mut Delivery) -> Result<(), SignError> {
    let state = String::from_utf8_lossy(key);
    let mut body = object(&delivery.body)?;
    let notices = body.get_mut("value").and_then(Value::as_array_mut);
    for notice in notices.into_iter().flatten() {
        put(notice, "clientState", &state);
    }
    delivery.body = body.to_string().into_bytes();
    Ok(())
}

fn object(body: &[u8]) -> Result<Value, SignError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| SignError::NoJson)?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(SignError::NoJson)
    }
}

/// Sets the text at a dotted path of objects; what stands in the way gives way.
pub(super) fn put(value: &mut Value, path: &str, text: &str) {
    let mut place = value;
    for name in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[name];
    }
    *place = Value::String(text.to_owned());
}
