//! What does a Grain file say?
//!
//! Shape: grain.com/developers, public API v2: a recording's transcript is a bare list of
//! `{participant_id, speaker, start, end, text}`; v1 had the same list as `transcript_json` of the recording. People
//! who store both put them into one object, `{recording, transcript}`, which is read too. Documented. Times are
//! milliseconds. Sides: `scope` of the participants. Traps: `participant_id` is null for voices that Grain cannot
//! place; webhooks and pages of recordings hold no words.

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
use super::sketch::Sketch;
use super::verbatim_json::loose::{Number, Spoken, Word};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Grain,
    shapes: &[
        Shape {
            must: &["[].participant_id"],
            may: &[
                "[].speaker",
                "[].text",
                "[].start",
                "[].end",
                "start_datetime",
            ],
            never: &[],
        },
        Shape {
            must: &["start_datetime", "end_datetime"],
            may: &["participants[].scope", "hubspot", "url", "source"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a recording.
const MARKS: &[&str] = &["transcript_json", "transcript", "start_datetime"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct WordsJson<'a> {
    #[serde(borrow)]
    recording: Option<&'a RawValue>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
    #[serde(borrow)]
    transcript_json: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RecordingJson {
    id: Word,
    title: Word,
    url: Word,
    start_datetime: Word,
    #[serde(deserialize_with = "lenient::list")]
    participants: Vec<ParticipantJson>,
    #[serde(deserialize_with = "lenient::one")]
    hubspot: Option<HubspotJson>,
    /// Stood here before there was `hubspot`.
    #[serde(deserialize_with = "lenient::list")]
    hubspot_deal_ids: Vec<Word>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ParticipantJson {
    id: Word,
    name: Word,
    email: Word,
    scope: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct HubspotJson {
    #[serde(deserialize_with = "lenient::list")]
    hubspot_deal_ids: Vec<Word>,
}

#[derive(Deserialize)]
struct UtteranceJson {
    #[serde(default)]
    participant_id: Word,
    #[serde(default)]
    speaker: Word,
    /// Milliseconds.
    #[serde(default)]
    start: Number,
    #[serde(default)]
    end: Number,
    text: Spoken,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    if Sketch::of(text).has("^[].participant_id") {
        return envelope::whole(text, read_list);
    }
    envelope::each(text, MARKS, read_recording)
}

fn read_list(json: &str) -> Read {
    join(json, RecordingJson::default())
}

fn read_recording(json: &str) -> Read {
    let words: WordsJson<'_> = envelope::typed(json)?;
    let facts = words.recording.map_or(json, |recording| recording.get());
    let facts: RecordingJson = serde_json::from_str(facts).unwrap_or_default();
    let Some(list) = words.transcript_json.or(words.transcript) else {
        let way_out = "fetch the recording's transcript and give that file";
        return Err(envelope::metadata_only("Grain", way_out));
    };
    join(list.get(), facts)
}

/// Puts names and facts to the utterances.
fn join(list: &str, facts: RecordingJson) -> Read {
    let mut problems = Vec::new();
    let said: Vec<UtteranceJson> = lenient::spoken(list, &mut problems);
    let mut transcript = Transcript::new(Format::Grain);
    let names = names(&facts.participants);
    transcript.utterances = said.iter().map(|said| utterance(said, &names)).collect();
    transcript.people = people(facts.participants, &said);
    transcript.id = facts.id.0;
    transcript.title = facts.title.0;
    transcript.started_at = moment::started_at(facts.start_datetime.0);
    transcript.recording_url = facts.url.0;
    let deals = facts.hubspot.map(|hubspot| hubspot.hubspot_deal_ids);
    transcript.deal = only_deal(deals.unwrap_or(facts.hubspot_deal_ids));
    Ok((transcript, problems))
}

fn names(participants: &[ParticipantJson]) -> FxHashMap<String, String> {
    let named = participants
        .iter()
        .filter_map(|who| Some((who.id.0.clone()?, who.name.0.clone()?)));
    named.collect()
}

fn utterance(said: &UtteranceJson, names: &FxHashMap<String, String>) -> Utterance {
    let listed = said.participant_id.0.as_ref().and_then(|id| names.get(id));
    let name = said.speaker.0.as_ref().or(listed);
    Utterance {
        speaker: roster::speaker(name.cloned()),
        start: said.start.value.map(seconds),
        end: said.end.value.map(seconds),
        text: said.text.0.clone(),
    }
}

fn seconds(milliseconds: f64) -> f64 {
    milliseconds / 1000.0
}

/// The participants under the names under which they spoke.
fn people(participants: Vec<ParticipantJson>, said: &[UtteranceJson]) -> Vec<Person> {
    let mut spoken_as: FxHashMap<&str, &str> = FxHashMap::default();
    for said in said {
        if let (Some(id), Some(name)) = (&said.participant_id.0, &said.speaker.0) {
            spoken_as.entry(id).or_insert(name);
        }
    }
    let mut roster = Roster::default();
    for who in participants {
        let heard = who.id.0.as_deref().and_then(|id| spoken_as.get(id));
        let name = heard.map(|name| (*name).to_owned()).or(who.name.0);
        let side = who.scope.0.as_deref().and_then(Side::from_word);
        roster.add(roster::person(name, who.email.0, side));
    }
    roster.into_people()
}
