//! What does a tl;dv file say?
//!
//! Shape: the schemas of tl;dv's own MCP server (its `src/api/schemas.ts`): a transcript is `{id, meetingId, data}`, a
//! meeting stands apart; the webhook `TranscriptReady` wraps the former in `data` again [second hand]. Who stores both
//! writes `{meeting, transcript}`, or puts `transcript` into the meeting; both are read. Documented. Times are whole
//! seconds. Traps: the transcript's own `id` is not the meeting's; invitees need not have come; highlights have `data`
//! too, with a `topic` instead of a speaker.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

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
    format: Format::Tldv,
    shapes: &[
        Shape {
            must: &[
                "meetingId",
                "data[].startTime",
                "data[].text",
                "data[].speaker",
            ],
            may: &["data[].endTime", "event", "executedAt", "happenedAt"],
            never: &[],
        },
        Shape {
            must: &["happenedAt", "transcript[].startTime", "transcript[].text"],
            may: &["transcript[].speaker", "organizer", "invitees"],
            never: &[],
        },
        Shape {
            must: &[
                "happenedAt",
                "transcript.data[].startTime",
                "transcript.data[].text",
            ],
            may: &["transcript.data[].speaker", "organizer", "invitees"],
            never: &[],
        },
        // A list without anything in it: still to be told what it lacks.
        Shape {
            must: &["meetingId", "data[].speaker", "data[].text"],
            may: &["id", "data"],
            never: &[],
        },
        // Without words: still to be told what it lacks.
        Shape {
            must: &["happenedAt", "invitees"],
            may: &["organizer", "template"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a meeting, or its transcript.
const MARKS: &[&str] = &["meetingId", "happenedAt", "transcript"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordsJson<'a> {
    #[serde(rename = "meetingId")]
    meeting_id: Word,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
    #[serde(borrow)]
    meeting: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MeetingJson {
    id: Word,
    name: Word,
    #[serde(rename = "happenedAt")]
    happened_at: Word,
    url: Word,
    #[serde(deserialize_with = "lenient::one")]
    organizer: Option<PersonJson>,
    #[serde(deserialize_with = "lenient::list")]
    invitees: Vec<PersonJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SentenceJson {
    #[serde(default)]
    speaker: Word,
    text: Spoken,
    #[serde(default)]
    start_time: Seconds,
    #[serde(default)]
    end_time: Seconds,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let words: WordsJson<'_> = envelope::typed(json)?;
    let facts = words.meeting.map_or(json, |meeting| meeting.get());
    let facts: MeetingJson = serde_json::from_str(facts).unwrap_or_default();
    let inner = [words.data, words.transcript]
        .into_iter()
        .flatten()
        .find(|raw| raw.get().starts_with('{'));
    let inner: WordsJson<'_> = inner
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default();
    let list = [words.data, words.transcript, inner.data, inner.transcript]
        .into_iter()
        .flatten()
        .find(|raw| raw.get().starts_with('['));
    let Some(list) = list else {
        let way_out = "fetch the meeting's transcript and give that file";
        return Err(envelope::metadata_only("tl;dv", way_out));
    };
    let mut problems = Vec::new();
    let sentences: Vec<SentenceJson> = lenient::spoken(list.get(), &mut problems);

    let mut transcript = Transcript::new(Format::Tldv);
    transcript.utterances = sentences.into_iter().map(utterance).collect();
    let meeting_id = words.meeting_id.0.or(inner.meeting_id.0);
    transcript.id = meeting_id.or(facts.id.0);
    transcript.title = facts.name.0;
    transcript.started_at = moment::started_at(facts.happened_at.0);
    transcript.recording_url = facts.url.0;
    transcript.people = people(facts.organizer, facts.invitees);
    Ok((transcript, problems))
}

fn utterance(sentence: SentenceJson) -> Utterance {
    Utterance {
        speaker: roster::speaker(sentence.speaker.0),
        start: sentence.start_time.0.value,
        end: sentence.end_time.0.value,
        text: sentence.text.0,
    }
}

fn people(organizer: Option<PersonJson>, invitees: Vec<PersonJson>) -> Vec<Person> {
    let mut roster = Roster::default();
    for who in organizer.into_iter().chain(invitees) {
        roster.add(who.person(None));
    }
    roster.into_people()
}
