//! How are a pattern and an entry written down?

use std::collections::BTreeSet;

/// The widest gap that a pattern may have, and the one that `...` stands for.
const WIDEST_GAP: u32 = 9;
const USUAL_GAP: u32 = 3;

/// The confidence of what nobody has tried yet.
const UNTRIED: &str = "0.5";

/// What joins two places of a pattern that may have so many words between them; `None` where they are too far apart.
pub fn joint(between: u32) -> Option<String> {
    match between {
        0 => Some(" ".to_owned()),
        1..=USUAL_GAP => Some(" ... ".to_owned()),
        _ if between <= WIDEST_GAP => Some(format!(" ..{between} ")),
        _ => None,
    }
}

/// An entry as it stands in a lexicon's file.
pub fn entry(
    tag: &str,
    name: &str,
    patterns: &BTreeSet<String>,
    hear: &BTreeSet<String>,
    near: &BTreeSet<String>,
) -> String {
    format!(
        "[[entry]]\ntag = {}\nname = {}\nconfidence = {UNTRIED}\npatterns = {}\nhear = {}\nnear = {}\n",
        quoted(tag),
        quoted(name),
        list(patterns),
        list(hear),
        list(near)
    )
}

/// A name that none of these has; it is one of them from then on.
pub fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|n| format!("{name}-{n}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// A list of strings, one a line.
pub fn list<'s>(strings: impl IntoIterator<Item = &'s String>) -> String {
    let lines: String = strings
        .into_iter()
        .map(|string| format!("  {},\n", quoted(string)))
        .collect();
    if lines.is_empty() {
        return "[]".to_owned();
    }
    format!("[\n{lines}]")
}

/// A TOML string. Control characters, which nobody says, become spaces.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
