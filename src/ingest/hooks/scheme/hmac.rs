//! Is the HMAC in the header that of the body?
//!
//! Zoom, Fireflies, Avoma, Read.ai, Circleback, GitHub, Salesloft, ElevenLabs, Retell, Azure, and whoever else signs the
//! raw body, with a timestamp or without.

use std::time::Duration;

use crate::config::hooks::{Algorithm, Encoding, HookConfig, Kind, Unit};
use crate::ingest::hooks::keys::{Keys, Secrets, Which};
use crate::ingest::hooks::{Arrived, Refused, address, digest, headers, stamp};

use super::challenge;
use super::preset::{Preset, Stamp};
use super::template::{self, Parts, Piece};

const WRONG: Refused = Refused::unproven("the signature is not that of this body and secret");
const ILL_FORMED: Refused = Refused::malformed("the signature's header has another form");

/// Vendors put two or three names into one header.
const MOST_PARTS: usize = 16;

/// A signature over the body, and what stands around it.
pub(in crate::ingest::hooks) struct Signed {
    pub header: String,
    pub prefix: String,
    pub algorithm: Algorithm,
    pub encoding: Encoding,
    pub template: Vec<Piece>,
    pub stamp: Option<Stamp>,
    pub unit: Unit,
    pub id_header: Option<String>,
    pub url: Option<String>,
    pub keys: Keys,
    window: Duration,
    may_ask: bool,
}

impl Signed {
    pub fn of(config: &HookConfig, preset: Preset, secrets: &Secrets) -> Result<Signed, String> {
        let template = template::read(&preset.template)?;
        let n_stamps = template::count(&template, &Piece::Timestamp);
        if preset.stamp.is_some() != (n_stamps > 0) {
            return Err(
                "`timestamp_header` and {timestamp} in `signed` belong together: a timestamp that is not signed proves nothing"
                    .to_owned(),
            );
        }
        if template::count(&template, &Piece::Id) > 0 && preset.id_header.is_none() {
            return Err("`signed` names {id}, so `id_header` is needed".to_owned());
        }
        let window = config.window_seconds.map(Duration::from_secs);
        Ok(Signed {
            keys: Keys::of(config.kind, secrets, preset.derive)?,
            window: window.unwrap_or(preset.window),
            may_ask: config.kind == Kind::Azure,
            url: config.url.clone(),
            header: preset.header,
            prefix: preset.prefix,
            algorithm: preset.algorithm,
            encoding: preset.encoding,
            stamp: preset.stamp,
            unit: preset.unit,
            id_header: preset.id_header,
            template,
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        if self.may_ask && challenge::of(arrived)?.is_some() {
            return Ok(Which::Current);
        }
        let value = headers::required(arrived, &self.header)?;
        let (signature, timestamp) = match &self.stamp {
            None => (value, ""),
            Some(Stamp::Header(name)) => (value, headers::required(arrived, name)?),
            Some(Stamp::Beside { stamp, signature }) => {
                (part(value, signature)?, part(value, stamp)?)
            }
        };
        let milliseconds = match self.stamp {
            Some(_) => Some(stamp::read(timestamp, self.unit)?),
            None => None,
        };
        let signature = signature
            .strip_prefix(self.prefix.as_str())
            .ok_or(ILL_FORMED)?;
        let signature = digest::decode(self.encoding, signature).ok_or(ILL_FORMED)?;
        let id = match &self.id_header {
            Some(name) => headers::optional(arrived, name)?.unwrap_or(""),
            None => "",
        };
        let which = self
            .keys
            .matching(|key| digest::same(&self.mac(key, arrived, timestamp, id), &signature));
        let which = which.ok_or(WRONG)?;
        if let Some(milliseconds) = milliseconds {
            stamp::near(milliseconds, arrived.now, self.window)?;
        }
        Ok(which)
    }

    /// What the vendor would have computed.
    pub fn mac(&self, key: &[u8], arrived: &Arrived<'_>, timestamp: &str, id: &str) -> Vec<u8> {
        let url = address::as_called(self.url.as_deref(), arrived.uri);
        let parts = Parts {
            timestamp,
            id,
            method: arrived.method,
            url: &url,
            body: arrived.body,
        };
        let signed = template::fill(&self.template, &parts);
        digest::hmac(self.algorithm, key, &signed)
    }
}

/// The value behind a name in `t=1700000000,v0=…`; twice the same name is refused.
fn part<'v>(value: &'v str, name: &str) -> Result<&'v str, Refused> {
    let mut values = value
        .split(',')
        .take(MOST_PARTS)
        .filter_map(|part| part.trim().split_once('='))
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value),
        _ => Err(ILL_FORMED),
    }
}
