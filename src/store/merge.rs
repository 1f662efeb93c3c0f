//! What is known of a call when it is delivered again?
//!
//! Fact by fact: what the delivery tells has the word, and where it tells nothing, what was told before stays. So a copy
//! without the tables that stood beside the first file takes nothing away. The words are always the delivery's.

mod person;

use crate::call::{Account, Call, Deal, Participant, SideReason};

use self::person::{merge_person, take_side};

/// A delivered call with what was known of it before, under the id that both have. Where that is all there was, it is
/// the kept call itself, whatever format the words came in this time.
pub(super) fn merged(kept: &Call, delivered: &Call) -> Call {
    let same_words = are_same_words(kept, delivered);
    let mut call = delivered.clone();
    fill(&mut call.title, &kept.title);
    fill(&mut call.started_at, &kept.started_at);
    fill(&mut call.duration, &kept.duration);
    fill(&mut call.language, &kept.language);
    fill(&mut call.recording_url, &kept.recording_url);
    merge_company(&mut call, kept);
    merge_people(&mut call, kept, delivered, same_words);
    if same_words && delivered.turns.iter().all(|turn| turn.start.is_none()) {
        for (turn, known) in call.turns.iter_mut().zip(&kept.turns) {
            turn.start = known.start;
            turn.end = known.end;
            turn.cues.clone_from(&known.cues);
        }
    }
    let format = std::mem::replace(&mut call.format, kept.format.clone());
    if call != *kept {
        call.format = format;
    }
    call
}

fn fill<T: Clone>(blank: &mut Option<T>, known: &Option<T>) {
    if blank.is_none() {
        blank.clone_from(known);
    }
}

fn are_same_words(kept: &Call, delivered: &Call) -> bool {
    let known = kept.turns.iter().map(|turn| &turn.text);
    known.eq(delivered.turns.iter().map(|turn| &turn.text))
}

/// What was known of one company or deal says nothing about another one.
fn merge_company(call: &mut Call, kept: &Call) {
    let known = kept.account.clone().unwrap_or_default();
    let mut account = call.account.take().unwrap_or_default();
    let is_same_account = are_of_one(account.name.as_deref(), known.name.as_deref());
    if is_same_account {
        fill(&mut account.name, &known.name);
        fill(&mut account.industry, &known.industry);
        fill(&mut account.size, &known.size);
        fill(&mut account.region, &known.region);
    }
    call.account = (account != Account::default()).then_some(account);

    let known = kept.deal.clone().unwrap_or_default();
    let mut deal = call.deal.take().unwrap_or_default();
    if is_same_account && are_of_one(deal.id.as_deref(), known.id.as_deref()) {
        fill(&mut deal.id, &known.id);
        fill(&mut deal.stage, &known.stage);
        fill(&mut deal.outcome, &known.outcome);
        fill(&mut deal.reason, &known.reason);
        fill(&mut deal.relationship, &known.relationship);
        fill(&mut deal.amount, &known.amount);
    }
    call.deal = (deal != Deal::default()).then_some(deal);
}

fn are_of_one(delivered: Option<&str>, known: Option<&str>) -> bool {
    match (delivered, known) {
        (Some(delivered), Some(known)) => key(delivered) == key(known),
        _ => true,
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn merge_people(call: &mut Call, kept: &Call, delivered: &Call, same_words: bool) {
    let mut met = Vec::new();
    for (idx, who) in call.participants.iter_mut().enumerate() {
        let mut known = by_name(kept, who, idx);
        if known.is_none() && same_words {
            known = by_voice(kept, delivered, idx);
        }
        if let Some(at) = known
            && let Some(known) = kept.participants.get(at)
        {
            met.push((idx, at));
            merge_person(who, known);
        }
    }
    if same_words && knows_less(delivered, call) {
        keep_inferred(call, kept, &met);
    }
    // Who was there and said nothing is told by a list of those invited; a delivery without any takes nobody away.
    if (0..delivered.participants.len()).all(|idx| first_turn(delivered, idx).is_some()) {
        let is_met = |at: usize| met.iter().any(|(_, met)| *met == at);
        let people = kept.participants.iter().enumerate();
        let silent = people.filter(|(at, _)| first_turn(kept, *at).is_none() && !is_met(*at));
        call.participants.extend(silent.map(|(_, who)| who.clone()));
    }
}

/// Whether a delivery lacks something from which sides are inferred.
fn knows_less(delivered: &Call, call: &Call) -> bool {
    let mut people = delivered.participants.iter().zip(&call.participants);
    delivered.account != call.account
        || people.any(|(before, now)| {
            let before = (before.side, before.side_reason, &before.email, &before.name);
            before != (now.side, now.side_reason, &now.email, &now.name)
        })
}

/// From the same words whoever knew more beside them has inferred better.
fn keep_inferred(call: &mut Call, kept: &Call, met: &[(usize, usize)]) {
    for (idx, at) in met {
        if let Some(who) = call.participants.get_mut(*idx)
            && let Some(known) = kept.participants.get(*at)
            && is_untold(who)
            && is_untold(known)
        {
            take_side(who, known);
        }
    }
}

fn is_untold(who: &Participant) -> bool {
    matches!(who.side_reason, SideReason::Inferred | SideReason::Unknown)
}

fn first_turn(call: &Call, idx: usize) -> Option<usize> {
    let mut turns = call.turns.iter();
    turns.position(|turn| turn.speaker as usize == idx)
}

/// Where somebody of the same name or address stands among the people who are known, if there is only one.
fn by_name(kept: &Call, who: &Participant, idx: usize) -> Option<usize> {
    let people = &kept.participants;
    if people.get(idx).is_some_and(|known| known.name == who.name) {
        return Some(idx);
    }
    let is_same = |known: &Participant| {
        let is_same_address = known.email.is_some() && known.email == who.email;
        is_same_address || key(&known.name) == key(&who.name)
    };
    let mut found = (0..people.len()).filter(|at| people.get(*at).is_some_and(is_same));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Who said the same words, where one of both has no name yet. Two names are two people.
fn by_voice(kept: &Call, delivered: &Call, idx: usize) -> Option<usize> {
    let turn = kept.turns.get(first_turn(delivered, idx)?)?;
    let at = turn.speaker as usize;
    let names = (
        &kept.participants.get(at)?.name,
        &delivered.participants.get(idx)?.name,
    );
    (!is_named(names.0) || !is_named(names.1)).then_some(at)
}

/// Numbers tell voices, not people.
pub(super) fn is_named(name: &str) -> bool {
    !name.chars().any(char::is_numeric)
}
