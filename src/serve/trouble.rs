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
    #[error("too many requests are waiting; try again in a second")]
    Busy,
    /// Something else is being done right now.
    #[error("{0}")]
    Later(String),
    #[error("more than {0} bytes were sent at once; send less")]
    TooMuch(usize),
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
            Trouble::NotAllowed => StatusCode::FORBIDDEN,
            Trouble::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Later(_) => StatusCode::CONFLICT,
            // Somebody else writes.
            Trouble::Archive(ArchiveError::Store(StoreError::Locked { .. })) => {
                StatusCode::CONFLICT
            }
            Trouble::TooMuch(_) => StatusCode::PAYLOAD_TOO_LARGE,
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
            Trouble::Busy => "busy",
            Trouble::Later(_) => "later",
            Trouble::TooMuch(_) => "body-too-large",
            Trouble::Closed(_) | Trouble::Archive(_) => "archive",
            Trouble::Own(_) => "internal",
        }
    }

    /// The trouble as RFC 9457 wants it.
    pub fn problem(&self) -> Response {
        let status = self.status();
        let body = serde_json::json!({
            "type": format!("about:blank#{}", self.slug()),
            "title": status.canonical_reason().unwrap_or("trouble"),
            "status": status.as_u16(),
            "detail": self.to_string(),
        });
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if matches!(self, Trouble::Busy) {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// For pages: a page that says it.
impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        super::pages::trouble(&self)
    }
}
