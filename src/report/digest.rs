//! What have the calls that came in since then brought, that is worth a marketer's minute?
//!
//! Pains and objections by breadth, what rises, what is said in new words, and who says it; each with one quote that
//! neither this digest nor an earlier one tells twice. Calls count by when they came in, not by when they were held: one
//! that comes late is in the digest after it. Everything is counted from the catalogue, without a clock: the same
//! archive, period and memory give the same digest.

pub mod period;

pub mod told;

mod count;

mod phrases;

mod quotes;

pub mod rising;

pub mod shape;

pub mod blocks;

pub mod render;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::call::{Call, Span};
use crate::report::ledger::Ledger;
use crate::report::themes::Themes;
use crate::search::call_table::CallTable;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;

use self::count::{count, n_accounts, spots};
use self::period::Period;
use self::quotes::{Chooser, Spot};
use self::shape::{Digest, DigestCalls, DigestPersona, DigestTopic};
use self::told::Told;

/// Pains, and objections, that are told.
const MOST_TOPICS: usize = 20;
/// Personas that are told.
const MOST_PERSONAS: usize = 8;
/// Tags named of each persona.
const MOST_NAMED: usize = 3;

/// What a digest is made of.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub catalogue: &'a Catalogue,
    pub table: &'a CallTable,
    pub ledger: &'a Ledger,
    /// Mentions below don't count.
    pub threshold: f32,
    pub period: Period,
    /// What earlier digests told.
    pub told: &'a Told,
    /// Whether words of a turn were withdrawn, so that no file may hold them.
    pub is_withdrawn: &'a dyn Fn(&Call, u32, Span) -> bool,
}

/// Makes a digest.
pub fn digest(question: &Question<'_>) -> Result<Digest, StoreError> {
    let receipts = receipts(question.catalogue)?;
    let period = question.period;
    let now = question.ledger.of_calls(|ord| {
        let at = receipts.get(&ord);
        at.is_some_and(|at| period.holds(*at))
    });
    let earlier = question.ledger.of_calls(|ord| {
        let at = receipts.get(&ord);
        at.is_some_and(|at| *at < period.since)
    });
    let (counted, counted_earlier) = (count(&now, question), count(&earlier, question));
    let spots = spots(&now, question.threshold);
    let mut chooser = Chooser::new(question);

    let rising = rising::rising(question, &receipts, (&now, &counted));
    let topics = Topics {
        question,
        counted: &counted,
        earlier: &counted_earlier,
        spots: &spots,
    };
    let (pains, n_more_pains) = topics.of_kind("pain", &mut chooser)?;
    let (objections, n_more_objections) = topics.of_kind("objection", &mut chooser)?;
    let phrases = phrases::phrases(question, &receipts, (&now, &earlier), &mut chooser)?;
    let personas = personas(question, &counted, &spots, &mut chooser)?;
    Ok(Digest {
        since: period.since_told(),
        until: period.until_told(),
        calls: calls(question, &now),
        accounts: counted.breadth.accounts,
        mentions: counted.breadth.mentions,
        pains,
        n_more_pains,
        objections,
        n_more_objections,
        negated: counted.left_out.negated,
        hypothetical: counted.left_out.hypothetical,
        of_friends: counted.left_out.of_friends,
        rising: rising.all,
        n_compared: rising.n_compared,
        rising_note: rising.note,
        phrases: phrases.all,
        phrases_note: phrases.note,
        personas,
        withdrawn: chooser.n_withdrawn(),
    })
}

/// When each call came in, by its number. A time that cannot be read is as early as can be.
fn receipts(catalogue: &Catalogue) -> Result<BTreeMap<u32, Timestamp>, StoreError> {
    let receipts = catalogue.receipts()?.into_iter();
    let read = |(ord, at): (u32, String)| (ord, at.parse().unwrap_or(Timestamp::MIN));
    Ok(receipts.map(read).collect())
}

/// What the topics of a digest are made of.
struct Topics<'a> {
    question: &'a Question<'a>,
    counted: &'a Themes,
    earlier: &'a Themes,
    spots: &'a [Spot],
}

impl Topics<'_> {
    /// The topics of a kind that are told, and how many more there are.
    fn of_kind(
        &self,
        kind: &str,
        chooser: &mut Chooser<'_>,
    ) -> Result<(Vec<DigestTopic>, u64), StoreError> {
        let tags = self.question.ledger.tags();
        let is_of_kind = |tag: &str| tag.split('/').next() == Some(kind);
        let of_kind = self
            .counted
            .all
            .iter()
            .filter(|theme| is_of_kind(&theme.tag));
        let mut topics = Vec::new();
        let mut n_more = 0;
        for theme in of_kind {
            if topics.len() == MOST_TOPICS {
                n_more += 1;
                continue;
            }
            let is_here = |spot: &&Spot| {
                let tag = tags.get(spot.tag as usize);
                tag.is_some_and(|tag| *tag == theme.tag)
            };
            topics.push(DigestTopic {
                tag: theme.tag.clone(),
                accounts: theme.breadth.accounts,
                calls: theme.breadth.calls,
                mentions: theme.breadth.mentions,
                of_friends: theme.n_of_friends,
                is_first: self.earlier.all.iter().all(|known| known.tag != theme.tag),
                quote: chooser.choose(self.spots.iter().filter(is_here))?,
            });
        }
        Ok((topics, n_more))
    }
}

fn personas(
    question: &Question<'_>,
    counted: &Themes,
    spots: &[Spot],
    chooser: &mut Chooser<'_>,
) -> Result<Vec<DigestPersona>, StoreError> {
    let mut personas = Vec::new();
    for share in counted.personas.iter().take(MOST_PERSONAS) {
        let of_persona = |spot: &&Spot| {
            let number = question.table.persona_number(spot.place());
            number.is_some_and(|number| question.table.persona(number) == share.value)
        };
        personas.push(DigestPersona {
            persona: share.value.clone(),
            accounts: share.breadth.accounts,
            calls: share.breadth.calls,
            mentions: share.breadth.mentions,
            tags: widest_of(counted, &share.value),
            quote: chooser.choose(spots.iter().filter(of_persona))?,
        });
    }
    Ok(personas)
}

/// What a persona says most widely.
fn widest_of(counted: &Themes, persona: &str) -> Vec<String> {
    let mut said: Vec<_> = counted
        .all
        .iter()
        .filter_map(|theme| {
            let share = theme.personas.iter().find(|share| share.value == persona)?;
            Some((share.breadth, &theme.tag))
        })
        .collect();
    // What is equally wide keeps the order of all personas together.
    said.sort_by_key(|(breadth, _)| std::cmp::Reverse(*breadth));
    let named = said.into_iter().take(MOST_NAMED);
    named.map(|(_, tag)| tag.clone()).collect()
}

fn calls(question: &Question<'_>, now: &Ledger) -> DigestCalls {
    let since = question.period.since_told();
    let first_day = since.get(..10).unwrap_or(&since);
    let mut calls = DigestCalls {
        accounts: n_accounts(now),
        ..DigestCalls::default()
    };
    for call in &now.calls {
        calls.calls += 1;
        calls.of_friends += u64::from(call.is_of_friend);
        let facts = question.table.get(call.ord);
        match facts.and_then(|facts| facts.date.as_deref()) {
            Some(date) if date < first_day => calls.late += 1,
            Some(_) => {}
            None => calls.undated += 1,
        }
    }
    calls
}
