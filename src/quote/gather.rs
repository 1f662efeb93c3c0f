//! Which quotes answer a question best?
//!
//! Hits go in, sealed items come out, the best first: the same choice for the command line and for pages. What was
//! denied, led to or only imagined loses; what may not be sealed stays out, and so does what was withdrawn.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::archive::Tagged;
use crate::archive::hit::Hit;
use crate::call::Span;
use crate::mention::{Mention, Origin, Target};
use crate::quote::choose::proposal::propose;
use crate::quote::choose::{Candidate, Wishes, choose};
use crate::quote::pack::Item;
use crate::quote::rights::book::Rights;
use crate::quote::seal::seal;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::text::stem::Stemmer;

/// Hits of which a pack is chosen.
pub const LOOKED_AT: usize = 5_000;
/// The most quotes that a pack may be made of at once.
pub const MOST: usize = 1_000;
/// What it adds to a quote that it was meant, and that nobody led to it.
const MEANT: i32 = 40;
const UNPROMPTED: i32 = 30;
/// What it takes from one that was led, denied, only imagined, or about somebody else's thing.
const LED: i32 = 60;
const CANCELLED: i32 = 80;
const OTHERS: i32 = 20;

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    pub items: Vec<Item>,
    /// Quotes that were not to be chosen from, because their words were withdrawn.
    pub n_withdrawn: usize,
}

/// Chooses quotes of these hits and seals them; `lexicon` is what the calls were heard with. Calls are learned by
/// `rights` as they are needed.
pub fn gather(
    catalogue: &Catalogue,
    hits: &[Hit],
    wishes: Wishes,
    lexicon: &str,
    rights: &mut Rights,
) -> Result<Gathered, StoreError> {
    let mut calls = Calls {
        catalogue,
        known: HashMap::new(),
    };
    let (candidates, n_withdrawn) = calls.candidates(hits, rights)?;
    let chosen = choose(candidates, wishes);
    Ok(Gathered {
        items: calls.items(&chosen, lexicon)?,
        n_withdrawn,
    })
}

/// Calls and what is heard in them, each read once.
struct Calls<'a> {
    catalogue: &'a Catalogue,
    known: HashMap<String, Option<Tagged>>,
}

impl Calls<'_> {
    fn get(&mut self, call: &str) -> Result<Option<&Tagged>, StoreError> {
        let known = match self.known.entry(call.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(tagged(self.catalogue, call)?),
        };
        Ok(known.as_ref())
    }

    /// What there is to choose from, and how many quotes stay out because they were withdrawn.
    fn candidates(
        &mut self,
        hits: &[Hit],
        rights: &mut Rights,
    ) -> Result<(Vec<Candidate>, usize), StoreError> {
        let stemmer = Stemmer::default();
        let mut candidates = Vec::new();
        let mut n_withdrawn = 0;
        for hit in hits {
            let marked: Vec<Span> = hit
                .highlights
                .iter()
                .map(|(start, end)| Span {
                    start: *start,
                    end: *end,
                })
                .collect();
            let Some(proposal) = propose(&hit.text, &marked, &stemmer) else {
                continue;
            };
            let kept = self.get(&hit.call)?;
            if kept.is_some_and(|(call, _)| rights.withholds(call, hit.turn, proposal.span)) {
                n_withdrawn += 1;
                continue;
            }
            let mentions = kept.map_or(&[][..], |call| call.1.as_slice());
            let heard = heard(mentions, hit.turn, proposal.span);
            let by_call = || format!("call {}", hit.call);
            candidates.push(Candidate {
                call: hit.call.clone(),
                turn: hit.turn,
                span: proposal.span,
                account: hit
                    .account
                    .as_ref()
                    .map_or_else(by_call, |name| name.to_lowercase()),
                persona: hit.persona.clone(),
                stems: proposal.stems,
                worth: proposal.worth + heard,
            });
        }
        Ok((candidates, n_withdrawn))
    }

    fn items(&mut self, chosen: &[Candidate], lexicon: &str) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        for candidate in chosen {
            let Some((call, mentions)) = self.get(&candidate.call)? else {
                continue;
            };
            // Whatever may not be sealed (a rep's words, where somebody asked for any side) stays out.
            if let Ok(seal) = seal(call, candidate.turn, candidate.span, lexicon) {
                items.push(Item::new(seal, call, mentions));
            }
        }
        Ok(items)
    }
}

/// A call and what is heard in it.
pub fn tagged(catalogue: &Catalogue, call: &str) -> Result<Option<Tagged>, StoreError> {
    let Some((ord, kept)) = catalogue.call(call)? else {
        return Ok(None);
    };
    let mentions = catalogue.mentions(ord)?;
    Ok(Some((kept, mentions)))
}

/// What is heard in the words, for and against quoting them.
fn heard(mentions: &[Mention], turn: u32, span: Span) -> i32 {
    let mut worth = 0;
    let here = mentions
        .iter()
        .filter(|mention| mention.turn == turn && mention.span.overlaps(span));
    for mention in here {
        let own = if !mention.is_affirmed() {
            -CANCELLED
        } else if mention.origin == Origin::Led {
            -LED
        } else {
            MEANT + UNPROMPTED
        };
        let others = if mention.target == Target::Other {
            OTHERS
        } else {
            0
        };
        // One doubt weighs more than many tags.
        worth = match (worth, own - others) {
            (before, now) if before < 0 || now < 0 => before.min(now),
            (before, now) => before.max(now),
        };
    }
    worth
}
