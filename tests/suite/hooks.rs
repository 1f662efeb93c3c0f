//! Are vendors' deliveries told from forgeries, and read for what they are?

mod command;
mod hostile;
mod meaning;
mod secrets;
mod signing;
mod vectors;

use jiff::Timestamp;
use verbatim::config::hooks::{HookConfig, Kind};
use verbatim::ingest::hooks::{Arrived, Hook, Passed, Refused, Secrets};

/// A secret that every kind can take: long enough, and base64 too.
const SECRET: &str = "c2l4dGVlbiBieXRlcyBvciBtb3JlIQ==";

/// A config as it stands below `[hooks.NAME]`.
#[track_caller]
fn config(lines: &str) -> HookConfig {
    toml::from_str(lines).unwrap()
}

/// The lines that a kind cannot do without, besides its secret.
fn lines(kind: Kind) -> String {
    let more = match kind {
        Kind::Hmac => "header = \"X-Signature\"\n",
        Kind::Token | Kind::Tldv | Kind::Assemblyai => "header = \"X-Token\"\n",
        _ => "",
    };
    format!("kind = \"{}\"\n{more}", kind.name())
}

/// An address of a kind with the usual secret.
#[track_caller]
fn hook(kind: Kind) -> Hook {
    Hook::with("here", &config(&lines(kind)), Secrets::one(SECRET)).unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// A request that can be changed before it arrives.
#[derive(Debug, Clone)]
struct Request {
    uri: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    now: Timestamp,
}

impl Request {
    fn arrived(&self) -> Arrived<'_> {
        Arrived {
            method: "POST",
            uri: &self.uri,
            headers: &self.headers,
            body: &self.body,
            now: self.now,
        }
    }

    fn checked_by(&self, hook: &Hook) -> Result<Passed, Refused> {
        hook.check(&self.arrived())
    }
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}
