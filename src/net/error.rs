//! Why was something not reached, and does it help to try again?

use std::error::Error;
use std::io;

/// Why there is no answer. Never holds an address's path or query, nor a header: they may be secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// It may not be reached.
    #[error("{host} may not be reached: {why}")]
    Forbidden {
        /// The host, or what stands in its place.
        host: String,
        /// For people, with the way out.
        why: &'static str,
    },
    /// No connection, or one that broke off.
    #[error(
        "{host} cannot be reached: {cause}; look at its address and at the network, then try again"
    )]
    Unreachable {
        /// The host.
        host: String,
        /// What the system said.
        cause: String,
    },
    /// It took too long.
    #[error("there was no whole answer in time; try again later")]
    TimedOut,
    /// More than the bound, unpacked.
    #[error("the answer is larger than what is read; ask for less at once")]
    TooLarge,
    /// Nothing that can be asked.
    #[error("this is no address of the form https://host/path; look at `base_url` in the config")]
    BadUrl,
}

impl NetError {
    /// Whether the same question may be answered another time.
    pub fn is_temporary(&self) -> bool {
        matches!(self, NetError::Unreachable { .. } | NetError::TimedOut)
    }
}

/// Causes are cut here.
const LONGEST: usize = 200;

/// What the client's own error means.
pub(super) fn failure(host: &str, error: &reqwest::Error) -> NetError {
    if error.is_timeout() {
        return NetError::TimedOut;
    }
    // The outermost error names the whole address; the innermost says what happened.
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let told = if error.source().is_some() {
        cause.to_string().chars().take(LONGEST).collect()
    } else {
        "the request could not be made".to_owned()
    };
    NetError::Unreachable {
        host: host.to_owned(),
        cause: told,
    }
}

/// What an error in the middle of a body means.
pub(super) fn broken_off(host: &str, cause: &io::Error) -> NetError {
    let inner = cause.get_ref();
    let inner = inner.and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    match inner {
        Some(error) => failure(host, error),
        None if cause.kind() == io::ErrorKind::TimedOut => NetError::TimedOut,
        None => NetError::Unreachable {
            host: host.to_owned(),
            cause: "the answer broke off".to_owned(),
        },
    }
}
