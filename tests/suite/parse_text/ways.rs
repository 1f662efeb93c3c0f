//! Is a way of writing speakers known by a whole file that keeps to it, and by less never?

use verbatim::ingest::parse::detect;

use super::{check, said};

/// What the calls of the next test say.
const SAID: [&str; 4] = [
    "Ana Ruiz@4| Hi Ben.",
    "Ben Lee@62| We pay three people.",
    "Ana Ruiz@70| I see.",
    "Ben Lee@75| Right.",
];

/// A call of four turns in a way of writing: `NAME`, `H:MM:SS` and `TEXT` stand for what differs.
fn call(way: &str) -> String {
    let turns = [
        ("Ana Ruiz", "0:00:04", "Hi Ben."),
        ("Ben Lee", "0:01:02", "We pay three people."),
        ("Ana Ruiz", "0:01:10", "I see."),
        ("Ben Lee", "0:01:15", "Right."),
    ];
    let turn = |(name, time, words): (&str, &str, &str)| {
        way.replace("NAME", name)
            .replace("H:MM:SS", time)
            .replace("TEXT", words)
    };
    turns.map(turn).concat()
}

#[test]
fn a_way_that_all_turns_keep_to_is_read() {
    let ways = [
        ("text", "NAME    H:MM:SS    TEXT\n"),
        ("text", "NAME\tH:MM:SS\tTEXT\n"),
        ("text", "[NAME] H:MM:SS\nTEXT\n\n"),
        (
            "text",
            "[NAME](https://grain.example/x?t=1) H:MM:SS\nTEXT\n\n",
        ),
        ("text", "NAME: H:MM:SS\nTEXT\n\n"),
        ("text", "NAME\nH:MM:SS\nTEXT\n\n"),
        ("text", "H:MM:SS\nNAME\nTEXT\n\n"),
        ("text", "H:MM:SS NAME\nTEXT\n\n"),
        ("rev", "NAME: (H:MM:SS)\nTEXT\n\n"),
        ("markdown", "**NAME** `H:MM:SS`\nTEXT\n\n"),
        ("markdown", "**NAME** *(H:MM:SS)*: TEXT\n\n"),
        ("markdown", "**NAME** · H:MM:SS\nTEXT\n\n"),
        ("markdown", "- **NAME** (H:MM:SS): TEXT\n\n"),
        ("markdown", "> **NAME:** [H:MM:SS] TEXT\n\n"),
        ("markdown", "*NAME:* [H:MM:SS] TEXT\n\n"),
    ];
    for (format, way) in ways {
        let text = call(way);
        assert_eq!(check(&text).transcript.format.name(), format, "{text}");
        assert_eq!(said(&text), SAID, "{text}");
    }
}

#[test]
fn a_recognizers_plain_text_is_not_torn_inside_its_times() {
    let texts = [
        "Speaker 0    00:00:02    Hello there.\nSpeaker 1    00:00:05    We pay.\nSpeaker 0    00:00:08    I see.\n",
        "Speaker 0 00:02: Hello there.\nSpeaker 1 00:05: We pay.\nSpeaker 0 00:08: I see.\n",
        "Speaker 0: (00:02)\nHello there.\n\nSpeaker 1: (00:05)\nWe pay.\n\nSpeaker 0: (00:08)\nI see.\n",
        "[2.0s - 3.2s] Speaker 0: Hello there.\n[5.0s - 6.0s] Speaker 1: We pay.\n[8s] Speaker 0: I see.\n",
        "[2.0 - 3.2] Speaker 0: Hello there.\n[5.0 - 6] Speaker 1: We pay.\n[8.0 - 9] Speaker 0: I see.\n",
        "[0m 2s] Speaker 0: Hello there.\n[0m 5s] Speaker 1: We pay.\n[0m 8s] Speaker 0: I see.\n",
    ];
    for text in texts {
        assert_eq!(
            said(text),
            [
                "Speaker 0@2| Hello there.",
                "Speaker 1@5| We pay.",
                "Speaker 0@8| I see."
            ],
            "{text}"
        );
    }
}

#[test]
fn a_time_within_speech_begins_nothing() {
    let text =
        "Ana: When?\nBen 10:30 is fine.\nBen: Ben 10:30 is fine.\n[2s] it rang.\nAna: Good.\n";
    assert_eq!(
        said(text),
        [
            "Ana| When? Ben 10:30 is fine.",
            "Ben| Ben 10:30 is fine. [2s] it rang.",
            "Ana| Good."
        ]
    );
    let timetable =
        "Berlin\t10:30\tHamburg\nKiel\t11:30\tBerlin\nBerlin\t12:30\tKiel\nKiel\t13:30\tBonn\n";
    assert!(detect::detect(timetable).is_err());
}

#[test]
fn a_time_in_answer_is_said() {
    let text = "Ana: When?\nBen: 10:30\nAna: Good.\n";
    assert_eq!(said(text), ["Ana| When?", "Ben| 10:30", "Ana| Good."]);
}

#[test]
fn names_above_their_words_are_known_where_otter_left_out_the_times() {
    let text = "Ana Ruiz\nHello there.\n\nBen Lee\nWe pay.\n\nAna Ruiz\nI see.\n\n";
    let otters = format!("{text}Transcribed by https://otter.ai\n");
    assert_eq!(check(&otters).transcript.format.name(), "otter");
    assert_eq!(
        said(&otters),
        [
            "Ana Ruiz| Hello there.",
            "Ben Lee| We pay.",
            "Ana Ruiz| I see."
        ]
    );
    assert!(detect::detect(text).is_err());
}

#[test]
fn captions_copied_with_their_times_name_nobody() {
    let text = "0:02\nExactly\n0:04\nand so\n0:06\nExactly\n0:08\nwe went\nHome\n0:09\nand so\n0:11\nHome\n";
    assert!(detect::detect(text).is_err());
}

#[test]
fn a_number_before_a_name_is_no_part_of_it() {
    let text = "1. Ana Ruiz: Hello there, Ben.\n2. Ben Lee: We pay three people.\n\
        3. Ana Ruiz: I see.\n4. Cy Dee: Only me.\n5. Ben Lee: Right.\n";
    assert_eq!(
        said(text),
        [
            "Ana Ruiz| Hello there, Ben.",
            "Ben Lee| We pay three people.",
            "Ana Ruiz| I see.",
            "Cy Dee| Only me.",
            "Ben Lee| Right.",
        ]
    );
    let list = "Ana: Two things.\n1. Budget: we have none.\n2. Team: we are three.\nBen: Fine.\nAna: Bye.\n";
    assert_eq!(
        said(list)[0],
        "Ana| Two things. 1. Budget: we have none. 2. Team: we are three."
    );
}

#[test]
fn who_speaks_once_is_heard_where_all_names_stand_alone() {
    for (way, once) in [
        ("0:05 - NAME", "0:05 - Cy Dee"),
        ("0:05 | NAME", "0:05 | Cy"),
        ("**NAME**", "**Cy Dee**"),
    ] {
        let turns = call(&format!("{way}\n\nTEXT\n\n"));
        let text = format!("{turns}{once}\n\nOnly me.\n\n{turns}");
        let heard = said(&text);
        assert_eq!(heard.len(), 9, "{heard:?}");
        assert!(
            heard[4].starts_with("Cy") && heard[4].ends_with("| Only me."),
            "{heard:?}"
        );
    }
    // Where names have their words beside them, it is a heading.
    let text = "**Ana:** Hi.\n\n**Ben:** Hello.\n\n**Open Doors**\n\n**Ana:** Bye.\n";
    assert_eq!(said(text)[1], "Ben| Hello.\n**Open Doors**");
}

#[test]
fn captions_saved_in_a_meeting_count_from_the_first() {
    let text = "[Ana Ruiz] 23:59:50\nHello.\n\n[Ben Lee] 00:00:10\nHi.\nYes.\n\n[Ana Ruiz] 00:00:15\nBye.\n";
    assert_eq!(
        said(text),
        [
            "Ana Ruiz@0| Hello.",
            "Ben Lee@20| Hi. Yes.",
            "Ana Ruiz@25| Bye."
        ]
    );
}

#[test]
fn the_time_of_a_later_paragraph_is_not_said() {
    let text = "[00:00:01] Ana: Hello.\n\n[00:00:05] And more.\n\n[00:00:09] Ben: We pay.\n";
    assert_eq!(said(text), ["Ana@1| Hello.\nAnd more.", "Ben@9| We pay."]);
}

#[test]
fn a_short_call_is_found_below_a_long_header() {
    let text = "Acme demo\nFri, Mar 5, 2024 • 45:12\nSUMMARY KEYWORDS\nprice, cost\nmore\nSPEAKERS\nAna, Ben\n\n\
        Ana  0:04\nHello.\n\nBen  0:10\nHi.\n\nAna  0:15\nBye.\n";
    assert_eq!(check(text).transcript.format.name(), "otter");
    assert_eq!(said(text), ["Ana@4| Hello.", "Ben@10| Hi.", "Ana@15| Bye."]);
}

#[test]
fn a_list_of_tasks_is_no_call() {
    let lists = [
        "## Action items\n\n- **Ana:** will send the quote.\n- **Ben:** will sign it.\n- **Ana:** will call.\n",
        "- **Ana:** quote\n- **Ben:** contract\n- **Ana:** date\n",
        "1. Ana: quote\n2. Ben: contract\n3. Ana: date\n",
        "Notes\n\nIt went well.\n\n**Open Topics**\n\nMoney.\n\n**Next Meeting**\n\nMay.\n",
    ];
    for list in lists {
        assert!(detect::detect(list).is_err(), "{list}");
    }
}
