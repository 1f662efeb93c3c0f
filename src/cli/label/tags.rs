//! Which tags are there to choose from?
//!
//! Those of the label guide, and those that the lexicons in use have of their own.

use anyhow::bail;

use crate::mention::Tag;
use crate::mine::lexicon::Lexicons;

/// A kind of tag, and what is typed for it.
pub struct Kind {
    pub key: &'static str,
    pub name: &'static str,
    pub categories: Vec<String>,
}

/// Key, kind and categories, in the label guide's order.
const GUIDE: [(&str, &str, &[&str]); 6] = [
    (
        "p",
        "pain",
        &[
            "manual-work",
            "cost",
            "errors",
            "visibility",
            "tool-sprawl",
            "slow",
            "scale",
            "risk",
            "people",
            "customers",
            "adoption",
        ],
    ),
    (
        "o",
        "objection",
        &[
            "price",
            "budget",
            "timing",
            "authority",
            "need",
            "trust",
            "fit",
            "effort",
            "competitor",
            "terms",
        ],
    ),
    ("r", "request", &["feature", "integration", "service"]),
    (
        "w",
        "outcome",
        &["save-time", "save-money", "grow", "control", "quality"],
    ),
    (
        "t",
        "trigger",
        &["deadline", "change", "incident", "renewal"],
    ),
    ("g", "praise", &["product", "price", "people"]),
];

/// Every kind with its categories.
pub fn kinds(lexicons: &Lexicons) -> Vec<Kind> {
    GUIDE
        .into_iter()
        .map(|(key, name, guide)| {
            let mut categories: Vec<String> = guide
                .iter()
                .map(|category| (*category).to_owned())
                .collect();
            let heard = lexicons.entries.iter();
            for (_, category) in heard
                .filter_map(|entry| entry.tag.0.split_once('/'))
                .filter(|(kind, _)| *kind == name)
            {
                if !categories.iter().any(|known| known == category) {
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

/// The tag that was typed, or why there is no such tag.
pub fn checked(written: &str, lexicons: &Lexicons) -> anyhow::Result<Tag> {
    let tag = Tag(written.trim().to_lowercase());
    if lexicons.entries.iter().any(|entry| entry.tag == tag) {
        return Ok(tag);
    }
    let kinds = kinds(lexicons);
    let (kind, category) = tag.0.split_once('/').unwrap_or((tag.0.as_str(), ""));
    let Some(known) = kinds.iter().find(|known| known.name == kind) else {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
        bail!(
            "{written}: a tag is KIND/CATEGORY, such as objection/price; the kinds are {}",
            names.join(", ")
        );
    };
    if !known.categories.iter().any(|known| known == category) {
        bail!(
            "{written}: there is no such {kind}; the categories are {}",
            known.categories.join(", ")
        );
    }
    Ok(tag)
}
