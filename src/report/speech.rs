//! Which words does one kind of buyer use more than the others do?
//!
//! Words of prospects by persona, from the newest calls of each: how often, of how many running words, and in how many
//! accounts. What is typical is told by keyness: log-likelihood, how little chance explains it, and the log ratio, how
//! much more often it is said.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::call::{Call, Side};
use crate::report::ledger::Ledger;
use crate::search::call_table::CallTable;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::tend::discover::keyness::Keyness;
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;

/// Calls of each persona that are listened to, the newest ones. Enough to tell how they speak; more would only take
/// longer.
pub const MOST_CALLS: usize = 200;
/// A word said fewer times, or in fewer accounts, may be one person's own.
pub const FEWEST: u64 = 3;
pub const FEWEST_ACCOUNTS: usize = 2;
/// Less would come about by chance in more than one of a hundred words.
const LEAST_G2: f64 = 6.63;
/// At least twice as often.
const LEAST_LOG_RATIO: f64 = 1.0;
/// Shorter words are noises and little words of grammar.
const FEWEST_LETTERS: usize = 3;

/// A word that a persona uses more than others.
#[derive(Debug, Clone, PartialEq)]
pub struct Typical {
    /// Its commonest form.
    pub word: String,
    pub here: u64,
    pub there: u64,
    pub n_accounts: usize,
    pub keyness: Keyness,
}

/// What prospects say, counted by persona.
#[derive(Debug, Default)]
pub struct Speech {
    /// By slug.
    personas: BTreeMap<String, Said>,
    /// By stem: how often all prospects say it, and its commonest form.
    stems: Vec<(u64, String)>,
    n_words: u64,
    /// Calls that were listened to.
    pub n_calls: usize,
}

/// What one persona says.
#[derive(Debug, Default)]
struct Said {
    n_words: u64,
    n_calls: u64,
    stems: FxHashMap<u32, Seen>,
}

/// How often a stem is said, and in which accounts.
#[derive(Debug, Default)]
struct Seen {
    n: u64,
    accounts: FxHashSet<u32>,
}

impl Speech {
    /// Listens to the newest calls of every persona.
    pub fn read(
        catalogue: &Catalogue,
        table: &CallTable,
        ledger: &Ledger,
    ) -> Result<Speech, StoreError> {
        let mut listener = Listener::default();
        for ord in newest_calls(table) {
            let account = ledger.call(ord).map(|call| call.account);
            let (Some(account), Some(call)) = (account, catalogue.call_by_ord(ord)?) else {
                continue;
            };
            listener.listen(&call, account);
        }
        Ok(listener.finish())
    }

    /// Calls in which a persona was listened to, and their running words.
    pub fn size_of(&self, persona: &str) -> (u64, u64) {
        let said = self.said_by(persona);
        said.map_or((0, 0), |said| (said.n_calls, said.n_words))
    }

    /// The words that a persona says more than all others do, the surest first.
    pub fn typical(&self, persona: &str, most: usize) -> Vec<Typical> {
        let Some(said) = self.said_by(persona) else {
            return Vec::new();
        };
        let often = said
            .stems
            .iter()
            .filter(|(_, seen)| seen.n >= FEWEST && seen.accounts.len() >= FEWEST_ACCOUNTS);
        let mut typical: Vec<Typical> = often
            .filter_map(|(stem, seen)| self.weighed(*stem, seen, said.n_words))
            .filter(|one| {
                one.keyness.g2 >= LEAST_G2
                    && one.keyness.log_ratio >= LEAST_LOG_RATIO
                    && one.word.chars().count() >= FEWEST_LETTERS
            })
            .collect();
        typical.sort_by(|a, b| {
            let surest_first = b.keyness.g2.total_cmp(&a.keyness.g2);
            surest_first.then_with(|| a.word.cmp(&b.word))
        });
        typical.truncate(most);
        typical
    }

    fn said_by(&self, persona: &str) -> Option<&Said> {
        self.personas.get(&persona.to_lowercase())
    }

    fn weighed(&self, stem: u32, seen: &Seen, n_words: u64) -> Option<Typical> {
        let (n, word) = self.stems.get(stem as usize)?;
        let there = n - seen.n;
        Some(Typical {
            word: word.clone(),
            here: seen.n,
            there,
            n_accounts: seen.accounts.len(),
            keyness: Keyness::new(seen.n, there, n_words, self.n_words - n_words),
        })
    }
}

/// The newest calls, until every persona has had its share.
fn newest_calls(table: &CallTable) -> Vec<u32> {
    let rows = (0_u32..).zip(table.rows());
    let rows = rows.filter_map(|(ord, row)| Some((ord, row?)));
    let mut dated: Vec<(&str, u32)> = rows
        .map(|(ord, facts)| (facts.date.as_deref().unwrap_or(""), ord))
        .collect();
    dated.sort_unstable();
    let mut taken: FxHashMap<&str, usize> = FxHashMap::default();
    let mut chosen = Vec::new();
    for (_, ord) in dated.into_iter().rev() {
        let people = table.get(ord).into_iter().flat_map(|facts| &facts.people);
        let mut personas: Vec<&str> = people.map(|(_, slug)| slug.as_str()).collect();
        personas.sort_unstable();
        personas.dedup();
        let n_taken = |slug: &str| taken.get(slug).copied().unwrap_or(0);
        if personas.iter().any(|slug| n_taken(slug) < MOST_CALLS) {
            chosen.push(ord);
            for slug in personas {
                *taken.entry(slug).or_default() += 1;
            }
        }
    }
    chosen
}

/// A form of a word: its stem's number, and how often it was met.
#[derive(Debug, Clone, Copy)]
struct Form {
    stem: u32,
    n: u64,
}

/// Counts call after call.
#[derive(Default)]
struct Listener {
    stemmer: Stemmer,
    /// By folded word.
    forms: FxHashMap<String, Form>,
    numbers: FxHashMap<String, u32>,
    speech: Speech,
}

impl Listener {
    fn listen(&mut self, call: &Call, account: u32) {
        self.speech.n_calls += 1;
        let names = names(call);
        let mut present: FxHashSet<String> = FxHashSet::default();
        for turn in &call.turns {
            let speaker = call.speaker(turn);
            if speaker.side != Side::Prospect {
                continue;
            }
            let persona = speaker.persona.to_lowercase();
            let mut said = self.speech.personas.remove(&persona).unwrap_or_default();
            for token in tokens(&turn.text) {
                said.n_words += 1;
                self.speech.n_words += 1;
                let word = fold(token.surface(&turn.text));
                let is_name = names.contains(word.trim_end_matches("'s"));
                if is_name || !word.contains(char::is_alphabetic) {
                    continue;
                }
                let seen = said.stems.entry(self.meet(word)).or_default();
                seen.n += 1;
                seen.accounts.insert(account);
            }
            if present.insert(persona.clone()) {
                said.n_calls += 1;
            }
            self.speech.personas.insert(persona, said);
        }
    }

    /// Counts a word and gives its stem's number.
    fn meet(&mut self, word: String) -> u32 {
        if let Some(form) = self.forms.get_mut(&word) {
            form.n += 1;
            return form.stem;
        }
        let next = self.numbers.len() as u32;
        let stem = self.stemmer.stem(&word);
        let stem = *self.numbers.entry(stem).or_insert(next);
        self.forms.insert(word, Form { stem, n: 1 });
        stem
    }

    fn finish(mut self) -> Speech {
        let mut stems = vec![(0, String::new()); self.numbers.len()];
        let mut forms: Vec<(String, Form)> = self.forms.into_iter().collect();
        // The commonest form comes first, and of equally common ones the first of the alphabet.
        forms.sort_by(|a, b| b.1.n.cmp(&a.1.n).then_with(|| a.0.cmp(&b.0)));
        for (word, form) in forms {
            if let Some((n, commonest)) = stems.get_mut(form.stem as usize) {
                *n += form.n;
                if commonest.is_empty() {
                    *commonest = word;
                }
            }
        }
        self.speech.stems = stems;
        self.speech
    }
}

/// The words of the names on a call: they tell who speaks, not how.
pub(in crate::report) fn names(call: &Call) -> FxHashSet<String> {
    let people = call.participants.iter();
    let people = people.flat_map(|person| person.aliases.iter().chain([&person.name]));
    let account = call
        .account
        .as_ref()
        .and_then(|account| account.name.as_ref());
    let names = people.chain(account);
    names
        .flat_map(|name| tokens(name).map(move |token| fold(token.surface(name))))
        .collect()
}
