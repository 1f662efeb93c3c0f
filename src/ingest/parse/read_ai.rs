//! What does a Read.ai file say?
//!
//! Shape: the body of the webhook `meeting_end` (support.read.ai, webhooks), alone or in the layers of an automation
//! tool; or its `transcript` alone. Documented. Times are the clock's: milliseconds since 1970 now, seconds in older
//! payloads, sometimes as texts; they are told from the meeting's start. Traps: an address may be the text `None`;
//! `words` is one text; `meeting_start` comes without words; nobody's side is told.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

use super::Parsed;
use super::envelope::{self, Read};
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, Roster};
use super::verbatim_json::loose::{Spoken, Word};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::ReadAi,
    shapes: &[
        Shape {
            must: &["speaker_blocks[].words"],
            may: &[
                "speaker_blocks[].speaker.name",
                "speaker_blocks[].start_time",
                "session_id",
                "report_url",
            ],
            never: &[],
        },
        Shape {
            must: &["speaker_blocks"],
            may: &["session_id", "report_url"],
            never: &[],
        },
        Shape {
            must: &["session_id", "trigger", "participants"],
            may: &["report_url", "owner"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a session, or its transcript.
const MARKS: &[&str] = &["session_id", "report_url", "speaker_blocks"];

/// A meeting's first words come within so many milliseconds of its start, or the start is another meeting's.
const DAY: i64 = 24 * 3600 * 1000;

#[derive(Deserialize, Default)]
#[serde(default)]
struct SessionJson<'a> {
    session_id: Word,
    title: Word,
    start_time: Word,
    report_url: Word,
    #[serde(deserialize_with = "lenient::list")]
    participants: Vec<PersonJson>,
    #[serde(deserialize_with = "lenient::one")]
    owner: Option<PersonJson>,
    #[serde(borrow, deserialize_with = "lenient::one")]
    transcript: Option<BlocksJson<'a>>,
    #[serde(borrow)]
    speaker_blocks: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct BlocksJson<'a> {
    #[serde(borrow)]
    speaker_blocks: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PersonJson {
    name: Word,
    first_name: Word,
    last_name: Word,
    email: Word,
}

#[derive(Deserialize)]
struct BlockJson {
    #[serde(default, deserialize_with = "lenient::one")]
    speaker: Option<PersonJson>,
    #[serde(default)]
    start_time: Word,
    #[serde(default)]
    end_time: Word,
    words: Spoken,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let call: SessionJson<'_> = envelope::typed(json)?;
    let inner = call
        .transcript
        .and_then(|transcript| transcript.speaker_blocks);
    let Some(blocks) = inner.or(call.speaker_blocks) else {
        let way_out = "give the payload of its end, which has the transcript";
        return Err(envelope::metadata_only("Read.ai", way_out));
    };
    let mut problems = Vec::new();
    let blocks: Vec<BlockJson> = lenient::spoken(blocks.get(), &mut problems);

    let mut transcript = Transcript::new(Format::ReadAi);
    let started = call.start_time.0.as_deref().and_then(moment::milliseconds);
    let zero = zero(started, &blocks);
    transcript.utterances = blocks
        .into_iter()
        .map(|block| utterance(block, zero))
        .collect();
    transcript.people = people(call.participants, call.owner);
    transcript.id = call.session_id.0;
    transcript.title = call.title.0;
    transcript.started_at = moment::started_at(call.start_time.0);
    transcript.recording_url = call.report_url.0;
    Ok((transcript, problems))
}

/// The moment from which seconds are counted: the meeting's start, or the first words where those are far from it.
fn zero(started: Option<i64>, blocks: &[BlockJson]) -> Option<i64> {
    let starts = blocks
        .iter()
        .filter_map(|block| moment::milliseconds(block.start_time.0.as_deref()?));
    let first = starts.min()?;
    let is_near = |started: &i64| (0..DAY).contains(&first.saturating_sub(*started));
    started.filter(is_near).or(Some(first))
}

fn utterance(block: BlockJson, zero: Option<i64>) -> Utterance {
    let name = block.speaker.and_then(full_name);
    Utterance {
        speaker: roster::speaker(name),
        start: block.start_time.0.and_then(|time| seconds(&time, zero)),
        end: block.end_time.0.and_then(|time| seconds(&time, zero)),
        text: block.words.0,
    }
}

/// Seconds from the start; small numbers count from there already.
fn seconds(time: &str, zero: Option<i64>) -> Option<f64> {
    if let (Some(at), Some(zero)) = (moment::milliseconds(time), zero) {
        return Some(at.saturating_sub(zero).max(0) as f64 / 1000.0);
    }
    let seconds = time.parse::<f64>().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
}

fn people(participants: Vec<PersonJson>, owner: Option<PersonJson>) -> Vec<Person> {
    let mut roster = Roster::default();
    for mut who in participants.into_iter().chain(owner) {
        let email = who.email.0.take();
        roster.add(roster::person(full_name(who), email, None));
    }
    roster.into_people()
}

fn full_name(who: PersonJson) -> Option<String> {
    if who.name.0.is_some() {
        return who.name.0;
    }
    match (who.first_name.0, who.last_name.0) {
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (first, last) => first.or(last),
    }
}
