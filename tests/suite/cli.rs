//! What do the commands promise to people's scripts?
//!
//! The shapes of the JSON lines, the exit codes, and that what a command says is true when it is counted again.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use crate::harness::{Desk, Talk, cut, keys, place};

const COMMANDS: [&str; 13] = [
    "demo",
    "ingest",
    "search",
    "export",
    "parse",
    "tag",
    "explain",
    "redact",
    "sides",
    "check",
    "reindex",
    "completions",
    "man",
];

/// Transcripts among the samples; one more file there is refused on purpose.
const SAMPLE_CALLS: usize = 17;

fn samples() -> Desk {
    Desk::new().with_samples()
}

fn kept_samples() -> Desk {
    let desk = samples();
    desk.keep_samples();
    desk
}

#[track_caller]
fn has_keys(object: &Value, wanted: &str) {
    let there = keys(object);
    for key in wanted.split_whitespace() {
        assert!(there.contains(key), "no {key:?} in {object}");
    }
}

// ---- reading and hearing ----------------------------------------------------------------------------------

#[test]
fn parse_gives_a_call_a_line_and_tells_of_what_it_refused() {
    let run = samples()
        .verbatim(&["parse", "corpus-samples", "--json"])
        .has_trouble()
        .warns("zoom-chat.txt");
    let calls = run.lines();
    assert_eq!(calls.len(), SAMPLE_CALLS);
    for call in &calls {
        has_keys(
            call,
            "call title format started_at duration language source account deal participants turns problems",
        );
        has_keys(&call["source"], "path");
        for person in call["participants"].as_array().unwrap() {
            has_keys(person, "name side side_reason title persona email");
            assert!(
                ["prospect", "rep", "unknown"].contains(&person["side"].as_str().unwrap()),
                "{person}"
            );
        }
        for (index, turn) in call["turns"].as_array().unwrap().iter().enumerate() {
            has_keys(turn, "index speaker side start end text");
            assert_eq!(turn["index"], json!(index), "{}", call["call"]);
        }
        for problem in call["problems"].as_array().unwrap() {
            has_keys(problem, "code message");
        }
    }
    let ids: BTreeSet<String> = calls.iter().map(|call| call["call"].to_string()).collect();
    assert_eq!(ids.len(), SAMPLE_CALLS, "two calls share an id");
}

/// By call and index: the turn as `parse` prints it.
fn parsed_turns(desk: &Desk) -> HashMap<(String, u64), Value> {
    let mut turns = HashMap::new();
    for call in desk
        .verbatim(&["parse", "corpus-samples", "--json"])
        .lines()
    {
        for turn in call["turns"].as_array().unwrap() {
            turns.insert(
                (call["call"].to_string(), turn["index"].as_u64().unwrap()),
                turn.clone(),
            );
        }
    }
    turns
}

/// Every mention is a slice of a prospect's turn, and its cues are slices of the turns they name.
fn check_mentions(desk: &Desk) {
    let turns = parsed_turns(desk);
    let mentions = desk
        .verbatim(&["tag", "corpus-samples", "--json"])
        .has_trouble()
        .lines();
    assert!(!mentions.is_empty());
    for mention in &mentions {
        has_keys(
            mention,
            "call turn speaker side persona start end quote tag polarity target origin confidence lexicon pattern why",
        );
        let turn = &turns[&(
            mention["call"].to_string(),
            mention["turn"].as_u64().unwrap(),
        )];
        assert_eq!(mention["side"], "prospect", "{mention}");
        assert_eq!(turn["side"], "prospect", "{mention}");
        assert_eq!(mention["speaker"], turn["speaker"]);
        assert_eq!(
            mention["quote"],
            cut(
                turn["text"].as_str().unwrap(),
                &mention["start"],
                &mention["end"]
            )
        );
        let confidence = mention["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence), "{mention}");
        for (value, usual) in [
            ("polarity", "affirmed"),
            ("target", "own"),
            ("origin", "unprompted"),
        ] {
            let cue = &mention["why"][value];
            assert_eq!(
                mention[value] == usual,
                cue.is_null(),
                "the {value} has no reason: {mention}"
            );
            if !cue.is_null() {
                let there = &turns[&(mention["call"].to_string(), cue["turn"].as_u64().unwrap())];
                assert_eq!(
                    cue["cue"],
                    cut(there["text"].as_str().unwrap(), &cue["start"], &cue["end"])
                );
            }
        }
    }
}

#[test]
fn tag_quotes_prospects_byte_for_byte() {
    check_mentions(&samples());
}

#[test]
fn tag_quotes_prospects_byte_for_byte_with_the_shipped_lexicons() {
    check_mentions(&Desk::with_shipped_lexicons().with_samples());
}

#[test]
fn tag_leaves_out_what_is_less_sure_than_asked_for() {
    let desk = Desk::new();
    desk.write_talks(
        "one.jsonl",
        &[Talk::new("c1").prospect("It was wrong. It takes hours. We do it by hand.")],
    );
    for (threshold, expected) in [("0", 3), ("0.3", 2), ("0.8", 1), ("1", 0)] {
        let run = desk.verbatim(&["tag", "one.jsonl", "--json", "--threshold", threshold]);
        assert_eq!(run.lines().len(), expected, "{run}");
        assert_eq!(run.code, i32::from(expected == 0), "{run}");
    }
}

#[test]
fn a_threshold_lies_between_0_and_1() {
    let desk = Desk::new();
    desk.write_talks("one.jsonl", &[Talk::new("c1").prospect("By hand.")]);
    for threshold in ["1.5", "7", "nan", "inf", "much"] {
        desk.verbatim(&["tag", "one.jsonl", "--threshold", threshold])
            .has_trouble()
            .warns("a threshold is a number from 0 to 1");
    }
    desk.verbatim(&["tag", "one.jsonl", "--threshold=-0.1"])
        .has_trouble()
        .warns("a threshold is a number from 0 to 1");
}

/// Nobody listened, so nothing can be said of what was heard.
#[test]
fn a_file_that_cannot_be_read_is_no_file_in_which_nothing_was_heard() {
    let desk = Desk::new();
    let run = desk.verbatim(&["tag", "nowhere.vtt"]).has_trouble();
    assert_eq!(run.stdout, "", "{run}");
    desk.write_talks("one.jsonl", &[Talk::new("c1").prospect("Fine.")]);
    desk.verbatim(&["tag", "one.jsonl"])
        .finds_nothing()
        .says("Nothing was heard.");
}

#[test]
fn loose_text_is_heard_line_by_line() {
    let typed = concat!(
        "{\"id\":1,\"text\":\"We do it by hand.\"}\n",
        "this is no object\n",
        "{\"id\":\"rep\",\"text\":\"Do you do it by hand?\",\"side\":\"rep\"}\n",
        "\n",
        "{\"id\":\"x\",\"text\":\"Ünser Büro: all by hand.\",\"persona\":\"end-user\"}\n",
    );
    let run = Desk::new()
        .verbatim_with(typed, &["tag", "--utterances", "-", "--json"])
        .has_trouble()
        .warns("-:2");
    let mentions = run.lines();
    assert_eq!(
        mentions
            .iter()
            .map(|mention| mention["id"].clone())
            .collect::<Vec<_>>(),
        [json!(1), json!("x")]
    );
    for mention in &mentions {
        has_keys(
            mention,
            "id side persona start end quote tag polarity target origin confidence lexicon pattern why",
        );
        assert!(
            mention.get("call").is_none() && mention.get("turn").is_none(),
            "{mention}"
        );
    }
    assert_eq!(mentions[1]["persona"], "end-user");
    assert_eq!(
        mentions[1]["quote"],
        cut(
            "Ünser Büro: all by hand.",
            &mentions[1]["start"],
            &mentions[1]["end"]
        )
    );

    Desk::new()
        .verbatim_with(
            "{\"id\":1,\"text\":\"All is well.\"}\n",
            &["tag", "--utterances", "-"],
        )
        .finds_nothing();
}

/// A line that cannot be read costs itself only.
#[test]
fn loose_text_goes_on_behind_a_broken_line() {
    let desk = Desk::new();
    let long = format!("{{\"id\":2,\"text\":\"{}\"}}\n", "by hand ".repeat(200_000));
    let lines: [&[u8]; 4] = [
        b"\xEF\xBB\xBF{\"id\":1,\"text\":\"We do it by hand.\"}\r\n",
        long.as_bytes(),
        b"{\"id\":3,\"text\":\"caf\xE9, by hand\"}\n",
        b"{\"id\":4,\"text\":\"We do it all by hand.\"}",
    ];
    desk.write("said.jsonl", lines.concat());
    let run = desk
        .verbatim(&["tag", "--utterances", "said.jsonl", "--json"])
        .has_trouble()
        .warns("line 2 is longer")
        .warns("said.jsonl:3");
    let ids: Vec<Value> = run.lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, [json!(1), json!(4)]);
}

#[test]
fn a_dash_is_standard_input() {
    let desk = Desk::new();
    let typed = Talk::new("piped").rep("How?").prospect("By hand.").line();
    for (args, expected) in [
        (vec!["parse", "-"], "piped"),
        (vec!["parse", "-", "--json"], "\"call\":\"piped\""),
        (vec!["tag", "-", "--json"], "\"quote\":\"By hand.\""),
        (vec!["explain", "-"], "By hand."),
        (vec!["ingest", "-"], "1 new"),
    ] {
        desk.verbatim_with(&typed, &args).done().says(expected);
    }
    assert_eq!(desk.finds(&["hand"]), ["piped:1"]);
}

#[test]
fn explain_tells_every_step() {
    let desk = samples();
    let file = "corpus-samples/maplethorn-discovery-rev.txt";
    let story = desk.verbatim(&["explain", file, "--json"]).done().last();
    has_keys(&story, "call format source problems utterances turns");
    for turn in story["turns"].as_array().unwrap() {
        has_keys(
            turn,
            "index speaker side side_reason persona start end text words mentions",
        );
        for word in turn["words"].as_array().unwrap() {
            assert!(!cut(turn["text"].as_str().unwrap(), &word[0], &word[1]).is_empty());
        }
    }
    let only = desk
        .verbatim(&["explain", file, "--json", "--turn", "4"])
        .done()
        .last();
    assert_eq!(only["turns"].as_array().unwrap().len(), 1);
    assert_eq!(only["turns"][0], story["turns"][4]);
}

#[test]
fn explain_refuses_a_turn_that_no_call_has() {
    let desk = Desk::new();
    let short = Talk::new("short").rep("How?").prospect("By hand.");
    let long = Talk::new("long").rep("So?").prospect("Yes.");
    let long = long.rep("When?").prospect("Every night.");
    desk.write_talks("one.jsonl", std::slice::from_ref(&short));
    desk.write_talks("two.jsonl", &[short, long]);
    let run = desk
        .verbatim(&["explain", "one.jsonl", "--turn", "2"])
        .has_trouble()
        .warns("there is no turn 2: the call has 2 turns")
        .warns("from 0 to 1");
    assert_eq!(run.stdout, "");
    desk.verbatim(&["explain", "one.jsonl", "--turn", "1"])
        .done()
        .says("By hand.");
    let run = desk
        .verbatim(&["explain", "two.jsonl", "--turn", "3", "--json"])
        .done();
    assert_eq!(run.lines().len(), 1, "{run}");
    assert_eq!(run.last()["turns"][0]["text"], "Every night.");
    desk.verbatim(&["explain", "two.jsonl", "--turn", "9"])
        .has_trouble()
        .warns("the longest of the 2 calls has 4 turns");
}

// ---- keeping ------------------------------------------------------------------------------------------------

#[test]
fn ingest_reports_every_call_and_sums_up() {
    let desk = samples();
    let mut lines = desk
        .verbatim(&["ingest", "corpus-samples", "--json"])
        .has_trouble()
        .lines();
    let summary = lines.pop().unwrap();
    has_keys(&summary, "calls turns mentions seconds failed");
    assert_eq!(
        summary["calls"],
        json!({ "new": SAMPLE_CALLS, "updated": 0, "unchanged": 0, "failed": 1 })
    );
    has_keys(&summary["failed"][0], "path code message");
    assert_eq!(lines.len(), SAMPLE_CALLS);
    assert!(
        lines
            .iter()
            .all(|line| line["fate"] == "new" && line["kept"].is_string()),
        "{lines:?}"
    );

    let checked = desk.checked();
    assert_eq!(checked["calls"], SAMPLE_CALLS);
    assert_eq!(
        (&checked["turns"], &checked["mentions"]),
        (&summary["turns"], &summary["mentions"])
    );
}

#[test]
fn a_second_run_changes_nothing() {
    let desk = kept_samples();
    let before = desk.checked();
    let again = desk
        .verbatim(&["ingest", "corpus-samples", "--json"])
        .last();
    assert_eq!(
        again["calls"],
        json!({ "new": 0, "updated": 0, "unchanged": SAMPLE_CALLS, "failed": 1 })
    );
    let after = desk.checked();
    for counted in [
        "calls",
        "turns",
        "mentions",
        "accounts",
        "catalogue_seq",
        "index_seq",
        "index_documents",
    ] {
        assert_eq!(before[counted], after[counted], "{counted}");
    }
}

#[test]
fn a_failed_file_never_stops_the_rest() {
    let desk = Desk::new();
    desk.write("a-binary.vtt", [0x7f, b'E', b'L', b'F', 0, 1, 2, 255]);
    desk.write("b-empty.txt", "");
    desk.write_talks(
        "c.jsonl",
        &[
            Talk::new("c1").prospect("one"),
            Talk::new("c2").prospect("two"),
        ],
    );
    desk.write("d-half.json", "{\"turns\":[{\"speaker\":\"A\",");
    desk.write(
        "e.vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nPam Orr: three\n",
    );
    let files = [
        "a-binary.vtt",
        "b-empty.txt",
        "c.jsonl",
        "d-half.json",
        "e.vtt",
        "f-missing.vtt",
    ];
    let refused = [
        "a-binary.vtt",
        "b-empty.txt",
        "d-half.json",
        "f-missing.vtt",
    ];

    let parsed = desk
        .verbatim(&[&["parse", "--json"][..], &files].concat())
        .has_trouble();
    assert_eq!(parsed.lines().len(), 3, "{parsed}");
    let mut kept = desk
        .verbatim(&[&["ingest", "--json"][..], &files].concat())
        .has_trouble()
        .lines();
    let summary = kept.pop().unwrap();
    assert_eq!(
        summary["calls"],
        json!({ "new": 3, "updated": 0, "unchanged": 0, "failed": refused.len() })
    );
    for (failed, name) in summary["failed"].as_array().unwrap().iter().zip(refused) {
        assert!(
            failed["path"].as_str().unwrap().starts_with(name),
            "{failed}"
        );
        assert!(parsed.stderr.contains(name), "{parsed}");
    }
    desk.verbatim(&["check"]).done();
}

// ---- finding ------------------------------------------------------------------------------------------------

#[test]
fn search_gives_a_hit_a_line_with_its_place() {
    let desk = kept_samples();
    let turns = parsed_turns(&desk);
    let hits = desk.hits(&["truck order price week hand people", "--limit", "30"]);
    assert_eq!(hits.len(), 30);
    assert!(
        hits.windows(2)
            .all(|two| two[0]["score"].as_f64() >= two[1]["score"].as_f64()),
        "best first"
    );
    for hit in &hits {
        has_keys(
            hit,
            "call turn title speaker side persona account industry stage outcome date start end score text",
        );
        has_keys(hit, "highlights tags context link");
        has_keys(&hit["context"], "before after");
        let turn = &turns[&(hit["call"].to_string(), hit["turn"].as_u64().unwrap())];
        assert_eq!(
            (&hit["text"], &hit["speaker"], &hit["side"]),
            (&turn["text"], &turn["speaker"], &json!("prospect"))
        );
        let text = hit["text"].as_str().unwrap();
        assert_eq!(text, cut(text, &hit["start"], &hit["end"]));
        cut(text, &hit["snippet"][0], &hit["snippet"][1]);
        let mut before = 0;
        for span in hit["highlights"].as_array().unwrap() {
            assert!(!cut(text, &span[0], &span[1]).is_empty());
            assert!(
                span[0].as_u64().unwrap() >= before,
                "highlights overlap: {hit}"
            );
            before = span[1].as_u64().unwrap();
        }
    }
    desk.verbatim(&["search", "xylophone", "--json"])
        .finds_nothing();
}

/// Every hit of a filtered search says so itself, and what the filter left out does not.
#[test]
fn filters_keep_what_they_name() {
    let desk = kept_samples();
    let everything = desk.hits(&["--limit", "10000"]);
    for (flag, key, value) in [
        ("--persona", "persona", "end-user"),
        ("--account", "account", "Zipwren Courier"),
        ("--industry", "industry", "cold storage"),
        ("--stage", "stage", "discovery"),
        ("--outcome", "outcome", "lost"),
    ] {
        let expected: BTreeSet<String> = everything
            .iter()
            .filter(|hit| hit[key] == value)
            .map(place)
            .collect();
        let found = desk.finds(&[flag, value, "--limit", "10000"]);
        assert!(
            !expected.is_empty() && found.len() == expected.len(),
            "{flag}: {} of {}",
            found.len(),
            expected.len()
        );
        assert_eq!(
            found.into_iter().collect::<BTreeSet<_>>(),
            expected,
            "{flag}"
        );
        let written = format!("{key}:\"{value}\"");
        assert_eq!(
            desk.finds(&[&written, "--limit", "10000"]).len(),
            expected.len(),
            "{written}"
        );
    }
    for (filter, holds) in [
        (["--tag", "pain/manual-work"], "pain/manual-work"),
        (["--tag", "price"], "objection/price"),
        (["--kind", "objection"], "objection/price"),
    ] {
        let hits = desk.hits(&[&filter[..], &["--limit", "10000"]].concat());
        assert!(!hits.is_empty(), "{filter:?}");
        assert!(
            hits.iter()
                .all(|hit| hit["tags"].as_array().unwrap().contains(&json!(holds))),
            "{filter:?}"
        );
        for hit in &hits {
            let (first, shown) = (&hit["highlights"][0], &hit["snippet"]);
            let at = |span: &Value, border: usize| span[border].as_u64().unwrap();
            let is_short = at(first, 1) - at(first, 0) <= 600;
            let is_inside = at(shown, 0) <= at(first, 0) && at(first, 1) <= at(shown, 1);
            assert!(is_inside || !is_short, "{filter:?} cuts short: {hit}");
        }
    }
    for (flag, date) in [
        ("--since", "2026-05"),
        ("--until", "2026-03-31"),
        ("--until", "2026"),
    ] {
        let hits = desk.hits(&[flag, date, "--limit", "10000"]);
        assert!(!hits.is_empty(), "{flag} {date}");
        for hit in hits {
            let day = &hit["date"].as_str().unwrap()[..date.len()];
            assert!(
                if flag == "--since" {
                    day >= date
                } else {
                    day <= date
                },
                "{flag} {date}: {day}"
            );
        }
    }
}

#[test]
fn a_malformed_query_shows_the_place() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("The price is high.")]);
    for (query, carets) in [
        ("price \"open", "  price \"open\n        ^"),
        ("price (high", "  price (high\n        ^"),
        ("acount:acme", "  acount:acme\n  ^^^^^^"),
        ("price OR", "  price OR\n        ^^"),
        ("tag:", "  tag:\n"),
        ("price +", "  price +\n        ^"),
    ] {
        for command in ["search", "export"] {
            let run = desk.verbatim(&[command, query]).has_trouble().warns(carets);
            assert_eq!(run.stdout, "", "{run}");
        }
    }
    let deep = "(".repeat(3000);
    let wide = "price ".repeat(3000);
    for query in [
        deep.as_str(),
        &wide,
        "-price",
        "\u{202e}*",
        "***",
        "~3",
        "\"\"",
    ] {
        let run = desk.verbatim(&["search", "--", query]);
        assert!((0..=2).contains(&run.code), "{run}");
    }
}

#[test]
fn a_word_is_excluded_as_the_help_says() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1").prospect("The price with a discount."),
        Talk::new("c2").prospect("The price."),
    ]);
    assert_eq!(desk.finds(&["+price -discount"]), ["c2:0"]);
    assert_eq!(desk.finds(&["+price", "-discount"]), ["c2:0"]);
}

#[test]
fn only_words_to_leave_out_are_enough_where_filters_say_what_to_find() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1").prospect("The price with a discount."),
        Talk::new("c2").prospect("The price."),
        Talk::new("c3").prospect("Nothing of the kind."),
    ]);
    let price = ["--tag", "objection/price"];
    for left_out in ["-discount", "-\"a discount\"", "-disc*"] {
        let search = [&price[..], &["--", left_out]].concat();
        assert_eq!(desk.finds(&search), ["c2:0"], "{left_out}");
    }
    assert_eq!(
        desk.finds(&[&price[..], &["--", "-call:c2"]].concat()),
        ["c1:0"]
    );
    for refused in [
        &["search", "--", "-discount"][..],
        &["search", "--side", "any", "--", "-discount"],
    ] {
        desk.verbatim(refused)
            .has_trouble()
            .warns("this query only says what not to find\n  -discount\n  ^\n");
    }
}

#[test]
fn exports_carry_their_sources() {
    let desk = kept_samples();
    let question = ["export", "truck order price", "--limit", "7"];
    let as_json = desk
        .verbatim(&[&question[..], &["--format", "json"]].concat())
        .done();
    let pack: Value = serde_json::from_str(&as_json.stdout).unwrap();
    let quotes = pack["quotes"].as_array().unwrap();
    assert_eq!(quotes.len(), 7);
    let turns = parsed_turns(&desk);
    for quote in quotes {
        let turn = &turns[&(quote["call"].to_string(), quote["turn"].as_u64().unwrap())];
        assert_eq!(
            quote["text"],
            cut(
                turn["text"].as_str().unwrap(),
                &quote["start"],
                &quote["end"]
            )
        );
        assert_eq!(quote["turn_sha256"].as_str().unwrap().len(), 64);
    }
    let csv = desk
        .verbatim(&[&question[..], &["--format", "csv"]].concat())
        .done();
    assert!(
        csv.stdout.starts_with("\u{feff}quote,"),
        "a spreadsheet would misread {csv}"
    );
    assert_eq!(
        csv::Reader::from_reader(csv.stdout.as_bytes())
            .records()
            .map(Result::unwrap)
            .count(),
        7
    );
    let markdown = desk
        .verbatim(
            &[
                &question[..],
                &["--format", "markdown", "--output", "pack.md"],
            ]
            .concat(),
        )
        .done();
    assert_eq!(markdown.stdout, "");
    let pack = std::fs::read_to_string(desk.path("pack.md")).unwrap();
    assert_eq!(
        pack.lines()
            .filter(|line| line.starts_with("Source: "))
            .count(),
        7,
        "{pack}"
    );
    for format in ["json", "csv", "markdown"] {
        desk.verbatim(&["export", "xylophone", "--format", format])
            .finds_nothing();
    }
    desk.verbatim(&["export", "by hand", "--output", "no/such/folder/pack.md"])
        .has_trouble()
        .warns("no/such/folder/pack.md");
}

#[test]
fn facets_say_how_many_values_they_leave_out() {
    let desk = Desk::new();
    let talk = |n: usize| {
        Talk::new(&format!("c{n}"))
            .with("account", json!({ "name": format!("Oak{n}") }))
            .prospect("The price is high.")
    };
    for (n_accounts, told) in [(8, None), (13, Some("and 5 more"))] {
        desk.keep(&(0..n_accounts).map(talk).collect::<Vec<_>>());
        let run = desk.verbatim(&["search", "price", "--facets"]).done();
        match told {
            Some(told) => drop(run.says(told)),
            None => assert!(!run.stdout.contains(" more"), "{run}"),
        }
    }
}

#[test]
fn an_export_goes_by_its_files_ending_unless_a_format_is_named() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("The price is high.")]);
    for (file, named, begins, note) in [
        ("price.md", None, "# Quotes", None),
        ("price.CSV", None, "\u{feff}quote,", None),
        ("price.json", None, "{", None),
        ("price", None, "# Quotes", None),
        ("same.csv", Some("csv"), "\u{feff}quote,", None),
        ("other.csv", Some("json"), "{", Some("--format wins: json")),
        ("other.txt", Some("markdown"), "# Quotes", None),
    ] {
        let mut args = vec!["export", "price", "--output", file];
        args.extend(named.into_iter().flat_map(|named| ["--format", named]));
        let run = desk.verbatim(&args).done();
        let written = std::fs::read_to_string(desk.path(file)).unwrap();
        assert!(written.starts_with(begins), "{run}{written}");
        match note {
            Some(note) => drop(run.warns(note)),
            None => assert_eq!(run.stderr, "", "{run}"),
        }
    }
    desk.verbatim(&["export", "price", "--output", "price.docx"])
        .has_trouble()
        .warns("the file's ending names no format; the formats are markdown, csv and json");
    assert!(!desk.path("price.docx").exists());
}

#[test]
fn an_export_says_how_many_there_are_beside_those_it_quotes() {
    let desk = Desk::new();
    let talk = |n: usize| Talk::new(&format!("c{n}")).prospect("The price is high.");
    desk.keep(&(0..5).map(talk).collect::<Vec<_>>());
    desk.verbatim(&["export", "price", "--limit", "2"])
        .done()
        .says("5 found, 2 quoted here")
        .warns("5 found, 2 written; --limit 5 writes all");
    for format in ["csv", "json"] {
        desk.verbatim(&["export", "price", "--limit", "2", "--format", format])
            .done()
            .warns("5 found, 2 written; --limit 5 writes all");
    }
    let all = desk.verbatim(&["export", "price", "--limit", "5"]).done();
    assert_eq!(all.stderr, "", "{all}");
}

#[test]
fn an_export_without_quotes_leaves_the_file_of_an_earlier_one() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("The price is high.")]);
    desk.verbatim(&["export", "price", "-o", "price.md"]).done();
    let before = std::fs::read(desk.path("price.md")).unwrap();
    desk.verbatim(&["export", "xylophone", "-o", "price.md"])
        .finds_nothing()
        .warns("nothing was found")
        .warns("price.md stays as it was");
    assert_eq!(std::fs::read(desk.path("price.md")).unwrap(), before);
    desk.verbatim(&["export", "xylophone", "-o", "none.md"])
        .finds_nothing()
        .warns("none.md was not written");
    assert!(!desk.path("none.md").exists());
}

// ---- the rest of the door ---------------------------------------------------------------------------------------

/// It is not empty only because nobody can see what is in it.
#[cfg(unix)]
#[test]
fn a_data_folder_that_cannot_be_looked_into_is_told_so() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("yes")]);
    let allow = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(desk.path("data"), permissions).unwrap();
    };
    allow(0o000);
    let is_shut = std::fs::read_dir(desk.path("data")).is_err();
    let runs = ["search", "check"].map(|command| desk.verbatim(&[command]));
    allow(0o700);
    // Whoever may do everything (root) may look into it all the same.
    if is_shut {
        for run in runs {
            run.has_trouble()
                .warns("cannot look into data: ")
                .warns("check who owns it");
        }
    }
    desk.write("file", "no folder");
    desk.verbatim(&["--data", "file", "search"])
        .has_trouble()
        .warns("cannot look into file: ");
}

#[test]
fn exit_codes_tell_what_came_of_it() {
    let desk = Desk::new();
    for command in ["search", "export", "check", "reindex"] {
        desk.verbatim(&[command])
            .has_trouble()
            .warns("verbatim ingest");
    }
    assert!(
        !desk.path("data").exists(),
        "a look must not create the data folder"
    );
    desk.keep(&[Talk::new("c1").rep("Some do it by hand.").prospect("yes")]);
    let cases: &[(&[&str], i32)] = &[
        (&["search", "yes"], 0),
        (&["search", "hand"], 1),
        (&["search", "hand", "--side", "rep"], 0),
        (&["search", "hand", "--side", "somebody"], 2),
        (&["search", "yes", "--limit", "0"], 2),
        (&["search", "yes", "--since", "yesterday"], 2),
        (&["tag", "calls.jsonl"], 1),
        (&["parse", "calls.jsonl"], 0),
        (&["parse", "nowhere.txt"], 2),
        (&["tag", "nowhere.txt"], 2),
        (&["explain", "nowhere.txt"], 2),
        (&["ingest", "nowhere"], 2),
        (&["ingest"], 2),
        (&["--config", "nowhere.toml", "check"], 2),
        (&["frobnicate"], 2),
        (&[], 2),
        (&["--help"], 0),
        (&["--version"], 0),
    ];
    for (args, code) in cases {
        let run = desk.verbatim(args).ends_with(*code);
        assert!(
            run.stderr.is_empty() || *code == 2,
            "a message without trouble:\n{run}"
        );
    }
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let desk = Desk::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.verbatim(&["completions", shell]).done();
        assert!(
            COMMANDS
                .iter()
                .all(|command| script.stdout.contains(command)),
            "{shell}"
        );
    }
    let page = desk.verbatim(&["man"]).done().says(".TH verbatim 1");
    for command in COMMANDS {
        assert!(
            page.stdout
                .contains(&format!("VERBATIM {}", command.to_uppercase())),
            "{command}"
        );
    }
}

/// The lines under `Examples:` in a command's help.
fn examples(desk: &Desk, command: &str) -> Vec<String> {
    let help = desk
        .verbatim_where("COLUMNS", "200", &[command, "--help"])
        .done();
    let listed = help
        .stdout
        .lines()
        .skip_while(|line| *line != "Examples:")
        .skip(1);
    listed
        .map_while(|line| line.strip_prefix("  "))
        .map(str::to_owned)
        .collect()
}

#[cfg(unix)]
#[test]
fn the_examples_of_every_help_run() {
    let desk = kept_samples();
    for folder in [
        "home/.local/share/bash-completion/completions",
        "home/.zfunc",
        "home/.config/fish/completions",
    ] {
        std::fs::create_dir_all(desk.path(folder)).unwrap();
    }
    let call = std::fs::read(desk.path("corpus-samples/suryaket-discovery-teams.vtt")).unwrap();
    for name in [
        "call.vtt",
        "more/call.vtt",
        "exports/2026-03/call.vtt",
        "tmp/.keep",
    ] {
        desk.write(name, &call);
    }
    for command in COMMANDS {
        let lines = examples(&desk, command);
        assert!(
            !lines.is_empty() || command == "man",
            "{command} shows no example"
        );
        for line in lines {
            let first = line.split_whitespace().next().unwrap_or("");
            assert!(
                ["verbatim", "echo", "cat"].contains(&first),
                "this example of {command} is broken in two: {line}"
            );
            let run = desk.shell(&line.replace("/tmp/", "tmp/"));
            // The chat among the samples is refused on purpose, and nothing else is.
            let all = format!("{}{}", run.stdout, run.stderr);
            let only_the_chat = run.code == 2 && all.matches("zoom-chat.txt").count() == 1;
            assert!(
                run.code == 0 || (only_the_chat && line.contains("corpus-samples")),
                "{run}"
            );
        }
    }
}

#[test]
fn an_example_fits_on_a_line() {
    let desk = Desk::new();
    for command in COMMANDS {
        for line in examples(&desk, command) {
            assert!(
                line.chars().count() <= 78,
                "80 columns break this example of {command}: {line}"
            );
        }
    }
}

// ---- redacting a loose text --------------------------------------------------------------------------------

#[test]
fn a_loose_text_is_marked_line_by_line_with_bytes_and_reasons() {
    let desk = Desk::new();
    desk.write(
        "note.txt",
        "Write to jane.doe@example.com.\r\n\nIt takes us four days.\n",
    );
    let lines = desk
        .verbatim(&["redact", "note.txt", "--json"])
        .done()
        .lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["redacted"], "Write to [an e-mail address].");
    assert_eq!(
        lines[0]["findings"][0]["span"],
        json!({ "start": 9, "end": 29 })
    );
    assert_eq!(lines[0]["findings"][0]["class"], "email");
    assert_eq!(lines[2]["redacted"], "It takes us four days.");
    assert_eq!(lines[2]["findings"], json!([]));
}

#[test]
fn names_of_a_call_are_known_to_who_names_the_call() {
    let desk = Desk::new();
    desk.write(
        "call.json",
        json!({
            "id": "one",
            "participants": [{ "name": "Rose Field", "side": "prospect" }],
            "turns": [{ "speaker": "Rose Field", "text": "We count by hand every night." }],
        })
        .to_string(),
    );
    desk.verbatim(&["ingest", "call.json"]).done();
    desk.write("note.txt", "the field is green and rose said so");
    let without = desk.verbatim(&["redact", "note.txt"]).done();
    assert!(
        without.stdout.contains("green and rose said so"),
        "{without}"
    );
    let with = desk
        .verbatim(&["redact", "note.txt", "--call", "one"])
        .done();
    assert!(!with.stdout.contains("rose"), "{with}");
    desk.verbatim(&["redact", "note.txt", "--call", "two"])
        .has_trouble()
        .warns("there is no call two");
}

#[test]
fn a_text_that_is_none_is_refused() {
    let desk = Desk::new();
    desk.write("long.txt", "a".repeat((1 << 20) + 1));
    desk.write("bytes.txt", b"one\n\xff\xfe\n");
    for (file, why) in [
        ("long.txt", "line 1 is longer"),
        ("bytes.txt", "line 2 is no UTF-8"),
    ] {
        desk.verbatim(&["redact", file]).has_trouble().warns(why);
    }
}
