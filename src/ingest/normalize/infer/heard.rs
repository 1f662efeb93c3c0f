//! How often does each rule hold for each voice on the call?

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::rules::{OF_A_DEAL, RULES, Sign, TAKING_UP};
use crate::call::Turn;

/// What one voice said, counted.
#[derive(Debug, Clone)]
pub(super) struct Voice {
    pub(super) n_words: u32,
    pub(super) n_questions: u32,
    /// By rule: how often it held, and in which turn first.
    pub(super) held: Vec<Held>,
}

/// How often a rule held, and in which turn first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Held {
    pub(super) n_times: u32,
    pub(super) first: Option<u32>,
}

impl Held {
    fn add(&mut self, n_times: u32, turn: u32) {
        self.n_times += n_times;
        self.first = self.first.or(Some(turn));
    }
}

/// What everybody said, counted.
#[derive(Debug)]
pub(super) struct Heard {
    /// By participant.
    pub(super) voices: Vec<Voice>,
    /// How many words of deals were said, and how many different ones.
    n_of_a_deal: usize,
    n_different: usize,
}

/// Of a thousand words as many belong to deals in a sales call; hardly any podcast or stand-up has so many.
const LEAST_OF_A_DEAL: f64 = 5.0;
const LEAST_DIFFERENT: usize = 4;

impl Heard {
    /// Listens to a call; `None` where the rules themselves are broken, which a test sees to.
    pub(super) fn of(turns: &[Turn], n_people: usize) -> Option<Heard> {
        let patterns = PATTERNS.as_ref()?;
        let silent = Voice {
            n_words: 0,
            n_questions: 0,
            held: vec![Held::default(); RULES.len()],
        };
        let mut heard = Heard {
            voices: vec![silent; n_people],
            n_of_a_deal: 0,
            n_different: 0,
        };
        let mut different: HashSet<Vec<u8>> = HashSet::new();
        for (index, turn) in (0..).zip(turns) {
            let text = plain(&turn.text);
            for found in patterns.of_a_deal.find_iter(text.as_bytes()) {
                heard.n_of_a_deal += 1;
                if !different.contains(found.as_bytes()) {
                    different.insert(found.as_bytes().to_vec());
                }
            }
            if let Some(voice) = heard.voices.get_mut(turn.speaker as usize) {
                voice.hear(&text, index, patterns);
            }
        }
        heard.n_different = different.len();
        Some(heard)
    }

    /// Whether people talk about buying and selling.
    pub(super) fn is_about_a_deal(&self) -> bool {
        let n_words: f64 = self.voices.iter().map(|v| f64::from(v.n_words)).sum();
        let share = 1000.0 * self.n_of_a_deal as f64 / n_words.max(1.0);
        share >= LEAST_OF_A_DEAL && self.n_different >= LEAST_DIFFERENT
    }

    /// How many questions this voice would have asked if everybody asked as many for each word.
    pub(super) fn fair_share_of_questions(&self, voice: &Voice) -> f64 {
        let n_words: f64 = self.voices.iter().map(|v| f64::from(v.n_words)).sum();
        let n_questions: f64 = self.voices.iter().map(|v| f64::from(v.n_questions)).sum();
        n_questions * f64::from(voice.n_words) / n_words.max(1.0)
    }
}

impl Voice {
    fn hear(&mut self, text: &str, turn: u32, patterns: &Patterns) {
        for rule in patterns.phrases.matches(text.as_bytes()) {
            if let Some(rule) = patterns.rules.get(rule) {
                self.hold(*rule, 1, turn);
            }
        }
        for word in words(text) {
            self.n_words += 1;
            for rule in patterns.words.get(word).into_iter().flatten() {
                self.hold(*rule, 1, turn);
            }
        }
        let n_questions = text.bytes().filter(|byte| *byte == b'?').count() as u32;
        self.n_questions += n_questions;
        if n_questions == 0 {
            return;
        }
        let takes_up = patterns.taking_up.is_match(text.as_bytes());
        for (rule, written) in RULES.iter().enumerate() {
            match written.sign {
                Sign::Question => self.hold(rule, n_questions, turn),
                Sign::TakesUp if takes_up => self.hold(rule, 1, turn),
                _ => {}
            }
        }
    }

    fn hold(&mut self, rule: usize, n_times: u32, turn: u32) {
        if let Some(held) = self.held.get_mut(rule) {
            held.add(n_times, turn);
        }
    }
}

/// The rules, ready to be looked for.
struct Patterns {
    phrases: RegexSet,
    /// By place in `phrases`: the rule.
    rules: Vec<usize>,
    words: HashMap<&'static str, Vec<usize>>,
    taking_up: Regex,
    of_a_deal: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| Patterns::compile().ok());

impl Patterns {
    fn compile() -> Result<Patterns, regex::Error> {
        let mut phrases: Vec<&'static str> = Vec::new();
        let mut rules = Vec::new();
        let mut words: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for (rule, written) in RULES.iter().enumerate() {
            match written.sign {
                Sign::Phrase(pattern) => {
                    phrases.push(pattern);
                    rules.push(rule);
                }
                Sign::Words(list) => {
                    for word in list {
                        words.entry(*word).or_default().push(rule);
                    }
                }
                Sign::Question | Sign::TakesUp => {}
            }
        }
        Ok(Patterns {
            // Plain text is ASCII, and borders of ASCII words are found faster.
            phrases: RegexSetBuilder::new(&phrases).unicode(false).build()?,
            rules,
            words,
            taking_up: RegexBuilder::new(TAKING_UP).unicode(false).build()?,
            of_a_deal: RegexBuilder::new(OF_A_DEAL).unicode(false).build()?,
        })
    }
}

/// Lower case in ASCII alone: rules know no other letters, and offsets do not matter here.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        plain.push(match c {
            '\u{2019}' | '\u{02BC}' => '\'',
            '£' | '€' => '$',
            c if c.is_ascii() => c,
            c if c.is_alphanumeric() => 'x',
            _ => ' ',
        });
    }
    plain
}

/// The words of a plain text.
pub(super) fn words(plain: &str) -> impl Iterator<Item = &str> {
    plain
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
}
