//! Does a search find what a person means, and show it first?
//!
//! Small corpora, asked through the command line as people ask.

use serde_json::{Value, json};

use crate::harness::{Desk, Talk, cut};

/// A desk that keeps one call for each of these prospects' turns: `t0`, `t1`, ….
fn said(turns: &[&str]) -> Desk {
    let desk = Desk::new();
    let talks: Vec<Talk> = turns
        .iter()
        .enumerate()
        .map(|(n, words)| Talk::new(&format!("t{n}")).prospect(words))
        .collect();
    desk.keep(&talks);
    desk
}

/// The calls of the hits, best first.
fn found(desk: &Desk, search: &[&str]) -> Vec<String> {
    desk.hits(search)
        .iter()
        .map(|hit| hit["call"].as_str().unwrap().to_owned())
        .collect()
}

fn sorted(mut calls: Vec<String>) -> Vec<String> {
    calls.sort();
    calls
}

/// The words under the highlights of a hit.
fn highlighted(hit: &Value) -> Vec<&str> {
    let text = hit["text"].as_str().unwrap();
    hit["highlights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| cut(text, &span[0], &span[1]))
        .collect()
}

// ---- what comes first -----------------------------------------------------------------------------------------

#[test]
fn all_of_the_words_come_before_some_of_them() {
    let desk = said(&[
        "Invoice, invoice, invoice, invoice.",
        "Late, late, late.",
        "Somewhere in the middle of a long and winding tale about the office, the invoice turned up, and yes, it was late.",
        "Nothing of the kind.",
    ]);
    let calls = found(&desk, &["late invoices"]);
    assert_eq!(calls[0], "t2");
    assert_eq!(sorted(calls), ["t0", "t1", "t2"]);
}

#[test]
fn a_rare_word_counts_more_than_one_that_everybody_says() {
    let desk = said(&[
        "the truck broke",
        "the truck came",
        "the truck left",
        "the truck stood",
        "the ledger came",
    ]);
    assert_eq!(found(&desk, &["truck ledger"])[0], "t4");
}

#[test]
fn closer_comes_before_farther() {
    let desk = said(&[
        "The forecast that we put together in the office every month with all the people there is a spreadsheet.",
        "We put a forecast together with all the people in the office there every month, a spreadsheet forecast is that.",
        "The spreadsheet forecast that we put together in the office every month with all the people is there.",
    ]);
    let calls = found(&desk, &["spreadsheet forecast"]);
    assert_eq!(calls.last().map(String::as_str), Some("t0"), "{calls:?}");
}

#[test]
fn a_whole_question_works() {
    let desk = said(&[
        "We forecast in Excel.",
        "How do you do what they do?",
        "Forecasting takes me all of Monday.",
        "Hello.",
    ]);
    let calls = found(&desk, &["how do they do the forecasting today?"]);
    assert_eq!(
        sorted(calls),
        ["t0", "t2"],
        "the words that make a question say nothing by themselves"
    );
}

#[test]
fn any_form_of_a_word_is_found_and_marked() {
    let desk = said(&[
        "Our invoices are late.",
        "Invoicing is hard.",
        "They invoiced us.",
        "The voice was fine.",
    ]);
    assert_eq!(sorted(found(&desk, &["invoice"])), ["t0", "t1", "t2"]);
    let mut marked: Vec<String> = Vec::new();
    for hit in desk.hits(&["invoice"]) {
        marked.extend(highlighted(&hit).into_iter().map(str::to_owned));
    }
    assert_eq!(sorted(marked), ["Invoicing", "invoiced", "invoices"]);
}

#[test]
fn an_adjective_finds_what_is_compared_and_a_comparative_only_itself() {
    let desk = said(&[
        "The others were cheaper.",
        "It is cheap.",
        "Take the cheapest one.",
        "The chips were good.",
        "We want something better.",
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("cheap", &["t0", "t1", "t2"]),
        ("cheaper", &["t0"]),
        ("cheape*", &["t0", "t2"]),
        ("\"cheap\"", &["t1"]),
        ("cheap OR good", &["t0", "t1", "t2", "t3"]),
        ("+cheap -cheapest", &["t0", "t1"]),
        ("good", &["t3"]),
    ];
    for (query, expected) in cases {
        assert_eq!(sorted(found(&desk, &[*query])), *expected, "{query}");
    }
}

// ---- the query language ---------------------------------------------------------------------------------------

#[test]
fn the_query_language_means_what_it_says() {
    let desk = said(&[
        "We do it by hand.",                      // t0
        "It was passed by hands of steel.",       // t1
        "By the left hand, that is.",             // t2
        "A hand held by me.",                     // t3
        "We integrate and re-integrate systems.", // t4
        "The integration is done in Excel.",      // t5
        "A central part is the spreadsheet.",     // t6
        "Excel by hand, of course.",              // t7
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("\"by hand\"", &["t0", "t7"]),
        ("\"BY HAND\"", &["t0", "t7"]),
        ("“by hand”", &["t0", "t7"]),
        ("\"by hands\"", &["t1"]),
        ("\"by hand\"~1", &["t0", "t7"]),
        ("\"by hand\"~2", &["t0", "t2", "t7"]),
        ("integrat*", &["t4", "t5"]),
        ("integratio*", &["t5"]),
        ("excel OR spreadsheet", &["t5", "t6", "t7"]),
        ("+excel hand", &["t5", "t7"]),
        ("+excel +hand", &["t7"]),
        ("excel -hand", &["t5"]),
        ("hand -\"by hand\"", &["t1", "t2", "t3"]),
        ("+(excel OR spreadsheet) -integration", &["t6", "t7"]),
        ("hand call:t3", &["t3"]),
        ("hand -call:t3", &["t0", "t1", "t2", "t7"]),
        ("call:t1 OR call:t2", &["t1", "t2"]),
        ("\"by hand\" excel", &["t0", "t5", "t7"]),
        ("\"by hand\" OR central", &["t0", "t6", "t7"]),
        ("xylophone", &[]),
        ("\"hand by\"", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(sorted(found(&desk, &[*query])), *expected, "{query}");
    }
}

#[test]
fn a_phrase_is_marked_as_one() {
    let desk = said(&["Hand to hand: we do it by hand, and by the hand too."]);
    assert_eq!(highlighted(&desk.hits(&["\"by hand\""])[0]), ["by hand"]);
    assert_eq!(
        highlighted(&desk.hits(&["\"by hand\"~1"])[0]),
        ["by hand", "by the hand"]
    );
}

#[test]
fn fields_narrow_down_what_is_found() {
    let desk = Desk::new();
    let relationship = |id: &str| if id == "b" { "friend" } else { "inbound" };
    let talk = |id: &str, account: &str, outcome: &str, date: &str| {
        Talk::new(id)
            .with("account", json!({ "name": account, "industry": "mills" }))
            .with(
                "deal",
                json!({ "stage": "demo", "outcome": outcome, "relationship": relationship(id) }),
            )
            .with("date", json!(date))
            .with("title", json!(format!("Talk with {account}")))
            .prospect("The price is expensive.")
    };
    desk.keep(&[
        talk("a", "Brindle Creek", "won", "2026-01-10"),
        talk("b", "Brindle Farm", "lost", "2026-02-10"),
        talk("c", "Acme", "lost", "2026-03-10T10:00:00Z"),
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("price account:\"Brindle Creek\"", &["a"]),
        ("account:\"brindle creek\"", &["a"]),
        ("account:brindle*", &["a", "b"]),
        ("outcome:lost", &["b", "c"]),
        ("outcome:lost -account:acme", &["b"]),
        ("stage:demo", &["a", "b", "c"]),
        ("tag:objection/price", &["a", "b", "c"]),
        ("tag:price", &["a", "b", "c"]),
        ("kind:pain", &[]),
        ("month:2026-02", &["b"]),
        ("month:2026-02 OR month:2026-03", &["b", "c"]),
        ("format:verbatim-json -month:2026-03", &["a", "b"]),
        ("relationship:friend", &["b"]),
        ("-relationship:friend price", &["a", "c"]),
        ("speaker:Pam", &["a", "b", "c"]),
        ("speaker:Rea", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(sorted(found(&desk, &[*query])), *expected, "{query}");
    }
    assert_eq!(
        found(
            &desk,
            &["price", "--since", "2026-02", "--until", "2026-02"]
        ),
        ["b"]
    );
    assert_eq!(
        found(&desk, &[]),
        ["c", "b", "a"],
        "without words the newest come first"
    );
}

/// A slip in such a value would look as if nobody had ever said it.
#[test]
fn a_value_that_no_turn_can_have_is_refused_with_those_there_are() {
    let desk = said(&["The price is expensive."]);
    for (flag, value, told) in [
        ("--polarity", "afirmed", "did you mean affirmed?"),
        ("--polarity", "yes", "affirmed, negated, hypothetical, any"),
        ("--origin", "rep", "take one of unprompted, led, any"),
        ("--kind", "pains", "did you mean pain?"),
        ("--kind", "joy", "pain, objection, request, outcome"),
        ("--tag", "objection/prize", "did you mean objection/price?"),
        ("--tag", "manual-wrok", "did you mean manual-work?"),
        ("--tag", "pain/nonsense", "pain/adoption, pain/cost"),
        (
            "--tag",
            "pain/cost,objection/price",
            "--tag pain/cost --tag objection/price",
        ),
    ] {
        for command in ["search", "export"] {
            let run = desk.verbatim(&[command, flag, value]).has_trouble();
            assert_eq!(run.stdout, "", "{run}");
            run.warns(&format!("{flag} {value}: ")).warns(told);
        }
    }
    for (query, told) in [
        ("tag:objection/prize", "did you mean objection/price?"),
        ("price -kind:pains", "did you mean pain?"),
        ("side:customer", "take one of prospect, rep, unknown, any"),
        ("tag:price,slow", "tag:price OR tag:slow"),
    ] {
        desk.verbatim(&["search", query]).has_trouble().warns(told);
    }
    for filter in [
        ["--tag", "Objection/Price"],
        ["--tag", "price"],
        ["--tag", "any"],
        ["--kind", "any"],
        ["--polarity", "any"],
        ["--origin", "any"],
    ] {
        assert_eq!(found(&desk, &filter), ["t0"], "{filter:?}");
    }
    assert_eq!(found(&desk, &["tag:objection/pri*"]), ["t0"]);
}

#[test]
fn a_tag_of_own_lexicons_is_a_value_as_well() {
    let desk = said(&["The ledger is late."]);
    desk.write(
        "lexicons/own.toml",
        "persona = \"anyone\"\n[[entry]]\ntag = \"custom/ledger\"\nname = \"ledger\"\nconfidence = 0.9\npatterns = [\"ledger\"]\n",
    );
    for filter in [
        ["--tag", "custom/ledger"],
        ["--tag", "ledger"],
        ["--kind", "custom"],
    ] {
        assert_eq!(found(&desk, &filter), ["t0"], "{filter:?}");
    }
    desk.verbatim(&["search", "--tag", "custom/leger"])
        .has_trouble()
        .warns("did you mean custom/ledger?");
}

// ---- other orders ----------------------------------------------------------------------------------------------

#[test]
fn the_newest_come_first_where_that_is_asked_for() {
    let desk = Desk::new();
    let talk =
        |id: &str, date: &str, words: &str| Talk::new(id).with("date", json!(date)).prospect(words);
    desk.keep(&[
        talk("a", "2026-01-10", "The ledger is late."),
        talk("b", "2026-03-10", "A ledger."),
        talk("c", "2026-02-10", "Late, the ledger, so late."),
        talk("d", "2026-04-10", "Nothing."),
        Talk::new("e").prospect("The ledger of no day."),
    ]);
    let newest = |query| found(&desk, &[query, "--sort", "newest"]);
    assert_eq!(newest("ledger"), ["b", "c", "a", "e"]);
    assert_eq!(
        newest("late ledger"),
        ["c", "a", "b", "e"],
        "turns with every word stand before those with some"
    );
    assert_eq!(newest("\"the ledger\""), ["c", "a", "e"]);
    assert_eq!(newest(""), ["d", "b", "c", "a", "e"]);
}

/// One account that says it all the time must not fill the page.
#[test]
fn every_account_is_heard_once_before_any_is_heard_twice() {
    let desk = Desk::new();
    let talk = |id: &str, account: &str, words: &str| {
        let talk = Talk::new(id).with("date", json!("2026-01-10"));
        let talk = match account {
            "" => talk,
            name => talk.with("account", json!({ "name": name })),
        };
        talk.prospect(words)
    };
    desk.keep(&[
        talk("loud1", "Loud", "Marmot, marmot, marmot, marmot."),
        talk("loud2", "loud", "Marmot, marmot, marmot."),
        talk("loud3", "Loud", "Marmot, marmot."),
        talk(
            "calm",
            "Calm",
            "There was a marmot behind the mill, I think.",
        ),
        talk(
            "x",
            "",
            "There was one marmot, or so the story about the mill goes.",
        ),
        talk(
            "y",
            "",
            "There was one marmot, or so the story about the old mill by the river goes.",
        ),
    ]);
    let plain = found(&desk, &["marmot", "--limit", "3"]);
    assert_eq!(sorted(plain), ["loud1", "loud2", "loud3"]);
    let broad = found(&desk, &["marmot", "--sort", "breadth"]);
    assert_eq!(broad, ["loud1", "calm", "x", "y", "loud2", "loud3"]);
    for limit in 1..=broad.len() {
        let some = found(
            &desk,
            &["marmot", "--sort", "breadth", "--limit", &limit.to_string()],
        );
        assert_eq!(some, broad[..limit], "--limit {limit}");
    }
}

// ---- whose words, and which -----------------------------------------------------------------------------------

#[test]
fn only_prospects_are_quoted_unless_somebody_else_is_asked_for() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").rep("A marmot?").prospect("No marmot.")]);
    desk.write(
        "u.vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nKim Vale: One marmot.\n",
    );
    desk.verbatim(&["ingest", "u.vtt"]).done();
    for (side, n) in [("prospect", 1), ("rep", 1), ("unknown", 1), ("any", 3)] {
        let hits = desk.hits(&["marmot", "--side", side]);
        assert_eq!(hits.len(), n, "{side}");
        assert!(
            side == "any" || hits.iter().all(|hit| hit["side"] == side),
            "{side}"
        );
    }
    assert_eq!(desk.finds(&["marmot"]), ["c1:1"]);
    assert_eq!(desk.finds(&["marmot side:rep"]), ["c1:0"]);
}

#[test]
fn whoever_asked_everybody_is_not_told_to_ask_everybody() {
    let desk = said(&["No marmot."]);
    for (search, is_told) in [
        (&["wombat"][..], true),
        (&["wombat", "--side", "rep"][..], true),
        (&["wombat", "--side", "any"][..], false),
        (&["wombat side:any"][..], false),
    ] {
        let run = desk.verbatim(&[&["search"][..], search].concat());
        let run = run.finds_nothing().says("filters find more");
        assert_eq!(run.stdout.contains("--side any"), is_told, "{run}");
    }
}

#[test]
fn a_long_turn_is_one_hit() {
    let long = "The marmot walks about the old yard behind the mill every single day. ".repeat(150);
    let long_end = format!("{long} And the wombat sleeps.");
    let desk = said(&[&long, &long, &long, &long_end, "A marmot."]);
    for limit in ["1", "2", "3", "5", "10"] {
        let places = desk.finds(&["marmot", "--limit", limit]);
        assert_eq!(
            places.len(),
            limit.parse::<usize>().unwrap().min(5),
            "--limit {limit}"
        );
        let everything = desk.finds(&["--limit", limit]);
        assert_eq!(
            everything.len(),
            limit.parse::<usize>().unwrap().min(5),
            "nothing asked for, --limit {limit}"
        );
    }
    let hit = &desk.hits(&["wombat"])[0];
    assert_eq!(hit["text"], long_end, "the text is the whole turn");
    assert_eq!(highlighted(hit), ["wombat"]);
    let shown = cut(
        hit["text"].as_str().unwrap(),
        &hit["snippet"][0],
        &hit["snippet"][1],
    );
    assert!(shown.contains("wombat") && shown.len() <= 400, "{shown}");
}

#[test]
fn context_never_crosses_calls() {
    let desk = Desk::new();
    let talk = |id: &str| {
        Talk::new(id)
            .rep("first")
            .prospect("marmot")
            .rep("middle")
            .prospect("last marmot")
    };
    desk.keep(&[talk("c1"), talk("c2"), talk("c3")]);
    let turns = |neighbors: &Value| -> Vec<u64> {
        neighbors
            .as_array()
            .unwrap()
            .iter()
            .map(|neighbor| neighbor["turn"].as_u64().unwrap())
            .collect()
    };
    for hit in desk.hits(&["marmot", "--context", "20"]) {
        let turn = hit["turn"].as_u64().unwrap();
        assert_eq!(
            turns(&hit["context"]["before"]),
            (0..turn).collect::<Vec<_>>(),
            "{hit}"
        );
        assert_eq!(
            turns(&hit["context"]["after"]),
            (turn + 1..4).collect::<Vec<_>>(),
            "{hit}"
        );
    }
    for hit in desk.hits(&["marmot", "--context", "0"]) {
        assert_eq!(hit["context"], json!({ "before": [], "after": [] }));
    }
}

// ---- the recording -----------------------------------------------------------------------------------------------

#[test]
fn a_link_opens_the_recording_at_the_words() {
    let desk = Desk::new();
    for (id, url) in [
        ("plain", "https://rec.example/1"),
        ("query", "https://rec.example/2?x=1"),
        ("part", "https://rec.example/3#top"),
    ] {
        let call = Talk::new(id).with("recording_url", json!(url));
        desk.write_talks(
            &format!("{id}.json"),
            &[call
                .prospect_at(5.0, 9.0, "A marmot.")
                .prospect_at(65.5, 70.0, "A wombat.")],
        );
        desk.verbatim(&["ingest", &format!("{id}.json")]).done();
    }
    for (query, link) in [
        ("wombat call:plain", "https://rec.example/1?t=65"),
        ("wombat call:query", "https://rec.example/2?x=1&t=65"),
        ("wombat call:part", "https://rec.example/3?t=65#top"),
        ("marmot call:plain", "https://rec.example/1?t=5"),
    ] {
        assert_eq!(desk.hits(&[query])[0]["link"], link, "{query}");
    }
}

/// Cues are joined into a turn, and each keeps its own second.
#[test]
fn a_joined_turn_opens_at_the_second_of_the_cue() {
    let desk = Desk::new();
    let cues = [
        (1, "So what is it?", "Rea Dow"),
        (5, "We type it in.", "Pam Orr"),
        (12, "And the wombat eats it.", "Pam Orr"),
        (20, "All of it.", "Pam Orr"),
    ];
    let vtt: Vec<String> = cues
        .iter()
        .map(|(at, text, who)| {
            format!(
                "00:00:{at:02}.000 --> 00:00:{:02}.000\n{who}: {text}\n",
                at + 3
            )
        })
        .collect();
    desk.write("call.vtt", format!("WEBVTT\n\n{}", vtt.join("\n")));
    desk.verbatim(&["ingest", "call.vtt"]).done();
    for (word, turn, second) in [
        ("what", 0, 1.0),
        ("type", 1, 5.0),
        ("wombat", 1, 12.0),
        ("\"all of it\"", 1, 20.0),
    ] {
        let hit = &desk.hits(&[word, "--side", "any"])[0];
        assert_eq!(
            (&hit["turn"], &hit["seconds"]),
            (&json!(turn), &json!(second)),
            "{word}"
        );
    }
}

// ---- mentions ----------------------------------------------------------------------------------------------------

#[test]
fn of_several_tags_any_will_do_unless_each_has_a_plus() {
    let desk = said(&[
        "We do it by hand.",
        "It takes days.",
        "It takes days, and we do it by hand.",
        "It takes days, we do it by hand, and it is too expensive.",
    ]);
    let all = &["t0", "t1", "t2", "t3"];
    let cases: &[(&[&str], &[&str])] = &[
        (&["tag:pain/slow tag:pain/manual-work"], all),
        (&["+tag:pain/slow"], &["t1", "t2", "t3"]),
        (&["+tag:pain/slow +tag:pain/manual-work"], &["t2", "t3"]),
        (
            &["+tag:pain/slow +tag:pain/manual-work +tag:objection/price"],
            &["t3"],
        ),
        (
            &["+tag:pain/manual-work +(tag:pain/slow OR tag:objection/price)"],
            &["t2", "t3"],
        ),
        (&["+kind:pain +kind:objection"], &["t3"]),
        (
            &["+tag:pain/slow +tag:pain/manual-work -tag:objection/price"],
            &["t2"],
        ),
        (
            &["+tag:pain/manual-work", "--tag", "pain/slow"],
            &["t2", "t3"],
        ),
        (
            &["\"by hand\" +tag:pain/slow +tag:pain/manual-work"],
            &["t2", "t3"],
        ),
    ];
    for (question, expected) in cases {
        assert_eq!(sorted(found(&desk, question)), *expected, "{question:?}");
        let told = desk.hits(&[*question, &["--facets"]].concat()).pop();
        assert_eq!(told.unwrap()["found"], expected.len(), "{question:?}");
    }
}

#[test]
fn a_hit_tells_the_tags_of_the_polarity_that_was_asked_for() {
    type Told<'t> = (&'t str, &'t [&'t str]);
    let desk = said(&[
        "It is expensive.",
        "It's not expensive.",
        "It's not expensive. We do it by hand.",
    ]);
    let (price, by_hand) = ("objection/price", "pain/manual-work");
    let cases: &[(&[&str], &[Told<'_>])] = &[
        (&[], &[("t0", &[price]), ("t1", &[]), ("t2", &[by_hand])]),
        (
            &["--polarity", "negated"],
            &[("t1", &[price]), ("t2", &[price])],
        ),
        (&["polarity:negated"], &[("t1", &[price]), ("t2", &[price])]),
        (
            &["--polarity", "affirmed"],
            &[("t0", &[price]), ("t2", &[by_hand])],
        ),
        (
            &["--polarity", "any"],
            &[
                ("t0", &[price]),
                ("t1", &[price]),
                ("t2", &[price, by_hand]),
            ],
        ),
        (
            &["--polarity", "negated", "--tag", "objection/price"],
            &[("t1", &[price]), ("t2", &[price])],
        ),
    ];
    for (question, expected) in cases {
        let mut told: Vec<(String, Value)> = desk
            .hits(question)
            .iter()
            .map(|hit| {
                (
                    hit["call"].as_str().unwrap().to_owned(),
                    hit["tags"].clone(),
                )
            })
            .collect();
        told.sort_by(|one, other| one.0.cmp(&other.0));
        let expected: Vec<(String, Value)> = expected
            .iter()
            .map(|(call, tags)| ((*call).to_owned(), json!(tags)))
            .collect();
        assert_eq!(told, expected, "{question:?}");
    }
    let shown = desk.verbatim(&["search", "--polarity", "any", "call:t2"]);
    let shown = shown.done().stdout;
    assert!(
        shown.contains("    objection/price (negated)  pain/manual-work\n"),
        "{shown}"
    );
}

// ---- corrections -------------------------------------------------------------------------------------------------

#[test]
fn a_corrected_transcript_replaces_the_old_one() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1").prospect("The mermaid is expensive."),
        Talk::new("c2").prospect("Another mermaid."),
    ]);
    assert_eq!(sorted(found(&desk, &["mermaid"])), ["c1", "c2"]);

    let corrected = Talk::new("c1")
        .rep("Yes?")
        .prospect("The marmot takes weeks.");
    desk.write_talks("corrected.jsonl", &[corrected]);
    let summary = desk
        .verbatim(&["ingest", "corrected.jsonl", "--json"])
        .done()
        .last();
    assert_eq!(
        summary["calls"],
        json!({ "new": 0, "updated": 1, "unchanged": 0, "failed": 0 })
    );

    assert_eq!(found(&desk, &["mermaid"]), ["c2"]);
    assert_eq!(desk.finds(&["marmot"]), ["c1:1"]);
    assert_eq!(found(&desk, &["--tag", "pain/slow"]), ["c1"]);
    desk.verbatim(&["search", "--tag", "objection/price"])
        .finds_nothing();
    assert_eq!(desk.finds(&["--side", "any", "call:c1"]).len(), 2);
    desk.verbatim(&["check"]).done();
}
