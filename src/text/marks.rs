//! Which characters does nobody see?

/// Whether a character is one of those that nobody sees and that stand before names and numbers in files from
/// right-to-left editors: byte order marks, direction marks, the word joiner.
pub(crate) fn is_invisible_mark(c: char) -> bool {
    matches!(c,
        '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
