//! How closely is listened?

use serde::Deserialize;

/// Which witnesses are asked about every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hearing {
    /// The patterns and the learned weights: some megabytes of text a second.
    Quick,
    /// The encoder too: it finds more and errs less, and takes a second or so for an hour's call.
    Close,
}
