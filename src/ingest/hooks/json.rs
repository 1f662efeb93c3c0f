//! What stands at a place of a body, without building all of it?
//!
//! Bodies are megabytes of transcript with a handful of facts beside it, so only the facts are read. What is nested
//! deeper than any vendor's is refused before it is parsed.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The deepest delivery seen has nine levels.
const MOST_DEPTH: usize = 64;

/// Longer texts are no ids, names of events or addresses.
const MOST_TEXT: usize = 4096;

/// Reads a body as a type of borrowed parts.
pub(super) fn typed<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    if is_too_deep(body) {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// The text or number at a dotted path of objects, such as `data.meetingId`.
pub(super) fn at(body: &[u8], path: &str) -> Option<String> {
    if is_too_deep(body) {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    let mut json: &str = text;
    for key in path.split('.') {
        json = member(json, key)?.get();
    }
    text_of(json)
}

fn member<'t>(json: &'t str, key: &str) -> Option<&'t RawValue> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let found = Pick(key).deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    found
}

/// Whether objects and lists are nested deeper than allowed. Looks at bytes alone: brackets outside of strings.
fn is_too_deep(body: &[u8]) -> bool {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for byte in body {
        if in_string {
            in_string = is_escaped || *byte != b'"';
            is_escaped = !is_escaped && *byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_DEPTH {
            return true;
        }
    }
    false
}

/// A text, a number or `true` and `false`, as text; ids keep all their digits.
fn text_of(json: &str) -> Option<String> {
    if json.len() > MOST_TEXT {
        return None;
    }
    let text = match json.bytes().next()? {
        b'"' => serde_json::from_str(json).ok()?,
        b'{' | b'[' | b'n' => return None,
        _ => json.to_owned(),
    };
    Some(text).filter(|text: &String| !text.is_empty())
}

/// A value that may have another type than expected, without costing the rest of the body.
#[derive(Deserialize, Clone, Copy)]
#[serde(transparent)]
pub(super) struct Loose<'a> {
    #[serde(borrow)]
    raw: &'a RawValue,
}

impl<'a> Loose<'a> {
    /// The value as text, if it is one or a number.
    pub fn text(self) -> Option<String> {
        text_of(self.raw.get())
    }

    /// Whether it is a list or an object with something in it.
    pub fn is_filled(self) -> bool {
        let json = self.raw.get();
        let is_nested = json.starts_with(['[', '{']);
        is_nested
            && json
                .get(1..)
                .is_some_and(|rest| !rest.trim_start().starts_with([']', '}']))
    }

    /// The value as a type of borrowed parts.
    pub fn typed<T: Deserialize<'a>>(self) -> Option<T> {
        serde_json::from_str(self.raw.get()).ok()
    }
}

/// The text of a value that may be missing.
pub(super) fn text(value: Option<Loose<'_>>) -> Option<String> {
    value.and_then(Loose::text)
}

/// One member of an object; twice the same name is an error, because readers differ in which one counts.
struct Pick<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Pick<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Pick<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if key != self.0 {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value::<&'de RawValue>()?;
            if found.replace(value).is_some() {
                return Err(de::Error::custom("a name stands there twice"));
            }
        }
        Ok(found)
    }
}
