//! What does a Retell file say?
//!
//! Shape: a call of Retell's API (docs.retellai.com/api-references/get-call), alone, in a list, or in the body of the
//! webhooks `call_ended` and `call_analyzed`. Documented, and seen in several connectors; no real file was seen. Times
//! stand at the words, in seconds; the call's start is in milliseconds since 1970. The agent is a machine that speaks for
//! the seller. Traps: nobody answered, or the agent may not keep words (`transcript_object` is missing); tools stand in
//! `transcript_with_tool_calls`, which is left alone.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Format, Refusal, Transcript, Utterance};

use super::Parsed;
use super::envelope::{self, Read};
use super::gather;
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::verbatim_json::loose::{Seconds, Spoken, Word};

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
    let Some(entries) = call.transcript_object else {
        let way_out = "if anybody spoke, let the agent keep transcripts and fetch it again";
        return Err(envelope::metadata_only("Retell", way_out));
    };
    let mut problems = Vec::new();
    let entries: Vec<EntryJson> = lenient::spoken(entries.get(), &mut problems);

    let mut transcript = Transcript::new(Format::Retell);
    transcript.utterances = entries.into_iter().map(utterance).collect();
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

fn role(word: &str) -> String {
    match word {
        "agent" => "Agent".to_owned(),
        "user" => "Customer".to_owned(),
        other => gather::voice(other),
    }
}
