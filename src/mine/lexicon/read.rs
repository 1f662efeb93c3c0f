//! How does the text of one lexicon file become entries?

use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use crate::mention::{Tag, Target};
use crate::mine::class::Class;
use crate::mine::lexicon::Lexicons;
use crate::mine::lexicon::balance::{Balance, Milli};
use crate::mine::lexicon::company::Company;
use crate::mine::lexicon::entry::{Entry, Limits, Listens, NegationRule, Quoted, folded_stage};
use crate::mine::lexicon::error::{LexiconError, pattern_error, place_error, toml_error};
use crate::mine::lexicon::folder::lexicon_name;
use crate::mine::pattern::{self, Names};

/// Word lists by name.
pub type Classes = std::collections::BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    persona: Option<Spanned<String>>,
    /// Read by [`crate::mine::titles`].
    #[serde(default, rename = "titles")]
    _titles: Vec<String>,
    #[serde(default, rename = "not_titles")]
    _not_titles: Vec<String>,
    #[serde(default)]
    entry: Vec<FileEntry>,
    #[serde(default)]
    evidence: Vec<FileEvidence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    tag: Spanned<String>,
    name: String,
    confidence: Option<Spanned<f32>>,
    patterns: Vec<Spanned<String>>,
    weight: Option<Spanned<f32>>,
    persona: Option<Spanned<Vec<Spanned<String>>>>,
    side: Option<Spanned<String>>,
    stage: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    hear: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    negation: NegationRule,
    target: Option<Target>,
    #[serde(default)]
    span: Quoted,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEvidence {
    tag: Spanned<String>,
    name: String,
    confidence: Option<Spanned<f32>>,
    threshold: Spanned<f32>,
    cues: Vec<FileCue>,
    persona: Option<Spanned<Vec<Spanned<String>>>>,
    side: Option<Spanned<String>>,
    stage: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    hear: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    negation: NegationRule,
    target: Option<Target>,
    #[serde(default)]
    span: Quoted,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCue {
    pattern: Spanned<String>,
    weight: Spanned<f32>,
}

/// What an entry or a piece of evidence weighs.
#[derive(Default)]
struct Weights {
    own: Option<Milli>,
    balance: Option<Balance>,
}

/// A confidence is the share of hits that are meant.
const CONFIDENCES: RangeInclusive<f32> = 0.0..=1.0;
/// The confidence of an entry that tells none.
const UNTOLD: f32 = 0.5;
/// Cues count between these, and never nothing.
const WEIGHTS: RangeInclusive<f32> = -1.0..=1.0;
/// What cues may have to come to.
const HIGHEST_THRESHOLD: f32 = 10.0;

/// One file, with all that its patterns may name.
struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    listens: Listens,
    classes: &'a Classes,
    company: &'a Company,
}

/// Adds the entries of a file, and then its evidence.
pub(super) fn add_file(
    lexicons: &mut Lexicons,
    file: &str,
    text: &str,
    classes: &Classes,
    company: &Company,
) -> Result<(), LexiconError> {
    let parsed: File = toml::from_str(text).map_err(|error| toml_error(file, text, &error))?;
    let name = lexicon_name(file);
    let persona = parsed
        .persona
        .map_or_else(|| name.to_owned(), Spanned::into_inner);
    let reading = Reading {
        file,
        text,
        listens: if persona == "anyone" {
            Listens::Anyone
        } else {
            Listens::Persona(persona)
        },
        classes,
        company,
    };
    for entry in parsed.entry {
        let weights = Weights {
            own: reading.own_weight(entry.weight.as_ref())?,
            balance: None,
        };
        reading.add(lexicons, entry, weights)?;
    }
    for evidence in parsed.evidence {
        let weights = Weights {
            own: None,
            balance: Some(reading.balance(&evidence)?),
        };
        reading.add(lexicons, evidence.into_entry(), weights)?;
    }
    Ok(())
}

impl FileEvidence {
    /// As an entry whose patterns are the cues.
    fn into_entry(self) -> FileEntry {
        FileEntry {
            tag: self.tag,
            name: self.name,
            confidence: self.confidence,
            patterns: self.cues.into_iter().map(|cue| cue.pattern).collect(),
            weight: None,
            persona: self.persona,
            side: self.side,
            stage: self.stage,
            hear: self.hear,
            near: self.near,
            negation: self.negation,
            target: self.target,
            span: self.span,
        }
    }
}

impl Reading<'_> {
    fn error(&self, span: std::ops::Range<usize>, message: &str) -> LexiconError {
        place_error(self.file, self.text, span, message)
    }

    fn add(
        &self,
        lexicons: &mut Lexicons,
        entry: FileEntry,
        weights: Weights,
    ) -> Result<(), LexiconError> {
        if !is_tag(entry.tag.get_ref()) {
            let message = "a tag is `kind/category` in lower case, such as \"pain/errors\" or \"objection/price\"";
            return Err(self.error(entry.tag.span(), message));
        }
        self.check_side(entry.side.as_ref())?;
        let confidence = self.confidence(entry.confidence.as_ref())?;
        let limits = Limits {
            personas: self.personas(entry.persona)?,
            stages: self.stages(entry.stage)?,
        };
        let number = lexicons.entries.len() as u32;
        for (place, written) in (0..).zip(&entry.patterns) {
            self.add_pattern(lexicons, written)?;
            lexicons.patterns.push((number, place));
        }
        let name = lexicon_name(self.file);
        lexicons.entries.push(Entry {
            lexicon: name.to_owned(),
            listens: self.listens.clone(),
            limits,
            name: entry.name,
            tag: Tag(entry.tag.into_inner()),
            confidence,
            patterns: entry
                .patterns
                .into_iter()
                .map(Spanned::into_inner)
                .collect(),
            hear: entry.hear,
            near: entry.near,
            negation: entry.negation,
            target_is_other: entry.target == Some(Target::Other),
            quoted: entry.span,
            weight: weights.own,
            balance: weights.balance,
        });
        Ok(())
    }

    fn add_pattern(
        &self,
        lexicons: &mut Lexicons,
        written: &Spanned<String>,
    ) -> Result<(), LexiconError> {
        let names = Names {
            list: &|name| {
                let listed = self.classes.get(name).cloned();
                listed.or_else(|| self.company.list(name))
            },
            is_computed: &|name| Class::from_name(name).is_some(),
        };
        let pattern = pattern::parse(written.get_ref(), &names)
            .map_err(|error| pattern_error(self.file, self.text, written, &error))?;
        lexicons.matcher.add(&pattern);
        Ok(())
    }

    /// Only what a prospect says is ever a mention, so there is nothing to choose.
    fn check_side(&self, side: Option<&Spanned<String>>) -> Result<(), LexiconError> {
        match side {
            Some(side) if side.get_ref() != "prospect" => {
                let message = "only what a prospect says can be a mention, so `side` can be \"prospect\" and nothing \
                     else; leave it out";
                Err(self.error(side.span(), message))
            }
            _ => Ok(()),
        }
    }

    fn confidence(&self, written: Option<&Spanned<f32>>) -> Result<f32, LexiconError> {
        match written {
            Some(written) if !CONFIDENCES.contains(written.get_ref()) => {
                let message = "a confidence lies between 0 and 1; write 0.7 for seven in ten";
                Err(self.error(written.span(), message))
            }
            Some(written) => Ok(*written.get_ref()),
            None => Ok(UNTOLD),
        }
    }

    fn personas(
        &self,
        written: Option<Spanned<Vec<Spanned<String>>>>,
    ) -> Result<Vec<String>, LexiconError> {
        let personas = self.several(written, "persona")?;
        let wrong = personas.iter().find(|persona| !is_slug(persona.get_ref()));
        if let Some(wrong) = wrong {
            let message =
                "a persona is written in lower case with hyphens, such as \"economic-buyer\"";
            return Err(self.error(wrong.span(), message));
        }
        Ok(personas.into_iter().map(Spanned::into_inner).collect())
    }

    fn stages(
        &self,
        written: Option<Spanned<Vec<Spanned<String>>>>,
    ) -> Result<Vec<String>, LexiconError> {
        let stages = self.several(written, "stage")?;
        if let Some(empty) = stages.iter().find(|one| one.get_ref().trim().is_empty()) {
            let message = "no deal is at a stage without a name; write one, or leave it out";
            return Err(self.error(empty.span(), message));
        }
        let folded = stages.iter().map(|stage| folded_stage(stage.get_ref()));
        Ok(folded.collect())
    }

    /// The strings of a list that, where it is written at all, holds some.
    fn several(
        &self,
        written: Option<Spanned<Vec<Spanned<String>>>>,
        field: &str,
    ) -> Result<Vec<Spanned<String>>, LexiconError> {
        match written {
            Some(list) if list.get_ref().is_empty() => {
                let message = format!(
                    "an empty `{field}` would hear nobody; name one or more, or leave the line out"
                );
                Err(self.error(list.span(), &message))
            }
            Some(list) => Ok(list.into_inner()),
            None => Ok(Vec::new()),
        }
    }

    fn own_weight(&self, weight: Option<&Spanned<f32>>) -> Result<Option<Milli>, LexiconError> {
        weight.map(|weight| self.weight(weight)).transpose()
    }

    fn weight(&self, written: &Spanned<f32>) -> Result<Milli, LexiconError> {
        let weight = *written.get_ref();
        let counted = Milli::of(weight);
        if !WEIGHTS.contains(&weight) || counted == Milli::default() {
            let message = "a weight is more than 0 and at most 1 where the words speak for the tag, and below 0 \
                 down to -1 where they speak against it";
            return Err(self.error(written.span(), message));
        }
        Ok(counted)
    }

    /// What the cues of a piece of evidence count.
    fn balance(&self, evidence: &FileEvidence) -> Result<Balance, LexiconError> {
        let written = *evidence.threshold.get_ref();
        let threshold = Milli::of(written);
        if !(0.0..=HIGHEST_THRESHOLD).contains(&written) || threshold == Milli::default() {
            let message = "a threshold is what the weights must add up to: more than 0 and at most 10, usually 1";
            return Err(self.error(evidence.threshold.span(), message));
        }
        let mut weights = Vec::new();
        for cue in &evidence.cues {
            let weight = self.weight(&cue.weight)?;
            if weight >= threshold {
                let message = "this cue alone comes to the threshold; give it less weight, or make it a pattern of an \
                     [[entry]]";
                return Err(self.error(cue.weight.span(), message));
            }
            weights.push(weight);
        }
        Ok(Balance { threshold, weights })
    }
}

/// Whether a word is `kind/category` in lower case.
pub fn is_tag(tag: &str) -> bool {
    tag.split_once('/')
        .is_some_and(|(kind, category)| is_slug(kind) && is_slug(category))
}

fn is_slug(part: &str) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
