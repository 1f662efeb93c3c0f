//! In how many wrappers does a call stand, and how many calls stand in one?
//!
//! The same object comes bare from an API, below `data` from a client, and below `payload` or `object` from a
//! webhook. A wrapper may also hold a list: each of its elements is a call by itself.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::parse::Parsed;
use crate::ingest::parse::verbatim_json::values::{Value, values};
use crate::ingest::transcript::{Problem, Refusal, Transcript};

/// A webhook around a client's answer around the object makes three; one more is allowed for.
const MOST_WRAPPERS: usize = 4;

/// What a call is known by, and the keys that others put around it.
pub(crate) struct Envelope {
    /// An object with one of these keys is the call.
    pub(crate) marks: &'static [&'static str],
    /// Keys below which it may stand, the likeliest first.
    pub(crate) wrappers: &'static [&'static str],
}

/// What a reader makes of one object.
pub(crate) type Read = Result<(Transcript, Vec<Problem>), Refusal>;

impl Envelope {
    /// The object or list that stands in the wrappers; the JSON itself where there are none.
    pub(crate) fn open<'t>(&self, json: &'t str) -> &'t str {
        let mut json = json;
        for _ in 0..MOST_WRAPPERS {
            let Ok(fields) = serde_json::from_str::<FxHashMap<String, &'t RawValue>>(json) else {
                break;
            };
            if self.marks.iter().any(|mark| fields.contains_key(*mark)) {
                break;
            }
            let inner = self.wrappers.iter().find_map(|wrapper| {
                let raw: Option<&'t RawValue> = fields.get(*wrapper).copied();
                raw.filter(|raw| raw.get().starts_with(['{', '[']))
            });
            match inner {
                Some(inner) => json = inner.get(),
                None => break,
            }
        }
        json
    }

    /// Reads every call of a text: one, a list of them, or one a line, each in its wrappers.
    pub(crate) fn each<'t, T, F>(&self, text: &'t str, mut read: F) -> Vec<Result<Parsed, Refusal>>
    where
        T: Deserialize<'t>,
        F: FnMut(T) -> Read,
    {
        let mut calls = Vec::new();
        for value in values(text) {
            match value {
                Ok(value) => self.add(text, value, &mut read, &mut calls),
                Err(refusal) => calls.push(Err(refusal)),
            }
        }
        if calls.is_empty() {
            let message = "the file holds no call; export it again with at least one";
            calls.push(Err(Refusal::new("empty", message)));
        }
        calls
    }

    fn add<'t, T, F>(
        &self,
        text: &'t str,
        value: Value<'t>,
        read: &mut F,
        calls: &mut Vec<Result<Parsed, Refusal>>,
    ) where
        T: Deserialize<'t>,
        F: FnMut(T) -> Read,
    {
        let inner = self.open(value.json);
        let Ok(listed) = serde_json::from_str::<Vec<&'t RawValue>>(inner) else {
            // Places can be told only where nothing stands around the object.
            let is_bare = inner.len() == value.json.len();
            let refuse = |error: &serde_json::Error| {
                if is_bare {
                    value.refusal(error)
                } else {
                    another_shape()
                }
            };
            calls.push(one(inner, value.range(), read, refuse));
            return;
        };
        for raw in listed {
            let start = raw
                .get()
                .as_ptr()
                .addr()
                .saturating_sub(text.as_ptr().addr());
            let range = start..start.saturating_add(raw.get().len());
            calls.push(one(self.open(raw.get()), range, read, |_| another_shape()));
        }
    }
}

fn one<'t, T, F>(
    json: &'t str,
    raw: Range<usize>,
    read: &mut F,
    refuse: impl Fn(&serde_json::Error) -> Refusal,
) -> Result<Parsed, Refusal>
where
    T: Deserialize<'t>,
    F: FnMut(T) -> Read,
{
    let object: T = serde_json::from_str(json).map_err(|error| refuse(&error))?;
    let (transcript, problems) = read(object)?;
    Ok(Parsed {
        transcript,
        problems,
        raw,
    })
}

fn another_shape() -> Refusal {
    let message = "an object has another shape than this format has there; export the file again";
    Refusal::new("broken-json", message)
}
