//! Which day does a line of a document name?
//!
//! Documents write it into their title or below it: `2025-09-02`, `2025/09/02`, `20250902_143012`, `Sep 2, 2025`,
//! `2 September 2025`. What means two days, such as `02/09/2025`, means none. A clock time beside it is of no known
//! zone and is left alone.

use jiff::civil::Date;

/// A line that names a day is short; more words are no title.
const MOST_WORDS: usize = 64;

/// The first day that a line names, as `2025-09-02`.
pub(crate) fn in_line(line: &str) -> Option<String> {
    let words = line.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    (0..words.len()).find_map(|at| day_at(words.get(at..)?))
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

/// `Sep 2, 2025` and `2 September 2025`
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

/// A month's English name or its first three letters or more.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = word.to_lowercase();
    if lower.len() < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|name| name.starts_with(&lower))?;
    i8::try_from(at + 1).ok()
}
