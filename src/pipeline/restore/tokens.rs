//! Which tokens open an archive that was restored?
//!
//! A backup does not know which of its tokens were revoked after it was made. The list that is there already does, so it
//! stays as it is; where there is none, every token of the backup is ended, unless somebody wants them as they were. An
//! ended token stays in the list: a door that was locked by tokens stays locked.

use serde_json::Value;

use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::whole;

/// What becomes of the backup's tokens where no list is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldTokens {
    End,
    Keep,
}

/// Whose tokens open the archive now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokensNow {
    /// There are none.
    None,
    /// Those that were here before.
    OfHere,
    /// Nobody's: those of the backup were ended.
    Ended,
    /// Those of the backup, as they were when it was made.
    OfBackup,
}

impl TokensNow {
    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            TokensNow::None => "none",
            TokensNow::OfHere => "of-here",
            TokensNow::Ended => "ended",
            TokensNow::OfBackup => "of-backup",
        }
    }
}

/// Decides for what was unpacked beside a data folder; `at` is the RFC 3339 time at which tokens end.
pub(super) fn settle(
    into: &DataDir,
    beside: &DataDir,
    old: OldTokens,
    at: &str,
) -> Result<TokensNow, StoreError> {
    let theirs = beside.tokens();
    if into.tokens().exists() {
        whole::remove(&theirs)?;
        return Ok(TokensNow::OfHere);
    }
    let Some(bytes) = whole::read(&theirs)? else {
        return Ok(TokensNow::None);
    };
    if old == OldTokens::Keep {
        return Ok(TokensNow::OfBackup);
    }
    match ended(&bytes, at) {
        Some(text) => whole::write(&theirs, text.as_bytes())?,
        // What cannot be read cannot be ended either.
        None => whole::remove(&theirs)?,
    }
    Ok(TokensNow::Ended)
}

/// A list of tokens in which none is live any more.
fn ended(bytes: &[u8], at: &str) -> Option<String> {
    let mut list: Value = serde_json::from_slice(bytes).ok()?;
    for token in list.get_mut("tokens")?.as_array_mut()? {
        let token = token.as_object_mut()?;
        token.insert("ends_at".to_owned(), Value::from(at));
    }
    serde_json::to_string_pretty(&list).ok()
}
