//! Is the signature of a HubSpot app right?
//!
//! Version 3 covers method, address, body and a timestamp in milliseconds. Versions 1 and 2 are plain hashes that begin
//! with the secret, and cover no timestamp; they are good only if the config says so. The address is the public one:
//! behind a proxy that changes it, the config names it. (developers.hubspot.com, validating requests)

use std::time::Duration;

use crate::config::hooks::{Algorithm, Encoding, HookConfig, Unit};
use crate::ingest::hooks::keys::{Keys, Secrets, Which, as_it_stands};
use crate::ingest::hooks::stamp::{self, USUAL_WINDOW};
use crate::ingest::hooks::{Arrived, Refused, address, digest, headers};

const WRONG: Refused = Refused::unproven(
    "the signature is not that of this request; is `url` the address that HubSpot calls?",
);
const ILL_FORMED: Refused = Refused::malformed("the signature's header has another form");

/// What HubSpot writes in clear before it signs an address.
const DECODED: [(&str, &str); 13] = [
    ("%3A", ":"),
    ("%2F", "/"),
    ("%3F", "?"),
    ("%40", "@"),
    ("%21", "!"),
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2A", "*"),
    ("%2C", ","),
    ("%3B", ";"),
    ("%3D", "="),
];

/// The app's client secret, and which of its signatures are good.
pub(in crate::ingest::hooks) struct Hubspot {
    pub keys: Keys,
    pub url: Option<String>,
    older_too: bool,
    window: Duration,
}

impl Hubspot {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Hubspot, String> {
        let window = config.window_seconds.map(Duration::from_secs);
        Ok(Hubspot {
            keys: Keys::of(config.kind, secrets, as_it_stands)?,
            url: config.url.clone(),
            older_too: config.older_signatures,
            window: window.unwrap_or(USUAL_WINDOW),
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        let uri = address::as_called(self.url.as_deref(), arrived.uri);
        if self.older_too && headers::optional(arrived, "x-hubspot-signature-v3")?.is_none() {
            return self.check_older(arrived, &uri);
        }
        let signature = headers::required(arrived, "x-hubspot-signature-v3")?;
        let timestamp = headers::required(arrived, "x-hubspot-request-timestamp")?;
        let milliseconds = stamp::read(timestamp, Unit::Milliseconds)?;
        let signature = digest::decode(Encoding::Base64, signature).ok_or(ILL_FORMED)?;
        let spellings = [uri.clone(), in_clear(&uri)];
        let which = self.keys.matching(|key| {
            spellings.iter().fold(false, |found, uri| {
                let ours = mac(key, arrived, uri, timestamp);
                digest::same(&ours, &signature) | found
            })
        });
        let which = which.ok_or(WRONG)?;
        stamp::near(milliseconds, arrived.now, self.window)?;
        Ok(which)
    }

    fn check_older(&self, arrived: &Arrived<'_>, uri: &str) -> Result<Which, Refused> {
        let signature = headers::required(arrived, "x-hubspot-signature")?;
        let version = headers::optional(arrived, "x-hubspot-signature-version")?;
        let signature = digest::decode(Encoding::Hex, signature).ok_or(ILL_FORMED)?;
        let (method, uri) = match version {
            Some("v2") => (arrived.method, uri),
            Some("v1") | None => ("", ""),
            Some(_) => return Err(ILL_FORMED),
        };
        let which = self.keys.matching(|key| {
            let parts = [key, method.as_bytes(), uri.as_bytes(), arrived.body];
            digest::same(&digest::sha256(&parts), &signature)
        });
        which.ok_or(WRONG)
    }
}

/// The signature of version 3.
pub(in crate::ingest::hooks) fn mac(
    key: &[u8],
    arrived: &Arrived<'_>,
    uri: &str,
    timestamp: &str,
) -> Vec<u8> {
    let parts: [&[u8]; 4] = [
        arrived.method.as_bytes(),
        uri.as_bytes(),
        arrived.body,
        timestamp.as_bytes(),
    ];
    digest::hmac(Algorithm::Sha256, key, &parts)
}

fn in_clear(uri: &str) -> String {
    let mut clear = uri.to_owned();
    for (encoded, written) in DECODED {
        clear = clear.replace(encoded, written);
        clear = clear.replace(&encoded.to_ascii_lowercase(), written);
    }
    clear
}
