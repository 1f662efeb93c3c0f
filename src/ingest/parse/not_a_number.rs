//! How is JSON read in which numbers stand that are none?
//!
//! Python writes `NaN` and `Infinity` where a score could not be reckoned (whole meetings of mlx-whisper have them),
//! C writes `nan`, `-nan(ind)` and `inf` (whisper.cpp). JSON has no such words, and its readers refuse the file.
//! Where they stand outside of strings they give way to nothing, and no other byte moves: places stay places.

use std::borrow::Cow;

/// The words that stand for no number, longer ones before their beginnings.
const NO_NUMBERS: [&str; 10] = [
    "-nan(ind)",
    "nan(ind)",
    "-Infinity",
    "Infinity",
    "-NaN",
    "-nan",
    "-inf",
    "NaN",
    "nan",
    "inf",
];

/// The same text, as long in bytes, with `null` or `""` in place of what is no number.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut copy: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = behind_string(bytes, at + 1),
            b'N' | b'n' | b'I' | b'i' | b'-' => {
                let length = length_of_none(bytes.get(at..).unwrap_or_default());
                if length > 0 {
                    let copy = copy.get_or_insert_with(|| bytes.to_vec());
                    write_nothing(copy.get_mut(at..at + length).unwrap_or_default());
                }
                at += length.max(1);
            }
            _ => at += 1,
        }
    }
    let copy = copy.and_then(|bytes| String::from_utf8(bytes).ok());
    copy.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How long the word is that begins here and is no number; 0 where there is none.
fn length_of_none(bytes: &[u8]) -> usize {
    let begins = |word: &&&str| {
        let ends = bytes
            .get(word.len())
            .is_none_or(|next| !next.is_ascii_alphanumeric());
        bytes.starts_with(word.as_bytes()) && ends
    };
    NO_NUMBERS.iter().find(begins).map_or(0, |word| word.len())
}

/// `null` needs four bytes; in three the empty text says as little.
fn write_nothing(place: &mut [u8]) {
    let nothing = if place.len() < 4 { "\"\"" } else { "null" };
    place.fill(b' ');
    for (byte, letter) in place.iter_mut().zip(nothing.bytes()) {
        *byte = letter;
    }
}

/// Where the text goes on behind the string whose first byte is at `from`.
fn behind_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}
