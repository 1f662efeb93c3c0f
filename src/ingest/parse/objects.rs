//! How is a file of JSON objects read, one call after the other?
//!
//! One object, a list of them, or one a line: each becomes a call by itself, so that a broken one costs no other.

use serde::Deserialize;

use crate::ingest::transcript::{Problem, Refusal, Transcript};

use super::Parsed;
use super::verbatim_json::values::values;

/// Reads every top-level object as a `T`, and makes a call of each.
///
/// `read` may refuse one (a job that failed, a page of metadata) with a reason that holds none of its words.
pub(crate) fn each<'t, T: Deserialize<'t>>(
    text: &'t str,
    mut read: impl FnMut(T) -> Result<(Transcript, Vec<Problem>), Refusal>,
) -> Vec<Result<Parsed, Refusal>> {
    let calls = values(text).into_iter().map(|value| {
        let value = value?;
        let object: T = serde_json::from_str(value.json).map_err(|error| value.refusal(&error))?;
        let (transcript, problems) = read(object)?;
        Ok(Parsed {
            transcript,
            problems,
            raw: value.range(),
        })
    });
    calls.collect()
}

/// Reads the whole text as one `T`, and makes one call of it: for files that are a list of utterances.
pub(crate) fn whole<'t, T: Deserialize<'t>>(
    text: &'t str,
    read: impl FnOnce(T) -> Result<(Transcript, Vec<Problem>), Refusal>,
) -> Vec<Result<Parsed, Refusal>> {
    let trimmed = text.trim_start_matches('\u{feff}');
    let call = serde_json::from_str(trimmed)
        .map_err(|error| super::verbatim_json::values::refusal_in(trimmed, &error))
        .and_then(read)
        .map(|(transcript, problems)| Parsed {
            transcript,
            problems,
            raw: 0..text.len(),
        });
    vec![call]
}
