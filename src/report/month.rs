//! In which month was it?

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Month(i32);

impl Month {
    /// The month in which an RFC 3339 date or date-time lies; a year and a month are enough.
    pub fn of(date: &str) -> Option<Month> {
        let (year, rest) = date.split_once('-')?;
        let year: i32 = year.parse().ok()?;
        let month: i32 = rest.get(..2)?.parse().ok()?;
        let is_month = (0..=9999).contains(&year) && (1..=12).contains(&month);
        is_month.then_some(Month(year * 12 + month - 1))
    }

    /// So many months before.
    #[must_use]
    pub fn before(self, months: i32) -> Month {
        Month(self.0 - months)
    }

    /// How many months it is after another one; less than zero where it is before.
    pub fn after(self, earlier: Month) -> i32 {
        self.0 - earlier.0
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month) = (self.0.div_euclid(12), self.0.rem_euclid(12) + 1);
        write!(f, "{year:04}-{month:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_written_and_counted_over_the_turn_of_a_year() {
        let january = Month::of("2026-01-31T23:00:00Z").unwrap();
        assert_eq!(january.to_string(), "2026-01");
        assert_eq!(january.before(1).to_string(), "2025-12");
        assert_eq!(january.before(12).to_string(), "2025-01");
        assert_eq!(Month::of("2026-03"), Some(january.before(-2)));
        assert_eq!(january.after(january.before(11)), 11);
        for no_month in ["", "2026", "2026-13-01", "2026-00-01", "soon-ish"] {
            assert_eq!(Month::of(no_month), None, "{no_month}");
        }
    }
}
