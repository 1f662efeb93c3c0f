//! How is a list or an object read of which one part is odd?
//!
//! Recorders change a field's type between versions, and automation tools between steps. A list keeps every element
//! that can be read; an object of another type than expected is none. So no odd part costs a whole call.

use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::ingest::transcript::Problem;

/// Reads a list of facts; elements of another type are left out, and what is no list is an empty one.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw = <&'de RawValue>::deserialize(deserializer)?;
    Ok(elements(raw.get()).0)
}

/// Reads an object; a value of another type is none.
pub(super) fn one<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw = <&'de RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}

/// Reads a list of utterances. Words that cannot be read are missed, so those are told as a problem.
pub(super) fn spoken<'t, T: Deserialize<'t>>(json: &'t str, problems: &mut Vec<Problem>) -> Vec<T> {
    let (read, n_odd) = elements(json);
    if n_odd > 0 {
        let message = format!(
            "{n_odd} utterances have another shape than this format gives them and are left out; \
             export the call again"
        );
        problems.push(Problem::of_file("utterance-unreadable", message));
    }
    read
}

/// The elements of a list that could be read, and how many could not.
fn elements<'t, T: Deserialize<'t>>(json: &'t str) -> (Vec<T>, usize) {
    if let Ok(all) = serde_json::from_str::<Vec<T>>(json) {
        return (all, 0);
    }
    // One by one only where it must be, since that reads everything twice.
    let raws: Vec<&'t RawValue> = serde_json::from_str(json).unwrap_or_default();
    let n_all = raws.len();
    let read: Vec<T> = raws
        .into_iter()
        .filter_map(|raw| serde_json::from_str(raw.get()).ok())
        .collect();
    let n_odd = n_all.saturating_sub(read.len());
    (read, n_odd)
}
