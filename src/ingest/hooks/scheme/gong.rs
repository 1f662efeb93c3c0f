//! Is a delivery signed with Gong's private key, for this address and this body?
//!
//! `Authorization` holds a JWT signed with RS256; its claims `webhook_url` and `body_sha256` must be those of the
//! request. Whoever sets the rule up copies the public key from its page, or puts a token into the address, or both.
//! (help.gong.io, create a webhook rule)

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::Deserialize;

use crate::config::hooks::HookConfig;
use crate::ingest::hooks::keys::{Secrets, Which};
use crate::ingest::hooks::{Arrived, Refused, address, digest, headers, json};

use super::token::Token;

const NO_TOKEN: Refused =
    Refused::malformed("the Authorization header holds no JWT of Gong's form");
const WRONG: Refused = Refused::unproven("the JWT is not signed with Gong's key");
const OTHER_BODY: Refused = Refused::unproven("the JWT is that of another body");
const OTHER_URL: Refused =
    Refused::unproven("the JWT is that of another address; is `url` the one in Gong's rule?");
const OVER: Refused = Refused::unproven("the JWT has expired");

/// Clocks may differ by so many seconds.
const LEEWAY: f64 = 300.0;

/// The parameter that holds the token, unless the config names another.
const PARAMETER: &str = "token";

/// Public keys, or a token in the address, or both.
pub(in crate::ingest::hooks) struct Gong {
    pub token: Option<Token>,
    keys: Vec<DecodingKey>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct HeadJson {
    alg: String,
}

#[derive(Deserialize)]
struct ClaimsJson {
    webhook_url: String,
    body_sha256: String,
    exp: Option<f64>,
}

impl Gong {
    pub fn of(config: &HookConfig, secrets: &Secrets) -> Result<Gong, String> {
        let keys: Result<Vec<DecodingKey>, String> = secrets
            .public_keys
            .iter()
            .map(|text| public_key(text))
            .collect();
        let keys = keys?;
        if keys.is_empty() && secrets.current.is_none() {
            return Err(
                "gong needs a `public_key` (the file with what the rule's page shows) or a `secret` that stands in the address as ?token=…"
                    .to_owned(),
            );
        }
        let token = match secrets.current {
            Some(_) => {
                let name = config.query.as_deref().unwrap_or(PARAMETER);
                Some(Token::in_address(config, name, secrets)?)
            }
            None => None,
        };
        Ok(Gong {
            token,
            keys,
            url: config.url.clone(),
        })
    }

    pub fn check(&self, arrived: &Arrived<'_>) -> Result<Which, Refused> {
        let by_token = match &self.token {
            Some(token) => token.check(arrived)?,
            None => Which::Current,
        };
        if self.keys.is_empty() {
            return Ok(by_token);
        }
        let jwt = headers::required(arrived, "authorization")?;
        let jwt = jwt.strip_prefix("Bearer ").unwrap_or(jwt);
        let (which, claims) = self.claims(jwt)?;
        let url = address::as_called(self.url.as_deref(), arrived.uri);
        let body = digest::hex(&digest::sha256(&[arrived.body]));
        if !digest::same(body.as_bytes(), claims.body_sha256.as_bytes()) {
            return Err(OTHER_BODY);
        }
        if !digest::same(url.as_bytes(), claims.webhook_url.as_bytes()) {
            return Err(OTHER_URL);
        }
        let now = arrived.now.as_second() as f64;
        if claims.exp.is_some_and(|end| now > end + LEEWAY) {
            return Err(OVER);
        }
        Ok(which)
    }

    /// Whether a delivery must be signed with the key that Gong alone has.
    pub fn wants_private_key(&self) -> bool {
        !self.keys.is_empty()
    }

    /// The claims of a JWT that one of the keys signed; which key, as with secrets.
    fn claims(&self, jwt: &str) -> Result<(Which, ClaimsJson), Refused> {
        let (signed, signature) = jwt.rsplit_once('.').ok_or(NO_TOKEN)?;
        let (head, claims) = signed.split_once('.').ok_or(NO_TOKEN)?;
        let head: HeadJson = part(head)?;
        // The sender does not choose how we verify.
        if head.alg != "RS256" {
            return Err(NO_TOKEN);
        }
        let is_signed = |key: &DecodingKey| {
            crypto::verify(signature, signed.as_bytes(), key, Algorithm::RS256).unwrap_or(false)
        };
        let which = match self.keys.iter().position(is_signed) {
            Some(0) => Which::Current,
            Some(_) => Which::Next,
            None => return Err(WRONG),
        };
        Ok((which, part(claims)?))
    }
}

fn part<T: for<'a> Deserialize<'a>>(encoded: &str) -> Result<T, Refused> {
    let decoded = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| NO_TOKEN)?;
    json::typed(&decoded).ok_or(NO_TOKEN)
}

/// The key as a PEM file, or the base64 inside of one alone, as the rule's page shows it.
fn public_key(text: &str) -> Result<DecodingKey, String> {
    let text = text.trim();
    let pem = if text.starts_with("-----BEGIN") {
        text.to_owned()
    } else {
        let bare: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let lines: Vec<String> = bare.chunks(64).map(String::from_iter).collect();
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            lines.join("\n")
        )
    };
    DecodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| {
        "the public key is no RSA key in PEM form; copy it again from the rule's page, in full"
            .to_owned()
    })
}
