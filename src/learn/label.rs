//! What has a person said about a call?
//!
//! One label a line, as JSON: which words of which turn carry which tag, and how. The shape of the label guide's
//! `labels.jsonl`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::{Call, Side, Span};
use crate::learn::rows::overlap;
use crate::mention::{Origin, Polarity, Tag, Target};

/// One line of a label file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelLine {
    pub call: String,
    pub turn: u32,
    pub quote: String,
    pub tag: Tag,
    #[serde(default)]
    pub polarity: Polarity,
    #[serde(default)]
    pub target: Target,
    #[serde(default)]
    pub origin: Origin,
    /// Neither helps nor hurts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// A second tag that is right as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<Tag>,
    /// Fields about which the labeller was not sure: they are not scored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<String>,
}

impl LabelLine {
    /// A label of which its author is sure.
    pub fn sure(call: &Call, turn: u32, words: &str, tag: Tag, manner: Manner) -> LabelLine {
        LabelLine {
            call: call.id.0.clone(),
            turn,
            quote: words.to_owned(),
            tag,
            polarity: manner.polarity,
            target: manner.target,
            origin: manner.origin,
            optional: false,
            also: None,
            unsure: Vec::new(),
        }
    }
}

/// How it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
}

impl Manner {
    /// As most mentions of a tag are: meant, about their own, and nobody led them there.
    pub fn usual(tag: &Tag) -> Manner {
        // What is said in favor of a competitor is always about somebody else's thing.
        let is_other = tag.0 == "objection/competitor";
        Manner {
            polarity: Polarity::Affirmed,
            target: if is_other { Target::Other } else { Target::Own },
            origin: Origin::Unprompted,
        }
    }
}

/// A label at its place in a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub turn: u32,
    pub span: Span,
    pub tag: Tag,
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
    pub optional: bool,
    pub also: Option<Tag>,
    pub unsure: Vec<String>,
}

impl Label {
    /// What a marketer is shown by default: a pain or an objection that was meant.
    pub fn is_served(&self) -> bool {
        self.tag.is_core() && self.polarity == Polarity::Affirmed
    }

    /// Whether the labeller was sure of a field: `polarity`, `target` or `origin`.
    pub fn is_sure_of(&self, field: &str) -> bool {
        !self.unsure.iter().any(|unsure| unsure == field)
    }
}

/// How much of a call a person has judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// All of it: what carries no label carries nothing.
    Whole,
    /// These places; the rest says nothing either way.
    Places(Vec<Judgement>),
}

/// A place that a person has judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    pub turn: u32,
    pub span: Span,
    /// For this tag alone; `None`: whatever it might carry.
    pub only: Option<Tag>,
}

/// The kinds of tags for which some words were judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kinds {
    All,
    These(BTreeSet<String>),
}

impl Kinds {
    /// Whether a kind is among them.
    pub fn has(&self, kind: &str) -> bool {
        match self {
            Kinds::All => true,
            Kinds::These(kinds) => kinds.contains(kind),
        }
    }
}

impl Judged {
    /// For which kinds some words were judged; `None` where nobody has looked at them.
    pub fn kinds_in(&self, turn: u32, span: Span) -> Option<Kinds> {
        let Judged::Places(places) = self else {
            return Some(Kinds::All);
        };
        let mut kinds = BTreeSet::new();
        for place in places
            .iter()
            .filter(|place| place.turn == turn && overlap(place.span, span))
        {
            match &place.only {
                None => return Some(Kinds::All),
                Some(tag) => kinds.insert(tag.kind().to_owned()),
            };
        }
        (!kinds.is_empty()).then_some(Kinds::These(kinds))
    }
}

/// A call that a person has labelled.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub call: Call,
    /// Stands for the words of the call: equal where the same call is labelled twice, also from another export of it.
    pub words: String,
    pub labels: Vec<Label>,
    /// What one unit of it counts in learning, beside others.
    pub weight: f32,
    /// Whoever wrote the lexicons had read it, so their patterns prove nothing here.
    pub was_read: bool,
    /// A single sentence with nothing around it: only what hears loose text learns from it.
    pub is_loose: bool,
    /// It is like the calls that will be heard: models that have not seen it are measured on it.
    pub is_measured: bool,
    pub judged: Judged,
}

impl Labelled {
    /// Whether it is a line of loose text.
    pub fn is_line(&self) -> bool {
        self.call.turns.len() == 1 && !self.is_loose
    }

    /// Takes over labels of the same words from end to end, with the call whose bytes they point into.
    pub fn correct(&mut self, other: Labelled) {
        self.call = other.call;
        self.labels = other.labels;
        self.judged = other.judged;
        self.was_read |= other.was_read;
    }
}

/// A label file that cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct BadLabel {
    pub file: String,
    pub line: usize,
    pub what: String,
}

/// Reads a label file: its lines by call.
pub fn read(file: &str, text: &str) -> Result<BTreeMap<String, Vec<(usize, LabelLine)>>, BadLabel> {
    let mut by_call: BTreeMap<String, Vec<(usize, LabelLine)>> = BTreeMap::new();
    for (at, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let label: LabelLine = serde_json::from_str(line).map_err(|cause| BadLabel {
            file: file.to_owned(),
            line: at + 1,
            what: wrong_value(line).unwrap_or_else(|| {
                format!(
                    "a label is an object with \"call\", \"turn\", \"quote\" and \"tag\" (column {}); mend the line",
                    cause.column()
                )
            }),
        })?;
        by_call
            .entry(label.call.clone())
            .or_default()
            .push((at + 1, label));
    }
    Ok(by_call)
}

/// What is told of a line in which a field that knows few values has another one. The value itself is not told: it may be
/// anybody's words.
fn wrong_value(line: &str) -> Option<String> {
    let written: Value = serde_json::from_str(line).ok()?;
    let manner: [(&str, Vec<&str>); 3] = [
        ("polarity", Polarity::ALL.map(Polarity::name).to_vec()),
        ("target", Target::ALL.map(Target::name).to_vec()),
        ("origin", Origin::ALL.map(Origin::name).to_vec()),
    ];
    manner.into_iter().find_map(|(field, known)| {
        let value = written.get(field)?;
        let is_known = value.as_str().is_some_and(|value| known.contains(&value));
        let one_of = known.join(", ");
        (!is_known).then(|| format!("\"{field}\" is one of {one_of}; mend the line"))
    })
}

/// Refuses the first label with a tag of which something is to be told: why there is no such tag.
pub fn check_tags(
    file: &str,
    text: &str,
    what_is_wrong: impl Fn(&Tag) -> Option<String>,
) -> Result<(), BadLabel> {
    let mut lines: Vec<(usize, LabelLine)> = read(file, text)?.into_values().flatten().collect();
    lines.sort_by_key(|(line, _)| *line);
    for (line, label) in lines {
        let mut tags = std::iter::once(&label.tag).chain(&label.also);
        if let Some(what) = tags.find_map(&what_is_wrong) {
            return Err(BadLabel {
                file: file.to_owned(),
                line,
                what,
            });
        }
    }
    Ok(())
}

/// Puts a label at its place in the call.
pub fn place(file: &str, line: usize, label: LabelLine, call: &Call) -> Result<Label, BadLabel> {
    let bad = |what: &str| BadLabel {
        file: file.to_owned(),
        line,
        what: what.to_owned(),
    };
    let turn = call.turns.get(label.turn as usize);
    let turn = turn.ok_or_else(|| bad("the call has no such turn; count turns from 0"))?;
    let start = turn
        .text
        .find(&label.quote)
        .filter(|_| !label.quote.is_empty());
    let start =
        start.ok_or_else(|| bad("the quote does not stand in its turn; copy it exactly"))?;
    if call.speaker(turn).side == Side::Rep {
        return Err(bad(
            "this turn is a rep's, and only prospects' words carry labels; remove the line, or correct the side",
        ));
    }
    Ok(Label {
        turn: label.turn,
        span: Span {
            start: start as u32,
            end: (start + label.quote.len()) as u32,
        },
        tag: label.tag,
        polarity: label.polarity,
        target: label.target,
        origin: label.origin,
        optional: label.optional,
        also: label.also,
        unsure: label.unsure,
    })
}
