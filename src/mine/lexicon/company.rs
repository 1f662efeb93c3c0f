//! What does the config say about the company that patterns may name?
//!
//! `{person}`, `{competitor}` and `{our-product}` are other words in every company, so they stand in `verbatim.toml`
//! and not in the lexicons. Where a list is empty, its class is heard nowhere.

use crate::mine::class::{COMPETITOR, OUR_PRODUCT};
use crate::text::tokens::tokens;

/// Names, as the operator wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Company {
    /// Its own people.
    pub people: Vec<String>,
    pub competitors: Vec<String>,
    pub products: Vec<String>,
}

impl Company {
    /// The list of that class as pattern words; `None` where the config gives no such class.
    pub(super) fn list(&self, class: &str) -> Option<Vec<String>> {
        let names = match class {
            COMPETITOR => &self.competitors,
            OUR_PRODUCT => &self.products,
            _ => return None,
        };
        Some(names.iter().filter_map(|name| as_words(name)).collect())
    }

    /// The classes that nobody is listed for, each with the setting that would list some.
    pub fn unlisted(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lists = [
            (COMPETITOR, "competitors", &self.competitors),
            (OUR_PRODUCT, "products", &self.products),
        ];
        let empty = lists.into_iter().filter(|(_, _, names)| names.is_empty());
        empty.map(|(class, setting, _)| (class, setting))
    }

    /// All of it, line by line, so that none can be taken for another; nothing where nothing is named.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let lists = [
            ("person", &self.people),
            (COMPETITOR, &self.competitors),
            (OUR_PRODUCT, &self.products),
        ];
        lists
            .into_iter()
            .flat_map(|(class, names)| names.iter().map(move |name| format!("\n{class} {name}")))
    }
}

/// A name as words of a pattern: each in this form only, because names have no others.
fn as_words(name: &str) -> Option<String> {
    let words: Vec<String> = tokens(name)
        .map(|token| format!("={}", token.surface(name)))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}
