//! Is Twilio's signature that of the address and the form?
//!
//! HMAC-SHA1 over the full address and, for forms, every parameter in the order of the names. JSON bodies are covered by
//! `bodySHA256` in the address. Twilio writes the port or leaves it out, so both are tried.
//! (twilio.com/docs/usage/security)

use std::collections::{BTreeMap, BTreeSet};

use crate::config::hooks::{Algorithm, Encoding, HookConfig};
use crate::ingest::hooks::keys::{Keys, Secrets, Which, as_it_stands};
use crate::ingest::hooks::{Arrived, Refused, address, digest, headers};

const WRONG: Refused = Refused::unproven(
    "the signature is not that of this request; is `url` the address that Twilio calls?",
);
const ILL_FORMED: Refused = Refused::malformed("the signature's header has another form");
const OTHER_BODY: Refused = Refused::unproven("`bodySHA256` is not that of this body");

/// The account's auth token.
pub(in crate::ingest::hooks) struct Twilio {
    pub keys: Keys,
    pub url: Option<String>,
}

impl Twilio {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Twilio, String> {
        Ok(Twilio {
            keys: Keys::of(config.kind, secrets, as_it_stands)?,
            url: config.url.clone(),
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        let signature = headers::required(arrived, "x-twilio-signature")?;
        let signature = digest::decode(Encoding::Base64, signature).ok_or(ILL_FORMED)?;
        let uri = address::as_called(self.url.as_deref(), arrived.uri);
        let form = if headers::is_form(arrived)? {
            written_form(arrived.body)
        } else {
            // The hash counts only where it stands in the address that is signed.
            let uri = uri.as_str();
            covered_body(&Arrived { uri, ..*arrived })?;
            Vec::new()
        };
        let spellings = address::with_and_without_port(&uri);
        let which = self.keys.matching(|key| {
            spellings.iter().fold(false, |found, uri| {
                digest::same(&mac(key, uri, &form), &signature) | found
            })
        });
        which.ok_or(WRONG)
    }
}

/// The signature of an address and what is behind it.
pub(in crate::ingest::hooks) fn mac(key: &[u8], uri: &str, form: &[u8]) -> Vec<u8> {
    digest::hmac(Algorithm::Sha1, key, &[uri.as_bytes(), form])
}

/// Names and values one behind the other, in the order of the names; a value that comes twice counts once.
pub(in crate::ingest::hooks) fn written_form(body: &[u8]) -> Vec<u8> {
    let mut form: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        form.entry(name.into_owned())
            .or_default()
            .insert(value.into_owned());
    }
    let mut written = Vec::new();
    for (name, values) in &form {
        for value in values {
            written.extend_from_slice(name.as_bytes());
            written.extend_from_slice(value.as_bytes());
        }
    }
    written
}

/// Refuses a body that is no form unless the signed address holds its hash.
fn covered_body(arrived: &Arrived<'_>) -> Result<(), Refused> {
    let claimed = headers::parameter(arrived, "bodySHA256")?.unwrap_or_default();
    let ours = digest::hex(&digest::sha256(&[arrived.body]));
    if digest::same(ours.as_bytes(), claimed.to_ascii_lowercase().as_bytes()) {
        Ok(())
    } else {
        Err(OTHER_BODY)
    }
}
