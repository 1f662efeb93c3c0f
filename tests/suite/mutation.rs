//! What becomes of a document when one thing in it is another, or when it breaks off?

use serde_json::{Value, json};

use crate::harness::cut_step;

/// Every document that differs from this one in one value: it is null, a number, a text, or an empty list or object.
pub fn mutants(document: &Value) -> Vec<Value> {
    let mut places = Vec::new();
    note_places(document, String::new(), &mut places);
    let others = [json!(null), json!(1), json!("x"), json!([]), json!({})];
    let mut mutants = Vec::with_capacity(places.len() * others.len());
    for place in &places {
        for other in &others {
            let mut mutant = document.clone();
            *mutant.pointer_mut(place).expect("a place of the document") = other.clone();
            mutants.push(mutant);
        }
    }
    mutants
}

/// The JSON pointer of every value.
fn note_places(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inside) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                note_places(inside, format!("{place}/{key}"), places);
            }
        }
        Value::Array(elements) => {
            for (n, inside) in elements.iter().enumerate() {
                note_places(inside, format!("{place}/{n}"), places);
            }
        }
        _ => {}
    }
    places.push(place);
}

/// A text cut off behind its characters, by [`cut_step`].
pub fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().step_by(cut_step());
    ends.map(move |(at, _)| &text[..at])
}

/// Brackets so deep that a reader which calls itself for each would run out of stack.
pub fn abysses() -> [String; 3] {
    let deep = 100_000;
    [
        "[".repeat(deep),
        "{\"data\":".repeat(deep),
        format!("{{\"segments\":{}{}}}", "[".repeat(deep), "]".repeat(deep)),
    ]
}
