//! Which quotes does a JSON file hold?
//!
//! Every object with words under `quote` or `text`, wherever it stands: packs, exports, hits of a search, other
//! programs' lists. One document, or one object a line.

use serde_json::{Map, Value};

use crate::call::Span;
use crate::quote::verify::claim::{Claim, Sealed, is_hash};

/// The quotes; `None` where this is no JSON.
pub(super) fn read(text: &str) -> Option<Vec<Claim>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let documents = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let documents: Result<Vec<Value>, serde_json::Error> = documents.collect();
    let mut finder = Finder {
        text,
        at: 0,
        line: 1,
        claims: Vec::new(),
    };
    for document in documents.ok()? {
        finder.look_in(&document);
    }
    Some(finder.claims)
}

struct Finder<'t> {
    text: &'t str,
    /// Where the last quote was found, and on which line.
    at: usize,
    line: u32,
    claims: Vec<Claim>,
}

impl Finder<'_> {
    fn look_in(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.look_in(value)),
            Value::Object(object) => match words(object) {
                Some(words) => self.take(words, object),
                None => object.values().for_each(|value| self.look_in(value)),
            },
            _ => {}
        }
    }

    fn take(&mut self, words: &str, object: &Map<String, Value>) {
        // The words as they are usually written; where somebody escaped more, the line stays that of the one before.
        let written = Value::from(words).to_string();
        let rest = self.text.get(self.at..).unwrap_or("");
        if let Some(found) = rest.find(&written) {
            let passed = rest.get(..found).unwrap_or("").matches('\n').count();
            self.line += u32::try_from(passed).unwrap_or(0);
            self.at += found + written.len();
        }
        self.claims.push(Claim {
            line: self.line,
            words: words.to_owned(),
            sealed: sealed(object),
        });
    }
}

fn words(object: &Map<String, Value>) -> Option<&str> {
    ["quote", "text"]
        .into_iter()
        .find_map(|key| object.get(key)?.as_str())
}

/// What the object says about where the words stand: a pack's `source`, an export's four fields, or nothing.
fn sealed(object: &Map<String, Value>) -> Option<Sealed> {
    let source = object.get("source").and_then(Value::as_str);
    let mut sealed = source
        .and_then(Sealed::read)
        .or_else(|| from_fields(object))?;
    let seal = object.get("seal").and_then(Value::as_object);
    let hash = |object: &Map<String, Value>, key: &str| {
        let hash = object.get(key)?.as_str()?;
        is_hash(hash).then(|| hash.to_owned())
    };
    sealed.turn_sha256 = hash(seal.unwrap_or(object), "turn_sha256");
    sealed.quote_sha256 = hash(object, "quote_sha256");
    Some(sealed)
}

fn from_fields(object: &Map<String, Value>) -> Option<Sealed> {
    let number = |key: &str| u32::try_from(object.get(key)?.as_u64()?).ok();
    Some(Sealed {
        call: object.get("call")?.as_str()?.to_owned(),
        turn: number("turn")?,
        kept: vec![Span {
            start: number("start")?,
            end: number("end")?,
        }],
        turn_sha256: None,
        quote_sha256: None,
    })
}
