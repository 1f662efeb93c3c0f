//! What does a Chorus (ZoomInfo) file say?
//!
//! Shape: `GET /api/v1/conversations/{id}`, which is JSON:API: everything stands in `data.attributes`, the words in its
//! `recording.utterances`. Read in other people's code alone, no real file was seen: experimental. Times are taken for
//! seconds from the start; dates may be numbers or ISO. Sides: `speaker_type` is `rep` or `cust`. Traps: a speaker may
//! have a type and no name; lists of engagements (v3) hold no words.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::{Account, Deal, Side};
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

use super::Parsed;
use super::deal::outcome_of_stage;
use super::envelope::{self, Read};
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, Roster};
use super::verbatim_json::loose::{Seconds, Spoken, Word};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Chorus,
    shapes: &[
        Shape {
            must: &["utterances[].snippet"],
            may: &[
                "utterances[].speaker_type",
                "utterances[].speaker_name",
                "utterances[].snippet_time",
                "attributes.recording",
            ],
            never: &[],
        },
        Shape {
            must: &["attributes.recording"],
            may: &["attributes.owner", "attributes.account", "attributes.deal"],
            never: &[],
        },
        Shape {
            must: &["engagement_id", "engagement_type"],
            may: &["opportunity_id", "participants[].person_id", "date_time"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a conversation, or an engagement.
const MARKS: &[&str] = &["attributes", "utterances", "engagement_id"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct ResourceJson<'a> {
    id: Word,
    #[serde(borrow)]
    attributes: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ConversationJson<'a> {
    name: Word,
    language: Word,
    url: Word,
    date_time: Word,
    #[serde(deserialize_with = "lenient::one")]
    account: Option<NamedJson>,
    #[serde(deserialize_with = "lenient::one")]
    deal: Option<DealJson>,
    #[serde(deserialize_with = "lenient::one")]
    owner: Option<ParticipantJson>,
    #[serde(deserialize_with = "lenient::list")]
    participants: Vec<ParticipantJson>,
    #[serde(borrow, deserialize_with = "lenient::one")]
    recording: Option<RecordingJson<'a>>,
    /// Where somebody gives the recording alone.
    #[serde(borrow)]
    utterances: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NamedJson {
    name: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DealJson {
    id: Word,
    current_stage: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ParticipantJson {
    name: Word,
    email: Word,
    title: Word,
    #[serde(rename = "type")]
    kind: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RecordingJson<'a> {
    start_time: Word,
    #[serde(borrow)]
    utterances: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct UtteranceJson {
    snippet: Spoken,
    #[serde(default)]
    speaker_name: Word,
    #[serde(default)]
    speaker_type: Word,
    #[serde(default)]
    snippet_time: Seconds,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let resource: ResourceJson<'_> = envelope::typed(json)?;
    let attributes = resource
        .attributes
        .map_or(json, |attributes| attributes.get());
    let call: ConversationJson<'_> = envelope::typed(attributes)?;
    let recording = call.recording.unwrap_or_default();
    let Some(utterances) = recording.utterances.or(call.utterances) else {
        let way_out = "fetch the conversation itself, with its `recording`";
        return Err(envelope::metadata_only("Chorus", way_out));
    };
    let mut problems = Vec::new();
    let said: Vec<UtteranceJson> = lenient::spoken(utterances.get(), &mut problems);

    let mut transcript = Transcript::new(Format::Chorus);
    transcript.people = people(&said, call.participants, call.owner);
    transcript.utterances = said.into_iter().map(utterance).collect();
    transcript.id = resource.id.0;
    transcript.title = call.name.0;
    transcript.language = call.language.0;
    transcript.recording_url = call.url.0;
    let started_at = recording.start_time.0.or(call.date_time.0);
    transcript.started_at = moment::started_at(started_at);
    transcript.account = call.account.and_then(account);
    transcript.deal = call.deal.and_then(deal);
    Ok((transcript, problems))
}

fn utterance(said: UtteranceJson) -> Utterance {
    Utterance {
        speaker: display_name(&said),
        start: said.snippet_time.0.value,
        end: None,
        text: said.snippet.0,
    }
}

/// Somebody without a name is still known by the side.
fn display_name(said: &UtteranceJson) -> Option<String> {
    let by_side = || match side(&said.speaker_type)? {
        Side::Rep => Some("Rep".to_owned()),
        Side::Prospect => Some("Customer".to_owned()),
        Side::Unknown => None,
    };
    roster::speaker(said.speaker_name.0.clone()).or_else(by_side)
}

fn side(kind: &Word) -> Option<Side> {
    let kind = kind.0.as_deref()?;
    if kind.eq_ignore_ascii_case("cust") {
        return Some(Side::Prospect);
    }
    Side::from_word(kind)
}

/// Speakers, each name once for each type that it has, and whoever is listed.
fn people(
    said: &[UtteranceJson],
    participants: Vec<ParticipantJson>,
    owner: Option<ParticipantJson>,
) -> Vec<Person> {
    let mut roster = Roster::default();
    for who in participants {
        let side = side(&who.kind);
        let mut person = roster::person(who.name.0, who.email.0, side);
        person.title = who.title.0;
        roster.add(person);
    }
    if let Some(owner) = owner {
        roster.add(roster::person(owner.name.0, owner.email.0, Some(Side::Rep)));
    }
    let mut people = roster.into_people();
    let mut heard = FxHashSet::default();
    for said in said {
        let side = side(&said.speaker_type);
        if let (Some(name), Some(side)) = (display_name(said), side)
            && heard.insert((name.clone(), side))
        {
            people.push(roster::person(Some(name), None, Some(side)));
        }
    }
    people
}

fn account(json: NamedJson) -> Option<Account> {
    let name = json.name.0?;
    Some(Account {
        name: Some(name),
        ..Account::default()
    })
}

fn deal(json: DealJson) -> Option<Deal> {
    let stage = json.current_stage.0;
    let deal = Deal {
        id: json.id.0,
        outcome: stage.as_deref().and_then(outcome_of_stage),
        stage,
        ..Deal::default()
    };
    (deal != Deal::default()).then_some(deal)
}
