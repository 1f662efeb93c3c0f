//! Are captions read with their times and names?

use super::{call, check, said};

const TTML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<tt xmlns="urn:tt" xmlns:ttm="urn:ttm" xmlns:ttp="urn:ttp" xml:lang="en-GB" ttp:frameRate="25" ttp:tickRate="10000000">
 <head><metadata>
  <ttm:agent xml:id="a1" type="person">
   <ttm:name type="full">Ana
    Ruiz</ttm:name><ttm:name type="alias">AR</ttm:name>
  </ttm:agent>
  <ttm:agent xml:id="v2" type="person"/>
 </metadata></head>
 <body begin="10s"><div>
  <p begin="00:00:01.500" end="00:00:03" ttm:agent="a1">Hi &amp; hello,<br/>  Bo.</p>
  <p begin="00:00:04:05" dur="1s" ttm:agent="v2"><metadata><ttm:desc>secret</ttm:desc></metadata>
   <span begin="0s">Good </span><span begin="0.2s">morning.</span></p>
  <p begin="70000000t" end="200f">No one.</p>
  <p><span begin="0.5h" end="1801s">Later.</span><span begin="30.5m" dur="500ms">Last.</span></p>
 </div></body>
</tt>
"#;

#[test]
fn ttml_counts_times_from_where_they_stand_and_names_its_agents() {
    assert_eq!(
        said(TTML.as_bytes()),
        [
            "ttml",
            "Ana Ruiz@11.5-13| Hi & hello, Bo.",
            "Speaker v2@14.2-15.2| Good morning.",
            "-@17-18| No one.",
            "-@1810-1811| Later.",
            "-@1840-1840.5| Last."
        ]
    );
    let transcript = call(TTML.as_bytes()).transcript;
    assert_eq!(transcript.language.as_deref(), Some("en-GB"));
}

#[test]
fn ttml_without_agents_may_bear_names_in_its_text() {
    let text = "<tt:tt xmlns:tt=\"urn:tt\"><tt:body><tt:div>\
        <tt:p begin=\"1s\" end=\"2s\">Ana Ruiz: Hi.</tt:p><tt:p begin=\"2s\" end=\"3s\">Bo Ray: Hello.</tt:p>\
        </tt:div></tt:body></tt:tt>";
    assert_eq!(
        said(text.as_bytes()),
        ["ttml", "Ana Ruiz@1-2| Hi.", "Bo Ray@2-3| Hello."]
    );
}

#[test]
fn words_that_ttml_marks_as_such_stand_apart() {
    let paragraph = |units: &[(&str, &str)]| {
        let span = |(unit, word): &(&str, &str)| format!("<span p:unit=\"{unit}\">{word}</span>");
        let spans: String = units.iter().map(span).collect();
        format!(
            "<tt xmlns:p=\"urn:p\"><body><div><p begin=\"1s\" end=\"2s\"><span p:unit=\"sentence\">{spans}</span>\
            </p></div></body></tt>"
        )
    };
    let spaced = [
        ("word", "We"),
        ("word", "wait."),
        ("sentence", "Too"),
        ("word", " long."),
    ];
    let unspaced = [("word", "我们"), ("word", "等")];
    // Other spans are about looks and may part a word.
    let looks = [("letter", "W"), ("letter", "e")];
    let cases: [(&[(&str, &str)], &str); 3] = [
        (&spaced, "-@1-2| We wait. Too long."),
        (&unspaced, "-@1-2| 我们等"),
        (&looks, "-@1-2| We"),
    ];
    for (units, expected) in cases {
        assert_eq!(said(paragraph(units).as_bytes()), ["ttml", expected]);
    }
}

#[test]
fn ttml_that_is_cut_off_or_hostile_is_refused_and_nothing_is_looked_up() {
    for end in (0..TTML.trim_end().len()).filter(|end| TTML.is_char_boundary(*end)) {
        assert!(check(&TTML.as_bytes()[..end]).is_err(), "{end}");
    }
    for attribute in [
        "begin",
        "end",
        "dur",
        "ttp:frameRate",
        "ttp:tickRate",
        "xml:id",
    ] {
        for odd in [
            "",
            "x",
            "-1s",
            "1e400s",
            "99999999999999999999:00:00",
            "0t",
            "::",
            "1s2",
        ] {
            let text = TTML.replace(&format!("{attribute}=\""), &format!("{attribute}=\"{odd}"));
            let _ = check(text.as_bytes());
        }
    }
    let declared = "<!DOCTYPE tt [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\
        <tt><body><div><p begin=\"1s\">Ana Ruiz: &e;</p><p begin=\"2s\">Bo Ray: Hi.</p></div></body></tt>";
    assert_eq!(said(declared.as_bytes())[1], "Ana Ruiz@1-1| &e;");
}

#[test]
fn sbv_is_read_like_subrip() {
    let text = "0:00:00.378,0:00:11.378\nAna Ruiz: Hi there.\nHow are you?\n\n\
        0:00:13.489,0:00:15.489\r\nBo Ray: Fine,[br]thanks.\r\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "sbv",
            "Ana Ruiz@0.378-11.378| Hi there. How are you?",
            "Bo Ray@13.489-15.489| Fine, thanks."
        ]
    );
    let nobody = "0:00:00.378,0:00:11.378\nCaption text #1\n\nCaption text #2\n\n0:00:17.484,0:00:16.543\nMore\n";
    assert_eq!(
        said(nobody.as_bytes()),
        [
            "sbv",
            "-@0.378-11.378| Caption text #1 Caption text #2",
            "-@17.484-17.484| More"
        ]
    );
    for end in 0..text.len() {
        let _ = check(&text.as_bytes()[..end]);
    }
}

#[test]
fn webex_names_the_speaker_beside_the_number_of_the_cue() {
    let text = "WEBVTT\n\n1 \"Jane \"JD\" Doe\" (1234567)\n00:00:01.000 --> 00:00:02.000\nHi.\n\n\
        2 \"Bo Ray\" (99)\n00:00:02.000 --> 00:00:03.000\n<v Bo Ray (Acme)>Hello.\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "webex-vtt",
            "Jane \"JD\" Doe@1-2| Hi.",
            "Bo Ray (Acme)@2-3| Hello."
        ]
    );
    for end in 0..text.len() {
        let _ = check(&text.as_bytes()[..end]);
    }
}
