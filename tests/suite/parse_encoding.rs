//! Is every file's text read as it was written, whatever its bytes, and is everything else refused?

use std::borrow::Cow;

use proptest::prelude::*;
use verbatim::ingest::parse::encoding;
use verbatim::ingest::transcript::Place;

const TEXT: &str = "WEBVTT\n\n00:01.000 --> 00:02.000\nIt’s 84 °F in Zürich.\n";

/// What became of some bytes: the text and the problems' codes, or the refusal's code.
#[derive(Debug, PartialEq)]
enum Read {
    Text(String, Vec<String>),
    Refused(&'static str),
}

/// The only place that touches the decoder.
fn check(bytes: &[u8]) -> Read {
    match encoding::decode(bytes) {
        Ok(decoded) => {
            let codes = decoded
                .problems
                .into_iter()
                .map(|problem| problem.code)
                .collect();
            Read::Text(decoded.text.into_owned(), codes)
        }
        Err(refusal) => {
            assert!(!refusal.message.ends_with('.'), "{}", refusal.message);
            Read::Refused(refusal.code)
        }
    }
}

fn text(text: &str, codes: &[&str]) -> Read {
    Read::Text(
        text.to_owned(),
        codes.iter().map(|code| (*code).to_owned()).collect(),
    )
}

fn places(bytes: &[u8]) -> Vec<Option<Place>> {
    encoding::decode(bytes)
        .expect("text")
        .problems
        .into_iter()
        .map(|p| p.place)
        .collect()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn utf32(text: &str, to_bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
    text.chars().flat_map(|c| to_bytes(u32::from(c))).collect()
}

fn with_mark(mark: &[u8], body: &[u8]) -> Vec<u8> {
    [mark, body].concat()
}

#[test]
fn every_unicode_form_gives_the_same_text() {
    let files = [
        TEXT.as_bytes().to_vec(),
        with_mark(b"\xEF\xBB\xBF", TEXT.as_bytes()),
        with_mark(b"\xFF\xFE", &utf16(TEXT, u16::to_le_bytes)),
        with_mark(b"\xFE\xFF", &utf16(TEXT, u16::to_be_bytes)),
        utf16(TEXT, u16::to_le_bytes),
        utf16(TEXT, u16::to_be_bytes),
        with_mark(b"\xFF\xFE\0\0", &utf32(TEXT, u32::to_le_bytes)),
        with_mark(b"\0\0\xFE\xFF", &utf32(TEXT, u32::to_be_bytes)),
    ];
    for file in files {
        assert_eq!(check(&file), text(TEXT, &[]), "{file:?}");
    }
}

#[test]
fn plain_utf_8_is_not_copied() {
    let decoded = encoding::decode(TEXT.as_bytes()).expect("text");
    assert!(matches!(decoded.text, Cow::Borrowed(_)));
}

#[test]
fn a_second_byte_order_mark_is_skipped_and_told() {
    let file = with_mark(b"\xEF\xBB\xBF\xEF\xBB\xBF", b"WEBVTT\n");
    assert_eq!(check(&file), text("WEBVTT\n", &["two-byte-order-marks"]));
}

#[test]
fn invisible_direction_marks_do_not_hide_the_first_word() {
    assert_eq!(
        check("\u{200e}\u{202a}WEBVTT\n".as_bytes()),
        text("WEBVTT\n", &[])
    );
}

#[test]
fn old_western_files_are_read_and_the_guess_is_told() {
    // 0x92 is the typographic apostrophe of windows-1252, 0xE9 an é.
    let file =
        b"1\n00:00:01,000 --> 00:00:02,000\nIt\x92s the caf\xE9 around the corner, she said\n";
    let expected = "1\n00:00:01,000 --> 00:00:02,000\nIt’s the café around the corner, she said\n";
    assert_eq!(check(file), text(expected, &["guessed-encoding"]));
}

#[test]
fn a_broken_byte_in_utf_8_does_not_change_the_other_letters() {
    let file = b"Z\xC3\xBCrich, K\xC3\xB6ln\xFF and Gen\xC3\xA8ve";
    assert_eq!(
        check(file),
        text("Zürich, Köln\u{fffd} and Genève", &["invalid-utf-8"])
    );
    // Z ü(2) r i c h , space K ö(2) l n: the broken byte is the fifteenth.
    assert_eq!(places(file), [Some(Place::Offset(14))]);
}

#[test]
fn a_character_cut_in_two_at_the_end_is_one_broken_character() {
    assert_eq!(
        check(b"Gr\xC3\xBC\xC3"),
        text("Grü\u{fffd}", &["invalid-utf-8"])
    );
}

/// A file of whisper.cpp: the words of a segment, and the tokens that they are made of.
fn whisper_cpp(words: &[u8], tokens: &[&[u8]]) -> Vec<u8> {
    let mut file = b"{\"systeminfo\":\"AVX\",\"transcription\":[{\"text\":\"".to_vec();
    file.extend(words);
    file.extend(b"\",\"tokens\":[\"[_BEG_]\"");
    for token in tokens {
        file.extend(b",\"");
        file.extend(*token);
        file.push(b'"');
    }
    file.extend(b"]}]}");
    file
}

/// Bytes of a string that may begin or end inside of a character.
type Words<'a> = &'a [u8];

/// The words of a file, its tokens, and what it says.
#[test]
fn characters_that_whisper_cpp_cut_in_two_do_not_change_the_whole_ones() {
    let rows: [(Words<'_>, &[Words<'_>], &str); 4] = [
        (
            b" \xE2\x99\xAA Hi",
            &[b" \xE2\x99", b"\xAA", b" Hi"],
            "{\"systeminfo\":\"AVX\",\"transcription\":[{\"text\":\" \u{266a} Hi\",\"tokens\":[\"[_BEG_]\",\
             \" \u{fffd}\",\"\u{fffd}\",\" Hi\"]}]}",
        ),
        (
            b" \xF0\x9F\x98\x80",
            &[b" \xF0", b"\x9F", b"\x98\x80"],
            "{\"systeminfo\":\"AVX\",\"transcription\":[{\"text\":\" \u{1f600}\",\"tokens\":[\"[_BEG_]\",\
             \" \u{fffd}\",\"\u{fffd}\",\"\u{fffd}\u{fffd}\"]}]}",
        ),
        (
            b" Hi \xF0\x9F\x98",
            &[],
            "{\"systeminfo\":\"AVX\",\"transcription\":[{\"text\":\" Hi \u{fffd}\",\"tokens\":[\"[_BEG_]\"]}]}",
        ),
        (
            b"\x98\x80 and so on",
            &[],
            "{\"systeminfo\":\"AVX\",\"transcription\":[{\"text\":\"\u{fffd}\u{fffd} and so on\",\
             \"tokens\":[\"[_BEG_]\"]}]}",
        ),
    ];
    for (words, tokens, expected) in rows {
        let file = whisper_cpp(words, tokens);
        assert_eq!(check(&file), text(expected, &["invalid-utf-8"]));
    }
}

#[test]
fn json_that_somebody_saved_in_an_old_encoding_is_read_in_it() {
    let file = whisper_cpp(b" The caf\xE9 in G\xF6teborg, d\xE9j\xE0 vu", &[]);
    let Read::Text(read, codes) = check(&file) else {
        panic!("it is text");
    };
    assert!(read.contains(" The café in Göteborg, déjà vu"), "{read}");
    assert_eq!(codes, ["guessed-encoding"]);
    // Anybody else's JSON is judged by its characters alone.
    let other = b"{\"text\":\"We met at the caf\xE9\"}";
    let expected = "{\"text\":\"We met at the café\"}";
    assert_eq!(check(other), text(expected, &["guessed-encoding"]));
}

#[test]
fn a_nul_inside_the_text_shows_as_a_replacement_character() {
    assert_eq!(
        check(b"one\0two and three"),
        text("one\u{fffd}two and three", &["nul-character"])
    );
    assert_eq!(places(b"one\0two and three"), [Some(Place::Offset(3))]);
}

#[test]
fn utf_16_with_half_a_character_at_the_end_is_still_read() {
    let mut file = with_mark(b"\xFF\xFE", &utf16("hello", u16::to_le_bytes));
    file.push(b'x');
    assert_eq!(check(&file), text("hello\u{fffd}", &["invalid-utf-16"]));
}

#[test]
fn a_file_without_text_is_empty() {
    let files: [&[u8]; 5] = [
        b"",
        b" \r\n\t\n",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xEF\xBB\xBF\n\n",
    ];
    for file in files {
        assert_eq!(check(file), Read::Refused("empty"), "{file:?}");
    }
}

#[test]
fn files_that_are_no_text_are_named() {
    let files: [(&[u8], &str); 14] = [
        (
            b"PK\x03\x04\x14\0\x06\0....[Content_Types].xml....word/document.xml",
            "Word",
        ),
        (b"PK\x03\x04\x14\0\x06\0....notes.txt", "zip"),
        (b"%PDF-1.7\n%\xE2\xE3", "PDF"),
        (b"{\\rtf1\\ansi Hello}", "rich text"),
        (b"ID3\x04\0\0\0\0", "MP3"),
        (b"\xFF\xFB\x90\x64\0\0", "MP3"),
        (b"\0\0\0\x20ftypisom\0\0", "MP4"),
        (b"RIFF\x24\x08\0\0WAVEfmt ", "WAV"),
        (b"OggS\0\x02", "Ogg"),
        (b"\x89PNG\r\n\x1A\n", "PNG"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF", "JPEG"),
        (b"\x1F\x8B\x08\0", "gzip"),
        (b"SQLite format 3\0\x10\0", "SQLite"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Office"),
    ];
    for (file, what) in files {
        let refusal = encoding::decode(file).expect_err(what);
        assert_eq!(refusal.code, "binary", "{what}");
        assert!(refusal.message.contains(what), "{}", refusal.message);
        assert!(
            refusal.message.contains("; "),
            "no way out in: {}",
            refusal.message
        );
    }
}

#[test]
fn bytes_full_of_control_characters_are_no_text() {
    let noise: Vec<u8> = (0..4096_u32)
        .map(|i| (i.wrapping_mul(167) >> 3) as u8)
        .collect();
    assert_eq!(check(&noise), Read::Refused("binary"));
    assert_eq!(check(&[0; 64]), Read::Refused("binary"));
}

#[test]
fn a_file_cut_off_at_any_byte_is_read_or_refused() {
    let files = [
        with_mark(b"\xFF\xFE", &utf16(TEXT, u16::to_le_bytes)),
        utf16(TEXT, u16::to_be_bytes),
        with_mark(b"\xFF\xFE\0\0", &utf32(TEXT, u32::to_le_bytes)),
        TEXT.as_bytes().to_vec(),
    ];
    for file in files {
        for end in 0..file.len() {
            check(&file[..end]);
        }
    }
}

#[test]
fn a_megabyte_on_one_line_is_read() {
    let line = "word ".repeat(1 << 18);
    assert_eq!(check(line.as_bytes()), text(&line, &[]));
}

proptest! {
    #[test]
    fn no_bytes_break_the_decoder(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn utf_8_stays_as_it_is(written in "[a-zäöüß ,.一-龥]{1,80}") {
        prop_assume!(!written.trim().is_empty());
        prop_assert_eq!(check(written.as_bytes()), text(&written, &[]));
    }
}
