//! Does the delivery bring the shared token along?
//!
//! In a header, in a field of the body (Aircall), in the address (Grain), or as the password of basic authentication.
//! Nothing covers the body then, so the way must be encrypted.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::config::hooks::{HookConfig, Kind};
use crate::ingest::hooks::keys::{Keys, Secrets, Which, as_it_stands};
use crate::ingest::hooks::{Arrived, Refused, digest, headers, json};

const MISSING: Refused = Refused::unproven("the delivery brings no token");
const WRONG: Refused = Refused::unproven("the token is another one");

/// Where a token stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest::hooks) enum Place {
    Header { name: String, prefix: String },
    Field(String),
    Parameter(String),
    Basic { user: String },
}

/// A token and its place.
pub(in crate::ingest::hooks) struct Token {
    pub place: Place,
    pub keys: Keys,
}

impl Token {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Token, String> {
        Ok(Token {
            place: place(config)?,
            keys: Keys::of(config.kind, secrets, as_it_stands)?,
        })
    }

    /// A token in the address, for kinds that sign only if somebody switched it on.
    pub fn in_address(config: &HookConfig, name: &str, secrets: &Secrets) -> Result<Token, String> {
        let others = [&config.header, &config.field, &config.user];
        if others.into_iter().any(Option::is_some) {
            return Err(two_places());
        }
        Ok(Token {
            place: Place::Parameter(name.to_owned()),
            keys: Keys::of(config.kind, secrets, as_it_stands)?,
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        let brought = self.brought(arrived)?.ok_or(MISSING)?;
        let which = self
            .keys
            .matching(|key| digest::same_secret(key, brought.as_bytes()));
        which.ok_or(WRONG)
    }

    fn brought(&self, arrived: &Arrived<'_>) -> Result<Option<String>, Refused> {
        match &self.place {
            Place::Header { name, prefix } => {
                let value = headers::optional(arrived, name)?;
                let token = value.and_then(|value| value.strip_prefix(prefix.as_str()));
                Ok(token.map(str::to_owned))
            }
            Place::Field(path) => Ok(json::at(arrived.body, path)),
            Place::Parameter(name) => headers::parameter(arrived, name),
            Place::Basic { user } => {
                let value = headers::optional(arrived, "authorization")?;
                Ok(value.and_then(|value| password(value, user)))
            }
        }
    }
}

fn place(config: &HookConfig) -> Result<Place, String> {
    let header = |name: &str| Place::Header {
        name: name.to_owned(),
        prefix: config.prefix.clone().unwrap_or_default(),
    };
    let written = [
        config.header.as_deref().map(header),
        config.field.clone().map(Place::Field),
        config.user.clone().map(|user| Place::Basic { user }),
    ];
    let mut written = written.into_iter().flatten();
    match (written.next(), written.next()) {
        (Some(place), None) => return Ok(place),
        (Some(_), Some(_)) => return Err(two_places()),
        (None, _) => {}
    }
    match config.kind {
        Kind::Aircall => Ok(Place::Field("token".to_owned())),
        Kind::Grain => Ok(Place::Parameter("token".to_owned())),
        Kind::Deepgram => Ok(header("dg-token")),
        _ => Err(
            "where does the token stand? Write `header`, `field`, `query`, or `user` for basic authentication"
                .to_owned(),
        ),
    }
}

fn two_places() -> String {
    "the token stands in one place: keep one of `header`, `field`, `query` and `user`".to_owned()
}

/// The password of basic authentication, if the user is the right one.
fn password(value: &str, user: &str) -> Option<String> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (given, password) = decoded.split_once(':')?;
    digest::same_secret(user.as_bytes(), given.as_bytes()).then(|| password.to_owned())
}
