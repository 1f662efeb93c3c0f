//! Is what a tool or an editor sets among the speech left out, and whatever somebody may have said kept?

use verbatim::ingest::transcript::Place;

use super::{check, problems, said};

#[test]
fn what_a_tool_or_an_editor_sets_among_the_speech_is_nobodys() {
    // Each with what is said, and the first line that is left out.
    let files: [(&str, &[&str], u32); 7] = [
        (
            "0:02 - Ana Ruiz (Acme)\n  How do you plan?\n\n0:05 - Ben Lee\n  On paper.\n\n\
             0:14 - Ana Ruiz (Acme)\n  And then?\n\n1:05 - Ben Lee\n  We retype it all.\n  \
             ACTION ITEM: Send it to Ben - WATCH: https://fathom.video/share/abc?t=65\n  Every day.\n",
            &[
                "Ana Ruiz (Acme)@2| How do you plan?",
                "Ben Lee@5| On paper.",
                "Ana Ruiz (Acme)@14| And then?",
                "Ben Lee@65| We retype it all. Every day.",
            ],
            12,
        ),
        (
            "Ana Ruiz   0:02\nHow do you plan?\n\nBen Lee   0:05\nOn paper.\n\nAna Ruiz stopped transcription\n\n\
             Ben Lee started transcription\n\nAna Ruiz   0:14\nAnd then?\n\nBen Lee   1:05\nWe retype it.\n\n\
             Ana Ruiz hat die Transkription beendet\n",
            &[
                "Ana Ruiz@2| How do you plan?",
                "Ben Lee@5| On paper.",
                "Ana Ruiz@14| And then?",
                "Ben Lee@65| We retype it.",
            ],
            7,
        ),
        (
            "Ana: How do you plan?\n\nPRICING\n\nBen: On paper.\n\nNEXT STEPS:\nAna: I'll send it.\n\nBen: Fine.\n",
            &[
                "Ana| How do you plan?",
                "Ben| On paper.",
                "Ana| I'll send it.",
                "Ben| Fine.",
            ],
            3,
        ),
        (
            "Ana: How do you plan?\nBen: On paper.\n\nPRICING AND NEXT STEPS\n----------\nAna: Is it dear?\n\
             Ben: Too dear.\n\nNext steps:\n- Ana: send the list\n- Ben: call the boss,\n  who pays\n\n--\n\
             Sent from my iPhone\n",
            &[
                "Ana| How do you plan?",
                "Ben| On paper.",
                "Ana| Is it dear?",
                "Ben| Too dear.",
            ],
            4,
        ),
        (
            "Ana: Hi.\n\nBen: Hello.\n\nAna: Bye.\n\nKey points\n\n1. It is dear.\n\nAction items\n\n* Send it.\n",
            &["Ana| Hi.", "Ben| Hello.", "Ana| Bye."],
            7,
        ),
        (
            "Ana: Hi.\nBen: Hello.\nAna: Bye.\n\nSent from my iPhone\n",
            &["Ana| Hi.", "Ben| Hello.", "Ana| Bye."],
            5,
        ),
        (
            "**Ana:** How is it?\n\n**Ben:** Slow.\n\n**Note:** we were interrupted\nby the door.\n\nAnd dear.\n\n\
             **Ana:** I see.\n",
            &["Ana| How is it?", "Ben| Slow.\nAnd dear.", "Ana| I see."],
            5,
        ),
    ];
    for (text, expected, line) in files {
        assert_eq!(said(text), expected, "{text}");
        let left_out = ("text-outside-speech".to_owned(), Some(Place::Line(line)));
        assert_eq!(problems(text), [left_out], "{text}");
    }
}

#[test]
fn what_somebody_may_have_said_is_kept() {
    // Each with the turn that is in danger, and its number.
    let files = [
        // A list that somebody reads out, and one without a heading.
        (
            "Ana: Let me sum up.\n\nNext steps:\n- I send it.\n\nBen: Fine.\n\nAna: Bye.\n",
            0,
            "Ana| Let me sum up.\nNext steps: - I send it.",
        ),
        (
            "Ana: Hi.\nBen: Two things.\n\n- The price.\n- The time.\n",
            1,
            "Ben| Two things.\n- The price. - The time.",
        ),
        // Capitals that are no heading of a part, and a heading within a turn.
        (
            "Ana: Which one?\n\nBen: The old one.\n\nSAP HANA\n\nAna: I see.\n",
            1,
            "Ben| The old one.\nSAP HANA",
        ),
        (
            "Ana: Which one?\n\nBen: The old one.\n\nPRICING\n\nIt is dear.\n\nAna: I see.\n",
            1,
            "Ben| The old one.\nPRICING\nIt is dear.",
        ),
        // Where everything is in capitals, they tell nothing.
        (
            "ANA: WHAT IS NEXT?\n\nBEN: WELL.\n\nTHE PRICING\n\nANA: I SEE.\n",
            1,
            "BEN| WELL.\nTHE PRICING",
        ),
        // All that is said below a label.
        (
            "Ana Ruiz  0:02\n\nWhat is it about?\n\nBen Lee  0:05\n\nPRICING\n\nAna Ruiz  0:14\n\nI see.\n",
            1,
            "Ben Lee@5| PRICING",
        ),
        // About a transcription, but of nobody who speaks.
        (
            "Ana Ruiz   0:02\nWhat is it?\n\nBen Lee   0:05\nA tool.\n\nFor transcription\n\nAna Ruiz   0:14\nI see.\n",
            1,
            "Ben Lee@5| A tool.\nFor transcription",
        ),
        (
            "**Ana:** How is it?\n\n**Ben:** Slow.\n\n**Never** again.\n\n**Ana:** I see.\n",
            1,
            "Ben| Slow.\n**Never** again.",
        ),
        (
            "Ana: When?\nBen: The mail was\nSent from my iPhone\nAna: I see.\n",
            1,
            "Ben| The mail was Sent from my iPhone",
        ),
    ];
    for (text, at, expected) in files {
        assert_eq!(said(text)[at], expected, "{text}");
        assert!(check(text).problems.is_empty(), "{text}");
    }
}
