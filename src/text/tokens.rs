//! Where does each word of a text begin and end?
//!
//! A token is a run of letters and digits. An apostrophe between letters stays inside (`don't`), a point or a
//! comma between digits too (`3.5`, `40,000`), and a single letter keeps its hyphen (`e-mail`). Chinese,
//! Japanese and Thai characters are tokens of one character each, because these scripts set no spaces.

use crate::text::scripts::is_unspaced;

/// One word of a text, as half-open byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub start: u32,
    pub end: u32,
}

impl Token {
    /// The token's letters as they stand in the text.
    pub fn surface(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// Iterator over the tokens of one text.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while at < bytes.len() {
            let class = CLASS[bytes[at] as usize];
            if class == LETTER || class == DIGIT {
                let end = word_end(self.text, at);
                self.at = end;
                return Some(Token {
                    start: at as u32,
                    end: end as u32,
                });
            }
            if class != HIGH {
                at += 1;
                continue;
            }
            let (kind, len) = wide(self.text, at);
            match kind {
                Wide::Letter => {
                    let end = word_end(self.text, at);
                    self.at = end;
                    return Some(Token {
                        start: at as u32,
                        end: end as u32,
                    });
                }
                Wide::Alone => {
                    self.at = at + len;
                    return Some(Token {
                        start: at as u32,
                        end: (at + len) as u32,
                    });
                }
                Wide::Other => at += len,
            }
        }
        self.at = at;
        None
    }
}

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// First byte of a character outside ASCII.
const HIGH: u8 = 3;

static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            128..=255 => HIGH,
            _ => OTHER,
        };
        byte += 1;
    }
    table
}

enum Wide {
    Letter,
    /// A character that is a word by itself.
    Alone,
    Other,
}

/// What the character outside ASCII at a byte is, and how many bytes it has.
fn wide(text: &str, at: usize) -> (Wide, usize) {
    let Some(c) = text[at..].chars().next() else {
        return (Wide::Other, 1);
    };
    let kind = if is_unspaced(c) && c.is_alphanumeric() {
        Wide::Alone
    } else if c.is_alphanumeric() || is_mark(c) {
        Wide::Letter
    } else {
        Wide::Other
    };
    (kind, c.len_utf8())
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x0300..=0x036F | 0x0900..=0x0903 | 0x093A..=0x094F | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF)
}

/// The end of the word that begins at `start`.
#[inline]
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at = run_end(bytes, at);
        if at >= bytes.len() {
            return at;
        }
        let next = match bytes[at] {
            b'\'' => inner(bytes, at, 1, LETTER),
            b'.' | b',' => inner_digits(bytes, at),
            b'-' if at == start + 1 => inner(bytes, at, 1, LETTER),
            byte if CLASS[byte as usize] == HIGH => inside_wide(text, at),
            _ => return at,
        };
        match next {
            Some(next) => at = next,
            None => return at,
        }
    }
}

/// The end of the run of ASCII letters and digits that begins at `at`, eight bytes at a time.
#[inline]
fn run_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..at + 8) {
        let eight = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        let len = (!letters_and_digits(eight) & HIGHEST).trailing_zeros() as usize / 8;
        at += len;
        if len < 8 {
            return at;
        }
    }
    while at < bytes.len() && matches!(CLASS[bytes[at] as usize], LETTER | DIGIT) {
        at += 1;
    }
    at
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x80 * ONES;

/// The highest bit of every byte that is an ASCII letter or digit.
#[inline]
fn letters_and_digits(eight: u64) -> u64 {
    let ascii = eight & !HIGHEST;
    let small = ascii | (0x20 * ONES);
    // Adding 128 - n carries into the highest bit exactly where a byte is at least n.
    let at_least = |bytes: u64, n: u8| bytes + u64::from(0x80 - n) * ONES;
    let letters = at_least(small, b'a') & !at_least(small, b'z' + 1);
    let digits = at_least(ascii, b'0') & !at_least(ascii, b'9' + 1);
    (letters | digits) & !eight & HIGHEST
}

/// A joiner of `len` bytes at `at` stays inside when the class stands on both of its sides.
#[inline]
fn inner(bytes: &[u8], at: usize, len: usize, class: u8) -> Option<usize> {
    let before = CLASS[*bytes.get(at.checked_sub(1)?)? as usize];
    let after = CLASS[*bytes.get(at + len)? as usize];
    let fits = |found: u8| found == class || (class == LETTER && found == HIGH);
    (fits(before) && fits(after)).then_some(at + len)
}

#[inline]
fn inner_digits(bytes: &[u8], at: usize) -> Option<usize> {
    inner(bytes, at, 1, DIGIT)
}

/// Goes on over a wide letter or a curly apostrophe between letters; ends at everything else.
fn inside_wide(text: &str, at: usize) -> Option<usize> {
    if text[at..].starts_with('\u{2019}') {
        let after = text[at + 3..].chars().next()?;
        let before = text[..at].chars().next_back()?;
        return (before.is_alphabetic() && after.is_alphabetic()).then_some(at + 3);
    }
    match wide(text, at) {
        (Wide::Letter, len) => Some(at + len),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.surface(text)).collect()
    }

    #[test]
    fn a_run_of_letters_and_digits_ends_where_it_ends_byte_by_byte() {
        for byte in 0..=255u8 {
            let mut text = *b"abcdefgh12";
            for at in 0..text.len() {
                text[at] = byte;
                let class = CLASS[byte as usize];
                let expected = if class == LETTER || class == DIGIT {
                    text.len()
                } else {
                    at
                };
                assert_eq!(run_end(&text, 0), expected, "{byte:#x} at {at}");
                text = *b"abcdefgh12";
            }
        }
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for (text, expected) in [
            (
                "We don't re-key it.",
                vec!["We", "don't", "re", "key", "it"],
            ),
            (
                "it\u{2019}s 3.5 hours, $40,000.",
                vec!["it\u{2019}s", "3.5", "hours", "40,000"],
            ),
            ("an e-mail 'quoted'", vec!["an", "e-mail", "quoted"]),
            ("naïve café", vec!["naïve", "café"]),
            ("価格 is high", vec!["価", "格", "is", "high"]),
            ("'", vec![]),
            ("a'", vec!["a"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
