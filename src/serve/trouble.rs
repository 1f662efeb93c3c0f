//! What went wrong with a request, and what is a person or a program told?
//!
//! Never with a prospect's words or names in it: messages go to logs and to pages alike.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::archive::ArchiveError;
use crate::search::query_error::QueryError;
use crate::store::error::StoreError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("the query cannot be read: {0}")]
    Query(#[from] QueryError),
    #[error("{0}")]
    Asked(String),
    #[error("there is no such {0} here; it may have been deleted or renamed")]
    NotThere(&'static str),
    #[error("this needs a token that allows it; ask the operator for one")]
    NotAllowed,
    #[error("this needs a token that counts; send it as `Authorization: Bearer …`")]
    NoToken,
    #[error(
        "this seems to come from another site's page; open the page here and try again, or send the header \
         `Sec-Fetch-Site: none` from a program of your own"
    )]
    Foreign,
    #[error(
        "this server does not answer to that name; use its own address, or start it with --public-name NAME"
    )]
    NotOurName,
    #[error("the archive has changed since this cursor was given; ask again from the beginning")]
    Moved,
    #[error("the address is longer than {0} bytes; shorten the query")]
    TooLong(usize),
    #[error("more than {0} bytes were sent at once; send less")]
    TooMuch(usize),
    #[error("too many requests came from your address; try again in {0} s")]
    TooOften(u64),
    #[error("no answer was found within {0} s; ask for less, or try again later")]
    TooSlow(u64),
    #[error("too many requests are waiting; try again in a second")]
    Busy,
    /// Something else is being done right now.
    #[error("{0}")]
    Later(String),
    #[error("the archive could not be opened: {0}; run `verbatim check`")]
    Closed(String),
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("{0}")]
    Own(String),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        Trouble::Archive(error.into())
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Trouble {
        Trouble::Own(format!("the page could not be made: {error}"))
    }
}

impl Trouble {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Trouble::Query(_) | Trouble::Asked(_) => StatusCode::BAD_REQUEST,
            Trouble::NotThere(_) => StatusCode::NOT_FOUND,
            Trouble::NoToken => StatusCode::UNAUTHORIZED,
            Trouble::NotAllowed | Trouble::Foreign => StatusCode::FORBIDDEN,
            Trouble::NotOurName => StatusCode::MISDIRECTED_REQUEST,
            Trouble::Moved => StatusCode::GONE,
            Trouble::TooLong(_) => StatusCode::URI_TOO_LONG,
            Trouble::TooMuch(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Trouble::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Trouble::Busy | Trouble::TooSlow(_) => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Later(_) => StatusCode::CONFLICT,
            // Somebody else writes.
            Trouble::Archive(ArchiveError::Store(StoreError::Locked { .. })) => {
                StatusCode::CONFLICT
            }
            Trouble::Closed(_) | Trouble::Archive(_) | Trouble::Own(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// What kind of trouble, for programs: a slug that stays.
    pub fn slug(&self) -> &'static str {
        match self {
            Trouble::Query(_) => "bad-query",
            Trouble::Asked(_) => "bad-request",
            Trouble::NotThere(_) => "not-found",
            Trouble::NotAllowed => "not-allowed",
            Trouble::NoToken => "no-token",
            Trouble::Foreign => "other-site",
            Trouble::NotOurName => "other-name",
            Trouble::Moved => "cursor-moved",
            Trouble::TooLong(_) => "address-too-long",
            Trouble::TooMuch(_) => "body-too-large",
            Trouble::TooOften(_) => "too-often",
            Trouble::TooSlow(_) => "too-slow",
            Trouble::Busy => "busy",
            // Somebody else writes.
            Trouble::Later(_)
            | Trouble::Archive(ArchiveError::Store(StoreError::Locked { .. })) => "later",
            Trouble::Closed(_) | Trouble::Archive(_) => "archive",
            Trouble::Own(_) => "internal",
        }
    }

    /// After so many seconds it may be gone by itself.
    fn passes_in(&self) -> Option<u64> {
        match self {
            Trouble::Busy => Some(1),
            Trouble::TooOften(seconds) | Trouble::TooSlow(seconds) => Some(*seconds),
            _ => None,
        }
    }

    /// The trouble as RFC 9457 wants it. The types are explained on the page about the API.
    pub fn problem(&self) -> Response {
        let status = self.status();
        let body = serde_json::json!({
            "type": format!("/api#problem-{}", self.slug()),
            "title": status.canonical_reason().unwrap_or("trouble"),
            "status": status.as_u16(),
            "detail": self.to_string(),
        });
        let mut response = (status, Json(body)).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        self.with_advice(response)
    }

    /// Tells the client in headers what it may do about it.
    fn with_advice(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        if let Some(seconds) = self.passes_in() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if matches!(self, Trouble::NoToken) {
            let challenge = HeaderValue::from_static("Bearer realm=\"verbatim\"");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// Whether an address is asked by programs, who want their trouble as JSON.
pub fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || matches!(path, "/metrics" | "/healthz" | "/readyz")
}

/// Says what is wrong, as whoever asks for that address wants it.
pub fn answer(trouble: Trouble, path: &str) -> Response {
    if is_for_programs(path) {
        trouble.problem()
    } else {
        trouble.into_response()
    }
}

/// Every kind of trouble that the API may answer with: slug, status and what it means.
pub static PROBLEMS: [(&str, u16, &str); 16] = [
    (
        "bad-query",
        400,
        "The query cannot be read; `detail` shows the place.",
    ),
    (
        "bad-request",
        400,
        "A parameter or the body cannot be understood; `detail` says which.",
    ),
    (
        "no-token",
        401,
        "No token was sent, or it has ended or been revoked.",
    ),
    ("not-allowed", 403, "The token is not for this."),
    (
        "other-site",
        403,
        "The request seems to come from another site's page.",
    ),
    (
        "not-found",
        404,
        "There is no such thing here, or not any more.",
    ),
    (
        "later",
        409,
        "Something else is being written right now; try again when that is done.",
    ),
    (
        "cursor-moved",
        410,
        "The archive has changed since the cursor was given.",
    ),
    (
        "body-too-large",
        413,
        "More was sent than is taken at once.",
    ),
    (
        "address-too-long",
        414,
        "The address is too long to be read.",
    ),
    (
        "other-name",
        421,
        "The server does not answer to the name in `Host`.",
    ),
    (
        "too-often",
        429,
        "Too many requests from one address; see `Retry-After`.",
    ),
    (
        "archive",
        500,
        "The archive cannot be read; the operator finds out with `verbatim check`.",
    ),
    ("internal", 500, "The server is at fault."),
    (
        "busy",
        503,
        "Too many requests are waiting; see `Retry-After`.",
    ),
    ("too-slow", 503, "The answer took too long; ask for less."),
];

/// For pages: a page that says it.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        self.with_advice(super::pages::trouble(&self))
    }
}
