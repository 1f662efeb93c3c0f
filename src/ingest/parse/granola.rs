//! What does a Granola file say?
//!
//! Shape: the answer to `GET /v1/notes/{id}?include=transcript` (docs.granola.ai/api-reference/get-note), or
//! `{note, transcript}` where a long transcript was fetched in pages. Documented are text, times and `speaker.source`;
//! `name`, `attribution` and `diarization_label` of a speaker were read in other people's connectors. No real file was
//! seen. Times are moments, so they count from the first one.
//!
//! Names are rare. At a desk `microphone` is whoever made the note and `speaker` is everybody else; a telephone hears all
//! of them through its microphone. So `Me` stands only where the file has both, and is a rep: the note is the seller's.
//! `Them` may be several people, and is on no side.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

use super::Parsed;
use super::envelope::{self, Read};
use super::gather;
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, PersonJson, Roster};
use super::verbatim_json::loose::{Spoken, Word};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Granola,
    shapes: &[
        Shape {
            must: &["transcript[].speaker.source", "transcript[].text"],
            may: OFTEN,
            never: &[],
        },
        Shape {
            must: &["transcript[].speaker.attribution", "transcript[].text"],
            may: OFTEN,
            never: &[],
        },
        Shape {
            must: &[
                "transcript[].speaker.diarization_label",
                "transcript[].text",
            ],
            may: OFTEN,
            never: &[],
        },
        // Without words: still to be told what it lacks.
        Shape {
            must: &["calendar_event", "folder_membership", "owner.email"],
            may: &["summary_text", "attendees"],
            never: &["transcript[].text"],
        },
    ],
    parse,
};

const OFTEN: &[&str] = &[
    "transcript[].start_time",
    "folder_membership",
    "calendar_event",
    "owner.email",
    "summary_text",
];

/// Any of these keys makes an object a note.
const MARKS: &[&str] = &["transcript", "calendar_event", "folder_membership"];

const ME: &str = "Me";
const THEM: &str = "Them";

#[derive(Deserialize, Default)]
#[serde(default)]
struct NoteJson<'a> {
    id: Word,
    title: Word,
    created_at: Word,
    web_url: Word,
    #[serde(deserialize_with = "lenient::one")]
    owner: Option<PersonJson>,
    #[serde(deserialize_with = "lenient::list")]
    attendees: Vec<PersonJson>,
    #[serde(deserialize_with = "lenient::one")]
    calendar_event: Option<EventJson>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
    /// The facts, where they stand beside the transcript.
    #[serde(borrow)]
    note: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct EventJson {
    event_title: Word,
    scheduled_start_time: Word,
    #[serde(deserialize_with = "lenient::list")]
    invitees: Vec<PersonJson>,
}

#[derive(Deserialize)]
struct EntryJson {
    #[serde(default, deserialize_with = "lenient::one")]
    speaker: Option<SpeakerJson>,
    text: Spoken,
    #[serde(default)]
    start_time: Word,
    #[serde(default)]
    end_time: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    name: Word,
    attribution: Word,
    diarization_label: Word,
    source: Word,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let whole: NoteJson<'_> = envelope::typed(json)?;
    let Some(entries) = whole.transcript else {
        let way_out = "fetch the note again with `include=transcript`";
        return Err(envelope::metadata_only("Granola", way_out));
    };
    let note: NoteJson<'_> = match whole.note {
        Some(note) => serde_json::from_str(note.get()).unwrap_or_default(),
        None => whole,
    };
    let mut problems = Vec::new();
    let entries: Vec<EntryJson> = lenient::spoken(entries.get(), &mut problems);

    let mut transcript = Transcript::new(Format::Granola);
    let began = entries
        .iter()
        .filter_map(|entry| at(&entry.start_time))
        .min();
    let is_at_a_desk = entries.iter().any(|entry| source(entry) == Some("speaker"));
    transcript.utterances = entries
        .iter()
        .map(|entry| utterance(entry, began, is_at_a_desk))
        .collect();
    let event = note.calendar_event.unwrap_or_default();
    transcript.id = note.id.0;
    transcript.title = note.title.0.or(event.event_title.0);
    let planned = event.scheduled_start_time.0.or(note.created_at.0);
    let began = began.and_then(moment::rfc3339);
    transcript.started_at = began.or_else(|| moment::started_at(planned));
    transcript.recording_url = note.web_url.0;
    let listed = note.attendees.into_iter().chain(event.invitees);
    transcript.people = people(note.owner, listed, &transcript.utterances);
    Ok((transcript, problems))
}

/// Microseconds since 1970.
fn at(moment: &Word) -> Option<i64> {
    moment::microseconds(moment.0.as_deref()?)
}

fn source(entry: &EntryJson) -> Option<&str> {
    entry.speaker.as_ref()?.source.0.as_deref()
}

fn utterance(entry: &EntryJson, began: Option<i64>, is_at_a_desk: bool) -> Utterance {
    let seconds = |moment: &Word| {
        let microseconds = at(moment)?.saturating_sub(began?);
        (microseconds >= 0).then_some(microseconds as f64 / 1e6)
    };
    let who = entry.speaker.as_ref();
    Utterance {
        speaker: who.and_then(|who| speaker(who, is_at_a_desk)),
        start: seconds(&entry.start_time),
        end: seconds(&entry.end_time),
        text: entry.text.0.clone(),
    }
}

/// A name, else what tells more than that somebody is not the note's maker.
fn speaker(who: &SpeakerJson, is_at_a_desk: bool) -> Option<String> {
    if who.name.0.is_some() {
        return roster::speaker(who.name.0.clone());
    }
    let attribution = who.attribution.0.as_deref();
    let source = who.source.0.as_deref();
    let is_by_a_microphone = source == Some("microphone") && is_at_a_desk;
    let is_told = attribution.is_some_and(|word| matches!(word, "me" | "them"));
    if attribution == Some("me") || (is_by_a_microphone && !is_told) {
        return Some(ME.to_owned());
    }
    if let Some(label) = &who.diarization_label.0 {
        return Some(gather::speaker(label));
    }
    let is_another = attribution == Some("them") || source == Some("speaker");
    is_another.then(|| THEM.to_owned())
}

/// The note's maker, whoever was invited, and `Me`, where somebody speaks as that.
fn people(
    owner: Option<PersonJson>,
    listed: impl Iterator<Item = PersonJson>,
    utterances: &[Utterance],
) -> Vec<Person> {
    let mut roster = Roster::default();
    if let Some(owner) = owner {
        roster.add(owner.person(Some(Side::Rep)));
    }
    for who in listed {
        roster.add(who.person(None));
    }
    let speaks_as_me = |utterance: &Utterance| utterance.speaker.as_deref() == Some(ME);
    if utterances.iter().any(speaks_as_me) {
        roster.add(roster::person(Some(ME.to_owned()), None, Some(Side::Rep)));
    }
    roster.into_people()
}
