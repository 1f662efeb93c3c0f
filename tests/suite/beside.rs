//! Is it told, once, what is wrong in the two files beside calls, and are their rows found all the same?

use verbatim::ingest::companions::Companions;

use crate::harness::Desk;

const TALK: &str =
    "Ana Ruiz: It takes us hours.\nBen Oh: Every week?\nAna Ruiz: Every single week.\n";

#[test]
fn what_is_wrong_beside_calls_is_told_once_and_fails_nothing() {
    let desk = Desk::new();
    desk.write("in/one.txt", TALK);
    desk.write("in/two.txt", TALK.replace("week", "month"));
    desk.write(
        "in/participants.csv",
        "Vorname;Nachname;Seite\nAna;Ruiz;Kunde\n",
    );
    desk.write("in/deals.csv", b"\x00\x01\x02\xff");
    let run = desk.verbatim(&["parse", "in", "--json"]).done();
    assert_eq!(run.lines().len(), 2, "{run}");
    assert_eq!(run.stderr.lines().count(), 2, "{run}");
    run.warns("[participants-without-heading]").warns("in: ");

    let kept = desk.verbatim(&["ingest", "in", "--json"]).done().last();
    assert_eq!(kept["calls"]["new"], 2);
    let warnings = kept["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 2, "{kept}");
    assert_eq!(warnings[0]["path"], "in");
    assert_eq!(warnings[0]["code"], "participants-without-heading");
    assert_eq!(warnings[0]["line"], 1);
    let run = desk.verbatim(&["ingest", "in"]).done();
    run.says("nothing failed")
        .warns("begin it with call,name,email");
}

#[test]
fn a_row_that_names_a_call_and_nobody_on_it_is_told_with_that_call() {
    let rows = "call,name,side\none.txt,Ana Ruis,prospect\none.txt,Bo Oh,rep\none,Ben Oh,rep\ntwo.txt,Cy,rep\n";
    for (rows, n_told) in [
        (rows.to_owned(), 1),
        // Nobody is left of whom a row might tell something.
        (rows.replace("Ruis", "Ruiz"), 0),
        // Whoever is invited need not come.
        (
            rows.replace("one.txt,Ana Ruis", ",Ana Ruis")
                .replace("one.txt,Bo Oh", ",Bo Oh"),
            0,
        ),
    ] {
        let desk = Desk::new();
        desk.write("in/one.txt", TALK);
        desk.write("in/participants.csv", &rows);
        let call = desk.verbatim(&["parse", "in", "--json"]).done().last();
        let problems = call["problems"].as_array().unwrap();
        let told: Vec<&str> = problems
            .iter()
            .filter(|problem| problem["code"] == "participants-row-of-nobody")
            .filter_map(|problem| problem["message"].as_str())
            .collect();
        assert_eq!(told.len(), n_told, "{rows}");
        assert!(
            told.iter()
                .all(|told| told.contains("line 2 ") && told.contains(" 2 such"))
        );
    }
}

/// A file, the codes of what is wrong in it with their lines, and how many of its rows are found.
type Table = (&'static str, &'static [(&'static str, u32)], usize);

#[test]
fn a_table_is_found_below_titles_and_an_open_quote_is_told() {
    let rows: [Table; 10] = [
        ("name,side\nAna Ruiz,rep\n", &[], 1),
        // What a spreadsheet writes for itself, and what people write above.
        ("sep=;\nname;side\nAna Ruiz;rep\n", &[], 1),
        ("Who was there\n\nname;side\nAna Ruiz;rep\n", &[], 1),
        (
            "Who was there,,\nname,side,title\nAna Ruiz,rep,\"AE, EMEA\"\n",
            &[],
            1,
        ),
        // Its own sides would be lost with it.
        (
            "name,side\n\"Ana Ruiz,rep\nBen Oh,prospect\nCy Fox,rep\n",
            &[("companion-quote-open", 2)],
            1,
        ),
        (
            "name,side\nAna Ruiz,rep\nBen Oh,prospect\n\"Cy\nFox,rep",
            &[("companion-quote-open", 4)],
            3,
        ),
        (
            "name,persona\nAna Ruiz,buyer\nBen Oh,Economic Buyer\nCy Fox,\nDi Roe,unknown\n",
            &[("participants-persona-not-known", 2)],
            4,
        ),
        // Closed, doubled and inside of a cell, quotation marks are no trouble.
        (
            "name,side\n\"Ana \"\"A\"\" Ruiz\",rep\n\"Ben\nOh\",rep\n",
            &[],
            2,
        ),
        ("name,title\nAna Ruiz,19\" racks\nBen Oh,\n", &[], 2),
        (
            "a\nb\nc\nd\ne\nname\nAna Ruiz\n",
            &[("participants-without-heading", 1)],
            0,
        ),
    ];
    for (text, wrong, n_rows) in rows {
        let companions = Companions::parse(Some(text.as_bytes()), None);
        let told: Vec<String> = companions
            .problems
            .iter()
            .map(|problem| format!("{} {:?}", problem.code, problem.place))
            .collect();
        let expected: Vec<String> = wrong
            .iter()
            .map(|(code, line)| format!("{code} Some(Line({line}))"))
            .collect();
        assert_eq!(told, expected, "{text}");
        assert_eq!(companions.participants().len(), n_rows, "{text}");
    }
}

#[test]
fn a_copy_without_tables_leaves_what_the_tables_told() {
    let desk = Desk::new();
    desk.write("told/one.txt", TALK);
    desk.write(
        "told/participants.csv",
        "name,side,persona,company\nAna Ruiz,prospect,champion,Brindle\nBen Oh,rep,,\n",
    );
    desk.write("told/deals.csv", "account,deal,stage\nBrindle,H1,demo\n");
    desk.write("bare/other.txt", TALK);
    let fate = |folder: &str, fate: &str| {
        let calls = desk.verbatim(&["ingest", folder, "--json"]).done().last()["calls"].clone();
        assert_eq!(calls[fate], 1, "{folder}: {calls}");
    };
    fate("bare", "new");
    fate("told", "updated");
    for folder in ["bare", "told", "bare"] {
        fate(folder, "unchanged");
    }
    let found = desk.finds(&["hours", "--account", "Brindle"]);
    assert_eq!(found.len(), 1, "{found:?}");
    let gone = ["forget", "--account", "Brindle", "--yes", "--json"];
    assert_eq!(desk.copy().verbatim(&gone).done().last()["calls"], 1);
    desk.verbatim(&["rights", "withdraw", "account:Brindle"])
        .done();
    desk.verbatim(&["rights", "explain", found[0].as_str()])
        .done()
        .says("withdrawn: in no file");
}
