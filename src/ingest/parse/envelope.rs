//! Where in a file does each call stand, whatever is wrapped around it?
//!
//! The same object comes bare, in a page of a list, in GraphQL's `data`, in the body of a webhook, and in the layers
//! that automation tools add. Layers are taken off by the names of their keys until an object has one of the marks
//! that a format names; each such object is one call.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Problem, Refusal, Transcript};

use super::Parsed;
use super::verbatim_json::values::{Value, refusal_in, values};

/// What reading one call gives.
pub(super) type Read = Result<(Transcript, Vec<Problem>), Refusal>;

/// Keys that hold what was asked for, and say nothing themselves.
const WRAPPERS: &[&str] = &[
    "data",
    "payload",
    "body",
    "result",
    "results",
    "response",
    "items",
    "transcript",
    "transcripts",
    "transcription",
    "transcriptions",
    "recording",
    "recordings",
    "meeting",
    "meetings",
    "call",
    "calls",
    "conversation",
    "conversations",
    "engagement",
    "engagements",
    "session",
    "object",
    "resource",
    "callTranscript",
    // n8n sets it around each element of its lists.
    "json",
];

/// So many layers are taken off: four were seen at most, a webhook in an automation tool's list.
const MOST_LAYERS: usize = 8;

/// Reads every object that has one of the marks among its keys.
pub(super) fn each(
    text: &str,
    marks: &[&str],
    read: fn(&str) -> Read,
) -> Vec<Result<Parsed, Refusal>> {
    let mut calls = Vec::new();
    for value in values(text) {
        let value = match value {
            Ok(value) => value,
            Err(refusal) => {
                calls.push(Err(refusal));
                continue;
            }
        };
        let found = marked(value.json, marks);
        if found.is_empty() {
            calls.push(Err(nothing_in(&value)));
        }
        // The only call of a value owns all of it, with what was wrapped around.
        let is_only = found.len() == 1;
        for json in found {
            let raw = if is_only {
                value.range()
            } else {
                place(text, json)
            };
            calls.push(parsed(read(json), raw));
        }
    }
    if calls.is_empty() {
        let message = "the file holds no call; export it again with at least one";
        calls.push(Err(Refusal::new("empty", message)));
    }
    calls
}

/// Reads a file whose whole text is one call: a bare list of utterances.
pub(super) fn whole(text: &str, read: fn(&str) -> Read) -> Vec<Result<Parsed, Refusal>> {
    let json = text.trim_start_matches('\u{feff}').trim();
    if let Err(error) = serde_json::from_str::<IgnoredAny>(json) {
        return vec![Err(refusal_in(json, &error))];
    }
    vec![parsed(read(json), 0..text.len())]
}

/// An object as the format's own type; every field of that type must bear anything.
pub(super) fn typed<'t, T: Deserialize<'t>>(json: &'t str) -> Result<T, Refusal> {
    serde_json::from_str(json).map_err(|_| {
        let message = "a call has another shape than its recorder gives it; export it again";
        Refusal::new("broken-json", message)
    })
}

/// Refuses a call of which only facts are there.
pub(super) fn metadata_only(tool: &str, way_out: &str) -> Refusal {
    let message =
        format!("this holds the facts of a call from {tool} without its words; {way_out}");
    Refusal::new("metadata-only", message)
}

fn parsed(read: Read, raw: Range<usize>) -> Result<Parsed, Refusal> {
    let (transcript, problems) = read?;
    Ok(Parsed {
        transcript,
        problems,
        raw,
    })
}

/// The objects in the layers of a value that have one of the marks, outermost first.
pub(super) fn marked<'t>(json: &'t str, marks: &[&str]) -> Vec<&'t str> {
    let mut found = Vec::new();
    dig(json, marks, 0, &mut found);
    found
}

/// Collects the marked objects below a value, outermost first.
fn dig<'t>(json: &'t str, marks: &[&str], layer: usize, found: &mut Vec<&'t str>) {
    if layer >= MOST_LAYERS {
        return;
    }
    if json.starts_with('[') {
        let elements: Vec<&'t RawValue> = serde_json::from_str(json).unwrap_or_default();
        for element in elements {
            dig(element.get(), marks, layer + 1, found);
        }
        return;
    }
    let Ok(object) = serde_json::from_str::<BTreeMap<String, &'t RawValue>>(json) else {
        return;
    };
    if marks.iter().any(|mark| object.contains_key(*mark)) {
        found.push(json);
        return;
    }
    for inner in WRAPPERS.iter().filter_map(|wrapper| object.get(*wrapper)) {
        dig(inner.get(), marks, layer + 1, found);
    }
}

/// Why a value holds no call: it is broken, an error message, or something else.
fn nothing_in(value: &Value<'_>) -> Refusal {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(value.json) {
        return value.refusal(&error);
    }
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(value.json).unwrap_or_default();
    if object.contains_key("errors") || object.contains_key("error") {
        let message = "the service answered with an error instead of a call; fetch it again, with a key \
                       that may read the call";
        return Refusal::new("vendor-error", message);
    }
    let message =
        "an object holds no call in this format; leave it out, or name its format with `--format`";
    Refusal::new("not-a-transcript", message)
}

/// The bytes of the text that hold a slice of it.
fn place(text: &str, json: &str) -> Range<usize> {
    let at = json.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    at..at.saturating_add(json.len())
}
