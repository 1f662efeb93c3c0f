//! When is a message sent again, and when is it given up?

use std::time::Duration;

use crate::net::{Answer, NetError};
use crate::post::PostError;

/// How long somebody is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    pub tries: u32,
    /// The pause after the first try; each later one is three times as long.
    pub first: Duration,
    /// No pause is longer, whatever the other side asks for.
    pub most: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            tries: 5,
            first: Duration::from_secs(1),
            most: Duration::from_secs(60),
        }
    }
}

impl Patience {
    /// How long to wait after a try, counted from one; never shorter than the other side asks.
    fn pause(self, n_tried: u32, asked: Option<Duration>) -> Duration {
        let grown = self
            .first
            .saturating_mul(3_u32.saturating_pow(n_tried.saturating_sub(1)));
        grown.max(asked.unwrap_or_default()).min(self.most)
    }
}

/// Why one try came to nothing. Says nothing of addresses or words.
#[derive(Debug)]
pub(super) enum Unsent {
    /// It may go better later.
    Later {
        after: Option<Duration>,
        why: String,
    },
    /// It never will.
    Never(String),
}

/// Tries until it is sent, refused for good, or patience ends.
pub(super) fn patiently(
    name: &str,
    patience: Patience,
    attempt: impl Fn() -> Result<(), Unsent>,
) -> Result<(), PostError> {
    let n_tries = patience.tries.max(1);
    let mut n_tried = 0;
    loop {
        n_tried += 1;
        match attempt() {
            Ok(()) => return Ok(()),
            Err(Unsent::Never(why)) => {
                return Err(PostError::Refused {
                    name: name.to_owned(),
                    why,
                });
            }
            Err(Unsent::Later { why, .. }) if n_tried >= n_tries => {
                return Err(PostError::Unreached {
                    name: name.to_owned(),
                    n_tries,
                    why,
                });
            }
            Err(Unsent::Later { after, .. }) => {
                std::thread::sleep(patience.pause(n_tried, after));
            }
        }
    }
}

/// What an answer over HTTP means for the message.
pub(super) fn judged(answer: Result<Answer, NetError>) -> Result<(), Unsent> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(cause) if cause.is_temporary() => {
            return Err(Unsent::Later {
                after: None,
                why: kind_of(&cause).to_owned(),
            });
        }
        Err(cause) => return Err(Unsent::Never(kind_of(&cause).to_owned())),
    };
    if answer.is_success() {
        return Ok(());
    }
    let status = answer.status;
    let why = format!("it answered with HTTP status {status}");
    if status == 408 || status == 425 || status == 429 || status >= 500 {
        let after = answer.retry_after();
        Err(Unsent::Later { after, why })
    } else {
        Err(Unsent::Never(why))
    }
}

/// The error without its address, which may be a secret.
fn kind_of(cause: &NetError) -> &'static str {
    match cause {
        NetError::Forbidden { .. } => {
            "its address is one that may not be reached (private, or without TLS); \
             allow_private = true allows those"
        }
        NetError::TimedOut => "it did not answer in time",
        NetError::TooLarge => "its answer is too large",
        NetError::BadUrl => "its url is none",
        NetError::Unreachable { .. } => "the connection failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit_and_heed_the_other_side() {
        let patience = Patience {
            tries: 9,
            first: Duration::from_secs(1),
            most: Duration::from_secs(20),
        };
        let seconds = |n_tried, asked: Option<u64>| {
            patience
                .pause(n_tried, asked.map(Duration::from_secs))
                .as_secs()
        };
        for (n_tried, asked, expected) in [
            (1, None, 1),
            (2, None, 3),
            (3, None, 9),
            (4, None, 20),
            (1, Some(7), 7),
            (3, Some(7), 9),
            (1, Some(900), 20),
            (u32::MAX, None, 20),
        ] {
            assert_eq!(seconds(n_tried, asked), expected, "{n_tried} {asked:?}");
        }
    }
}
