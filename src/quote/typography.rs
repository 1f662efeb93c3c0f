//! Which differences are the typesetter's, and not the words'?
//!
//! Editors set curly quotes, dashes, ellipses and line breaks as their house wants them. For comparing, and for
//! nothing else, a text is made [`Plain`]; every byte of it knows where it came from, so that what was found is
//! always shown as it stands in the turn. Case and punctuation stay: whoever changes them changes something.

use crate::call::Span;
use crate::text::scripts::is_unspaced;

/// A text without the typesetter's choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plain {
    pub text: String,
    /// For each byte: where the character that it stands for begins in the original.
    from: Vec<u32>,
    /// For each byte: where that character ends.
    to: Vec<u32>,
}

impl Plain {
    /// The stretch of the original behind a stretch of the plain text.
    pub fn original(&self, start: usize, end: usize) -> Span {
        let last = end.saturating_sub(1);
        Span {
            start: self.from.get(start).copied().unwrap_or(0),
            end: self.to.get(last).copied().unwrap_or(0),
        }
    }

    /// Where whole words read exactly so, as starts in the plain text, one after another.
    pub fn find_words<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        let starts = self.text.char_indices().map(|(at, _)| at);
        starts.filter(move |at| {
            !words.is_empty()
                && self.text[*at..].starts_with(words)
                && is_border(&self.text, *at)
                && is_border(&self.text, at + words.len())
        })
    }

    fn push(&mut self, c: char, from: usize, to: usize) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.from.push(from as u32);
            self.to.push(to as u32);
        }
    }

    fn push_space(&mut self, from: usize, to: usize) {
        if !self.text.ends_with(' ') {
            self.push(' ', from, to);
        }
    }
}

/// A text as it is compared.
pub fn plain(text: &str) -> Plain {
    let mut out = Plain::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        if c == '-' && next == Some('-') {
            while let Some((at, hyphen)) = chars.next_if(|(_, c)| *c == '-') {
                end = at + hyphen.len_utf8();
            }
            push_dash(&mut out, at, end);
            continue;
        }
        match c {
            c if c.is_whitespace() => out.push_space(at, end),
            c if is_unseen(c) => {}
            '-' if stands_apart(&out.text, next) => push_dash(&mut out, at, end),
            '\u{2013}' if is_range(&out.text, next) => out.push('-', at, end),
            '\u{2013}' | '\u{2014}' | '\u{2015}' => push_dash(&mut out, at, end),
            c => {
                for plain in spelled(c).chars() {
                    out.push(plain, at, end);
                }
                if spelled(c).is_empty() {
                    out.push(c, at, end);
                }
            }
        }
    }
    out
}

/// The plain text without spaces at its ends.
pub fn plain_words(text: &str) -> String {
    plain(text).text.trim().to_owned()
}

/// Every dash looks the same, with a space on both sides.
fn push_dash(out: &mut Plain, at: usize, end: usize) {
    out.push_space(at, at);
    out.push('\u{2013}', at, end);
    out.push_space(end, end);
}

/// A hyphen between spaces is meant as a dash.
fn stands_apart(before: &str, next: Option<char>) -> bool {
    (before.is_empty() || before.ends_with(' ')) && next.is_none_or(char::is_whitespace)
}

/// `3–5`, which others type as `3-5`.
fn is_range(before: &str, next: Option<char>) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit())
}

/// Characters that nobody sees.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// What a typesetter's character is typed as; empty where it is itself.
fn spelled(c: char) -> &'static str {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' | '`' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => "\"",
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        _ => "",
    }
}

/// Whether a quote may begin or end here: not inside of a word, of `it's`, `3.5`, `$40`, `90%` or `non-refundable`.
pub fn is_border(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let mut left = before.chars().rev();
    let mut right = after.chars();
    let (Some(l), Some(r)) = (left.next(), right.next()) else {
        return true;
    };
    if is_letter(l) && is_letter(r) {
        return is_unspaced(l) || is_unspaced(r);
    }
    if (l.is_numeric() && r == '%') || (is_currency(l) && r.is_numeric()) {
        return false;
    }
    let is_inside = if is_letter(l) {
        right.next().is_some_and(|far| joins(l, r, far))
    } else if is_letter(r) {
        left.next().is_some_and(|far| joins(far, l, r))
    } else {
        false
    };
    !is_inside
}

/// Whether a mark between two characters makes one word of them.
fn joins(l: char, mark: char, r: char) -> bool {
    match mark {
        '\'' | '\u{2019}' | '-' | '\u{2010}' | '\u{2011}' | '_' | '@' | '&' | '/' => {
            is_letter(l) && is_letter(r)
        }
        '.' | ',' | ':' => l.is_numeric() && r.is_numeric(),
        _ => false,
    }
}

/// Combining marks belong to the letter before them.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₹')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_typesetter_chooses_makes_no_difference() {
        for (set, typed) in [
            ("it\u{2019}s \u{201c}fine\u{201d}", "it's \"fine\""),
            ("well\u{2026}", "well..."),
            ("a\u{a0}b\n  c", "a b c"),
            ("no\u{2014}never", "no - never"),
            ("no \u{2013} never", "no -- never"),
            ("3\u{2013}5 days", "3-5 days"),
            ("e\u{2011}mail", "e-mail"),
            ("soft\u{ad}ware", "software"),
            ("\u{fb01}ve", "five"),
        ] {
            assert_eq!(plain_words(set), plain_words(typed), "{set}");
        }
        for (said, altered) in [
            ("We type.", "we type."),
            ("well, no", "well no"),
            ("re-key", "re key"),
        ] {
            assert_ne!(plain_words(said), plain_words(altered), "{said}");
        }
    }

    #[test]
    fn every_byte_knows_where_it_came_from() {
        let text = "a \u{2014} b\u{2026} \u{201c}c\u{201d}";
        let plain = plain(text);
        let at = plain.text.find("b...").unwrap_or_default();
        let span = plain.original(at, at + 4);
        assert_eq!(span.slice(text), "b\u{2026}");
        let all = plain.original(0, plain.text.len());
        assert_eq!(all.slice(text), text);
    }

    #[test]
    fn a_quote_cannot_begin_or_end_inside_of_a_word() {
        for (text, at, is_free) in [
            ("we do it", 3, true),
            ("redo it", 2, false),
            ("it's on", 2, false),
            ("it's on", 3, false),
            ("it's on", 4, true),
            ("3.5 days", 1, false),
            ("3. So", 1, true),
            ("$40 now", 1, false),
            ("90% now", 2, false),
            ("non-refundable", 4, false),
            ("so (it is)", 4, true),
            ("", 0, true),
        ] {
            assert_eq!(is_border(text, at), is_free, "{text} at {at}");
        }
    }
}
