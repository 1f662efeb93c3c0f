//! What has a person decided about a mention, and by what is its place known again?
//!
//! A person's word outlives lexicons, models and corrected transcripts, so it is anchored by the words themselves and
//! not by what any program heard in them. A noun of its own, because the catalogue keeps it and the tagger obeys it.

use crate::call::{CallId, Span};
use crate::mention::{Origin, Polarity, Tag, Target};

/// Stands in place of a lexicon's name, and of a rule's, where a person decided.
pub const BY_HAND: &str = "marked by hand";

/// What a person says of a tag and some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The words carry the tag.
    Yes,
    /// They don't.
    No,
    /// They carry it, and it was meant like this.
    Polarity(Polarity),
    /// They carry it, and this is whose thing they are about.
    Target(Target),
    /// They carry it, and this is who brought it up.
    Origin(Origin),
}

/// Whether there is a mention at all.
const PRESENCE: &str = "presence";

impl Decision {
    fn all() -> impl Iterator<Item = Decision> {
        [Decision::Yes, Decision::No]
            .into_iter()
            .chain(Polarity::ALL.map(Decision::Polarity))
            .chain(Target::ALL.map(Decision::Target))
            .chain(Origin::ALL.map(Decision::Origin))
    }

    /// What is decided. A later decision takes the place of an earlier one about the same.
    pub fn field(self) -> &'static str {
        match self {
            Decision::Yes | Decision::No => PRESENCE,
            Decision::Polarity(_) => "polarity",
            Decision::Target(_) => "target",
            Decision::Origin(_) => "origin",
        }
    }

    /// How it was decided.
    pub fn value(self) -> &'static str {
        match self {
            Decision::Yes => "yes",
            Decision::No => "no",
            Decision::Polarity(polarity) => polarity.name(),
            Decision::Target(target) => target.name(),
            Decision::Origin(origin) => origin.name(),
        }
    }

    /// The decision of that field and value.
    pub fn of(field: &str, value: &str) -> Option<Decision> {
        Decision::all().find(|known| known.field() == field && known.value() == value)
    }

    /// Reads what is typed: `yes`, `no`, `polarity=negated`, …
    pub fn from_word(word: &str) -> Option<Decision> {
        Decision::all().find(|known| known.to_string() == word)
    }
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Decision::Yes | Decision::No => f.write_str(self.value()),
            _ => write!(f, "{}={}", self.field(), self.value()),
        }
    }
}

/// A decision at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub call: CallId,
    /// Index of the turn, and the words in question, as they stood when it was decided.
    pub turn: u32,
    pub span: Span,
    /// Hash of the whole turn's text at that time.
    pub text_sha256: [u8; 32],
    /// The words to look for when the turn's text is another one now. Usually those under the span; where a whole turn
    /// was cleared of a single mention, that mention's.
    pub quote: String,
    pub tag: Tag,
    pub decision: Decision,
    /// Why, in the person's own words.
    pub note: Option<String>,
    /// RFC 3339.
    pub decided_at: String,
}
