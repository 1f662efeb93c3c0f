//! In which Unicode form are a file's bytes written, as far as marks and NULs tell?

/// How many bytes are looked at to tell UTF-16 without a byte order mark.
const NUL_SAMPLE: usize = 4096;

/// The bytes' own way of writing characters, as far as marks and NULs tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// UTF-8, or one of the old encodings in which ASCII is ASCII.
    Bytes,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// The byte order marks and the forms they announce. UTF-32 comes first: its mark begins like UTF-16's.
const MARKS: [(&[u8], Form); 5] = [
    (&[0xFF, 0xFE, 0x00, 0x00], Form::Utf32Le),
    (&[0x00, 0x00, 0xFE, 0xFF], Form::Utf32Be),
    (&[0xFF, 0xFE], Form::Utf16Le),
    (&[0xFE, 0xFF], Form::Utf16Be),
    (&[0xEF, 0xBB, 0xBF], Form::Bytes),
];

/// The form, and how many bytes its mark takes.
pub(super) fn of(bytes: &[u8]) -> (Form, usize) {
    for (mark, form) in MARKS {
        if bytes.starts_with(mark) {
            return (form, mark.len());
        }
    }
    (form_by_nuls(bytes), 0)
}

/// UTF-16 without a mark shows by its NULs: Latin letters have one in each pair, always on the same side.
fn form_by_nuls(bytes: &[u8]) -> Form {
    let sample = bytes.get(..NUL_SAMPLE).unwrap_or(bytes);
    let (pairs, _) = sample.as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    // A quarter of the pairs is enough: in Cyrillic only spaces, digits and line ends have a NUL.
    let tells =
        |nuls: usize, others: usize| nuls >= 4 && nuls * 4 >= pairs.len() && others * 20 <= nuls;
    if tells(second, first) {
        Form::Utf16Le
    } else if tells(first, second) {
        Form::Utf16Be
    } else {
        Form::Bytes
    }
}
