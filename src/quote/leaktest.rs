//! Does a finished text still tell who spoke?
//!
//! A second look that shares nothing with [`crate::quote::redact`]: everything the calls tell about names is searched as
//! letters and as groups of three letters, words that the calls always write with a capital are looked for, and numbers and
//! addresses are told by their density instead of their shape. What stands in brackets was put there by us and is skipped.
//! Findings block publishing until a person decides, so this may cry wolf.

use serde::Serialize;

use crate::call::{Call, Span};

mod numbers;
mod secrets;

use secrets::Secrets;

/// What kind of thing shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeakClass {
    /// A name of the call, letter by letter.
    Name,
    /// A word much like a name of the call.
    Similar,
    /// A word that the call never writes without a capital.
    Capital,
    /// Many digits close together.
    Number,
    /// An e-mail or web address, or the sound of one.
    Address,
    /// Letters and digits without any order.
    Random,
}

impl LeakClass {
    /// The word used in files and on pages.
    pub fn name(self) -> &'static str {
        match self {
            LeakClass::Name => "name",
            LeakClass::Similar => "similar",
            LeakClass::Capital => "capital",
            LeakClass::Number => "number",
            LeakClass::Address => "address",
            LeakClass::Random => "random",
        }
    }
}

/// Something that shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leak {
    /// Bytes of the finished text.
    pub span: Span,
    pub class: LeakClass,
    /// Why, in a few words for people; never the words of the text.
    pub reason: &'static str,
}

/// Knows what must not show.
#[derive(Debug, Clone)]
pub struct LeakTest {
    secrets: Secrets,
    allowed: Vec<String>,
}

impl LeakTest {
    /// Everything that the calls of a pack tell about names.
    pub fn of<'c>(calls: impl IntoIterator<Item = &'c Call>) -> LeakTest {
        LeakTest {
            secrets: Secrets::of(calls),
            allowed: Vec::new(),
        }
    }

    /// What may show: a person decided so, or the pack itself wrote it (ids, hashes, links).
    #[must_use]
    pub fn allowing<'w>(mut self, texts: impl IntoIterator<Item = &'w str>) -> LeakTest {
        let texts = texts.into_iter().map(str::trim);
        let filled = texts.filter(|text| !text.is_empty());
        self.allowed.extend(filled.map(str::to_owned));
        self
    }

    /// Everything that shows, in order of place.
    pub fn leaks(&self, text: &str) -> Vec<Leak> {
        let covered = self.covered(text);
        let mut leaks = self.secrets.leaks(text);
        leaks.extend(numbers::leaks(text));
        leaks.retain(|leak| {
            let is_inside =
                |over: &Span| over.start <= leak.span.start && leak.span.end <= over.end;
            !covered.iter().any(is_inside)
        });
        leaks.sort_by_key(|leak| (leak.span.start, leak.span.end, leak.class));
        leaks.dedup_by(|later, kept| later.span.overlaps(kept.span) && later.class >= kept.class);
        leaks
    }

    /// What is ours or allowed: marks in brackets, and texts that may show.
    fn covered(&self, text: &str) -> Vec<Span> {
        let span = |start: usize, end: usize| Span {
            start: start as u32,
            end: end as u32,
        };
        let mut covered = Vec::new();
        let mut open = None;
        for (at, c) in text.char_indices() {
            match (c, open) {
                ('[', _) => open = Some(at),
                (']', Some(start)) => {
                    covered.push(span(start, at + 1));
                    open = None;
                }
                ('\n', _) => open = None,
                _ => {}
            }
        }
        for allowed in &self.allowed {
            let places = text.match_indices(allowed.as_str());
            covered.extend(places.map(|(at, found)| span(at, at + found.len())));
        }
        covered
    }
}
