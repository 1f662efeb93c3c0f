//! Which digits are a telephone number because of the words around them?
//!
//! "Desk: 22 901692", "call 320 2833", "85 72 32 mobile": in other countries numbers are short and grouped in any way, so
//! only a word for telephones tells them. Amounts, dates, ranges and versions stand behind such words as well ("call 300
//! customers", "on call 24/7/365") and are told by how they look and by what is counted.

use std::sync::LazyLock;

use regex::Regex;

use super::checks::{
    after, before, digits, goes_on, is_digit_two_before, is_money, is_round, is_years,
};
use super::identifiers::Found;
use super::{Certainty, Class};

/// Six digits or more, in groups of any length.
const NUMBER: &str = r"([+(]?[0-9](?:[ ().\-/]{0,2}[0-9]){5,14})";
/// Where a telephone stands or what it is.
const LINES: &str =
    "phone|telephone|mobile|cell|tel|fax|desk|office|direct|home|work|handy|hotline|whatsapp";

/// The five pairs that French numbers are written in need no word.
static PAIRS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b0[1-9](?:[ .-][0-9]{2}){4}\b").ok());

/// "Office line: 22 901692"
static LABELED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = format!(r"(?i)\b(?:{LINES})(?: (?:phone|line|dial|number|no))?\.?(?: is| was)?");
    Regex::new(&format!(r"{label}\s?[:#]\s*{NUMBER}")).ok()
});

/// "Call me at 320 2833"
static CUED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let cue = "call|ring|dial|phone|telephone|tel|mobile|cell|fax|desk|office|hotline|registered|answering|extension|\
        direct line|(?:reach|text) (?:me|us|you|him|her|them)";
    let object = r"(?: (?:me|us|him|her|them|back|number|line))?(?:,? (?:on|at|under|is|was))?,?";
    Regex::new(&format!(r"(?i)\b(?:{cue})\b{object}\s+{NUMBER}")).ok()
});

/// "410 9430 fax"
static BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i){NUMBER}[\s-]{{0,2}}[,(]?(?:{LINES})\b")).ok());

/// Whether every pattern of this file compiled; a test holds it.
#[cfg(test)]
pub(super) fn is_complete() -> bool {
    PAIRS.is_some() && LABELED.is_some() && CUED.is_some() && BEHIND.is_some()
}

/// How much the words around say for a telephone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// Its name stands beside the number as a label does.
    Label,
    /// A word that has other meanings as well.
    Word,
}

/// All telephone numbers that words tell.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(pairs) = &*PAIRS {
        let places = pairs.find_iter(text);
        let places = places.filter(|place| is_apart(text, place.start(), place.end()));
        found.extend(places.map(|place| phone(place.start(), place.end())));
    }
    for (pattern, cue) in [(&*LABELED, Cue::Label), (&*CUED, Cue::Word)] {
        let Some(pattern) = pattern else { continue };
        let numbers = pattern.captures_iter(text);
        let numbers = numbers.filter_map(|groups| groups.get(1));
        let numbers = numbers
            .filter(|number| is_telephone(text, number.start(), number.end(), cue))
            .filter(|number| !is_counting(text, number.end()));
        found.extend(numbers.map(|number| phone(number.start(), number.end())));
    }
    let Some(behind) = &*BEHIND else { return found };
    for groups in behind.captures_iter(text) {
        let (Some(whole), Some(number)) = (groups.get(0), groups.get(1)) else {
            continue;
        };
        // "The 120 450 office seats" counts something.
        let rest = text.get(whole.end()..).unwrap_or("");
        let word = rest.strip_prefix(' ').unwrap_or("");
        let is_label = !word.starts_with(|c: char| c.is_ascii_lowercase());
        if is_label && is_telephone(text, number.start(), number.end(), Cue::Word) {
            found.push(phone(number.start(), number.end()));
        }
    }
    found
}

fn phone(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        class: Class::Phone,
        certainty: Certainty::Likely,
    }
}

/// Whether a number is no part of a longer one, nor of an amount.
fn is_apart(text: &str, start: usize, end: usize) -> bool {
    let (previous, next) = (before(text, start), after(text, end));
    let is_inside = previous.is_alphanumeric()
        || (".,/-".contains(previous) && is_digit_two_before(text, start));
    let is_cut = next.is_alphanumeric() || next == '%' || goes_on(text, end, ".,:/-");
    !is_inside && !is_cut && !is_money(text, start)
}

fn is_telephone(text: &str, start: usize, end: usize, cue: Cue) -> bool {
    let shape = text.get(start..end).unwrap_or("");
    let number = digits(shape);
    let groups: Vec<&str> = shape
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let are_round = groups.iter().all(|group| group.ends_with("00"));
    let is_figure = is_round(&number)
        || are_round
        || is_years(shape)
        || is_calendar(shape, &groups)
        || is_version(shape, &groups);
    let is_doubtful = cue == Cue::Word && (is_amount(shape, &groups) || is_range(shape, &groups));
    is_apart(text, start, end) && !is_figure && !is_doubtful
}

fn is_year(group: &str) -> bool {
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
}

/// Whether three groups are a day, a month and a year.
fn is_calendar(shape: &str, groups: &[&str]) -> bool {
    let &[first, second, third] = groups else {
        return false;
    };
    let is_short = |group: &str| group.len() <= 2;
    let has_year = (is_year(first) && is_short(second) && is_short(third))
        || (is_year(third) && is_short(first) && is_short(second));
    let at_most =
        |group: &str, most: u32| group.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n));
    let is_day =
        (at_most(first, 31) && at_most(second, 12)) || (at_most(first, 12) && at_most(second, 31));
    let are_short = is_short(first) && is_short(second) && is_short(third);
    has_year || (are_short && is_day && shape.contains(['.', '/', '-']))
}

/// Whether the groups are those of a version, of a network address, or of "24/7/365".
fn is_version(shape: &str, groups: &[&str]) -> bool {
    let has_single = groups.iter().skip(1).any(|group| group.len() == 1);
    let are_dotted = !shape.contains([' ', '-', '/', '(']) && shape.contains('.');
    has_single || (are_dotted && (groups.len() == 4 || groups[0].len() == 1))
}

/// Whether thousands are parted as in amounts that end in hundreds, or a program's name goes on.
fn is_amount(shape: &str, groups: &[&str]) -> bool {
    let are_thousands = groups.iter().skip(1).all(|group| group.len() == 3);
    let is_parted = groups.len() > 1 && !shape.contains(['-', '/', '(', '+']);
    let is_program = groups.first() == Some(&"365");
    is_program || (is_parted && are_thousands && shape.ends_with("00"))
}

/// Whether two figures of one length stand for all between them: "450-550".
fn is_range(shape: &str, groups: &[&str]) -> bool {
    let &[from, to] = groups else { return false };
    shape.contains('-') && from.len() == to.len() && from < to
}

/// Words that end as the names of things do and count nothing.
const NOT_COUNTED: [&str; 12] = [
    "afterwards",
    "always",
    "does",
    "hours",
    "perhaps",
    "sometimes",
    "thanks",
    "this",
    "unless",
    "was",
    "whereas",
    "yes",
];
/// Behind an amount.
const MEASURES: [&str; 14] = [
    "a", "an", "dollars", "each", "euros", "k", "leads", "million", "of", "people", "per",
    "percent", "sq", "square",
];

/// Whether something is counted behind a place: "customers", "a month", "people".
fn is_counting(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("");
    let rest = rest.strip_prefix(' ').unwrap_or("");
    let len = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let word = rest.get(..len).unwrap_or("").to_ascii_lowercase();
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    MEASURES.contains(&word.as_str()) || (is_plural && !NOT_COUNTED.contains(&word.as_str()))
}
