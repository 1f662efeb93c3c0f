//! What is a JSON file that nobody reads, and what should its owner do?
//!
//! Told by where it breaks off, or by the format that it resembles most. The values are never looked at, so nothing
//! that was said can get into a message.

use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::ingest::transcript::Refusal;

use super::marks::Candidate;
use super::sketch::Sketch;

/// Refuses JSON of no known kind; `nearest` is the format that it resembles most.
pub(super) fn refusal(text: &str, nearest: Option<&Candidate>) -> Refusal {
    if let Some(broken) = broken(text) {
        return broken;
    }
    if let Some(answer) = bare_request(text) {
        return answer;
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

/// A request's id and nothing else: the recogniser has heard nothing, or will deliver somewhere else.
fn bare_request(text: &str) -> Option<Refusal> {
    let sketch = Sketch::of(text);
    let mut keys = sketch.top();
    let (Some(key), None) = (keys.next(), keys.next()) else {
        return None;
    };
    match key {
        "request_id" => {
            let message = "this holds only the id of a request, as Deepgram answers where a transcript goes to a \
                           callback; give what was delivered there";
            Some(Refusal::new("metadata-only", message))
        }
        "requestId" => {
            let message = "this holds only the id of a request, as Google answers where nobody says anything; \
                           check the recording";
            Some(Refusal::new("empty", message))
        }
        _ => None,
    }
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
