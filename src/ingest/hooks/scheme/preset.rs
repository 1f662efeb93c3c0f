//! Which header, hash and template does each vendor use that signs with an HMAC?
//!
//! The kind `hmac` says it in the config. Vendors who sign no timestamp have no window: an old delivery of theirs is a
//! late one, and is known by its key if it came before.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::config::hooks::{Algorithm, Encoding, HookConfig, Kind, Unit};
use crate::ingest::hooks::keys::as_it_stands;
use crate::ingest::hooks::stamp::USUAL_WINDOW;

/// Where the timestamp of a signature stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest::hooks) enum Stamp {
    /// In a header of its own.
    Header(String),
    /// In the same header: `t=1700000000,v0=…`, under these two names.
    Beside {
        stamp: &'static str,
        signature: &'static str,
    },
}

/// Everything that differs between vendors.
pub(in crate::ingest::hooks) struct Preset {
    pub header: String,
    pub prefix: String,
    pub algorithm: Algorithm,
    pub encoding: Encoding,
    pub template: String,
    pub stamp: Option<Stamp>,
    pub unit: Unit,
    pub window: Duration,
    pub id_header: Option<String>,
    pub derive: fn(&str) -> Option<Vec<u8>>,
}

impl Preset {
    fn hex(header: &str) -> Preset {
        Preset {
            header: header.to_owned(),
            prefix: String::new(),
            algorithm: Algorithm::Sha256,
            encoding: Encoding::Hex,
            template: "{body}".to_owned(),
            stamp: None,
            unit: Unit::Seconds,
            window: USUAL_WINDOW,
            id_header: None,
            derive: as_it_stands,
        }
    }
}

/// What the vendor uses, or what the config says.
pub(super) fn of(config: &HookConfig) -> Result<Preset, String> {
    Ok(match config.kind {
        Kind::Zoom => Preset {
            prefix: "v0=".to_owned(),
            template: "v0:{timestamp}:{body}".to_owned(),
            stamp: Some(Stamp::Header("x-zm-request-timestamp".to_owned())),
            ..Preset::hex("x-zm-signature")
        },
        Kind::Fireflies => Preset {
            prefix: "sha256=".to_owned(),
            ..Preset::hex("x-hub-signature")
        },
        Kind::Github => Preset {
            prefix: "sha256=".to_owned(),
            id_header: Some("x-github-delivery".to_owned()),
            ..Preset::hex("x-hub-signature-256")
        },
        Kind::Avoma => Preset::hex("x-avoma-signature"),
        Kind::Circleback => Preset::hex("x-signature"),
        Kind::ReadAi => Preset {
            derive: |secret| STANDARD.decode(secret).ok(),
            ..Preset::hex("x-read-signature")
        },
        Kind::Salesloft => Preset {
            algorithm: Algorithm::Sha1,
            ..Preset::hex("x-salesloft-signature")
        },
        Kind::Elevenlabs => Preset {
            template: "{timestamp}.{body}".to_owned(),
            stamp: Some(Stamp::Beside {
                stamp: "t",
                signature: "v0",
            }),
            window: Duration::from_secs(30 * 60),
            ..Preset::hex("elevenlabs-signature")
        },
        Kind::Retell => Preset {
            template: "{body}{timestamp}".to_owned(),
            stamp: Some(Stamp::Beside {
                stamp: "v",
                signature: "d",
            }),
            unit: Unit::Milliseconds,
            ..Preset::hex("x-retell-signature")
        },
        // Whether it is base64 or hex is not documented; both can be configured.
        Kind::Azure => Preset {
            encoding: config.encoding.unwrap_or(Encoding::Base64),
            ..Preset::hex("x-microsoftspeechservices-signature")
        },
        _ => configured(config)?,
    })
}

fn configured(config: &HookConfig) -> Result<Preset, String> {
    let Some(header) = &config.header else {
        return Err("hmac needs the `header` of the signature, such as \"X-Signature\"".to_owned());
    };
    Ok(Preset {
        prefix: config.prefix.clone().unwrap_or_default(),
        algorithm: config.algorithm.unwrap_or(Algorithm::Sha256),
        encoding: config.encoding.unwrap_or(Encoding::Hex),
        template: config.signed.clone().unwrap_or_else(|| "{body}".to_owned()),
        stamp: config.timestamp_header.clone().map(Stamp::Header),
        unit: config.timestamp_unit.unwrap_or(Unit::Seconds),
        id_header: config.id_header.clone(),
        ..Preset::hex(header)
    })
}
