//! By what does a vendor know us?
//!
//! A token or a pair is sent with every request. Where the vendor gives out tokens that last an hour (Zoom, Salesforce),
//! one is asked for when it is needed and kept in memory alone; where it is refused before its time, a new one is asked
//! for once.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::config::secret::Hidden;
use crate::net::{Answer, Request};

use super::courier::Courier;
use super::error::{PullError, hint};
use super::json;

/// By what a vendor knows us.
pub(super) enum Login {
    Nobody,
    Bearer(Hidden),
    Basic(String, Hidden),
    /// A header of the vendor's own.
    Header(String, Hidden),
    Renewed(Renewed),
}

/// A token that is asked for.
pub(super) struct Renewed {
    /// The question that gives a token.
    pub(super) question: Request,
    kept: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    text: Hidden,
    until: Timestamp,
}

/// Tokens without a word about their time are asked for anew so often.
const USUAL_SECONDS: i64 = 1800;
/// A token is not used in its last minute.
const MARGIN: i64 = 60;

impl Renewed {
    pub(super) fn by(question: Request) -> Renewed {
        Renewed {
            question,
            kept: Mutex::new(None),
        }
    }

    fn token(&self, courier: &Courier) -> Result<Hidden, PullError> {
        let now = (courier.clock().now)();
        let kept = self
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(token) = kept.filter(|token| now < token.until) {
            return Ok(token.text);
        }
        let token = self.asked_for(courier, now)?;
        let text = token.text.clone();
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        Ok(text)
    }

    fn asked_for(&self, courier: &Courier, now: Timestamp) -> Result<Token, PullError> {
        const WHAT: &str = "get a token";
        let answer = courier.ask(&self.question)?;
        if !answer.is_success() {
            // Both vendors answer 400 to credentials that they do not know.
            let status = if answer.status == 400 {
                401
            } else {
                answer.status
            };
            return Err(PullError::Refused {
                source_name: courier.name.clone(),
                what: WHAT,
                status: answer.status,
                hint: hint(status),
            });
        }
        let json = json::root(&answer.body);
        let text = json.and_then(|json| json::text(json, "access_token"));
        let Some(text) = text else {
            return Err(PullError::Odd {
                source_name: courier.name.clone(),
                what: WHAT,
            });
        };
        let seconds = json.and_then(|json| json::text(json, "expires_in"));
        let seconds = seconds.and_then(|seconds| seconds.parse::<i64>().ok());
        let seconds = seconds.unwrap_or(USUAL_SECONDS).clamp(0, 24 * 3600);
        let until = now.checked_add(SignedDuration::from_secs((seconds - MARGIN).max(0)));
        Ok(Token {
            text: Hidden::new(text),
            until: until.unwrap_or(now),
        })
    }

    fn forget(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Login {
    /// Asks as somebody the vendor knows.
    pub(super) fn ask(&self, courier: &Courier, request: Request) -> Result<Answer, PullError> {
        let renewed = match self {
            Login::Nobody => return courier.ask(&request),
            Login::Bearer(token) => return courier.ask(&request.bearer(token)),
            Login::Basic(user, password) => return courier.ask(&request.basic(user, password)),
            Login::Header(name, value) => {
                return courier.ask(&request.header(name, value.text()));
            }
            Login::Renewed(renewed) => renewed,
        };
        let answer = courier.ask(&request.clone().bearer(&renewed.token(courier)?))?;
        if answer.status != 401 {
            return Ok(answer);
        }
        renewed.forget();
        courier.ask(&request.bearer(&renewed.token(courier)?))
    }
}
