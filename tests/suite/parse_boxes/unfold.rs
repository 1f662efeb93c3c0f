//! Is what unfolds too far, is cut off or is locked refused with its reason?

use super::{
    SPEECH, check, code, document, docx, docx_of, noise, patched, said, saying_its_size_is, zip,
};

#[test]
fn a_document_that_unfolds_too_far_is_refused() {
    assert_eq!(code(&docx_of(&vec![b' '; 40 << 20])), "zip-bomb");
}

#[test]
fn a_document_that_says_it_unfolds_too_far_is_refused_before_it_does() {
    assert_eq!(
        code(&saying_its_size_is(docx(&SPEECH), 2_000_000_000)),
        "zip-bomb"
    );
    // Within the ratio and larger than any document.
    let large = saying_its_size_is(docx_of(&noise(400_000)), 70 << 20);
    assert_eq!(code(&large), "too-large");
}

#[test]
fn a_document_that_is_larger_than_it_says_is_refused() {
    assert_eq!(code(&saying_its_size_is(docx(&SPEECH), 10)), "broken-zip");
    let bomb = saying_its_size_is(docx_of(&vec![b' '; 40 << 20]), 1_000);
    assert_eq!(code(&bomb), "broken-zip");
}

#[test]
fn a_container_of_very_many_parts_is_refused() {
    let names: Vec<String> = (0..2_001).map(|n| format!("{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(code(&zip(&parts)), "too-many-parts");
    // What it says counts, and not only what is there.
    let mut lying = docx(&SPEECH);
    let end = lying.len() - 22;
    lying[end + 8..end + 12].copy_from_slice(&[0x70, 0x17, 0x70, 0x17]);
    assert_eq!(code(&lying), "too-many-parts");
}

#[test]
fn a_locked_or_oddly_packed_document_is_refused_with_its_reason() {
    assert_eq!(code(&patched(docx(&SPEECH), 6, 8, &[1, 0])), "encrypted");
    assert_eq!(
        code(&patched(docx(&SPEECH), 8, 10, &[14, 0])),
        "unsupported-compression"
    );
}

#[test]
fn a_document_that_is_cut_off_anywhere_is_refused() {
    let whole = docx(&SPEECH);
    assert_eq!(said(&whole).len(), 4);
    for end in (0..whole.len()).step_by(3) {
        assert!(check(&whole[..end]).is_err(), "{end}");
    }
    for at in (4..whole.len()).step_by(5) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let _ = check(&damaged);
    }
}

#[test]
fn xml_that_is_cut_off_or_too_deep_is_refused() {
    let xml = document("<w:p><w:r><w:t>Ana Ruiz: secret &amp; so on</w:t></w:r></w:p>");
    for end in (1..xml.len()).step_by(2) {
        assert!(check(&docx_of(&xml.as_bytes()[..end])).is_err(), "{end}");
    }
    let deep = document(&"<w:p>".repeat(100_000));
    assert_eq!(code(&docx_of(deep.as_bytes())), "broken-xml");
    let crossed = document("<w:p><w:r></w:p></w:r>");
    assert_eq!(code(&docx_of(crossed.as_bytes())), "broken-xml");
}

#[test]
fn other_office_files_are_named() {
    let files: [(&str, &[u8], &str); 3] = [
        ("xl/workbook.xml", b"<x/>", "Excel"),
        ("ppt/presentation.xml", b"<x/>", "PowerPoint"),
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.text",
            "OpenDocument",
        ),
    ];
    for (name, bytes, what) in files {
        let refusal = check(&zip(&[(name, bytes)])).expect_err(what);
        assert_eq!(refusal.code, "binary");
        assert!(refusal.message.contains(what), "{}", refusal.message);
    }
}
