//! Which tags are there to choose from, kind by kind?
//!
//! Those of the label guide, and those that the lexicons in use have of their own.

use crate::mine::lexicon::Lexicons;
use crate::tend::guide::TAGS;

/// A kind of tag, and what is typed for it.
pub struct Kind {
    pub key: &'static str,
    pub name: &'static str,
    pub categories: Vec<String>,
}

/// What is typed for each kind: `w` is what is wanted, `g` what is found good.
const KEYS: [(&str, &str); 6] = [
    ("p", "pain"),
    ("o", "objection"),
    ("r", "request"),
    ("w", "outcome"),
    ("t", "trigger"),
    ("g", "praise"),
];

/// Every kind with its categories, the guide's first.
pub fn kinds(lexicons: &Lexicons) -> Vec<Kind> {
    KEYS.into_iter()
        .map(|(key, name)| {
            let heard = lexicons.entries.iter().map(|entry| entry.tag.0.as_str());
            let mut categories: Vec<String> = Vec::new();
            for (kind, category) in TAGS
                .into_iter()
                .chain(heard)
                .filter_map(|tag| tag.split_once('/'))
            {
                if kind == name && !categories.iter().any(|known| known == category) {
                    categories.push(category.to_owned());
                }
            }
            Kind {
                key,
                name,
                categories,
            }
        })
        .collect()
}
