//! Does a list of somebody else become a lexicon?

use verbatim::tend::check::check;
use verbatim::tend::import::{Imported, Place, Shape as ListShape, Wishes, import};

use crate::harness::Desk;

use super::sources;

const WORDS: &str = "Keyword;Category;Example\n\
    too expensive;Price;That's too expensive.\n\
    way too expensive;Price;That's way too expensive.\n\
    price (list)?;Price;\n\
    ;Price;\n\
    so slow;Speed issues;\n\
    \"say \"\"no\"\"\";pain/risk;\n";

const WORDS_AS_LEXICON: &str = r#"persona = "anyone"

[[entry]]
tag = "custom/price"
name = "price"
confidence = 0.5
patterns = [
  "price list",
  "too expensive",
]
hear = [
  "That's too expensive.",
  "That's way too expensive.",
]
near = []

[[entry]]
tag = "pain/risk"
name = "pain-risk"
confidence = 0.5
patterns = [
  "say no",
]
hear = []
near = []

[[entry]]
tag = "pain/slow"
name = "speed-issues"
confidence = 0.5
patterns = [
  "so slow",
]
hear = []
near = []
"#;

const DICTIONARY: &str = "%\n1\tposemo (Positive)\n2\tanger\n%\nhapp*\t1\nhate*\t2\nhate\t2\nrage\t2\nkind of\t1\t9\nbi*\t2\n:)\t1\n";

const TRACKERS: &str = r#"{"requestId":"4al018","keywordTrackers":[
 {"trackerName":"Too expensive","affiliation":"NonCompany","partOfQuestion":false,"languageKeywords":[
  {"language":"en-US","keywords":["too expensive","What's the price?","too expensive","$$$"],"includeRelatedForms":true},
  {"language":"de-DE","keywords":["zu teuer"],"includeRelatedForms":true}]},
 {"trackerName":"Rep's \"words\"","affiliation":"Company","languageKeywords":[
  {"language":"eng","keywords":["no problem"],"includeRelatedForms":false}]}]}"#;

fn imported(name: &str, text: &str, wishes: &Wishes) -> Imported {
    import(name, text, ListShape::of(name, text), wishes).expect("it can be imported")
}

fn mapped(category: &str, tag: &str) -> Wishes {
    Wishes {
        map: vec![(category.to_owned(), tag.to_owned())],
        ..Wishes::default()
    }
}

/// The lines of an imported lexicon that hold patterns.
fn patterns_of(imported: &Imported) -> Vec<String> {
    let lexicons = sources(&[("imported.toml", imported.text.as_str())])
        .compile()
        .expect("it compiles");
    let entries = lexicons.entries.iter();
    entries
        .flat_map(|entry| {
            entry
                .patterns
                .iter()
                .map(move |pattern| format!("{} {pattern}", entry.tag))
        })
        .collect()
}

#[test]
fn a_table_becomes_a_lexicon() {
    let imported = imported("words.csv", WORDS, &mapped("speed ISSUES", "pain/slow"));
    assert!(
        imported.text.starts_with("# Imported from words.csv"),
        "{}",
        imported.text
    );
    assert!(
        imported.text.ends_with(WORDS_AS_LEXICON),
        "{}",
        imported.text
    );
    let warnings = imported.warnings.iter();
    let warned: Vec<String> = warnings.map(|w| format!("{:?}", w.place)).collect();
    // The signs of a pattern, the row without a phrase, the phrase that another one hears too.
    assert_eq!(warned, ["Line(4)", "Line(5)", "Line(3)"]);
    assert_eq!(
        imported.unmapped,
        [("Price".to_owned(), "custom/price".to_owned())]
    );
}

#[test]
fn a_word_that_would_be_another_without_its_signs_is_no_phrase() {
    for (phrase, expected) in [
        ("C++", None),
        ("C#", None),
        (".NET", None),
        ("100 %", None),
        ("$5", None),
        ("@home", None),
        ("use C++", Some(("use c", Some("+ left out")))),
        ("our .NET code", Some(("our net code", Some(". left out")))),
        ("R&D", Some(("r d", Some("& left out")))),
        ("24/7", Some(("24 7", None))),
        ("e-mail", Some(("email", None))),
        ("3.5 hours.", Some(("3.5 hours", None))),
    ] {
        // A list without a phrase is refused, so there is another one.
        let table = format!("phrase,tag\n{phrase},pain/errors\nslow,pain/slow\n");
        let imported = imported("signs.csv", &table, &Wishes::default());
        let mut patterns = patterns_of(&imported);
        assert_eq!(patterns.pop(), Some("pain/slow slow".to_owned()));
        let told: Vec<&str> = imported
            .warnings
            .iter()
            .map(|warning| warning.message.as_str())
            .collect();
        match expected {
            Some((pattern, note)) => {
                assert_eq!(patterns, [format!("pain/errors {pattern}")]);
                assert_eq!(told.len(), usize::from(note.is_some()), "{told:?}");
                let is_told = |note: &str| told[0].starts_with(note);
                assert!(note.is_none_or(is_told), "{phrase}: {told:?}");
            }
            None => {
                assert_eq!(patterns, Vec::<String>::new(), "{phrase}");
                assert_eq!(told.len(), 1, "{phrase}: {told:?}");
                let why = "this row is left out: patterns cannot hear";
                assert!(told[0].starts_with(why), "{phrase}: {told:?}");
            }
        }
    }
}

#[test]
fn a_tag_of_the_list_stays_where_one_is_named_for_all() {
    let table = "phrase,tag\nslow,pain/slow\ndear,Price\nlate,\n";
    let wishes = Wishes {
        tag: Some("pain/cost".to_owned()),
        ..Wishes::default()
    };
    let imported = imported("own.csv", table, &wishes);
    assert_eq!(
        patterns_of(&imported),
        ["pain/cost late", "pain/cost dear", "pain/slow slow"]
    );
    let [warning] = &imported.warnings[..] else {
        panic!("{:?}", imported.warnings);
    };
    let told = "tags of its own, and they stay: pain/slow; --tag is only for what has none";
    assert!(warning.message.contains(told), "{}", warning.message);
}

#[test]
fn a_column_of_another_name_is_told() {
    let table = "Keyword;Kategorie;;Tag\nslow;Tempo;x;pain/slow\n";
    let imported = imported("k.csv", table, &Wishes::default());
    assert_eq!(patterns_of(&imported), ["pain/slow slow"]);
    let [warning] = &imported.warnings[..] else {
        panic!("{:?}", imported.warnings);
    };
    assert_eq!(warning.place, Place::Line(1));
    let told = "the column \"Kategorie\" is left out";
    assert!(warning.message.starts_with(told), "{}", warning.message);
}

#[test]
fn a_column_of_patterns_is_taken_as_it_is_written() {
    let table = "pattern,tag\ntakes ... (hours|days),pain/slow\n(oops,pain/slow\n";
    let imported = imported("p.csv", table, &Wishes::default());
    assert_eq!(
        patterns_of(&imported),
        ["pain/slow oops", "pain/slow takes ... (hours|days)"]
    );
    assert!(imported.warnings[0].message.contains("never closed"));
}

#[test]
fn a_dictionary_becomes_a_lexicon() {
    let imported = imported("mood.dic", DICTIONARY, &mapped("anger", "pain/people"));
    assert_eq!(
        patterns_of(&imported),
        [
            "custom/posemo =kind =of",
            "custom/posemo happy",
            "pain/people =rage",
            "pain/people bi",
            "pain/people hate",
        ]
    );
    let warned: Vec<String> = imported
        .warnings
        .iter()
        .map(|w| format!("{:?}", w.place))
        .collect();
    // An unknown number, a prefix that is no word, no word at all, and a form that is heard anyway.
    assert_eq!(warned, ["Line(9)", "Line(10)", "Line(11)", "Line(7)"]);
}

#[test]
fn trackers_become_a_lexicon() {
    let wishes = mapped("Too expensive", "objection/price");
    let imported = imported("trackers.json", TRACKERS, &wishes);
    assert_eq!(
        patterns_of(&imported),
        [
            "custom/rep-s-words =no =problem",
            "objection/price too expensive",
            "objection/price what's the price",
        ]
    );
    assert_eq!(imported.warnings.len(), 3, "{:#?}", imported.warnings);
}

#[test]
fn what_trackers_lose_is_told_with_how_many() {
    let tracker = |name: &str, more: &str| {
        format!(
            "{{\"trackerName\":\"{name}\",\"languageKeywords\":[{{\"keywords\":[\"{name}\"]}}]{more}}}"
        )
    };
    let free = ",\"partOfQuestion\":false,\"saidAt\":\"Anytime\",\"saidInCallParts\":[],\"filterQuery\":null";
    let all = [
        tracker("slow", free),
        tracker("late", ",\"partOfQuestion\":true,\"saidAt\":\"First\""),
        tracker(
            "dear",
            ",\"partOfQuestion\":true,\"saidInCallParts\":[\"Opening\"]",
        ),
        tracker("lost", ",\"filterQuery\":\"{\\\"type\\\":\\\"And\\\"}\""),
        "{\"trackerName\":\"Smart\",\"languageKeywords\":null}".to_owned(),
        "{\"trackerName\":\"Clever\"}".to_owned(),
    ];
    let list = |trackers: &[String]| format!("{{\"keywordTrackers\":[{}]}}", trackers.join(","));
    let imported = imported("trackers.json", &list(&all), &Wishes::default());
    let told: Vec<&str> = imported
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "left out, because they have no keywords, as smart trackers have none: 2 trackers (\"Smart\", \"Clever\")",
            "`partOfQuestion` is left out, so what is no question is heard, too: 2 trackers (\"late\", \"dear\")",
            "`saidAt` is left out, so all of the call is heard: 1 tracker (\"late\")",
            "`saidInCallParts` is left out, so every part of the call is heard: 1 tracker (\"dear\")",
            "`filterQuery` is left out, so every call is heard: 1 tracker (\"lost\")",
        ]
    );
    let smart = list(&all[4..]);
    let refused = import("t.json", &smart, ListShape::Trackers, &Wishes::default()).unwrap_err();
    assert!(refused.message.contains("no keywords"), "{refused}");
}

#[test]
fn what_is_imported_passes_the_check_but_for_examples() {
    for (name, text) in [
        ("words.csv", WORDS),
        ("mood.dic", DICTIONARY),
        ("trackers.json", TRACKERS),
    ] {
        for tag in [None, Some("pain/risk".to_owned())] {
            let wishes = Wishes {
                tag,
                ..Wishes::default()
            };
            let imported = imported(name, text, &wishes);
            let report = check(&sources(&[("imported.toml", imported.text.as_str())]));
            let others = report.findings.iter();
            let others: Vec<_> = others
                .filter(|finding| finding.code != "no-example")
                .collect();
            assert!(others.is_empty(), "{others:#?}\n{}", imported.text);
            assert_eq!(report.n_patterns, imported.n_patterns);
        }
    }
}

#[test]
fn a_lexicon_listens_to_one_persona() {
    let table = "phrase,persona\nslow,end user\ndear,\n";
    let of = |persona: Option<&str>| {
        let wishes = Wishes {
            persona: persona.map(str::to_owned),
            ..Wishes::default()
        };
        import("x.csv", table, ListShape::Table, &wishes)
            .map(|made| (made.persona.clone(), patterns_of(&made)))
    };
    let error = of(None).unwrap_err();
    assert!(
        error.message.contains("--persona: anyone, end-user"),
        "{error}"
    );
    let expected = ("end-user".to_owned(), vec!["custom/x slow".to_owned()]);
    assert_eq!(of(Some("End User")), Ok(expected));
    let expected = ("anyone".to_owned(), vec!["custom/x dear".to_owned()]);
    assert_eq!(of(Some("anyone")), Ok(expected));
}

#[test]
fn a_list_that_cannot_be_read_is_told_with_its_line() {
    let desk = Desk::new();
    for (name, text, told) in [
        (
            "a.csv",
            "name,value\nslow,1\n",
            "a.csv:1: no heading says where the phrases are",
        ),
        ("b.csv", "phrase\n!!!\n", "b.csv: there is no phrase in it"),
        (
            "c.csv",
            "phrase,tag\nlate,pain/slow\n\"too dear,objection/price\nslow,pain/slow\n",
            "c.csv:3: a quotation mark opens a cell that is never closed",
        ),
        (
            "d.csv",
            "phrase,tag\n\"too dear,objection/price\n\"slow\",pain/slow\n",
            "d.csv:3: a quotation mark closes a cell of several lines",
        ),
        (
            "f.csv",
            "phrase\n\"too dear\n",
            "so that several rows would be one phrase; mend its quotation marks",
        ),
        ("a.dic", "happy\t1\n", "a.dic:1: a dictionary begins with"),
        (
            "b.dic",
            "%\n1\tposemo\nhappy 1\n",
            "b.dic:3: a category is a number",
        ),
        (
            "c.dic",
            "%\n1\tposemo\n",
            "c.dic:2: the categories never end",
        ),
        ("a.json", "{\"keywordTrackers\":\n 3}", "a.json:2: column"),
        ("b.json", "{}", "missing field `keywordTrackers`"),
        ("c.json", "[]", "c.json:1: this is a list alone; write {"),
        ("e.csv", "", "e.csv is no text"),
    ] {
        desk.write(name, text);
        desk.verbatim(&["lexicon", "import", name])
            .has_trouble()
            .warns(told);
    }
    for (flags, told) in [
        (["--tag", "Pain"], "kind/category"),
        (["--map", "pain/cost"], "CATEGORY=TAG"),
        (["--out", "a.csv"], "is there already"),
    ] {
        let args = [
            ["lexicon", "import"],
            ["a.csv", flags[0]],
            [flags[1], "--data=data"],
        ]
        .concat();
        desk.verbatim(&args).has_trouble().warns(told);
    }
}

#[test]
fn an_imported_list_can_be_checked_and_tested_at_once() {
    let desk = Desk::new();
    desk.write("words.txt", WORDS);
    desk.write("my/classes.toml", "");
    let typed = [
        "lexicon",
        "import",
        "words.txt",
        "--tag",
        "objection/price",
        "--out",
        "my/words.toml",
    ];
    desk.verbatim(&typed)
        .done()
        .says("my/words.toml: 3 entries with 4 patterns, for anyone")
        .warns("words.txt:4: ");
    desk.verbatim(&["lexicon", "check", "my"]).ends_with(1);
    desk.verbatim(&["lexicon", "test", "my"]).done();
}
