//! What did the prospect say, in one word, and did they mean it?
//!
//! A mention is one occurrence of a tag in one turn. It always carries the reason why it is there.

pub mod by_hand;

use serde::{Deserialize, Serialize};

use crate::call::Span;

/// `kind/category`, as in the label guide: `pain/errors`, `objection/price`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(pub String);

impl Tag {
    /// The part before the slash: `pain`, `objection`, `request`, `outcome`, `trigger`, `praise`.
    pub fn kind(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }

    /// Whether it is a pain or an objection.
    pub fn is_core(&self) -> bool {
        matches!(self.kind(), "pain" | "objection")
    }
}

impl std::fmt::Display for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether it was meant.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    #[default]
    Affirmed,
    Negated,
    Hypothetical,
}

/// Whose thing the words are about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Their own work, or the seller's offer.
    #[default]
    Own,
    /// A competitor's or a third party's product, price, people.
    Other,
}

/// Who brought it up.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    #[default]
    Unprompted,
    /// The rep put the idea or the words there within the three turns before.
    Led,
}

impl Polarity {
    /// Every value, in the order shown to people.
    pub const ALL: [Polarity; 3] = [
        Polarity::Affirmed,
        Polarity::Negated,
        Polarity::Hypothetical,
    ];

    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
            Polarity::Hypothetical => "hypothetical",
        }
    }
}

impl Target {
    /// Every value, in the order shown to people.
    pub const ALL: [Target; 2] = [Target::Own, Target::Other];

    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Target::Own => "own",
            Target::Other => "other",
        }
    }
}

impl Origin {
    /// Every value, in the order shown to people.
    pub const ALL: [Origin; 2] = [Origin::Unprompted, Origin::Led];

    /// The word used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Unprompted => "unprompted",
            Origin::Led => "led",
        }
    }
}

/// The words that decided something, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// The turn in which the cue stands; a led mention's cue stands in the rep's turn.
    pub turn: u32,
    pub span: Span,
    /// Which rule took it for a cue, in a word or two: `negation`, `condition`, `third party`, `asked by the rep`.
    pub rule: String,
}

/// Why a mention is what it is: the pattern's own words, and a cue for every value that is not the usual one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Why {
    /// The words that the pattern matched.
    pub matched: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Cue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Cue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Cue>,
    /// What was added up: the features that spoke for it most where the learned witness heard it, or every weak cue and
    /// then their sum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Something that was noticed, and what it counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub feature: String,
    pub weight: f32,
}

/// One occurrence of one tag in one turn. The quote is the turn's text under `span`, byte for byte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Index into the call's turns.
    pub turn: u32,
    pub span: Span,
    pub tag: Tag,
    pub polarity: Polarity,
    pub target: Target,
    pub origin: Origin,
    /// 0 to 1.
    pub confidence: f32,
    /// The lexicon file's name without its ending.
    pub lexicon: String,
    /// The pattern as written in the lexicon.
    pub pattern: String,
    pub why: Why,
}

impl Mention {
    /// What a marketer is shown by default: meant.
    pub fn is_affirmed(&self) -> bool {
        self.polarity == Polarity::Affirmed
    }
}
