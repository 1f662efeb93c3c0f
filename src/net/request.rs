//! What is asked, and what is answered?
//!
//! Neither shows what may be secret when it is printed: of a question the names of its headers alone, of an answer its
//! status and its size.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::config::secret::Hidden;

/// Whoever asks us to wait longer is not believed.
const LONGEST_WAIT: Duration = Duration::from_secs(7 * 24 * 3600);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
}

/// A question.
#[derive(Clone)]
pub struct Request {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Asks for what stands at an address.
    pub fn get(url: impl Into<String>) -> Request {
        Request {
            method: Method::Get,
            url: url.into(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Hands something to an address.
    pub fn post(url: impl Into<String>, content_type: &str, body: Vec<u8>) -> Request {
        let request = Request {
            method: Method::Post,
            url: url.into(),
            headers: Vec::new(),
            body,
        };
        request.header("content-type", content_type)
    }

    /// With a header. None is sent to another host than the one that is asked, except `accept`.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Request {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a token.
    #[must_use]
    pub fn bearer(self, token: &Hidden) -> Request {
        let value = format!("Bearer {}", token.text());
        self.header("authorization", value)
    }

    /// With a user and a password.
    #[must_use]
    pub fn basic(self, user: &str, password: &Hidden) -> Request {
        let value = STANDARD.encode(format!("{user}:{}", password.text()));
        self.header("authorization", format!("Basic {value}"))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("headers", &headers)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// An answer, read to its end.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// In the order in which they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Unpacked.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// How long to wait before asking again, where the answer says so, in seconds or as a date.
    pub fn retry_after(&self) -> Option<Duration> {
        let value = self.header("retry-after")?.trim();
        if let Ok(seconds) = value.parse::<f64>() {
            let wait = Duration::try_from_secs_f64(seconds).ok()?;
            return Some(wait.min(LONGEST_WAIT));
        }
        let date = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
        let wait = Timestamp::now().duration_until(date);
        // A date that has passed means now.
        let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO);
        Some(wait.min(LONGEST_WAIT))
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
