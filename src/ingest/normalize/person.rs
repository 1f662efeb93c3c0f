//! Is this the same person as on another call?
//!
//! The same e-mail address is one person, and so is the same name within one account. Labels such as `Speaker 1` are
//! somebody else in every call, and so are first names of our own people.

use sha2::{Digest, Sha256};

use super::names;
use crate::call::{Participant, Side, SideReason};
use crate::ingest::crm::account_key;
use crate::ingest::parse::speaker_label;
use crate::text::hex::hex;

/// A key that is the same for one person on every call: sixteen hexadecimal digits that tell nobody's name.
pub(super) fn key(who: &Participant, account: Option<&str>) -> Option<String> {
    if who.side_reason == SideReason::Bot {
        return None;
    }
    if let Some(email) = &who.email {
        return Some(hash(&["email", &email.trim().to_lowercase()]));
    }
    if speaker_label::names_nobody(&who.name) {
        return None;
    }
    let full_name = names::bare_key(&who.name);
    // Everybody who sells is of one company, where first names alone are too few.
    if who.side == Side::Rep {
        return Some(hash(&["rep", &full_name?]));
    }
    let name = full_name.unwrap_or_else(|| names::exact_key(&who.name));
    let account = account?;
    let mut company = account_key(account);
    // A name of marks alone is still a name.
    if company.is_empty() {
        company = names::exact_key(account);
    }
    Some(hash(&["account", &company, &name]))
}

/// The first half of a hash; parts are told apart by a byte that stands in none.
fn hash(parts: &[&str]) -> String {
    hex(&Sha256::digest(parts.join("\0"))[..8])
}
