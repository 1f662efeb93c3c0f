//! When are two display names one person's?
//!
//! Vendors add companies and turn names around: `Jane Doe`, `jane  doe`, `Jane Doe | Acme`, `Jane Doe |Acme`,
//! `Jane Doe (Guest)`, `Doe, Jane [NA]`, `Dr. Jane Doe`. First names alone and placeholders never count as the same
//! person. `Jane Doe - Acme` may as well be `Acme Corp - Jane Doe`, and `Jane Doe / Bo Lee` are two: such borders count
//! only where somebody is looked for whose name is known ([`is_named`]).

use crate::text::composed::composed;

/// What stands in brackets behind a name and is no company.
const NOT_COMPANIES: [&str; 10] = [
    "guest",
    "external",
    "internal",
    "unknown",
    "unverified",
    "host",
    "co-host",
    "me",
    "you",
    "phone",
];

/// How many suffixes are taken off one name; real ones have two at most.
const MAX_SUFFIXES: usize = 3;

/// What stands between a bracket of each kind.
const BRACKETS: [(char, char); 5] = [
    ('(', ')'),
    ('[', ']'),
    ('\u{FF08}', '\u{FF09}'),
    ('\u{FF3B}', '\u{FF3D}'),
    ('\u{3010}', '\u{3011}'),
];

/// No name holds these.
const BARS: [char; 2] = ['|', '\u{FF5C}'];

/// Company and title behind a name, or the other way around.
const WEAK_BORDERS: [&str; 5] = [" - ", " \u{2013} ", " \u{2014} ", " / ", " @ "];

/// What is earned and stands behind a name and a comma, without its dots.
const DEGREES: [&str; 16] = [
    "bsc", "cfa", "cissp", "cpa", "dds", "esq", "jd", "llm", "mba", "md", "mph", "msc", "phd",
    "pmp", "psyd", "rn",
];

/// What is earned and stands before a name. `Mr.` and `Mrs.` may tell two people apart.
const DOCTORS: [&str; 4] = ["dr", "dr.", "prof", "prof."];

/// Directories put a code of so many letters behind `Doe, Jane`: a region, a department.
const LONGEST_CODE: usize = 3;

/// A name without its suffixes, in the order first name, last name.
pub(crate) struct Bare {
    /// Lower case; at least two words.
    pub(crate) key: String,
    /// Lower case.
    pub(crate) company: Option<String>,
}

/// A name as shown: its words with one space between.
pub(crate) fn display(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

/// Names with one such key are one name, spelled with other case or spaces, or with accents apart from their letters.
pub(crate) fn exact_key(name: &str) -> String {
    composed(&display(name)).to_lowercase()
}

/// The key of [`bare`], where there is one.
pub(crate) fn bare_key(name: &str) -> Option<String> {
    bare(name).map(|bare| bare.key)
}

/// Takes a name apart; `None` where what remains is no first and last name.
pub(crate) fn bare(name: &str) -> Option<Bare> {
    let whole = exact_key(name);
    let mut name = whole.as_str();
    let mut company = None;
    for _ in 0..MAX_SUFFIXES {
        let Some((rest, suffix)) = without_suffix(name) else {
            break;
        };
        if is_company(suffix) && !is_code(rest, suffix, name) {
            company = Some(suffix.to_owned());
        }
        name = rest;
    }
    let turned = first_name_first(without_degrees(name));
    let key = without_doctor(&turned).to_owned();
    has_two_words(&key).then_some(Bare { key, company })
}

/// Whether a display name is that of somebody whose name is known, whatever stands around either of them. Other
/// companies are other people.
pub(crate) fn is_named(shown: &str, known: &str) -> bool {
    let wanted = exact_key(known);
    let whole = exact_key(shown);
    if whole == wanted {
        return true;
    }
    let known = bare(known);
    fronts(&whole).filter_map(bare).any(|found| {
        found.key == wanted
            || known.as_ref().is_some_and(|known| {
                let is_elsewhere = found.company.is_some()
                    && known.company.is_some()
                    && found.company != known.company;
                found.key == known.key && !is_elsewhere
            })
    })
}

/// A name, and what stands before borders in it that may part it from a company.
fn fronts(name: &str) -> impl Iterator<Item = &str> {
    let before = WEAK_BORDERS
        .iter()
        .filter_map(move |border| name.split_once(border).map(|(front, _)| front));
    std::iter::once(name).chain(before)
}

fn has_two_words(name: &str) -> bool {
    name.split(' ').filter(|word| !word.is_empty()).count() >= 2
}

fn without_suffix(name: &str) -> Option<(&str, &str)> {
    let brackets = BRACKETS.iter().find_map(|(open, close)| {
        let inner = name.strip_suffix(*close)?;
        inner.rsplit_once(*open)
    });
    let (rest, suffix) = brackets.or_else(|| name.rsplit_once(BARS))?;
    let rest = rest.trim();
    (!rest.is_empty()).then_some((rest, suffix.trim()))
}

/// `Doe, Jane [NA]`: what a directory adds in square brackets.
fn is_code(rest: &str, suffix: &str, name: &str) -> bool {
    name.ends_with(']') && rest.contains(',') && suffix.chars().count() <= LONGEST_CODE
}

/// `jane doe, phd` without what was earned.
fn without_degrees(name: &str) -> &str {
    let mut name = name;
    while let Some((rest, last)) = name.rsplit_once(',') {
        let degree = last.trim().replace('.', "");
        if !has_two_words(rest) || !DEGREES.contains(&degree.as_str()) {
            break;
        }
        name = rest.trim_end();
    }
    name
}

/// `dr. jane doe` without what was earned; `dr. doe` has no other first name.
fn without_doctor(name: &str) -> &str {
    let mut name = name;
    while let Some((first, rest)) = name.split_once(' ') {
        if !DOCTORS.contains(&first) || !has_two_words(rest) {
            break;
        }
        name = rest;
    }
    name
}

/// Pronouns hold a slash: `she/her`.
fn is_company(suffix: &str) -> bool {
    !suffix.is_empty() && !suffix.contains('/') && !NOT_COMPANIES.contains(&suffix)
}

/// `doe, jane` is `jane doe`. Behind two words a comma brings a degree rather than a first name.
fn first_name_first(name: &str) -> String {
    let Some((last, first)) = name.split_once(',') else {
        return name.to_owned();
    };
    let (last, first) = (last.trim(), first.trim());
    let is_turned = !last.is_empty()
        && !last.contains(' ')
        && !first.is_empty()
        && !first.contains(',')
        && first.split(' ').count() <= 2;
    if is_turned {
        format!("{first} {last}")
    } else {
        name.to_owned()
    }
}
