//! On which day, where `03/04/2026` may be in March or in April?
//!
//! A file writes all its dates in one order. A date that can only be read one way (`31/12/2026`) tells how the others of
//! its column are meant, and where a column has none, the other columns do; where nothing tells, the date stays unread.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::text::figures::rfc3339;
use crate::text::months::month;

/// Which of the two comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Day,
    Month,
}

/// What the dates of some cells show about their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Signs {
    day_first: bool,
    month_first: bool,
    unclear: bool,
}

impl Signs {
    /// Takes another cell into account.
    pub(super) fn see(&mut self, text: &str) {
        if let Some(Shape::Pair { first, second, .. }) = shape(text) {
            match (first > 12, second > 12) {
                (true, false) => self.day_first = true,
                (false, true) => self.month_first = true,
                (false, false) => self.unclear |= first != second,
                (true, true) => {}
            }
        }
    }

    /// What both have seen.
    pub(super) fn and(self, other: Signs) -> Signs {
        Signs {
            day_first: self.day_first || other.day_first,
            month_first: self.month_first || other.month_first,
            unclear: self.unclear || other.unclear,
        }
    }

    /// The order that some dates show and none denies.
    pub(super) fn order(self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(Order::Day),
            (false, true) => Some(Order::Month),
            _ => None,
        }
    }

    /// Whether there are dates that need an order to be read.
    pub(super) fn needs_order(self) -> bool {
        self.unclear
    }
}

/// A date as far as it can be read without knowing the order.
enum Shape {
    Day(Date),
    Pair { first: i8, second: i8, year: i16 },
}

/// The day as YYYY-MM-DD.
pub(super) fn day(text: &str, order: Option<Order>) -> Option<String> {
    let date = match shape(text)? {
        Shape::Day(date) => date,
        Shape::Pair {
            first,
            second,
            year,
        } => {
            let order = match (first > 12, second > 12) {
                (true, _) => Order::Day,
                (_, true) => Order::Month,
                _ if first == second => Order::Day,
                _ => order?,
            };
            let (day, month) = match order {
                Order::Day => (first, second),
                Order::Month => (second, first),
            };
            Date::new(year, month, day).ok()?
        }
    };
    Some(date.to_string())
}

/// The moment in UTC where the text tells one, else the day. A clock time of no known zone counts as UTC, which is how
/// CRMs export it.
pub(super) fn moment(text: &str, order: Option<Order>) -> Option<String> {
    let text = text.trim();
    utc(text).or_else(|| day(text, order))
}

/// A moment of RFC 3339, or of its cousins without zone, in UTC.
pub(super) fn utc(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(moment) = since_1970(text) {
        return Some(rfc3339(moment));
    }
    let (date, clock) = text.split_once(['T', ' '])?;
    if iso(date).is_none() || !clock.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = format!("{date}T{}", clock.trim());
    let moment = whole.parse::<Timestamp>();
    let moment = moment.or_else(|_| format!("{whole}Z").parse::<Timestamp>());
    moment.ok().map(rfc3339)
}

/// HubSpot's API counts milliseconds, others seconds.
fn since_1970(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        13 => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        10 => Timestamp::from_second(text.parse().ok()?).ok(),
        _ => None,
    }
}

fn shape(text: &str) -> Option<Shape> {
    let text = text.trim();
    if let Some(moment) = since_1970(text) {
        let day = rfc3339(moment);
        return iso(day.get(..10)?).map(Shape::Day);
    }
    // `1. 12. 2026` and `2026年12月31日` are `1.12.2026` and `2026-12-31`.
    let tight = text.replace(". ", ".").replace(['年', '月'], "-");
    let head = tight.split(['T', ' ', '日']).next().unwrap_or(text);
    let head = head.trim_end_matches([',', '.']);
    if let Some(date) = iso(head) {
        return Some(Shape::Day(date));
    }
    numbers(head).or_else(|| named(text).map(Shape::Day))
}

/// `2026-12-01`, `2026/12/01`, `2026.12.01`, `20261201`.
fn iso(text: &str) -> Option<Date> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 8 && is_number(text) {
        return date(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let mut parts = text.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none();
    (is_whole && year.len() == 4 && is_number(year)).then(|| date(year, month, day))?
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `31/12/2026`, `12-31-26`; with dots the day always comes first.
fn numbers(text: &str) -> Option<Shape> {
    let mark = text.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = text.split(mark);
    let first: i8 = parts.next()?.parse().ok()?;
    let second: i8 = parts.next()?.parse().ok()?;
    let year = full_year(parts.next()?)?;
    if parts.next().is_some() || first < 1 || second < 1 {
        return None;
    }
    if mark == '.' {
        return Date::new(year, second, first).ok().map(Shape::Day);
    }
    Some(Shape::Pair {
        first,
        second,
        year,
    })
}

/// Deals of this century only.
fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(2000 + year),
        _ => None,
    }
}

/// What may stand before a date, in full: `mar` is March.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag dienstag \
    mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles \
    jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag \
    donderdag vrijdag zaterdag zondag";

/// `Dec 1, 2026`, `1 December 2026`, `01-Dec-26`, `31 de diciembre de 2026`, `Thursday, December 31st, 2026`.
fn named(text: &str) -> Option<Date> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split([' ', ',', '-', '/', '.'])
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del" | "of" | "di"))
        .take(4)
        .collect();
    let words = match words.as_slice() {
        [first, rest @ ..] if WEEKDAYS.split_whitespace().any(|day| day == *first) => rest,
        all => all,
    };
    let [one, two, year, ..] = words else {
        return None;
    };
    let (month, day) = match (month(one), month(two)) {
        (Some(month), None) => (month, two),
        (None, Some(month)) => (month, one),
        _ => return None,
    };
    let digits = day.trim_end_matches(char::is_alphabetic);
    let is_ordinal = matches!(
        day.get(digits.len()..),
        Some("" | "st" | "nd" | "rd" | "th" | "er")
    );
    let day = digits.parse::<i8>().ok().filter(|_| is_ordinal)?;
    Date::new(full_year(year)?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_crms_write_it() {
        for (text, expected) in [
            ("2026-12-01", Some("2026-12-01")),
            ("2026-12-01 00:00", Some("2026-12-01")),
            ("2026-12-01T23:30:00.000-05:00", Some("2026-12-01")),
            ("2026/12/1", Some("2026-12-01")),
            ("20261201", Some("2026-12-01")),
            ("31/12/2026", Some("2026-12-31")),
            ("12/31/2026 9:05 AM", Some("2026-12-31")),
            ("01.02.2026", Some("2026-02-01")),
            ("5/5/26", Some("2026-05-05")),
            ("Dec 1, 2026", Some("2026-12-01")),
            ("1 December 2026", Some("2026-12-01")),
            ("01-Dec-26", Some("2026-12-01")),
            ("31. Dezember 2026", Some("2026-12-31")),
            ("31. Mär. 2026", Some("2026-03-31")),
            ("31 déc. 2026", Some("2026-12-31")),
            ("1 juin 2026", Some("2026-06-01")),
            ("1er juillet 2026", Some("2026-07-01")),
            ("mardi 3 mars 2026", Some("2026-03-03")),
            ("31 de diciembre de 2026", Some("2026-12-31")),
            ("Thursday, December 31st, 2026", Some("2026-12-31")),
            ("Thu Dec 31 2026", Some("2026-12-31")),
            ("1. 12. 2026", Some("2026-12-01")),
            ("2026. 12. 31.", Some("2026-12-31")),
            ("2026年12月31日", Some("2026-12-31")),
            ("31 undecided 2026", None),
            ("31x Dec 2026", None),
            ("1571771857819", Some("2019-10-22")),
            ("03/04/2026", None),
            ("31/02/2026", None),
            ("soon", None),
            ("", None),
            ("$125,000", None),
            ("12", None),
        ] {
            assert_eq!(day(text, None).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_column_tells_the_order() {
        let order = |cells: &[&str]| {
            let mut signs = Signs::default();
            cells.iter().for_each(|cell| signs.see(cell));
            (signs.order(), signs.needs_order())
        };
        assert_eq!(
            order(&["03/04/2026", "31/12/2026"]),
            (Some(Order::Day), true)
        );
        assert_eq!(
            order(&["03/04/2026", "12/31/2026"]),
            (Some(Order::Month), true)
        );
        assert_eq!(order(&["03/04/2026", "2026-12-31"]), (None, true));
        assert_eq!(order(&["31/12/2026", "12/31/2026"]), (None, false));
        assert_eq!(order(&["05/05/2026", ""]), (None, false));
        assert_eq!(
            day("03/04/2026", Some(Order::Day)).as_deref(),
            Some("2026-04-03")
        );
        assert_eq!(
            day("03/04/2026", Some(Order::Month)).as_deref(),
            Some("2026-03-04")
        );
    }

    #[test]
    fn a_moment_is_told_in_utc() {
        for (text, expected) in [
            ("2019-10-22 19:17:37.819", "2019-10-22T19:17:37Z"),
            ("2026-03-12T14:00:00+02:00", "2026-03-12T12:00:00Z"),
            ("2026-03-12T14:00:00Z", "2026-03-12T14:00:00Z"),
            ("2026-03-12", "2026-03-12"),
            ("12/31/2026 9:05 AM", "2026-12-31"),
        ] {
            assert_eq!(moment(text, None).as_deref(), Some(expected), "{text}");
        }
    }
}
