//! What do prospects say in words that were seldom heard before?
//!
//! Two or three words in a row, by stems, counted once for a sentence: those of the calls that came in against those of
//! the calls that came in earlier, by log-likelihood. Only what was heard in three accounts counts, so that no single
//! customer's way of speaking comes up. First everything is counted roughly, in bounded memory; what could be told is
//! then counted exactly.

mod count;
mod listen;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::report::digest::Question;
use crate::report::digest::quotes::Chooser;
use crate::report::digest::shape::DigestPhrase;
use crate::report::ledger::Ledger;
use crate::store::error::StoreError;
use crate::tend::discover::keyness::Keyness;

use self::count::{Exact, Heard, Rough};

/// Calls listened to on each side, the newest ones. Enough to tell how people speak; more would only take longer.
const MOST_CALLS: usize = 2_000;
/// Accounts that must have said it.
pub const FEWEST_ACCOUNTS: usize = 3;
/// Phrases that are told.
const MOST: usize = 10;

/// What was found, and what it was counted in.
pub struct Phrases {
    pub all: Vec<DigestPhrase>,
    pub note: Option<String>,
}

/// The phrases that are new, the surest first.
pub fn phrases(
    question: &Question<'_>,
    receipts: &BTreeMap<u32, Timestamp>,
    (now, earlier): (&Ledger, &Ledger),
    chooser: &mut Chooser<'_>,
) -> Result<Phrases, StoreError> {
    let (now, earlier) = (newest(now, receipts), newest(earlier, receipts));
    if now.is_empty() {
        return Ok(Phrases {
            all: Vec::new(),
            note: None,
        });
    }
    if earlier.is_empty() {
        return Ok(Phrases {
            all: Vec::new(),
            note: Some("No call came in before, so no phrase can be told to be new.".to_owned()),
        });
    }
    let rough = Rough::count(question.catalogue, &now)?;
    let mut exact = Exact::of(rough);
    exact.count_now(question.catalogue, &now, question.is_withdrawn)?;
    exact.count_before(question.catalogue, &earlier)?;
    let mut all = Vec::new();
    for (keyness, heard) in telling(&exact) {
        let spots = heard.spots.iter();
        all.push(DigestPhrase {
            phrase: heard.form(),
            accounts: heard.accounts.len() as u64,
            calls: heard.calls,
            times: heard.times,
            times_before: heard.before,
            g2: round(keyness.g2),
            log_ratio: round(keyness.log_ratio),
            quote: chooser.choose(spots)?,
        });
    }
    let note = format!(
        "Counted in the words of {} calls against those of {} that came in before; a phrase counts from \
         {FEWEST_ACCOUNTS} accounts on, and when it is said at least four times as often.",
        now.len(),
        earlier.len()
    );
    Ok(Phrases {
        all,
        note: Some(note),
    })
}

/// A call to be listened to, and its account.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub ord: u32,
    pub account: u32,
}

/// The newest of some calls, friends' deals left out; in the order of their numbers.
fn newest(ledger: &Ledger, receipts: &BTreeMap<u32, Timestamp>) -> Vec<Source> {
    let calls = ledger.calls.iter().filter(|call| !call.is_of_friend);
    let mut dated: Vec<(Option<&Timestamp>, Source)> = calls
        .map(|call| {
            let source = Source {
                ord: call.ord,
                account: call.account,
            };
            (receipts.get(&call.ord), source)
        })
        .collect();
    dated.sort_by_key(|(at, source)| std::cmp::Reverse((*at, source.ord)));
    dated.truncate(MOST_CALLS);
    let mut sources: Vec<Source> = dated.into_iter().map(|(_, source)| source).collect();
    sources.sort_by_key(|source| source.ord);
    sources
}

/// The phrases worth telling, the surest first. Of two of which one is part of the other only the better is told.
fn telling(exact: &Exact) -> Vec<(Keyness, &Heard)> {
    let mut ranked: Vec<(Keyness, &str, &Heard)> = Vec::new();
    for (key, heard) in &exact.phrases {
        let sizes = (exact.words_now, exact.words_before);
        let keyness = Keyness::new(heard.times, heard.before, sizes.0, sizes.1);
        if heard.accounts.len() >= FEWEST_ACCOUNTS && keyness.is_telling() {
            ranked.push((keyness, key.as_str(), heard));
        }
    }
    ranked.sort_by(|a, b| {
        let surest_first = b.0.g2.total_cmp(&a.0.g2);
        // Of phrases that always come together the longest says most.
        surest_first.then_with(|| (b.1.len(), a.1).cmp(&(a.1.len(), b.1)))
    });
    let mut chosen: Vec<(Keyness, &str, &Heard)> = Vec::new();
    for one in ranked {
        let overlaps =
            |known: &(Keyness, &str, &Heard)| is_part(known.1, one.1) || is_part(one.1, known.1);
        if chosen.len() < MOST && !chosen.iter().any(overlaps) {
            chosen.push(one);
        }
    }
    let told = chosen.into_iter();
    told.map(|(keyness, _, heard)| (keyness, heard)).collect()
}

/// Whether the words of a phrase stand in another one.
fn is_part(short: &str, long: &str) -> bool {
    format!(" {long} ").contains(&format!(" {short} "))
}

fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
