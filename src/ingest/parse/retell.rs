//! What does a Retell file say?
//!
//! Shape: a call of Retell's API (docs.retellai.com/api-references/get-call), alone, in a list, or in the body of the
//! webhooks `call_ended` and `call_analyzed`. Documented, and seen in several connectors; no real file was seen. Times
//! stand at the words, in seconds; the call's start is in milliseconds since 1970. The agent is a machine that speaks for
//! the seller. Copies without `transcript_object` have the words in the text `transcript`, without times. Traps: nobody
//! answered, or the agent may not keep words (neither is there); tools stand in `transcript_with_tool_calls`, which is
//! left alone.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Format, Refusal, Transcript, Utterance};

use super::envelope::{self, Read};
use super::gather;
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::{Parsed, speech};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Retell,
    shapes: &[
        Shape {
            must: &["transcript_object[].role", "transcript_object[].content"],
            may: &[
                "transcript_object[].words[].word",
                "call_id",
                "agent_id",
                "start_timestamp",
            ],
            never: &[],
        },
        // Without words: still to be told what it lacks.
        Shape {
            must: &["call_id", "agent_id", "call_status"],
            may: &["disconnection_reason", "call_type"],
            never: &["transcript_object[].content"],
        },
    ],
    parse,
};

/// Any of these keys makes an object a call.
const MARKS: &[&str] = &["transcript_object", "call_id"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct CallJson<'a> {
    call_id: Word,
    start_timestamp: Word,
    recording_url: Word,
    transcript: Word,
    #[serde(borrow)]
    transcript_object: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct EntryJson {
    #[serde(default)]
    role: Word,
    content: Spoken,
    #[serde(default, deserialize_with = "lenient::list")]
    words: Vec<WordJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordJson {
    start: Seconds,
    end: Seconds,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let call: CallJson<'_> = envelope::typed(json)?;
    let mut problems = Vec::new();
    let entries: Vec<EntryJson> = match call.transcript_object {
        Some(entries) => lenient::spoken(entries.get(), &mut problems),
        None => Vec::new(),
    };
    let mut utterances: Vec<Utterance> = entries.into_iter().map(utterance).collect();
    if utterances.is_empty() {
        let told = call.transcript.0.as_deref().and_then(in_lines);
        let way_out = "if anybody spoke, let the agent keep transcripts and fetch it again";
        utterances = told.ok_or_else(|| envelope::metadata_only("Retell", way_out))?;
    }
    let mut transcript = Transcript::new(Format::Retell);
    transcript.utterances = utterances;
    transcript.people = speech::people(&transcript.utterances);
    transcript.id = call.call_id.0;
    transcript.started_at = moment::started_at(call.start_timestamp.0);
    transcript.recording_url = call.recording_url.0;
    Ok((transcript, problems))
}

fn utterance(entry: EntryJson) -> Utterance {
    let first = entry.words.first();
    let last = entry.words.last();
    Utterance {
        speaker: entry.role.0.as_deref().map(role),
        start: first.and_then(|word| word.start.0.value),
        end: last.and_then(|word| word.end.0.value),
        text: entry.content.0,
    }
}

/// Takes a text apart at the lines that begin with a role, which is how Retell writes a call; `None` where the first
/// line doesn't. Other lines belong to the one before.
fn in_lines(text: &str) -> Option<Vec<Utterance>> {
    let mut utterances: Vec<Utterance> = Vec::new();
    for line in text.lines() {
        if let Some((word, said)) = line.split_once(": ").and_then(role_word) {
            utterances.push(Utterance {
                speaker: Some(role(word)),
                text: said.to_owned(),
                ..Utterance::default()
            });
        } else if !line.trim().is_empty() {
            let last = utterances.last_mut()?;
            last.text.push('\n');
            last.text.push_str(line);
        }
    }
    Some(utterances)
}

fn role_word<'t>((label, said): (&str, &'t str)) -> Option<(&'static str, &'t str)> {
    let word = match label {
        "Agent" => "agent",
        "User" => "user",
        "Transfer Target" => "transfer_target",
        _ => return None,
    };
    Some((word, said))
}

fn role(word: &str) -> String {
    match word {
        "agent" => "Agent".to_owned(),
        "user" => "Customer".to_owned(),
        other => gather::voice(other),
    }
}
