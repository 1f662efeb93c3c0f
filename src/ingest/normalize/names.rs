//! When are two display names one person's?
//!
//! Vendors add companies and turn names around: `Jane Doe`, `jane  doe`, `Jane Doe | Acme`,
//! `Jane Doe (Guest)`, `Doe, Jane [NA]`. First names alone and placeholders never count as the same person.

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

/// Names with one such key are one name, spelled with other case or spaces.
pub(crate) fn exact_key(name: &str) -> String {
    display(name).to_lowercase()
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
        if is_company(suffix) {
            company = Some(suffix.to_owned());
        }
        name = rest;
    }
    let key = first_name_first(name);
    let has_two_words = key.split(' ').filter(|word| !word.is_empty()).count() >= 2;
    has_two_words.then_some(Bare { key, company })
}

fn without_suffix(name: &str) -> Option<(&str, &str)> {
    if let Some((rest, suffix)) = name.rsplit_once(" | ") {
        return Some((rest.trim(), suffix.trim()));
    }
    let brackets = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('));
    let brackets = brackets.or_else(|| {
        name.strip_suffix(']')
            .and_then(|name| name.rsplit_once('['))
    });
    let (rest, suffix) = brackets?;
    let rest = rest.trim();
    (!rest.is_empty()).then_some((rest, suffix.trim()))
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
