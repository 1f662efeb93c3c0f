//! Which numbers and dates belong to somebody because of the words before them?
//!
//! "Order 88213" names one order where "order 500 units" names none, so a number needs its word and either a marker
//! ("number", "no.", "#") or a look that figures don't have. A date counts where a birth is spoken of.

use std::sync::LazyLock;

use regex::Regex;

use super::checks::{digits, goes_on, is_date, is_money, is_round, is_years};
use super::identifiers::Found;
use super::{Certainty, Class};

const NOUN: &str = r"(?:accounts?|acct|customers?|kunden|clients?|members?|membership|patients?|policy|claim|order|ticket|incident|case|invoice|quote|booking|reservation|confirmation|reference|ref|tracking|shipment|load|container|pro|po|bol|awb|rma|contract|permit|license|licence|plate|registration|passport|visa|employee|badge|staff|student|file|serial|routing|sort|swift|bic|tax|vat|ein|gst|gstin|pan|mrn|npi|dea|imei|docket|asset|transaction|wire|check|cheque|meter|parcel|password|pass ?code|pin|personal|rechnung)";
const MARKER: &str = r"(?: (?:code|id|order))?(?:'s)?(?:[ -]?nummer| ?(?:number|no\.?|num\.?|nr\.?|id|#|code|reference|plate))(?: (?:is|was|of|on it)|[:=,-]| -){0,2}\s*";
const VALUE: &str =
    r"#?((?:[A-Za-z]{1,6}[-/ ]?)?[0-9][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+|[ ][0-9]{3,})*)";

static MARKED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\b{NOUN}{MARKER}{VALUE}")).ok());
static UNMARKED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b{NOUN}(?: plate)?(?:,| is| was|:)?\s+{VALUE}"
    ))
    .ok()
});

const MONTH: &str = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const ORDINAL: &str = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))";
const BIRTH: &str = r"(?i)\b(?:born|birth ?date|date of birth|d\.?o\.?b|birthday|geburtsdatum|geboren|birth)\b\.?(?:[^0-9\n.!?]{0,40}?)";

static BIRTHS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let numbers = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/. ]{1,2}[0-9]{1,2}[-/. ]{1,2}[0-9]{2,4}";
    let year = r"(?:[0-9]{4}|'?[0-9]{2}|[0-9]{2}[ -][0-9]{2})";
    let day = format!(r"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?|{ORDINAL})");
    let day_first = format!(r"(?:the )?{day}(?: of)?,? {MONTH}\b\.?(?:,? {year})?");
    let month_first = format!(r"{MONTH}\b\.? (?:the )?{day}\b(?:,? {year}\b)?");
    let date = format!(r"{BIRTH}\b({numbers}|{day_first}|{month_first})");
    let in_year = r"(?i)\b(?:i|he|she|who|they)(?: was|'s| were| is)? born (?:back )?in (?:the year )?((?:19|20)[0-9]{2})\b";
    // "Three seven eighty two" was said without pauses.
    let in_one_go = r"(?i)\b(?:birth ?date|date of birth|d\.?o\.?b)\b\.?(?: is| was|'s|:)?,? ([0-9](?:[- ]?[0-9]){2,7})\b";
    let compiled = [date.as_str(), in_year, in_one_go].map(|shape| Regex::new(shape).ok());
    compiled.into_iter().flatten().collect()
});

/// Whether every pattern of this file compiled; a test holds it.
#[cfg(test)]
pub(super) fn is_complete() -> bool {
    MARKED.is_some() && UNMARKED.is_some() && BIRTHS.len() == 3
}

/// Numbers behind the word for what they number.
pub(super) fn find_numbers(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (pattern, is_marked) in [(&*MARKED, true), (&*UNMARKED, false)] {
        let Some(pattern) = pattern else { continue };
        for value in pattern
            .captures_iter(text)
            .filter_map(|groups| groups.get(1))
        {
            let start = value.start() + prefix_len(value.as_str());
            let number = text.get(start..value.end()).unwrap_or("");
            let is_one = if is_marked {
                number.len() >= 3 && digits(number).len() >= 2
            } else {
                is_number(text, start, value.end())
            };
            if is_one && !goes_on(text, value.end(), ".,") {
                found.push(Found {
                    start,
                    end: value.end(),
                    class: Class::Number,
                    certainty: if is_marked {
                        Certainty::Certain
                    } else {
                        Certainty::Likely
                    },
                });
            }
        }
    }
    found
}

/// A word before the digits that is no part of the number: `ticket for 20`, but `policy SF 771`.
fn prefix_len(value: &str) -> usize {
    match value.split_once(' ') {
        Some((head, _))
            if head.bytes().all(|byte| byte.is_ascii_alphabetic())
                && !head.bytes().all(|byte| byte.is_ascii_uppercase()) =>
        {
            head.len() + 1
        }
        _ => 0,
    }
}

const VERBS_IN_S: [&str; 4] = ["is", "was", "has", "does"];
const UNITS: [&str; 17] = [
    "st", "nd", "rd", "th", "k", "m", "am", "pm", "x", "s", "lb", "kg", "hr", "hrs", "mm", "cm",
    "ft",
];

/// Whether a number without a marker looks like somebody's.
fn is_number(text: &str, start: usize, end: usize) -> bool {
    let value = text.get(start..end).unwrap_or("");
    let number = digits(value);
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_measure = UNITS.contains(&unit.to_ascii_lowercase().as_str());
    if is_measure || is_money(text, start) {
        return false;
    }
    if value.contains(|c: char| c.is_ascii_alphabetic()) {
        return number.len() >= 3;
    }
    if value.contains(['-', '/']) {
        return number.len() >= 5 && !is_years(value) && !is_date(value);
    }
    let rest = text.get(end..).unwrap_or("").trim_start();
    let len = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let next = rest.get(..len).unwrap_or("");
    let is_counted = next.ends_with('s') && !VERBS_IN_S.contains(&next);
    let is_year = number.starts_with("19") || number.starts_with("20");
    let is_long = number.len() >= 5 && !is_round(&number);
    let is_four = number.len() == 4 && !number.ends_with("00") && !is_year;
    (is_long || is_four) && !is_counted && !text.get(end..).unwrap_or("").starts_with('%')
}

/// Dates on which somebody was born.
pub(super) fn find_births(text: &str) -> Vec<Found> {
    let dates = BIRTHS
        .iter()
        .flat_map(|pattern| pattern.captures_iter(text));
    let dates = dates.filter_map(|groups| groups.get(1));
    dates
        .map(|date| Found {
            start: date.start(),
            end: date.end(),
            class: Class::BirthDate,
            certainty: Certainty::Certain,
        })
        .collect()
}
