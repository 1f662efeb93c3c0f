//! Does the vendor only ask whether somebody is at home?
//!
//! Microsoft's services open an address with `?validationToken=…`, unsigned, and want the token back as plain text. Such
//! a request is answered and otherwise means nothing, whatever its body says.

use crate::ingest::hooks::{Arrived, Refused, headers};

/// Longer tokens are none; those seen have some hundred characters.
const MOST_CHARS: usize = 2048;

/// The token to send back, if this is such a question.
pub(in crate::ingest::hooks) fn of(arrived: &Arrived<'_>) -> Result<Option<String>, Refused> {
    let Some(token) = headers::parameter(arrived, "validationToken")? else {
        return Ok(None);
    };
    // What is sent back must not become a page in somebody's browser.
    let is_plain = token
        .chars()
        .all(|c| matches!(c, ' '..='~') && !matches!(c, '<' | '>'));
    if token.is_empty() || token.len() > MOST_CHARS || !is_plain {
        return Err(Refused::malformed("the validation token has another form"));
    }
    Ok(Some(token))
}
