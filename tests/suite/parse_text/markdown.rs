//! Are headings and the items of a list speakers where they are, and chapters and tasks never?

use verbatim::ingest::parse::{self, detect};

use crate::harness::megabyte;

use super::{check, said};

/// Of each turn below: who, when, and the words.
const TURNS: [(&str, &str, &str); 6] = [
    ("Ana Ruiz", "0:04", "Hi Ben, how do you plan?"),
    ("Ben Lee", "1:02", "We do it all on paper."),
    ("Ana Ruiz", "1:10", "And who keeps it for you?"),
    ("Ben Lee", "1:15", "I do, on Mondays."),
    ("Ana Ruiz", "1:20", "I see."),
    ("Ben Lee", "1:25", "Right."),
];

/// The turns in a way of writing: `NAME`, `M:SS` and `TEXT` stand for what differs.
fn call(way: &str) -> String {
    let turn = |(name, time, words): (&str, &str, &str)| {
        way.replace("NAME", name)
            .replace("M:SS", time)
            .replace("TEXT", words)
    };
    TURNS.map(turn).concat()
}

const TIMED: [&str; 6] = [
    "Ana Ruiz@4| Hi Ben, how do you plan?",
    "Ben Lee@62| We do it all on paper.",
    "Ana Ruiz@70| And who keeps it for you?",
    "Ben Lee@75| I do, on Mondays.",
    "Ana Ruiz@80| I see.",
    "Ben Lee@85| Right.",
];

#[test]
fn names_with_times_as_headings_speak_what_stands_below() {
    let ways = [
        "### NAME (M:SS)\n\nTEXT\n\n",
        "### NAME (M:SS)\nTEXT\n",
        "## NAME [00:M:SS]\n\nTEXT\n\n",
        "### NAME M:SS ###\n\nTEXT\n\n",
        "### **NAME** (M:SS)\n\nTEXT\n\n",
        "#### NAME (M:SS) {#turn}\n\nTEXT\n\n",
        "**NAME** (M:SS)\n\nTEXT\n\n",
        "**NAME** (M:SS)\nTEXT\n\n",
        "- **NAME** (M:SS): TEXT\n",
    ];
    for way in ways {
        let text = call(way);
        assert_eq!(check(&text).transcript.format.name(), "markdown", "{text}");
        assert_eq!(said(&text), TIMED, "{text}");
    }
}

#[test]
fn who_speaks_once_below_a_heading_is_heard() {
    let turns = call("### NAME (M:SS)\n\nTEXT\n\n");
    let text = format!("{turns}### Cy Dee (1:30)\n\nOnly me.\n\nAnd more.\n");
    assert_eq!(said(&text)[6], "Cy Dee@90| Only me.\nAnd more.");
}

#[test]
fn parts_and_chapters_around_such_headings_are_no_speech() {
    let turns = call("### NAME (M:SS)\n\nTEXT\n\n");
    let before = "# Acme intro\n\n## Summary\n\n- Ana Ruiz: pays later.\n\n### Ben Lee (0:01)\n\nHe buys.\n\n";
    let chapter = "## Money (0:03)\n\n";
    let after = "## Next steps\n\nBen Lee: will pay.\n";
    let text = format!("{before}## Transcript\n\n{chapter}{turns}{after}");
    assert_eq!(said(&text), TIMED);
    assert_eq!(check(&text).transcript.title.as_deref(), Some("Acme intro"));
}

#[test]
fn chapters_with_times_are_nobody() {
    let labels = "## Money (0:04)\n\n**Ana:** Hi.\n\n**Ben:** Hello.\n\n## Money (0:09)\n\n**Ana:** So?\n\n\
        ## Money (0:12)\n\n**Ben:** Bye.\n";
    assert_eq!(
        said(labels),
        ["Ana| Hi.", "Ben| Hello.", "Ana| So?", "Ben| Bye."]
    );
    let day = "## Breakfast (8:00)\n\nEggs.\n\n## Lunch (12:30)\n\nRice, I think.\n\n";
    let others = [
        "## Money (0:04)\n\nIt is dear.\n\n## Demo (1:02)\n\nIt went well.\n\n## Hiring (2:00)\n\nMay.\n".to_owned(),
        day.repeat(2),
        "### Ana Ruiz (0:04)\n\nHi.\n".to_owned(),
        "### Ana Ruiz\n\nHi.\n\n### Ben Lee\n\nHello.\n\n### Ana Ruiz\n\nBye.\n".to_owned(),
    ];
    for text in others {
        assert!(detect::detect(&text).is_err(), "{text}");
    }
}

#[test]
fn a_list_of_turns_is_read_whatever_its_marks() {
    let plain = TIMED.map(|line| {
        let (name, rest) = line.split_once('@').expect("a name");
        let (_, words) = rest.split_once('|').expect("words");
        format!("{name}|{words}")
    });
    for mark in ["-", "*", "•", "+"] {
        let text = call(&format!("{mark} NAME: TEXT\n"));
        assert_eq!(said(&text), plain, "{text}");
        let below = format!("# Acme intro\n\nWe met.\n\n{text}");
        assert_eq!(said(&below), plain, "{below}");
        for way in ["NAME (M:SS): TEXT", "[M:SS] NAME: TEXT"] {
            let text = call(&format!("{mark} {way}\n\n"));
            assert_eq!(said(&text), TIMED, "{text}");
        }
    }
}

#[test]
fn a_list_of_tasks_with_plain_names_is_no_call() {
    let tasks = "- Ana: will send the quote by Friday.\n- Ben: will read it with the lawyers.\n";
    let short = "- Ana: quote?\n- Ben: contract?\n";
    let changes = "- Fix: the list is no longer cut off.\n- Feat: you can choose your colors.\n";
    let turns = call("- NAME: TEXT\n");
    let lists = [
        tasks.repeat(4),
        short.to_owned(),
        changes.repeat(4),
        format!("## Action items\n\n{turns}"),
        format!(
            "{}{turns}",
            "- something was talked about at length\n".repeat(6)
        ),
    ];
    for list in lists {
        assert!(detect::detect(&list).is_err(), "{list}");
    }
    let within = "Ana: Three things.\n- Ben: you call.\n- Cy: you pay.\nBen: Fine.\nAna: Bye.\n";
    assert_eq!(
        said(within)[0],
        "Ana| Three things. - Ben: you call. - Cy: you pay."
    );
}

#[test]
fn headings_and_lists_without_end_or_cut_off_are_read_or_refused() {
    let turns =
        ["### Bén (0:04) {#é}\n\nHi.\n\n", "• Bén (0:04): you?\n"].map(|turn| turn.repeat(6));
    for text in turns {
        for end in 0..=text.len() {
            let _ = parse::parse(&text.as_bytes()[..end]);
        }
    }
    for mark in [
        "### A (0:04)\n",
        "### (0:04) #",
        "- A: you?\n",
        "- ",
        "* * ",
    ] {
        let _ = parse::parse(mark.repeat(megabyte() / mark.len()).as_bytes());
    }
}
