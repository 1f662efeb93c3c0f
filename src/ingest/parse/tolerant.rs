//! How is one odd value kept from costing a whole call?
//!
//! Recognisers' files pass through many hands: a list may be `null`, an element a number, and the whole may stand in
//! the envelope of a webhook. Lists skip what is none of their elements (those that hold what was said are `rows`,
//! which count that), values of another kind say nothing, and envelopes are opened.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::ingest::transcript::{Problem, Refusal, Transcript};

use super::{Parsed, not_a_number, objects};

/// A webhook's body inside of a relay's payload has three envelopes.
const MOST_ENVELOPES: usize = 5;

/// Reads every top-level object as a `T`, out of its envelope, and makes a call of each.
///
/// `is_it` tells whether a `T` has anything of the format in it; where it hasn't, the envelope is opened.
pub(super) fn each<T: DeserializeOwned>(
    text: &str,
    is_it: fn(&T) -> bool,
    mut read: impl FnMut(T) -> Result<(Transcript, Vec<Problem>), Refusal>,
) -> Vec<Result<Parsed, Refusal>> {
    let text = not_a_number::mended(text);
    let calls = objects::each::<&RawValue>(&text, |raw| read(opened(raw.get(), is_it)?));
    if calls.is_empty() {
        let message = "the file holds no transcript; export it again";
        return vec![Err(Refusal::new("empty", message))];
    }
    calls
}

/// A list; anything else is an empty one, and elements of another kind are passed over.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw = <&'de RawValue>::deserialize(deserializer)?;
    let elements: Vec<&'de RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
    let read = elements
        .into_iter()
        .filter_map(|element| serde_json::from_str(element.get()).ok());
    Ok(read.collect())
}

/// A value of its kind; anything else is none.
pub(super) fn value<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    let raw = <&'de RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).unwrap_or_default())
}

/// The object itself, or what stands in its envelopes.
fn opened<T: DeserializeOwned>(json: &str, is_it: fn(&T) -> bool) -> Result<T, Refusal> {
    let mut json = json;
    for _ in 0..MOST_ENVELOPES {
        let object: T = serde_json::from_str(json).map_err(|_| another_shape())?;
        if is_it(&object) {
            return Ok(object);
        }
        match content(json) {
            Some(inside) => json = inside,
            None => return Ok(object),
        }
    }
    Err(another_shape())
}

/// The names under which webhooks, relays and job queues put what they deliver.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    response: Option<&'a RawValue>,
    #[serde(borrow)]
    output: Option<&'a RawValue>,
    #[serde(borrow)]
    transcription: Option<&'a RawValue>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
}

fn content(json: &str) -> Option<&str> {
    let envelope: Envelope<'_> = serde_json::from_str(json).ok()?;
    let inside = [
        envelope.data,
        envelope.payload,
        envelope.body,
        envelope.result,
        envelope.response,
        envelope.output,
        envelope.transcription,
        envelope.transcript,
    ];
    inside
        .into_iter()
        .flatten()
        .map(RawValue::get)
        .find(|json| json.starts_with('{'))
}

fn another_shape() -> Refusal {
    let message = "an object has another shape than this format gives it; export it again";
    Refusal::new("broken-json", message)
}
