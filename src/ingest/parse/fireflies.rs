//! What does a Fireflies file say?
//!
//! Shape: `transcript` of the GraphQL API (docs.fireflies.ai, schema/transcript), and recorded exchanges: bare, in
//! `data.transcript`, or many in `data.transcripts`. Sure of it. Times are seconds; `date` is milliseconds since
//! 1970, as a number or as a text; `duration` would be minutes and is not read. Traps: `sentences` may be null or
//! empty; a query may have left out any field; words hold character references of HTML; one text of `participants` may
//! hold several addresses; an upload without speech comes with invented words and `silent_meeting`.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};

use super::Parsed;
use super::envelope::{self, Read};
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, Roster};
use super::subtitle::markup::unescaped;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices;

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Fireflies,
    shapes: &[
        Shape {
            must: &["sentences[].speaker_name", "sentences[].text"],
            may: &[
                "sentences[].speaker_id",
                "sentences[].raw_text",
                "sentences[].start_time",
                "organizer_email",
                "meeting_attendees",
            ],
            never: &[],
        },
        Shape {
            must: &["sentences[].speaker_id", "sentences[].text"],
            may: &[
                "sentences[].raw_text",
                "sentences[].start_time",
                "speakers[].name",
            ],
            never: &[],
        },
        // Without words: still to be told what it lacks.
        Shape {
            must: &["fireflies_users"],
            may: &["sentences", "transcript_url", "organizer_email"],
            never: &[],
        },
        Shape {
            must: &["sentences", "organizer_email"],
            may: &["meeting_attendees", "transcript_url", "meeting_info"],
            never: &[],
        },
        // A query may ask for little else: known by the layers around it.
        Shape {
            must: &["^data.transcript.sentences"],
            may: &["^data.transcript.title", "^data.transcript.date"],
            never: &[],
        },
        Shape {
            must: &["^data.transcripts[].sentences"],
            may: &["^data.transcripts[].title", "^data.transcripts[].date"],
            never: &[],
        },
        Shape {
            must: &["^errors[].message", "^data.transcript"],
            may: &["^errors[].code", "^errors[].friendly"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a transcript.
const MARKS: &[&str] = &[
    "sentences",
    "transcript_url",
    "organizer_email",
    "fireflies_users",
];

#[derive(Deserialize, Default)]
#[serde(default)]
struct TranscriptJson<'a> {
    id: Word,
    title: Word,
    date: Word,
    #[serde(rename = "dateString")]
    date_string: Word,
    transcript_url: Word,
    video_url: Word,
    audio_url: Word,
    organizer_email: Word,
    host_email: Word,
    #[serde(deserialize_with = "lenient::list")]
    participants: Vec<Word>,
    #[serde(deserialize_with = "lenient::list")]
    meeting_attendees: Vec<AttendeeJson>,
    #[serde(deserialize_with = "lenient::list")]
    speakers: Vec<SpeakerJson>,
    #[serde(borrow)]
    sentences: Option<&'a RawValue>,
    #[serde(deserialize_with = "lenient::one")]
    meeting_info: Option<InfoJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AttendeeJson {
    #[serde(rename = "displayName")]
    display_name: Word,
    name: Word,
    email: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    id: Word,
    name: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct InfoJson {
    silent_meeting: Word,
}

#[derive(Deserialize)]
struct SentenceJson {
    #[serde(default)]
    speaker_id: Word,
    #[serde(default)]
    speaker_name: Word,
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
    let mut call: TranscriptJson<'_> = envelope::typed(json)?;
    let Some(sentences) = call.sentences.filter(|sentences| has_any(sentences)) else {
        let way_out = "fetch it again with its `sentences`, once Fireflies is done with it";
        return Err(envelope::metadata_only("Fireflies", way_out));
    };
    let mut problems = Vec::new();
    note_silence(call.meeting_info.as_ref(), &mut problems);
    let sentences: Vec<SentenceJson> = lenient::spoken(sentences.get(), &mut problems);
    let names = names(std::mem::take(&mut call.speakers), &sentences);

    let mut transcript = Transcript::new(Format::Fireflies);
    transcript.utterances = sentences
        .into_iter()
        .map(|sentence| utterance(sentence, &names))
        .collect();
    transcript.people = people(&mut call);
    transcript.id = call.id.0;
    transcript.title = call.title.0;
    transcript.started_at = moment::started_at(call.date.0).or(call.date_string.0);
    let recording = call.video_url.0.or(call.audio_url.0);
    transcript.recording_url = call.transcript_url.0.or(recording);
    Ok((transcript, problems))
}

/// Whether anything stands between a list's brackets; until Fireflies is done nothing does.
fn has_any(list: &RawValue) -> bool {
    list.get()
        .contains(|c: char| !c.is_whitespace() && c != '[' && c != ']')
}

/// A recogniser that hears nothing invents words; Fireflies keeps them and says so.
fn note_silence(info: Option<&InfoJson>, problems: &mut Vec<Problem>) {
    let is_silent = info.and_then(|info| info.silent_meeting.0.as_deref()) == Some("true");
    if is_silent {
        let message = "Fireflies heard no speech in this meeting, so its words are the recogniser's inventions; \
                       leave the file out unless you know better";
        problems.push(Problem::of_file("silent-meeting", message));
    }
}

/// What everybody is called who is told by an id. An id stands for the name where there is none.
fn names(speakers: Vec<SpeakerJson>, sentences: &[SentenceJson]) -> FxHashMap<String, String> {
    let listed = speakers
        .into_iter()
        .filter_map(|speaker| Some((speaker.id.0?, speaker.name.0?)));
    let mut names: FxHashMap<String, String> = listed.collect();
    let nameless = sentences
        .iter()
        .filter(|sentence| sentence.speaker_name.0.is_none())
        .filter_map(|sentence| sentence.speaker_id.0.as_deref())
        .filter(|id| !names.contains_key(*id));
    let named = sentences
        .iter()
        .filter_map(|sentence| sentence.speaker_name.0.as_ref());
    let labels = voices::labels(nameless, names.values().chain(named).map(String::as_str));
    names.extend(labels);
    names
}

fn utterance(sentence: SentenceJson, names: &FxHashMap<String, String>) -> Utterance {
    let id = sentence.speaker_id.0;
    let listed = id.and_then(|id| names.get(&id).cloned());
    Utterance {
        speaker: roster::speaker(sentence.speaker_name.0.or(listed)),
        start: sentence.start_time.0.value,
        end: sentence.end_time.0.value,
        text: unescaped(sentence.text.0),
    }
}

/// Attendees first, since they may have names; then whoever is known by an address alone.
fn people(call: &mut TranscriptJson<'_>) -> Vec<Person> {
    let mut roster = Roster::default();
    for attendee in std::mem::take(&mut call.meeting_attendees) {
        let name = attendee.display_name.0.or(attendee.name.0);
        roster.add(roster::person(name, attendee.email.0, None));
    }
    let participants = std::mem::take(&mut call.participants);
    let others = [
        std::mem::take(&mut call.organizer_email),
        std::mem::take(&mut call.host_email),
    ];
    for emails in participants
        .into_iter()
        .chain(others)
        .filter_map(|emails| emails.0)
    {
        for email in emails.split(',') {
            roster.add(roster::person(None, Some(email.trim().to_owned()), None));
        }
    }
    roster.into_people()
}
