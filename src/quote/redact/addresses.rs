//! Where do streets, post boxes and post codes stand?
//!
//! Written with capitals a street is a number, some words and a word for streets. Spoken text has no capitals, so there
//! the words between must not be those of a way or a time: "a 24 hour drive", "40 miles down the road".

use std::sync::LazyLock;

use regex::Regex;

use super::identifiers::Found;
use super::streets as european;
use super::{Certainty, Class};

const UK_CODE: &str = r"(?-i:[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]?\s?[0-9][ABD-HJLNP-UW-Z]{2})";
const STREETS: &str = r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl|parkway|pkwy|highway|hwy|terrace|circle|close|square|row|mews|crescent|gardens|quay|wharf|alley|pike|trail|plaza|nagar|marg)";

/// A floor or suite, and a town where a post code follows.
fn tail() -> String {
    let code = format!(r"(?:(?-i:[A-Z]{{2}}) [0-9]{{5}}(?:-[0-9]{{4}})?|{UK_CODE})");
    let suite = r"(?:,? (?:suite|ste|apt|apartment|unit|floor|fl|level|building|bldg|room|#)\.? ?[a-z0-9-]{1,6})?";
    format!(r"{suite}(?:,? [a-z][a-z'.-]*(?: [a-z][a-z'.-]*){{0,2}},? {code})?")
}

static STREET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"(?i)\b[0-9]{1,6}[a-z]?(?:-[0-9]+)?,? ((?:[a-z0-9'.]+ ){1,4}?)";
    Regex::new(&format!(r"{number}({STREETS})\b\.?{}", tail())).ok()
});

/// A house number that was read out, and a street with capitals.
static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let ones = "one|two|three|four|five|six|seven|eight|nine";
    let tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
    let teens = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    let number = format!(r"(?:(?:{tens})(?:[ -](?:{ones}))?|{teens}|{ones})");
    let more = format!(r"(?: (?:{number}|oh|hundred|and))*");
    let name = r"(?:[A-Z][A-Za-z'.]+ ){1,3}?";
    Regex::new(&format!(r"\b(?i:{number}{more}) {name}((?i:{STREETS}))\b")).ok()
});

static OTHERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let shapes = [
        // Street names that begin with the word for streets.
        format!(
            r"\b[0-9]{{1,6}}[A-Z]? (?:El|La|Las|Los|Via|Calle|Rue|Camino|Avenida|Avenue|Paseo|Plaza|Piazza|Rua|Boulevard|Place|Quai) (?:(?:de|du|des|la|le|del|da|do) ){{0,2}}[A-Z][A-Za-z']+(?: [A-Z][A-Za-z']+){{0,2}}(?i:{})",
            tail()
        ),
        // Units of estates, and Indian plots.
        format!(
            r"\b(?i:plot|flat|door|house|shop|survey|unit|block|bungalow)(?i: no\.?| number)? ?[0-9]+[A-Za-z]?(?:, (?:[A-Z][a-z]+|{UK_CODE})(?: (?:[A-Z][A-Za-z'.]*|[0-9A-Z]{{1,4}}))*){{1,4}}"
        ),
        r"(?i)\bp\.? ?o\.? ?box #?[0-9]{1,7}\b".to_owned(),
        // Post codes that look like nothing else: long American ones, British, Canadian, and behind a state.
        r"\b[0-9]{5}-[0-9]{4}\b".to_owned(),
        r"\b[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b".to_owned(),
        r"\b[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]\b".to_owned(),
        r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) [0-9]{5}\b".to_owned(),
    ];
    let compiled = shapes.iter().map(|shape| Regex::new(shape).ok());
    compiled.flatten().collect()
});

static CUED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let cue = r"(?i)\b(?:zip(?: ?code)?|post ?code|postal code|pin ?code|plz|postleitzahl)\b(?: (?:is|was|of)|[:,]| ){0,3}\s?";
    let codes = r"[0-9]{3} ?[0-9]{3}|[0-9]{5}(?:-[0-9]{4})?|[0-9]{4} ?[a-z]{2}";
    Regex::new(&format!(r"{cue}({UK_CODE}|{codes})\b")).ok()
});

/// Whether every pattern of this file compiled; a test holds it.
#[cfg(test)]
pub(super) fn is_complete() -> bool {
    STREET.is_some() && SAID.is_some() && CUED.is_some() && OTHERS.len() == 7
}

/// Between a number and a small "road" these words tell of a way, a time or an amount.
const OF_WAYS: &str = "a an the of in on at to from by per down up off for and or with hour hours minute minutes day days \
    week weeks month months year years mile miles km percent people times trucks truck lane wheel wheeler point way second \
    seconds man men more less other long short our my your their his her this that is was are it we i you they one two \
    three four five six seven eight nine ten part step pm am bucks dollars pounds euros door stop";
/// Words for streets that are clear enough without a capital.
const CLEAR: [&str; 11] = [
    "street",
    "avenue",
    "ave",
    "road",
    "boulevard",
    "blvd",
    "lane",
    "drive",
    "court",
    "parkway",
    "terrace",
];

/// All addresses.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = streets(text);
    found.extend(said_streets(text));
    found.extend(european::find(text));
    let mut found: Vec<Found> = found
        .into_iter()
        .map(|street| european::whole(text, street))
        .collect();
    let others = OTHERS.iter().flat_map(|shape| shape.find_iter(text));
    found.extend(others.map(|place| address(place.start(), place.end(), Certainty::Certain)));
    if let Some(cued) = &*CUED {
        let codes = cued.captures_iter(text).filter_map(|groups| groups.get(1));
        found.extend(codes.map(|code| address(code.start(), code.end(), Certainty::Certain)));
    }
    found
}

fn address(start: usize, end: usize, certainty: Certainty) -> Found {
    Found {
        start,
        end,
        class: Class::Address,
        certainty,
    }
}

/// "Forty two Elm Street"
fn said_streets(text: &str) -> Vec<Found> {
    let Some(said) = &*SAID else {
        return Vec::new();
    };
    let places = said.captures_iter(text).filter_map(|groups| {
        let (whole, suffix) = (groups.get(0)?, groups.get(1)?);
        let is_name = suffix
            .as_str()
            .starts_with(|c: char| c.is_ascii_uppercase());
        is_name.then(|| address(whole.start(), whole.end(), Certainty::Likely))
    });
    places.collect()
}

fn streets(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let Some(street) = &*STREET else {
        return found;
    };
    let mut at = 0;
    while let Some(groups) = street.captures_at(text, at) {
        let (Some(whole), Some(middle), Some(suffix)) =
            (groups.get(0), groups.get(1), groups.get(2))
        else {
            break;
        };
        let begins_capital = |word: &str| word.starts_with(|c: char| !c.is_ascii_lowercase());
        let is_written = middle.as_str().split_whitespace().all(begins_capital);
        let is_named = is_written && begins_capital(suffix.as_str());
        let folded = suffix.as_str().to_ascii_lowercase();
        let is_of_way = |word: &str| {
            let word = word.trim_matches('.').to_ascii_lowercase();
            OF_WAYS.split_whitespace().any(|other| other == word)
        };
        let is_clear =
            CLEAR.contains(&folded.as_str()) && !middle.as_str().split_whitespace().any(is_of_way);
        at = middle.start();
        if is_named || is_clear {
            let certainty = if is_written {
                Certainty::Certain
            } else {
                Certainty::Likely
            };
            found.push(address(whole.start(), whole.end(), certainty));
            at = whole.end();
        }
    }
    found
}
