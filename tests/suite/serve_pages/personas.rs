//! What do the pages of personas say, and is it what the table says?

use serde_json::json;

use verbatim::archive::Archive;
use verbatim::report::ledger::Ledger;
use verbatim::report::speech::Speech;

use crate::harness::Desk;

use super::{Site, between, data, talk};

#[test]
fn typical_words_are_those_of_the_table() {
    let desk = Desk::new();
    let board = "The board asks and the board is slow and the board decides.";
    let buyer = |id: &str, account: &str| {
        json!({
            "id": id,
            "account": { "name": account },
            "participants": [{ "name": "Quill", "side": "prospect", "persona": "economic-buyer" }],
            "turns": [{ "speaker": "Quill", "text": board }],
        })
    };
    let sheet = "The spreadsheet breaks and the spreadsheet is slow and the spreadsheet lies.";
    let calls = [
        talk("c1", "Ardent", "2026-01-10").prospect(sheet).line(),
        talk("c2", "Brackle", "2026-01-10").prospect(sheet).line(),
        buyer("c3", "Corvane").to_string(),
        buyer("c4", "Dunmore").to_string(),
    ];
    desk.write("calls.jsonl", calls.join("\n"));
    desk.verbatim(&["ingest", "calls.jsonl"]).done();

    let archive = Archive::open(&data(&desk)).unwrap();
    let ledger = Ledger::read(&archive.catalogue, None).unwrap();
    let speech = Speech::read(&archive.catalogue, &archive.table().unwrap(), &ledger).unwrap();
    assert_eq!(speech.size_of("end-user"), (2, 24));
    let typical = speech.typical("end-user", 10);
    let [word] = &typical[..] else {
        panic!("{typical:?}");
    };
    assert_eq!(
        (word.word.as_str(), word.here, word.there, word.n_accounts),
        ("spreadsheet", 6, 0, 2)
    );
    // Six of 24 words here, none of 24 there: three are expected on either side.
    let g2 = 2.0 * 6.0 * 2.0_f64.ln();
    assert!((word.keyness.g2 - g2).abs() < 1e-9, "{word:?}");

    let html = Site::of(&desk).page("/personas/end-user");
    assert!(
        html.contains("said 6 times in 2 accounts, never by others"),
        "{html}"
    );
    assert!(
        html.contains("/?q=spreadsheet&#38;persona=end-user"),
        "{html}"
    );
}

#[test]
fn personas_are_listed_with_what_they_say_most_widely() {
    let desk = Desk::new();
    desk.keep(&[
        talk("c1", "Ardent", "2026-01-10").prospect("We do it by hand. It is expensive."),
        talk("c2", "Brackle", "2026-01-11").prospect("By hand."),
    ]);
    let site = Site::of(&desk);
    let html = site.page("/personas");
    for shown in [
        "<a href=\"/personas/end-user\">End user</a>",
        "2 accounts, 2 calls, 3 mentions",
        "<li>manual work (pain)</li><li>price (objection)</li>",
    ] {
        assert!(html.contains(shown), "no {shown} in\n{html}");
    }
    let html = site.page("/personas/end-user");
    let newest = between(&html, "<blockquote><p>", "</p>");
    assert_eq!(newest[0], "By hand.", "the newest words of the widest pain");
}
