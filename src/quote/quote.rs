//! Which words are handed on, and how can anyone check later that they were said?
//!
//! The text is a slice of a stored turn, never rewritten. The hash is of the whole turn, so that whoever
//! holds the turn can tell whether the quote was cut from it. No person's name is part of a quote.

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::call::{Side, Span};

/// A prospect's words, ready to be handed on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quote {
    /// The words, byte for byte as they stand in the turn.
    pub text: String,
    /// The call's id.
    pub call: String,
    /// The turn's index in the call.
    pub turn: u32,
    /// Where the words begin in the turn, in bytes.
    pub start: u32,
    /// Where they end, in bytes; half open.
    pub end: u32,
    /// [`turn_hash`] of the whole turn.
    pub turn_sha256: String,
    /// The speaker's title, or else the persona; never a name.
    pub speaker_role: String,
    /// The buying role's slug or `unknown`.
    pub persona: String,
    pub side: Side,
    pub account: Option<String>,
    pub industry: Option<String>,
    /// Where the deal stood.
    pub stage: Option<String>,
    pub outcome: Option<String>,
    /// RFC 3339 date or date-time of the call.
    pub date: Option<String>,
    /// Seconds from the start of the recording to the words.
    pub seconds: Option<f64>,
    /// Opens the recording at the words.
    pub link: Option<String>,
    /// `kind/category`, as the tagger heard them.
    pub tags: Vec<String>,
    /// The words that were looked for: `[from, to]` in bytes of `text`.
    #[serde(serialize_with = "as_pairs")]
    pub highlights: Vec<Span>,
}

impl Quote {
    /// Where the words stand: `call:turn:start-end`.
    pub fn source(&self) -> String {
        format!("{}:{}:{}-{}", self.call, self.turn, self.start, self.end)
    }

    /// When the words were said: minutes and seconds into the recording, `3:05`.
    pub fn minute(&self) -> Option<String> {
        minute(self.seconds)
    }
}

/// Seconds as minutes and seconds, `3:05`.
pub fn minute(seconds: Option<f64>) -> Option<String> {
    let seconds = seconds.filter(|seconds| seconds.is_finite())?;
    // A float that does not fit becomes the nearest number that does.
    let seconds = seconds.max(0.0) as u64;
    Some(format!("{}:{:02}", seconds / 60, seconds % 60))
}

/// The SHA-256 of a turn's text in lower-case hex.
pub fn turn_hash(turn_text: &str) -> String {
    bytes_hash(turn_text.as_bytes())
}

/// The SHA-256 of a file's bytes in lower-case hex.
pub fn bytes_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Spans as `[from, to]`, as in the hits that `search --json` prints.
fn as_pairs<S: Serializer>(spans: &[Span], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(spans.iter().map(|span| [span.start, span.end]))
}
