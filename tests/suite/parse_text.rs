//! Who says what, and when, in text that people and tools wrote in their many ways?

use proptest::prelude::*;
use verbatim::call::Side;
use verbatim::ingest::parse::speaker_label::{is_placeholder, names_nobody, split_label};
use verbatim::ingest::parse::{self, Parsed};
use verbatim::ingest::transcript::{Place, Utterance};

use crate::harness::megabyte;

mod asides;
mod lower_case;
mod markdown;
mod names;
mod times_of_day;
mod ways;

/// The only place that touches the parsers: one file, one call.
fn check(text: &str) -> Parsed {
    let mut calls = parse::parse(text.as_bytes()).expect("a transcript");
    assert_eq!(calls.len(), 1);
    let parsed = calls.remove(0).expect("a call");
    assert_eq!(parsed.raw, 0..text.len());
    assert!(
        parsed
            .problems
            .iter()
            .all(|problem| !problem.message.ends_with('.'))
    );
    parsed
}

/// What is said, one line an utterance: `name@start| words`, with `-` for nobody.
fn said(text: &str) -> Vec<String> {
    let line = |utterance: &Utterance| {
        let name = utterance.speaker.as_deref().unwrap_or("-");
        let start = utterance
            .start
            .map(|start| format!("@{start}"))
            .unwrap_or_default();
        format!("{name}{start}| {}", utterance.text)
    };
    check(text).transcript.utterances.iter().map(line).collect()
}

fn problems(text: &str) -> Vec<(String, Option<Place>)> {
    check(text)
        .problems
        .into_iter()
        .map(|problem| (problem.code, problem.place))
        .collect()
}

#[test]
fn every_way_of_writing_a_speaker_and_a_time_says_the_same() {
    let ways = [
        (
            "text",
            "[00:00:04] Ana Ruiz: Hi Ben.\n[00:01:02] Ben Lee: Hello.\n",
        ),
        (
            "text",
            "(00:00:04) Ana Ruiz: Hi Ben.\n(00:01:02) Ben Lee: Hello.\n",
        ),
        (
            "text",
            "00:00:04 Ana Ruiz: Hi Ben.\n00:01:02 Ben Lee: Hello.\n",
        ),
        ("text", "0:04 - Ana Ruiz: Hi Ben.\n1:02 - Ben Lee: Hello.\n"),
        (
            "text",
            "[00:00:04 --> 00:00:09] Ana Ruiz: Hi Ben.\n[00:01:02 --> 00:01:03] Ben Lee: Hello.\n",
        ),
        (
            "text",
            "Ana Ruiz [00:00:04]: Hi Ben.\nBen Lee [00:01:02]: Hello.\n",
        ),
        (
            "text",
            "Ana Ruiz: [00:00:04] Hi Ben.\nBen Lee: [00:01:02] Hello.\n",
        ),
        (
            "text",
            "Ana Ruiz 00:00:04\nHi Ben.\nBen Lee 00:01:02\nHello.\n",
        ),
        (
            "text",
            "00:00:04\nAna Ruiz: Hi Ben.\n00:01:02\nBen Lee: Hello.\n",
        ),
        (
            "otter",
            "Ana Ruiz  0:04  \nHi Ben.\n\nBen Lee  1:02  \nHello.\n\nTranscribed by https://otter.ai\n",
        ),
        (
            "rev",
            "Ana Ruiz (00:00:04):\nHi Ben.\n\nBen Lee (00:01:02):\nHello.\n",
        ),
        (
            "rev",
            "Ana Ruiz (00:04.000)\nHi Ben.\n\nBen Lee (01:02.000)\nHello.\n",
        ),
        (
            "descript",
            "[00:00:04] Ana Ruiz: Hi Ben.\n\n[00:01:02] Ben Lee: Hello.\n",
        ),
        (
            "markdown",
            "**Ana Ruiz** [0:04] Hi Ben.\n\n**Ben Lee** [1:02] Hello.\n",
        ),
        (
            "markdown",
            "**Ana Ruiz** 0:04\nHi Ben.\n\n**Ben Lee** 1:02\nHello.\n",
        ),
        (
            "markdown",
            "[0:04] **Ana Ruiz:** Hi Ben.\n\n[1:02] **Ben Lee**: Hello.\n",
        ),
        (
            "markdown",
            "### 00:00:04\n\n**Ana Ruiz:** Hi Ben. \\\n\n### 00:01:02\n\n**Ben Lee:** Hello.  \n",
        ),
    ];
    for (format, text) in ways {
        assert_eq!(check(text).transcript.format.name(), format, "{text}");
        assert_eq!(
            said(text),
            ["Ana Ruiz@4| Hi Ben.", "Ben Lee@62| Hello."],
            "{text}"
        );
    }
}

#[test]
fn line_ends_of_every_kind_say_the_same() {
    let text = "Ana: Hi Ben.\n\nBen: Hello.\nAna: Bye.\n";
    let expected = ["Ana| Hi Ben.", "Ben| Hello.", "Ana| Bye."];
    for end in ["\n", "\r\n", "\r"] {
        assert_eq!(said(&text.replace('\n', end)), expected);
    }
}

#[test]
fn a_paragraph_without_a_label_belongs_to_the_current_speaker() {
    let text = "Ana Ruiz (00:00:04):\nFirst.\n\nSecond: here.\n\nBen Lee (00:01:02):\nHello.\n";
    assert_eq!(
        said(text),
        ["Ana Ruiz@4| First.\nSecond: here.", "Ben Lee@62| Hello."]
    );
}

#[test]
fn a_wrapped_line_is_joined_with_a_space() {
    let text = "Ana: This goes\non here.\nBen: Yes.\nAna: Good.\n";
    assert_eq!(
        said(text),
        ["Ana| This goes on here.", "Ben| Yes.", "Ana| Good."]
    );
}

#[test]
fn a_colon_makes_no_speaker_of_a_note_a_time_or_a_sentence() {
    let text = "Ana: Two things.\nNote: the price.\nhttps: it stays.\n10:30 Meeting: that was it.\n\
        The point is: we wait.\nBen: Right.\nAna: Good.\nBen: Bye.\n";
    let first = "Ana| Two things. Note: the price. https: it stays. 10:30 Meeting: that was it. \
        The point is: we wait.";
    assert_eq!(
        said(text),
        [first, "Ben| Right.", "Ana| Good.", "Ben| Bye."]
    );
}

#[test]
fn somebody_who_speaks_once_is_heard() {
    let text = "Ana: Hi.\nBen: Hello.\nAna: Who is there?\nCarla Diaz: Only me.\nBen: Good.\n";
    assert_eq!(said(text)[3], "Carla Diaz| Only me.");
}

#[test]
fn questions_and_answers_are_two_speakers() {
    let text = "Q. Did it work?\nA. No.\nQ. Why?\nA. It was slow.\n";
    assert_eq!(
        said(text),
        ["Q| Did it work?", "A| No.", "Q| Why?", "A| It was slow."]
    );
}

#[test]
fn chevrons_change_the_speaker_even_in_the_middle_of_a_line() {
    let text = ">> ANA: Hello. >> BEN: Hi there.\n>> ANA: Shall we?\n>> Yes.\n>> No.\n";
    let expected = [
        "ANA| Hello.",
        "BEN| Hi there.",
        "ANA| Shall we?",
        "-| Yes.",
        "-| No.",
    ];
    assert_eq!(said(text), expected);
    let text = ">> ANA: Hello there.\n>> Hi you.\n>> ANA: Shall we?\n";
    assert_eq!(
        said(text),
        ["ANA| Hello there.", "-| Hi you.", "ANA| Shall we?"]
    );
}

#[test]
fn a_label_that_names_a_side_gives_it() {
    let people = |text: &str| {
        let transcript = check(text).transcript;
        assert!(!transcript.sides_are_given);
        transcript
            .people
            .into_iter()
            .map(|person| (person.name, person.side))
            .collect::<Vec<_>>()
    };
    let named = people(
        "Agent: Hi.\nCustomer 1: Hello.\nAna (Prospect): Yes.\nProspect (Cy): No.\nAgent: Bye.\n",
    );
    assert_eq!(
        named,
        [
            ("Agent".to_owned(), Some(Side::Rep)),
            ("Customer 1".to_owned(), Some(Side::Prospect)),
            ("Ana (Prospect)".to_owned(), Some(Side::Prospect)),
            ("Prospect (Cy)".to_owned(), Some(Side::Prospect)),
        ]
    );
    assert!(people("Me: Hi.\nThem: Hello.\nMe: Bye.\n").is_empty());
    // Whose meeting it was is not told, so this says nothing about who sells.
    let seen_by_a_host =
        "Ana Ruiz (External): Hi.\nBen Oh [internal]: Hello.\nAna Ruiz (External): Bye.\n";
    assert!(people(seen_by_a_host).is_empty());
}

#[test]
fn front_matter_and_lists_of_people_are_no_speech() {
    let text = "---\ntitle: Intro call\ndate: 2024-05-03\n---\n\n# Anything\n\nInvited a@x.example Ana\n\n\
        Ana: Hi.\nBen: Hello.\nAna: Bye.\n";
    let transcript = check(text).transcript;
    assert_eq!(transcript.title.as_deref(), Some("Intro call"));
    assert_eq!(transcript.started_at.as_deref(), Some("2024-05-03"));
    assert_eq!(said(text), ["Ana| Hi.", "Ben| Hello.", "Ana| Bye."]);
    assert_eq!(
        problems(text),
        [("text-outside-speech".to_owned(), Some(Place::Line(8)))]
    );
}

/// A call of two turns below the header that Otter sets above its newer exports.
const OTTER: &str = "Weekly sync with Acme\nWed, Nov 18, 2020 10:00AM • 35:10\n\nSUMMARY KEYWORDS\norders, invoices,\n\
    price\n\nSPEAKERS\nAna Ruiz, Ben Lee\n\nAna Ruiz  00:00\nHello Ben.\n\nBen Lee  00:04\nWe lose two days.\n";

#[test]
fn otters_header_tells_title_and_day() {
    let transcript = check(OTTER).transcript;
    assert_eq!(transcript.format.name(), "otter");
    assert_eq!(transcript.title.as_deref(), Some("Weekly sync with Acme"));
    assert_eq!(transcript.started_at.as_deref(), Some("2020-11-18"));
    let expected = ["Ana Ruiz@0| Hello Ben.", "Ben Lee@4| We lose two days."];
    assert_eq!(said(OTTER), expected);
    let left_out = ("text-outside-speech".to_owned(), Some(Place::Line(1)));
    assert_eq!(problems(OTTER), [left_out]);
    // Without an empty line in between the speech begins all the same.
    let tight = OTTER.replace("Ben Lee\n\nAna", "Ben Lee\nAna");
    assert_eq!(said(&tight), expected);
}

#[test]
fn the_line_below_the_first_is_a_date_only_where_it_says_nothing_else() {
    let calls = "Ana: Hi.\nBen: Hello.\nAna: Bye.\n";
    let days = [
        ("Monday, 5 January 2026 at 10:00", None),
        ("We met on Nov 18, 2020", None),
        ("02/03/2026", None),
        ("Mon, Jan 5, 2026 10:00 AM", Some("2026-01-05")),
        ("2026-01-05", Some("2026-01-05")),
    ];
    for (line, day) in days {
        let transcript = check(&format!("Acme demo\n{line}\n\n{calls}")).transcript;
        assert_eq!(transcript.started_at.as_deref(), day, "{line}");
        let title = day.map(|_| "Acme demo");
        assert_eq!(transcript.title.as_deref(), title, "{line}");
    }
}

#[test]
fn notes_and_notices_around_a_meet_transcript_are_no_speech() {
    let text = "# Acme intro\n\n## Notes\n\nAna Ruiz: will send the offer\n\n## Transcript\n\n00:00:00\n\n\
        Ana Ruiz: Hello.\n\nBen Lee: Hi.\n\n00:05:00\n\nAna Ruiz: Bye.\n\n\
        Transcription ended after 00:06:00\n\n\
        This editable transcript was computer generated and might contain errors.\n";
    assert_eq!(check(text).transcript.title.as_deref(), Some("Acme intro"));
    assert_eq!(
        said(text),
        ["Ana Ruiz@0| Hello.", "Ben Lee| Hi.", "Ana Ruiz@300| Bye."]
    );
}

#[test]
fn of_markdown_only_what_it_stands_for_is_said() {
    let words = [
        (
            r"Hi\! How do you plan \- on paper?",
            "Hi! How do you plan - on paper?",
        ),
        (
            r"On Excel\. See file\_name \[v2\] & 5 \> 3\.",
            "On Excel. See file_name [v2] & 5 > 3.",
        ),
        ("Yes &amp; no. It&#39;s R&D.", "Yes & no. It's R&D."),
        // A backslash makes the reference plain words, itself, and nothing of a letter.
        (r"\&amp; is C\\D in C:\temp.", r"&amp; is C\D in C:\temp."),
    ];
    let meet = "\n### Transcription ended after 00:22:45\n";
    for (written, meant) in words {
        let text =
            format!("# Acme \\- intro\n\n**Ana:** {written}  \n**Ben:** Yes.\n**Ana:** Bye.\n");
        for (format, text) in [("markdown", text.clone()), ("meet-markdown", text + meet)] {
            let transcript = check(&text).transcript;
            assert_eq!(transcript.format.name(), format);
            assert_eq!(
                transcript.title.as_deref(),
                Some("Acme - intro"),
                "{format}"
            );
            assert_eq!(said(&text)[0], format!("Ana| {meant}"), "{format}");
        }
        let text = format!("Ana: {written}\nBen: Yes.\nAna: Bye.\n");
        assert_eq!(said(&text)[0], format!("Ana| {written}"));
    }
}

#[test]
fn a_summary_below_the_speech_is_nobodys_words() {
    let text = "Ana: Hi.\n\nBen: Hello.\n\nAna: Bye.\n\n## Summary\n\nThey met.\n";
    assert_eq!(said(text), ["Ana| Hi.", "Ben| Hello.", "Ana| Bye."]);
    assert_eq!(
        problems(text),
        [("text-outside-speech".to_owned(), Some(Place::Line(9)))]
    );
}

#[test]
fn a_block_of_fields_above_the_speech_is_no_speech() {
    let text = "Rep: Ana Ruiz\nProspect: Ben Lee\nDuration: 12 min\n\n\
        Ana: Hello Ben.\nBen: Hello.\nAna: Bye.\n";
    assert_eq!(said(text), ["Ana| Hello Ben.", "Ben| Hello.", "Ana| Bye."]);
}

#[test]
fn a_label_without_words_is_a_problem() {
    let text = "Ana: Hi.\nBen:\nAna: Still there?\nBen: Yes.\n";
    assert_eq!(said(text), ["Ana| Hi.", "Ana| Still there?", "Ben| Yes."]);
    assert_eq!(
        problems(text),
        [("label-without-text".to_owned(), Some(Place::Line(2)))]
    );
}

#[test]
fn a_list_within_a_paragraph_names_nobody() {
    let text = "Ana Ruiz: How do you plan?\n\nBen Lee: We have three lists:\nDrivers: eleven names\nTrucks: nine plates\n\n\
                Ana Ruiz: And who keeps them?\n\nBen Lee: Me.\n\nEva Stone: And I.\n";
    assert_eq!(
        said(text)[1..],
        [
            "Ben Lee| We have three lists: Drivers: eleven names Trucks: nine plates",
            "Ana Ruiz| And who keeps them?",
            "Ben Lee| Me.",
            "Eva Stone| And I.",
        ]
    );
}

#[test]
fn a_wrong_stamp_moves_nobodys_words_and_is_told() {
    let text = "[00:00:01] Ana: How many?\n[00:10:10] Ben: Two.\n[00:00:20] Ana: A week?\n[00:00:30] Ben: A day.\n";
    let heard = said(text);
    assert_eq!(
        heard,
        [
            "Ana@1| How many?",
            "Ben@610| Two.",
            "Ana@20| A week?",
            "Ben@30| A day."
        ]
    );
    assert_eq!(
        problems(text),
        [("times-out-of-order".to_owned(), Some(Place::Line(3)))]
    );
}

#[test]
fn a_second_recording_stays_behind_the_first() {
    let text = "[00:00:01] Ana: How many?\n[00:00:04] Ben: Two.\n[00:00:01] Ana: Part two.\n[00:00:05] Ben: Fine.\n";
    assert_eq!(
        said(text),
        [
            "Ana@1| How many?",
            "Ben@4| Two.",
            "Ana@1| Part two.",
            "Ben@5| Fine."
        ]
    );
}

#[test]
fn each_speakers_words_by_themselves_are_put_together_by_their_times() {
    let text = "[00:00:01] Ana: One.\n[00:00:09] Ana: Three.\n[00:00:04] Ben: Two.\n[00:00:12] Ben: Four.\n";
    assert_eq!(
        said(text),
        [
            "Ana@1| One.",
            "Ben@4| Two.",
            "Ana@9| Three.",
            "Ben@12| Four."
        ]
    );
    assert_eq!(
        problems(text),
        [("times-out-of-order".to_owned(), Some(Place::Line(3)))]
    );
}

#[test]
fn a_label_is_split_only_where_it_can_be_a_name() {
    let names = [
        "Ana",
        "ANA RUIZ",
        "danno ferrin",
        "Jerome de Tychey",
        "Greg K | Lido",
        "Luca (he/him)",
        "Doe, Jane [NA]",
        "Speaker 1",
        "SPEAKER_00",
        "spk_0",
        "Dr. Smith",
        "O'Brien",
        "Ming He",
        "+1 415 555 0100",
        "Q",
        "Call-in User 1",
        "Ben from Acme",
        "The Red Guild",
        "田中",
    ];
    for name in names {
        assert_eq!(
            split_label(&format!("{name}: yes, well")),
            Some((name, "yes, well"))
        );
    }
    let others = [
        "https://x.example",
        "10:30 Meeting: yes",
        "12: yes",
        "Note: yes",
        "The point is: yes",
        "Key points: yes",
        "So what I said was: yes",
        "What you get: yes",
        "Is it? Ana: yes",
        "- Ana: yes",
        "# Ana: yes",
        "Ana yes",
        "",
        ": yes",
        "std::vec",
        "Speaker 0    00:00:02    yes",
        "[3.20s] Ana: yes",
        "1. Ana: yes",
        "one two three four five six seven: yes",
    ];
    for line in others {
        assert_eq!(split_label(line), None, "{line}");
    }
}

#[test]
fn a_placeholder_is_never_taken_for_a_person() {
    for label in [
        "Speaker 1",
        "SPEAKER_00",
        "spk_0",
        "S1",
        "UU",
        "Unknown Speaker",
        "Me",
        "Them",
        "Agent",
        "A",
        "Speaker S1",
        "Speaker P05",
        "Speaker a2",
        "Unidentified Speaker 2",
        "Male speaker",
        "Female Speaker 1",
    ] {
        assert!(is_placeholder(label), "{label}");
        assert!(names_nobody(label), "{label}");
    }
    for label in [
        "Ana",
        "Ana Ruiz",
        "Benjamin B",
        "Agent Smith",
        "Speaker 1:",
        "1",
        "",
    ] {
        assert!(!is_placeholder(label), "{label}");
    }
}

#[test]
fn a_voice_of_a_recogniser_is_nobodys_name_however_it_is_dressed() {
    for label in [
        "[SPEAKER_00]",
        "(speaker ?)",
        "Speaker?",
        "unknown_speaker",
        "spkA",
        "SpeakerB",
        "0",
        "12",
    ] {
        assert!(names_nobody(label), "{label}");
    }
    for label in [
        "Ana",
        "Ana?",
        "Ana (Agent)",
        "Ana_Ruiz",
        "Spiker",
        "2024",
        "",
        "?",
    ] {
        assert!(!names_nobody(label), "{label}");
    }
    // Before a colon a number is a time or a count, and a question is a question.
    for line in ["12: yes", "1: yes", "Customer?: yes"] {
        assert_eq!(split_label(line), None, "{line}");
    }
}

#[test]
fn a_line_of_a_megabyte_is_read() {
    let text = format!("Ana: {}\nBen: Yes.\n", "word ".repeat(200_000));
    let transcript = check(&text).transcript;
    assert_eq!(transcript.utterances.len(), 2);
    assert_eq!(transcript.utterances[0].text.len(), 5 * 200_000 - 1);
}

#[test]
fn a_file_cut_off_anywhere_is_read_or_refused() {
    let texts = [
        "---\ntitle: Ä\n---\n# T\n\n**Ana Ruiz** [0:04] Hi. \\\n\n**Bén** (1:02): Hello.\n>> X: a >> b\n",
        "Ana  0:04  \nHi.\n\n\u{200e}Ben  1:02  \nHello: you.\n\nTranscribed by https://otter.ai",
        OTTER,
        "[00:00:04 --> 00:00:05] [SPEAKER_00]: 你好：你好\n（00:05） Ana： hi\n",
        "2026-03-04 10:02:03,5 AM Ana Ruiz: hi\nAna  03/04/26, 12:00\u{202f}a.m.\n[3.4.2026 24:00 PM] Bén: hi\n",
    ];
    for text in texts {
        for end in 0..=text.len() {
            let _ = parse::parse(&text.as_bytes()[..end]);
        }
    }
}

#[test]
fn a_megabyte_of_one_mark_is_read_or_refused() {
    for mark in [
        ":", "(", "[", ">>", "**", "{", "\"", "0:", "# ", "\n>>", "\0", "a: ", "\u{200e}", "---\n",
    ] {
        let _ = parse::parse(mark.repeat(megabyte() / mark.len()).as_bytes());
    }
}

proptest! {
    #[test]
    fn no_text_is_spoken_that_is_not_in_the_file(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "Ana", "Ben Lee", ":", " ", "\n", "\n\n", "**", "[0:04]", "(0:05)", "0:06", ">>", "#", "hello", "é",
            ]),
            0..40,
        )
    ) {
        let text = pieces.concat();
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if let Ok(calls) = parse::parse(text.as_bytes()) {
            for utterance in calls.into_iter().flatten().flat_map(|call| call.transcript.utterances) {
                prop_assert!(words(&utterance.text).iter().all(|word| text.contains(word.as_str())));
            }
        }
    }
}
