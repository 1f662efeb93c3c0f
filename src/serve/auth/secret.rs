//! How is a secret made that nobody can guess, and how is it kept without keeping it?

use crate::text::hex::hex;
use sha2::{Digest, Sha256};

/// 256 bits from the operating system, as 64 hexadecimal digits.
pub fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// What is kept of a secret. It has 256 bits of chance in it, so no slow hash is needed.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}
