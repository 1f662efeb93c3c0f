//! What stands where in a vendor's JSON?
//!
//! Answers are looked into without being rebuilt, so that what is handed on is what came, byte for byte: Gong's ids have
//! twenty digits, which no number of a JSON library keeps.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Longer ids are no ids.
const LONGEST_ID: usize = 256;

/// The bytes as JSON; nothing where they are none.
pub(super) fn root(bytes: &[u8]) -> Option<&RawValue> {
    serde_json::from_slice(bytes).ok()
}

/// What stands at a path of keys and numbers with dots between them; the whole where the path is empty.
pub(super) fn at<'j>(json: &'j RawValue, path: &str) -> Option<&'j RawValue> {
    let mut here = json;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        here = match here.get().as_bytes().first()? {
            b'{' => {
                let mut fields: BTreeMap<String, &'j RawValue> =
                    serde_json::from_str(here.get()).ok()?;
                fields.remove(step)?
            }
            b'[' => {
                let entries: Vec<&'j RawValue> = serde_json::from_str(here.get()).ok()?;
                *entries.get(step.parse::<usize>().ok()?)?
            }
            _ => return None,
        };
    }
    Some(here)
}

/// The entries of the list at a path; none where there is no list.
pub(super) fn list<'j>(json: &'j RawValue, path: &str) -> Vec<&'j RawValue> {
    at(json, path)
        .and_then(|list| serde_json::from_str(list.get()).ok())
        .unwrap_or_default()
}

/// The text, number or flag at a path as text; nothing where that is null, empty or something larger.
pub(super) fn text(json: &RawValue, path: &str) -> Option<String> {
    let value = at(json, path)?.get();
    let text = match value.as_bytes().first()? {
        b'"' => serde_json::from_str::<String>(value).ok()?,
        b'{' | b'[' | b'n' => return None,
        _ => value.to_owned(),
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The same, where it can be an id.
pub(super) fn id(json: &RawValue, path: &str) -> Option<String> {
    text(json, path).filter(|id| id.len() <= LONGEST_ID && !id.chars().any(char::is_control))
}

/// Whether `true` stands at a path.
pub(super) fn is_true(json: &RawValue, path: &str) -> bool {
    text(json, path).is_some_and(|flag| flag == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_what_came_byte_for_byte() {
        let json =
            root(br#"{"a":{"b":[{"id":12345678901234567890},{"id":"x\u0041"}]},"n":null,"e":""}"#)
                .unwrap();
        assert_eq!(text(json, "a.b.0.id").unwrap(), "12345678901234567890");
        assert_eq!(text(json, "a.b.1.id").unwrap(), "xA");
        assert_eq!(list(json, "a.b").len(), 2);
        for missing in ["n", "e", "a", "a.b", "a.b.2.id", "a.x", "n.x", "a.b.id"] {
            assert_eq!(text(json, missing), None, "{missing}");
        }
        assert!(root(b"{\"a\":").is_none());
        assert!(root(b"<html>").is_none());
    }
}
