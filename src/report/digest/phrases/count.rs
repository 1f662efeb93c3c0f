//! How often does each phrase stand, and in how many accounts?

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use crate::call::{Call, Span};
use crate::report::digest::phrases::listen::Listener;
use crate::report::digest::phrases::{FEWEST_ACCOUNTS, Source};
use crate::report::digest::quotes::Spot;
use crate::search::place::MANY_SPEAKERS;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::tend::discover::tally::{Counted, Tally};

/// Phrases counted at once in the first pass; those met least are forgotten.
const MOST_ROUGH: usize = (1 << 20) / 8 * 7;
/// Phrases counted exactly.
const MOST_EXACT: usize = 20_000;
/// Places remembered of each phrase.
const SPOTS: usize = 12;
/// What a sentence is worth as a quote beside another one: nothing is known of it but its words.
const CONFIDENCE: f32 = 0.5;

/// How often a phrase was met, and the first few of its accounts.
#[derive(Debug, Clone, Copy, Default)]
struct Few {
    n: u32,
    accounts: [u32; FEWEST_ACCOUNTS],
    n_accounts: u8,
}

impl Counted for Few {
    fn n(&self) -> u32 {
        self.n
    }
}

impl Few {
    fn add(&mut self, account: u32) {
        self.n = self.n.saturating_add(1);
        let n_known = usize::from(self.n_accounts);
        let is_known = self
            .accounts
            .iter()
            .take(n_known)
            .any(|known| *known == account);
        if let Some(free) = self.accounts.get_mut(n_known).filter(|_| !is_known) {
            *free = account;
            self.n_accounts += 1;
        }
    }

    fn is_wide(&self) -> bool {
        usize::from(self.n_accounts) >= FEWEST_ACCOUNTS
    }
}

/// What was counted roughly: by the hash of a phrase.
pub struct Rough(Tally<Few>);

impl Rough {
    /// Counts the phrases of some calls.
    pub fn count(catalogue: &Catalogue, sources: &[Source]) -> Result<Rough, StoreError> {
        let mut tally: Tally<Few> = Tally::new(MOST_ROUGH);
        let mut listener = Listener::default();
        each_call(catalogue, sources, |source, call| {
            listener.listen(call, &mut |sentence| {
                for key in sentence.phrases.keys() {
                    tally.at(hash(key)).add(source.account);
                }
            });
        })?;
        Ok(Rough(tally))
    }
}

/// A phrase that may be told.
#[derive(Debug, Default)]
pub struct Heard {
    pub times: u64,
    pub before: u64,
    pub calls: u64,
    pub accounts: FxHashSet<u32>,
    pub spots: Vec<Spot>,
    last_call: Option<u32>,
    /// By the words as they were said.
    forms: BTreeMap<String, u64>,
}

impl Heard {
    /// Its commonest form, of equally common ones the first of the alphabet.
    pub fn form(&self) -> String {
        let mut forms: Vec<(&String, &u64)> = self.forms.iter().collect();
        forms.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        forms
            .first()
            .map(|(form, _)| (*form).clone())
            .unwrap_or_default()
    }
}

/// What was counted exactly.
pub struct Exact {
    /// The hashes of the phrases that are counted.
    wanted: FxHashSet<u64>,
    /// By stems.
    pub phrases: BTreeMap<String, Heard>,
    pub words_now: u64,
    pub words_before: u64,
}

impl Exact {
    /// Nothing counted yet; of what was met roughly, the widest and commonest is wanted.
    pub fn of(rough: Rough) -> Exact {
        let wide = rough.0.iter().filter(|(_, few)| few.is_wide());
        let mut wide: Vec<(u32, u64)> = wide.map(|(hash, few)| (few.n, hash)).collect();
        wide.sort_unstable_by(|a, b| b.cmp(a));
        wide.truncate(MOST_EXACT);
        Exact {
            wanted: wide.into_iter().map(|(_, hash)| hash).collect(),
            phrases: BTreeMap::new(),
            words_now: 0,
            words_before: 0,
        }
    }

    /// Counts the calls of the period. Withdrawn words are no part of any phrase.
    pub fn count_now(
        &mut self,
        catalogue: &Catalogue,
        sources: &[Source],
        is_withdrawn: &dyn Fn(&Call, u32, Span) -> bool,
    ) -> Result<(), StoreError> {
        let mut listener = Listener::default();
        each_call(catalogue, sources, |source, call| {
            listener.listen(call, &mut |sentence| {
                self.words_now += sentence.n_words;
                let spot = spot(source, sentence.turn, sentence.span, sentence.speaker);
                let mut wanted = sentence.phrases;
                wanted.retain(|key, _| self.wanted.contains(&hash(key)));
                if wanted.is_empty() || is_withdrawn(call, spot.turn, spot.span) {
                    return;
                }
                for (key, form) in wanted {
                    let heard = self.phrases.entry(key).or_default();
                    heard.add(source, spot, form);
                }
            });
        })
    }

    /// Counts the calls before.
    pub fn count_before(
        &mut self,
        catalogue: &Catalogue,
        sources: &[Source],
    ) -> Result<(), StoreError> {
        let mut listener = Listener::default();
        each_call(catalogue, sources, |_, call| {
            listener.listen(call, &mut |sentence| {
                self.words_before += sentence.n_words;
                for key in sentence.phrases.keys() {
                    if let Some(heard) = self.phrases.get_mut(key) {
                        heard.before += 1;
                    }
                }
            });
        })
    }
}

impl Heard {
    fn add(&mut self, source: Source, spot: Spot, form: String) {
        self.times += 1;
        self.accounts.insert(source.account);
        if self.last_call.replace(source.ord) != Some(source.ord) {
            self.calls += 1;
            // One place of a call is enough to choose from.
            if self.spots.len() < SPOTS {
                self.spots.push(spot);
            }
        }
        *self.forms.entry(form).or_default() += 1;
    }
}

fn spot(source: Source, turn: u32, span: Span, speaker: u32) -> Spot {
    let speaker = u16::try_from(speaker).unwrap_or(MANY_SPEAKERS);
    Spot {
        ord: source.ord,
        turn,
        span,
        speaker: speaker.min(MANY_SPEAKERS),
        tag: 0,
        confidence: CONFIDENCE,
    }
}

fn each_call(
    catalogue: &Catalogue,
    sources: &[Source],
    mut each: impl FnMut(Source, &Call),
) -> Result<(), StoreError> {
    for source in sources {
        // Deleted a moment ago.
        let Some(call) = catalogue.call_by_ord(source.ord)? else {
            continue;
        };
        each(*source, &call);
    }
    Ok(())
}

/// Two phrases of one hash would only be counted exactly for nothing.
fn hash(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}
