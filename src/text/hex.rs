//! How do bytes look as digits?

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two hexadecimal digits for each byte, small letters.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}
