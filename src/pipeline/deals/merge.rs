//! What do imported deals change about those that are known?

use std::collections::{BTreeMap, BTreeSet};

use crate::call::crm::CrmDeal;

/// Known and imported deals together.
#[derive(Debug, Default)]
pub struct Merged {
    /// Every deal, by key.
    pub all: Vec<CrmDeal>,
    /// Keys of the deals that the import speaks of.
    pub imported: BTreeSet<String>,
    /// Deals that are to be written.
    pub changed: Vec<CrmDeal>,
    pub n_new: u64,
    pub n_updated: u64,
}

impl Merged {
    /// Imported deals that say what was known.
    pub fn n_unchanged(&self) -> u64 {
        let n_imported = self.imported.len() as u64;
        n_imported.saturating_sub(self.n_new + self.n_updated)
    }
}

/// Lets known deals learn what was imported, in the order of the files.
pub fn merge(known: Vec<CrmDeal>, imported: Vec<CrmDeal>) -> Merged {
    let mut deals: BTreeMap<String, CrmDeal> = BTreeMap::new();
    for deal in known {
        deals.insert(deal.key.clone(), deal);
    }
    let mut merged = Merged::default();
    // As they were before the first of the files spoke of them.
    let mut before: BTreeMap<String, Option<CrmDeal>> = BTreeMap::new();
    for deal in imported {
        let key = deal.key.clone();
        before
            .entry(key.clone())
            .or_insert_with(|| deals.get(&key).cloned());
        match deals.get_mut(&key) {
            Some(old) => old.learn(deal),
            None => {
                deals.insert(key, deal);
            }
        }
    }
    for (key, old) in before {
        let now = deals.get(&key);
        if now != old.as_ref() {
            merged.n_new += u64::from(old.is_none());
            merged.n_updated += u64::from(old.is_some());
            merged.changed.extend(now.cloned());
        }
        merged.imported.insert(key);
    }
    merged.all = deals.into_values().collect();
    merged
}
