//! How does somebody else's list of words become a lexicon?
//!
//! The text of a list comes in: a spreadsheet's CSV, a LIWC dictionary, Gong's trackers. The text of a lexicon goes
//! out, with every word that could not be taken over as it was told as a warning. Each category becomes an entry,
//! each phrase a pattern of plain words.

mod dictionary;

mod entries;

mod plain;

mod table;

mod trackers;

use crate::mine::lexicon::is_tag;
use crate::tend::import::plain::Plain;

/// A list of more bytes is refused.
pub const MOST_BYTES: usize = 16 << 20;
/// So is one of more phrases: a lexicon that no person can read helps nobody.
const MOST_PHRASES: usize = 20_000;

/// The shape of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A table with headings.
    Table,
    /// LIWC's `.dic`: numbered categories between two lines of `%`, then words with their numbers.
    Dictionary,
    /// What Gong answers to `GET /v2/settings/trackers`.
    Trackers,
}

impl Shape {
    /// The shape of a file, by the ending of its name, or else by its first character.
    pub fn of(file: &str, text: &str) -> Shape {
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "dic" => return Shape::Dictionary,
            "json" => return Shape::Trackers,
            "csv" | "tsv" => return Shape::Table,
            _ => {}
        }
        match text.trim_start().chars().next() {
            Some('%') => Shape::Dictionary,
            Some('{' | '[') => Shape::Trackers,
            _ => Shape::Table,
        }
    }
}

/// How the person who imports wants it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The tag of every category that is none itself and that `map` does not name.
    pub tag: Option<String>,
    /// Categories and their tags.
    pub map: Vec<(String, String)>,
    /// Take only what is meant for this persona.
    pub persona: Option<String>,
}

/// Where in a list something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Counted from 1.
    Line(usize),
    Tracker(String),
    /// The list as a whole.
    Whole,
}

/// Something that was not taken over as it was, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub place: Place,
    pub message: String,
}

/// A list that cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ImportError {
    /// Counted from 1; 0 for the list as a whole.
    pub line: usize,
    pub message: String,
}

impl ImportError {
    fn at(line: usize, message: impl Into<String>) -> ImportError {
        ImportError {
            line,
            message: message.into(),
        }
    }
}

/// A list as a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The text of the lexicon file.
    pub text: String,
    pub persona: String,
    pub n_entries: usize,
    pub n_patterns: usize,
    /// Categories for which nobody named a tag: what they are called, and the tag that they got.
    pub unmapped: Vec<(String, String)>,
    pub warnings: Vec<Warning>,
}

/// One phrase of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrase {
    place: Place,
    pattern: String,
    category: String,
    persona: Option<String>,
    example: Option<String>,
}

/// What a list holds.
#[derive(Debug, Default)]
struct Collected {
    phrases: Vec<Phrase>,
    warnings: Vec<Warning>,
}

impl Collected {
    fn add(&mut self, phrase: Phrase) -> Result<(), ImportError> {
        if self.phrases.len() >= MOST_PHRASES {
            let message = format!("the list has more than {MOST_PHRASES} phrases; split it");
            return Err(ImportError::at(0, message));
        }
        self.phrases.push(phrase);
        Ok(())
    }

    /// The pattern that was made of a phrase, with what is to be told of it; none where it is left out. `what` is what
    /// people call it there.
    fn pattern(
        &mut self,
        place: &Place,
        what: &str,
        plain: Result<Plain, String>,
    ) -> Option<String> {
        match plain {
            Ok(Plain { pattern, warning }) => {
                if let Some(warning) = warning {
                    self.warn(place.clone(), warning);
                }
                Some(pattern)
            }
            Err(why) => {
                self.warn(place.clone(), format!("{what} is left out: {why}"));
                None
            }
        }
    }

    fn warn(&mut self, place: Place, message: impl Into<String>) {
        let message = message.into();
        self.warnings.push(Warning { place, message });
    }
}

/// Makes a lexicon of a list. `name` is the file's, for the lexicon's own words about where it comes from.
pub fn import(
    name: &str,
    text: &str,
    shape: Shape,
    wishes: &Wishes,
) -> Result<Imported, ImportError> {
    if text.len() > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        let message = format!("the list has more than {most} MB; split it");
        return Err(ImportError::at(0, message));
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut collected = Collected::default();
    match shape {
        Shape::Table => table::read(text, &mut collected)?,
        Shape::Dictionary => dictionary::read(text, &mut collected)?,
        Shape::Trackers => trackers::read(text, &mut collected)?,
    }
    entries::lexicon(name, collected, wishes)
}

/// Words in lower case with hyphens between them, for tags and names; `imported` where there is nothing to write.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let slug = words.collect::<Vec<_>>().join("-");
    if slug.is_empty() {
        "imported".to_owned()
    } else {
        slug
    }
}

impl Wishes {
    /// The tag of a category, and whether anybody named it.
    fn tag_of(&self, category: &str) -> (String, bool) {
        let mapped = self
            .map
            .iter()
            .find(|(known, _)| slug(known) == slug(category));
        if let Some((_, tag)) = mapped {
            return (tag.clone(), true);
        }
        match &self.tag {
            // What stands beside a phrase was said of that phrase; this is said of the whole list.
            _ if is_tag(category) => (category.to_owned(), true),
            Some(tag) => (tag.clone(), true),
            None => (format!("custom/{}", slug(category)), false),
        }
    }
}
