//! Is WebVTT read by the W3C's algorithm, and differently only where words would be lost?
//!
//! The cases mirror the standard, step by step (<https://www.w3.org/TR/webvtt1/>, parts 6.1 to 6.4). The differences are
//! those that stand in `ingest::parse::webvtt`. Where the samples of the project lie beside it, those of vtt.js are
//! held against what its authors expect.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use verbatim::ingest::parse::{How, Parsed, encoding, parse_as};
use verbatim::ingest::transcript::{Format, Refusal};

/// The only place that touches the parser: a file that somebody says is WebVTT.
fn check(bytes: &[u8]) -> Result<Parsed, Refusal> {
    let how = How {
        format: Some(Format::WebVtt),
        ..How::default()
    };
    let mut calls = parse_as(bytes, &how)?;
    assert_eq!(calls.len(), 1);
    calls.remove(0)
}

/// Start, end and words of every cue; nothing where the file is refused.
fn cues(bytes: &[u8]) -> Vec<String> {
    let Ok(parsed) = check(bytes) else {
        return Vec::new();
    };
    let shown = |seconds: Option<f64>| seconds.map_or("-".to_owned(), |s| s.to_string());
    let utterances = parsed.transcript.utterances.iter();
    utterances
        .map(|cue| format!("{} {} {}", shown(cue.start), shown(cue.end), cue.text))
        .collect()
}

/// Cues of a body behind the signature.
fn body(text: &str) -> Vec<String> {
    cues(format!("WEBVTT\n\n{text}").as_bytes())
}

/// What is shown of a cue with this payload.
fn shown(payload: &str) -> String {
    let cues = body(&format!("00:01.000 --> 00:02.000\n{payload}\n"));
    assert!(cues.len() <= 1, "{cues:?}");
    let cue = cues.into_iter().next().unwrap_or_default();
    cue.strip_prefix("1 2 ").unwrap_or(&cue).to_owned()
}

const ONE: &str = "00:01.000 --> 00:02.000\none\n";

#[test]
fn the_signature_stands_first_and_alone() {
    for signature in [
        "WEBVTT\n\n",
        "WEBVTT \n\n",
        "WEBVTT\t\n\n",
        "WEBVTT a film\n\n",
        "WEBVTT --> 00:00\n\n",
        "WEBVTT\n",
        "\u{feff}WEBVTT\n\n",
        "WEBVTT\r\n\r\n",
        "WEBVTT\r\r",
    ] {
        let text = format!("{signature}{ONE}");
        assert_eq!(cues(text.as_bytes()), ["1 2 one"], "{signature:?}");
    }
    for wrong in [
        "",
        "garbage\n\n",
        "WebVTT\n\n",
        "WEBVTTfoo\n\n",
        "WEBVTT\u{fffd}\n\n",
        "WEBVTT\0\n\n",
        "WEBVT\n\n",
        " WEBVTT\n\n",
        "\tWEBVTT\n\n",
        "\nWEBVTT\n\n",
        "\u{feff}\tWEBVTT\n\n",
        "WEBSRT\n\n",
    ] {
        let text = format!("{wrong}{ONE}");
        let refusal = check(text.as_bytes()).expect_err(wrong);
        assert_eq!(refusal.code, "no-signature", "{wrong:?}");
    }
    for nothing in ["WEBVTT", "WEBVTT ", "WEBVTT\n", "WEBVTT\n\n\n"] {
        let refusal = check(nothing.as_bytes()).expect_err(nothing);
        assert_eq!(refusal.code, "empty", "{nothing:?}");
    }
}

#[test]
fn what_nobody_named_webvtt_is_read_all_the_same() {
    for beginning in [
        "",
        "WebVTT\n\n",
        "\nWEBVTT\n\n",
        "\tWEBVTT\n\n",
        "\u{feff}\u{feff}WEBVTT\n\n",
    ] {
        let text = format!("{beginning}{ONE}");
        let calls = parse_as(text.as_bytes(), &How::default()).expect(beginning);
        let call = calls[0].as_ref().expect(beginning);
        assert_eq!(call.transcript.utterances[0].text, "one", "{beginning:?}");
    }
}

#[test]
fn the_header_ends_at_an_empty_line_or_at_an_arrow() {
    for header in [
        "\n",
        "Kind: captions\nLanguage: en\n\n",
        "X: y\n",
        "one\ntwo\n\n\n\n",
    ] {
        let text = format!("WEBVTT\n{header}{ONE}");
        assert_eq!(cues(text.as_bytes()), ["1 2 one"], "{header:?}");
    }
}

#[test]
fn lines_end_with_all_three_endings() {
    for end in ["\n", "\r\n", "\r"] {
        let text =
            "WEBVTT\n\nid\n00:01.000 --> 00:02.000\none\ntwo\n\n00:02.000 --> 00:03.000\nthree";
        let text = text.replace('\n', end);
        assert_eq!(
            cues(text.as_bytes()),
            ["1 2 one two", "2 3 three"],
            "{end:?}"
        );
    }
    let mixed = b"WEBVTT\r\n\r00:01.000 --> 00:02.000\rone\r\n\n00:02.000 --> 00:03.000\nthree";
    assert_eq!(cues(mixed), ["1 2 one", "2 3 three"]);
}

#[test]
fn a_nul_shows_as_a_replacement() {
    assert_eq!(shown("a\0b"), "a\u{fffd}b");
}

#[test]
fn stamps_are_those_of_the_standard() {
    for (times, cue) in [
        ("00:00.000 --> 00:01.000", "0 1 x"),
        ("00:00:00.000 --> 00:00:01.000", "0 1 x"),
        ("00:00.000 --> 00:00:01.500", "0 1.5 x"),
        ("100:00:00.000 --> 1000:00:00.000", "360000 3600000 x"),
        ("00:00.000 --> 1000000:00:00.000", "0 3600000000 x"),
        (
            "999999999:59:59.000 --> 999999999:59:59.500",
            "3599999999999 3599999999999.5 x",
        ),
        ("59:59.999 --> 01:00:00.000", "3599.999 3600 x"),
        ("\t00:00.000\t-->\t00:01.000\t", "0 1 x"),
        ("00:00.000-->00:01.000", "0 1 x"),
        ("00:00.000 --> 00:01.000align:start", "0 1 x"),
        (
            "00:00.000 --> 00:01.000 line:40% size:40% nonsense:",
            "0 1 x",
        ),
        ("00:01.000 --> 00:01.000", "1 1 x"),
    ] {
        assert_eq!(body(&format!("{times}\nx\n")), [cue], "{times}");
    }
}

#[test]
fn a_cue_whose_times_are_damaged_is_not_there() {
    for times in [
        "00:60.000 --> 01:00.000",
        "00:00.000 --> 00:60.000",
        "00:60:00.000 --> 01:00:00.000",
        "00:00.000 --> 00:00:00:01.000",
        "00:00.000 ---> 00:01.000",
        "00:00.000 -> 00:01.000",
        "00:00.000 - -> 00:01.000",
        "00:00.000 00:01.000",
        "00:00.000 -->",
        "--> 00:01.000",
        "-00:00.000 --> 00:01.000",
        "00:00.000x --> 00:01.000",
        "x00:00.000 --> 00:01.000",
        "00:00.000 --> x00:01.000",
        "00.00.000 --> 00.01.000",
        "-->",
    ] {
        let text = format!("{times}\nlost\n\n00:03.000 --> 00:04.000\nkept\n");
        assert_eq!(body(&text), ["3 4 kept"], "{times}");
    }
}

#[test]
fn an_arrow_begins_the_next_cue() {
    let text = "00:01.000 --> 00:02.000\none\n00:02.000 --> 00:03.000\ntwo\n-->\nlost\n\
        00:03.000 --> 00:04.000\nthree\nfoo-->\n00:04.000 --> 00:05.000\nfour\n-->foo\nlost\n\n\
        -->\n00:05.000 --> 00:06.000\nfive\n";
    assert_eq!(
        body(text),
        ["1 2 one", "2 3 two", "3 4 three", "4 5 four", "5 6 five"]
    );
}

#[test]
fn the_line_above_the_times_is_an_id_whatever_it_says() {
    for id in [
        "1",
        "one two",
        "NOTE to self",
        "STYLE",
        "REGION",
        "00:00",
        " ",
        "é",
        "WEBVTT",
    ] {
        assert_eq!(body(&format!("{id}\n{ONE}")), ["1 2 one"], "{id:?}");
    }
}

#[test]
fn comments_and_styles_are_nobodys_words() {
    let text = "NOTE\na comment\nin lines\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred width:40%\n\n\
        NOTE another\n\n00:01.000 --> 00:02.000\none\n\nNOTE last";
    assert_eq!(body(text), ["1 2 one"]);
    // A comment below a cue, without an empty line between, is what the cue says.
    assert_eq!(shown("one\nNOTE two"), "one NOTE two");
}

#[test]
fn a_cue_may_end_before_it_starts() {
    assert_eq!(body("00:02.000 --> 00:01.000\none\n"), ["2 2 one"]);
}

#[test]
fn cues_keep_the_order_of_their_times() {
    let text = "00:03.000 --> 00:04.000\nthree\n\n00:01.000 --> 00:02.000\none\n";
    assert_eq!(body(text), ["1 2 one", "3 4 three"]);
}

#[test]
fn tags_are_taken_away() {
    for (payload, words) in [
        ("<c>a</c> <i>b</i> <b>c</b> <u>d</u>", "a b c d"),
        ("<ruby>a<rt>b</rt></ruby>", "ab"),
        ("<c.red.big>a</c>", "a"),
        ("<i.loud>a</i> <.loud>b", "a b"),
        ("<lang en-GB>colour</lang>", "colour"),
        ("<v Ann>a", "a"),
        ("<v.loud   Ann  Lee >a</v>", "a"),
        ("<v>a</v>", "a"),
        ("a<00:00:01.500> b<01:02:03.004>c", "a bc"),
        ("<00:60.000>a", "a"),
        ("a</b>b</nonsense>c</>d<>e", "abcde"),
        ("<b what>a</b> <x y>b</x>", "a b"),
        ("<i>a<b>b</i>c</b>d", "abcd"),
        ("a\n<i>b\nc</i>", "a b c"),
        ("<v Ann\nLee>a", "a"),
        ("<b x>a <i x\ny>b <ruby z>c<rt\tt>d", "a b cd"),
        ("a</ b>b</ nonsense>c", "abc"),
        ("<b>a</b x>b", "ab"),
        ("a<00:00:00.500 >b<00:00:00.500\n>c", "abc"),
        ("a<00:00:00.500x>b<00.500>c<00:00.500 >d", "abcd"),
    ] {
        assert_eq!(shown(payload), words, "{payload}");
    }
}

#[test]
fn a_voice_is_who_speaks() {
    let parsed =
        check(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann\t&amp;  Bo>Hi</v>\n").unwrap();
    let voice = parsed.transcript.utterances[0].speaker.as_deref();
    assert_eq!(voice, Some("Ann & Bo"));
}

#[test]
fn a_tag_that_the_file_cuts_off_is_no_word() {
    for end in [
        "<",
        "</",
        "<c",
        "</c",
        "<c.",
        "<c.red",
        "<i",
        "</i",
        "<b.x",
        "<u",
        "<ruby",
        "<rt",
        "<v",
        "<v ",
        "<v Ann",
        "<v.loud Ann",
        "<lang en",
        "<00:",
        "<00:00:01.5",
        "<c a",
        "<c.red a",
        "</ b",
        "<00:00:01.500 ",
    ] {
        assert_eq!(shown(&format!("words{end}")), "words", "{end}");
    }
}

#[test]
fn character_references_are_read() {
    for (payload, words) in [
        ("&amp; &lt; &gt; &quot;", "& < > \""),
        ("&amp &lt &gt &quot", "& < > \""),
        ("a&nbsp;b&nbsp;c", "a b c"),
        ("a&lrm;b&rlm;c", "a\u{200e}b\u{200f}c"),
        ("&#65;&#x42;&#X43;", "ABC"),
        ("&#x1F600;", "\u{1f600}"),
        ("a&#0;b", "a\u{fffd}b"),
        ("&eacute;&hellip;", "é…"),
        ("&amp;lt;", "&lt;"),
        ("&lt;i&gt;a", "<i>a"),
        ("& && &; &x; &#; &#x; R&D", "& && &; &x; &#; &#x; R&D"),
        ("a&", "a&"),
    ] {
        assert_eq!(shown(payload), words, "{payload}");
    }
}

// Where the answers differ, each for a reason.

#[test]
fn stamps_of_vendors_are_read() {
    for (times, cue) in [
        ("0:0:3.490 --> 0:0:5.1", "3.49 5.1 x"),
        ("00:00:01,000 --> 00:00:02.000", "1 2 x"),
        ("00:01.00 --> 00:02.0000", "1 2 x"),
        ("00:00:01 --> 00:00:02", "1 2 x"),
        ("61:00.000 --> 120:00.000", "3660 7200 x"),
    ] {
        assert_eq!(body(&format!("{times}\nx\n")), [cue], "{times}");
    }
}

#[test]
fn words_below_an_empty_line_stay_with_their_cue() {
    let text = format!("{ONE}\nand more\n\n00:02.000 --> 00:03.000\ntwo\n");
    assert_eq!(body(&text), ["1 2 one and more", "2 3 two"]);
}

#[test]
fn speech_about_arrows_is_speech() {
    assert_eq!(
        shown("then settings --> users and save"),
        "then settings --> users and save"
    );
    assert_eq!(shown("one\nfrom 1 --> 2\ntwo"), "one from 1 --> 2 two");
}

#[test]
fn a_number_above_the_times_is_no_word_of_the_cue_before() {
    let text = "1\n00:01.000 --> 00:02.000\none\n2\n00:02.000 --> 00:03.000\ntwo\n";
    assert_eq!(body(text), ["1 2 one", "2 3 two"]);
}

#[test]
fn words_in_angle_brackets_that_are_no_tags_stay() {
    for payload in [
        "a Vec<u8> of <5k>",
        "3 < 4 and 5 > 4",
        "a <placeholder> here",
        "<I think> so",
        "at <10:30 at night> or <2.500>",
        "less than <b or so",
        "<no",
        "R&D",
    ] {
        assert_eq!(shown(payload), payload);
    }
}

// The samples of vtt.js.

/// Samples that are read differently, and why.
const DIFFERENT: [(&str, &str); 1] = [(
    "fraction-digits.vtt",
    "a fraction of two digits is a fraction: Teams has written such stamps",
)];

/// What the samples hold that come without an expectation of their own: by the standard, the same in words.
const EXPECTED: [(&str, &[&str]); 8] = [
    ("bom-garbage-data.vtt", &[]),
    ("bom-tab-webvtt.vtt", &[]),
    ("left-tab.vtt", &["Payload"]),
    ("missing-separator.vtt", &[]),
    ("missing-spaces-between-separator.vtt", &["Payload"]),
    ("newline-before-webvtt.vtt", &[]),
    ("webvtt-space.vtt", &["text"]),
    ("webvtt-with-bom.vtt", &["text"]),
];

#[test]
fn samples_of_vtt_js_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/vttjs");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no folder {}", folder.display());
        return;
    };
    let mut different = BTreeMap::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "vtt") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let expected = expected(&path, &name);
        let bytes = std::fs::read(&path).unwrap();
        let read: Vec<String> = match check(&bytes) {
            Ok(parsed) => parsed
                .transcript
                .utterances
                .into_iter()
                .map(|u| u.text)
                .collect(),
            Err(_) => Vec::new(),
        };
        if read != expected {
            different.insert(name, (read, expected));
        }
    }
    let known: Vec<&str> = DIFFERENT.iter().map(|(name, _)| *name).collect();
    let found: Vec<&str> = different.keys().map(String::as_str).collect();
    assert_eq!(found, known, "{different:#?}");
}

/// The words of every cue that a sample should show.
fn expected(path: &Path, name: &str) -> Vec<String> {
    let stem = path.with_extension("");
    for ending in ["-proc.json", ".json"] {
        let beside = format!("{}{ending}", stem.display());
        let Ok(bytes) = std::fs::read(&beside) else {
            continue;
        };
        let text = encoding::decode(&bytes).expect("a sample is text").text;
        let json: Value = serde_json::from_str(&text).expect("an expectation is JSON");
        let (cues, key) = match json.get("cues") {
            Some(cues) => (cues.clone(), "text"),
            None => (json, "textContent"),
        };
        let cues = cues.as_array().expect("a list of cues");
        return cues
            .iter()
            .map(|cue| cue[key].as_str().unwrap_or_default().to_owned())
            .collect();
    }
    let known = EXPECTED.iter().find(|(known, _)| *known == name);
    let (_, words) = known.unwrap_or_else(|| panic!("nobody says what {name} should show"));
    words.iter().map(|word| (*word).to_owned()).collect()
}
