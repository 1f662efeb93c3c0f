//! What if one value of a document is another thing than it should be?
//!
//! Every value in turn becomes null, a number, a text, an empty list and an empty object, and the text is cut off
//! all along, by [`cut_step`]. Nothing of that may bring a parser down.

use serde_json::{Value, json};
use verbatim::ingest::parse::{How, parse, parse_as};
use verbatim::ingest::transcript::Format;

use crate::harness::cut_step;

/// Deeper than any shape, and deeper than serde goes.
const DEEP: usize = 5_000;

/// Every document that differs from `document` in one value.
pub fn mutants(document: &str) -> Vec<String> {
    let whole: Value = serde_json::from_str(document).expect("the document is JSON");
    let junk = [json!(null), json!(1), json!("x"), json!([]), json!({})];
    let mut mutants = Vec::new();
    for n in 0..n_values(&whole) {
        for junk in &junk {
            let mut mutant = whole.clone();
            let mut left = n;
            assert!(replace(&mut mutant, &mut left, junk));
            mutants.push(mutant.to_string());
        }
    }
    mutants
}

/// Parses a document, its mutants, its beginnings and its keys at a great depth; the last as `format` too.
pub fn survives(document: &str, format: Format) {
    let mutants = mutants(document);
    let ends = (0..document.len()).step_by(cut_step());
    let cuts = ends.filter(|end| document.is_char_boundary(*end));
    let cuts = cuts.map(|end| document[..end].to_owned());
    let deep = [
        format!("{}{document}", "[".repeat(DEEP)),
        format!("{}{document}", "{\"data\":".repeat(DEEP)),
        format!("{}{document}{}", "{\"data\":".repeat(100), "}".repeat(100)),
    ];
    for text in mutants.into_iter().chain(cuts).chain(deep) {
        let _ = parse(text.as_bytes());
        let read = parse_as(
            text.as_bytes(),
            &How {
                format: Some(format),
                ..How::default()
            },
        )
        .unwrap_or_default();
        for parsed in read.iter().flatten() {
            let raw = text.as_bytes().get(parsed.raw.clone());
            assert!(raw.is_some(), "raw bytes outside of the file");
        }
    }
}

fn n_values(value: &Value) -> usize {
    let below: usize = match value {
        Value::Array(items) => items.iter().map(n_values).sum(),
        Value::Object(fields) => fields.values().map(n_values).sum(),
        _ => 0,
    };
    below + 1
}

/// Puts `junk` where the value number `n` stands, counted from the top.
fn replace(value: &mut Value, n: &mut usize, junk: &Value) -> bool {
    if *n == 0 {
        *value = junk.clone();
        return true;
    }
    *n -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, n, junk)),
        Value::Object(fields) => fields.values_mut().any(|field| replace(field, n, junk)),
        _ => false,
    }
}
