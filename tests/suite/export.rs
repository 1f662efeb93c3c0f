//! Do quotes leave exactly as they were said, whatever they hold?

use std::collections::HashMap;

use proptest::prelude::*;
use verbatim::call::{Side, Span};
use verbatim::quote::export::{ExportFormat, Head, render};
use verbatim::quote::quote::{Quote, turn_hash};
use verbatim::quote::rights::book::Rights;
use verbatim::quote::rights::gate::gate_loose;

/// A table's row: from the column's name to the cell.
type Row = HashMap<String, String>;

fn quote(text: &str) -> Quote {
    Quote {
        text: text.to_owned(),
        call: "c1".to_owned(),
        turn: 12,
        start: 0,
        end: u32::try_from(text.len()).unwrap_or(u32::MAX),
        turn_sha256: turn_hash(text),
        speaker_role: "VP Operations".to_owned(),
        persona: "economic-buyer".to_owned(),
        side: Side::Prospect,
        account: Some("Acme".to_owned()),
        industry: Some("logistics".to_owned()),
        stage: None,
        outcome: None,
        date: Some("2026-03-01".to_owned()),
        seconds: Some(185.4),
        link: Some("https://calls.example/c1?t=185".to_owned()),
        tags: vec!["objection/price".to_owned()],
        highlights: vec![Span { start: 0, end: 1 }],
    }
}

fn head() -> Head {
    let filters = vec![("side".to_owned(), "prospect".to_owned())];
    Head {
        query: "too expensive".to_owned(),
        filters,
        n_found: 7,
    }
}

/// The only place that touches the renderer.
fn rendered(format: ExportFormat, quotes: &[Quote]) -> Vec<u8> {
    let rights = Rights::none(jiff::civil::date(2026, 3, 1));
    let cleared = gate_loose(quotes.to_vec(), &rights).allowed;
    render(format, &head(), &cleared).expect("rendering to memory")
}

fn markdown(text: &str) -> String {
    String::from_utf8(rendered(ExportFormat::Markdown, &[quote(text)])).expect("UTF-8")
}

/// The table's rows as the csv crate reads them.
fn rows(quotes: &[Quote]) -> Vec<Row> {
    let bytes = rendered(ExportFormat::Csv, quotes);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader
        .deserialize::<Row>()
        .collect::<Result<Vec<Row>, csv::Error>>()
        .expect("a table")
}

/// What a Markdown reader shows of the first block quote: marks and escapes taken away again.
fn read_back(page: &str) -> String {
    let lines = page.split('\n').skip_while(|line| !line.starts_with('>'));
    let lines: Vec<&str> = lines.take_while(|line| line.starts_with('>')).collect();
    let lines = lines
        .iter()
        .map(|line| line.strip_prefix("> ").unwrap_or(&line[1..]));
    let words: Vec<String> = lines
        .map(|line| unescaped(line.trim_end_matches(' ')))
        .collect();
    words.join("\n")
}

fn unescaped(line: &str) -> String {
    let mut words = String::new();
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => words.extend(chars.next()),
            '&' => {
                let reference: String = chars.by_ref().take_while(|c| *c != ';').collect();
                let number = reference.trim_start_matches('#').parse().expect("a number");
                words.extend(char::from_u32(number));
            }
            _ => words.push(c),
        }
    }
    words
}

/// What anyone does who wants the words of a row back.
fn restored(row: &Row) -> &str {
    let cell = row["quote"].as_str();
    match row["neutralized"].as_str() {
        "yes" => cell.strip_prefix('\'').unwrap_or(cell),
        _ => cell,
    }
}

#[test]
fn a_page_says_who_said_it_and_where() {
    let expected = "\
# Quotes for “too expensive”

- side: prospect
- 7 found, 1 quoted here

> It's *not*

— VP Operations, Acme, logistics · 2026-03-01 · [3:05](https://calls.example/c1?t=185)

Tags: objection/price

Source: c1:12:0-10 · sha256 HASH
";
    let hash = &turn_hash("It's *not*")[..12];
    let expected = expected.replace("HASH", hash).replace("*not*", "\\*not\\*");
    assert_eq!(markdown("It's *not*"), expected);
}

#[test]
fn marks_in_the_words_are_shown_not_obeyed() {
    for (words, line) in [
        ("a *b* _c_ `d`", "> a \\*b\\* \\_c\\_ \\`d\\`"),
        (
            "<script>alert(1)</script>",
            "> \\<script\\>alert(1)\\</script\\>",
        ),
        ("R&D &amp; [x](y)", "> R\\&D \\&amp; \\[x\\](y)"),
        ("# no heading", "> \\# no heading"),
        ("- no list", "> \\- no list"),
        ("1. no list", "> 1\\. no list"),
        ("3.5 hours", "> 3.5 hours"),
        ("===", "> \\==="),
        ("    no code", "> &#32;&#32;&#32;&#32;no code"),
        ("a\rb", "> a&#13;b"),
        ("see https://a.example", "> see https\\://a.example"),
        ("see www.a.example", "> see www\\.a.example"),
        ("back\\slash", "> back\\\\slash"),
    ] {
        let page = markdown(words);
        assert!(
            page.lines().any(|shown| shown == line),
            "{words:?} became:\n{page}"
        );
        assert_eq!(read_back(&page), words);
    }
}

#[test]
fn every_line_of_the_words_stays_in_the_quote() {
    let page = markdown("one\n\n# two\nthree");
    assert!(
        page.contains("\n> one\n>\n> \\# two  \n> three\n\n"),
        "{page}"
    );
}

#[test]
fn only_web_addresses_become_links() {
    let page = |link: &str| {
        let quote = Quote {
            link: Some(link.to_owned()),
            ..quote("a")
        };
        String::from_utf8(rendered(ExportFormat::Markdown, &[quote])).expect("UTF-8")
    };
    assert!(page("javascript:alert(1)").contains(" · 3:05\n"));
    assert!(page("https://a.example/x y)(`").contains("[3:05](https://a.example/x%20y%29%28%60)"));
    assert!(page("http://a.example/?a=1&t=2").contains("(http://a.example/?a=1&t=2)"));
}

#[test]
fn formulas_are_neutralized() {
    for words in [
        "=1+1",
        "+1",
        "-1 for that",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "  =1",
        "\u{a0}=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u{feff}=1",
    ] {
        let rows = rows(&[quote(words)]);
        assert_eq!(rows[0]["quote"], format!("'{words}"), "{words:?}");
        assert_eq!(rows[0]["neutralized"], "yes", "{words:?}");
        assert_eq!(restored(&rows[0]), words);
    }
    for words in ["too expensive", "'=1", "a=1", "", "it's - well - bad"] {
        let rows = rows(&[quote(words)]);
        assert_eq!(rows[0]["quote"], words);
        assert_eq!(rows[0]["neutralized"], "no", "{words:?}");
    }
}

#[test]
fn formulas_in_other_cells_are_neutralized_too() {
    // An apostrophe that was said cannot be taken for one that was put there.
    for (words, cell) in [
        ("fine", "fine"),
        ("'twas fine", "'twas fine"),
        ("'=1", "''=1"),
    ] {
        let quote = Quote {
            account: Some("=cmd()".to_owned()),
            ..quote(words)
        };
        let rows = rows(&[quote]);
        assert_eq!(rows[0]["account"], "'=cmd()");
        assert_eq!(rows[0]["quote"], cell);
        assert_eq!(rows[0]["neutralized"], "yes");
    }
}

#[test]
fn a_table_opens_in_a_spreadsheet() {
    let bytes = rendered(ExportFormat::Csv, &[quote("a, \"b\"\nc")]);
    assert!(bytes.starts_with(b"\xef\xbb\xbfquote,speaker_role,"));
    assert!(bytes.ends_with(b",no\r\n"));
    let rows = rows(&[quote("a, \"b\"\nc")]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["quote"], "a, \"b\"\nc");
    assert_eq!(rows[0]["time"], "3:05");
    assert_eq!(rows[0]["source"], "c1:12:0-8");
    assert_eq!(rows[0]["side"], "prospect");
}

#[test]
fn a_program_gets_every_field() {
    let bytes = rendered(ExportFormat::Json, &[quote("too much")]);
    let page: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(page["query"], "too expensive");
    assert_eq!(page["filters"][0]["name"], "side");
    assert_eq!(page["filters"][0]["value"], "prospect");
    assert_eq!(page["n_found"], 7);
    let quote = &page["quotes"][0];
    assert_eq!(quote["text"], "too much");
    assert_eq!(quote["side"], "prospect");
    assert_eq!(quote["seconds"], 185.4);
    assert_eq!(quote["highlights"], serde_json::json!([[0, 1]]));
    assert!(quote["stage"].is_null());
}

#[test]
fn a_turn_has_the_published_hash() {
    // FIPS 180-2, appendix B.1, and the well-known hash of nothing.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(turn_hash("abc"), abc);
    assert_eq!(turn_hash(""), nothing);
    assert_ne!(turn_hash("too expensive"), turn_hash("too expensive "));
}

#[test]
fn minutes_are_minutes_and_seconds() {
    for (seconds, minute) in [
        (Some(0.0), Some("0:00")),
        (Some(59.99), Some("0:59")),
        (Some(4500.0), Some("75:00")),
        (Some(-3.0), Some("0:00")),
        (Some(f64::NAN), None),
        (Some(f64::INFINITY), None),
        (None, None),
    ] {
        let quote = Quote {
            seconds,
            ..quote("a")
        };
        assert_eq!(quote.minute().as_deref(), minute, "{seconds:?}");
    }
    let far = Quote {
        seconds: Some(f64::MAX),
        ..quote("a")
    };
    assert!(far.minute().is_some());
}

#[test]
fn formats_are_found_by_name_and_by_ending() {
    for (name, format) in [
        ("markdown", Some(ExportFormat::Markdown)),
        ("MD", Some(ExportFormat::Markdown)),
        ("csv", Some(ExportFormat::Csv)),
        ("json", Some(ExportFormat::Json)),
        ("docx", None),
    ] {
        assert_eq!(ExportFormat::from_name(name), format, "{name}");
    }
}

#[test]
fn nothing_found_is_rendered_too() {
    for format in ExportFormat::ALL {
        assert!(!rendered(format, &[]).is_empty());
    }
}

/// Text with many marks in it, and any text.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-a1 \t\r\n\\\\`*_<>#|&;:./=+'\"@~\\[\\]()w]{0,40}"
    ]
}

proptest! {
    #[test]
    fn a_page_shows_the_words_exactly(words in words()) {
        prop_assert_eq!(read_back(&markdown(&words)), words);
    }

    #[test]
    fn a_table_gives_the_words_back(words in words()) {
        let rows = rows(&[quote(&words), quote("next")]);
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(restored(&rows[0]), words.as_str());
        let cell = rows[0]["quote"].as_str();
        let risky = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        prop_assert!(!risky && !cell.starts_with(['\t', '\r', '\n']));
    }

    #[test]
    fn a_program_gets_the_words_exactly(words in words()) {
        let bytes = rendered(ExportFormat::Json, &[quote(&words)]);
        let page: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        prop_assert_eq!(page["quotes"][0]["text"].as_str(), Some(words.as_str()));
    }
}
