//! What does a Clari Copilot call say?
//!
//! The shape is that of `/call-details` as connectors to it read it; no real file was seen. A line's `personId` is
//! joined to the call's `users` (the seller's), `externalParticipants` (the others) and `joinedParticipants` (of
//! either), by the address where one of the two has no `personId`. Users often have an e-mail and no name. Times are
//! taken for seconds. The list of calls (`/calls`) holds no words, nor does a call before its `status` is `PROCESSED`
//! or `POST_PROCESSING_DONE`.

use serde::Deserialize;

use super::deal::outcome_of_stage;
use super::envelope::{self, Read};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::{Maybe, Rows};
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices::Voices;
use super::{Parsed, moment, oddities};
use crate::call::{Account, Deal, Side};
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Clari,
    shapes: &[
        Shape {
            must: &["transcript[].personId"],
            may: &[
                "externalParticipants",
                "joinedParticipants",
                "users[].userEmail",
                "call_review_page_url",
                "transcript[].text",
            ],
            never: &[],
        },
        Shape {
            must: &["externalParticipants"],
            may: &[
                "call_review_page_url",
                "bot_not_join_reason",
                "crm_info.deal_id",
                "users[].userEmail",
            ],
            never: &[],
        },
    ],
    parse,
};

/// Any of these keys makes an object a call.
const MARKS: &[&str] = &[
    "transcript",
    "externalParticipants",
    "call_review_page_url",
    "bot_not_join_reason",
];

#[derive(Deserialize, Default)]
#[serde(default)]
struct CallJson {
    id: Word,
    title: Word,
    time: Word,
    status: Word,
    users: Rows<PersonJson>,
    #[serde(rename = "externalParticipants")]
    external: Rows<PersonJson>,
    #[serde(rename = "joinedParticipants")]
    joined: Rows<PersonJson>,
    transcript: Rows<LineJson>,
    call_review_page_url: Word,
    account_name: Word,
    deal_value: Word,
    deal_stage_before_call: Word,
    deal_stage_live: Word,
    crm_info: Maybe<CrmJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct CrmJson {
    deal_id: Word,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct PersonJson {
    name: Word,
    email: Word,
    user_email: Word,
    person_id: Word,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineJson {
    #[serde(default)]
    person_id: Word,
    #[serde(default)]
    start: Seconds,
    #[serde(default)]
    end: Seconds,
    text: Spoken,
}

/// Reads every call of a file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: CallJson = envelope::typed(json)?;
    let lines = json.transcript.all;
    if lines.is_empty() {
        return Err(without_words(&json.status));
    }
    let mut problems = Vec::new();
    oddities::note_rows(json.transcript.n_odd, &mut problems);
    let has_odd_time = |line: &LineJson| line.start.0.is_odd || line.end.0.is_odd;
    oddities::note_times(lines.iter().any(has_odd_time), &mut problems);

    let mut voices = Voices::default();
    introduce(json.users, Some(Side::Rep), &mut voices);
    introduce(json.external, Some(Side::Prospect), &mut voices);
    introduce(json.joined, None, &mut voices);
    let mut transcript = Transcript::new(Format::Clari);
    transcript.id = json.id.0;
    transcript.title = json.title.0;
    transcript.started_at = moment::started_at(json.time.0);
    transcript.recording_url = json.call_review_page_url.0;
    transcript.account = json.account_name.0.map(|name| Account {
        name: Some(name),
        ..Account::default()
    });
    // Where the deal stands today tells how it ended.
    let live = json.deal_stage_live.0.as_deref();
    let outcome = live.and_then(outcome_of_stage);
    let deal = Deal {
        id: json.crm_info.0.and_then(|crm| crm.deal_id.0),
        stage: json.deal_stage_before_call.0.or(json.deal_stage_live.0),
        outcome,
        amount: json.deal_value.0,
        ..Deal::default()
    };
    transcript.deal = (deal != Deal::default()).then_some(deal);
    transcript.utterances = lines
        .into_iter()
        .map(|line| utterance(line, &mut voices))
        .collect();
    transcript.people = voices.people();
    oddities::put_in_time_order(&mut transcript.utterances, &mut problems);
    Ok((transcript, problems))
}

fn without_words(status: &Word) -> Refusal {
    let is_ready = |status: &str| {
        ["PROCESSED", "POST_PROCESSING_DONE"]
            .iter()
            .any(|ready| ready.eq_ignore_ascii_case(status))
    };
    if status.0.as_deref().is_some_and(|status| !is_ready(status)) {
        let message = "Clari Copilot had no finished transcript of this call when the file was made; \
                       fetch it again once its status is PROCESSED";
        return Refusal::new("not-ready", message);
    }
    let message =
        "the file holds a call's facts without words; fetch the call with `/call-details`";
    Refusal::new("clari-metadata-only", message)
}

/// Those who never spoke have no `personId`; they are known by their address or name.
fn introduce(people: Rows<PersonJson>, side: Option<Side>, voices: &mut Voices) {
    for json in people.all {
        let email = json.email.0.or(json.user_email.0);
        let key = [&json.person_id.0, &email, &json.name.0];
        let Some(key) = key.into_iter().flatten().next().cloned() else {
            continue;
        };
        let person = Person {
            name: json.name.0.unwrap_or_default(),
            email,
            side,
            ..Person::default()
        };
        voices.know(&key, person);
    }
}

fn utterance(line: LineJson, voices: &mut Voices) -> Utterance {
    let id = line.person_id.0.as_deref();
    Utterance {
        speaker: id.map(|id| voices.speaker(id)),
        start: line.start.0.value,
        end: line.end.0.value,
        text: line.text.0,
    }
}
