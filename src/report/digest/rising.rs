//! What does a larger share of accounts say than before?
//!
//! This period's share of accounts is compared with that of the periods of the same length before it. Few accounts prove
//! little: what fewer than three say is never told to rise, and a rise is told only where the whole 95 % interval of the
//! difference lies above nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::report::digest::Question;
use crate::report::digest::count::{count, n_accounts};
use crate::report::digest::shape::{DigestRate, DigestRising};
use crate::report::ledger::Ledger;
use crate::report::themes::Themes;

/// Periods before that are looked at.
const PERIODS: i32 = 4;
/// What fewer accounts say may be chance, or one customer's way of speaking.
pub const FEWEST_ACCOUNTS: u64 = 3;
/// Standard deviations on either side of a 95 % interval.
const Z: f64 = 1.959_964;

/// Rates that rose, the surest first, and what stands with them.
pub struct Rises {
    pub all: Vec<DigestRising>,
    /// Tags that were compared.
    pub n_compared: u64,
    /// Why nothing can be said.
    pub note: Option<String>,
}

/// What rises.
pub fn rising(
    question: &Question<'_>,
    receipts: &BTreeMap<u32, Timestamp>,
    now: (&Ledger, &Themes),
) -> Rises {
    let (ledger, counted) = now;
    let before = Before::of(question, receipts);
    let of = n_accounts(ledger);
    if before.of == 0 {
        let note = "Nothing came in during the periods before, so nothing can be said to rise.";
        return Rises {
            all: Vec::new(),
            n_compared: 0,
            note: (of > 0).then(|| note.to_owned()),
        };
    }
    let mut all = Vec::new();
    let mut n_compared = 0;
    for theme in &counted.all {
        if theme.breadth.accounts < FEWEST_ACCOUNTS {
            continue;
        }
        n_compared += 1;
        let n_before = before.accounts.get(&theme.tag).copied().unwrap_or(0);
        let (now, before) = (rate(theme.breadth.accounts, of), rate(n_before, before.of));
        let (low, high) = difference(now, before);
        if low > 0.0 {
            all.push(DigestRising {
                tag: theme.tag.clone(),
                now: rounded(now),
                before: rounded(before),
                rise_low: round(low),
                rise_high: round(high),
            });
        }
    }
    all.sort_by(|a, b| {
        let surest_first = b.rise_low.total_cmp(&a.rise_low);
        surest_first.then_with(|| a.tag.cmp(&b.tag))
    });
    let note = (n_compared == 0 && of > 0).then(|| {
        format!("No pain or objection was heard in {FEWEST_ACCOUNTS} accounts, so none is compared with before.")
    });
    Rises {
        all,
        n_compared,
        note,
    }
}

/// The periods before, taken together: an account counts once in each.
struct Before {
    of: u64,
    /// By tag.
    accounts: BTreeMap<String, u64>,
}

impl Before {
    fn of(question: &Question<'_>, receipts: &BTreeMap<u32, Timestamp>) -> Before {
        let mut before = Before {
            of: 0,
            accounts: BTreeMap::new(),
        };
        for (from, to) in question.period.before(PERIODS) {
            let is_in = |ord: u32| {
                let at = receipts.get(&ord);
                at.is_some_and(|at| (from..to).contains(at))
            };
            let ledger = question.ledger.of_calls(is_in);
            before.of += n_accounts(&ledger);
            for theme in count(&ledger, question).all {
                *before.accounts.entry(theme.tag).or_default() += theme.breadth.accounts;
            }
        }
        before
    }
}

/// A share with its interval.
pub fn rate(accounts: u64, of: u64) -> DigestRate {
    let n = of.max(1) as f64;
    let share = accounts as f64 / n;
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z
        * (share * (1.0 - share) / n + z2 / (4.0 * n * n))
            .max(0.0)
            .sqrt()
        / (1.0 + z2 / n);
    DigestRate {
        accounts,
        of,
        share,
        low: (middle - half).max(0.0),
        high: (middle + half).min(1.0),
    }
}

/// Between what the difference of two shares lies.
pub fn difference(now: DigestRate, before: DigestRate) -> (f64, f64) {
    let difference = now.share - before.share;
    let below = (now.share - now.low).hypot(before.high - before.share);
    let above = (now.high - now.share).hypot(before.share - before.low);
    (difference - below, difference + above)
}

fn rounded(rate: DigestRate) -> DigestRate {
    DigestRate {
        share: round(rate.share),
        low: round(rate.low),
        high: round(rate.high),
        ..rate
    }
}

/// A tenth of a percent is more than these numbers know.
fn round(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_textbook() {
        // Newcombe (1998), table II, example (a): 56/70 and 48/80.
        let (low, high) = difference(rate(56, 70), rate(48, 80));
        assert!((low - 0.0524).abs() < 5e-4, "{low}");
        assert!((high - 0.3339).abs() < 5e-4, "{high}");
        // Wilson: none of ten.
        let none = rate(0, 10);
        assert!(
            none.low.abs() < 1e-9 && (none.high - 0.2775).abs() < 5e-4,
            "{none:?}"
        );
    }

    #[test]
    fn few_accounts_prove_nothing() {
        let (low, _) = difference(rate(3, 3), rate(1, 3));
        assert!(low < 0.0, "{low}");
        let (low, _) = difference(rate(12, 40), rate(3, 120));
        assert!(low > 0.0, "{low}");
    }
}
