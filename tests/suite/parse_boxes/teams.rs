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
fn the_title_of_a_teams_document_is_neither_a_note_nor_a_day() {
    let files: [(&[&str], &str, &str); 7] = [
        (
            &["Acme-Sync-20260815_143012-Meeting Transcript", "15.08.2026"],
            "Acme-Sync",
            "2026-08-15",
        ),
        (
            &[
                "Transcription tool demo-20260815_143012-Meeting Recording",
                "August 15, 2026, 2:30PM",
                "Ana Ruiz started transcription",
            ],
            "Transcription tool demo",
            "2026-08-15",
        ),
        (
            &["Transcription tool demo", "August 15, 2026, 2:30PM"],
            "Transcription tool demo",
            "2026-08-15",
        ),
        (
            &["Acme intro", "15 août 2026, 14:30"],
            "Acme intro",
            "2026-08-15",
        ),
        (&["15 de agosto de 2026", "12m 3s"], "-", "2026-08-15"),
        (
            &["2026年8月15日 14:30", "Ana Ruiz started transcription"],
            "-",
            "2026-08-15",
        ),
        (
            &["Ana Ruiz started transcription", "Acme intro"],
            "Acme intro",
            "-",
        ),
    ];
    for (above, title, day) in files {
        let paragraphs = [above, &["Ana Ruiz   0:04\nHi.", "Bo Ray   0:09\nHello."]].concat();
        let transcript = call(&docx(&paragraphs)).transcript;
        assert_eq!(
            transcript.title.as_deref().unwrap_or("-"),
            title,
            "{above:?}"
        );
        assert_eq!(
            transcript.started_at.as_deref().unwrap_or("-"),
            day,
            "{above:?}"
        );
        assert_eq!(transcript.utterances.len(), 2, "{above:?}");
    }
}

#[test]
fn who_stops_and_starts_the_transcription_between_two_turns_says_nothing() {
    let teams = docx(&[
        "Acme intro-20260815_143012-Meeting Recording",
        "Ana Ruiz   0:04\nHi Bo.",
        "We use a transcription tool",
        "too.",
        "Ana Ruiz stopped transcription",
        "",
        "Bo Ray started transcription",
        "Bo Ray   0:14\nHi.",
        "Bo Ray stopped transcription",
    ]);
    assert_eq!(
        said(&teams),
        [
            "teams-docx",
            "Ana Ruiz@4| Hi Bo.\nWe use a transcription tool\ntoo.",
            "Bo Ray@14| Hi."
        ]
    );
    // Where words stand below the heads, such a line may be somebody's.
    let teams = docx(&[
        "Acme intro-20260815_143012-Meeting Recording",
        "Ana Ruiz   0:04",
        "Which tool is it?",
        "Bo Ray   0:14",
        "A transcription tool",
        "Ana Ruiz   0:20",
        "Fine.",
    ]);
    assert_eq!(
        said(&teams),
        [
            "teams-docx",
            "Ana Ruiz@4| Which tool is it?",
            "Bo Ray@14| A transcription tool",
            "Ana Ruiz@20| Fine."
        ]
    );
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
