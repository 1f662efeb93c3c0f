//! Which day does a line of a document name?
//!
//! Documents write it into their title or below it: `2025-09-02`, `2025/09/02`, `20250902_143012`, `Sep 2, 2025`,
//! `2 September 2025`, the month in one of several languages. What means two days, such as `02/09/2025`, means none. A
//! clock time beside it is of no known zone and is left alone.

use jiff::civil::Date;

use crate::text::months::month;

/// What stands between numbers in a day: `2026年9月15日`, `2026년 9월 15일`.
const UNITS: [char; 6] = ['年', '月', '日', '년', '월', '일'];

/// A line with nothing but a date, a time and a duration is no longer.
const LONGEST_DATE: usize = 80;

/// As English recorders write them.
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const HALVES: [&str; 2] = ["AM", "PM"];

/// A line that names a day is short; more words are no title.
const MOST_WORDS: usize = 64;

/// The first day that a line names, as `2025-09-02`.
pub(crate) fn in_line(line: &str) -> Option<String> {
    let words = words(line);
    (0..words.len()).find_map(|at| day_at(words.get(at..)?))
}

/// The day of a line that tells when a call was and nothing else: `Wed, Nov 18, 2020 10:00AM • 35:10`.
pub(super) fn alone(line: &str) -> Option<String> {
    let is_of_a_date = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_number = bare.starts_with(|c: char| c.is_ascii_digit());
        bare.is_empty() || is_number || is_of_calendar(bare)
    };
    let is_one = line.len() <= LONGEST_DATE && line.split_whitespace().all(is_of_a_date);
    in_line(line).filter(|_| is_one)
}

/// Whether a word names a month, a day of the week or a half of the day.
fn is_of_calendar(word: &str) -> bool {
    let is = |known: &&str| word.eq_ignore_ascii_case(known);
    let is_weekday = WEEKDAYS
        .iter()
        .any(|day| is(day) || day.get(..3).is_some_and(|short| is(&short)));
    is_weekday || HALVES.iter().any(is) || month(word).is_some()
}

/// Whether a day is the first thing that a line tells.
pub(super) fn leads(line: &str) -> bool {
    day_at(&words(line)).is_some()
}

/// A line's words and numbers, without the one that Spanish and Portuguese set between them.
fn words(line: &str) -> Vec<&str> {
    let words = line.split(|c: char| !c.is_alphanumeric() || UNITS.contains(&c));
    words
        .filter(|word| !word.is_empty() && *word != "de")
        .take(MOST_WORDS)
        .collect()
}

fn day_at(words: &[&str]) -> Option<String> {
    let written = |at: usize| words.get(at).copied().unwrap_or_default();
    let (first, second, third) = (written(0), written(1), written(2));
    let date = together(first).or_else(|| {
        let numbers = (year(first), number(second), number(third));
        match numbers {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok(),
            _ => spelled(first, second, third),
        }
    });
    date.map(|date| date.to_string())
}

/// `20250902`
fn together(word: &str) -> Option<Date> {
    if word.len() != 8 {
        return None;
    }
    let (year, month, day) = (word.get(..4)?, word.get(4..6)?, word.get(6..)?);
    Date::new(self::year(year)?, number(month)?, number(day)?).ok()
}

/// `Sep 2, 2025`, `2 September 2025` and `15 de agosto de 2026`
fn spelled(first: &str, second: &str, third: &str) -> Option<Date> {
    let year = year(third)?;
    match (month(first), number(second)) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok(),
        _ => Date::new(year, month(second)?, number(first)?).ok(),
    }
}

fn year(word: &str) -> Option<i16> {
    let is_year = word.len() == 4 && word.starts_with(['1', '2']);
    is_year.then(|| word.parse().ok())?
}

fn number(word: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| word.parse().ok())?
}
