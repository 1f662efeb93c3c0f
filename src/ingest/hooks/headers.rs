//! What stands in a header or in the address, exactly once?
//!
//! A header that stands there twice is refused: two programs on the way could each believe another one.

use super::{Arrived, Refused};

/// Vendors send some dozens of headers at most, proxies add a few.
const MOST_HEADERS: usize = 128;
/// All names and values together.
const MOST_BYTES: usize = 64 * 1024;
/// One value; the longest are tokens signed with RSA.
const MOST_VALUE: usize = 8 * 1024;
/// Addresses are short: a path, and at most a hash or a token behind it.
const MOST_URI: usize = 8 * 1024;

const DOUBLED: Refused = Refused::malformed("a header of the signature stands there twice");
const ILLEGIBLE: Refused =
    Refused::malformed("a header of the signature is too long, or no plain text");
const NO_SIGNATURE: Refused = Refused::unproven("a header of the signature is missing");

/// Refuses a request whose head is larger than any vendor's.
pub(super) fn bounded(arrived: &Arrived<'_>) -> Result<(), Refused> {
    let n_bytes: usize = arrived
        .headers
        .iter()
        .map(|(name, value)| name.len().saturating_add(value.len()))
        .fold(0, usize::saturating_add);
    if arrived.headers.len() > MOST_HEADERS || n_bytes > MOST_BYTES || arrived.uri.len() > MOST_URI
    {
        return Err(Refused {
            status: 431,
            reason: "the head of the request is too large",
        });
    }
    Ok(())
}

/// The value of a header, if it is there.
pub(super) fn optional<'a>(arrived: &Arrived<'a>, name: &str) -> Result<Option<&'a str>, Refused> {
    let headers: &'a [(String, String)] = arrived.headers;
    let mut values = headers
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str());
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(DOUBLED);
    }
    let is_plain = value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if value.len() > MOST_VALUE || !is_plain {
        return Err(ILLEGIBLE);
    }
    Ok(Some(value))
}

/// The value of a header without which nothing is proved.
pub(super) fn required<'a>(arrived: &Arrived<'a>, name: &str) -> Result<&'a str, Refused> {
    match optional(arrived, name)? {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(NO_SIGNATURE),
    }
}

/// A parameter of the address, decoded, if it is there.
pub(super) fn parameter(arrived: &Arrived<'_>, name: &str) -> Result<Option<String>, Refused> {
    let Some((_, query)) = arrived.uri.split_once('?') else {
        return Ok(None);
    };
    let query = query.split('#').next().unwrap_or(query);
    let mut values = form_urlencoded::parse(query.as_bytes())
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned());
    let value = values.next();
    if values.next().is_some() {
        return Err(Refused::malformed(
            "a parameter of the address stands there twice",
        ));
    }
    Ok(value)
}

/// Whether the body is a form.
pub(super) fn is_form(arrived: &Arrived<'_>) -> Result<bool, Refused> {
    let kind = optional(arrived, "content-type")?.unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    Ok(kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}
