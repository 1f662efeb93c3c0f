//! What is a call as one line for programs?

use serde::Serialize;

use crate::call::{Account, Deal, Evidence};
use crate::ingest::read::ReadCall;
use crate::ingest::transcript::{Place, Problem};
use crate::text::noise;

/// A call with its source, its people, its turns, and what was odd about it.
#[derive(Serialize)]
pub(super) struct CallLine<'a> {
    call: &'a str,
    title: &'a Option<String>,
    format: &'a str,
    started_at: &'a Option<String>,
    duration: Option<f64>,
    language: &'a Option<String>,
    recording_url: &'a Option<String>,
    source: Source<'a>,
    account: &'a Option<Account>,
    deal: &'a Option<Deal>,
    participants: Vec<ParticipantLine<'a>>,
    turns: Vec<TurnLine<'a>>,
    problems: Vec<ProblemLine<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    path: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct ParticipantLine<'a> {
    name: &'a str,
    side: &'static str,
    side_reason: &'static str,
    side_evidence: &'a [Evidence],
    title: &'a Option<String>,
    persona: &'a str,
    persona_reason: String,
    email: &'a Option<String>,
    /// The same for one person on every call.
    person: &'a Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
}

#[derive(Serialize)]
struct TurnLine<'a> {
    index: usize,
    speaker: &'a str,
    side: &'static str,
    start: Option<f64>,
    end: Option<f64>,
    text: &'a str,
    /// What the recogniser made up: from byte to byte.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    noise: Vec<[u32; 2]>,
}

#[derive(Serialize)]
struct ProblemLine<'a> {
    code: &'a str,
    #[serde(flatten)]
    place: Option<Place>,
    message: &'a str,
}

pub(super) fn line(read: &ReadCall) -> CallLine<'_> {
    let call = &read.call;
    let turns = call.turns.iter().enumerate().map(|(index, turn)| {
        let speaker = call.speaker(turn);
        TurnLine {
            index,
            speaker: &speaker.name,
            side: speaker.side.name(),
            start: turn.start,
            end: turn.end,
            text: &turn.text,
            noise: noise::spans(&turn.text)
                .iter()
                .map(|span| [span.start, span.end])
                .collect(),
        }
    });
    CallLine {
        call: &call.id.0,
        title: &call.title,
        format: &call.format,
        started_at: &call.started_at,
        duration: call.duration,
        language: &call.language,
        recording_url: &call.recording_url,
        source: Source {
            path: &read.place,
            start: read.raw.start,
            end: read.raw.end,
        },
        account: &call.account,
        deal: &call.deal,
        participants: call
            .participants
            .iter()
            .map(|person| ParticipantLine {
                name: &person.name,
                side: person.side.name(),
                side_reason: person.side_reason.name(),
                side_evidence: &person.side_evidence,
                title: &person.title,
                persona: &person.persona,
                persona_reason: person.persona_reason.to_string(),
                email: &person.email,
                person: &person.person,
                aliases: &person.aliases,
            })
            .collect(),
        turns: turns.collect(),
        problems: read.problems.iter().map(problem_line).collect(),
    }
}

fn problem_line(problem: &Problem) -> ProblemLine<'_> {
    ProblemLine {
        code: &problem.code,
        place: problem.place,
        message: &problem.message,
    }
}
