//! What does an Avoma file say?
//!
//! Shape: `GET /v1/transcriptions/` (dev.avoma.com): a list of `{meeting_uuid, speakers, transcript}`, or one of them;
//! the test data of a client has the same. Documented. Times are seconds, one start for each word of a paragraph, so
//! the last one stands for the paragraph's end, a word too early. Sides: `is_rep`. Traps: a speaker may have no name;
//! an unknown voice has `is_rep: false` too, which says nothing about it.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

use super::Parsed;
use super::deal::only_deal;
use super::envelope::{self, Read};
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, Roster};
use super::speaker_label;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices;

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Avoma,
    shapes: &[
        Shape {
            must: &["transcript[].timestamps", "transcript[].transcript"],
            may: &[
                "transcript[].speaker_id",
                "speakers[].is_rep",
                "meeting_uuid",
                "transcription_vtt_url",
            ],
            never: &[],
        },
        Shape {
            must: &["transcription_vtt_url"],
            may: &["meeting_uuid", "speakers", "transcript"],
            never: &[],
        },
        Shape {
            must: &["transcript_ready", "organizer_email"],
            may: &["transcription_uuid", "start_at", "subject"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a transcription, or a meeting.
const MARKS: &[&str] = &["speakers", "transcription_vtt_url", "transcript_ready"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct TranscriptionJson<'a> {
    meeting_uuid: Word,
    uuid: Word,
    /// These stand in the meeting; people merge the two.
    subject: Word,
    start_at: Word,
    #[serde(deserialize_with = "lenient::list")]
    crm_opportunity_ids: Vec<Word>,
    #[serde(deserialize_with = "lenient::list")]
    attendees: Vec<SpeakerJson>,
    #[serde(deserialize_with = "lenient::list")]
    speakers: Vec<SpeakerJson>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    id: Word,
    name: Word,
    email: Word,
    is_rep: Word,
}

#[derive(Deserialize)]
struct ParagraphJson {
    #[serde(default)]
    speaker_id: Word,
    #[serde(default, deserialize_with = "lenient::list")]
    timestamps: Vec<Seconds>,
    transcript: Spoken,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let call: TranscriptionJson<'_> = envelope::typed(json)?;
    let Some(paragraphs) = call.transcript else {
        let way_out = "fetch its transcription once `transcript_ready` is true";
        return Err(envelope::metadata_only("Avoma", way_out));
    };
    let mut problems = Vec::new();
    let paragraphs: Vec<ParagraphJson> = lenient::spoken(paragraphs.get(), &mut problems);

    let mut transcript = Transcript::new(Format::Avoma);
    let names = names(&call.speakers, &paragraphs);
    transcript.utterances = paragraphs
        .into_iter()
        .map(|paragraph| utterance(paragraph, &names))
        .collect();
    transcript.people = people(call.speakers, call.attendees);
    transcript.id = call.meeting_uuid.0.or(call.uuid.0);
    transcript.title = call.subject.0;
    transcript.started_at = moment::started_at(call.start_at.0);
    transcript.deal = only_deal(call.crm_opportunity_ids);
    Ok((transcript, problems))
}

/// The name of every speaker; without one the address, and without that a number.
fn names(speakers: &[SpeakerJson], paragraphs: &[ParagraphJson]) -> FxHashMap<String, String> {
    let named = speakers
        .iter()
        .filter_map(|speaker| Some((speaker.id.0.clone()?, name(speaker)?)));
    let mut names: FxHashMap<String, String> = named.collect();
    let nameless = paragraphs
        .iter()
        .filter_map(|paragraph| paragraph.speaker_id.0.as_deref())
        .filter(|id| !names.contains_key(*id));
    let labels = voices::labels(nameless, names.values().map(String::as_str));
    names.extend(labels);
    names
}

fn name(speaker: &SpeakerJson) -> Option<String> {
    let email = speaker.email.0.as_ref().filter(|email| email.contains('@'));
    speaker.name.0.as_ref().or(email).cloned()
}

fn utterance(paragraph: ParagraphJson, names: &FxHashMap<String, String>) -> Utterance {
    let id = paragraph.speaker_id.0;
    let listed = id.and_then(|id| names.get(&id).cloned());
    let mut starts = paragraph.timestamps.iter().filter_map(|time| time.0.value);
    let start = starts.next();
    Utterance {
        speaker: roster::speaker(listed),
        start,
        end: starts.next_back(),
        text: paragraph.transcript.0,
    }
}

fn people(speakers: Vec<SpeakerJson>, attendees: Vec<SpeakerJson>) -> Vec<Person> {
    let mut roster = Roster::default();
    for speaker in speakers {
        let side = side(&speaker);
        let name = name(&speaker);
        roster.add(roster::person(name, speaker.email.0, side));
    }
    for attendee in attendees {
        roster.add(roster::person(attendee.name.0, attendee.email.0, None));
    }
    roster.into_people()
}

/// Only of somebody whom Avoma knows does it know that they are no rep.
fn side(speaker: &SpeakerJson) -> Option<Side> {
    let side = roster::side_by(&speaker.is_rep, Side::Rep, Side::Prospect)?;
    let is_known = name(speaker).is_some_and(|name| !speaker_label::is_placeholder(&name));
    (side == Side::Rep || is_known).then_some(side)
}
