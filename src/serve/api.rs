//! What do programs get, and how do they know that they have it already?
//!
//! `/api/v1` answers with JSON to the same parameters as the pages; trouble is told as RFC 9457 wants it. Every answer
//! carries a weak ETag made of the question and of the archive's last change: whoever sends it back as `If-None-Match`
//! is told that nothing has changed, and nothing is searched.

pub mod cursor;

pub mod search;

pub mod call;

pub mod heard;

pub mod digest;

pub mod watches;

pub mod lexicons;

pub mod intake;

pub mod marks;

pub mod packs;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::archive::Archive;
use crate::serve::app::App;
use crate::serve::auth::{origin, secret};
use crate::serve::trouble::Trouble;
use crate::text::hex::hex;

/// Trouble, told to a program.
pub struct Problem(Trouble);

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Problem {
        Problem(trouble)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.0.problem()
    }
}

/// What an archive was at one moment: the last change of the catalogue, and of the index.
fn moment(archive: &Archive) -> Result<String, Trouble> {
    let seq = archive.catalogue.latest_seq()?;
    Ok(format!("{seq:x}.{:x}", archive.seq))
}

/// Sixteen digits by which a question is known again.
fn fingerprint(question: &str) -> String {
    hex(&secret::hash(question)[..8])
}

/// Answers a question from the archive; whoever has the answer already is told so. Both on a reader's thread, which may
/// take its time.
async fn answer<T: Serialize + 'static>(
    app: &App,
    headers: &HeaderMap,
    question: String,
    make: impl FnOnce(&Archive) -> Result<T, Trouble> + Send + 'static,
) -> Result<Response, Problem> {
    let known = known(headers);
    let threshold = app.config.threshold;
    let made = app.readers.ask(move |archive| {
        let tag = etag(&format!("{question} {threshold}"), &moment(archive)?);
        if is_known(known.as_deref(), &tag) {
            return Ok((tag, None));
        }
        let body = json(&make(archive)?)?;
        Ok((tag, Some(body)))
    });
    let (tag, body) = made.await?;
    Ok(tagged(&tag, body))
}

/// What the client says that it has.
fn known(headers: &HeaderMap) -> Option<String> {
    origin::text(headers, header::IF_NONE_MATCH.as_str()).map(str::to_owned)
}

/// A tag that changes with the question, the archive and the program.
fn etag(question: &str, moment: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "W/\"{moment}-{}\"",
        fingerprint(&format!("{version} {question}"))
    )
}

/// Whether a tag is among those that the client has. Weak tags are compared weakly (RFC 9110, 13.1.2).
fn is_known(known: Option<&str>, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = bare(tag);
    known.is_some_and(|known| {
        known
            .split(',')
            .any(|one| one.trim() == "*" || bare(one) == tag)
    })
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Trouble> {
    serde_json::to_vec(value)
        .map_err(|cause| Trouble::Own(format!("the answer could not be written: {cause}")))
}

/// The answer with its tag; without a body where the client has it. Nothing of it may be kept on the way, since people's
/// words are in it (`Cache-Control: no-store`, as on every page).
fn tagged(tag: &str, body: Option<Vec<u8>>) -> Response {
    let mut response = match body {
        Some(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{etag, is_known};

    #[test]
    fn a_tag_is_known_again_in_any_list() {
        let tag = etag("search?q=price", "3.3");
        for known in [
            tag.clone(),
            tag.replace("W/", ""),
            format!("\"other\", {tag}"),
            "*".to_owned(),
        ] {
            assert!(is_known(Some(&known), &tag), "{known}");
        }
        assert!(!is_known(None, &tag));
        assert!(!is_known(Some(""), &tag));
        assert!(!is_known(Some(&etag("search?q=price", "4.3")), &tag));
        assert!(!is_known(Some(&etag("search?q=prices", "3.3")), &tag));
    }
}
