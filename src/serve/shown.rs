//! How are numbers, times and addresses written on a page?

/// A number with the right form of its noun: `1 call`, `2 calls`, `1,200 calls`.
pub fn many(n: u64, noun: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(n))
}

/// A number in groups of three digits.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Seconds as `m:ss` or `h:mm:ss`.
pub fn clock(seconds: f64) -> String {
    let all = seconds.max(0.0) as u64;
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

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
    let is_web = |link: &String| {
        let lower = link.trim_start().to_ascii_lowercase();
        lower.starts_with("https://") || lower.starts_with("http://")
    };
    link.filter(is_web)
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
