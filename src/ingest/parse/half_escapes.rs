//! How is JSON read in which an escape stands for half a character?
//!
//! JSON writes `😀` as `\ud83d\ude00`. Recognisers cut their segments by tokens, so a half may stand alone; serde
//! refuses such a text, and with it the segment or the file. A lone half gives way to `\ufffd`, which is as long, so
//! no other byte moves: places stay places.

use std::borrow::Cow;

use crate::ingest::transcript::Problem;

/// Backslash, `u` and four digits.
const LENGTH: usize = 6;

/// The same text, as long in bytes, without lone halves; borrowed where there are none.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut copy: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(to_next) = to_backslash(bytes, at) {
        at += to_next;
        let Some(unit) = unit(bytes, at) else {
            at += 2; // the backslash, and what it escapes
            continue;
        };
        let is_pair = is_high(unit) && self::unit(bytes, at + LENGTH).is_some_and(is_low);
        if !is_pair && (is_high(unit) || is_low(unit)) {
            let copy = copy.get_or_insert_with(|| bytes.to_vec());
            if let Some(place) = copy.get_mut(at..at + LENGTH) {
                place.copy_from_slice(b"\\ufffd");
            }
        }
        at += if is_pair { 2 * LENGTH } else { LENGTH };
    }
    let copy = copy.and_then(|bytes| String::from_utf8(bytes).ok());
    copy.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What is told of a file that was mended.
pub(super) fn problem() -> Problem {
    let message = "some escapes in the JSON are half a character and show as \u{fffd}; \
                   export the file again if words are missing";
    Problem::of_file("half-character", message)
}

fn to_backslash(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..)?.iter().position(|byte| *byte == b'\\')
}

/// The number behind the `\u` that begins here.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + LENGTH)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    // A sign is a number's beginning elsewhere, but no digit here.
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| are_digits)
}

fn is_high(unit: u16) -> bool {
    matches!(unit, 0xD800..=0xDBFF)
}

fn is_low(unit: u16) -> bool {
    matches!(unit, 0xDC00..=0xDFFF)
}
