//! What is a JSON file that nobody reads, and what should its owner do?
//!
//! Told by where it breaks off, or by the format that it resembles most. The values are never looked at, so nothing
//! that was said can get into a message.

use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::ingest::transcript::Refusal;

use super::marks::Candidate;

/// Refuses JSON of no known kind; `nearest` is the format that it resembles most.
pub(super) fn refusal(text: &str, nearest: Option<&Candidate>) -> Refusal {
    if let Some(broken) = broken(text) {
        return broken;
    }
    if let Some(near) = nearest.filter(|near| near.is_telling()) {
        let message = format!(
            "this resembles {}, but lacks {}; there is {}; export it again with those, or name the format with `--format`",
            near.format.about().title,
            listed(&near.missing),
            listed(&near.found)
        );
        return Refusal::new("near-miss", message);
    }
    let message = "this is JSON, but of no kind of transcript known here; export the transcript as VTT or text, \
                   or write it in the project's own format with `turns`";
    Refusal::new("not-a-transcript", message)
}

fn listed(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}

/// Where the JSON breaks off or is malformed. serde's own message is not used: it may quote what was said.
fn broken(text: &str) -> Option<Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let error = values.find_map(Result::err)?;
    let place = format!("line {} column {}", error.line(), error.column());
    let message = match error.classify() {
        Category::Eof => format!("{place}: the JSON ends too early; copy or export the file again"),
        _ => format!("{place}: this is no valid JSON; mend that place or export the file again"),
    };
    Some(Refusal::new("broken-json", message))
}
