//! What becomes of a side that is chosen on a page?

use serde_json::json;

use crate::harness::Desk;

use super::{Site, borrowed, hidden, talk};

/// What the form below "Who is who" sends where nothing was chosen, in the order of the page.
fn people(html: &str) -> Vec<(String, String)> {
    let mut fields = hidden(html, "/sides\"");
    let was = |(name, value): &(String, String)| {
        (name == "was").then(|| ("side".to_owned(), value.clone()))
    };
    let sides: Vec<_> = fields.iter().filter_map(was).collect();
    fields.extend(sides);
    fields
}

/// A call on which both sides say something that is heard of prospects.
fn two_voices() -> Desk {
    let desk = Desk::new();
    desk.keep(&[talk("c:1", "Ardent", "2026-03-01")
        .rep("It is expensive.")
        .prospect("It is done by hand.")]);
    desk
}

#[test]
fn sides_are_swapped_at_once_and_as_they_were_when_undone() {
    let desk = two_voices();
    let site = Site::of(&desk);
    let heard = || {
        let of = |tag: &str| desk.finds(&["--tag", tag, "--side", "any"]);
        (of("objection/price"), of("pain/manual-work"))
    };
    let before = (vec![], vec!["c:1:1".to_owned()]);
    assert_eq!(heard(), before);

    let html = site.page("/calls/c:1");
    assert!(!html.contains("value=\"undo\""), "nothing to undo\n{html}");
    let send = |act: &'static str, html: &str| {
        let mut fields = people(html);
        fields.push(("act".to_owned(), act.to_owned()));
        let answer = site.post("/calls/c:1/sides", &borrowed(&fields));
        let led = (answer.status, answer.location.as_str());
        assert_eq!(led, (303, "/calls/c%3A1#who"), "{act}");
    };
    send("swap", &html);
    assert_eq!(heard(), (vec!["c:1:0".to_owned()], vec![]));
    let html = site.page("/calls/c:1");
    assert!(html.contains("id=\"who\""), "{html}");
    assert_eq!(html.matches("put right by hand").count(), 2, "{html}");
    assert!(html.contains("value=\"undo\""), "{html}");

    for _ in 0..2 {
        send("undo", &html);
        assert_eq!(heard(), before, "undone, and undone twice is undone");
    }
    assert!(!site.page("/calls/c:1").contains("put right by hand"));
    desk.verbatim(&["sides", "--list"]).finds_nothing();
}

#[test]
fn only_a_side_that_was_chosen_otherwise_is_said() {
    let desk = two_voices();
    let site = Site::of(&desk);
    let mut fields = people(&site.page("/calls/c:1"));
    fields.push(("act".to_owned(), "set".to_owned()));
    assert_eq!(
        site.post("/calls/c:1/sides", &borrowed(&fields)).status,
        303
    );
    desk.verbatim(&["sides", "--list"]).finds_nothing();

    // The form names the rep first.
    let side = fields.iter_mut().find(|(name, _)| name == "side").unwrap();
    assert_eq!(side.1, "rep");
    "unknown".clone_into(&mut side.1);
    assert_eq!(
        site.post("/calls/c:1/sides", &borrowed(&fields)).status,
        303
    );
    let listed = desk.verbatim(&["sides", "--list", "--json"]).done();
    let said = listed.lines();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(
        (&said[0]["name"], &said[0]["side"]),
        (&json!("Rea"), &json!("unknown"))
    );
    assert!(site.page("/calls/c:1").contains("side unknown"));
}

#[test]
fn what_is_no_side_is_refused_without_anybody_s_name() {
    let desk = two_voices();
    let site = Site::of(&desk);
    let good = [
        ("who", "Rea"),
        ("was", "rep"),
        ("side", "prospect"),
        ("act", "set"),
    ];
    for (at, name, value, status) in [
        ("c9", "who", "Rea", 404),
        ("c:1", "who", "Xaver", 400),
        ("c:1", "side", "boss", 400),
        ("c:1", "act", "maybe", 400),
    ] {
        let fields = good.map(|(known, usual)| (known, if known == name { value } else { usual }));
        let answer = site.post(&format!("/calls/{at}/sides"), &fields);
        assert_eq!(answer.status, status, "{at} {name}={value}");
        for who in ["Rea", "Pam", "Xaver"] {
            assert!(!answer.html.contains(who), "{who}\n{}", answer.html);
        }
    }
    desk.verbatim(&["sides", "--list"]).finds_nothing();
}
