//! What is still open about a pack?
//!
//! What may not be published yet, what a person should look at, what was withdrawn, and which files that left carry
//! words that may not be shown any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::quote::pack::Pack;
use crate::quote::rights::Purpose;
use crate::quote::rights::book::Rights;
use crate::store::catalogue::Catalogue;
use crate::store::error::StoreError;
use crate::store::rights::CarriedRow;
use crate::store::rights::exports::ExportRow;

/// What is open, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Points {
    /// Quotes of which nobody allowed that they are published.
    pub n_ungranted: usize,
    /// Quotes that are in no export.
    pub n_withdrawn: usize,
    /// Quotes whose call was corrected, or is gone.
    pub n_gone: usize,
    /// Places that are hidden outside, of which no person has decided yet.
    pub n_findings: usize,
    /// `markdown for publish`: the last file of a kind that left, and that carries words which may not be shown now.
    pub to_issue: Vec<String>,
}

/// Counts what is open. The pack's calls must be known to `rights`.
pub fn points(pack: &Pack, rights: &Rights, n_findings: usize, to_issue: Vec<String>) -> Points {
    let mut points = Points {
        n_findings,
        to_issue,
        ..Points::default()
    };
    for item in &pack.items {
        let seal = &item.seal;
        let source = rights.source(&seal.call);
        let is_same = source.and_then(|source| source.turn_sha256(seal.turn))
            == Some(seal.turn_sha256.as_str());
        points.n_gone += usize::from(!is_same);
        match rights.standing(&rights.words_of(item)).level {
            None => points.n_withdrawn += 1,
            Some(level) if level < Purpose::Publish.needs() => points.n_ungranted += 1,
            Some(_) => {}
        }
    }
    points
}

/// Of each way in which a pack left, whether the newest file carries words that may not be shown now.
pub fn to_issue(
    catalogue: &Catalogue,
    rights: &mut Rights,
    exports: &[ExportRow],
    pack: &str,
) -> Result<Vec<String>, StoreError> {
    let mut newest: BTreeMap<(&str, &str), &ExportRow> = BTreeMap::new();
    for export in exports.iter().filter(|export| export.pack == pack) {
        newest.insert((export.format.as_str(), export.purpose.as_str()), export);
    }
    let mut ways = BTreeSet::new();
    for ((format, purpose), export) in newest {
        rights.learn_kept(
            catalogue,
            export.quotes.iter().map(|quote| quote.call.as_str()),
        )?;
        let purpose = Purpose::from_name(purpose).unwrap_or(Purpose::Publish);
        let is_lost = |quote: &CarriedRow| {
            let level = rights.standing(&rights.words_carried(quote)).level;
            let is_kept = rights.source(&quote.call).is_some();
            !is_kept || level.is_none_or(|level| level < purpose.needs())
        };
        if export.quotes.iter().any(is_lost) {
            ways.insert(format!("{format} for {}", purpose.name()));
        }
    }
    Ok(ways.into_iter().collect())
}
