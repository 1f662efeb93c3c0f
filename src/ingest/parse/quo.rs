//! What does a Quo (OpenPhone) transcript say?
//!
//! The shape is Quo's documentation of `/v1/call-transcripts/{id}`, of `/calls/{callId}/transcripts` (2026-03-30)
//! and of the `call.transcript.completed` webhook; no real file was seen. Times are seconds. A speaker is a
//! telephone number, with a `userId` (`actorId` since 2026) where it is a user of the workspace. The newer answer
//! lists a call's recordings, each with its own clock, so each is a call by itself.

use serde::Deserialize;

use super::envelope::{self, Read};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices::Voices;
use super::{Parsed, moment, oddities};
use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Quo,
    shapes: &[
        Shape {
            must: &["dialogue[].content", "dialogue[].identifier"],
            may: &[
                "callId",
                "recordingId",
                "dialogue[].start",
                "dialogue[].userId",
                "dialogue[].actorId",
            ],
            never: &[],
        },
        Shape {
            must: &["dialogue", "callId"],
            may: &["status", "duration"],
            never: &[],
        },
        Shape {
            must: &["dialogue", "recordingId"],
            may: &["status", "duration"],
            never: &[],
        },
    ],
    parse,
};

/// Makes an object a transcript.
const MARKS: &[&str] = &["dialogue"];

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct TranscriptJson {
    call_id: Word,
    recording_id: Word,
    start_time: Word,
    /// Quo writes the transcript right after the call.
    created_at: Word,
    status: Word,
    dialogue: Rows<LineJson>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct LineJson {
    content: Option<Spoken>,
    start: Seconds,
    end: Seconds,
    identifier: Word,
    user_id: Word,
    actor_id: Word,
}

impl LineJson {
    fn user(&self) -> Option<&str> {
        self.user_id.0.as_deref().or(self.actor_id.0.as_deref())
    }

    /// A user by their id, since several may answer one line; anybody else by their number.
    fn key(&self) -> Option<&str> {
        self.user().or(self.identifier.0.as_deref())
    }
}

/// Reads every transcript of a file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: TranscriptJson = envelope::typed(json)?;
    let lines = json.dialogue.all;
    if lines.is_empty() && is_unfinished(&json.status) {
        let message = "Quo had no finished transcript of this call when the file was made; fetch it again later";
        return Err(Refusal::new("not-ready", message));
    }
    let mut problems = Vec::new();
    oddities::note_rows(json.dialogue.n_odd, &mut problems);
    let has_odd_time = |line: &LineJson| line.start.0.is_odd || line.end.0.is_odd;
    oddities::note_times(lines.iter().any(has_odd_time), &mut problems);

    let mut voices = voices(&lines);
    let mut transcript = Transcript::new(Format::Quo);
    transcript.id = json.call_id.0.or(json.recording_id.0);
    transcript.started_at = moment::started_at(json.start_time.0.or(json.created_at.0));
    transcript.utterances = lines
        .into_iter()
        .map(|line| utterance(line, &mut voices))
        .collect();
    transcript.people = voices.people();
    oddities::put_in_time_order(&mut transcript.utterances, &mut problems);
    Ok((transcript, problems))
}

fn is_unfinished(status: &Word) -> bool {
    let status = status.0.as_deref();
    status.is_some_and(|status| !status.eq_ignore_ascii_case("completed"))
}

/// Users are the workspace's own people. A number is a prospect's only beside a user: alone it tells nothing.
fn voices(lines: &[LineJson]) -> Voices {
    let has_user = lines.iter().any(|line| line.user().is_some());
    let mut voices = Voices::default();
    for line in lines {
        let Some(key) = line.key() else { continue };
        let side = match line.user() {
            Some(_) => Some(Side::Rep),
            None => has_user.then_some(Side::Prospect),
        };
        let person = Person {
            name: line.identifier.0.clone().unwrap_or_default(),
            side,
            ..Person::default()
        };
        voices.know(key, person);
    }
    voices
}

fn utterance(line: LineJson, voices: &mut Voices) -> Utterance {
    Utterance {
        speaker: line.key().map(|key| voices.speaker(key)),
        start: line.start.0.value,
        end: line.end.0.value,
        text: line.content.map(|content| content.0).unwrap_or_default(),
    }
}
