//! What becomes of a mark that is made on a page?

use serde_json::json;

use crate::harness::Desk;

use super::{Site, borrowed, hidden, plain, talk};

#[test]
fn what_is_marked_wrong_is_gone_at_once_and_back_when_undone() {
    let desk = Desk::new();
    desk.keep(&[talk("c:1", "Ardent", "2026-03-01")
        .rep("How?")
        .prospect("It is expensive.")]);
    let site = Site::of(&desk);
    let price = || desk.finds(&["--tag", "objection/price"]);
    assert_eq!(price(), ["c:1:1"]);

    let mut wrong = hidden(&site.page("/calls/c:1"), "/marks\"");
    wrong.push(("decision".to_owned(), "no".to_owned()));
    let answer = site.post("/calls/c:1/marks", &borrowed(&wrong));
    assert_eq!(
        (answer.status, answer.location.as_str()),
        (303, "/calls/c%3A1#turn-1")
    );
    assert!(price().is_empty(), "at once");
    let html = site.page("/calls/c:1");
    assert!(html.contains("is not said here, decided by hand"), "{html}");
    assert!(!html.contains("<mark"), "{html}");
    assert!(
        site.page("/themes").contains("Nothing is heard here"),
        "themes follow"
    );

    let undo = hidden(&html, "/marks/undo\"");
    for _ in 0..2 {
        let answer = site.post("/calls/c:1/marks/undo", &borrowed(&undo));
        assert_eq!(
            (answer.status, answer.location.as_str()),
            (303, "/calls/c%3A1#turn-1")
        );
        assert_eq!(price(), ["c:1:1"], "undone, and undone twice is undone");
    }
    assert!(!site.page("/calls/c:1").contains("decided by hand"));
}

#[test]
fn a_mention_is_added_by_choosing_a_sentence_or_some_words() {
    let desk = Desk::new();
    desk.keep(&[talk("c1", "Ardent", "2026-03-01")
        .rep("How?")
        .prospect("I retype it. Twice, twice.")]);
    let site = Site::of(&desk);
    let form = site.page("/calls/c1?mark=1");
    assert!(
        form.contains("value=\"0-12\"") && form.contains("value=\"13-26\""),
        "{form}"
    );
    assert!(
        form.contains("<option value=\"pain/manual-work\">"),
        "{form}"
    );

    let sent = [
        ("turn", "1"),
        ("tag", "pain/manual-work"),
        ("decision", "yes"),
    ];
    let with = |more: &[(&str, &str)]| site.post("/calls/c1/marks", &[&sent[..], more].concat());
    for (more, told) in [
        (&[][..], "which words are meant"),
        (&[("span", "40-50")][..], "do not stand in this turn"),
        (&[("words", "nonsense")][..], "does not stand in this turn"),
        (&[("words", "wice")][..], "more than once"),
    ] {
        let answer = with(more);
        assert_eq!(answer.status, 400, "{told}");
        assert!(
            plain(&answer.html).contains(told),
            "{told}\n{}",
            answer.html
        );
        assert!(
            !answer.html.contains("retype"),
            "words in an error\n{}",
            answer.html
        );
    }
    assert_eq!(
        with(&[("span", "0-12"), ("note", "ask <them>")]).status,
        303
    );
    assert_eq!(desk.finds(&["--tag", "pain/manual-work"]), ["c1:1"]);
    assert!(site.page("/calls/c1").contains("ask &#60;them&#62;"));
    let hits = desk.hits(&["--tag", "pain/manual-work"]);
    assert_eq!(
        hits[0]["highlights"],
        json!([[0, 12]]),
        "the sentence's bytes"
    );
}

#[test]
fn what_cannot_be_marked_is_refused() {
    let desk = Desk::new();
    desk.keep(&[talk("c1", "Ardent", "2026-03-01")
        .rep("How?")
        .prospect("By hand.")]);
    let site = Site::of(&desk);
    let good = [
        ("turn", "1"),
        ("tag", "pain/slow"),
        ("decision", "yes"),
        ("span", "0-8"),
    ];
    for (at, name, value, status) in [
        ("c9", "turn", "1", 404),
        ("c1", "turn", "0", 400),
        ("c1", "turn", "7", 400),
        ("c1", "turn", "one", 400),
        ("c1", "tag", "pain/slowness", 400),
        ("c1", "decision", "maybe", 400),
        ("c1", "span", "0", 400),
    ] {
        let fields = good.map(|(known, usual)| (known, if known == name { value } else { usual }));
        let answer = site.post(&format!("/calls/{at}/marks"), &fields);
        assert_eq!(
            answer.status, status,
            "{at} {name}={value}\n{}",
            answer.html
        );
    }
    // Nothing was kept of all that.
    desk.verbatim(&["mark", "--list"]).finds_nothing();
}
