//! How does a transcript become a call?
//!
//! People are recognized, their sides decided, their utterances joined to turns, and the facts about account
//! and deal filled in. What somebody said is never changed, and what nobody knows stays unknown.

mod addresses;
mod bots;
mod dates;
mod facts;
mod file_name;
mod identity;
mod infer;
pub(crate) mod names;
mod people;
mod person;
mod personas;
mod sides;
mod turns;

use crate::call::{Call, Participant, PersonaReason, SideReason};
use crate::ingest::companions::{CallKeys, Companions, ParticipantRow};
use crate::ingest::transcript::{Problem, Transcript};
use infer::{Scene, Standing, infer};
use people::{Cast, Member};

pub(crate) use addresses::is_domain;
pub use personas::{PersonaRules, TitleRole};
pub use sides::SideRules;
pub(crate) use sides::domain;

/// The slug of a buying role that nobody knows.
const UNKNOWN: &str = "unknown";

/// Where a transcript comes from, as far as that says something about the call.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// With its folder's name, where that is known.
    pub file_name: Option<&'a str>,
    pub companions: &'a Companions,
    pub rules: &'a SideRules,
}

/// Makes a call of what a parser read. Problems of the companions themselves are not repeated here.
pub fn normalize(mut transcript: Transcript, origin: &Origin<'_>) -> (Call, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut utterances = std::mem::take(&mut transcript.utterances);
    if !transcript.turns_are_final {
        turns::drop_silent(&mut utterances);
    }
    let described = std::mem::take(&mut transcript.people);
    let cast = Cast::of(described, &utterances, &mut problems);
    let duration = turns::duration(&utterances, transcript.duration);
    let turns = if transcript.turns_are_final {
        turns::as_delivered(utterances, &cast)
    } else {
        turns::joined(utterances, &cast)
    };
    let given_id = transcript.id.as_deref();
    let id = identity::call_id(transcript.format, given_id, &turns);
    let keys = CallKeys::of(origin.file_name, &[given_id.unwrap_or(""), &id.0]);

    let rows: Vec<Option<&ParticipantRow>> = cast
        .members
        .iter()
        .map(|member| facts::row_of(member, &keys, origin))
        .collect();
    let reason = sides::reason_of_file(transcript.sides_are_given);
    let standings: Vec<Standing> = cast.members.iter().map(standing).collect();
    let mut participants: Vec<Participant> = cast
        .members
        .into_iter()
        .zip(&rows)
        .map(|(member, row)| participant(member, *row, origin.rules, reason))
        .collect();
    let account = transcript.account.as_ref();
    let scene = Scene {
        turns: &turns,
        account: account.and_then(|account| account.name.as_deref()),
        rules: origin.rules,
        standings: &standings,
    };
    infer(&mut participants, &scene);
    problems.extend(facts::rows_of_nobody(&participants, &rows, &keys, origin));
    for who in &mut participants {
        origin.rules.personas.fill(who);
    }
    let facts = facts::gather(
        &transcript,
        origin,
        &keys,
        &participants,
        &rows,
        &mut problems,
    );

    let account = facts.account.as_ref();
    let account = account.and_then(|account| account.name.as_deref());
    for (who, standing) in participants.iter_mut().zip(&standings) {
        if *standing != Standing::Nobody {
            who.person = person::key(who, account);
        }
    }

    let call = Call {
        id,
        title: facts.title,
        format: transcript.format.name().to_owned(),
        started_at: facts.started_at,
        duration,
        language: transcript.language,
        recording_url: facts.recording_url,
        account: facts.account,
        deal: facts.deal,
        participants,
        turns,
    };
    (call, problems)
}

/// A hash over a call's words alone: equal for two exports of one call, whatever their format and labels.
pub fn fingerprint(call: &Call) -> String {
    identity::fingerprint(&call.turns)
}

/// Lower case, words joined by hyphens: `Economic Buyer` is `economic-buyer`.
pub fn slugify(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Whether somebody is a person of whom a side may be inferred.
fn standing(member: &Member) -> Standing {
    if member.is_nobody || bots::is_bot(&member.name) {
        Standing::Nobody
    } else if member.is_doubtful {
        Standing::Doubtful
    } else {
        Standing::Person
    }
}

/// The file's facts about a person, with participants.csv in the blanks.
fn participant(
    member: Member,
    row: Option<&ParticipantRow>,
    rules: &SideRules,
    reason_of_file: SideReason,
) -> Participant {
    let email = member
        .email
        .clone()
        .or_else(|| row.and_then(|row| row.email.clone()));
    let row_side = row.and_then(|row| row.side);
    let (side, side_reason) =
        sides::decide(&member, email.as_deref(), row_side, rules, reason_of_file);
    let (persona, persona_reason) = persona(member.persona, row);
    Participant {
        name: member.name,
        aliases: member.aliases,
        side,
        side_reason,
        side_evidence: Vec::new(),
        title: member
            .title
            .or_else(|| row.and_then(|row| row.title.clone())),
        persona,
        persona_reason,
        email,
        person: None,
    }
}

/// The buying role that somebody says, in the file or in participants.csv.
fn persona(of_file: Option<String>, row: Option<&ParticipantRow>) -> (String, PersonaReason) {
    let of_row = row.and_then(|row| row.persona.clone());
    let said = [
        (of_file, PersonaReason::Given),
        (of_row, PersonaReason::ParticipantsFile),
    ];
    for (persona, reason) in said {
        let slug = persona.map(|persona| slugify(&persona)).unwrap_or_default();
        if !slug.is_empty() && slug != UNKNOWN {
            return (slug, reason);
        }
    }
    (UNKNOWN.to_owned(), PersonaReason::Unknown)
}
