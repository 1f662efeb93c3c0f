//! Are two spellings of a letter one letter?
//!
//! What macOS writes keeps `é` as an `e` and an accent, what most programs write keeps it as one character. Keys of names
//! are made of the one character (Unicode's NFC); texts themselves stay as they are.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Text with every letter and its marks as one character, where there is one.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        NFC.normalize(text)
    }
}
