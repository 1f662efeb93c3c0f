//! Which JSON values does a file hold, and where does each stand?
//!
//! One value, an array of them, or one a line: all three come out as a list, so that one broken value
//! does not spoil the others.

use std::fmt;
use std::ops::Range;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::ingest::transcript::Refusal;

/// How many lines are looked at to see whether a file holds one value a line. Ten survive a broken start.
const LINES_LOOKED_AT: usize = 10;

/// One value as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'t> {
    pub(crate) json: &'t str,
    /// Bytes from the start of the text.
    pub(crate) at: usize,
    /// 1-based.
    line: usize,
    /// Bytes before it on its line.
    indent: usize,
}

impl Value<'_> {
    /// The bytes of the text that hold it.
    pub(crate) fn range(&self) -> Range<usize> {
        self.at..self.at + self.json.len()
    }

    /// Why this value cannot be read, with its place in the file.
    ///
    /// serde's own messages quote the offending text, which may be a prospect's words, so they stay here.
    pub(crate) fn refusal(&self, error: &serde_json::Error) -> Refusal {
        let line = self.line + error.line().saturating_sub(1);
        let indent = if error.line() <= 1 { self.indent } else { 0 };
        let place = format!("line {line} column {}", indent + error.column());
        let message = match error.classify() {
            Category::Eof => {
                format!("{place}: the JSON ends too early; copy or export the file again")
            }
            Category::Data => format!("{place}: {}", wrong_shape(error)),
            Category::Syntax | Category::Io => {
                format!("{place}: this is no valid JSON; mend that place or export the file again")
            }
        };
        Refusal::new("broken-json", message)
    }
}

fn wrong_shape(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let field = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    match field {
        Some(field) => format!("the field `{field}` is missing; add it"),
        None => {
            "a value has another type than this format has there; compare it with the format's \
                 description"
                .to_owned()
        }
    }
}

/// Every value of a file, in order; what cannot be told apart any more is one refusal.
pub(crate) fn values(text: &str) -> Vec<Result<Value<'_>, Refusal>> {
    if text.trim_start().starts_with('[') {
        return of_array(text);
    }
    if is_one_a_line(text) {
        of_lines(text)
    } else {
        of_stream(text)
    }
}

/// Whether `"key":` stands in the text as a key. Inside a string its quotes would be escaped.
pub(crate) fn has_key(text: &str, key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    text.match_indices(quoted.as_str()).any(|(at, _)| {
        text.get(at + quoted.len()..)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    })
}

/// The first line is whole, or an early one is a whole call although the first is broken.
fn is_one_a_line(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.take(LINES_LOOKED_AT).enumerate().any(|(n, line)| {
        line.starts_with('{') && (n == 0 || has_key(line, "turns")) && is_whole(line)
    })
}

fn is_whole(line: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(line).is_ok()
}

fn of_lines(text: &str) -> Vec<Result<Value<'_>, Refusal>> {
    let mut places = Places::new(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Ok(places.value(line))).collect()
}

fn of_stream(text: &str) -> Vec<Result<Value<'_>, Refusal>> {
    let mut places = Places::new(text);
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        match value {
            Ok(raw) => found.push(Ok(places.value(raw.get()))),
            Err(error) => {
                found.push(Err(whole_text(text).refusal(&error)));
                break;
            }
        }
    }
    found
}

fn of_array(text: &str) -> Vec<Result<Value<'_>, Refusal>> {
    let mut raws = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let ended = serde::Deserializer::deserialize_seq(&mut deserializer, Elements(&mut raws))
        .and_then(|()| deserializer.end());
    let mut places = Places::new(text);
    let mut found: Vec<_> = raws
        .into_iter()
        .map(|raw| Ok(places.value(raw.get())))
        .collect();
    if let Err(error) = ended {
        found.push(Err(whole_text(text).refusal(&error)));
    }
    found
}

/// Why a text that is one value as a whole cannot be read.
pub(crate) fn refusal_in(text: &str, error: &serde_json::Error) -> Refusal {
    whole_text(text).refusal(error)
}

fn whole_text(text: &str) -> Value<'_> {
    Value {
        json: text,
        at: 0,
        line: 1,
        indent: 0,
    }
}

/// Collects an array's elements; those before a break are kept.
struct Elements<'v, 't>(&'v mut Vec<&'t RawValue>);

impl<'t> Visitor<'t> for Elements<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(raw) = seq.next_element::<&'t RawValue>()? {
            self.0.push(raw);
        }
        Ok(())
    }
}

/// Tells where slices of a text stand, in one pass over all of them.
struct Places<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    line_start: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Places<'t> {
        Places {
            text,
            at: 0,
            line: 1,
            line_start: 0,
        }
    }

    /// `json` is a slice of the text, and stands after the one before.
    fn value(&mut self, json: &'t str) -> Value<'t> {
        let at = json
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr());
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        if let Some(newline) = passed.iter().rposition(|byte| *byte == b'\n') {
            self.line_start = self.at + newline + 1;
        }
        self.at = at;
        Value {
            json,
            at,
            line: self.line,
            indent: at.saturating_sub(self.line_start),
        }
    }
}
