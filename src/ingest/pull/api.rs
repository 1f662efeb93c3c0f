//! How does one talk to a vendor's API, whichever it is?
//!
//! Where it answers, by what it knows us, and what its answers mean as such; what is asked is each vendor's own.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::net::{Answer, Request};

use super::courier::Courier;
use super::error::{PullError, hint};
use super::json;
use super::login::Login;

/// A vendor's API.
pub(super) struct Api {
    /// Without a slash at the end.
    pub(super) base: String,
    pub(super) login: Login,
    pub(super) courier: Courier,
    /// Headers that every request has.
    pub(super) headers: &'static [(&'static str, &'static str)],
}

impl Api {
    /// Asks for what stands below the base.
    pub(super) fn get(&self, path: &str) -> Result<Answer, PullError> {
        self.ask(Request::get(self.below(path)))
    }

    /// Hands JSON to what stands below the base.
    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Answer, PullError> {
        let body = body.to_string().into_bytes();
        self.ask(Request::post(self.below(path), "application/json", body))
    }

    /// Asks for what stands at an address out of the vendor's own answer; refused where that is not the vendor's host.
    pub(super) fn get_near(&self, url: &str, what: &'static str) -> Result<Answer, PullError> {
        if !self.is_near(url) {
            return Err(self.strange(what));
        }
        self.ask(Request::get(url))
    }

    /// Whether an address is at the vendor's host, or at one to which it is known to lead.
    pub(super) fn is_near(&self, url: &str) -> bool {
        self.courier.is_near(&self.base, url)
    }

    /// The refusal of an address that leads to somebody else.
    pub(super) fn strange(&self, what: &'static str) -> PullError {
        PullError::Refused {
            source_name: self.courier.name.clone(),
            what,
            status: 0,
            hint: "the vendor names an address at another host; add that host to `redirects_to` if it is the vendor's",
        }
    }

    fn ask(&self, request: Request) -> Result<Answer, PullError> {
        let mut request = request.header("accept", "*/*");
        for (name, value) in self.headers {
            request = request.header(name, *value);
        }
        self.login.ask(&self.courier, request)
    }

    fn below(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The answer, where its status is one of success.
    pub(super) fn good(&self, answer: Answer, what: &'static str) -> Result<Answer, PullError> {
        if answer.is_success() {
            return Ok(answer);
        }
        Err(self.refused(answer.status, what))
    }

    pub(super) fn refused(&self, status: u16, what: &'static str) -> PullError {
        PullError::Refused {
            source_name: self.courier.name.clone(),
            what,
            status,
            hint: hint(status),
        }
    }

    /// An answer as JSON.
    pub(super) fn json<'a>(
        &self,
        answer: &'a Answer,
        what: &'static str,
    ) -> Result<&'a RawValue, PullError> {
        json::root(&answer.body).ok_or_else(|| self.odd(what))
    }

    /// An answer as JSON, and the entries of the list at a path in it; odd where nothing stands at that path.
    pub(super) fn list<'a>(
        &self,
        answer: &'a Answer,
        what: &'static str,
        items: &str,
    ) -> Result<(&'a RawValue, Vec<&'a RawValue>), PullError> {
        let root = self.json(answer, what)?;
        let list = json::at(root, items).ok_or_else(|| self.odd(what))?;
        Ok((root, json::list(list, "")))
    }

    pub(super) fn odd(&self, what: &'static str) -> PullError {
        PullError::Odd {
            source_name: self.courier.name.clone(),
            what,
        }
    }
}

/// A question that has others before it in its query, for the page to which a vendor's mark leads; for the first page
/// where there is no mark.
pub(super) fn paged(question: String, key: &str, mark: &str) -> String {
    if mark.is_empty() {
        return question;
    }
    format!("{question}&{key}={}", encoded(mark))
}

/// A text as a part of an address's path or query.
pub(super) fn encoded(text: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}
