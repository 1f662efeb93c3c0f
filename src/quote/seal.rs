//! How is a quote sealed, so that anyone can check years later that it was said?
//!
//! A seal names the call, the turn and the bytes, and carries what is needed to recognize them without this program:
//! the fields of the W3C's TextQuoteSelector (`exact`, `prefix`, `suffix`), the SHA-256 of the turn's text and of the
//! call. Only whole words of a prospect can be sealed, and none that say the opposite of what was meant because the
//! "not" before them was left out.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::call::{Call, Side, Span, Turn};
use crate::quote::negation::cut_off_before;
use crate::quote::quote::{minute, turn_hash};
use crate::quote::typography::{is_border, plain_words};

/// Characters of context on each side.
const CONTEXT: usize = 32;
/// Words leave as they were said; a redaction has a version of its own.
pub const NOT_REDACTED: &str = "none";

/// Words of one turn, with all that proves them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// The call's id.
    pub call: String,
    /// The turn's index in the call, from 0.
    pub turn: u32,
    /// Where the words begin in the turn's text, in bytes of UTF-8.
    pub start: u32,
    /// Where they end; half open.
    pub end: u32,
    /// The words, byte for byte.
    pub exact: String,
    /// Up to 32 characters right before them.
    pub prefix: String,
    /// Up to 32 characters right behind them.
    pub suffix: String,
    /// SHA-256 of the turn's text.
    pub turn_sha256: String,
    /// [`call_hash`] of the call.
    pub call_sha256: String,
    pub side: Side,
    /// The speaker's buying role or `unknown`.
    pub persona: String,
    /// Minutes and seconds into the recording, `3:05`.
    pub minute: Option<String>,
    /// The lexicons and the threshold with which the call was heard.
    pub lexicon: String,
    /// The redaction that the words went through; [`NOT_REDACTED`] where they stand as said.
    pub redaction: String,
}

/// Why words cannot be sealed. Never says what they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the call has only {0} turns, and they are counted from 0")]
    NoTurn(usize),
    #[error("this turn is a rep's, and a pack holds prospects' words; name a prospect's turn")]
    RepsWords,
    #[error(
        "nobody knows on which side this speaker sits, and a pack holds prospects' words; say it in \
         participants.csv beside the transcript and ingest it again"
    )]
    UnknownSide,
    #[error("there is nothing between these bytes; the turn has {0} of them")]
    Nothing(usize),
    #[error("byte {0} stands inside of a word; begin and end at whole words")]
    InsideWord(u32),
    #[error("a \"not\" or another denial stands right before byte {0}; begin before it")]
    AfterNegation(u32),
}

impl Seal {
    /// The words' place in the turn.
    pub fn span(&self) -> Span {
        Span {
            start: self.start,
            end: self.end,
        }
    }

    /// Call, turn and bytes, by which two seals are known to be of the same words.
    pub fn source_key(&self) -> (&str, u32, Span) {
        (&self.call, self.turn, self.span())
    }
}

/// Seals words of a prospect's turn. White space at the ends is left outside.
pub fn seal(call: &Call, index: u32, span: Span, lexicon: &str) -> Result<Seal, SealError> {
    let turn = prospects_turn(call, index)?;
    let speaker = call.speaker(turn);
    let span = quotable(&turn.text, span)?;
    Ok(Seal {
        call: call.id.0.clone(),
        turn: index,
        start: span.start,
        end: span.end,
        exact: span.slice(&turn.text).to_owned(),
        prefix: last_chars(turn.text.get(..span.start as usize).unwrap_or("")),
        suffix: first_chars(turn.text.get(span.end as usize..).unwrap_or("")),
        turn_sha256: turn_hash(&turn.text),
        call_sha256: call_hash(call),
        side: speaker.side,
        persona: speaker.persona.clone(),
        minute: minute(turn.time_at(span.start)),
        lexicon: lexicon.to_owned(),
        redaction: NOT_REDACTED.to_owned(),
    })
}

/// Whether words could be sealed, for whoever keeps a place and no seal.
pub fn check(call: &Call, index: u32, span: Span) -> Result<(), SealError> {
    let turn = prospects_turn(call, index)?;
    quotable(&turn.text, span).map(|_| ())
}

/// The turn, where a prospect speaks in it.
fn prospects_turn(call: &Call, index: u32) -> Result<&Turn, SealError> {
    let Some(turn) = call.turns.get(index as usize) else {
        return Err(SealError::NoTurn(call.turns.len()));
    };
    match call.speaker(turn).side {
        Side::Prospect => Ok(turn),
        Side::Rep => Err(SealError::RepsWords),
        Side::Unknown => Err(SealError::UnknownSide),
    }
}

/// The span without white space at its ends, where it may be quoted.
pub fn quotable(text: &str, span: Span) -> Result<Span, SealError> {
    let Some(slice) = text.get(span.start as usize..span.end as usize) else {
        let is_inside = span.start < span.end && (span.end as usize) <= text.len();
        return Err(if is_inside {
            let at = [span.start, span.end];
            let cut = at
                .into_iter()
                .find(|at| !text.is_char_boundary(*at as usize));
            SealError::InsideWord(cut.unwrap_or(span.start))
        } else {
            SealError::Nothing(text.len())
        });
    };
    if !slice.chars().any(char::is_alphanumeric) {
        return Err(SealError::Nothing(text.len()));
    }
    let start = span.start + (slice.len() - slice.trim_start().len()) as u32;
    let end = start + slice.trim().len() as u32;
    for at in [start, end] {
        if !is_border(text, at as usize) {
            return Err(SealError::InsideWord(at));
        }
    }
    if cut_off_before(text, start as usize).is_some() {
        return Err(SealError::AfterNegation(start));
    }
    Ok(Span { start, end })
}

/// The SHA-256 of a call's words: of its id and, turn by turn, of its number, its speaker's side and its text.
///
/// Hashed are the bytes of `verbatim-call-1`, a line end, and for the id and every turn a head, a line end, the text
/// and a line end. The head of the id is `id LENGTH`, that of a turn `turn NUMBER SIDE LENGTH` (`turn 3 prospect 27`),
/// with lengths in bytes. Nothing else of how calls are stored counts, so the hash outlives this program's versions.
pub fn call_hash(call: &Call) -> String {
    let mut hash = Sha256::new();
    hash.update(b"verbatim-call-1\n");
    hash.update(format!("id {}\n{}\n", call.id.0.len(), call.id.0));
    for (index, turn) in call.turns.iter().enumerate() {
        let side = call.speaker(turn).side.name();
        let length = turn.text.len();
        hash.update(format!("turn {index} {side} {length}\n{}\n", turn.text));
    }
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of a quote as it is printed, marks and all, without the typesetter's choices: one changed character
/// anywhere shows.
pub fn quote_hash(printed: &str) -> String {
    turn_hash(&plain_words(printed))
}

fn last_chars(text: &str) -> String {
    let n_chars = text.chars().count();
    text.chars().skip(n_chars.saturating_sub(CONTEXT)).collect()
}

fn first_chars(text: &str) -> String {
    text.chars().take(CONTEXT).collect()
}
