//! Do those who stand before the colons talk with one another?
//!
//! Records, logs, lists of changes and of tasks are written as `key: words` as well, on every line and with keys that
//! come again. This is asked where nothing in the way of writing tells them from speech: of names in lower case, and
//! of the items of a list. Of a call that looks like one of them too, `no` is the answer.

use rustc_hash::FxHashMap;

use super::heads::Head;
use super::label_words::{ADDRESS, KEY};
use super::preamble;

/// Fewer turns show no habit. Arbitrary, like the numbers below.
const FEWEST_TURNS: usize = 6;
/// Whoever speaks with others comes so often.
const OFTEN: usize = 3;
/// Nobody follows a call of more; a glossary has more keys.
const MOST_SPEAKERS: usize = 12;
const LONGEST_NAME: usize = 3;

#[derive(Default)]
struct Speaker {
    n_turns: usize,
    /// How many of the turns ask something, or speak of whoever speaks or listens.
    n_personal: usize,
}

/// Whether lines are a conversation; `heads` are those among them that seem to name a speaker, in their order.
pub(super) fn is_conversation(heads: &[Head<'_>], n_lines: usize) -> bool {
    let speakers = speakers(heads);
    let turns: Vec<Head<'_>> = heads
        .iter()
        .filter(|head| speakers.contains_key(head.name))
        .copied()
        .collect();
    let n_turns = turns.len();
    let is_nearly_all = n_turns.saturating_mul(10) >= n_lines.saturating_mul(9);
    let n_spoken = turns
        .iter()
        .filter(|turn| preamble::is_spoken(turn.text))
        .count();
    n_turns >= FEWEST_TURNS
        && is_nearly_all
        && n_spoken.saturating_mul(2) >= n_turns
        && are_people(&speakers)
        && are_personal(&speakers, n_turns)
        && !is_cycle(&turns, speakers.len())
}

/// Everybody who comes again.
fn speakers<'a>(heads: &[Head<'a>]) -> FxHashMap<&'a str, Speaker> {
    let mut speakers: FxHashMap<&'a str, Speaker> = FxHashMap::default();
    for head in heads.iter().filter(|head| !head.name.is_empty()) {
        let speaker = speakers.entry(head.name).or_default();
        speaker.n_turns += 1;
        speaker.n_personal += usize::from(is_personal(head.text));
    }
    speakers.retain(|_, speaker| speaker.n_turns >= 2);
    speakers
}

/// Whether there are as many as a call has, with names that nothing else bears.
fn are_people(speakers: &FxHashMap<&str, Speaker>) -> bool {
    let n_often = speakers
        .values()
        .filter(|speaker| speaker.n_turns >= OFTEN)
        .count();
    n_often >= 2 && speakers.len() <= MOST_SPEAKERS && speakers.keys().all(|name| is_plain(name))
}

fn is_plain(name: &str) -> bool {
    let is_key = |key: &&str| name.eq_ignore_ascii_case(key);
    name.split_whitespace().count() <= LONGEST_NAME && !KEY.iter().any(is_key)
}

/// Whether a quarter of the turns, and those of two speakers at least, are said to somebody.
fn are_personal(speakers: &FxHashMap<&str, Speaker>, n_turns: usize) -> bool {
    let n_personal: usize = speakers.values().map(|speaker| speaker.n_personal).sum();
    let n_speakers = speakers
        .values()
        .filter(|speaker| speaker.n_personal > 0)
        .count();
    n_speakers >= 2 && n_personal.saturating_mul(4) >= n_turns
}

fn is_personal(text: &str) -> bool {
    let is_address = |word: &str| ADDRESS.iter().any(|known| word.eq_ignore_ascii_case(known));
    text.contains(['?', '？', '؟']) || text.split(|c: char| !c.is_alphanumeric()).any(is_address)
}

/// Whether three names or more come in one order, over and over: the fields of a record, such as `yesterday`, `today`
/// and `blockers`. Two who talk take turns all the same.
fn is_cycle(turns: &[Head<'_>], n_speakers: usize) -> bool {
    let next_round = turns.iter().skip(n_speakers);
    n_speakers >= 3
        && turns
            .iter()
            .zip(next_round)
            .all(|(turn, next)| turn.name == next.name)
}
