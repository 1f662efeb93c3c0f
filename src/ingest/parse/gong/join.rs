//! Who speaks in a Gong transcript, and in which call?
//!
//! A transcript knows its speakers only by id; their names, sides and the call's facts stand in another
//! object, which may be missing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{GongCall, GongParty, GongTranscript};
use crate::call::Side;
use crate::ingest::parse::voices::next_number;
use crate::ingest::transcript::{Format, Person, Problem, Transcript, Utterance};

/// Puts names and facts to a transcript. Without its call the speakers stay numbered.
pub fn join(transcript: &GongTranscript, call: Option<&GongCall>) -> (Transcript, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut joined = Transcript::new(Format::Gong);
    joined.id = transcript.call_id.clone();
    joined.utterances = transcript.utterances.clone();
    put_in_time_order(&mut joined.utterances, &mut problems);

    match call {
        Some(call) => take_facts(&mut joined, call),
        None => problems.push(Problem::of_file(
            "gong-metadata-missing",
            "the call's metaData is not there, so speakers have no names and sides; put the metadata \
             file beside the transcript",
        )),
    }
    let parties = call.map(|call| call.parties.as_slice()).unwrap_or_default();
    let names = names(parties, &joined.utterances);
    if call.is_some() {
        note_strangers(parties, &joined.utterances, &mut problems);
    }
    joined.people = people(parties, &names);
    for utterance in &mut joined.utterances {
        utterance.speaker = utterance
            .speaker
            .take()
            .and_then(|id| names.get(id.as_str()).cloned());
    }
    (joined, problems)
}

fn take_facts(joined: &mut Transcript, call: &GongCall) {
    joined.id = joined.id.take().or_else(|| call.id.clone());
    joined.title = call.title.clone();
    joined.started_at = call.started.clone();
    joined.language = call.language.clone();
    joined.recording_url = call.url.clone();
    joined.account = call.account.clone();
    joined.deal = call.deal.clone();
}

/// Sentences of people who talk across each other come monologue by monologue.
fn put_in_time_order(utterances: &mut [Utterance], problems: &mut Vec<Problem>) {
    let starts = utterances.iter().filter_map(|utterance| utterance.start);
    if starts.is_sorted_by(|earlier, later| earlier <= later) {
        return;
    }
    problems.push(Problem::of_file(
        "times-out-of-order",
        "sentences stood out of their order in time; they were sorted by their start",
    ));
    // A sentence without a time stays behind the one before it.
    let mut last = 0.0;
    let mut keyed: Vec<(f64, Utterance)> = Vec::with_capacity(utterances.len());
    for utterance in utterances.iter_mut() {
        last = utterance.start.unwrap_or(last);
        keyed.push((last, std::mem::take(utterance)));
    }
    keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (place, (_, utterance)) in utterances.iter_mut().zip(keyed) {
        *place = utterance;
    }
}

/// The display name of every speaker id: the party's, else `Speaker 1`, … in the order of speaking.
fn names(parties: &[GongParty], utterances: &[Utterance]) -> FxHashMap<String, String> {
    let mut names = FxHashMap::default();
    let mut taken: FxHashMap<String, Option<Side>> = FxHashMap::default();
    for party in parties {
        let (Some(id), Some(name)) = (&party.speaker_id, &party.name) else {
            continue;
        };
        if names.contains_key(id) {
            continue;
        }
        let name = told_apart(name, party.side, &taken);
        taken.entry(name.to_lowercase()).or_insert(party.side);
        names.insert(id.clone(), name);
    }
    let mut taken: FxHashSet<String> = taken.into_keys().collect();
    let mut n_unnamed = 0_usize;
    for id in utterances
        .iter()
        .filter_map(|utterance| utterance.speaker.as_ref())
    {
        if names.contains_key(id) {
            continue;
        }
        names.insert(id.clone(), next_number(&mut n_unnamed, &mut taken));
    }
    names
}

/// Two people of one name on different sides must not become one person.
fn told_apart(name: &str, side: Option<Side>, taken: &FxHashMap<String, Option<Side>>) -> String {
    match taken.get(&name.to_lowercase()) {
        Some(other) if *other != side => match side {
            Some(Side::Rep) => format!("{name} (Internal)"),
            Some(Side::Prospect) => format!("{name} (External)"),
            _ => format!("{name} (Unknown)"),
        },
        _ => name.to_owned(),
    }
}

/// The call's parties in their order. One without a name is known only if it speaks.
fn people(parties: &[GongParty], names: &FxHashMap<String, String>) -> Vec<Person> {
    let speaking: FxHashMap<String, Option<Side>> = parties
        .iter()
        .filter(|party| party.speaker_id.is_some())
        .filter_map(|party| Some((party.name.as_ref()?.to_lowercase(), party.side)))
        .collect();
    let mut listed = FxHashSet::default();
    let mut people = Vec::with_capacity(parties.len());
    for party in parties {
        let id = party.speaker_id.as_ref();
        if id.is_some_and(|id| !listed.insert(id)) {
            continue;
        }
        let Some(name) = id.and_then(|id| names.get(id)).or(party.name.as_ref()) else {
            continue;
        };
        // A silent namesake on another side would only cast doubt on the one who speaks.
        let namesake = speaking.get(&name.to_lowercase());
        if id.is_none() && namesake.is_some_and(|side| *side != party.side) {
            continue;
        }
        people.push(Person {
            name: name.clone(),
            email: party.email.clone(),
            title: party.title.clone(),
            side: party.side,
            persona: None,
        });
    }
    people
}

fn note_strangers(parties: &[GongParty], utterances: &[Utterance], problems: &mut Vec<Problem>) {
    let known: FxHashSet<&str> = parties
        .iter()
        .filter_map(|p| p.speaker_id.as_deref())
        .collect();
    let strangers: FxHashSet<&str> = utterances
        .iter()
        .filter_map(|utterance| utterance.speaker.as_deref())
        .filter(|id| !known.contains(id))
        .collect();
    if strangers.is_empty() {
        return;
    }
    let message = format!(
        "{} of the speakers are not among the call's parties; they are numbered and their side is unknown",
        strangers.len()
    );
    problems.push(Problem::of_file("gong-speaker-without-party", message));
}
