//! Which phrases make a mention of which tag, as the people who own the language wrote them down?
//!
//! A lexicon is a TOML file: entries with a tag, patterns, sentences that they must hear and near misses that
//! they must not. The lexicons in `lexicons/` are built into the program; a folder given in the config takes
//! their place.

use std::path::Path;

use rustc_hash::FxHashSet;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::mention::{Mention, Tag};
use crate::mine::class::Class;
use crate::mine::learned::model::Model;
use crate::mine::matcher::Matcher;
use crate::mine::pattern::{self, Names, PatternError};
use crate::mine::scope::Scope;
use crate::mine::senses::Senses;
use crate::mine::vocabulary::fnv;

/// Changes whenever the tagger's own rules change what is heard, so that older mentions are known to be stale.
const RULES: &str = "rules-1";

/// The lexicons built into the program: file name and text.
pub const SHIPPED: &[(&str, &str)] = &[
    ("learned.txt", include_str!("../../lexicons/learned.txt")),
    ("senses.toml", include_str!("../../lexicons/senses.toml")),
    ("anyone.toml", include_str!("../../lexicons/anyone.toml")),
    (
        "champion.toml",
        include_str!("../../lexicons/champion.toml"),
    ),
    ("classes.toml", include_str!("../../lexicons/classes.toml")),
    (
        "economic-buyer.toml",
        include_str!("../../lexicons/economic-buyer.toml"),
    ),
    (
        "end-user.toml",
        include_str!("../../lexicons/end-user.toml"),
    ),
    (
        "procurement.toml",
        include_str!("../../lexicons/procurement.toml"),
    ),
    (
        "technical-evaluator.toml",
        include_str!("../../lexicons/technical-evaluator.toml"),
    ),
];

/// Whose words a lexicon listens to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listens {
    Anyone,
    Persona(String),
}

/// How much of the turn becomes the quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quoted {
    /// The sentence, or the clause of a very long one.
    #[default]
    Sentence,
    /// The matched words only.
    Phrase,
}

/// How `not` and its kin around the phrase are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NegationRule {
    /// A negation in scope negates the mention.
    #[default]
    Scope,
    /// The phrase is negative by itself ("no way to see"); no scope is applied.
    Own,
}

/// One entry of a lexicon.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file's name without its ending.
    pub lexicon: String,
    pub listens: Listens,
    pub name: String,
    pub tag: Tag,
    pub confidence: f32,
    pub patterns: Vec<String>,
    pub hear: Vec<String>,
    pub near: Vec<String>,
    pub negation: NegationRule,
    pub target_is_other: bool,
    pub quoted: Quoted,
}

impl Entry {
    /// Tells this entry from any other, and from itself after an edit.
    pub fn hash(&self) -> u64 {
        let mut hash = fnv(&self.lexicon) ^ fnv(&self.tag.0).rotate_left(1);
        for pattern in &self.patterns {
            hash = hash.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ fnv(pattern);
        }
        hash
    }
}

/// All lexicons, compiled.
pub struct Lexicons {
    pub entries: Vec<Entry>,
    /// By pattern number: its entry, and its place among that entry's patterns.
    pub patterns: Vec<(u32, u32)>,
    pub matcher: Matcher,
    /// What was learned from labelled calls: the second witness beside the patterns.
    pub learned: Option<Model>,
    /// Whether the words around a match count.
    pub scope: Scope,
    /// Patterns of entries that were not among the learned witness's cues.
    unmet: FxHashSet<String>,
    /// Sixteen hexadecimal digits over every source and rule: two archives with the same one were tagged alike.
    pub fingerprint: String,
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
}

/// What is wrong in a lexicon file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}{excerpt}")]
pub struct LexiconError {
    pub file: String,
    pub line: usize,
    pub message: String,
    /// The line with a caret under the place, each on a line of its own.
    pub excerpt: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    persona: Option<Spanned<String>>,
    #[serde(default)]
    entry: Vec<FileEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    tag: Spanned<String>,
    name: String,
    confidence: Option<f32>,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    hear: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    negation: NegationRule,
    target: Option<crate::mention::Target>,
    #[serde(default)]
    span: Quoted,
}

/// Lists of words by name.
pub type Classes = std::collections::BTreeMap<String, Vec<String>>;

/// Lexicon files as they are written, not yet compiled: file name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources(Vec<(String, String)>);

impl Sources {
    /// Texts under file names; `classes.toml` holds the word lists.
    pub fn new(mut files: Vec<(String, String)>) -> Sources {
        files.sort();
        Sources(files)
    }

    /// File names and texts, in order.
    pub fn files(&self) -> &[(String, String)] {
        &self.0
    }

    /// The lexicons built into the program.
    pub fn shipped() -> Sources {
        Sources::new(
            SHIPPED
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    /// Every `*.toml` of a folder.
    pub fn from_folder(folder: &Path) -> Result<Sources, LexiconError> {
        let unreadable = |cause: std::io::Error| LexiconError {
            file: folder.display().to_string(),
            line: 0,
            message: format!(
                "cannot read the lexicon folder: {cause}; name a folder of .toml files"
            ),
            excerpt: String::new(),
        };
        let mut files = Vec::new();
        for file in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = file.map_err(unreadable)?.path();
            if path.extension().is_some_and(|ending| ending == "toml") || path.ends_with(LEARNED) {
                let text = std::fs::read_to_string(&path).map_err(unreadable)?;
                files.push((
                    path.file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned(),
                    text,
                ));
            }
        }
        Ok(Sources::new(files))
    }

    /// Sixteen hexadecimal digits over every source and rule.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(RULES);
        hash.update(crate::text::stem::VERSION);
        for (file, text) in &self.0 {
            hash.update(file);
            hash.update(text);
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The word lists that patterns may name.
    pub fn classes(&self) -> Result<Classes, LexiconError> {
        self.lists(CLASSES)
    }

    /// The word lists of a file; none where there is no such file.
    fn lists(&self, file: &str) -> Result<Classes, LexiconError> {
        match self.0.iter().find(|(known, _)| known == file) {
            Some((_, text)) => toml::from_str(text).map_err(|error| toml_error(file, text, &error)),
            None => Ok(Classes::new()),
        }
    }

    /// What was learned; nothing where there is no such file.
    fn learned(&self) -> Result<Option<Model>, LexiconError> {
        let Some((file, text)) = self.0.iter().find(|(known, _)| known == LEARNED) else {
            return Ok(None);
        };
        let model = Model::read(text);
        model.map(Some).map_err(|error| LexiconError {
            file: file.clone(),
            line: error.line,
            message: error.to_string(),
            excerpt: String::new(),
        })
    }

    /// The same without what was learned: patterns alone.
    #[must_use]
    pub fn without_learned(mut self) -> Sources {
        self.0.retain(|(file, _)| file != LEARNED);
        self
    }

    /// The same with another learned witness.
    #[must_use]
    pub fn with_learned(self, text: String) -> Sources {
        let mut files = self.without_learned().0;
        files.push((LEARNED.to_owned(), text));
        Sources::new(files)
    }

    /// Compiles them, or tells what is wrong where.
    pub fn compile(&self) -> Result<Lexicons, LexiconError> {
        let classes = self.classes()?;
        let senses = Senses::new(&self.lists(SENSES)?)
            .map_err(|error| place_error(SENSES, "", 0..0, &error.to_string()))?;
        let mut lexicons = Lexicons {
            entries: Vec::new(),
            patterns: Vec::new(),
            matcher: Matcher::default(),
            learned: self.learned()?,
            scope: Scope::default(),
            unmet: FxHashSet::default(),
            fingerprint: self.fingerprint(),
        };
        lexicons.matcher.vocabulary.senses = senses;
        let lists = [CLASSES, SENSES, LEARNED];
        for (file, text) in self
            .0
            .iter()
            .filter(|(file, _)| !lists.contains(&file.as_str()))
        {
            add_file(&mut lexicons, file, text, &classes)?;
        }
        lexicons.matcher.file();
        let has_met = |entry: &&Entry| {
            lexicons
                .learned
                .as_ref()
                .is_some_and(|model| model.has_met(entry.hash()))
        };
        let unmet = lexicons.entries.iter().filter(|entry| !has_met(entry));
        lexicons.unmet = unmet
            .flat_map(|entry| entry.patterns.iter().cloned())
            .collect();
        Ok(lexicons)
    }
}

/// The file of word lists that patterns name.
pub const CLASSES: &str = "classes.toml";
/// The file of what was learned from labelled calls.
pub const LEARNED: &str = "learned.txt";
/// The file of word lists that the learned witness knows.
pub const SENSES: &str = "senses.toml";

fn add_file(
    lexicons: &mut Lexicons,
    file: &str,
    text: &str,
    classes: &Classes,
) -> Result<(), LexiconError> {
    let parsed: File = toml::from_str(text).map_err(|error| toml_error(file, text, &error))?;
    let name = file.strip_suffix(".toml").unwrap_or(file);
    let persona = parsed
        .persona
        .map_or_else(|| name.to_owned(), |persona| persona.into_inner());
    let listens = if persona == "anyone" {
        Listens::Anyone
    } else {
        Listens::Persona(persona)
    };
    for entry in parsed.entry {
        add_entry(lexicons, file, text, name, &listens, entry, classes)?;
    }
    Ok(())
}

fn add_entry(
    lexicons: &mut Lexicons,
    file: &str,
    text: &str,
    lexicon: &str,
    listens: &Listens,
    entry: FileEntry,
    classes: &Classes,
) -> Result<(), LexiconError> {
    if !is_tag(entry.tag.get_ref()) {
        let message = "a tag is `kind/category` in lower case, such as \"pain/errors\" or \"objection/price\"";
        return Err(place_error(file, text, entry.tag.span(), message));
    }
    let number = lexicons.entries.len() as u32;
    for (place, written) in entry.patterns.iter().enumerate() {
        let names = Names {
            list: &|name| classes.get(name).cloned(),
            is_computed: &|name| Class::from_name(name).is_some(),
        };
        let pattern = pattern::parse(written.get_ref(), &names)
            .map_err(|error| pattern_error(file, text, written, &error))?;
        lexicons.matcher.add(&pattern);
        lexicons.patterns.push((number, place as u32));
    }
    lexicons.entries.push(Entry {
        lexicon: lexicon.to_owned(),
        listens: listens.clone(),
        name: entry.name,
        tag: Tag(entry.tag.into_inner()),
        confidence: entry.confidence.unwrap_or(0.5).clamp(0.0, 1.0),
        patterns: entry
            .patterns
            .into_iter()
            .map(Spanned::into_inner)
            .collect(),
        hear: entry.hear,
        near: entry.near,
        negation: entry.negation,
        target_is_other: entry.target == Some(crate::mention::Target::Other),
        quoted: entry.span,
    });
    Ok(())
}

/// Whether a word is `kind/category` in lower case.
pub fn is_tag(tag: &str) -> bool {
    let is_slug = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    tag.split_once('/')
        .is_some_and(|(kind, category)| is_slug(kind) && is_slug(category))
}

fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> LexiconError {
    place_error(file, text, error.span().unwrap_or(0..0), error.message())
}

fn pattern_error(
    file: &str,
    text: &str,
    written: &Spanned<String>,
    error: &PatternError,
) -> LexiconError {
    // The quote mark stands before the pattern's first character.
    let start = written.span().start + 1 + error.at;
    place_error(file, text, start..start + error.len, &error.message)
}

fn place_error(
    file: &str,
    text: &str,
    span: std::ops::Range<usize>,
    message: &str,
) -> LexiconError {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count();
    let written = text.lines().nth(line - 1).unwrap_or("");
    let room = written.chars().count().saturating_sub(column).max(1);
    let carets = "^".repeat(
        text.get(span)
            .map_or(1, |s| s.chars().count())
            .clamp(1, room),
    );
    let excerpt = format!("\n  {written}\n  {}{carets}", " ".repeat(column));
    LexiconError {
        file: file.to_owned(),
        line,
        message: message.to_owned(),
        excerpt,
    }
}
