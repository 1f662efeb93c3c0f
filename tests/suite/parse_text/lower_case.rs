//! Is a call heard whose names are all in lower case, and is no list of keys taken for one?

use verbatim::ingest::parse::detect;

use super::{check, said};

/// Without marks or capitals, as a recogniser writes it; `jane doe` and `bob` stand for other names as well.
const CALL: &str = "jane doe: hi bob how do you plan the week\nbob: we do it all on paper honestly\n\
    jane doe: okay and who keeps the lists for you\nbob: i do with two other people\n\
    jane doe: yeah\nbob: it takes me two days\n";

#[test]
fn names_in_lower_case_that_talk_are_speakers() {
    for (jane, bob) in [
        ("jane doe", "bob"),
        ("jane", "bob ray"),
        ("ana-maria", "josé"),
    ] {
        let text = CALL.replace("jane doe:", &format!("{jane}:"));
        let text = text.replace("bob:", &format!("{bob}:"));
        assert_eq!(check(&text).transcript.format.name(), "text");
        let heard = said(&text);
        assert_eq!(heard.len(), 6, "{heard:?}");
        assert_eq!(heard[0], format!("{jane}| hi bob how do you plan the week"));
        assert_eq!(heard[5], format!("{bob}| it takes me two days"));
    }
}

#[test]
fn times_and_a_header_beside_them_change_nothing() {
    let stamped: String = CALL
        .lines()
        .enumerate()
        .map(|(at, line)| format!("[0:1{at}] {line}\n"))
        .collect();
    assert_eq!(said(&stamped)[1], "bob@11| we do it all on paper honestly");
    let below = format!("acme intro\nwe met at noon\n\n{CALL}");
    assert_eq!(said(&below), said(CALL));
}

#[test]
fn two_who_ask_in_another_language_are_heard() {
    let text = "jana: wie plant ihr das heute eigentlich?\nolaf: auf papier, jeden montag.\n\
        jana: und wer macht das?\nolaf: wer wohl?\njana: verstehe.\nolaf: genau.\n";
    assert_eq!(said(text)[3], "olaf| wer wohl?");
}

#[test]
fn keys_that_come_again_on_every_line_are_nobody() {
    let lists = [
        "note: can you send it to me today?\nnext steps: i will call you on friday.\n",
        "name: web\nimage: nginx\nport: eighty\n",
        "feat: let you choose your own colors.\nfix: show me all of my lists.\n",
        "kernel: a new device was found on port three.\nsshd: a session was opened for the user root.\n",
        "pros: you save a lot of time.\ncons: you pay for it in your nerves.\n",
        "en: how are you doing today?\nde: wie geht es dir heute?\n",
        "yesterday: i finished the list of you know what.\ntoday: i will call you back.\nblockers: can you help me?\n",
        // Records have their fields in one order.
        "mood: i am tired of all that.\nsleep: can you call it that?\nfood: you should have seen my lunch.\n",
    ];
    for list in lists {
        let text = list.repeat(6);
        assert!(detect::detect(&text).is_err(), "{text}");
    }
}

#[test]
fn less_than_a_conversation_in_lower_case_is_refused() {
    let one = CALL.replace("bob:", "jane doe:");
    let few: String = CALL.split_inclusive('\n').take(4).collect();
    let among = format!("{CALL}\n{}", "and then nobody said a word\n\n".repeat(6));
    let many: String = (b'a'..=b'n')
        .map(|letter| CALL.replace("jane doe:", &format!("jane {0}{0}:", char::from(letter))))
        .collect();
    let words = "bob: yes\nann: you\n".repeat(6);
    for text in [one, few, among, many, words] {
        assert!(detect::detect(&text).is_err(), "{text}");
    }
}
