//! Is each sentence of a lexicon tried, and told where it fails?

use verbatim::mine::lexicon::Company;
use verbatim::tend::example;

use crate::harness::{Desk, keys};

use super::{entry, sources};

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

/// Why the sentence of an entry with one pattern and no near miss is not heard; nothing where it is.
fn why(pattern: &str, sentence: &str, files: &[(&str, &str)], company: Company) -> Option<String> {
    let text = entry("pain/people", "a", &[pattern])
        .replace("Yes.", sentence)
        .replace("\"No.\"", "");
    let files = [files, &[("anyone.toml", text.as_str())]].concat();
    let sources = sources(&files).with_company(company);
    let tried = example::test(&sources).expect("it compiles");
    let mut failures = tried.iter().flat_map(|file| &file.failures);
    failures.next().map(example::Failure::why)
}

#[test]
fn a_word_with_a_capital_inside_of_a_sentence_is_a_person_in_examples() {
    for (sentence, is_heard) in [
        ("Only Pete knows.", true),
        ("Well, it is so. Only Dana Whitcomb knows.", true),
        ("Only pete knows.", false),
        ("Only I know.", false),
        ("Only. Pete knows.", false),
    ] {
        let why = why("only {person} know", sentence, &[], Company::default());
        assert_eq!(why.is_none(), is_heard, "{sentence}: {why:?}");
    }
}

#[test]
fn a_class_that_nobody_is_listed_for_is_told() {
    let classes = [("classes.toml", "competitor = [\"Freightly\"]\n")];
    let named = || Company {
        competitors: vec!["Freightly".to_owned()],
        products: vec!["HaulBoard".to_owned()],
        ..Company::default()
    };
    let rival = ("switch to {competitor}", "We switch to Freightly.");
    let own = ("log into {our-product}", "We log into HaulBoard.");
    let nobody = Company::default;
    let no_lists: &[(&str, &str)] = &[];
    for ((pattern, sentence), files, company, told) in [
        (
            rival,
            no_lists,
            nobody(),
            Some("; {competitor} knows nobody: list competitors in verbatim.toml"),
        ),
        (
            own,
            no_lists,
            nobody(),
            Some("; {our-product} knows nobody: list products in verbatim.toml"),
        ),
        (rival, &classes[..], nobody(), None),
        (rival, no_lists, named(), None),
        (own, no_lists, named(), None),
    ] {
        let why = why(pattern, sentence, files, company);
        assert_eq!(why.is_some(), told.is_some(), "{pattern}: {why:?}");
        let is_told = |told: &str| why.as_deref().is_some_and(|why| why.ends_with(told));
        assert!(told.is_none_or(is_told), "{pattern}: {why:?}");
    }
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
