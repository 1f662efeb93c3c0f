//! The steps in order, calls in parallel: read, tag, keep, index.
//!
//! Deliveries are read from disk one after the other and gathered into batches of a few megabytes; a batch is
//! parsed, tagged and packed on all cores, then handed to one writer, which first makes it durable in the
//! catalogue and only then tells anybody and indexes it. So memory stays the same whatever the corpus, and what
//! was reported as kept is kept.

pub mod by_config;

pub mod deals;

pub mod deliver;

pub mod keep;

pub mod arrive;
pub mod pull;

pub mod recall;

pub mod touched;

pub mod retag;

pub mod patience;

pub mod nightly;

pub mod watch;

pub mod bucket;

pub mod mark;

pub mod sides;

pub mod forget;

pub mod restore;

pub mod survey;

pub mod labelled;

pub mod measure;

pub mod compare;

pub mod watches;

pub mod warnings;

pub mod values;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::call::Call;
use crate::ingest::companions::Companions;
use crate::ingest::normalize::SideRules;
use crate::ingest::parse::How;
use crate::ingest::read::{Delivery, Failure, ReadCall, read};
use crate::ingest::source;
use crate::mention::Mention;
use crate::mine::lexicon::Lexicons;
use crate::mine::tag::Tagger;

use self::warnings::{Warning, Warnings};

/// What reading and tagging need to know.
pub struct Workshop<'l> {
    pub lexicons: &'l Lexicons,
    pub rules: SideRules,
    /// What a person says about the files.
    pub how: How,
    /// Mentions of less confidence are neither kept nor shown.
    threshold: f32,
    /// By folder, read once.
    companions: Mutex<HashMap<PathBuf, Arc<Companions>>>,
    /// What is wrong in companions.
    warnings: Mutex<Warnings>,
    /// Taggers not in use; each remembers the words it has seen.
    taggers: Mutex<Vec<Tagger<'l>>>,
}

/// A call with what was heard in it.
#[derive(Debug, Clone)]
pub struct Mined {
    pub read: ReadCall,
    pub mentions: Vec<Mention>,
    /// What the encoder said of it, to be kept beside it; nothing where nothing of it is new.
    pub answers: Option<Vec<u8>>,
}

impl<'l> Workshop<'l> {
    /// A workshop with these lexicons, these rules about sides, and the least confidence that counts.
    pub fn new(lexicons: &'l Lexicons, rules: SideRules, threshold: f32) -> Workshop<'l> {
        Workshop {
            lexicons,
            rules,
            how: How::default(),
            threshold,
            companions: Mutex::default(),
            warnings: Mutex::default(),
            taggers: Mutex::default(),
        }
    }

    /// The same, reading files as a person says.
    #[must_use]
    pub fn as_told(mut self, how: How) -> Workshop<'l> {
        self.how = how;
        self
    }

    /// Reads a delivery's calls.
    pub fn read(&self, delivery: &Delivery) -> Vec<Result<ReadCall, Failure>> {
        self.read_as(delivery, &self.how)
    }

    fn read_as(&self, delivery: &Delivery, how: &How) -> Vec<Result<ReadCall, Failure>> {
        let packed = delivery.inside.as_ref();
        let companions = packed.and_then(|inside| inside.companions.clone());
        let companions = match companions {
            Some(companions) => companions,
            None if delivery.has_arrived() => Arc::default(),
            None => self.companions_of(&delivery.path),
        };
        self.note_problems(delivery, &companions);
        read(delivery, &companions, &self.rules, how)
    }

    fn note_problems(&self, delivery: &Delivery, companions: &Arc<Companions>) {
        if companions.problems.is_empty() {
            return;
        }
        let is_packed = delivery
            .inside
            .as_ref()
            .is_some_and(|inside| inside.companions.is_some());
        let place = if is_packed {
            delivery.path.as_path()
        } else {
            delivery.path.parent().unwrap_or(Path::new(""))
        };
        if let Ok(mut warnings) = self.warnings.lock() {
            warnings.note(place, companions);
        }
    }

    /// What is wrong in the companions of the calls read since this was asked last.
    pub fn take_warnings(&self) -> Vec<Warning> {
        let warnings = self.warnings.lock();
        warnings
            .map(|mut warnings| warnings.take())
            .unwrap_or_default()
    }

    /// Reads and tags a delivery's calls.
    pub fn mine(&self, delivery: &Delivery) -> Vec<Result<Mined, Failure>> {
        self.mine_as(delivery, &self.how)
    }

    /// The same, reading this delivery as somebody says.
    pub fn mine_as(&self, delivery: &Delivery, how: &How) -> Vec<Result<Mined, Failure>> {
        let calls = self.read_as(delivery, how);
        calls
            .into_iter()
            .map(|call| call.map(|read| self.mined(read)))
            .collect()
    }

    /// Tags a call that was read.
    pub fn mined(&self, read: ReadCall) -> Mined {
        let (mentions, answers) = self.hear(&read.call);
        Mined {
            read,
            mentions,
            answers,
        }
    }

    /// Tags a call.
    pub fn tag(&self, call: &Call) -> Vec<Mention> {
        self.hear(call).0
    }

    /// Tags a call; also gives what is new of what the encoder says of it.
    pub fn hear(&self, call: &Call) -> (Vec<Mention>, Option<Vec<u8>>) {
        let (mentions, answers) = self.with_tagger(|tagger| (tagger.tag(call), tagger.answers()));
        (self.sure(mentions), answers)
    }

    /// Tags loose texts that prospects of these personas are known to have written or said, on all cores.
    pub fn tag_utterances(&self, said: &[(&str, &str)]) -> Vec<Vec<Mention>> {
        said.par_iter()
            .map(|(text, persona)| {
                self.sure(self.with_tagger(|tagger| tagger.tag_utterance(text, persona)))
            })
            .collect()
    }

    fn sure(&self, mut mentions: Vec<Mention>) -> Vec<Mention> {
        mentions.retain(|mention| mention.confidence >= self.threshold);
        mentions
    }

    /// Tells mentions of this workshop from those of others.
    pub fn mark(&self) -> String {
        tagged_by(self.lexicons.fingerprint(), self.threshold)
    }

    /// Lends a tagger.
    pub fn with_tagger<T>(&self, work: impl FnOnce(&mut Tagger<'l>) -> T) -> T {
        let spare = self.taggers.lock().ok().and_then(|mut spare| spare.pop());
        let mut tagger = spare.unwrap_or_else(|| Tagger::at_least(self.lexicons, self.threshold));
        let result = work(&mut tagger);
        if let Ok(mut spare) = self.taggers.lock() {
            spare.push(tagger);
        }
        result
    }

    /// What stands beside a file; each folder's companions are read once.
    pub fn companions_of(&self, path: &Path) -> Arc<Companions> {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let Ok(mut known) = self.companions.lock() else {
            return Arc::default();
        };
        let found = known
            .entry(folder)
            .or_insert_with(|| Arc::new(source::companions_beside(path)));
        Arc::clone(found)
    }
}

/// What stands beside a call's mentions: which lexicons heard them, and from which confidence on.
pub fn tagged_by(lexicons: &str, threshold: f32) -> String {
    format!("{lexicons}>={threshold}")
}

/// Does `work` for every delivery on all cores and hands the results over in the deliveries' order.
pub fn in_parallel<T: Send>(
    deliveries: Vec<Delivery>,
    work: impl Fn(&Delivery) -> T + Send + Sync,
) -> Vec<T> {
    deliveries.par_iter().map(work).collect()
}
