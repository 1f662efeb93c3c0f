//! Who introduces themselves, and who is called by the name of one of our own people?
//!
//! Only names that stand in the config or in the call's facts are looked for.

use super::clue::Clue;
use super::heard::{plain, words};
use crate::call::{Participant, Turn};
use crate::ingest::normalize::sides::SideRules;
use crate::ingest::parse::speaker_label;

/// What stands right before one's own name.
const SAYING_ONES_NAME: [&str; 6] = [
    " this is ",
    " i'm ",
    " i am ",
    " my name is ",
    " my name's ",
    " it's ",
];

/// What stands right before the name of whom one speaks to.
const GREETING: [&str; 8] = [
    " hi ",
    " hello ",
    " hey ",
    " morning ",
    " afternoon ",
    " thanks ",
    " thank you ",
    " welcome ",
];

/// What stands right before one's own company.
const BELONGING: [&str; 3] = [" from ", " with ", " at "];

/// Whoever does this is not the one from there.
const SPEAKING: [&str; 5] = ["meeting", "on", "speaking", "talking", "working"];

/// `I'm Dana Whit and I'm with`: so many words may stand between.
const MOST_BETWEEN: usize = 3;

const OWN_NAME: f64 = 3.0;
const CALLED: f64 = 0.8;
const CALLING: f64 = -1.5;
const OWN_COMPANY: f64 = 2.5;

/// Nobody is called so often that it says still more.
const MOST_CALLS: usize = 2;

/// What names tell about everybody, by participant.
pub(super) fn clues(
    people: &[Participant],
    turns: &[Turn],
    account: Option<&str>,
    rules: &SideRules,
) -> Vec<Vec<Clue>> {
    let mut clues = vec![Vec::new(); people.len()];
    let first_names: Vec<String> = rules.first_names().collect();
    let sellers: Vec<String> = rules.sellers().collect();
    let account = account.map(spaced).filter(|name| name.len() > 2);
    if first_names.is_empty() && sellers.is_empty() && account.is_none() {
        return clues;
    }
    for (index, turn) in (0..).zip(turns) {
        let text = spaced(&turn.text);
        let who = turn.speaker as usize;
        let is_unnamed = people
            .get(who)
            .is_some_and(|who| speaker_label::names_nobody(&who.name));
        if is_unnamed && says_own_name(&text, &first_names) {
            note(
                &mut clues,
                who,
                Clue::at("introduces-as-our-rep", index, OWN_NAME),
            );
        }
        if let Some(weight) = says_own_company(&text, &sellers, account.as_deref()) {
            note(
                &mut clues,
                who,
                Clue::at("introduces-with-company", index, weight),
            );
        }
        if calls(&text, &first_names) {
            let answering = turns
                .get(index as usize + 1)
                .map(|turn| turn.speaker as usize);
            call(&mut clues, people, who, answering, index);
        }
    }
    clues
}

/// People introduce themselves in one of their first turns, and at its beginning.
const FIRST_TURNS: usize = 3;
const FIRST_WORDS: usize = 16;

/// `So he says, I'm Dana from Acme`: whoever tells that is not Dana.
const QUOTING: [&str; 7] = ["goes", "said", "say", "says", "tells", "told", "went"];

/// The voices among these people that introduce themselves as one of ours, with what tells it. A name alone may be a word
/// behind `it's`, and a person with a name of their own is not introduced by another one.
pub(super) fn introduced(
    people: &[Participant],
    turns: &[Turn],
    rules: &SideRules,
    among: &[usize],
) -> Vec<(usize, Vec<Clue>)> {
    let first_names: Vec<String> = rules.first_names().collect();
    let sellers: Vec<String> = rules.sellers().collect();
    if first_names.is_empty() && sellers.is_empty() {
        return Vec::new();
    }
    let is_unnamed = |who: &&usize| {
        let who = people.get(**who);
        who.is_some_and(|who| speaker_label::is_placeholder(&who.name))
    };
    let clues_of = |who: usize| {
        let own = (0..)
            .zip(turns)
            .filter(|(_, turn)| turn.speaker as usize == who);
        let mut clues = own
            .take(FIRST_TURNS)
            .map(|(index, turn)| introduction(&turn.text, index, &first_names, &sellers));
        clues.find(|clues| !clues.is_empty())
    };
    among
        .iter()
        .filter(is_unnamed)
        .filter_map(|who| Some((*who, clues_of(*who)?)))
        .collect()
}

fn introduction(text: &str, turn: u32, first_names: &[String], sellers: &[String]) -> Vec<Clue> {
    let plain = plain(text);
    let first: Vec<&str> = words(&plain).take(FIRST_WORDS).collect();
    if first.iter().any(|word| QUOTING.contains(word)) {
        return Vec::new();
    }
    let text = format!(" {} ", first.join(" "));
    let frames = SAYING_ONES_NAME.iter().filter(|frame| **frame != " it's ");
    let frames: Vec<&str> = frames.copied().collect();
    let by_name = follows(&text, &frames, first_names)
        .then(|| Clue::at("introduces-as-our-rep", turn, OWN_NAME));
    let by_company = says_own_company(&text, sellers, None)
        .map(|weight| Clue::at("introduces-with-company", turn, weight));
    by_name.into_iter().chain(by_company).collect()
}

/// ` hi dana it's wade ` as the frames expect it.
fn spaced(text: &str) -> String {
    let plain = plain(text);
    let words: Vec<&str> = words(&plain).collect();
    format!(" {} ", words.join(" "))
}

fn says_own_name(text: &str, first_names: &[String]) -> bool {
    follows(text, &SAYING_ONES_NAME, first_names)
}

fn calls(text: &str, first_names: &[String]) -> bool {
    follows(text, &GREETING, first_names)
}

/// Whether one of the names stands right behind one of the frames.
fn follows(text: &str, frames: &[&str], names: &[String]) -> bool {
    frames.iter().any(|frame| {
        text.match_indices(frame).any(|(at, _)| {
            let rest = text.get(at + frame.len()..).unwrap_or("");
            let word = rest.split(' ').next().unwrap_or("");
            names.iter().any(|name| name == word)
        })
    })
}

/// `I'm Dana from Acme`: the seller's company speaks for a rep, the account's for a prospect.
fn says_own_company(text: &str, sellers: &[String], account: Option<&str>) -> Option<f64> {
    let is_of = |company: &str| belongs(text, company);
    if sellers.iter().any(|seller| is_of(&format!(" {seller} "))) {
        return Some(OWN_COMPANY);
    }
    account
        .filter(|account| is_of(account))
        .map(|_| -OWN_COMPANY)
}

/// Whether somebody says their name and, right behind it, that they are of a company. Its name has a space around it.
fn belongs(text: &str, company: &str) -> bool {
    SAYING_ONES_NAME.iter().any(|frame| {
        text.match_indices(frame).any(|(at, _)| {
            // From the frame's last space on.
            let rest = text.get(at + frame.len() - 1..).unwrap_or("");
            BELONGING.iter().any(|belonging| {
                rest.match_indices(belonging).any(|(at, _)| {
                    let between = rest.get(..at).unwrap_or("");
                    let behind = rest.get(at + belonging.len() - 1..).unwrap_or("");
                    is_a_name(between) && behind.starts_with(company)
                })
            })
        })
    })
}

/// What stands between `I'm` and `from` is a name, or nothing.
fn is_a_name(between: &str) -> bool {
    let words: Vec<&str> = words(between).collect();
    words.len() <= MOST_BETWEEN && !words.iter().any(|word| SPEAKING.contains(word))
}

/// Somebody is called by the name of one of our people: whoever answers is likely to be that one, the caller is not.
fn call(
    clues: &mut [Vec<Clue>],
    people: &[Participant],
    caller: usize,
    answering: Option<usize>,
    turn: u32,
) {
    note(
        clues,
        caller,
        Clue::at("calls-our-rep-by-name", turn, CALLING),
    );
    let Some(answering) = answering.filter(|answering| *answering != caller) else {
        return;
    };
    let is_unnamed = people
        .get(answering)
        .is_some_and(|who| speaker_label::names_nobody(&who.name));
    if is_unnamed {
        note(
            clues,
            answering,
            Clue::at("answers-to-our-reps-name", turn, CALLED),
        );
    }
}

/// Adds a clue, unless there are enough of the kind.
fn note(clues: &mut [Vec<Clue>], who: usize, clue: Clue) {
    if let Some(clues) = clues.get_mut(who) {
        let n_known = clues.iter().filter(|known| known.rule == clue.rule).count();
        if n_known < MOST_CALLS {
            clues.push(clue);
        }
    }
}
