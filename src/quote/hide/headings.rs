//! How do headings and the pack's own name read without what they would tell?
//!
//! Every call of the pack looks at each of them, those whose quotes stand below it first; what one of them finds gets the
//! pseudonym that it has in the quotes. So the order of a pack survives, and what still tells something is taken away.

use std::collections::{BTreeMap, BTreeSet};

use crate::quote::hide::Hider;
use crate::quote::hide::quiet::{Watcher, quiet_heading};
use crate::quote::pack::Pack;
use crate::quote::redact::pseudonyms::Pseudonyms;
use crate::quote::rights::Level;
use crate::quote::rights::gate::UNTITLED;

/// How many headings and names of packs changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Changed {
    /// Texts that have marks now.
    pub(super) n_marked: usize,
    /// Items without a heading now, and the pack without a name.
    pub(super) n_gone: usize,
}

impl Hider {
    /// Marks what headings tell, and takes those away that tell it all the same.
    pub(super) fn hide_headings(&self, pack: &mut Pack, pseudonyms: &mut Pseudonyms) -> Changed {
        let watchers = self.watchers(pack);
        let mut changed = Changed::default();
        match quiet_heading(&watchers, &pack.name, pseudonyms) {
            Some(name) => {
                changed.n_marked += usize::from(name != pack.name);
                pack.name = name;
            }
            None => {
                UNTITLED.clone_into(&mut pack.name);
                changed.n_gone += 1;
            }
        }
        let quiet = quiet_sections(pack, &watchers, pseudonyms);
        for (heading, told) in &quiet {
            let is_marked = told.as_ref().is_some_and(|told| told != heading);
            changed.n_marked += usize::from(is_marked);
        }
        for item in &mut pack.items {
            let Some(heading) = item.section.take() else {
                continue;
            };
            item.section = quiet.get(&heading).cloned().flatten();
            changed.n_gone += usize::from(item.section.is_none());
        }
        changed
    }

    /// One for each call of the pack, in its order.
    fn watchers(&self, pack: &Pack) -> Vec<Watcher<'_>> {
        let mut least: BTreeMap<&str, Level> = BTreeMap::new();
        for item in &pack.items {
            let level = self.level(item);
            let known = least.entry(item.seal.call.as_str()).or_insert(level);
            *known = level.min(*known);
        }
        let mut watchers: Vec<Watcher<'_>> = Vec::new();
        let mut seen = BTreeSet::new();
        for item in &pack.items {
            let call = item.seal.call.as_str();
            let Some((id, known)) = self.calls.get_key_value(call) else {
                continue;
            };
            if seen.insert(id.as_str()) {
                watchers.push(Watcher {
                    call: id,
                    redactor: &known.redactor,
                    may_name_account: least
                        .get(call)
                        .is_some_and(|level| *level >= Level::Company),
                });
            }
        }
        watchers
    }
}

/// Every heading of a pack as it may be told; nothing where it may not.
fn quiet_sections(
    pack: &Pack,
    watchers: &[Watcher<'_>],
    pseudonyms: &mut Pseudonyms,
) -> BTreeMap<String, Option<String>> {
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for item in &pack.items {
        if let Some(heading) = item.section.as_deref() {
            let calls = below.entry(heading).or_default();
            calls.insert(item.seal.call.as_str());
        }
    }
    let mut quiet: BTreeMap<String, Option<String>> = BTreeMap::new();
    for heading in pack.items.iter().filter_map(|item| item.section.as_deref()) {
        if quiet.contains_key(heading) {
            continue;
        }
        let mut nearest = watchers.to_vec();
        let is_other = |watcher: &Watcher<'_>| {
            let own = below.get(heading);
            !own.is_some_and(|own| own.contains(watcher.call))
        };
        nearest.sort_by_key(is_other);
        let told = quiet_heading(&nearest, heading, pseudonyms);
        quiet.insert(heading.to_owned(), told);
    }
    quiet
}
