//! How is a file of JSON objects read, one call after the other?
//!
//! One object, a list of them, or one a line: each becomes a call by itself, so that a broken one costs no other. Only
//! the messages of a live recogniser are one call together.

use serde::Deserialize;

use crate::ingest::transcript::{Problem, Refusal, Transcript};

use super::Parsed;
use super::verbatim_json::values::{Value, values};

/// Reads every top-level object as a `T`, and makes a call of each.
///
/// `read` may refuse one (a job that failed, a page of metadata) with a reason that holds none of its words.
pub(crate) fn each<'t, T: Deserialize<'t>>(
    text: &'t str,
    mut read: impl FnMut(T) -> Result<(Transcript, Vec<Problem>), Refusal>,
) -> Vec<Result<Parsed, Refusal>> {
    let calls = values(text).into_iter().map(|value| {
        let value = value?;
        let (transcript, problems) = read(object(&value)?)?;
        Ok(Parsed {
            transcript,
            problems,
            raw: value.range(),
        })
    });
    calls.collect()
}

/// The same where objects may be messages of one live call: `join` makes one of all, or leaves them as they are.
pub(crate) fn joined<'t, T: Deserialize<'t>>(
    text: &'t str,
    join: impl FnOnce(Vec<T>) -> Vec<T>,
    mut read: impl FnMut(T) -> Result<(Transcript, Vec<Problem>), Refusal>,
) -> Vec<Result<Parsed, Refusal>> {
    let mut objects = Vec::new();
    let mut places = Vec::new();
    let mut refused = Vec::new();
    for value in values(text) {
        match value.and_then(|value| Ok((object(&value)?, value.range()))) {
            Ok((object, place)) => {
                objects.push(object);
                places.push(place);
            }
            Err(refusal) => refused.push(Err(refusal)),
        }
    }
    let n_objects = objects.len();
    let objects = join(objects);
    let is_one = objects.len() < n_objects;
    let calls = objects.into_iter().zip(places).map(|(object, place)| {
        let (transcript, problems) = read(object)?;
        let raw = if is_one { 0..text.len() } else { place };
        Ok(Parsed {
            transcript,
            problems,
            raw,
        })
    });
    calls.chain(refused).collect()
}

fn object<'t, T: Deserialize<'t>>(value: &Value<'t>) -> Result<T, Refusal> {
    serde_json::from_str(value.json).map_err(|error| value.refusal(&error))
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
