//! What else could a JSON document have been? The same with one value changed, or cut off somewhere.

use serde_json::{Value, json};

/// A document in which one value stands for another, and where.
pub struct Mutant {
    /// A JSON pointer: `/data/0/text`.
    pub pointer: String,
    pub text: String,
}

/// Every value of a document replaced by null, a number, a text, a list and an object in turn.
pub fn mutants(document: &str) -> Vec<Mutant> {
    let whole: Value = serde_json::from_str(document).expect("the document is JSON");
    let mut pointers = Vec::new();
    collect(&whole, String::new(), &mut pointers);
    let mut mutants = Vec::new();
    for pointer in pointers {
        for other in [json!(null), json!(1), json!("x"), json!([]), json!({})] {
            let mut changed = whole.clone();
            *changed.pointer_mut(&pointer).expect("a place in it") = other;
            mutants.push(Mutant {
                pointer: pointer.clone(),
                text: changed.to_string(),
            });
        }
    }
    mutants
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            for (n, element) in elements.iter().enumerate() {
                collect(element, format!("{pointer}/{n}"), pointers);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect(field, format!("{pointer}/{key}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(pointer);
}

/// Every beginning of a document that ends between two characters, every `step`th of them.
pub fn beginnings(document: &str, step: usize) -> impl Iterator<Item = &str> {
    (0..document.len())
        .step_by(step)
        .filter_map(move |end| document.get(..end))
}
