//! Where do streets stand that are written as other countries of Europe write them?
//!
//! The word for streets ends the name ("Lindenstraße 4") or begins it ("rue Daguerre"), the house number stands behind or
//! before, and a post code with its town behind a comma tells a street that has no such word at all. Whatever street was
//! found, a flat beside it and the town behind it belong to the address.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::cues::FUNCTION;
use super::identifiers::Found;
use super::lists::{COMMONEST, FIRST_NAMES, KEPT, PRODUCT_WORDS, is_wordlike};
use super::{Certainty, Class};

/// A house number: "14", "14-16", "14 b".
const HOUSE: &str = r"[0-9]{1,4}(?:[-/][0-9]{1,4})?(?: ?[A-Za-z]\b)?";
/// Small words inside the names of streets and towns.
const SMALL: &str = r"(?:(?:de|du|des|la|le|les|del|della|dei|delle|di|da|do|dos|das|las|los|el|am|an der|auf|bei|im|der|den|dem|ob|pri|nad|pod|u|v|sur|sous|upon|op|aan|d'|l') ?)";
/// A word with a capital.
const CAPITAL: &str = r"(?:d'|l')?[A-Z][A-Za-z'.-]*";
/// Endings of the word that names a street.
const ENDINGS: &str = "strasse|strase|str|weg|allee|platz|gasse|ring|damm|ufer|gracht|straat|laan|plein|kade|dijk|singel|gatan|vagen|vej|veien|vegen|katu|kuja|polku";
/// Endings that other words have as well, so that much must stand before them.
const SHORT_ENDINGS: &str = "tie|vei|gata|gade|stig|vag";
/// The same as words of their own.
const APART: &str = r"Strasse|Str\.|Weg|Allee|Platz|Gasse|Damm|Ufer|Straat|Laan|Plein|[Vv]ei|[Gg]ata|ut|utca|u\.|fasor|korut";
/// Words for streets that stand first.
const CLEAR: &str = r"[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]hemin|[Cc]alle|Avenida|Avda\.|Viale|Piazza|Rua|Travessa|Praca|[Uu]lica|[Uu]l\.|Ctra\.";
/// Those that are words of English or Spanish besides.
const UNCLEAR: &str =
    r"Place|Via|Corso|Largo|Strada|Vicolo|Plaza|Paseo|Camino|Carrer|Av\.|Aleja|Al\.|Os\.";
/// Post codes of Europe and Canada, with a country's letters or without.
const CODE: &str = r"(?:(?:[A-Z]{1,2}-)?(?:[0-9]{5}(?:-[0-9]{3,4})?|[0-9]{4}(?:-[0-9]{3}| ?[A-Z]{2})?|[0-9]{2}-[0-9]{3}|[0-9]{3} [0-9]{2})|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])\b";

/// The number or letter of a flat.
const FLAT: &str = r"(?:[0-9]{1,4}[A-Za-z]?|[A-Z][0-9]{0,4})";

/// The name of a street or a town, of some words with capitals.
fn name() -> String {
    format!("{CAPITAL}(?: {SMALL}{{0,2}}{CAPITAL}){{0,3}}")
}

/// "Lindenstrasse 4", "Alter Weg 12", "rue Daguerre 7", "7 rue Daguerre", "rue de la Gare": the first group is the word
/// that names the street where it must be no ordinary one.
static STREETS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let name = name();
    let number = r"(?:[0-9]{1,5}(?: ?(?:bis|ter))?,? )";
    let shapes = [
        format!(
            r"\b(?:[A-Z][A-Za-z']+[ -]){{0,2}}([A-Z][a-z]+(?:{ENDINGS})|[A-Z][a-z]{{4,}}(?:{SHORT_ENDINGS}))\.? {HOUSE}\b"
        ),
        format!(r"\b(?:[A-Z][A-Za-z']+[ -]){{1,3}}(?:{APART}) {HOUSE}\b"),
        format!(r"\b{number}?(?:{CLEAR}) {SMALL}{{0,3}}{name},? {HOUSE}\b"),
        format!(r"\b{number}(?:{CLEAR}) {SMALL}{{0,3}}{name}"),
        format!(r"\b{number}?(?:{UNCLEAR}) {SMALL}{{0,3}}({name}),? {HOUSE}\b"),
        format!(r"\b{number}(?:{UNCLEAR}) {SMALL}{{0,3}}({name})"),
        format!(
            r"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|[Cc]hemin) (?:de la |de l'|du |des |de |d'){name}"
        ),
        r"(?i)\b(?:postfach|postbus|postbox|apartado|boite postale) [0-9]{1,6}\b".to_owned(),
    ];
    let compiled = shapes.iter().map(|shape| Regex::new(shape).ok());
    compiled.flatten().collect()
});

/// "Selmova 38, Brezje 1252": no word for streets, but a number, a town and its post code.
static POSTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let street = r"\b((?:[A-Z][A-Za-z'.-]* ){1,4})";
    Regex::new(&format!(r"{street}{HOUSE}\.?, ({}) {CODE}", name())).ok()
});

/// A flat, then a town with its post code, right behind a street.
static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = "suite|ste|apt|apartment|unit|flat|floor|level|room";
    let flat = format!(r"(?:[,\s]{{0,6}}\b(?i:{word})\b\.? ?#?{FLAT}\b)?");
    let name = name();
    let code_first = format!(r"[,\s]{{1,6}}{CODE} {name}");
    // Behind a mere space a capital and a number may go on the sentence: "on Main Street Monday 2024".
    let name_first =
        format!(r"(?:,\s{{0,6}}|\s{{2,6}}|\n){name},? (?:[A-Z]{{2}},?\s{{1,6}})?{CODE}");
    Regex::new(&format!(r"^{flat}(?:{code_first}|{name_first})?")).ok()
});

/// A flat right before a street.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = "suite|ste|apt|apartment|unit|flat|floor";
    Regex::new(&format!(r"\b(?i:{word})\.? ?#?{FLAT},?\s{{1,3}}$")).ok()
});
/// A flat before a street takes at most so many bytes.
const LONGEST_HEAD: usize = 24;
/// A flat and a town behind a street take at most so many bytes.
const LONGEST_TAIL: usize = 160;

/// Whether every pattern of this file compiled; a test holds it.
#[cfg(test)]
pub(super) fn is_complete() -> bool {
    STREETS.len() == 8 && POSTED.is_some() && TAIL.is_some() && HEAD.is_some()
}

/// Streets without what belongs to them.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for shape in STREETS.iter() {
        for groups in shape.captures_iter(text) {
            let is_word = groups.get(1).is_some_and(|name| is_usual(name.as_str()));
            if let Some(whole) = groups.get(0).filter(|_| !is_word) {
                let end = whole.start() + without_stop(whole.as_str()).len();
                found.push(street(whole.start(), end));
            }
        }
    }
    if let Some(posted) = &*POSTED {
        found.extend(
            posted
                .captures_iter(text)
                .filter_map(|groups| posted_street(&groups)),
        );
    }
    found
}

/// A shape without the marks that end the sentence behind a name.
fn without_stop(shape: &str) -> &str {
    shape.trim_end_matches(['.', '-', '\''])
}

fn street(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        class: Class::Address,
        certainty: Certainty::Likely,
    }
}

/// Whether the last word of a name is an ordinary one or a first name: "Engineering 5", "Via Slack 20".
fn is_usual(name: &str) -> bool {
    let last = name.rsplit([' ', '-']).next().unwrap_or("");
    let folded = last.trim_matches(['.', '\'']).to_ascii_lowercase();
    is_wordlike(&folded)
        || ["offspring", "spring", "string"].contains(&folded.as_str())
        || [&COMMONEST, &KEPT, &FIRST_NAMES, &PRODUCT_WORDS]
            .iter()
            .any(|list| list.contains(folded.as_str()))
}

/// A street that only its post code tells, unless program versions or people are listed so: "Windows 10, Office 2019".
fn posted_street(groups: &Captures<'_>) -> Option<Found> {
    let (whole, name, town) = (groups.get(0)?, groups.get(1)?, groups.get(2)?);
    let first = town.as_str().split(' ').next().unwrap_or("");
    if is_usual(name.as_str().trim_end()) || is_usual(first) || is_of_years(whole.as_str()) {
        return None;
    }
    // "At Selmova 38": the sentence's first word is no part of the street.
    let mut start = name.start();
    for word in name.as_str().split_inclusive(' ') {
        let folded = word.trim_end().to_ascii_lowercase();
        if !FUNCTION.contains(folded.as_str()) {
            break;
        }
        start += word.len();
    }
    Some(street(start, whole.end()))
}

/// Whether all numbers are years: "Gartner 2023, Forrester 2024" are reports.
fn is_of_years(shape: &str) -> bool {
    let numbers = shape.split(|c: char| !c.is_ascii_digit());
    let mut numbers = numbers.filter(|number| !number.is_empty());
    let is_year = |n: &str| n.len() == 4 && (n.starts_with("19") || n.starts_with("20"));
    numbers.all(is_year)
}

/// A street with the flat before it, the flat behind it and its town.
pub(super) fn whole(text: &str, mut street: Found) -> Found {
    let mut from = street.start.saturating_sub(LONGEST_HEAD);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let head = text.get(from..street.start).unwrap_or("");
    if let Some(flat) = HEAD.as_ref().and_then(|flat| flat.find(head)) {
        street.start = from + flat.start();
    }
    // A full stop may end the sentence, and a year begin the next.
    let is_ended = text
        .get(..street.end)
        .is_some_and(|text| text.ends_with('.'));
    if is_ended
        && !text
            .get(street.end..)
            .is_some_and(|rest| rest.starts_with(','))
    {
        return street;
    }
    let mut to = street.end.saturating_add(LONGEST_TAIL).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let behind = text.get(street.end..to).unwrap_or("");
    if let Some(tail) = TAIL.as_ref().and_then(|tail| tail.find(behind)) {
        street.end += without_stop(tail.as_str()).len();
    }
    street
}
