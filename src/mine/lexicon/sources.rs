//! Where do the texts of the lexicons come from, and are they still the same?
//!
//! The texts built into the program are borrowed; those of a folder are read once and shared.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::config::hearing::Hearing;
use crate::mine::encoder::memory::Memory;
use crate::mine::encoder::{self, Encoder};
use crate::mine::learned::model::Model;
use crate::mine::lexicon::Lexicons;
use crate::mine::lexicon::balance::Balances;
use crate::mine::lexicon::company::Company;
use crate::mine::lexicon::error::{LexiconError, place_error, toml_error};
use crate::mine::lexicon::folder::{Strays, read_folder};
use crate::mine::lexicon::lists;
use crate::mine::lexicon::read::{Classes, add_file};
use crate::mine::matcher::Matcher;
use crate::mine::scope::Scope;
use crate::mine::senses::Senses;
use crate::mine::titles::Titles;
use crate::text::hex::hex;

/// Changes whenever the tagger's own rules change what is heard, so that older mentions are known to be stale.
const RULES: &str = "rules-2";

/// The file of word lists that patterns name.
pub const CLASSES: &str = "classes.toml";
/// The file of what was learned from labelled calls.
pub const LEARNED: &str = "learned.txt";
/// The file of word lists that the learned witness knows.
pub const SENSES: &str = "senses.toml";

/// The lexicons built into the program: file name and text.
pub const SHIPPED: &[(&str, &str)] = &[
    (LEARNED, include_str!("../../../lexicons/learned.txt")),
    (SENSES, include_str!("../../../lexicons/senses.toml")),
    ("anyone.toml", include_str!("../../../lexicons/anyone.toml")),
    (
        "champion.toml",
        include_str!("../../../lexicons/champion.toml"),
    ),
    (CLASSES, include_str!("../../../lexicons/classes.toml")),
    (
        "economic-buyer.toml",
        include_str!("../../../lexicons/economic-buyer.toml"),
    ),
    (
        "end-user.toml",
        include_str!("../../../lexicons/end-user.toml"),
    ),
    (
        "procurement.toml",
        include_str!("../../../lexicons/procurement.toml"),
    ),
    (
        "technical-evaluator.toml",
        include_str!("../../../lexicons/technical-evaluator.toml"),
    ),
];

/// A file's name and its text.
pub type SourceFile = (String, Cow<'static, str>);

/// Lexicon files as they are written, not yet compiled, and what the config says about the company.
#[derive(Debug, Clone)]
pub struct Sources {
    /// By name.
    files: Arc<[SourceFile]>,
    /// Where they stand; none for what is built into the program or made up.
    folder: Option<PathBuf>,
    company: Company,
    hearing: Hearing,
    /// What the encoder said before.
    memory: Option<Arc<dyn Memory>>,
    /// Computed when it is first asked for, and known to every copy.
    fingerprint: Arc<OnceLock<String>>,
}

impl Sources {
    /// Texts under file names; `classes.toml` holds the word lists.
    pub fn new(files: Vec<(String, String)>) -> Sources {
        let files = files.into_iter();
        let files = files.map(|(name, text)| (name, Cow::Owned(text)));
        Sources::of(files.collect())
    }

    fn of(mut files: Vec<SourceFile>) -> Sources {
        files.sort();
        Sources {
            files: files.into(),
            folder: None,
            company: Company::default(),
            hearing: Hearing::Quick,
            memory: None,
            fingerprint: Arc::default(),
        }
    }

    /// Other files, heard in the same way.
    pub(super) fn with_files(&self, files: Vec<SourceFile>) -> Sources {
        let Sources {
            folder,
            company,
            hearing,
            memory,
            ..
        } = self.clone();
        Sources {
            folder,
            company,
            hearing,
            memory,
            ..Sources::of(files)
        }
    }

    /// File names and texts, in order.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The text of a file, by its name.
    pub fn text(&self, name: &str) -> Option<&str> {
        let (_, text) = self.files.iter().find(|(known, _)| known == name)?;
        Some(text)
    }

    /// What the config says about the company.
    pub fn company(&self) -> &Company {
        &self.company
    }

    /// The lexicons built into the program.
    pub fn shipped() -> Sources {
        let files = SHIPPED
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text)));
        Sources::of(files.collect())
    }

    /// Every lexicon of a folder, all of which must be readable.
    pub fn from_folder(folder: &Path) -> Result<Sources, LexiconError> {
        let (sources, strays) = Sources::readable(folder)?;
        match strays.unread.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(sources),
        }
    }

    /// Every lexicon of a folder that can be read, and what was not.
    pub fn readable(folder: &Path) -> Result<(Sources, Strays), LexiconError> {
        let (files, strays) = read_folder(folder)?;
        let sources = Sources {
            folder: Some(folder.to_owned()),
            ..Sources::new(files)
        };
        Ok((sources, strays))
    }

    /// The same for a company.
    #[must_use]
    pub fn with_company(self, company: Company) -> Sources {
        Sources {
            company,
            fingerprint: Arc::default(),
            ..self
        }
    }

    /// The same, listening so closely.
    #[must_use]
    pub fn with_hearing(self, hearing: Hearing) -> Sources {
        Sources {
            hearing,
            fingerprint: Arc::default(),
            ..self
        }
    }

    /// Whether the other ones are for the same company, and heard as closely.
    pub(super) fn is_heard_like(&self, other: &Sources) -> bool {
        self.company == other.company && self.hearing == other.hearing
    }

    /// The same, asking here what the encoder said before.
    #[must_use]
    pub fn with_memory(self, memory: Arc<dyn Memory>) -> Sources {
        Sources {
            memory: Some(memory),
            ..self
        }
    }

    /// What the encoder said before.
    pub fn memory(&self) -> Option<Arc<dyn Memory>> {
        self.memory.clone()
    }

    /// The files whose name is wanted.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(&str) -> bool) -> Sources {
        let files = self.files.iter().filter(|(file, _)| is_wanted(file));
        self.with_files(files.cloned().collect())
    }

    /// The same without what was learned: patterns alone.
    #[must_use]
    pub fn without_learned(self) -> Sources {
        self.only(|file| file != LEARNED)
    }

    /// The same with another learned witness.
    #[must_use]
    pub fn with_learned(self, text: String) -> Sources {
        self.with_file(LEARNED, text)
    }

    /// The same with a file of this name, in place of the one that has it.
    #[must_use]
    pub fn with_file(&self, name: &str, text: String) -> Sources {
        let mut files: Vec<SourceFile> = self.files.to_vec();
        files.retain(|(file, _)| file != name);
        files.push((name.to_owned(), Cow::Owned(text)));
        self.with_files(files)
    }

    /// Sixteen hexadecimal digits over every source and rule.
    pub fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| self.hashed())
    }

    fn hashed(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(RULES);
        hash.update(crate::text::stem::VERSION);
        for (file, text) in self.files.iter() {
            hash.update(file);
            hash.update(text.as_bytes());
        }
        for name in self.company.lines() {
            hash.update(name);
        }
        if self.hearing == Hearing::Close {
            hash.update(encoder::VERSION);
        }
        hex(&hash.finalize()[..8])
    }

    /// The word lists that patterns may name.
    pub fn classes(&self) -> Result<Classes, LexiconError> {
        self.text(CLASSES)
            .map_or_else(|| Ok(Classes::new()), lists::classes)
    }

    /// The word lists of a file; none where there is no such file.
    fn lists(&self, file: &str) -> Result<Classes, LexiconError> {
        match self.text(file) {
            Some(text) => toml::from_str(text).map_err(|error| toml_error(file, text, &error)),
            None => Ok(Classes::new()),
        }
    }

    /// What was learned; nothing where there is no such file.
    fn learned(&self) -> Result<Option<Model>, LexiconError> {
        let Some(text) = self.text(LEARNED) else {
            return Ok(None);
        };
        let model = Model::read(text);
        model.map(Some).map_err(|error| LexiconError {
            folder: None,
            file: LEARNED.to_owned(),
            line: error.line,
            message: error.to_string(),
            excerpt: String::new(),
        })
    }

    /// The encoder, where it is to be asked.
    fn encoder(&self) -> Result<Option<&'static Encoder>, LexiconError> {
        match self.hearing {
            Hearing::Quick => Ok(None),
            Hearing::Close => Encoder::shipped().map(Some).map_err(|error| LexiconError {
                folder: None,
                file: "encoder".to_owned(),
                line: 0,
                message: error.to_string(),
                excerpt: String::new(),
            }),
        }
    }

    /// Compiles them, or tells what is wrong where.
    pub fn compile(&self) -> Result<Lexicons, LexiconError> {
        self.compiled().map_err(|error| self.placed(error))
    }

    /// The same error with the folder of its file, if that is one of these.
    fn placed(&self, error: LexiconError) -> LexiconError {
        let is_own = self.text(&error.file).is_some();
        LexiconError {
            folder: self.folder.clone().filter(|_| is_own),
            ..error
        }
    }

    fn compiled(&self) -> Result<Lexicons, LexiconError> {
        let classes = self.classes()?;
        let senses = Senses::new(&self.lists(SENSES)?)
            .map_err(|error| place_error(SENSES, "", 0..0, &error.to_string()))?;
        let mut lexicons = Lexicons {
            entries: Vec::new(),
            patterns: Vec::new(),
            matcher: Matcher::default(),
            learned: self.learned()?,
            encoder: self.encoder()?,
            scope: Scope::default(),
            balances: Balances::default(),
            unmet: FxHashSet::default(),
            sources: self.clone(),
        };
        let vocabulary = &mut lexicons.matcher.vocabulary;
        vocabulary.senses = senses;
        vocabulary.name_rivals(&self.company.competitors);
        Titles::read(self)?;
        let lists = [CLASSES, SENSES, LEARNED];
        let files = self.files.iter();
        for (file, text) in files.filter(|(file, _)| !lists.contains(&file.as_str())) {
            add_file(&mut lexicons, file, text, &classes, &self.company)?;
        }
        lexicons.matcher.file();
        lexicons.link();
        lexicons.find_unmet();
        Ok(lexicons)
    }
}

impl Lexicons {
    /// Finds the patterns of entries that the learned witness has not met. Evidence it never meets, and a cue may be
    /// written like the pattern of an entry that it has.
    fn find_unmet(&mut self) {
        let learned = self.learned.as_ref();
        let has_met = |hash| learned.is_some_and(|model| model.has_met(hash));
        let entries = self.entries.iter();
        let unmet = entries.filter(|entry| entry.balance.is_none() && !has_met(entry.hash()));
        self.unmet = unmet
            .flat_map(|entry| entry.patterns.iter().cloned())
            .collect();
    }
}
