//! How are bytes signed, written and compared?
//!
//! Everything that is compared with a secret, or with what a secret made, is compared here, in constant time.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;

use crate::config::hooks::{Algorithm, Encoding};

pub use crate::text::hex::hex;

/// The HMAC of the parts, one behind the other.
pub fn hmac(algorithm: Algorithm, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    match algorithm {
        Algorithm::Sha256 => mac::<Hmac<Sha256>>(key, parts),
        Algorithm::Sha1 => mac::<Hmac<Sha1>>(key, parts),
        Algorithm::Sha512 => mac::<Hmac<Sha512>>(key, parts),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // An HMAC takes keys of any length; were it otherwise, nothing would equal the empty bytes.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().as_slice().to_vec()
}

/// The SHA-256 of the parts, one behind the other.
pub fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        Digest::update(&mut hash, part);
    }
    hash.finalize().as_slice().to_vec()
}

/// Whether two signatures are the same; an empty one is the same as none.
pub fn same(ours: &[u8], theirs: &[u8]) -> bool {
    !ours.is_empty() && bool::from(ours.ct_eq(theirs))
}

/// Whether two secrets are the same, without telling how long ours is.
pub fn same_secret(ours: &[u8], theirs: &[u8]) -> bool {
    !ours.is_empty() && same(&sha256(&[ours]), &sha256(&[theirs]))
}

/// Bytes as text.
pub fn encode(encoding: Encoding, bytes: &[u8]) -> String {
    match encoding {
        Encoding::Hex => hex(bytes),
        Encoding::Base64 => STANDARD.encode(bytes),
    }
}

/// Text as bytes; hex in either case, base64 with its padding.
pub fn decode(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Hex => unhex(text),
        Encoding::Base64 => STANDARD.decode(text).ok(),
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => {
            let value = digit(*high)? * 16 + digit(*low)?;
            u8::try_from(value).ok()
        }
        _ => None,
    });
    pairs.collect()
}

/// The key of a delivery whose vendor gives it none: the same bytes are the same delivery. So a correction that is taken
/// back within the time for which keys are remembered counts as a repeat, and comes with the next pull. It could only be
/// let in together with a late repeat of what was corrected, which looks the same byte for byte and must stay out.
pub fn body_key(body: &[u8]) -> String {
    format!("sha256:{}", hex(&sha256(&[body])))
}
