//! Is the body a JWT signed with the subscription's secret?
//!
//! Dialpad sends the whole event as a JWT (HS256); without a secret it would send bare JSON that anybody could, which is
//! refused. (developers.dialpad.com, webhooks)

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::config::hooks::{Algorithm, HookConfig};
use crate::ingest::hooks::keys::{Keys, Secrets, Which, as_it_stands};
use crate::ingest::hooks::{Arrived, Refused, digest, json};

const NO_TOKEN: Refused =
    Refused::malformed("the body is no JWT; was the webhook made with a secret at Dialpad?");
const WRONG: Refused = Refused::unproven("the JWT is not signed with this secret");

/// The subscription's secret.
pub(in crate::ingest::hooks) struct Dialpad {
    pub keys: Keys,
}

#[derive(Deserialize)]
struct HeadJson {
    alg: String,
}

impl Dialpad {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Dialpad, String> {
        Ok(Dialpad {
            keys: Keys::of(config.kind, secrets, as_it_stands)?,
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        let (signed, signature) = halves(arrived.body).ok_or(NO_TOKEN)?;
        let (head, _) = signed.split_once('.').ok_or(NO_TOKEN)?;
        let head = URL_SAFE_NO_PAD.decode(head).map_err(|_| NO_TOKEN)?;
        let head: HeadJson = json::typed(&head).ok_or(NO_TOKEN)?;
        // The sender does not choose how we verify: `none` has opened many doors.
        if head.alg != "HS256" {
            return Err(NO_TOKEN);
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| NO_TOKEN)?;
        let which = self.keys.matching(|key| {
            let ours = digest::hmac(Algorithm::Sha256, key, &[signed.as_bytes()]);
            digest::same(&ours, &signature)
        });
        which.ok_or(WRONG)
    }
}

/// The event inside of a body that was checked.
pub(in crate::ingest::hooks) fn claims(body: &[u8]) -> Option<Vec<u8>> {
    let (signed, _) = halves(body)?;
    let (_, claims) = signed.split_once('.')?;
    URL_SAFE_NO_PAD.decode(claims).ok()
}

/// What is signed, and the signature.
fn halves(body: &[u8]) -> Option<(&str, &str)> {
    let jwt = std::str::from_utf8(body).ok()?.trim_ascii_end();
    jwt.rsplit_once('.')
}
