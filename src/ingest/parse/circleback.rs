//! What does a Circleback file say?
//!
//! Shape: the body of the webhook of an automation (circleback.ai/docs/webhook-integration): the meeting with its
//! attendees, notes and `transcript[{speaker, text, timestamp}]`. Documented, and seen in several connectors; no real
//! file was seen. That `timestamp` counts seconds from the start is how connectors read it. Traps: whoever sets the
//! automation up may leave anything out, the transcript too; `createdAt` is the only moment there is; `recordingUrl` is
//! good for a day, so the link is the meeting's page; attendees need not have come.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Format, Refusal, Transcript, Utterance};

use super::Parsed;
use super::envelope::{self, Read};
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, PersonJson, Roster};
use super::verbatim_json::loose::{Seconds, Spoken, Word};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Circleback,
    shapes: &[
        Shape {
            must: &[
                "transcript[].speaker",
                "transcript[].text",
                "transcript[].timestamp",
                "createdAt",
                "attendees",
            ],
            may: &["actionItems", "recordingUrl", "icalUid", "insights"],
            never: &["transcript[].speaker.display_name"],
        },
        // Without words: still to be told what it lacks.
        Shape {
            must: &["createdAt", "attendees", "actionItems", "recordingUrl"],
            may: &["icalUid", "insights"],
            never: &["transcript[].text"],
        },
    ],
    parse,
};

/// Any of these keys makes an object a meeting.
const MARKS: &[&str] = &["transcript", "actionItems", "icalUid"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct MeetingJson<'a> {
    id: Word,
    name: Word,
    #[serde(rename = "createdAt")]
    created_at: Word,
    #[serde(deserialize_with = "lenient::list")]
    attendees: Vec<PersonJson>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct SegmentJson {
    #[serde(default)]
    speaker: Word,
    text: Spoken,
    #[serde(default)]
    timestamp: Seconds,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let meeting: MeetingJson<'_> = envelope::typed(json)?;
    let Some(segments) = meeting.transcript else {
        let way_out = "switch the transcript on in Circleback's automation and send it again";
        return Err(envelope::metadata_only("Circleback", way_out));
    };
    let mut problems = Vec::new();
    let segments: Vec<SegmentJson> = lenient::spoken(segments.get(), &mut problems);

    let mut transcript = Transcript::new(Format::Circleback);
    transcript.utterances = segments.into_iter().map(utterance).collect();
    transcript.recording_url = meeting.id.0.as_deref().and_then(page);
    transcript.id = meeting.id.0;
    transcript.title = meeting.name.0;
    transcript.started_at = moment::started_at(meeting.created_at.0);
    let mut roster = Roster::default();
    for who in meeting.attendees {
        roster.add(who.person(None));
    }
    transcript.people = roster.into_people();
    Ok((transcript, problems))
}

fn utterance(segment: SegmentJson) -> Utterance {
    Utterance {
        speaker: roster::speaker(segment.speaker.0),
        start: segment.timestamp.0.value,
        end: None,
        text: segment.text.0,
    }
}

/// The meeting's page at Circleback.
fn page(id: &str) -> Option<String> {
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("https://app.circleback.ai/meetings/{id}"))
}
