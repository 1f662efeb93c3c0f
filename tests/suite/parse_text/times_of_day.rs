//! Are times of the day read as such, and do they count from the first of them?

use proptest::prelude::*;
use verbatim::ingest::parse::detect;

use super::{check, said};

/// What the calls of the next test say.
const SAID: [&str; 3] = [
    "Ana Ruiz@0| How do you plan?",
    "Ben Lee@60| On paper: three lists. At 10:30 we start.",
    "Ana Ruiz@180| Good.",
];

/// A call of three turns in a way of writing: `NAME`, `H:MM` and `TEXT` stand for what differs.
fn call(way: &str) -> String {
    let turns = [
        ("Ana Ruiz", "11:59", "How do you plan?"),
        (
            "Ben Lee",
            "12:00",
            "On paper: three lists. At 10:30 we start.",
        ),
        ("Ana Ruiz", "12:02", "Good."),
    ];
    let turn = |(name, time, words): (&str, &str, &str)| {
        let half = if time == "11:59" { "AM" } else { "PM" };
        way.replace("NAME", name)
            .replace("H:MM", time)
            .replace("HALF", half)
            .replace("TEXT", words)
    };
    turns.map(turn).concat()
}

#[test]
fn times_of_the_day_count_from_the_first() {
    let ways = [
        ("text", "NAME (H:MM HALF): TEXT\n"),
        ("text", "[H:MM HALF] NAME: TEXT\n"),
        ("text", "[H:MM HALF] NAME: TEXT\n\n"),
        ("text", "H:MM:00 HALF NAME: TEXT\n"),
        ("text", "H:MMHALF - NAME: TEXT\n"),
        ("text", "NAME H:MM:00\u{202f}HALF\nTEXT\n\n"),
        ("text", "NAME  H:MM HALF\nTEXT\n\n"),
        ("text", "NAME (03/04/2026, H:MM HALF)\nTEXT\n\n"),
        ("text", "NAME, 2026-03-04 H:MM\nTEXT\n\n"),
        ("text", "2026-03-04 H:MM:00 NAME: TEXT\n"),
        ("text", "04.03.2026 H:MM - NAME: TEXT\n"),
        ("text", "[NAME] H:MM:00 HALF\nTEXT\n\n"),
        ("markdown", "**NAME** (H:MM HALF): TEXT\n\n"),
        ("markdown", "**NAME** H:MM HALF\nTEXT\n\n"),
    ];
    for (format, way) in ways {
        let text = call(way);
        assert_eq!(check(&text).transcript.format.name(), format, "{text}");
        assert_eq!(said(&text), SAID, "{text}");
    }
}

#[test]
fn a_time_that_counts_from_elsewhere_is_left_out() {
    let text =
        "[10:02 AM] Ana: Hi.\n[10:03 AM] Ben: Hello.\n[0:09] Ana: Yes.\n[10:04 AM] Ben: Bye.\n";
    let expected = ["Ana@0| Hi.", "Ben@60| Hello.", "Ana| Yes.", "Ben@120| Bye."];
    assert_eq!(said(text), expected);
}

#[test]
fn a_time_of_the_day_that_is_said_stays_said() {
    let text = "[0:04] Ana: When?\n[0:06] Ben: At\n10:30 AM\n[0:09] Ana: Good.\n";
    let expected = ["Ana@4| When?", "Ben@6| At 10:30 AM", "Ana@9| Good."];
    assert_eq!(said(text), expected);
}

#[test]
fn when_a_call_was_is_nobody() {
    for day in ["Monday 10:00 AM", "March 5, 2026 (10:00 AM)"] {
        let text =
            format!("Acme demo\n{day}\n\nAna  0:04\nHi.\n\nBen  0:09\nHello.\n\nAna  0:12\nBye.\n");
        assert_eq!(said(&text), ["Ana@4| Hi.", "Ben@9| Hello.", "Ana@12| Bye."]);
    }
}

#[test]
fn programs_and_logs_are_no_calls() {
    let texts = [
        "Keynote Hall (10:00 AM): Dr. Smith speaks.\nCoffee (11:00 AM): lobby.\n\
            Garden Tour (11:30 AM): with Ana.\nWorkshop Two (1:00 PM): prices.\n\
            Coffee (2:00 PM): lobby.\nEvening Choir (7:00 PM): they sing.\n",
        "2026-03-04 10:02:03 INFO Disk Watcher: started.\n2026-03-04 10:02:04 INFO Disk Watcher: waits.\n\
            2026-03-04 10:02:05,120 ERROR Job Runner: failed.\n2026-03-04 10:02:06 ERROR Job Runner: ended.\n",
        "[2026-03-04 10:02:03] [INFO] Disk Watcher: started.\n[2026-03-04 10:02:04] [INFO] Disk Watcher: waits.\n",
        "Dana arrived (10:02 AM): she was late.\nWe met again at 11:00 AM\nand left at 1:00 PM\n",
    ];
    for text in texts {
        assert!(detect::detect(text).is_err(), "{text}");
    }
}

/// A minute of the day as a clock of twelve hours shows it.
fn shown(minute: u32) -> String {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
}

proptest! {
    #[test]
    fn every_time_of_the_day_is_read(
        first in 0_u32..1440,
        waits in proptest::collection::vec(0_u32..60, 3..8),
    ) {
        let mut since = 0;
        let mut text = String::new();
        let mut expected = Vec::new();
        for (n, wait) in [0].into_iter().chain(waits).enumerate() {
            since += wait;
            let name = if n % 2 == 0 { "Ana Ruiz" } else { "Ben Lee" };
            text += &format!("[{}] {name}: Words.\n", shown(first + since));
            expected.push(format!("{name}@{}| Words.", since * 60));
        }
        prop_assert_eq!(said(&text), expected);
    }
}
