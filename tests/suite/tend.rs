//! Lexicons are kept in order, tried, and brought in from elsewhere.

use verbatim::mine::lexicon::Sources;
use verbatim::mine::pattern::{self, Names, Pattern};
use verbatim::mine::tag::Tagger;
use verbatim::tend::check::mend::{CannotMend, mended};
use verbatim::tend::check::{Severity, check};
use verbatim::tend::covers::{Numbers, Shape};
use verbatim::tend::example;
use verbatim::tend::import::{Imported, Shape as ListShape, Wishes, import};

use crate::harness::{Desk, keys};

fn sources(files: &[(&str, &str)]) -> Sources {
    let owned = |(file, text): &(&str, &str)| ((*file).to_owned(), (*text).to_owned());
    Sources::new(files.iter().map(owned).collect())
}

/// Six lines: heading, tag, name, patterns, hear, near.
fn entry(tag: &str, name: &str, patterns: &[&str]) -> String {
    format!(
        "[[entry]]\ntag = {tag:?}\nname = {name:?}\npatterns = {patterns:?}\nhear = [\"Yes.\"]\nnear = [\"No.\"]\n"
    )
}

/// What a check finds: file, line and code.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let findings = check(&sources(files)).findings.into_iter();
    findings
        .map(|finding| format!("{}:{} {}", finding.file, finding.line, finding.code))
        .collect()
}

#[test]
fn the_shipped_lexicons_have_no_errors() {
    let report = check(&Sources::shipped());
    let errors = report.findings.iter();
    let errors: Vec<_> = errors
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(report.n_entries > 300 && report.n_patterns > 3_000);
}

#[test]
fn every_shipped_sentence_is_heard_by_its_own_entry_and_no_near_miss_is() {
    let tried = example::test(&Sources::shipped()).expect("the shipped lexicons compile");
    let failures: Vec<String> = tried
        .iter()
        .flat_map(|file| &file.failures)
        .map(|f| {
            format!(
                "{}:{} {} “{}”: {}",
                f.file,
                f.line,
                f.entry,
                f.sentence,
                f.why()
            )
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(tried.iter().map(|file| file.n_sentences).sum::<usize>() > 1_000);
}

#[test]
fn each_mistake_is_found_in_its_line_and_nothing_else_is() {
    let slow = |name: &str, patterns: &[&str]| entry("pain/slow", name, patterns);
    let need = entry("objection/need", "a", &["by hand"]);
    for (text, expected) in [
        (slow("a", &["by hand"]), vec![]),
        (slow("a", &["takes (hours"]), vec!["4 syntax"]),
        (slow("a", &[]), vec!["3 no-pattern"]),
        (
            slow("a", &["by hand", "by hand"]),
            vec!["4 pattern-repeated"],
        ),
        (slow("a", &["by hand", "all by hand"]), vec!["4 shadowed"]),
        (slow("a", &["worth it", "not worth it"]), vec![]),
        (
            slow("a", &["one"]) + &slow("a", &["two"]),
            vec!["9 name-repeated"],
        ),
        (
            slow("a", &["one"]) + &slow("b", &["one"]),
            vec!["10 pattern-twice"],
        ),
        (
            slow("b", &["one"]) + &slow("a", &["two"]),
            vec!["8 unsorted"],
        ),
        (
            need + &slow("b", &["by hand"]),
            vec!["10 pattern-in-two-tags"],
        ),
        (entry("pain/sluggish", "a", &["one"]), vec!["2 own-tag"]),
        (entry("custom/sluggish", "a", &["one"]), vec![]),
        (
            slow("a", &["one"]).replace("\"No.\"", ""),
            vec!["3 no-example"],
        ),
        (slow("a", &["{sums} one"]), vec!["4 syntax"]),
    ] {
        let expected: Vec<String> = expected
            .iter()
            .map(|found| format!("anyone.toml:{found}"))
            .collect();
        assert_eq!(
            findings(&[("anyone.toml", text.as_str())]),
            expected,
            "{text}"
        );
    }
}

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let broken = entry("pain/slow", "a", &["(one"]);
    let found = findings(&[
        ("anyone.toml", broken.as_str()),
        ("end-user.toml", broken.as_str()),
    ]);
    assert_eq!(found, ["anyone.toml:4 syntax", "end-user.toml:4 syntax"]);
    // Where the lists themselves are broken, nobody knows what the files mean by them.
    let good = entry("pain/slow", "a", &["{sums} one"]);
    let found = findings(&[
        ("anyone.toml", good.as_str()),
        ("classes.toml", "sums = [\"x\""),
    ]);
    assert_eq!(found, ["classes.toml:1 syntax"]);
}

#[test]
fn personas_and_lists_that_lead_nowhere_are_hinted_at() {
    let good = entry("pain/slow", "a", &["{sums} one"]);
    let meant = format!("persona = \"anyone\"\n{good}");
    let classes = ("classes.toml", "other = [\"y\"]\nsums = [\"x\"]\n");
    assert_eq!(
        findings(&[classes, ("invoices.toml", good.as_str())]),
        [
            "classes.toml:1 unused-class",
            "invoices.toml:1 unknown-persona"
        ]
    );
    let found = findings(&[
        ("classes.toml", "sums = [\"x\"]\n"),
        ("invoices.toml", meant.as_str()),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

/// What everybody says hides what a persona says, as long as it is believed as much.
#[test]
fn a_pattern_is_hidden_only_by_one_that_does_the_same() {
    let sure = |confidence: &str| {
        entry("pain/slow", "a", &["slow"])
            .replace("hear", &format!("confidence = {confidence}\nhear"))
    };
    let found = |everybody: &str, users: &str| {
        findings(&[
            ("anyone.toml", sure(everybody).as_str()),
            ("end-user.toml", sure(users).as_str()),
        ])
    };
    assert_eq!(found("0.6", "0.5"), ["end-user.toml:4 shadowed"]);
    assert_eq!(found("0.5", "0.6"), Vec::<String>::new());
    let denied = sure("0.5") + "negation = \"own\"\n";
    let found = findings(&[
        ("anyone.toml", denied.as_str()),
        ("end-user.toml", sure("0.5").as_str()),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

fn parsed(written: &str) -> Option<Pattern> {
    let names = Names {
        list: &|_| None,
        is_computed: &|name| matches!(name, "money" | "number"),
    };
    pattern::parse(written, &names).ok()
}

#[test]
fn what_one_pattern_covers_is_seen_from_what_is_written() {
    for (one, other, expected) in [
        ("too expensive", "way too expensive", true),
        ("way too expensive", "too expensive", false),
        ("takes ... hours", "takes ..2 hours", true),
        ("takes ..2 hours", "takes ... hours", false),
        ("takes ..2 hours", "takes (many|far too) hours", true),
        ("takes ..1 hours", "takes (many|far too) hours", false),
        ("takes hours", "take hour", true),
        ("copy and paste", "(copy and paste)", true),
        ("retype", "=retyped", true),
        ("=retyped", "retype", false),
        ("(takes|costs) hours", "costs hours", true),
        ("costs hours", "(takes|costs) hours", false),
        ("really? slow", "slow", true),
        ("slow", "really? slow", true),
        ("really slow", "really? slow", false),
        ("too very? slow", "too very slow", true),
        ("slow", "^ slow", true),
        ("^ slow", "slow", false),
        ("^ slow", "^ so slow", false),
        ("slow $", "so slow $", true),
        ("slow $", "slow today $", false),
        ("costs ..1 {money}", "costs about {money}", true),
        ("costs {money}", "costs {number}", false),
        // A figure takes up to six words.
        ("costs ..6 month", "costs {money} month", true),
        ("costs ..5 month", "costs {money} month", false),
    ] {
        let mut numbers = Numbers::default();
        let mut shape = |written| Shape::new(&parsed(written).expect("it parses"), &mut numbers);
        let covers = shape(one).covers(&shape(other));
        assert_eq!(covers, expected, "{one} / {other}");
    }
}

/// All small patterns of a few places are held against each other and against all short sentences.
#[test]
fn a_pattern_that_is_covered_is_never_heard_alone() {
    let places = [
        "alpha",
        "=beta",
        "beta?",
        "(alpha|gamma)",
        "(alpha beta|gamma)",
        "..1 beta",
        "..2 gamma?",
    ];
    let runs = places.iter().map(|one| (*one).to_owned());
    let pairs = places
        .iter()
        .flat_map(|one| places.iter().map(move |other| format!("{one} {other}")));
    let written = runs
        .chain(pairs)
        .flat_map(|run| [run.clone(), format!("^ {run}"), format!("{run} $")]);
    let written: Vec<(String, Pattern)> = written
        .filter_map(|written| Some((written.clone(), parsed(&written)?)))
        .collect();
    let sentences = sentences(&["alpha", "beta", "betas", "gamma"], 4);
    let mut numbers = Numbers::default();
    let shapes: Vec<Shape> = written
        .iter()
        .map(|(_, pattern)| Shape::new(pattern, &mut numbers))
        .collect();
    let heard: Vec<Vec<bool>> = written
        .iter()
        .map(|(written, _)| heard_in(written, &sentences))
        .collect();
    let mut n_covered = 0;
    for (one, by_one) in shapes.iter().zip(&heard) {
        for ((other, by_other), (pattern, _)) in shapes.iter().zip(&heard).zip(&written) {
            if one.covers(other) {
                n_covered += 1;
                let alone = (0..sentences.len()).find(|at| by_other[*at] && !by_one[*at]);
                assert_eq!(
                    alone.map(|at| &sentences[at]),
                    None,
                    "{pattern} is heard alone"
                );
            }
        }
    }
    assert!(
        n_covered > 2 * shapes.len(),
        "{n_covered} of {}",
        shapes.len()
    );
}

/// Every sentence of up to so many of the words.
fn sentences(words: &[&str], most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut from = 0;
    for _ in 0..most {
        let longer: Vec<String> = all[from..]
            .iter()
            .flat_map(|begin| words.iter().map(move |word| format!("{begin} {word}")))
            .collect();
        from = all.len();
        all.extend(longer);
    }
    all
}

fn heard_in(pattern: &str, sentences: &[String]) -> Vec<bool> {
    let text = entry("pain/errors", "x", &[pattern]);
    let lexicons = sources(&[("anyone.toml", text.as_str())])
        .compile()
        .expect("it compiles");
    let mut tagger = Tagger::new(&lexicons);
    let mut hears = |sentence: &String| !tagger.tag_utterance(sentence, "unknown").is_empty();
    sentences.iter().map(&mut hears).collect()
}

const UNSORTED: &str = r#"# Ours.
persona = "anyone"

# Why b is here.
[[entry]]
tag = "pain/slow"
name = "b"
patterns = [
  "by hand", # said often
  "takes hours",
  "by hand",
]


[[entry]]  # kept
tag = "objection/need"
name = "z"
patterns = ["fine", "fine", "well"]
confidence = 0.25

# Why b is here.
[[entry]]
tag = "pain/slow"
name = "b"
patterns = [
  "by hand", # said often
  "takes hours",
]
"#;

const SORTED: &str = r#"# Ours.
persona = "anyone"

[[entry]]  # kept
tag = "objection/need"
name = "z"
patterns = ["fine", "well"]
confidence = 0.25


# Why b is here.
[[entry]]
tag = "pain/slow"
name = "b"
patterns = [
  "by hand", # said often
  "takes hours",
]
"#;

#[test]
fn mending_moves_entries_with_their_comments_and_drops_repeats() {
    assert_eq!(mended(UNSORTED), Ok(Some(SORTED.to_owned())));
    assert_eq!(mended(SORTED), Ok(None));
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(mended(&windows(UNSORTED)), Ok(Some(windows(SORTED))));
    // Without a line end behind the last word, the new last word has none.
    let open = |text: &str| text.trim_end().to_owned();
    assert_eq!(mended(&open(UNSORTED)), Ok(Some(open(SORTED))));
    let inline = "entry = [{ tag = 'b/b', name = 'b', patterns = ['x'] }, { tag = 'a/a', name = 'a', patterns = ['y'] }]";
    assert_eq!(mended(inline), Err(CannotMend::UnusualHeadings));
    let inside = UNSORTED.replace("\"takes hours\"", "'''\n[[entry]]\n'''");
    assert_eq!(mended(&inside), Err(CannotMend::UnusualHeadings));
    assert_eq!(mended("[[entry"), Ok(None), "what cannot be read stays");
}

#[test]
fn check_ends_with_what_it_found() {
    let desk = Desk::new();
    desk.write("clean/anyone.toml", entry("pain/slow", "a", &["one"]));
    desk.write("broken/anyone.toml", entry("pain/slow", "a", &["(one"]));
    desk.write("empty/notes.txt", "nothing");
    desk.verbatim(&["lexicon", "check", "clean"])
        .done()
        .says("all is well");
    desk.verbatim(&["lexicon", "check", "broken"])
        .has_trouble()
        .says("broken/anyone.toml:4  error [syntax]")
        .says("^^^^");
    desk.verbatim(&["lexicon", "check", "empty"])
        .has_trouble()
        .warns("holds no lexicon");
    // The desk's own lexicons, named by its config, have no examples and an order of their own.
    let hints = desk
        .verbatim(&["lexicon", "check", "--json"])
        .ends_with(1)
        .lines();
    let coded = |code: &str| hints.iter().filter(|hint| hint["code"] == code).count();
    assert_eq!((coded("no-example"), coded("unsorted")), (4, 1));
    for hint in &hints {
        assert_eq!(hint["severity"], "hint");
        assert!(keys(hint).is_superset(&["path", "file", "line", "message"].into()));
    }
    Desk::with_shipped_lexicons()
        .verbatim(&["lexicon", "check", "--fix"])
        .has_trouble()
        .warns("name a folder of your own");
}

#[test]
fn fix_rewrites_what_is_out_of_order_and_nothing_else() {
    let desk = Desk::new();
    let fine = entry("pain/slow", "a", &["one"]).replace('\n', "\r\n");
    desk.write("my/anyone.toml", UNSORTED);
    desk.write("my/end-user.toml", &fine);
    desk.verbatim(&["lexicon", "check", "my", "--fix"])
        .ends_with(1)
        .warns("my/anyone.toml: put in order");
    let read = |file: &str| std::fs::read_to_string(desk.path(file)).unwrap();
    assert_eq!(read("my/anyone.toml"), SORTED);
    assert_eq!(read("my/end-user.toml"), fine);
    let again = desk
        .verbatim(&["lexicon", "check", "my", "--fix"])
        .ends_with(1);
    assert_eq!(again.stderr, "");
    assert_eq!(
        std::fs::read_dir(desk.path("my")).unwrap().count(),
        2,
        "nothing is left behind"
    );
}

const TRIED: &str = r#"[[entry]]
tag = "objection/price"
name = "dear"
confidence = 0.9
patterns = ["a fortune", "expensive"]

[[entry]]
tag = "objection/price"
name = "too-much"
confidence = 0.4
patterns = ["too expensive", "steep"]
hear = [
  "That's too expensive.",
  "That costs a fortune.",
  "It was never too expensive.",
  "We like it.",
]
near = [
  "The hill is steep.",
  "The hill is high.",
]
"#;

#[test]
fn a_sentence_that_fails_is_told_with_its_line_and_the_reason() {
    let tried = example::test(&sources(&[("anyone.toml", TRIED)])).expect("it compiles");
    let failures: Vec<(usize, String)> = tried[0]
        .failures
        .iter()
        .map(|failure| (failure.line, failure.why()))
        .collect();
    let expected = [
        (14, "\"a fortune\" of objection/price \"dear\""),
        (15, "counts as negated because of \"never\""),
        (16, "no pattern stands there"),
        (19, "\"steep\" stands there"),
    ];
    assert_eq!(failures.len(), expected.len(), "{failures:#?}");
    for ((line, why), (expected_line, words)) in failures.iter().zip(expected) {
        assert_eq!(*line, expected_line, "{why}");
        assert!(why.contains(words), "{why}");
    }
    assert_eq!((tried[0].n_entries, tried[0].n_sentences), (2, 6));
}

#[test]
fn a_persona_is_tried_with_its_own_words() {
    let text = entry("pain/slow", "a", &["one"]).replace("Yes", "Only one of us");
    let tried = example::test(&sources(&[("end-user.toml", text.as_str())])).expect("it compiles");
    assert_eq!(tried[0].failures, vec![]);
}

#[test]
fn test_ends_with_what_it_found() {
    let desk = Desk::new();
    desk.write("my/anyone.toml", TRIED);
    desk.verbatim(&["lexicon", "test", "my"])
        .has_trouble()
        .says("my/anyone.toml:19  objection/price \"too-much\": must not be heard")
        .says("“The hill is steep.”")
        .says("my/anyone.toml: 2 entries, 6 sentences, 4 not as they should be");
    let run = desk
        .verbatim(&["lexicon", "test", "my", "--json"])
        .has_trouble();
    let lines = run.lines();
    assert_eq!(lines.len(), 5);
    assert!(
        keys(&lines[0]).is_superset(
            &[
                "path", "line", "entry", "sentence", "wanted", "heard", "why"
            ]
            .into()
        )
    );
    assert_eq!(lines[4]["files"][0]["failed"], 4);
    desk.verbatim(&["lexicon", "test"])
        .ends_with(1)
        .says("no sentence to try");
}

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
