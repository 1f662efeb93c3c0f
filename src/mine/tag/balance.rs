//! What do weak cues in one sentence come to?
//!
//! Cues that stand in the same sentence (or, where the recogniser left no punctuation, in the same clause) are added
//! up, each once, for every piece of evidence that has some of them. What comes to the threshold is a mention, at its
//! author's confidence, and shows its sum.

use crate::mention::{Evidence, Mention, Why};
use crate::mine::lexicon::{Entry, Lexicons, Milli, Who};
use crate::mine::matcher::Found;
use crate::mine::quote_span::{phrase_span, span_of};
use crate::mine::scope::{self, Place, whose};
use crate::mine::unit::units;

use super::judge::meant;
use super::{Heard, Tagger, keep_best};

/// So many of the strongest cues stand in place of a pattern.
const NAMED: usize = 3;

/// What the cues of one piece of evidence come to in one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighing {
    /// Index of the evidence among the entries.
    pub entry: u32,
    pub sum: Milli,
    pub threshold: Milli,
    /// The cues as their authors wrote them, in the order in which they stand.
    pub cues: Vec<(String, Milli)>,
    found: Vec<Found>,
}

impl Weighing {
    /// Whether it is a mention.
    pub fn is_enough(&self) -> bool {
        // Nothing that counts so much alone is a cue of its own evidence; one that is lent may be.
        self.sum >= self.threshold && self.cues.len() > 1
    }

    /// The cue that counts most; of several the first.
    fn strongest(&self) -> usize {
        let cues = self.cues.iter().enumerate();
        let heaviest = cues.max_by_key(|(at, (_, weight))| (*weight, std::cmp::Reverse(*at)));
        heaviest.map_or(0, |(at, _)| at)
    }

    /// The patterns of the strongest cues, strongest first.
    fn names(&self) -> String {
        let cues = self.cues.iter();
        let speaking = cues.filter(|(_, weight)| *weight > Milli::default());
        let mut cues: Vec<&(String, Milli)> = speaking.collect();
        cues.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        let names = cues.into_iter().take(NAMED);
        let names: Vec<&str> = names.map(|(pattern, _)| pattern.as_str()).collect();
        names.join(", ")
    }

    /// Every cue with its weight, and what they come to.
    fn evidence(&self) -> Vec<Evidence> {
        let cues = self.cues.iter().map(|(pattern, weight)| Evidence {
            feature: pattern.clone(),
            weight: weight.value(),
        });
        let sum = Evidence {
            feature: format!("sum, of {} needed", self.threshold),
            weight: self.sum.value(),
        };
        cues.chain([sum]).collect()
    }
}

impl Tagger<'_> {
    /// What is found of weak cues makes no mention by itself.
    pub(super) fn set_cues_apart(&mut self) {
        self.cues.clear();
        let balances = &self.lexicons.balances;
        if balances.is_empty() {
            return;
        }
        let cues = &mut self.cues;
        self.found.retain(|found| {
            let is_cue = balances.is_cue(found.pattern);
            if is_cue {
                cues.push(*found);
            }
            !is_cue
        });
    }

    /// Adds a mention for everything that cues come to in a turn just read.
    pub(super) fn add_up(
        &self,
        heard: &Heard<'_>,
        first_of_turn: usize,
        mentions: &mut Vec<Mention>,
    ) {
        // One cue is never enough.
        if self.cues.len() < 2 {
            return;
        }
        for weighing in self.weighings(heard.who) {
            if weighing.is_enough() {
                let mention = self.mention_of(heard, &weighing);
                keep_best(mentions, first_of_turn, mention);
            }
        }
    }

    /// What the cues of an example come to, sentence by sentence, enough or not: to see why something is not heard.
    pub fn weighings_in(&mut self, text: &str, who: Who<'_>) -> Vec<Weighing> {
        self.begin_example(text);
        self.read(text);
        self.weighings(who)
    }

    /// What the cues of the turn just read come to.
    fn weighings(&self, who: Who<'_>) -> Vec<Weighing> {
        let mut weighings = Vec::new();
        if self.cues.is_empty() {
            return weighings;
        }
        for unit in units(&self.words) {
            let here = self.cues.iter();
            let here = here.filter(|found| unit.words.contains(&(found.first as usize)));
            let mut here: Vec<Found> = here.copied().collect();
            here.sort_by_key(|found| (found.first, found.last, found.pattern));
            if here.is_empty() {
                continue;
            }
            for evidence in &self.lexicons.balances.evidence {
                let entry = &self.lexicons.entries[evidence.entry as usize];
                if !entry.listens_to(who) {
                    continue;
                }
                let is_own = |found: &Found| {
                    let (of, _) = self.lexicons.patterns[found.pattern as usize];
                    of == evidence.entry || evidence.lenders.binary_search(&of).is_ok()
                };
                let own = here.iter().copied().filter(is_own);
                let cues = each_once(self.lexicons, who, own);
                if !cues.is_empty() {
                    weighings.push(weighed(self.lexicons, evidence.entry, entry, cues));
                }
            }
        }
        weighings
    }

    /// The mention that cues come to: meant as the strongest of them is meant.
    fn mention_of(&self, heard: &Heard<'_>, weighing: &Weighing) -> Mention {
        let entry = &self.lexicons.entries[weighing.entry as usize];
        let strongest = weighing.strongest();
        let place = |first: u32, last: u32| Place {
            words: &self.words,
            first: first as usize,
            last: last as usize,
        };
        let found = || weighing.found.iter();
        let first = found().map(|found| found.first).min().unwrap_or(0);
        let last = found().map(|found| found.last).max().unwrap_or(0);
        let (all, best) = (place(first, last), weighing.found[strongest]);
        let (polarity, polarity_cue) = meant(
            heard,
            place(best.first, best.last),
            entry,
            &weighing.cues[strongest].0,
        );
        let (target, target_cue) = whose::target(all, entry);
        let (origin, origin_cue) = self.origin(heard.index, all.first, &entry.tag);
        let here = |cue: scope::Cue| cue.in_turn(heard.index);
        Mention {
            turn: heard.index,
            span: span_of(entry.quoted, &self.words, all.first, all.last),
            tag: entry.tag.clone(),
            polarity,
            target,
            origin,
            confidence: entry.confidence,
            lexicon: entry.lexicon.clone(),
            pattern: weighing.names(),
            why: Why {
                matched: Some(phrase_span(&self.words, all.first, all.last)),
                polarity: polarity_cue.map(here),
                target: target_cue.map(here),
                origin: origin_cue,
                evidence: weighing.evidence(),
            },
        }
    }
}

/// Each cue of evidence once; of an entry that lends its patterns, one of them.
fn each_once(lexicons: &Lexicons, who: Who<'_>, cues: impl Iterator<Item = Found>) -> Vec<Found> {
    let mut seen: Vec<(u32, Option<u32>)> = Vec::new();
    let mut once = Vec::new();
    for found in cues {
        let (of, place) = lexicons.patterns[found.pattern as usize];
        let entry = &lexicons.entries[of as usize];
        let key = (of, entry.balance.is_some().then_some(place));
        if entry.listens_to(who) && !seen.contains(&key) {
            seen.push(key);
            once.push(found);
        }
    }
    once
}

fn weighed(lexicons: &Lexicons, number: u32, evidence: &Entry, found: Vec<Found>) -> Weighing {
    let cues: Vec<(String, Milli)> = found
        .iter()
        .map(|found| {
            let weight = weight_of(lexicons, found.pattern);
            (lexicons.written(found.pattern).to_owned(), weight)
        })
        .collect();
    let balance = evidence.balance.as_ref();
    Weighing {
        entry: number,
        sum: cues.iter().map(|(_, weight)| *weight).sum(),
        threshold: balance.map_or(Milli(i32::MAX), |balance| balance.threshold),
        cues,
        found,
    }
}

/// What a cue counts.
fn weight_of(lexicons: &Lexicons, pattern: u32) -> Milli {
    let (of, place) = lexicons.patterns[pattern as usize];
    let entry = &lexicons.entries[of as usize];
    let own = entry.balance.as_ref();
    own.map(|balance| balance.weights[place as usize])
        .or(entry.weight)
        .unwrap_or_default()
}
