//! Does a figure stand here, or somebody's name: an amount of money, a stretch of time, a share, a number, a person?
//!
//! The computed word classes of the lexicon language. Each is a run of words; lists (`classes.toml`, and those that
//! the config gives) are unfolded into patterns and never come here.

use crate::mine::cues::Cues;
use crate::mine::people::Said;
use crate::mine::words::Word;

/// The class of the config's competitors.
pub const COMPETITOR: &str = "competitor";
/// The class of the config's products.
pub const OUR_PRODUCT: &str = "our-product";

/// Whether a class of that name is there without a list in `classes.toml`: computed, or given by the config.
pub fn needs_no_list(name: &str) -> bool {
    Class::from_name(name).is_some() || [COMPETITOR, OUR_PRODUCT].contains(&name)
}

/// A class that is computed rather than listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// `$40k`, `forty grand`, `12,000 dollars`
    Money,
    /// `7`, `two hundred`, `a dozen`
    Number,
    /// `two hours`, `half a day`, `three weeks`
    Duration,
    /// `30%`, `ten percent`, `half`, `two thirds`, `nine out of ten`
    Share,
    /// `Dana`, `Dana Whitcomb`: who is on the call, or one of our own people
    Person,
}

/// Longest run of words that a figure may take.
pub const LONGEST: usize = 6;

impl Class {
    /// Every computed class with the name that patterns use.
    pub const ALL: [(&'static str, Class); 5] = [
        ("duration", Class::Duration),
        ("money", Class::Money),
        ("number", Class::Number),
        ("person", Class::Person),
        ("share", Class::Share),
    ];

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, class)| *class)
    }

    /// How many of the words at the beginning of `words` make up this class; 0 where none does.
    pub fn len_at(self, words: &[Word], said: Said<'_>) -> usize {
        let number = number_len(words);
        let unit = words.get(number).map_or(Cues::NONE, |word| word.cues);
        match self {
            Class::Number => number,
            Class::Person => said.name_len(words),
            Class::Money => match number {
                0 => 0,
                n if unit.has(Cues::MONEY_UNIT) => n + 1,
                n if words[..n].iter().any(|word| word.cues.has(Cues::MONEY)) => n,
                _ => 0,
            },
            Class::Duration => duration_len(words, number),
            Class::Share => share_len(words, number, unit),
        }
    }
}

/// Figures in words or digits, with `a`, `of`, `and` between them (`a couple of hundred`, `one and a half`).
fn number_len(words: &[Word]) -> usize {
    let mut len = 0;
    for (index, word) in words.iter().take(LONGEST - 1).enumerate() {
        if word.cues.has(Cues::NUMBER) || word.cues.has(Cues::NUMBER_WORD) {
            len = index + 1;
        } else if !word.cues.has(Cues::LINK) {
            break;
        }
    }
    len
}

/// A number and a unit of time, with `a` or `of` between (`half a day`, `a couple of weeks`), or `a week`.
fn duration_len(words: &[Word], number: usize) -> usize {
    let mut at = number;
    while at < words.len().min(LONGEST) && words[at].cues.has(Cues::LINK) {
        at += 1;
    }
    match words.get(at) {
        Some(word) if word.cues.has(Cues::TIME_UNIT) && at > 0 => at + 1,
        _ => 0,
    }
}

/// A percentage, two numbers of which one is a part of the other, or a fraction in words.
fn share_len(words: &[Word], number: usize, unit: Cues) -> usize {
    let is_percentage = words[..number]
        .iter()
        .any(|word| word.cues.has(Cues::PERCENT));
    if number > 0 && unit.has(Cues::SHARE_UNIT) {
        number + 1
    } else if is_percentage {
        number
    } else {
        ratio_len(words, number).max(fraction_len(words))
    }
}

/// `one in ten`, `nine out of ten`, `two in every hundred`; no share are `one in two weeks` and `one in 2019`.
fn ratio_len(words: &[Word], number: usize) -> usize {
    let is_between = |word: &Word| word.cues.has(Cues::RATIO.with(Cues::LINK));
    let is_opened = words
        .get(number)
        .is_some_and(|word| word.cues.has(Cues::RATIO));
    if number == 0 || !is_opened {
        return 0;
    }
    let n_between = words[number..]
        .iter()
        .take_while(|word| is_between(word))
        .count();
    let whole = &words[number + n_between..];
    let len = number + n_between + number_len(whole);
    let is_year = whole
        .first()
        .is_some_and(|word| word.cues.has(Cues::NUMBER) && word.end - word.start == 4);
    let is_whole = len > number + n_between && !is_year && !is_measured(&words[len..]);
    if is_whole { len } else { 0 }
}

/// `half`, `a third`, `two thirds`; no share are `half an hour`, `half a million` and `the third`.
fn fraction_len(words: &[Word]) -> usize {
    let has = |at: usize, wanted: Cues| words.get(at).is_some_and(|word| word.cues.has(wanted));
    let is_counted = has(0, Cues::NUMBER.with(Cues::NUMBER_WORD)) && has(1, Cues::PARTS);
    let len = if is_counted || (has(0, Cues::SINGLE) && has(1, Cues::PART)) {
        2
    } else if has(0, Cues::HALF) {
        1
    } else {
        0
    };
    if is_measured(&words[len..]) { 0 } else { len }
}

/// Whether a unit or a further number follows, so that what stands before it is an amount.
fn is_measured(words: &[Word]) -> bool {
    let of_amounts = Cues::TIME_UNIT
        .with(Cues::MONEY_UNIT)
        .with(Cues::NUMBER)
        .with(Cues::NUMBER_WORD);
    let is_single = words
        .first()
        .is_some_and(|word| word.cues.has(Cues::SINGLE) && !word.cues.has(Cues::NUMBER_WORD));
    words
        .get(usize::from(is_single))
        .is_some_and(|word| word.cues.has(of_amounts))
}
