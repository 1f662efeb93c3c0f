//! What did an author say about one phrase: its tag, its patterns, whom it is meant for, how it is judged?

use serde::Deserialize;

use crate::mention::Tag;
use crate::mine::lexicon::balance::{Balance, Milli};
use crate::mine::vocabulary::fnv;

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

/// To whom and when an entry listens, where its author says more than the file does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// Personas, in place of the file's; none: the file's.
    pub personas: Vec<String>,
    /// Where the deal stood at the time of the call, in lower case; none: anywhere, also where nobody knows.
    pub stages: Vec<String>,
}

/// A deal's stage as it is compared: without spaces around it, in lower case.
pub fn folded_stage(stage: &str) -> String {
    stage.trim().to_lowercase()
}

/// Who speaks, and where the deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who<'a> {
    pub persona: &'a str,
    /// As [`folded_stage`] gives it; `None` for loose text and for calls of which nobody knows it.
    pub stage: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// Somebody of a persona, of whose deal nothing is known.
    pub fn of_persona(persona: &'a str) -> Who<'a> {
        Who {
            persona,
            stage: None,
        }
    }
}

/// One entry of a lexicon, or one piece of evidence.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file's name without its ending.
    pub lexicon: String,
    pub listens: Listens,
    pub limits: Limits,
    pub name: String,
    pub tag: Tag,
    pub confidence: f32,
    /// Of evidence: its cues.
    pub patterns: Vec<String>,
    pub hear: Vec<String>,
    pub near: Vec<String>,
    pub negation: NegationRule,
    pub target_is_other: bool,
    pub quoted: Quoted,
    /// The entry is a cue of its tag's evidence and counts so much there.
    pub weight: Option<Milli>,
    /// It is evidence: what its cues count, and how much is needed.
    pub balance: Option<Balance>,
}

impl Entry {
    /// Tells this entry from any other, and from itself after an edit.
    pub fn hash(&self) -> u64 {
        let mut hash = fnv(&self.lexicon) ^ fnv(&self.tag.0).rotate_left(1);
        let mut add = |part: &str| {
            hash = hash.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ fnv(part);
        };
        for pattern in &self.patterns {
            add(pattern);
        }
        // Only where there are any, so that an entry without them keeps its hash.
        for stage in &self.limits.stages {
            add(&format!("stage {stage}"));
        }
        for persona in &self.limits.personas {
            add(&format!("persona {persona}"));
        }
        if let Some(weight) = self.weight {
            add(&format!("weight {weight}"));
        }
        if let Some(balance) = &self.balance {
            add(&format!("threshold {}", balance.threshold));
            for weight in &balance.weights {
                add(&format!("cue {weight}"));
            }
        }
        hash
    }

    /// Whether it is meant for what this person says.
    pub fn listens_to(&self, who: Who<'_>) -> bool {
        let Limits { personas, stages } = &self.limits;
        let has = |list: &[String], wanted: &str| list.iter().any(|one| one == wanted);
        let is_persona = match &self.listens {
            _ if !personas.is_empty() => has(personas, who.persona),
            Listens::Anyone => true,
            Listens::Persona(wanted) => wanted == who.persona,
        };
        is_persona && (stages.is_empty() || who.stage.is_some_and(|stage| has(stages, stage)))
    }

    /// Somebody to whom it listens.
    pub fn listener(&self) -> Who<'_> {
        let of_file = match &self.listens {
            Listens::Persona(persona) => persona.as_str(),
            Listens::Anyone => "unknown",
        };
        let own = self.limits.personas.first();
        Who {
            persona: own.map_or(of_file, String::as_str),
            stage: self.limits.stages.first().map(String::as_str),
        }
    }

    /// Whether each of its patterns is worth a mention by itself.
    pub fn is_plain(&self) -> bool {
        self.weight.is_none() && self.balance.is_none()
    }
}
