//! What does a Fathom file say?
//!
//! Shape: a meeting of `GET /external/v1/meetings` (developers.fathom.ai), alone, in a page of `items`, or as the body
//! of the webhook `new-meeting-content-ready`; or `{transcript}` alone, or the list in it. Documented, and seen in many
//! connectors. Times are stamps of whole seconds, starts only. Sides: `is_external` of the invitees is told from where
//! the recorder stands, so the recorder is a rep. Traps: `transcript_language` may be `unknown`; invitees may never have
//! come; an invitee's name and the display name are two things, joined by address or by `matched_speaker_display_name`.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::{Account, Deal, Side};
use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};

use super::Parsed;
use super::envelope::{self, Read};
use super::lenient;
use super::marks::Shape;
use super::moment;
use super::readers::Reader;
use super::roster::{self, Roster};
use super::sketch::Sketch;
use super::verbatim_json::loose::{Seconds, Spoken, Word};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Fathom,
    shapes: &[
        Shape {
            must: &["transcript[].speaker.display_name"],
            may: &[
                "transcript[].text",
                "transcript[].timestamp",
                "transcript[].speaker.matched_calendar_invitee_email",
                "recording_id",
                "calendar_invitees",
            ],
            never: &[],
        },
        Shape {
            must: &["^[].speaker.display_name", "^[].text", "^[].timestamp"],
            may: &["^[].speaker.matched_calendar_invitee_email"],
            never: &[],
        },
        Shape {
            must: &["calendar_invitees", "recorded_by"],
            may: &["recording_id", "share_url", "transcript_language"],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a meeting.
const MARKS: &[&str] = &["transcript", "recording_id", "calendar_invitees"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct MeetingJson<'a> {
    recording_id: Word,
    title: Word,
    meeting_title: Word,
    url: Word,
    share_url: Word,
    recording_start_time: Word,
    scheduled_start_time: Word,
    created_at: Word,
    transcript_language: Word,
    #[serde(deserialize_with = "lenient::list")]
    calendar_invitees: Vec<InviteeJson>,
    #[serde(deserialize_with = "lenient::one")]
    recorded_by: Option<InviteeJson>,
    #[serde(deserialize_with = "lenient::one")]
    crm_matches: Option<CrmJson>,
    #[serde(borrow)]
    transcript: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct InviteeJson {
    name: Word,
    email: Word,
    is_external: Word,
    matched_speaker_display_name: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct CrmJson {
    #[serde(deserialize_with = "lenient::list")]
    companies: Vec<RecordJson>,
    #[serde(deserialize_with = "lenient::list")]
    deals: Vec<RecordJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RecordJson {
    name: Word,
    amount: Word,
    record_url: Word,
}

#[derive(Deserialize)]
struct EntryJson {
    #[serde(default, deserialize_with = "lenient::one")]
    speaker: Option<SpeakerJson>,
    text: Spoken,
    #[serde(default)]
    timestamp: Seconds,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    display_name: Word,
    matched_calendar_invitee_email: Word,
}

fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    if Sketch::of(text).has("^[].speaker.display_name") {
        return envelope::whole(text, read_list);
    }
    envelope::each(text, MARKS, read)
}

fn read_list(json: &str) -> Read {
    join(json, MeetingJson::default())
}

fn read(json: &str) -> Read {
    let call: MeetingJson<'_> = envelope::typed(json)?;
    let Some(entries) = call.transcript else {
        let way_out = "fetch it again with `include_transcript`";
        return Err(envelope::metadata_only("Fathom", way_out));
    };
    join(entries.get(), call)
}

/// Puts people and facts to the utterances.
fn join(list: &str, mut call: MeetingJson<'_>) -> Read {
    let mut problems = Vec::new();
    let entries: Vec<EntryJson> = lenient::spoken(list, &mut problems);

    let mut transcript = Transcript::new(Format::Fathom);
    transcript.people = people(&mut call, &entries);
    transcript.utterances = entries.into_iter().map(utterance).collect();
    if let Some(crm) = call.crm_matches {
        transcript.account = account(crm.companies);
        transcript.deal = deal(crm.deals, &mut problems);
    }
    transcript.id = call.recording_id.0;
    transcript.title = call.title.0.or(call.meeting_title.0);
    let planned = call.scheduled_start_time.0.or(call.created_at.0);
    let started_at = call.recording_start_time.0.or(planned);
    transcript.started_at = moment::started_at(started_at);
    let language = call.transcript_language.0;
    transcript.language = language.filter(|code| !code.eq_ignore_ascii_case("unknown"));
    transcript.recording_url = call.url.0.or(call.share_url.0);
    Ok((transcript, problems))
}

fn utterance(entry: EntryJson) -> Utterance {
    let speaker = entry.speaker.unwrap_or_default();
    let email = speaker.matched_calendar_invitee_email.0;
    Utterance {
        speaker: roster::speaker(speaker.display_name.0.or(email)),
        start: entry.timestamp.0.value,
        end: None,
        text: entry.text.0,
    }
}

/// Invitees under the names under which they spoke, the recorder, and speakers whose address alone is known.
fn people(call: &mut MeetingJson<'_>, entries: &[EntryJson]) -> Vec<Person> {
    let spoken_as = spoken_as(entries);
    let name_of = |who: &InviteeJson| {
        let email = who.email.0.as_deref().unwrap_or_default().to_lowercase();
        let by_email = spoken_as.get(&email).map(|name| (*name).to_owned());
        let matched = who.matched_speaker_display_name.0.clone().or(by_email);
        matched.or_else(|| who.name.0.clone())
    };
    let mut roster = Roster::default();
    for invitee in std::mem::take(&mut call.calendar_invitees) {
        let side = roster::side_by(&invitee.is_external, Side::Prospect, Side::Rep);
        roster.add(roster::person(name_of(&invitee), invitee.email.0, side));
    }
    if let Some(recorder) = call.recorded_by.take()
        && !roster.knows(recorder.email.0.as_deref())
    {
        let name = name_of(&recorder);
        roster.add(roster::person(name, recorder.email.0, Some(Side::Rep)));
    }
    for speaker in entries.iter().filter_map(|entry| entry.speaker.as_ref()) {
        let email = speaker.matched_calendar_invitee_email.0.clone();
        if email.is_some() {
            roster.add(roster::person(speaker.display_name.0.clone(), email, None));
        }
    }
    roster.into_people()
}

/// The first display name of every address, in lower case, among the speakers.
fn spoken_as(entries: &[EntryJson]) -> FxHashMap<String, &str> {
    let mut names = FxHashMap::default();
    for speaker in entries.iter().filter_map(|entry| entry.speaker.as_ref()) {
        let email = speaker.matched_calendar_invitee_email.0.as_deref();
        if let (Some(email), Some(name)) = (email, speaker.display_name.0.as_deref()) {
            names.entry(email.to_lowercase()).or_insert(name);
        }
    }
    names
}

/// The company, where the CRM knows one only.
fn account(companies: Vec<RecordJson>) -> Option<Account> {
    let mut names = companies.into_iter().filter_map(|company| company.name.0);
    let name = names.next()?;
    names.next().is_none().then(|| Account {
        name: Some(name),
        ..Account::default()
    })
}

/// The deal, where the CRM knows one only: which of several the call was about, nobody says.
fn deal(deals: Vec<RecordJson>, problems: &mut Vec<Problem>) -> Option<Deal> {
    if deals.len() > 1 {
        let message = format!(
            "the CRM knows {} deals for this meeting, so its deal stays unknown; name it in deals.csv",
            deals.len()
        );
        problems.push(Problem::of_file("deals-ambiguous", message));
        return None;
    }
    let deal = deals.into_iter().next()?;
    let deal = Deal {
        id: deal.record_url.0.as_deref().and_then(record_id),
        amount: deal.amount.0,
        ..Deal::default()
    };
    (deal != Deal::default()).then_some(deal)
}

/// The id at the end of a CRM's address: `…/record/0-3/456`, `…/Opportunity/006A…/view`.
fn record_id(url: &str) -> Option<String> {
    let address = url.split(['?', '#']).next()?;
    let (_, address) = address.split_once("://").unwrap_or(("", address));
    let (_, path) = address.split_once('/')?;
    let mut parts = path.rsplit('/');
    let id = parts.find(|part| part.bytes().any(|byte| byte.is_ascii_digit()))?;
    Some(id.to_owned())
}
