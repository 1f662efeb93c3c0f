//! What is a file that is no text, and how does its owner get the text?

use crate::ingest::transcript::Refusal;

/// How far into an archive the names of its parts are looked for.
const ARCHIVE_SAMPLE: usize = 64 * 1024;

/// How many characters are looked at to tell noise from text.
const NOISE_SAMPLE: usize = 64 * 1024;

const TRANSCRIBE: &str = "give its transcript instead of the recording itself";
const SAVE_AS_TEXT: &str = "open it and save it as plain text (.txt)";
const UNPACK: &str = "unpack it and give the files inside";

/// Where the telling bytes stand, the bytes, what such a file is, and what to do.
const MAGIC: &[(usize, &[u8], &str, &str)] = &[
    (
        0,
        b"%PDF-",
        "a PDF document",
        "copy its text into a .txt file, or export the transcript as text",
    ),
    (0, b"{\\rtf", "a rich text document (.rtf)", SAVE_AS_TEXT),
    (
        0,
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
        "an old Office document",
        SAVE_AS_TEXT,
    ),
    (0, &[0x1F, 0x8B], "a gzip archive", UNPACK),
    (0, &[0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", UNPACK),
    (
        0,
        &[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
        "a 7z archive",
        UNPACK,
    ),
    (
        0,
        b"SQLite format 3\0",
        "a SQLite database",
        "export the calls from the program it belongs to",
    ),
    (0, b"ID3\x02", "an MP3 recording", TRANSCRIBE),
    (0, b"ID3\x03", "an MP3 recording", TRANSCRIBE),
    (0, b"ID3\x04", "an MP3 recording", TRANSCRIBE),
    (0, &[0xFF, 0xFB], "an MP3 recording", TRANSCRIBE),
    (0, &[0xFF, 0xFA], "an MP3 recording", TRANSCRIBE),
    (0, &[0xFF, 0xF3], "an MP3 recording", TRANSCRIBE),
    (0, &[0xFF, 0xF2], "an MP3 recording", TRANSCRIBE),
    (0, &[0xFF, 0xF1], "an AAC recording", TRANSCRIBE),
    (0, &[0xFF, 0xF9], "an AAC recording", TRANSCRIBE),
    (4, b"ftyp", "an MP4 or M4A recording", TRANSCRIBE),
    (8, b"WAVE", "a WAV recording", TRANSCRIBE),
    (0, b"OggS\0", "an Ogg recording", TRANSCRIBE),
    (0, b"fLaC\0", "a FLAC recording", TRANSCRIBE),
    (
        0,
        &[0x1A, 0x45, 0xDF, 0xA3],
        "a WebM or Matroska recording",
        TRANSCRIBE,
    ),
    (
        0,
        &[0x89, b'P', b'N', b'G'],
        "a PNG picture",
        "give the transcript as text",
    ),
    (
        0,
        &[0xFF, 0xD8, 0xFF],
        "a JPEG picture",
        "give the transcript as text",
    ),
    (0, b"GIF89a", "a GIF picture", "give the transcript as text"),
    (0, b"GIF87a", "a GIF picture", "give the transcript as text"),
];

/// A part that tells what an archive holds, what that is, and what to do.
const ARCHIVES: &[(&[u8], &str, &str)] = &[
    (
        b"word/document.xml",
        "a Word document (.docx)",
        SAVE_AS_TEXT,
    ),
    (
        b"xl/workbook.xml",
        "an Excel workbook (.xlsx)",
        "save the sheet as text",
    ),
    (
        b"ppt/presentation.xml",
        "a PowerPoint presentation (.pptx)",
        "give the transcript as text",
    ),
    (
        b"vnd.oasis.opendocument",
        "an OpenDocument file",
        SAVE_AS_TEXT,
    ),
];

/// Refuses a file whose first bytes say that it is no text.
pub(super) fn by_magic(bytes: &[u8]) -> Option<Refusal> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(archive(bytes));
    }
    MAGIC
        .iter()
        .find(|(at, magic, ..)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
        .filter(|(_, magic, ..)| *magic != b"WAVE" || bytes.starts_with(b"RIFF"))
        .map(|(_, _, what, advice)| refusal(what, advice))
}

/// The names of an archive's parts stand before each part and once more at the file's end.
fn archive(bytes: &[u8]) -> Refusal {
    let head = bytes.get(..ARCHIVE_SAMPLE).unwrap_or(bytes);
    let tail = bytes
        .get(bytes.len().saturating_sub(ARCHIVE_SAMPLE)..)
        .unwrap_or(bytes);
    for (part, what, advice) in ARCHIVES {
        if holds(head, part) || holds(tail, part) {
            return refusal(what, advice);
        }
    }
    refusal("a zip archive", UNPACK)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Whether decoded text is no text after all. Control characters make up a tenth of random or packed bytes
/// and next to nothing of any transcript.
pub(super) fn is_noise(text: &str) -> bool {
    let mut n_chars = 0_usize;
    let mut n_controls = 0_usize;
    let mut n_broken = 0_usize;
    for c in text.chars().take(NOISE_SAMPLE) {
        n_chars += 1;
        n_controls += usize::from(is_odd_control(c));
        n_broken += usize::from(c == char::REPLACEMENT_CHARACTER);
    }
    let many_controls = n_controls >= 16 && n_controls * 20 > n_chars;
    many_controls || n_controls * 2 > n_chars || n_broken * 3 > n_chars
}

fn is_odd_control(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1b')
}

/// The refusal of noise that has no name.
pub(super) fn unknown() -> Refusal {
    refusal("a binary file", "give the transcript as text")
}

fn refusal(what: &str, advice: &str) -> Refusal {
    Refusal::new("binary", format!("the file seems to be {what}; {advice}"))
}
