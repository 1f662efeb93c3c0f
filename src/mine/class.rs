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
    /// `30%`, `ten percent`, `half`
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
            Class::Share => match number {
                0 => 0,
                n if unit.has(Cues::SHARE_UNIT) => n + 1,
                n if words[..n].iter().any(|word| word.cues.has(Cues::PERCENT)) => n,
                _ => 0,
            },
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
