//! Is a recogniser's noise told from what people say, however they say it?

use proptest::prelude::*;
use verbatim::text::noise;

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
        let text = piece.repeat((1 << 18) / piece.len());
        check(&text);
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in r"[\[\]()<>|*♪a .?_\u{e9}音]{0,80}") {
        check(&text);
    }

    #[test]
    fn words_that_differ_are_no_loop(words in proptest::collection::hash_set("[a-z]{5,9}", 0..30)) {
        let text = words.into_iter().collect::<Vec<_>>().join(" ");
        prop_assert!(check(&text).is_empty());
    }
}
