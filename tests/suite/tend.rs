//! Lexicons are kept in order, tried, and brought in from elsewhere.

mod covers;
mod folder;
mod lists;
mod mend;
mod tried;

use verbatim::mine::lexicon::Sources;
use verbatim::tend::check::check;
use verbatim::tend::example;

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
fn nothing_is_found_in_the_shipped_lexicons() {
    // Whoever copies them to begin with should hear only of what they write themselves.
    let report = check(&Sources::shipped());
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
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
        (slow("a", &["one"]) + "confidence = 70\n", vec!["7 syntax"]),
        (
            slow("a", &["one"]) + "confidence = 0.29\n",
            vec!["3 not-shown"],
        ),
        (slow("a", &["one"]) + "confidence = 0.3\n", vec![]),
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
    // What cannot be read may name them all.
    let misspelt = good.replace("[[entry]]", "[[entrys]]");
    let found = findings(&[("anyone.toml", misspelt.as_str()), classes]);
    assert_eq!(found, ["anyone.toml:1 syntax"]);
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
