//! What does a short reply say to what was just put to somebody?
//!
//! "Right" takes over what was put, however it was worded. "No" to something worded negatively confirms it in
//! English, and "yes, we do" contradicts it.

use crate::mention::Polarity;
use crate::mine::cues::Cues;
use crate::mine::origin::Put;
use crate::mine::words::Words;
use crate::mine::words::contraction::split_contraction;
use crate::text::stem::fold;

use super::phrases::{
    AGREEING, AGREES, BEFORE_NOT, DENYING, LEADS, NEGATIONS, NO, NO_ANSWERS, NOT, PRONOUNS,
    STRESSES, THAT_IS, VERBS, YES, begins, is_one,
};

/// A reply of at most so many words is nothing but an answer.
const BARE_REPLY: usize = 12;
/// A "not …" of more words says something of its own.
const SHORT_NOT: usize = 4;
/// So few words behind a "no" say nothing against a lack.
const LITTLE: usize = 2;

/// What a reply says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// "Right", "I'm afraid so": it is as it was put.
    Agrees,
    /// "Yes": to something worded negatively it may mean either.
    Yes,
    /// "It does", "yes, we do": it is so, whatever was denied.
    IsSo,
    /// "No", "not at all": it is not so.
    IsNotSo,
    /// "No, it's mine": to something worded negatively it may mean either.
    No,
}

impl Answer {
    /// What it makes of something that was put so; `None` where nobody can tell.
    pub fn about(self, put: Put) -> Option<Polarity> {
        let turned = match put.polarity {
            Polarity::Negated => Polarity::Affirmed,
            Polarity::Affirmed | Polarity::Hypothetical => Polarity::Negated,
        };
        match (self, put.is_negative) {
            (Answer::Yes | Answer::No, true) => None,
            (Answer::IsSo, true) | (Answer::IsNotSo | Answer::No, false) => Some(turned),
            _ => Some(put.polarity),
        }
    }
}

/// A word of a reply.
pub(super) struct Said {
    pub word: String,
    after_pause: bool,
}

/// What a turn says as an answer; `None` where it is none, or more than one.
pub fn answer(words: &Words, text: &str) -> Option<Answer> {
    // "Sure, if we pass" agrees with nothing yet.
    let mut items = words.items.iter();
    let is_open = items.any(|word| word.cues.has(Cues::CONDITION));
    if is_open || words.items.len() > BARE_REPLY {
        return None;
    }
    let said = said(words, text);
    let first = said.iter().position(|said| !is_one(LEADS, said))?;
    read(&said[first..])
}

/// The words of a turn, contractions as two.
fn said(words: &Words, text: &str) -> Vec<Said> {
    let mut said = Vec::new();
    let mut before = None;
    for word in &words.items {
        // The two words of a contraction stand on the same letters.
        if before == Some(word.start) {
            continue;
        }
        before = Some(word.start);
        let surface = text.get(word.start as usize..word.end as usize);
        // A word said twice in a row stands there with its repeats.
        let is_between = |c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}' | '-');
        let once = surface.and_then(|surface| surface.split(is_between).next());
        let parts = split_contraction(&fold(once.unwrap_or_default()));
        for (at, part) in parts.into_iter().enumerate() {
            said.push(Said {
                word: part,
                after_pause: at == 0 && word.cues.has(Cues::AFTER_PAUSE),
            });
        }
    }
    said
}

fn read(said: &[Said]) -> Option<Answer> {
    if begins(said, NO_ANSWERS).is_some() {
        return None;
    }
    if begins(said, DENYING).is_some() || denies_again(said) {
        return Some(Answer::IsNotSo);
    }
    if agrees(said) {
        // "Definitely not cheap" says something of its own.
        let that_is = begins(said, THAT_IS).unwrap_or(0);
        let stressed = that_is + begins(&said[that_is..], BEFORE_NOT).unwrap_or(0);
        return match begins(&said[stressed..], NOT) {
            Some(_) => denied(said, stressed),
            None => Some(Answer::Agrees),
        };
    }
    if let Some(at) = begins(said, BEFORE_NOT) {
        return denied(said, at);
    }
    if let Some(at) = begins(said, YES) {
        return Some(after_yes(said, at));
    }
    if let Some(at) = begins(said, NO) {
        return Some(after_no(&said[at..]));
    }
    let is_short_not = begins(said, NEGATIONS).is_some() && said.len() <= SHORT_NOT;
    if is_short_not {
        return Some(Answer::IsNotSo);
    }
    ends_at(said, echo(said)?).then_some(Answer::IsSo)
}

/// "Absolutely not", where nothing goes on behind it.
fn denied(said: &[Said], stressed: usize) -> Option<Answer> {
    let not = begins(&said[stressed..], NOT)?;
    ends_at(said, stressed + not).then_some(Answer::IsNotSo)
}

/// "We don't", "it isn't".
fn denies_again(said: &[Said]) -> bool {
    echo(said).is_some_and(|end| denied(said, end).is_some())
}

/// "Right", "that's right", "I'm afraid so".
fn agrees(said: &[Said]) -> bool {
    let that_is = begins(said, THAT_IS).unwrap_or(0);
    begins(&said[that_is..], AGREES).is_some() || begins(said, AGREEING).is_some()
}

fn after_yes(said: &[Said], at: usize) -> Answer {
    let rest = &said[at..];
    if begins(rest, NO).is_some() || begins(rest, "not really|not at all").is_some() {
        return Answer::IsNotSo;
    }
    if insists(rest) {
        return Answer::IsSo;
    }
    // Only a plain "yes" may contradict.
    let is_plain = said[0].word == "yes" && !agrees(rest) && !has_negation(rest);
    if is_plain {
        Answer::Yes
    } else {
        Answer::Agrees
    }
}

fn after_no(rest: &[Said]) -> Answer {
    let confirms = begins(rest, "exactly|correct|you are right").is_some()
        || begins(rest, THAT_IS).is_some_and(|at| begins(&rest[at..], AGREES).is_some());
    if confirms {
        return Answer::Agrees;
    }
    if echo(rest).is_some_and(|end| ends_at(rest, end)) {
        return Answer::IsSo;
    }
    let is_plain =
        rest.len() <= LITTLE || has_negation(rest) || begins(rest, "i am afraid").is_some();
    if is_plain {
        Answer::IsNotSo
    } else {
        Answer::No
    }
}

/// "… we do", "… we do have it", "… it is".
fn insists(rest: &[Said]) -> bool {
    let Some(end) = echo(rest) else {
        return false;
    };
    let is_stressed = matches!(rest[end - 1].word.as_str(), "do" | "does" | "did");
    ends_at(rest, end) || (is_stressed && begins(&rest[end..], NOT).is_none())
}

/// Where a "we do" or "it really does" ends with which the words begin.
fn echo(said: &[Said]) -> Option<usize> {
    let who = begins(said, PRONOUNS)?;
    let how = begins(&said[who..], STRESSES).unwrap_or(0);
    let does = begins(&said[who + how..], VERBS)?;
    Some(who + how + does)
}

fn has_negation(said: &[Said]) -> bool {
    said.iter().any(|said| is_one(NEGATIONS, said))
}

/// Whether nothing or a pause follows the first so many words.
fn ends_at(said: &[Said], end: usize) -> bool {
    said.get(end).is_none_or(|next| next.after_pause)
}
