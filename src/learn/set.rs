//! What does a set of labelled calls say of itself?
//!
//! Its `set.toml`: what the set is for, how much of its calls was judged, what it counts in learning, and which of its
//! calls the authors of the lexicons had read. A folder without one was labelled by its owner, and is learned from and
//! measured on.

use serde::Deserialize;

use crate::learn::label::BadLabel;

/// The file's name, beside the calls and the labels.
pub const ABOUT: &str = "set.toml";

/// What a set is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Learned from, and measured on by models that have not seen the call.
    #[default]
    Measured,
    /// Learned from only: its calls were made or chosen to teach, so a figure on them would say nothing.
    Taught,
    /// Measured on only.
    KeptApart,
}

impl Role {
    /// Whether it may be learned from.
    pub fn is_learned(self) -> bool {
        self != Role::KeptApart
    }
}

/// How much of its calls a person has judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// All of them from end to end: what carries no label carries nothing.
    Calls,
    /// The sentences of the labels and of `seen.jsonl`, whatever they might carry; others say nothing either way.
    Sentences,
    /// The same, and each sentence only as far as the tag goes that its line names.
    Tags,
}

/// What the file may say. Every field has a default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    pub role: Role,
    /// Where it is not said, a `seen.jsonl` tells that only some sentences were judged.
    pub judged: Option<Extent>,
    /// What one unit counts in learning, beside others.
    pub weight: f32,
    /// Calls that the authors of the lexicons had read: patterns found in them prove nothing.
    pub read_by_authors: Vec<String>,
}

impl Default for About {
    fn default() -> Self {
        About {
            role: Role::default(),
            judged: None,
            weight: 1.0,
            read_by_authors: Vec::new(),
        }
    }
}

/// What costs nothing teaches nothing, and what costs too much drowns all else.
const LEAST_WEIGHT: f32 = 0.01;
const MOST_WEIGHT: f32 = 10.0;

/// Reads the file's text; `file` is for messages.
pub fn about(file: &str, text: &str) -> Result<About, BadLabel> {
    let bad = |line: usize, what: String| BadLabel {
        file: file.to_owned(),
        line,
        what,
    };
    let about: About = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or(text).matches('\n').count() + 1;
        let what = format!(
            "{}; it may say role = \"measured\", \"taught\" or \"kept-apart\", judged = \"calls\", \"sentences\" or \
             \"tags\", weight, and read_by_authors",
            error.message()
        );
        bad(line, what)
    })?;
    if !(LEAST_WEIGHT..=MOST_WEIGHT).contains(&about.weight) {
        let is_weight = |line: &str| line.trim_start().starts_with("weight");
        let place = text.lines().position(is_weight);
        let what = format!("the weight must lie between {LEAST_WEIGHT} and {MOST_WEIGHT}");
        return Err(bad(place.map_or(1, |line| line + 1), what));
    }
    Ok(about)
}
