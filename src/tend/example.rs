//! Does every entry hear its own sentences, and none of its near misses?
//!
//! Each sentence is taken for a whole turn of a prospect whom the lexicon listens to, and heard by the patterns alone,
//! without what was learned. A sentence of `hear` must be heard, and meant, by a pattern of its own entry: that
//! another entry hears it would hide that this one does not. A sentence of `near` must not be. Evidence hears what its
//! cues come to; an entry with a weight is tried as if it had none. Nobody is on a call here, so words with a capital
//! inside of a sentence are taken for people.

use serde::Serialize;

use crate::mention::{Mention, Polarity, Tag};
use crate::mine::lexicon::{Entry, LexiconError, Lexicons, Sources, Who};
use crate::mine::tag::Tagger;
use crate::tend::layout::{Placed, files_of_entries, layout};

/// What an entry wants of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    Hear,
    Near,
}

impl Wanted {
    /// The field in which such sentences stand.
    pub fn name(self) -> &'static str {
        match self {
            Wanted::Hear => "hear",
            Wanted::Near => "near",
        }
    }
}

/// A pattern that stands in a sentence, and how it was taken there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    pub lexicon: String,
    pub tag: String,
    pub entry: String,
    pub pattern: String,
    pub polarity: Polarity,
    /// The words that decided the polarity, and by which rule; none where it was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<(String, String)>,
    /// Whether the pattern is one of the entry's whose sentence it is.
    pub is_own: bool,
}

/// A sentence that is not heard as its entry wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    pub file: String,
    pub line: usize,
    pub tag: String,
    pub entry: String,
    pub wanted: Wanted,
    pub sentence: String,
    pub heard: Vec<Heard>,
    /// Of evidence: what its cues come to in the sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
    /// A class that the entry names and nobody is listed for, and the setting that lists them.
    #[serde(skip)]
    pub unlisted: Option<(&'static str, &'static str)>,
}

/// How a file's sentences fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub file: String,
    pub n_entries: usize,
    pub n_sentences: usize,
    pub failures: Vec<Failure>,
}

/// Tries all sentences of all entries.
pub fn test(sources: &Sources) -> Result<Vec<Tried>, LexiconError> {
    let sources = sources.clone().without_learned();
    let written = sources.compile()?;
    let apart = apart(sources.compile()?);
    let has_weights = written.entries.iter().any(|entry| entry.weight.is_some());
    let lent = if has_weights {
        Some(apart_without_weights(sources.compile()?))
    } else {
        None
    };
    let mut trial = Trial {
        written: &written,
        tagger: Tagger::new(&apart),
        lent: lent.as_ref().map(Tagger::new),
    };
    let mut next = 0;
    let mut tried = Vec::new();
    for (file, text) in files_of_entries(&sources) {
        let laid = layout(text).map_or_else(Vec::new, |layout| layout.entries);
        let mut of_file = Tried {
            file: file.to_owned(),
            n_entries: laid.len(),
            n_sentences: 0,
            failures: Vec::new(),
        };
        for entry in &laid {
            for (wanted, sentences) in [(Wanted::Hear, &entry.hear), (Wanted::Near, &entry.near)] {
                of_file.n_sentences += sentences.len();
                let failures = sentences.iter();
                let failures = failures.filter_map(|said| trial.judge(file, next, wanted, said));
                of_file.failures.extend(failures);
            }
            next += 1;
        }
        tried.push(of_file);
    }
    Ok(tried)
}

/// The same lexicons with a tag of its own for every entry. Of several mentions of one tag in the same words the
/// tagger keeps the surest, so under its own tag each entry is heard by itself. Evidence keeps the cues that other
/// entries of its tag lend it.
fn apart(mut lexicons: Lexicons) -> Lexicons {
    for (number, entry) in lexicons.entries.iter_mut().enumerate() {
        entry.tag = Tag(format!("{KIND}/{number}"));
    }
    lexicons
}

/// The same where entries that lend their patterns are heard too.
fn apart_without_weights(mut lexicons: Lexicons) -> Lexicons {
    for entry in &mut lexicons.entries {
        entry.weight = None;
    }
    lexicons.link();
    apart(lexicons)
}

/// The kind of the tags that entries have while they are tried.
const KIND: &str = "entry";

/// The number of the entry that heard a mention.
fn number(mention: &Mention) -> Option<usize> {
    let (_, number) = mention.tag.0.split_once('/')?;
    number.parse().ok()
}

/// A class of an entry's patterns that hears nobody, because neither the config nor `classes.toml` lists any.
fn unlisted(lexicons: &Lexicons, entry: &Entry) -> Option<(&'static str, &'static str)> {
    let classes = lexicons.sources().classes().unwrap_or_default();
    let mut unlisted = lexicons.company().unlisted();
    unlisted.find(|(class, _)| {
        let named = format!("{{{class}}}");
        let is_named = entry.patterns.iter().any(|one| one.contains(&named));
        is_named && !classes.contains_key(*class)
    })
}

/// The lexicons as they are written, and taggers that hear each entry by itself.
struct Trial<'l> {
    written: &'l Lexicons,
    tagger: Tagger<'l>,
    /// Hears entries that are only cues.
    lent: Option<Tagger<'l>>,
}

impl Trial<'_> {
    /// Tries one sentence of the entry with that number.
    fn judge(
        &mut self,
        file: &str,
        number: usize,
        wanted: Wanted,
        said: &Placed,
    ) -> Option<Failure> {
        let entry = self.written.entries.get(number)?;
        let who = entry.listener();
        let heard = self.hear(number, &said.text, who);
        let is_meant = |heard: &Heard| heard.is_own && heard.polarity == Polarity::Affirmed;
        let is_heard = heard.iter().any(is_meant);
        if is_heard == (wanted == Wanted::Hear) {
            return None;
        }
        let sum = entry
            .balance
            .is_some()
            .then(|| self.sum(number, &said.text, who));
        let is_deaf = wanted == Wanted::Hear && !heard.iter().any(|heard| heard.is_own);
        let unlisted = unlisted(self.written, entry).filter(|_| is_deaf);
        Some(Failure {
            file: file.to_owned(),
            line: said.line,
            tag: entry.tag.0.clone(),
            entry: entry.name.clone(),
            wanted,
            sentence: said.text.clone(),
            heard,
            sum,
            unlisted,
        })
    }

    fn hear(&mut self, own: usize, sentence: &str, who: Who<'_>) -> Vec<Heard> {
        let written = self.written;
        let is_lent = written.entries[own].weight.is_some();
        let tagger = match &mut self.lent {
            Some(lent) if is_lent => lent,
            _ => &mut self.tagger,
        };
        let mentions = tagger.tag_example(sentence, who);
        let heard = mentions.into_iter().filter_map(|mention| {
            let number = number(&mention)?;
            let entry = written.entries.get(number)?;
            let cue = mention.why.polarity;
            Some(Heard {
                lexicon: entry.lexicon.clone(),
                tag: entry.tag.0.clone(),
                entry: entry.name.clone(),
                pattern: mention.pattern,
                polarity: mention.polarity,
                cue: cue.map(|cue| (cue.span.slice(sentence).to_owned(), cue.rule)),
                is_own: number == own,
            })
        });
        heard.collect()
    }

    /// What the cues of evidence come to where they come to most: `0.4 of 0.7 (takes ... hours 0.4)`.
    fn sum(&mut self, own: usize, sentence: &str, who: Who<'_>) -> String {
        let weighings = self.tagger.weighings_in(sentence, who);
        let own = weighings
            .into_iter()
            .filter(|one| one.entry as usize == own);
        let Some(most) = own.max_by_key(|one| one.sum) else {
            return "none of its cues stands there".to_owned();
        };
        let cues = most.cues.iter();
        let cues: Vec<String> = cues
            .map(|(pattern, weight)| format!("{pattern:?} {weight}"))
            .collect();
        format!(
            "its cues come to {} of {} ({})",
            most.sum,
            most.threshold,
            cues.join(", ")
        )
    }
}

impl Failure {
    /// What was heard instead and why, and what to do about it.
    pub fn why(&self) -> String {
        let why = self.why_not();
        match self.unlisted {
            Some((class, setting)) => {
                format!("{why}; {{{class}}} knows nobody: list {setting} in verbatim.toml")
            }
            None => why,
        }
    }

    fn why_not(&self) -> String {
        let own = self.heard.iter().find(|heard| heard.is_own);
        match (self.wanted, own, &self.sum) {
            (Wanted::Near, _, Some(sum)) => format!(
                "{sum}; lower a weight, or add a cue with a weight below 0 for what tells this sentence apart"
            ),
            (Wanted::Near, _, None) => {
                let meant = |heard: &&Heard| heard.is_own && heard.polarity == Polarity::Affirmed;
                let pattern = self
                    .heard
                    .iter()
                    .find(meant)
                    .map_or("", |own| own.pattern.as_str());
                format!(
                    "{pattern:?} stands there; make it narrower, or move the sentence to `hear`"
                )
            }
            (Wanted::Hear, Some(own), _) => {
                let (words, rule) = own.cue.clone().unwrap_or_default();
                let way_out = match own.polarity {
                    Polarity::Negated => {
                        "write `negation = \"own\"` if the phrase is negative by itself"
                    }
                    _ => "write a sentence that is meant",
                };
                format!(
                    "{:?} stands there, but counts as {} because of {words:?} ({rule}); {way_out}",
                    own.pattern,
                    own.polarity.name()
                )
            }
            (Wanted::Hear, None, Some(sum)) => format!("{sum}; add a cue, or raise a weight"),
            (Wanted::Hear, None, None) => match self.heard.first() {
                Some(other) => format!(
                    "no pattern of its own stands there, but {:?} of {} {:?} ({}.toml) does; add a pattern, or move \
                     the sentence there",
                    other.pattern, other.tag, other.entry, other.lexicon
                ),
                None => "no pattern stands there; add one that does".to_owned(),
            },
        }
    }
}
