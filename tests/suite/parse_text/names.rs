//! Is somebody heard whose name looks like something else, and is something else never taken for somebody?

use verbatim::ingest::parse::detect;

use super::said;

/// Three turns each of somebody and of Ben Lee.
fn call_with(name: &str) -> String {
    format!("{name}: Hello there.\nBen Lee: We pay too much.\n").repeat(3)
}

#[test]
fn a_name_that_comes_again_is_one_whatever_it_means() {
    let names = [
        "So Young Kim",
        "He Xiaoming",
        "My Nguyen",
        "Do Quyen",
        "Said Bakr",
        "Are Olsen",
        "Oh Min-seo",
        "Or Cohen",
        "IT Support",
        "Laura Story",
        "Karen Link",
        "Ana Ruiz - VP Sales at Acme",
        "Ana Ruiz | Acme | Customer Success Manager EMEA",
        "Ana \"AJ\" Ruiz",
        "Ana Ruiz \"AJ\"",
        "Ana Ruiz, COO, Acme",
        "Ruiz, Ana (Acme, Inc.)",
        "Ana (Acme, Inc.)",
        "Ana «Acme»",
        "Ana + Luis",
        "Ana ~ Acme",
        "Ana from the Acme team",
        "Yahoo! Ana",
        "🦄 Ana",
        "14155550100",
    ];
    for name in names {
        let heard = said(&call_with(name));
        assert_eq!(heard.len(), 6, "{name}: {heard:?}");
        assert_eq!(heard[0], format!("{name}| Hello there."));
        assert_eq!(heard[1], "Ben Lee| We pay too much.");
    }
}

#[test]
fn a_name_of_words_needs_to_come_but_once_where_it_bears_a_time() {
    let files = [
        "Ana  0:04\nHi.\n\nBen  0:09\nHello.\n\nSo Young Kim  0:12\nYes.\n\nAna  0:15\nBye.\n",
        "[0:04] Ana: Hi.\n[0:09] Ben: Hello.\n[0:12] So Young Kim: Yes.\n[0:15] Ana: Bye.\n",
    ];
    for text in files {
        assert_eq!(said(text)[2], "So Young Kim@12| Yes.", "{text}");
    }
    let text = "Ana: Hi.\nBen: Hello.\nMy Take: we wait.\nAna: Bye.\n";
    assert_eq!(said(text)[1], "Ben| Hello. My Take: we wait.");
}

#[test]
fn two_names_of_words_are_two_speakers() {
    let text = "So Young Kim: Hello there.\nDo Nguyen: We pay too much.\n".repeat(2);
    assert_eq!(said(&text)[2..], said(&text)[..2]);
    assert_eq!(said(&text)[1], "Do Nguyen| We pay too much.");
}

#[test]
fn addresses_that_come_again_are_speakers() {
    let text = "ana@acme.example: Hello.\nben@ours.example: Hi.\n".repeat(2);
    assert_eq!(said(&text)[0], "ana@acme.example| Hello.");
    let once = "ana@acme.example: Buyer\nben@ours.example: Seller\n";
    assert!(detect::detect(once).is_err());
}

#[test]
fn a_heading_that_comes_again_is_nobody() {
    for heading in [
        "Pain Point",
        "Next Step",
        "My Thoughts",
        "It Works",
        "Key Takeaways",
    ] {
        let text = call_with("Ana Ruiz").repeat(2);
        let noted = format!("{heading}: price.\n");
        let text = format!("{text}{noted}{text}{noted}");
        assert!(
            said(&text).iter().all(|line| !line.starts_with(heading)),
            "{heading}"
        );
    }
    let notes = "Pain Point: the old tool is slow.\nUser Story: they type twice.\n".repeat(3);
    assert!(detect::detect(&notes).is_err());
}
