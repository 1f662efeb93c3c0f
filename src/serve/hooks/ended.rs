//! How does a delivery end, and what is its vendor told?
//!
//! A status of the 200s says that it is on the disk. A status of the 400s makes many vendors drop it for ever, so it is
//! for deliveries alone that will be wrong the next time, too; trouble of our own is 503, with a time to come back.
//! Nobody is told why he is not believed.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::ingest::hooks::Refused;
use crate::store::inbox::Taken;
use crate::store::inbox::group::NotTaken;

/// How a delivery ended.
pub(super) enum Ended {
    /// It is in the inbox; the status that its vendor wants to see.
    Kept(u16),
    /// It was there before.
    Repeated(u16),
    /// It is in the inbox, for a person to look at.
    Unclear(u16),
    /// It brings nothing for us.
    Ignored(u16, &'static str),
    /// It asked something.
    Answered {
        status: u16,
        content_type: &'static str,
        body: String,
    },
    /// It is not believed.
    Refused(Refused),
    TooLarge,
    TooSlow,
    /// Too much is under way.
    Busy,
    /// It could not be written.
    Broken,
}

impl Ended {
    /// What became of it at the inbox.
    pub(super) fn of(taken: Result<Vec<Taken>, NotTaken>, is_clear: bool, status: u16) -> Ended {
        match taken {
            Ok(taken) if taken.iter().all(|one| *one == Taken::Repeated) => Ended::Repeated(status),
            Ok(_) if is_clear => Ended::Kept(status),
            Ok(_) => Ended::Unclear(status),
            Err(NotTaken::Full) => Ended::Busy,
            Err(NotTaken::Broken(_) | NotTaken::Ended) => Ended::Broken,
        }
    }

    /// The word under which it is counted.
    pub(super) fn outcome(&self) -> &'static str {
        match self {
            Ended::Kept(_) => "kept",
            Ended::Repeated(_) => "repeated",
            Ended::Unclear(_) => "unclear",
            Ended::Ignored(..) => "ignored",
            Ended::Answered { .. } => "answered",
            Ended::Refused(_) => "refused",
            Ended::TooLarge => "too-large",
            Ended::TooSlow => "too-slow",
            Ended::Busy => "busy",
            Ended::Broken => "broken",
        }
    }

    /// For the operator alone.
    pub(super) fn why(&self) -> Option<&'static str> {
        match self {
            Ended::Refused(refused) => Some(refused.reason),
            Ended::Ignored(_, why) => Some(*why),
            _ => None,
        }
    }

    /// Whether there is something to work on now.
    pub(super) fn has_brought(&self) -> bool {
        matches!(self, Ended::Kept(_))
    }

    pub(super) fn response(self) -> Response {
        match self {
            Ended::Kept(status)
            | Ended::Repeated(status)
            | Ended::Unclear(status)
            | Ended::Ignored(status, _) => told(status, "ok\n"),
            Ended::Answered {
                status,
                content_type,
                body,
            } => {
                let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
                (known(status), kind, body).into_response()
            }
            Ended::Refused(refused) if refused.status == 405 => only_by_post(),
            Ended::Refused(refused) => told(refused.status, "refused\n"),
            Ended::TooLarge => told(413, "too large\n"),
            Ended::TooSlow | Ended::Busy => come_back(5),
            Ended::Broken => come_back(30),
        }
    }
}

/// Where no hook is.
pub(super) fn not_there() -> Response {
    told(404, "there is no such hook\n")
}

/// For every method but POST.
pub(super) fn only_by_post() -> Response {
    let allow = [(header::ALLOW, HeaderValue::from_static("POST"))];
    (StatusCode::METHOD_NOT_ALLOWED, allow, "deliver by POST\n").into_response()
}

fn come_back(seconds: u64) -> Response {
    let after = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::SERVICE_UNAVAILABLE, after, "try again\n").into_response()
}

fn told(status: u16, words: &'static str) -> Response {
    (known(status), words).into_response()
}

fn known(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
