//! Why could a vendor not be read, and what should be done?

use std::time::Duration;

use crate::net::NetError;

use super::Unfetched;

/// Why a list or a call could not be had. Names the source in the config, never what stands in an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// Something in the config is missing or wrong.
    #[error("[pull.{source_name}] {what}")]
    Config {
        /// NAME of `[pull.NAME]`.
        source_name: String,
        /// What is wrong, and what to write.
        what: String,
    },
    /// It could not be reached, or may not be.
    #[error("pull.{source_name}: {cause}")]
    Net {
        source_name: String,
        cause: NetError,
    },
    /// It said no.
    #[error("pull.{source_name}: cannot {what}: the answer was {status}; {hint}")]
    Refused {
        source_name: String,
        what: &'static str,
        status: u16,
        hint: &'static str,
    },
    /// It wants to be asked later, or our own measure of the day is used up.
    #[error("pull.{source_name}: {why}; the next run after {} goes on where this one stopped", waiting(.after))]
    Later {
        source_name: String,
        after: Duration,
        why: String,
    },
    /// The answer is not what the vendor documents.
    #[error(
        "pull.{source_name}: cannot {what}: the answer has another shape than the vendor's documentation says; try again, \
         and report it if it stays"
    )]
    Odd {
        source_name: String,
        what: &'static str,
    },
}

impl PullError {
    /// Whether a later run may succeed without anybody doing anything.
    pub fn is_temporary(&self) -> bool {
        match self {
            PullError::Later { .. } => true,
            PullError::Net { cause, .. } => cause.is_temporary(),
            _ => false,
        }
    }
}

/// `40 s`, `10 min`, `6 h`.
fn waiting(after: &Duration) -> String {
    match after.as_secs() {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds @ 120..=7199 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// What a status means to the person who reads of it.
pub(super) fn hint(status: u16) -> &'static str {
    match status {
        400 | 422 => {
            "the vendor does not understand the question; its API may have changed, so report it"
        }
        401 => {
            "the credentials are wrong or have expired; make new ones and put them where the config says"
        }
        402 => "the vendor's plan does not include its API",
        403 => "the credentials lack a right; grant it in the vendor's settings",
        404 => "nothing is there; look at `base_url`",
        410 => "it was deleted at the vendor",
        _ => "try again later, and look at the vendor's own state",
    }
}

/// When is asked again for what was refused: somebody may have put it right by then.
const REFUSED: Duration = Duration::from_secs(3600);
/// When is asked again after trouble on the way.
const TROUBLE: Duration = Duration::from_secs(300);

impl From<PullError> for Unfetched {
    fn from(error: PullError) -> Unfetched {
        let why = error.to_string();
        match error {
            PullError::Later { after, .. } => Unfetched::Later { after, why },
            PullError::Net { cause, .. } if cause.is_temporary() => Unfetched::Later {
                after: TROUBLE,
                why,
            },
            PullError::Net { .. } | PullError::Refused { status: 410, .. } => {
                Unfetched::Never { why }
            }
            PullError::Refused { .. } | PullError::Config { .. } | PullError::Odd { .. } => {
                Unfetched::Later {
                    after: REFUSED,
                    why,
                }
            }
        }
    }
}
