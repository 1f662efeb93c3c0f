//! How are numbers, times and addresses written on a page?

use crate::call::is_web;

pub use crate::text::figures::{clock, count as many, grouped};

/// The day of an RFC 3339 date or date-time.
pub fn day(date: &str) -> String {
    date.get(..10).unwrap_or(date).to_owned()
}

/// A slug as people say it: `tool-sprawl` is `tool sprawl`.
pub fn spoken(slug: &str) -> String {
    slug.replace('-', " ")
}

/// The address of a call, at one of its turns.
pub fn call_url(call: &str, turn: u32) -> String {
    format!("/calls/{}#turn-{turn}", segment(call))
}

/// Text as one part of an address between slashes: everything is encoded that is not plain.
pub fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    out
}

/// A link that a page may carry: a transcript may hold any text in place of a recording's address.
pub fn web_link(link: Option<String>) -> Option<String> {
    link.filter(|link| is_web(link.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_one_part_whatever_the_id_holds() {
        assert_eq!(segment("gong:71 a/b?c#d"), "gong%3A71%20a%2Fb%3Fc%23d");
        assert_eq!(segment("é-1_2.~"), "%C3%A9-1_2.~");
    }

    #[test]
    fn only_web_addresses_become_links() {
        for (link, is_kept) in [
            ("https://x.example/?t=1", true),
            ("HTTP://x.example", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//x.example", false),
        ] {
            assert_eq!(web_link(Some(link.to_owned())).is_some(), is_kept, "{link}");
        }
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(many(1, "call"), "1 call");
        assert_eq!(many(1234567, "call"), "1,234,567 calls");
        assert_eq!(
            (clock(61.9), clock(3661.0)),
            ("1:01".to_owned(), "1:01:01".to_owned())
        );
    }
}
