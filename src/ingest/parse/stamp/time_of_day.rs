//! Which time of the day does a stamp tell?
//!
//! `10:02 AM`, `10:00:02 pm`, `2026-03-04 10:02:03` and `03/04/2026, 10:02 AM`: either the half of the day stands behind
//! the clock or a date before it. Without both a clock may as well count from a call's start, which is for others.
//! Which day a date means doesn't matter here.

/// A date, a clock and the half of the day have no more blanks between them.
const MOST_GAPS: usize = 6;

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;

/// What stands behind the time in a program's log, which nobody speaks.
const LEVELS: [&str; 7] = [
    "DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN", "WARNING",
];

/// The seconds since midnight that a text tells, if it tells nothing else.
pub(super) fn whole(text: &str) -> Option<f64> {
    let (seconds, rest) = leading(text)?;
    rest.is_empty().then_some(seconds)
}

/// The seconds since midnight that a line begins with, and what stands behind them.
pub(super) fn leading(line: &str) -> Option<(f64, &str)> {
    let behind_date = behind_date(line);
    let (clock, after) = clock(behind_date.unwrap_or(line))?;
    let (seconds, rest) = match half(after) {
        Some((half, rest)) => (half.seconds(clock)?, rest),
        None if behind_date.is_some() => (clock, after),
        None => return None,
    };
    let is_set_off = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let rest = rest.trim_start();
    (is_set_off && !is_log(rest)).then_some((seconds, rest))
}

/// What stands before the time that a line ends with, and its seconds since midnight.
pub(super) fn trailing(line: &str) -> Option<(&str, f64)> {
    let gaps = line.rmatch_indices(char::is_whitespace).take(MOST_GAPS);
    let told = gaps.filter_map(|(at, gap)| {
        let seconds = whole(line.get(at + gap.len()..)?)?;
        Some((line.get(..at)?, seconds))
    });
    // The longest one, so that a date is no part of a name.
    told.last()
}

/// Whether what stands behind a time is of a program's log.
pub(super) fn is_log(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default();
    LEVELS.contains(&word.trim_matches(['[', ']', '(', ')', ':']))
}

/// Seconds since midnight, as a clock of twenty-four hours shows them, and what stands behind the clock.
fn clock(line: &str) -> Option<(f64, &str)> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let end = line.find(|c: char| !is_part(c)).unwrap_or(line.len());
    let (word, after) = line.split_at_checked(end)?;
    let word = word.trim_end_matches([':', '.', ',']);
    let counted = super::whole(word)?;
    // `10:02` is minutes and seconds to whoever counts from a call's start.
    let seconds = if word.matches(':').count() == 1 {
        counted * 60.0
    } else {
        counted
    };
    let is_cut_short = word.matches(':').count() == 1 && word.contains(['.', ',']);
    (seconds < DAY && !is_cut_short).then_some((seconds, after))
}

/// The half of a day that a clock of twelve hours means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    BeforeNoon,
    AfterNoon,
}

impl Half {
    /// The seconds since midnight of what such a clock shows: `12:30 AM` is half past midnight.
    fn seconds(self, clock: f64) -> Option<f64> {
        if !(HOUR..13.0 * HOUR).contains(&clock) {
            return None;
        }
        let since = clock % (12.0 * HOUR);
        Some(match self {
            Half::BeforeNoon => since,
            Half::AfterNoon => since + 12.0 * HOUR,
        })
    }
}

/// `AM` or `p.m.`, and what stands behind. `Am Lee` is somebody.
fn half(text: &str) -> Option<(Half, &str)> {
    let text = text.trim_start();
    let is_part = |c: char| c.is_ascii_alphabetic() || c == '.';
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let half = match word {
        "AM" | "am" | "A.M." | "a.m." => Half::BeforeNoon,
        "PM" | "pm" | "P.M." | "p.m." => Half::AfterNoon,
        _ => return None,
    };
    Some((half, rest))
}

/// What stands behind `2026-03-04`, `03/04/2026` or `04.03.2026`, with or without a comma.
fn behind_date(line: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.');
    let (date, rest) = line.split_at_checked(line.find(|c: char| !is_part(c))?)?;
    let is_one = ['-', '/', '.'].iter().any(|mark| is_date(date, *mark));
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    (is_one && rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

/// Whether a word is year, month and day in one of the orders in use.
fn is_date(word: &str, mark: char) -> bool {
    let lengths: Vec<usize> = word.split(mark).map(str::len).take(4).collect();
    let is_short = |length: &usize| (1..=2).contains(length);
    let has_digits_only = word.chars().all(|c| c == mark || c.is_ascii_digit());
    let is_in_order = match lengths.as_slice() {
        [4, month, day] => is_short(month) && is_short(day),
        [one, other, 2 | 4] => is_short(one) && is_short(other),
        _ => false,
    };
    has_digits_only && is_in_order
}
