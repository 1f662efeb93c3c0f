//! Which tool wrote a JSON file that we don't read, and what should its owner do?
//!
//! Told by the names of its keys. The values are never looked at, so nothing that was said can get into a message.

use rustc_hash::FxHashSet;
use serde::de::IgnoredAny;
use serde_json::error::Category;

use crate::ingest::transcript::Refusal;

use super::marks::Candidate;

/// Tools and the keys that all have to be there, the tellingest first: an earlier line wins.
const TOOLS: &[(&str, &[&str])] = &[
    ("Deepgram JSON", &["channels", "alternatives", "request_id"]),
    ("Deepgram JSON", &["channels", "alternatives", "words"]),
    ("AssemblyAI JSON", &["acoustic_model", "audio_url"]),
    ("AssemblyAI JSON", &["speech_model", "audio_url"]),
    (
        "AssemblyAI JSON",
        &["audio_duration", "utterances", "words"],
    ),
    ("Gecko JSON", &["monologues", "terms"]),
    (
        "whisper.cpp JSON",
        &["transcription", "timestamps", "offsets"],
    ),
    ("WhisperX JSON", &["segments", "word_segments"]),
    ("WhisperX JSON", &["segments", "speaker", "words", "start"]),
    ("Whisper JSON", &["segments", "avg_logprob"]),
    ("Whisper JSON", &["segments", "no_speech_prob"]),
    ("Whisper JSON", &["segments", "language", "text", "start"]),
    (
        "Podcasting 2.0 transcript JSON",
        &["segments", "startTime", "body"],
    ),
    (
        "SegLST JSON",
        &["session_id", "speaker", "words", "start_time"],
    ),
    ("ElevenLabs JSON", &["language_probability", "words"]),
    ("BBC Kaldi JSON", &["segmentation", "segments"]),
];

/// Refuses JSON of no known kind; `nearest` is the format that it resembles most.
pub(super) fn refusal(text: &str, nearest: Option<&Candidate>) -> Refusal {
    if let Some(broken) = broken(text) {
        return broken;
    }
    let keys = keys(text);
    let tool = TOOLS
        .iter()
        .find(|(_, wanted)| wanted.iter().all(|key| keys.contains(key)));
    if let Some((tool, _)) = tool {
        let message = format!(
            "this seems to be {tool}; this version doesn't read that yet; export as VTT or text"
        );
        return Refusal::new("unsupported-format", message);
    }
    if let Some(near) = nearest.filter(|near| near.score >= RESEMBLES) {
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

/// From this score on a resemblance is worth telling.
const RESEMBLES: u8 = 22;

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

/// The names of all keys.
fn keys(text: &str) -> FxHashSet<&str> {
    let mut keys = FxHashSet::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(open) = find_quote(bytes, at) {
        let Some(close) = end_of_string(bytes, open + 1) else {
            break;
        };
        let is_key = bytes
            .iter()
            .skip(close + 1)
            .find(|b| !b.is_ascii_whitespace())
            == Some(&b':');
        // Longer strings are words, never the keys looked for.
        if is_key && close - open <= 64 {
            keys.extend(text.get(open + 1..close));
        }
        at = close + 1;
    }
    keys
}

fn find_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().position(|&b| b == b'"').map(|at| from + at)
}

/// Where the string that begins at `from` is closed.
fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    let mut is_escaped = false;
    for (at, &b) in bytes.iter().enumerate().skip(from) {
        match b {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at),
            _ => {}
        }
    }
    None
}
