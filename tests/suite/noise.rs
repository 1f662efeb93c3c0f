//! Is a recogniser's noise told from what people say, however they say it?

use proptest::prelude::*;
use verbatim::ingest::parse::srt;
use verbatim::mine::tag::Tagger;
use verbatim::text::noise;

use crate::harness::{Desk, Talk, cut, shipped, sized};

/// The only place that touches the step: what is noise, in its own words.
fn check(text: &str) -> Vec<&str> {
    let spans = noise::spans(text);
    for pair in spans.windows(2) {
        assert!(pair[0].end < pair[1].start, "{spans:?} in {text:.200}");
    }
    spans
        .into_iter()
        .map(|span| {
            text.get(span.start as usize..span.end as usize)
                .expect("a stretch on character borders")
        })
        .collect()
}

#[test]
fn marks_of_recognisers_are_noise() {
    for mark in [
        "[BLANK_AUDIO]",
        "[ Silence ]",
        "[silence]",
        "[_BEG_]",
        "[_TT_125]",
        "[SPEAKER_TURN]",
        "[Music]",
        "[MUSIC PLAYING]",
        "[Música]",
        "[Applause]",
        "[inaudible 00:12:31]",
        "(inaudible)",
        "(upbeat music)",
        "(phone ringing)",
        "(keyboard clicking)",
        "(deep rumbling)",
        "*clears throat*",
        "<unk>",
        "<UNK>",
        "<|endoftext|>",
        "<|0.00|>",
        "（笑い）",
        "♪",
        "♪ la la, hold the line ♪",
        "[unk]",
        "<eps>",
        "<breath>",
        "[hesitation]",
        "{NOISE}",
        "[NON-SPEECH]",
        "[no speech detected]",
        "(static)",
        "[SOUND]",
        "[BELL]",
        "(bell ringing)",
        "[AUDIO OUT]",
        "[long pause]",
        "[cross talk]",
        "[hold music]",
        "[dial tone]",
        "[Speaking Spanish]",
        "(speaks in Hindi)",
        "(footsteps)",
        "(bright music)",
        "[Lachen]",
        "(ininteligible)",
    ] {
        assert_eq!(check(mark), [mark]);
        let text = format!("We wait {mark} every week.");
        assert_eq!(check(&text), [mark]);
    }
}

#[test]
fn what_people_say_in_brackets_is_theirs() {
    for text in [
        "it was [so good] for us",
        "the price (about 40 a month) is fine",
        "the noise (of the machine) is a problem",
        "[and] then [I get] a call",
        "(no)",
        "(background)",
        "(speaking of Spanish)",
        "[in Spanish]",
        "they [Bell] charge us",
        "it sounds {so good}",
        "the bell (a long one) rings",
        "[PII] called",
        "a < b and b > c",
        "2 * 3 * 4",
        "[music to our ears, as they say, when it works]",
        "an array[_i] of (the",
        "",
    ] {
        assert_eq!(check(text), [""; 0], "{text}");
    }
}

#[test]
fn two_marks_are_two_stretches_and_a_lone_note_is_a_note() {
    let text = "[Music] We export it (laughs) by hand ♪";
    assert_eq!(check(text), ["[Music]", "(laughs)", "♪"]);
    let far = format!("♪ {} ♪", "we wait for it ".repeat(60));
    assert_eq!(check(&far)[0], "♪");
}

#[test]
fn a_phrase_that_loops_is_noise_from_its_second_time_on() {
    let text = "So we need to talk to them to talk to them to talk to them to talk to them to talk to them about it.";
    let repeats = " to talk to them".repeat(4);
    assert_eq!(check(text), [repeats.trim()]);
    let word = "spreadsheets spreadsheets spreadsheets spreadsheets spreadsheets, yes";
    let repeats = "spreadsheets spreadsheets spreadsheets spreadsheets";
    assert_eq!(check(word), [repeats]);
}

#[test]
fn a_phrase_four_times_in_a_row_is_speech() {
    let text = "to talk to them, to talk to them, to talk to them, to talk to them";
    assert_eq!(check(text), [""; 0]);
    let text = "We do the same thing week after week after week after week after week.";
    assert_eq!(check(text), [""; 0], "after week, four times");
}

#[test]
fn a_sentence_that_loops_is_noise_from_its_second_time_on() {
    let text = "Hello. I'm sorry. I'm sorry. I'm  sorry! I'm sorry. And you?";
    assert_eq!(check(text), ["I'm sorry. I'm  sorry! I'm sorry."]);
    let long = "We have to copy each of the orders by hand into the other system.";
    let text = [long; 4].join(" ");
    assert_eq!(check(&text), [[long; 3].join(" ")]);
    assert_eq!(check(&[long; 3].join(" ")), [""; 0]);
}

#[test]
fn what_people_do_repeat_is_speech() {
    for text in [
        "no no no",
        "No, no, no, no, no, no. Not that.",
        "yeah yeah yeah yeah yeah yeah",
        "Yeah. Yeah. Yeah. Yeah. Yeah.",
        "Okay. Okay. Okay. Okay.",
        "very very very very very very slow",
        "ha ha ha ha ha ha ha",
        "blah blah blah blah blah blah",
        "it's 0 0 0 0 0 7",
        "zero zero zero zero zero seven",
        "w w w w w w",
        "and that that that that that that was it",
        "so you know you know you know you know you know what",
        "oh yeah oh yeah oh yeah oh yeah oh yeah",
        "哈哈哈哈哈哈",
        "はいはいはいはいはいはいはいはいはいはいはい",
        "对对对对对对对",
    ] {
        assert_eq!(check(text), [""; 0], "{text}");
    }
}

#[test]
fn nobody_says_yes_twenty_times() {
    let text = "yeah ".repeat(30);
    assert_eq!(check(&text), ["yeah ".repeat(29).trim_end()]);
}

#[test]
fn a_long_text_of_anything_is_read() {
    for piece in [
        "(",
        "[[",
        "♪ ",
        "a ",
        "no. ",
        "to talk to them ",
        "<|",
        "é",
        "(music) ",
    ] {
        let text = piece.repeat(sized(1 << 18, 1 << 16) / piece.len());
        check(&text);
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in r"[\[\](){}<>|*♪a .?_\u{e9}音]{0,80}") {
        check(&text);
    }

    #[test]
    fn words_that_differ_are_no_loop(words in proptest::collection::hash_set("[a-z]{5,9}", 0..30)) {
        let text = words.into_iter().collect::<Vec<_>>().join(" ");
        prop_assert!(check(&text).is_empty());
    }
}

// What becomes of it: the words stay, nobody is heard in them.

const LOOP: &str =
    "It takes weeks. It is by hand. It is by hand. It is by hand. It is by hand. It is by hand.";

#[test]
fn noise_is_not_tagged_and_speech_beside_it_is() {
    let desk = Desk::new();
    let heard = |text: &str| -> Vec<String> {
        desk.write_talks("call.jsonl", &[Talk::new("n").rep("Well?").prospect(text)]);
        let mentions = desk.verbatim(&["tag", "call.jsonl", "--json"]).lines();
        mentions
            .iter()
            .map(|mention| format!("{}: {}", mention["tag"], mention["quote"]))
            .collect()
    };
    for (text, mentions) in [
        (
            "We do it by hand.",
            vec!["\"pain/manual-work\": \"We do it by hand.\""],
        ),
        ("♪ Made by hand, never expensive ♪", vec![]),
        (
            "♪ Made by hand ♪ It is expensive.",
            vec!["\"objection/price\": \"It is expensive.\""],
        ),
        // The first time may have been said.
        (
            LOOP,
            vec![
                "\"pain/slow\": \"It takes weeks.\"",
                "\"pain/manual-work\": \"It is by hand.\"",
            ],
        ),
        // A mark between two words does not part them.
        (
            "It is by [BLANK_AUDIO] hand.",
            vec!["\"pain/manual-work\": \"It is by [BLANK_AUDIO] hand.\""],
        ),
    ] {
        assert_eq!(heard(text), mentions, "{text}");
    }
}

#[test]
fn noise_is_shown_where_it_is_and_the_text_stays() {
    let desk = Desk::new();
    let said = "[Music] We é (laughs) wait.";
    let talk = Talk::new("n").prospect(said).prospect("We wait (for you).");
    desk.write_talks("call.jsonl", &[talk]);
    let parsed = desk.verbatim(&["parse", "call.jsonl", "--json"]).last();
    let turn = &parsed["turns"][0];
    assert_eq!(turn["text"], said);
    let spans = turn["noise"].as_array().unwrap();
    let noise: Vec<&str> = spans
        .iter()
        .map(|span| cut(said, &span[0], &span[1]))
        .collect();
    assert_eq!(noise, ["[Music]", "(laughs)"]);
    assert!(parsed["turns"][1].get("noise").is_none());
    let explained = desk.verbatim(&["explain", "call.jsonl", "--json"]).last();
    assert_eq!(explained["turns"][0]["noise"], turn["noise"]);
    let words = explained["turns"][0]["words"].as_array().unwrap();
    let words: Vec<&str> = words
        .iter()
        .map(|word| cut(said, &word[0], &word[1]))
        .collect();
    assert_eq!(words, ["We", "é", "wait"]);
    desk.verbatim(&["explain", "call.jsonl"])
        .done()
        .says("the recogniser's noise: [Music] | (laughs)");
}

#[test]
fn a_glance_never_misses_what_a_look_finds() {
    let mut tagger = Tagger::new(shipped());
    let phrase = "talk to them about our own long list";
    let by_length = (1..=8).map(|n| phrase.split(' ').take(n).collect::<Vec<_>>().join(" "));
    let loops = by_length.map(|phrase| format!("So he said {}", [phrase.as_str(); 22].join(" ")));
    let sentence = "Their drivers never know where any of these blue crates went.";
    let others = [
        [sentence; 4].join(" "),
        format!("Spreadsheets {}", "spreadsheets ".repeat(20)),
        "No [MUSIC] no ♪ no * cough * no （笑い） no <unk>".to_owned(),
    ];
    for text in loops.chain(others) {
        let noise = noise::spans(&text);
        assert!(!noise.is_empty(), "{text}");
        for word in tagger.words_of(&text) {
            let is_clear = noise.iter().all(|span| !span.overlaps(word));
            assert!(is_clear, "{:?} of {text}", word.slice(&text));
        }
    }
}

#[test]
fn captions_that_roll_in_subrip_are_said_once_and_true_repeats_twice() {
    let text = "1\n00:00:00,000 --> 00:00:02,000\nso we looked\n\n\
        2\n00:00:02,000 --> 00:00:02,010\nso we looked\n\n\
        3\n00:00:02,010 --> 00:00:04,000\nso we looked\nat the price\n\n\
        4\n00:00:04,000 --> 00:00:04,010\nat the price\n\n\
        5\n00:00:04,010 --> 00:00:06,000\nat the price\nat the price\n\n\
        6\n00:00:06,000 --> 00:00:06,010\nat the price\n\n\
        7\n00:00:06,010 --> 00:00:08,000\nat the price\nand left\n";
    let (transcript, _) = srt::parse(text);
    let said: Vec<String> = transcript.utterances.into_iter().map(|u| u.text).collect();
    assert_eq!(
        said,
        ["so we looked", "at the price", "at the price", "and left"]
    );
}
