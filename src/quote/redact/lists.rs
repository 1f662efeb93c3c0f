//! Which words does everybody say, and which are names that many carry?
//!
//! Lists that were written for this purpose, one file each in `words/`, in lower case without apostrophes. Ordinary words
//! were counted in the project's own sample calls.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Some words, to be asked for.
pub(super) type List = LazyLock<FxHashSet<&'static str>>;

/// The words of a list.
pub(super) fn set(words: &'static str) -> FxHashSet<&'static str> {
    words.split_whitespace().collect()
}

/// Ordinary words of calls about business.
pub(super) static ORDINARY: List = LazyLock::new(|| set(include_str!("words/ordinary.txt")));
/// The thousand commonest words of speech.
pub(super) static COMMONEST: List = LazyLock::new(|| set(crate::text::COMMONEST));
/// First names that are hardly anything else.
pub(super) static FIRST_NAMES: List = LazyLock::new(|| set(include_str!("words/first-names.txt")));
/// Names that are words as well.
pub(super) static NAME_WORDS: List = LazyLock::new(|| set(include_str!("words/name-words.txt")));
/// Words with a capital letter that tell nothing about anybody: days, languages, jargon, tools that all offices have.
pub(super) static KEPT: List = LazyLock::new(|| set(include_str!("words/kept.txt")));
/// Countries, states and parts of the world.
pub(super) static REGIONS: List = LazyLock::new(|| set(include_str!("words/regions.txt")));
/// Cities that are large enough to hide in.
pub(super) static CITIES: List = LazyLock::new(|| set(include_str!("words/cities.txt")));

/// A name of one or more words, and what is written instead.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) words: Vec<&'static str>,
    pub(super) instead: &'static str,
}

/// Products for businesses by their first word, the longest first.
pub(super) static PRODUCTS: LazyLock<FxHashMap<&'static str, Vec<Listed>>> = LazyLock::new(|| {
    let mut instead = "a tool";
    let mut listed = Vec::new();
    for line in include_str!("words/products.txt").lines() {
        let kind = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
        if let Some(kind) = kind {
            instead = kind;
            continue;
        }
        let names = line
            .split(',')
            .map(pieces)
            .filter(|words| !words.is_empty());
        listed.extend(names.map(|words| Listed { words, instead }));
    }
    by_first_word(listed)
});

/// Companies that everybody knows by their first word, the longest first.
pub(super) static COMPANIES: LazyLock<FxHashMap<&'static str, Vec<Listed>>> = LazyLock::new(|| {
    let names = include_str!("words/companies.txt").split_whitespace();
    let listed = names.map(|name| Listed {
        words: pieces(name),
        instead: "a company",
    });
    by_first_word(listed.collect())
});

/// First names by their full form, each with its short forms behind it.
static NICKNAMES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("words/nicknames.txt").lines();
    lines.map(|line| line.split(' ').collect()).collect()
});

/// The words of a listed name as speech would be cut.
fn pieces(name: &'static str) -> Vec<&'static str> {
    let pieces = name.split(|c: char| !c.is_ascii_alphanumeric());
    pieces.filter(|piece| !piece.is_empty()).collect()
}

fn by_first_word(listed: Vec<Listed>) -> FxHashMap<&'static str, Vec<Listed>> {
    let mut by_first: FxHashMap<&'static str, Vec<Listed>> = FxHashMap::default();
    for one in listed {
        if let Some(first) = one.words.first().copied() {
            by_first.entry(first).or_default().push(one);
        }
    }
    for names in by_first.values_mut() {
        names.sort_by(|a, b| (b.words.len(), &a.words).cmp(&(a.words.len(), &b.words)));
    }
    by_first
}

/// Whether these words are exactly a product's name.
pub(super) fn is_product(words: &[&str]) -> bool {
    let names = words.first().and_then(|first| PRODUCTS.get(*first));
    names.is_some_and(|names| names.iter().any(|name| name.words == words))
}

/// Whether a word stands in any product's name.
pub(super) static PRODUCT_WORDS: List = LazyLock::new(|| {
    let names = PRODUCTS.values().flatten();
    names.flat_map(|name| name.words.iter().copied()).collect()
});

/// Every other form of a first name, sorted.
pub(super) fn nicknames(name: &str) -> Vec<&'static str> {
    let mut forms: Vec<&'static str> = NICKNAMES
        .iter()
        .filter(|forms| forms.contains(&name))
        .flatten()
        .copied()
        .filter(|form| *form != name)
        .collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Endings that are put on ordinary words, and what stood there before.
const ENDINGS: [(&str, &str); 19] = [
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ly", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("able", ""),
    ("able", "e"),
    ("ment", ""),
    ("ness", ""),
    ("ers", ""),
    ("less", ""),
    ("ful", ""),
    ("ers", "e"),
];
const BEGINNINGS: [&str; 13] = [
    "un", "re", "pre", "non", "over", "under", "mis", "out", "sub", "multi", "inter", "co", "de",
];
/// Endings that names hardly have.
const OF_WORDS: [&str; 26] = [
    "tion", "tions", "ment", "ments", "ness", "ity", "ities", "ing", "ings", "ism", "ship", "ible",
    "able", "ology", "graphy", "ically", "ally", "ary", "ory", "ous", "ical", "ial", "ist", "ists",
    "ized", "ised",
];

/// Whether a folded word, or what it was made from, is an ordinary one.
pub(super) fn is_ordinary(word: &str) -> bool {
    if ORDINARY.contains(word) {
        return true;
    }
    let without_ending = ENDINGS.iter().any(|(ending, instead)| {
        let Some(stem) = word.strip_suffix(*ending).filter(|stem| stem.len() > 2) else {
            return false;
        };
        let base = format!("{stem}{instead}");
        let is_doubled =
            base.len() > 3 && base.as_bytes()[base.len() - 1] == base.as_bytes()[base.len() - 2];
        let single = base.get(..base.len() - 1).unwrap_or("");
        ORDINARY.contains(base.as_str()) || (is_doubled && ORDINARY.contains(single))
    });
    let without_beginning = BEGINNINGS.iter().any(|beginning| {
        let rest = word.strip_prefix(*beginning).unwrap_or("");
        rest.len() >= 4 && ORDINARY.contains(rest)
    });
    without_ending || without_beginning
}

/// Whether a folded word looks like a word rather than a name.
pub(super) fn is_wordlike(word: &str) -> bool {
    is_ordinary(word) || (word.len() > 6 && OF_WORDS.iter().any(|ending| word.ends_with(*ending)))
}
