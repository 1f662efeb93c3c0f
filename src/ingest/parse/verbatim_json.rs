//! What does a file in the project's own format say?
//!
//! One call, an array of calls, or one call a line. Its turns are kept as they stand: no joining, no
//! dropping, no sorting, since others refer to them by index.

pub(crate) mod loose;
pub(crate) mod values;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::{Account, Deal, Side};
use crate::ingest::parse::Parsed;
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};
use loose::{Seconds, Spoken, Word};
use values::{Value, values};

#[derive(Deserialize)]
struct CallJson<'a> {
    #[serde(default)]
    id: Word,
    /// `parse --json` prints the id under this name; so its output can be read again.
    #[serde(default)]
    call: Word,
    #[serde(default)]
    title: Word,
    #[serde(default)]
    date: Word,
    #[serde(default)]
    started_at: Word,
    #[serde(default)]
    language: Word,
    #[serde(default)]
    recording_url: Word,
    #[serde(default, borrow)]
    account: Option<&'a RawValue>,
    #[serde(default, borrow)]
    deal: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "loose::null_is_empty")]
    participants: Vec<PersonJson>,
    #[serde(deserialize_with = "loose::null_is_empty")]
    turns: Vec<TurnJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AccountJson {
    name: Word,
    industry: Word,
    size: Word,
    region: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DealJson {
    id: Word,
    stage: Word,
    outcome: Word,
    reason: Word,
    /// Both names may stand in one object, so this is no serde alias.
    crm_reason: Word,
    relationship: Word,
    amount: Word,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PersonJson {
    name: Word,
    side: Word,
    title: Word,
    persona: Word,
    email: Word,
}

#[derive(Deserialize)]
struct TurnJson {
    speaker: Spoken,
    #[serde(default)]
    start: Seconds,
    #[serde(default)]
    end: Seconds,
    text: Spoken,
}

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::VerbatimJson,
    shapes: &[Shape {
        must: &["turns"],
        may: &[
            "turns[].text",
            "turns[].speaker",
            "participants[].side",
            "seller",
        ],
        never: &[],
    }],
    parse,
};

/// Reads every call of a file; a broken one is a refusal, and the rest go on.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let found = values(text);
    if found.is_empty() {
        let message = "the file holds no call; export it again with at least one";
        return vec![Err(Refusal::new("empty", message))];
    }
    found
        .into_iter()
        .map(|value| value.and_then(|value| read(&value)))
        .collect()
}

fn read(value: &Value<'_>) -> Result<Parsed, Refusal> {
    if !value.json.starts_with('{') {
        let message = "a call must be a JSON object with `turns`; this value is another thing";
        return Err(Refusal::new("not-a-transcript", message));
    }
    let call: CallJson<'_> =
        serde_json::from_str(value.json).map_err(|error| value.refusal(&error))?;
    let (transcript, problems) = transcript(call);
    Ok(Parsed {
        transcript,
        problems,
        raw: value.range(),
    })
}

fn transcript(call: CallJson<'_>) -> (Transcript, Vec<Problem>) {
    let mut problems = Vec::new();
    note_odd_times(&call.turns, &mut problems);
    let transcript = Transcript {
        format: Format::VerbatimJson,
        id: call.id.0.or(call.call.0),
        title: call.title.0,
        started_at: call.date.0.or(call.started_at.0),
        duration: None,
        language: call.language.0,
        recording_url: call.recording_url.0,
        account: call.account.and_then(account),
        deal: call.deal.and_then(deal),
        people: people(call.participants, &mut problems),
        utterances: call.turns.into_iter().map(utterance).collect(),
        turns_are_final: true,
        sides_are_given: true,
    };
    (transcript, problems)
}

/// An account is an object, or its name alone.
fn account(raw: &RawValue) -> Option<Account> {
    let read = match serde_json::from_str::<AccountJson>(raw.get()) {
        Ok(json) => Account {
            name: json.name.0,
            industry: json.industry.0,
            size: json.size.0,
            region: json.region.0,
        },
        Err(_) => Account {
            name: loose::word(raw.get()),
            ..Account::default()
        },
    };
    (read != Account::default()).then_some(read)
}

/// A deal is an object, or its id alone.
fn deal(raw: &RawValue) -> Option<Deal> {
    let read = match serde_json::from_str::<DealJson>(raw.get()) {
        Ok(json) => Deal {
            id: json.id.0,
            stage: json.stage.0,
            outcome: json.outcome.0,
            reason: json.reason.0.or(json.crm_reason.0),
            relationship: json.relationship.0,
            amount: json.amount.0,
        },
        Err(_) => Deal {
            id: loose::word(raw.get()),
            ..Deal::default()
        },
    };
    (read != Deal::default()).then_some(read)
}

fn people(participants: Vec<PersonJson>, problems: &mut Vec<Problem>) -> Vec<Person> {
    let mut people = Vec::with_capacity(participants.len());
    for (n, json) in participants.into_iter().enumerate() {
        let Some(name) = json.name.0 else {
            let message = format!("participant {} has no name and is left out; name it", n + 1);
            problems.push(Problem::of_file("participant-without-name", message));
            continue;
        };
        let side = json.side.0.as_deref().and_then(Side::from_word);
        if json.side.0.is_some() && side.is_none() {
            let message = format!(
                "participant {} has a side that is none of prospect, rep, unknown; it counts as unknown",
                n + 1
            );
            problems.push(Problem::of_file("side-not-known", message));
        }
        let (email, title, persona) = (json.email.0, json.title.0, json.persona.0);
        people.push(Person {
            name,
            email,
            title,
            side,
            persona,
        });
    }
    people
}

fn utterance(turn: TurnJson) -> Utterance {
    let speaker = Some(turn.speaker.0).filter(|name| !name.trim().is_empty());
    Utterance {
        speaker,
        start: turn.start.0.value,
        end: turn.end.0.value,
        text: turn.text.0,
    }
}

/// One problem for each kind, naming the first turn: a thousand alike would bury the others.
fn note_odd_times(turns: &[TurnJson], problems: &mut Vec<Problem>) {
    let is_odd = |turn: &TurnJson| turn.start.0.is_odd || turn.end.0.is_odd;
    if let Some(first) = turns.iter().position(is_odd) {
        let message =
            format!("turn {first} has a time that is no number of seconds; it is left out");
        problems.push(Problem::of_file("time-unreadable", message));
    }
    let ends_early = |turn: &TurnJson| match (turn.start.0.value, turn.end.0.value) {
        (Some(start), Some(end)) => end < start,
        _ => false,
    };
    if let Some(first) = turns.iter().position(ends_early) {
        let message =
            format!("turn {first} ends before it starts; its times are kept as they stand");
        problems.push(Problem::of_file("end-before-start", message));
    }
}
