//! Which phrases make a mention of which tag, as the people who own the language wrote them down?
//!
//! A lexicon is a TOML file: entries with a tag, patterns, sentences that they must hear and near misses that
//! they must not, and evidence, where weak cues make a mention together. The lexicons in `lexicons/` are built into
//! the program; a folder given in the config takes their place.

mod sources;

mod folder;

mod change;

mod company;

mod entry;

mod balance;

mod read;

mod lists;

mod error;

mod slip;

use rustc_hash::FxHashSet;

use crate::mention::Mention;
use crate::mine::encoder::Encoder;
use crate::mine::learned::model::Model;
use crate::mine::lexicon::balance::Balances;
use crate::mine::matcher::Matcher;
use crate::mine::scope::Scope;

pub use crate::mine::lexicon::balance::{Balance, Milli};
pub use crate::mine::lexicon::change::Change;
pub use crate::mine::lexicon::company::Company;
pub use crate::mine::lexicon::entry::{
    Entry, Limits, Listens, NegationRule, Quoted, Who, folded_stage,
};
pub use crate::mine::lexicon::error::LexiconError;
pub use crate::mine::lexicon::folder::{Strays, lexicon_name};
pub use crate::mine::lexicon::read::{Classes, is_tag};
pub use crate::mine::lexicon::sources::{CLASSES, LEARNED, SENSES, SHIPPED, SourceFile, Sources};

/// All lexicons, compiled.
pub struct Lexicons {
    /// File by file: its entries, then its evidence.
    pub entries: Vec<Entry>,
    /// By pattern number: its entry, and its place among that entry's patterns.
    pub patterns: Vec<(u32, u32)>,
    pub matcher: Matcher,
    /// What was learned from labelled calls: the second witness beside the patterns.
    pub learned: Option<Model>,
    /// The third witness, where calls are heard closely: it answers beside the second.
    pub encoder: Option<&'static Encoder>,
    /// Whether the words around a match count.
    pub scope: Scope,
    /// Which patterns are only cues, and of what.
    pub(super) balances: Balances,
    /// Patterns of entries that were not among the learned witness's cues.
    unmet: FxHashSet<String>,
    sources: Sources,
}

impl Lexicons {
    /// Where a pattern number comes from.
    pub fn entry_of(&self, pattern: u32) -> &Entry {
        &self.entries[self.patterns[pattern as usize].0 as usize]
    }

    /// Whether the learned witness has met the entry that heard a mention, just as it stands now.
    pub fn is_met(&self, mention: &Mention) -> bool {
        !self.unmet.contains(&mention.pattern)
    }

    /// The same, for which everything is meant that is said.
    #[must_use]
    pub fn without_scope(self) -> Lexicons {
        Lexicons {
            scope: Scope::Ignored,
            ..self
        }
    }

    /// The pattern as its author wrote it.
    pub fn written(&self, pattern: u32) -> &str {
        let (entry, place) = self.patterns[pattern as usize];
        &self.entries[entry as usize].patterns[place as usize]
    }

    /// Sixteen hexadecimal digits over every source and rule: two archives with the same one were tagged alike.
    pub fn fingerprint(&self) -> &str {
        self.sources.fingerprint()
    }

    /// What they were compiled from.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What the config says about the company and those that it competes with.
    pub fn company(&self) -> &Company {
        self.sources.company()
    }

    /// Finds out anew which patterns are only cues. Call after the weights or tags of entries were changed.
    pub fn link(&mut self) {
        self.balances = Balances::of(&self.entries, &self.patterns);
    }
}
