//! What do the pages for work share between requests?

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::archive::Archive;
use crate::archive::firings::{Fired, firings};
use crate::mention::Mention;
use crate::mention::by_hand::BY_HAND;
use crate::mine::lexicon::Lexicons;
use crate::serve::basket::Basket;
use crate::serve::desk::Desk;
use crate::serve::intake;
use crate::serve::packs::undos::Undos;
use crate::serve::preview::Edit;
use crate::serve::trouble::Trouble;
use crate::serve::work::Work;
use crate::store::DataDir;

/// Everything that outlives a request.
pub struct Tools {
    pub work: Work,
    pub desk: Desk,
    pub basket: Basket,
    /// How packs were before a page changed them.
    pub undos: Undos,
    counted: Mutex<Option<Counted>>,
    tried: Mutex<Option<Edit>>,
}

/// What was counted, and of which archive by which lexicons.
struct Counted {
    seq: u64,
    fingerprint: String,
    firings: Arc<Firings>,
}

/// How often everything fired.
#[derive(Debug, Default)]
pub struct Firings {
    /// By number of the entry.
    pub entries: Vec<Fired>,
    /// What only the learned witness heard.
    pub learned: Fired,
    /// What people marked by hand.
    pub by_hand: Fired,
    /// What was heard by entries that are no longer there.
    pub gone: Fired,
}

impl Tools {
    /// The tools of a data folder. What a server that was killed left of a delivery is removed.
    pub fn of(dir: &DataDir) -> Tools {
        intake::sweep(dir);
        Tools {
            work: Work::default(),
            desk: Desk::default(),
            basket: Basket::of(dir),
            undos: Undos::default(),
            counted: Mutex::default(),
            tried: Mutex::default(),
        }
    }

    /// Remembers the edit that somebody wants to see the changes of, be it one that cannot be compared.
    pub fn note_tried(&self, edit: &Edit) {
        *self.tried.lock().unwrap_or_else(PoisonError::into_inner) = Some(edit.clone());
    }

    /// The edit tried last, if it was of this entry.
    pub fn tried(&self, lexicon: &str, entry: &str) -> Option<Edit> {
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let is_this = |edit: &&Edit| edit.lexicon == lexicon && edit.entry == entry;
        tried.as_ref().filter(is_this).cloned()
    }

    /// How often everything fired; counted once for each state of the archive.
    pub fn firings(&self, archive: &Archive, lexicons: &Lexicons) -> Result<Arc<Firings>, Trouble> {
        let seq = archive.catalogue.latest_seq()?;
        let fingerprint = lexicons.fingerprint();
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = counted.as_ref()
            && known.seq == seq
            && known.fingerprint == fingerprint
        {
            return Ok(Arc::clone(&known.firings));
        }
        let firings = Arc::new(count(archive, lexicons)?);
        *counted = Some(Counted {
            seq,
            fingerprint: fingerprint.to_owned(),
            firings: Arc::clone(&firings),
        });
        Ok(firings)
    }
}

fn count(archive: &Archive, lexicons: &Lexicons) -> Result<Firings, Trouble> {
    let owners = Owners::of(lexicons);
    let n = lexicons.entries.len();
    let mut all = firings(archive, n + 3, |mention| Some(owners.number(mention)))?;
    let mut others = all.split_off(n).into_iter();
    let mut next = || others.next().unwrap_or_default();
    Ok(Firings {
        learned: next(),
        by_hand: next(),
        gone: next(),
        entries: all,
    })
}

/// Stands in place of a lexicon's name where only the learned witness heard it.
const LEARNED: &str = "learned";

/// Which entry heard a mention, by what stands beside the mention.
pub struct Owners<'l> {
    lexicons: &'l Lexicons,
    /// By lexicon and pattern.
    patterns: HashMap<(&'l str, &'l str), Vec<usize>>,
    /// Evidence by lexicon and tag.
    evidence: HashMap<(&'l str, &'l str), Vec<usize>>,
}

impl<'l> Owners<'l> {
    /// The entries of these lexicons.
    pub fn of(lexicons: &'l Lexicons) -> Owners<'l> {
        let mut owners = Owners {
            lexicons,
            patterns: HashMap::new(),
            evidence: HashMap::new(),
        };
        for (number, entry) in lexicons.entries.iter().enumerate() {
            let lexicon = entry.lexicon.as_str();
            if entry.balance.is_some() {
                let key = (lexicon, entry.tag.0.as_str());
                owners.evidence.entry(key).or_default().push(number);
                continue;
            }
            for pattern in &entry.patterns {
                let key = (lexicon, pattern.as_str());
                owners.patterns.entry(key).or_default().push(number);
            }
        }
        owners
    }

    /// The number of the entry that heard a mention; `None` where none of these did.
    pub fn entry(&self, mention: &Mention) -> Option<usize> {
        let key = (mention.lexicon.as_str(), mention.pattern.as_str());
        if let Some(numbers) = self.patterns.get(&key) {
            let is_same = |number: &&usize| self.lexicons.entries[**number].tag == mention.tag;
            return numbers.iter().find(is_same).or(numbers.first()).copied();
        }
        let numbers = self
            .evidence
            .get(&(mention.lexicon.as_str(), mention.tag.0.as_str()))?;
        // Of several pieces of evidence for one tag, the one whose cue was named first.
        let first = mention.pattern.split(", ").next().unwrap_or("");
        let has_cue = |number: &&usize| {
            let patterns = &self.lexicons.entries[**number].patterns;
            patterns.iter().any(|pattern| pattern == first)
        };
        numbers.iter().find(has_cue).or(numbers.first()).copied()
    }

    /// The same as a number among all that is counted.
    fn number(&self, mention: &Mention) -> usize {
        let n = self.lexicons.entries.len();
        match mention.lexicon.as_str() {
            LEARNED => n,
            BY_HAND => n + 1,
            _ => self.entry(mention).unwrap_or(n + 2),
        }
    }
}
