//! What does a document of Teams say?

use super::{call, docx, said};

#[test]
fn a_teams_document_has_a_paragraph_for_each_turn() {
    let teams = docx(&[
        "Acme intro-20260815_143012-Meeting Recording",
        "15. August 2026, 14:30",
        "Ana Ruiz started transcription",
        "Ana Ruiz   0:04\nHi Bo.\nWe start at 10:30",
        "Doe, Jane [NA]   1:02:03\nFine.   ",
        "Ana Ruiz stopped transcription",
    ]);
    assert_eq!(
        said(&teams),
        [
            "teams-docx",
            "Ana Ruiz@4| Hi Bo.\nWe start at 10:30",
            "Doe, Jane [NA]@3723| Fine."
        ]
    );
    let transcript = call(&teams).transcript;
    assert_eq!(transcript.title.as_deref(), Some("Acme intro"));
    assert_eq!(transcript.started_at.as_deref(), Some("2026-08-15"));
}

#[test]
fn a_teams_recording_that_tells_its_zone_tells_its_moment() {
    let teams = docx(&[
        "Acme-20260815_143012UTC-Besprechungsaufzeichnung",
        "Ana Ruiz   0:04\nHi.",
        "Ana Ruiz hat die Transkription beendet",
    ]);
    let transcript = call(&teams).transcript;
    assert_eq!(
        transcript.started_at.as_deref(),
        Some("2026-08-15T14:30:12Z")
    );
    assert_eq!(said(&teams), ["teams-docx", "Ana Ruiz@4| Hi."]);
}

#[test]
fn an_earlier_teams_document_has_three_paragraphs_for_each_turn() {
    let teams = docx(&[
        "Acme intro",
        "0:0:5.100 --> 0:0:8.250",
        "Ana Ruiz",
        "Hi Bo.",
        "0:0:8.5 --> 0:0:9.0",
        "Bo Ray",
        "Hi.",
    ]);
    assert_eq!(
        said(&teams),
        [
            "teams-docx",
            "Ana Ruiz@5.1-8.25| Hi Bo.",
            "Bo Ray@8.5-9| Hi."
        ]
    );
}
