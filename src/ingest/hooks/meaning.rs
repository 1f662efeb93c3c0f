//! What does a delivery bring?
//!
//! One file for each vendor. A delivery is the vendor's own by now, which does not make it well formed: what is not
//! understood is kept as it came and told, so that nothing is lost when a vendor changes its events.

mod aircall;
mod assemblyai;
mod avoma;
mod azure;
mod circleback;
mod deepgram;
mod dialpad;
mod elevenlabs;
mod fathom;
mod fireflies;
mod gong;
mod grain;
mod granola;
mod graph;
mod hubspot;
mod open;
mod read_ai;
mod recall;
mod retell;
mod salesloft;
mod tldv;
mod twilio;
mod zoom;

use crate::config::hooks::{HookConfig, Kind};
use crate::ingest::format::Format;

use super::errand::Errand;
use super::scheme::standard;
use super::{Arrived, Hook, Meaning, Wanted, digest, json};

/// A delivery, and whose config it is read by.
pub(super) struct Letter<'a> {
    /// The `[pull.NAME]` that fetches.
    pub source: &'a str,
    pub config: &'a HookConfig,
    pub arrived: Arrived<'a>,
}

/// What the delivery means to its kind.
pub(super) fn of(hook: &Hook, letter: &Letter<'_>) -> Meaning {
    match letter.config.kind {
        Kind::Zoom => zoom::read(hook, letter),
        Kind::Gong => gong::read(letter),
        Kind::Fireflies => fireflies::read(letter),
        Kind::Fathom => fathom::read(letter),
        Kind::Hubspot => hubspot::read(letter),
        Kind::ReadAi => read_ai::read(letter),
        Kind::Grain => grain::read(letter),
        Kind::Avoma => avoma::read(letter),
        Kind::Aircall => aircall::read(letter),
        Kind::Dialpad => dialpad::read(letter),
        Kind::Assemblyai => assemblyai::read(letter),
        Kind::Deepgram => deepgram::read(letter),
        Kind::Recall => recall::read(letter),
        Kind::Granola => granola::read(letter),
        Kind::Tldv => tldv::read(letter),
        Kind::Twilio => twilio::read(letter),
        Kind::Salesloft => salesloft::read(letter),
        Kind::Elevenlabs => elevenlabs::read(letter),
        Kind::Retell => retell::read(letter),
        Kind::Circleback => circleback::read(letter),
        Kind::Azure => azure::read(letter),
        Kind::Graph => graph::read(letter),
        Kind::Github | Kind::Standard | Kind::Hmac | Kind::Token => open::read(letter),
    }
}

impl<'a> Letter<'a> {
    fn body(&self) -> &'a [u8] {
        self.arrived.body
    }

    /// The body as a type of borrowed parts.
    fn json<T: serde::Deserialize<'a>>(&self) -> Option<T> {
        json::typed(self.arrived.body)
    }

    fn body_key(&self) -> String {
        digest::body_key(self.arrived.body)
    }

    /// The id that Standard Webhooks give a delivery, the same in every repetition.
    fn standard_key(&self) -> String {
        match standard::id(&self.arrived) {
            Some(id) => key(&["id", id]),
            None => self.body_key(),
        }
    }

    /// A transcript to be fetched under its id.
    fn fetch(&self, vendor: &str, key: String, id: String) -> Meaning {
        let errand = Errand::transcript(vendor, self.source, id);
        Meaning::Fetch(vec![Wanted { key, errand }])
    }

    /// The whole body is the transcript.
    fn transcript(&self, format: Format, key: String, call: Option<String>) -> Meaning {
        Meaning::Transcript {
            key,
            format: Some(format.name()),
            body: 0..self.arrived.body.len(),
            call_hint: call,
        }
    }

    fn unclear(&self, code: &'static str, hint: &'static str) -> Meaning {
        Meaning::Unclear {
            key: self.body_key(),
            code,
            hint,
        }
    }

    /// The body is no JSON of the vendor's shape.
    fn no_shape(&self) -> Meaning {
        self.unclear(
            "other-shape",
            "the body has another shape than this vendor's deliveries; is `kind` right, or has the vendor changed it?",
        )
    }

    /// The event is the right one, and has no id.
    fn no_id(&self) -> Meaning {
        self.unclear(
            "no-id",
            "the delivery names no call; has the vendor changed its events?",
        )
    }
}

/// A key out of what makes a delivery unique; too long or odd ones are hashed.
fn key(parts: &[&str]) -> String {
    let key = parts.join(":");
    if key.len() <= 200 && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        key
    } else {
        digest::body_key(key.as_bytes())
    }
}

const OTHER_EVENT: Meaning = Meaning::Ignore {
    why: "this event brings no transcript",
};
