//! Is each sentence of a lexicon tried, and told where it fails?

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
