//! What does every answer say about itself?
//!
//! Pages load nothing but our own files and run nothing inline; words of people are kept by no cache.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Only our own files, and nothing inline.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The same for a page that shows a file of ours in a frame.
const FRAMING: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'";

/// A finished file in a frame: a page of its own without any right here, that loads nothing, runs nothing, sends
/// nothing and opens nothing.
const FRAMED: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'self'";

/// How an answer has to do with frames; told by the handler among the answer's extensions. Most have nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Shows a file in a frame.
    Framing,
    /// Is shown in a frame of our own page.
    Framed,
}

impl Stance {
    fn policy(stance: Option<Stance>) -> (&'static str, &'static str) {
        match stance {
            None => (POLICY, "DENY"),
            Some(Stance::Framing) => (FRAMING, "DENY"),
            Some(Stance::Framed) => (FRAMED, "SAMEORIGIN"),
        }
    }
}

/// Adds the headers that every answer has; an answer that has its own cache rule keeps it.
pub async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let (policy, frames) = Stance::policy(response.extensions().get::<Stance>().copied());
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not `no-referrer`: that makes browsers send `Origin: null` with our own forms, too.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, frames),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
