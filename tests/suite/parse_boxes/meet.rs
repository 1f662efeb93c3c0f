//! Is only the speech of a Google Meet document read?

use super::{call, docx, said};

#[test]
fn of_a_meet_document_only_the_speech_is_read() {
    let meet = docx(&[
        "# 📝 Notes",
        "Sep 2, 2025",
        "Invited ana@acme.example Ana Ruiz bo@ours.example Bo Ray read@read.ai Read.ai notetaker",
        "Summary",
        "Ana Ruiz: will send the secret offer by Oct 1, 2025",
        "# 📖 Transcript",
        "Acme intro - Transcript",
        "00:00:00",
        "Ana Ruiz: Hello there.",
        "Bo Ray: Hi Ana.",
        "00:05:00",
        "Ana Ruiz: Bye.",
        "Bo's Presentation: Slides.",
        "Transcription ended after 00:06:10",
        "This editable transcript was computer generated and might contain errors.",
    ]);
    assert_eq!(
        said(&meet),
        [
            "meet-docx",
            "Ana Ruiz@0| Hello there.",
            "Bo Ray| Hi Ana.",
            "Ana Ruiz@300| Bye.",
            "-| Slides."
        ]
    );
    assert_eq!(
        told(&meet),
        [
            "Acme intro",
            "2025-09-02",
            "Ana Ruiz <ana@acme.example>",
            "Bo Ray <bo@ours.example>"
        ]
    );
}

/// Title, day and the people of a call, with `-` for what is not told.
#[track_caller]
fn told(bytes: &[u8]) -> Vec<String> {
    let transcript = call(bytes).transcript;
    let or_none = |fact: Option<String>| fact.unwrap_or_else(|| "-".to_owned());
    let mut told = vec![or_none(transcript.title), or_none(transcript.started_at)];
    for person in transcript.people {
        told.push(format!("{} <{}>", person.name, or_none(person.email)));
    }
    told
}

#[test]
fn what_stands_above_the_speech_of_a_meet_text_tells_of_the_call() {
    let speech =
        "\n00:00:00\n\nAna Ruiz: Hello.\nBo Ray: Hi.\n\nTranscription ended after 00:06:00\n";
    let files: [(&str, &[&str]); 5] = [
        (
            "📝 Notes\nSep 2, 2025\nAcme intro\nInvited ana@acme.example Ana Ruiz bo@ours.example Bo Ray\n\n\
             Summary\nMeet again on Oct 1, 2025\n\n📖 Transcript\nSep 2, 2025\nAcme intro - Transcript\n",
            &[
                "Acme intro",
                "2025-09-02",
                "Ana Ruiz <ana@acme.example>",
                "Bo Ray <bo@ours.example>",
            ],
        ),
        (
            "Acme intro (2025-09-02 16:58 GMT+2) - Transcript\nAttendees\nAna Ruiz, Bo Ray\nTranscript\n",
            &["Acme intro", "2025-09-02"],
        ),
        (
            "# Acme intro - 2025/09/02 16:58 CEST - Notes by Gemini\n\n## Summary\n\nPrice: too much\n\n\
             ## Transcript\n",
            &["Acme intro", "2025-09-02"],
        ),
        (
            "📝 Notes\n\nSep 2, 2025\n\n## Acme intro\n\n\
             Invited [Ana Ruiz](mailto:ana\\_r@acme.example) [bo@ours.example](mailto:bo@ours.example)\n\n\
             📖 Transcript\n\n## Acme intro \\- Transcript\n",
            &[
                "Acme intro",
                "2025-09-02",
                "Ana Ruiz <ana_r@acme.example>",
                "bo@ours.example <bo@ours.example>",
            ],
        ),
        // Nothing tells whose name stands beside the address; a day that is spoken about is not the call's.
        (
            "📝 Notes\nDo it before the next Oct 1, 2025\nInvited Ana Ruiz bo@ours.example Cy Day\n\n\
             📖 Transcript\nAcme intro – Transcript\n",
            &["Acme intro", "-", "bo@ours.example <bo@ours.example>"],
        ),
    ];
    for (above, expected) in files {
        let text = format!("{above}{speech}");
        assert_eq!(told(text.as_bytes()), expected, "{above}");
        assert_eq!(said(text.as_bytes()).len(), 3, "{above}");
    }
}

#[test]
fn a_meet_document_is_known_in_any_language() {
    let meet = docx(&[
        "📝 Notizen",
        "15. Sept. 2026",
        "# Acme Gespräch",
        "Eingeladen ana@acme.example Ana Ruiz bo@ours.example Bo van Ray",
        "Zusammenfassung",
        "Preis: zu hoch. Ana Ruiz schreibt an secret@acme.example",
        "📖 Transkript",
        "15. Sept. 2026",
        "# Acme Gespräch – Transkript",
        "# 00:00:00",
        "Ana Ruiz: Hallo.",
        "Bo Ray: Ja, um 10:30:00 Uhr.",
        "Die Transkription endete nach 00:23:02",
        "Dieses bearbeitbare Transkript wurde vom Computer erzeugt.",
    ]);
    assert_eq!(
        said(&meet),
        [
            "meet-docx",
            "Ana Ruiz@0| Hallo.",
            "Bo Ray| Ja, um 10:30:00 Uhr."
        ]
    );
    assert_eq!(
        told(&meet),
        [
            "Acme Gespräch",
            "2026-09-15",
            "Ana Ruiz <ana@acme.example>",
            "Bo van Ray <bo@ours.example>"
        ]
    );
    // In front or behind, alone or not: the time is the tool's. With a name and a colon it is somebody's.
    let ends = [
        ("00:23:02 で終了", 3),
        ("종료된 시간 00:23:02", 3),
        ("Ana Ruiz: 00:23:02", 4),
    ];
    for (end, n_lines) in ends {
        let meet = docx(&[
            "📖 記録",
            "00:00:00",
            "Ana Ruiz: はい。",
            "Bo Ray: そう。",
            end,
        ]);
        let said = said(&meet);
        assert_eq!(
            (said[0].as_str(), said.len()),
            ("meet-docx", n_lines),
            "{end}"
        );
    }
}

#[test]
fn addresses_without_names_are_listed_and_rooms_and_bots_are_not() {
    let meet = docx(&[
        "📝 Notes",
        "Sep 2, 2025",
        "Invited ana@acme.example bo@ours.example c_1@resource.calendar.google.com fred@fireflies.ai",
        "00:00:00",
        "Ana Ruiz: Hello.",
        "Bo Ray: Hi.",
        "Transcription ended after 00:06:10",
    ]);
    assert_eq!(
        told(&meet),
        [
            "-",
            "2025-09-02",
            "ana@acme.example <ana@acme.example>",
            "bo@ours.example <bo@ours.example>"
        ]
    );
}

#[test]
fn a_meet_transcript_kept_as_markdown_is_read_without_its_notes() {
    let with_stamps = "# Working group\n\n## Participants\n\n- Ana Ruiz\n\n## Meeting Notes\n\n\
        * Ana: opened the secret meeting\n\n---\n\n## Transcript\n\n\n### 00:00:00\n\n  \\\n\
        **Ana Ruiz:** All right, we are live. I know\n  \\\n \n\n### 00:01:04\n\n  \\\n\
        **Bo Ray:** You have a great \\\n**Fireflies.ai Notetaker Bo:** I listen. \\\n  \\\n \n\n\
        ### Transcription ended after 00:18:36\n";
    assert_eq!(
        said(with_stamps.as_bytes()),
        [
            "meet-markdown",
            "Ana Ruiz@0| All right, we are live. I know",
            "Bo Ray@64| You have a great",
            "-| I listen."
        ]
    );
    let without = "# Acme Call 12: Transcript\n\n#### Attendees\n\nAna Ruiz, Bo Ray, Bo's Presentation.\n\n# Transcript\n\n\
        **This editable transcript was computer generated and might contain errors.**\n\n\
        **Ana Ruiz:** Hello.\nThat's all.\n\n**Bo Ray:** Hi.\n\n**Ana Ruiz:** Bye.\n\n\
        **Meeting ended after 00:14:03 👋**\n";
    assert_eq!(
        said(without.as_bytes()),
        [
            "meet-markdown",
            "Ana Ruiz| Hello. That's all.",
            "Bo Ray| Hi.",
            "Ana Ruiz| Bye."
        ]
    );
}

#[test]
fn headings_of_a_doc_that_was_saved_as_markdown_bear_anchors() {
    let text = "# **Acme intro** {#acme-intro}\n\n## 📖 Transcript {#📖-transcript}\n\n\
        ### 00:00:00 {#00:00:00}\n\n**Ana Ruiz:** Use {#this} there.  \n**Bo Ray:** Hi.\n\n\
        ### **00:05:00** {#00:05:00}\n\n**Ana Ruiz:** Bye.\n\n\
        ### Transcription ended after 00:06:00 {#transcription-ended}\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "meet-markdown",
            "Ana Ruiz@0| Use {#this} there.",
            "Bo Ray| Hi.",
            "Ana Ruiz@300| Bye."
        ]
    );
    let transcript = call(text.as_bytes()).transcript;
    assert_eq!(transcript.title.as_deref(), Some("Acme intro"));
}

#[test]
fn a_meet_transcript_copied_as_text_is_read() {
    let text = "Acme intro\n\n📖 Transcript\n\n00:00:00\n\nAna Ruiz: Hello.\n\nBo Ray: Hi.\n\n00:05:00\n\n\
        Ana Ruiz: Bye.\n\nTranscription ended after 00:06:00\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "meet-text",
            "Ana Ruiz@0| Hello.",
            "Bo Ray| Hi.",
            "Ana Ruiz@300| Bye."
        ]
    );
    // The same without Meet's marks is anybody's.
    assert_eq!(
        said(b"Ana Ruiz: Hello.\nBo Ray: Hi.\nAna Ruiz: Bye.\n")[0],
        "text"
    );
}
