//! Is this run of digits somebody's, or only a figure?
//!
//! Cards and bank accounts carry check digits. For the rest a figure gives itself away: it is round, a date, a year, or
//! stands behind the sign of a currency.

use std::sync::LazyLock;

use regex::Regex;

use super::Certainty;

/// The digits of a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Round numbers are figures: at most three digits before the zeros.
pub(super) fn is_round(digits: &str) -> bool {
    digits.trim_end_matches('0').len() <= 3
}

/// The check digit of payment cards (ISO/IEC 7812).
pub(super) fn luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (place, byte) in digits.bytes().rev().enumerate() {
        let digit = u32::from(byte - b'0');
        sum += match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        };
    }
    sum % 10 == 0
}

/// How long the account numbers of a country are (ISO 13616).
const IBANS: [(&str, usize); 40] = [
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("KW", 30),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("TR", 26),
];

/// How many bytes at the beginning of a candidate are an account number. One that was mistyped is still hidden.
pub(super) fn iban(candidate: &str) -> Option<(usize, Certainty)> {
    let country = candidate.get(..2)?.to_ascii_uppercase();
    let (_, length) = IBANS.iter().find(|(code, _)| *code == country)?;
    let mut number = String::new();
    for (at, c) in candidate.char_indices() {
        if c.is_ascii_alphanumeric() {
            number.push(c.to_ascii_uppercase());
        }
        if number.len() == *length {
            let end = at + c.len_utf8();
            let n_digits = number.bytes().filter(u8::is_ascii_digit).count();
            return match remainder_97(&number) {
                1 => Some((end, Certainty::Certain)),
                _ => (n_digits >= 10).then_some((end, Certainty::Likely)),
            };
        }
    }
    None
}

/// The account number as a number, modulo 97, its first four characters moved behind the others.
fn remainder_97(number: &str) -> u32 {
    let (head, tail) = number.split_at(4);
    tail.chars().chain(head.chars()).fold(0, |rest, c| {
        let value = c.to_digit(36).unwrap_or(0);
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let packed = r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])$";
    let little = r"^\s*\(?[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)?[0-9]{2}\b";
    let big = r"^(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\b";
    Regex::new(&format!("{packed}|{little}|{big}")).ok()
});

/// Whether a date stands at the beginning.
pub(super) fn is_date(text: &str) -> bool {
    DATE.as_ref().is_some_and(|date| date.is_match(text))
}

/// Whether every number is a year of our time.
pub(super) fn is_years(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|year| !year.is_empty())
        .all(|year| year.len() == 4 && (year.starts_with("19") || year.starts_with("20")))
}

/// Whether the sign of a currency stands before a place.
pub(super) fn is_money(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("").trim_end_matches(' ');
    before.ends_with(['$', '€', '£', '₹', '¥'])
}

/// The character before a place; a space at the beginning.
pub(super) fn before(text: &str, at: usize) -> char {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    before.unwrap_or(' ')
}

/// The character at a place; a space at the end.
pub(super) fn after(text: &str, at: usize) -> char {
    let after = text.get(at..).and_then(|text| text.chars().next());
    after.unwrap_or(' ')
}

/// Whether a digit stands behind the one character before a place: `3.14` at `14`.
pub(super) fn is_digit_two_before(text: &str, at: usize) -> bool {
    let byte = at.checked_sub(2).and_then(|at| text.as_bytes().get(at));
    byte.is_some_and(u8::is_ascii_digit)
}

/// Whether one of the marks and a digit stand at a place: the number goes on.
pub(super) fn goes_on(text: &str, at: usize, marks: &str) -> bool {
    let next = text.as_bytes().get(at + 1);
    marks.contains(after(text, at)) && next.is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        assert!(luhn("4111111111111111"));
        assert!(!luhn("4111111111111112"));
        let right = iban("DE89 3704 0044 0532 0130 00 and more");
        assert_eq!(right, Some((27, Certainty::Certain)));
        let wrong = iban("DE88370400440532013000");
        assert_eq!(wrong, Some((22, Certainty::Likely)));
        assert_eq!(iban("of 12 things that are no account at all"), None);
    }

    #[test]
    fn figures_are_told_from_numbers() {
        assert!(is_round("2500000") && !is_round("4471902"));
        assert!(is_date("20240131") && is_date("01.02.1966") && !is_date("555-0123"));
        assert!(is_years("2019-2021") && !is_years("2019-4471"));
        assert!(is_money("for $ 40", 6) && !is_money("for 40", 4));
    }
}
