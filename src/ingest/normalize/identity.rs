//! By what is a call known again?
//!
//! By the provider's id; without one by its words and its first start, never by labels or titles, which
//! differ between two exports of one call.

use sha2::{Digest, Sha256};

use crate::call::{CallId, Turn};
use crate::ingest::transcript::Format;
use crate::text::hex::hex;

/// How much text is gathered before it is hashed.
const GATHERED: usize = 64 * 1024;

/// Bytes of the hash in an id: 64 bits are enough for millions of calls and short enough to type.
const ID_BYTES: usize = 8;

/// The call's id.
pub(super) fn call_id(format: Format, given: Option<&str>, turns: &[Turn]) -> CallId {
    match (given, format) {
        (Some(id), Format::VerbatimJson) => CallId(id.to_owned()),
        (Some(id), _) => CallId(format!("{}:{id}", format.name())),
        (None, _) => {
            let mut hash = hash_of_words(turns);
            // The first time of the first turn, be it that of a later piece: ids that were given stay as they are.
            let first = turns.first().and_then(|turn| turn.cues.first());
            let milliseconds = first.map(|cue| (cue.start * 1000.0).round() as i64);
            hash.update(format!("@{milliseconds:?}").as_bytes());
            let hash = hex(&hash.finalize()[..ID_BYTES]);
            CallId(format!("{}-{hash}", format.name()))
        }
    }
}

/// A hash of the words alone, the same for two exports of one call in two formats.
pub(super) fn fingerprint(turns: &[Turn]) -> String {
    hex(&hash_of_words(turns).finalize())
}

fn hash_of_words(turns: &[Turn]) -> Sha256 {
    let mut hash = Sha256::new();
    let mut words = Vec::with_capacity(GATHERED * 2);
    for turn in turns {
        push_words(&turn.text, &mut words);
        if words.len() >= GATHERED {
            hash.update(&words);
            words.clear();
        }
    }
    hash.update(&words);
    hash
}

/// Letters and digits in lower case, one space behind every word.
fn push_words(text: &str, words: &mut Vec<u8>) {
    let mut is_in_word = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            words.push((c as u8).to_ascii_lowercase());
            is_in_word = true;
        } else if !c.is_ascii() && c.is_alphanumeric() {
            for lower in c.to_lowercase() {
                words.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
            is_in_word = true;
        } else if is_in_word {
            words.push(b' ');
            is_in_word = false;
        }
    }
    if is_in_word {
        words.push(b' ');
    }
}
