//! What would other lexicons hear in the archive, and what does the archive itself propose?

use serde_json::{Value, json};

use crate::harness::{Desk, Run, Talk};

const BEFORE: &str = r#"
[[entry]]
tag = "objection/price"
name = "expensive"
patterns = ["expensive"]

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
patterns = ["by hand"]

[[entry]]
tag = "pain/visibility"
name = "no-way"
patterns = ["way to see"]
"#;

/// Loses `expensive`, gains `too dear` and `retype`, and takes "no way to see" for what it means.
const AFTER: &str = r#"
[[entry]]
tag = "objection/price"
name = "expensive"
patterns = ["too dear"]

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
patterns = ["by hand", "retype"]

[[entry]]
tag = "pain/visibility"
name = "no-way"
patterns = ["no way to see"]
negation = "own"
"#;

fn two_lexicons() -> Desk {
    let desk = Desk::new();
    desk.write("before/anyone.toml", BEFORE);
    desk.write("after/anyone.toml", AFTER);
    desk.keep(&[
        Talk::new("c1")
            .prospect("We do it by hand.")
            .prospect("Then we retype it all."),
        Talk::new("c2")
            .prospect("It is expensive.")
            .prospect("It is too dear."),
        Talk::new("c3")
            .rep("They find it expensive and retype it.")
            .prospect("There is no way to see it."),
    ]);
    desk
}

/// Before, after, gained, lost, changed.
fn numbers(line: &Value) -> [u64; 5] {
    ["before", "after", "gained", "lost", "changed"].map(|name| line[name].as_u64().unwrap())
}

#[test]
fn a_diff_counts_what_is_gained_and_lost_and_shows_it() {
    let desk = two_lexicons();
    let lines = desk
        .verbatim(&["lexicon", "diff", "before", "after", "--json"])
        .done()
        .lines();
    let counted: Vec<(&str, [u64; 5])> = lines
        .iter()
        .filter_map(|line| Some((line["tag"].as_str()?, numbers(line))))
        .collect();
    assert_eq!(
        counted,
        [
            ("objection/price", [1, 1, 1, 1, 0]),
            ("pain/manual-work", [1, 2, 1, 0, 0]),
            ("pain/visibility", [1, 1, 0, 0, 1]),
        ]
    );
    let all = lines.last().unwrap();
    assert_eq!(numbers(all), [3, 4, 2, 1, 1]);
    assert_eq!((&all["calls"], &all["turns"]), (&json!(3), &json!(6)));

    let price = &lines[0];
    let example = &price["gained_examples"][0];
    assert_eq!(
        [&example["call"], &example["turn"], &example["quote"]],
        [&json!("c2"), &json!(1), &json!("It is too dear.")]
    );
    assert_eq!(price["lost_examples"][0]["pattern"], "expensive");
    let changed = &lines[2]["changed_examples"][0];
    assert_eq!(changed["before"]["polarity"], "negated");
    assert_eq!(changed["after"]["polarity"], "affirmed");
    // A rep's words are nobody's mention, whatever a lexicon hears.
    assert!(
        !lines
            .iter()
            .any(|line| line.to_string().contains("They find"))
    );
}

#[test]
fn the_way_back_gains_what_the_way_there_loses() {
    let desk = two_lexicons();
    let back = desk.verbatim(&["lexicon", "diff", "after", "before", "--json"]);
    assert_eq!(numbers(&back.done().last()), [4, 3, 1, 2, 1]);
}

#[test]
fn of_many_examples_those_of_other_calls_come_first() {
    let desk = Desk::new();
    desk.write("before/anyone.toml", BEFORE);
    desk.write("after/anyone.toml", AFTER);
    let twice = |id| {
        Talk::new(id)
            .prospect("We retype it.")
            .prospect("Then I retype it again.")
    };
    desk.keep(&[twice("c1"), twice("c2")]);
    let run = desk.verbatim(&[
        "lexicon", "diff", "before", "after", "--json", "--limit", "2",
    ]);
    let lines = run.done().lines();
    assert_eq!(numbers(&lines[0]), [0, 4, 4, 0, 0]);
    let examples = lines[0]["gained_examples"].as_array().unwrap();
    let calls: Vec<&Value> = examples.iter().map(|example| &example["call"]).collect();
    assert_eq!(calls, ["c1", "c2"]);
}

#[test]
fn the_same_lexicons_differ_in_nothing() {
    let desk = two_lexicons();
    let same = desk
        .verbatim(&["lexicon", "diff", "before", "before"])
        .finds_nothing()
        .says("Nothing would change.");
    assert!(
        !same.stdout.contains("gained"),
        "a table of nothing\n{same}"
    );
    // A side that is not named is the lexicons in use.
    let left_out = desk.verbatim(&["lexicon", "diff", "before"]).done();
    let named = desk.verbatim(&["lexicon", "diff", "before", "-"]).done();
    assert_eq!(left_out.stdout, named.stdout);
}

#[test]
fn what_cannot_be_compared_is_told_with_a_way_out() {
    let desk = two_lexicons();
    desk.write(
        "broken/anyone.toml",
        "[[entry]]\ntag = \"pain/slow\"\nname = \"slow\"\npatterns = [\"takes (hours\"]\n",
    );
    desk.verbatim(&["lexicon", "diff", "before", "broken"])
        .has_trouble()
        .warns("cannot listen with broken: broken/anyone.toml:4: this group is never closed");
    desk.verbatim(&["lexicon", "diff", "before", "nowhere"])
        .has_trouble()
        .warns("nowhere");
    let empty = Desk::new();
    for what in [
        &["lexicon", "diff", "shipped"][..],
        &["lexicon", "discover"],
    ] {
        let run = empty.verbatim(what).has_trouble();
        run.warns("nothing has been kept yet");
    }
    desk.verbatim(&["lexicon", "discover", "--tag", "pain/nonsense"])
        .has_trouble()
        .warns("there is no such tag");
}

/// Talk of everyday things, in which nothing is heard.
const EVERYDAY: [&str; 8] = [
    "We open at seven and the trucks leave before noon.",
    "My brother drives one of them to the harbor.",
    "Our bakery has nine ovens in a cellar.",
    "Rain keeps the customers away in winter.",
    "The accountant visits us on Fridays.",
    "Flour comes from a mill across the river.",
    "I hired a student for the summer.",
    "Bread sells best on a Saturday morning.",
];

/// A call in which a prospect says this, and what is said in every call.
fn talk(id: &str, said: &[&str]) -> Talk {
    let all = said.iter().chain(&EVERYDAY);
    all.fold(Talk::new(id), |talk, text| talk.prospect(text))
}

/// What is proposed of one sort.
#[track_caller]
fn proposed(desk: &Desk, tag: &str, sort: &str) -> Vec<Value> {
    let run = desk.verbatim(&["lexicon", "discover", "--tag", tag, "--json"]);
    assert!((0..=1).contains(&run.code), "{run}");
    let mut lines = run.lines();
    assert!(lines.iter().all(|line| line["tag"] == tag), "{run}");
    lines.retain(|line| line["kind"] == sort);
    lines
}

fn patterns(proposals: &[Value]) -> Vec<&str> {
    let patterns = proposals.iter().map(|one| one["pattern"].as_str());
    patterns.map(Option::unwrap).collect()
}

/// Four calls in which `by hand` is said beside a clipboard, one with a clipboard alone, one with the rep's.
fn clipboards() -> Vec<Talk> {
    vec![
        talk("c1", &["The clipboard goes around and we do it by hand."]),
        talk("c2", &["Somebody fills the clipboard by hand."]),
        talk("c3", &["My clipboard is copied by hand every evening."]),
        talk("c4", &["It is a clipboard, so by hand."]),
        talk("c5", &["I lost my clipboard once."]),
        talk("c6", &[]).rep("Do you own a clipboard?"),
    ]
}

#[test]
fn a_word_that_keeps_beside_a_tag_is_proposed_with_its_price() {
    let desk = Desk::new();
    desk.keep(&clipboards());
    let found = proposed(&desk, "pain/manual-work", "phrase");
    assert_eq!(patterns(&found), ["clipboard"]);
    assert_eq!(
        found[0]["price"],
        json!({ "sentences": 6, "tagged": 4, "new": 1, "untagged": 1, "rep": 1, "unknown": 0, "calls": 5 })
    );
    let examples = found[0]["examples"].as_array().unwrap();
    let quotes: Vec<&str> = examples
        .iter()
        .map(|one| one["quote"].as_str().unwrap())
        .collect();
    assert_eq!(
        quotes,
        [
            "The clipboard goes around and we do it by hand.",
            "Somebody fills the clipboard by hand.",
            "I lost my clipboard once.",
        ]
    );
    let tagged: Vec<&Value> = examples.iter().map(|one| &one["tagged"]).collect();
    assert_eq!(tagged, [true, true, false]);
}

#[test]
fn what_only_one_account_says_is_not_proposed() {
    let desk = Desk::new();
    let at_one = clipboards()
        .into_iter()
        .map(|talk| talk.with("account", json!({ "name": "Cadwell Bakeries" })));
    desk.keep(&at_one.collect::<Vec<_>>());
    let found = proposed(&desk, "pain/manual-work", "phrase");
    assert_eq!(patterns(&found), Vec::<&str>::new());
}

/// Pam is on every call; Zoe is only talked about.
#[test]
fn the_name_of_somebody_on_the_call_is_not_proposed() {
    for (name, expected) in [("Pam", vec![]), ("Zoe", vec!["zoe"])] {
        let desk = Desk::new();
        desk.keep(&[
            talk("c1", &[&format!("{name} writes all of it by hand.")]),
            talk("c2", &[&format!("Nobody but {name} copies that by hand.")]),
            talk("c3", &[&format!("I asked {name}, she counts by hand.")]),
            talk("c4", &[&format!("Poor {name}, always by hand.")]),
        ]);
        let found = proposed(&desk, "pain/manual-work", "phrase");
        assert_eq!(patterns(&found), expected);
    }
}

#[test]
fn a_word_in_the_company_of_a_known_one_takes_its_place_in_the_pattern() {
    let desk = Desk::new();
    desk.write(
        "lexicons/anyone.toml",
        "[[entry]]\ntag = \"pain/errors\"\nname = \"gone\"\npatterns = [\"(clipboard|binder) goes missing\"]\n",
    );
    // Both hang beside the freezer; only the notebook goes missing, and no pattern hears that.
    let ids = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"];
    let talks = ids.iter().enumerate().map(|(at, id)| {
        let mut said = Vec::new();
        said.extend((at < 5).then_some("The clipboard hangs beside the freezer."));
        said.extend((at >= 3).then_some("The notebook hangs beside the freezer."));
        said.extend((at >= 6).then_some("The notebook goes missing."));
        said.extend([EVERYDAY[at], EVERYDAY[(at + 3) % 8]]);
        said.iter()
            .fold(Talk::new(id), |talk, text| talk.prospect(text))
    });
    desk.keep(&talks.collect::<Vec<_>>());
    let found = proposed(&desk, "pain/errors", "word");
    assert_eq!(patterns(&found), ["notebook goes missing"]);
    assert_eq!(found[0]["word"], "notebook");
    assert_eq!(found[0]["like"][0]["word"], "clipboard");
    assert_eq!(found[0]["price"]["new"], 2);
}

#[test]
fn an_untagged_sentence_like_tagged_ones_is_proposed_with_a_pattern_of_its_words() {
    let desk = Desk::new();
    desk.keep(&[
        talk("c1", &["The driver writes every pallet on paper by hand."]),
        talk(
            "c2",
            &["Our driver copies the pallet labels on paper by hand."],
        ),
        talk(
            "c3",
            &["The driver counts each pallet on paper before lunch."],
        ),
    ]);
    let found = proposed(&desk, "pain/manual-work", "sentence");
    assert_eq!(patterns(&found), ["driver ... pallet ... paper"]);
    let sentence = &found[0]["sentence"];
    assert_eq!(
        (&sentence["call"], &sentence["turn"]),
        (&json!("c3"), &json!(0))
    );
    assert_eq!(found[0]["price"]["tagged"], 2);
    assert_eq!(found[0]["price"]["new"], 1);
}

/// Results fit a terminal of 80 columns.
#[track_caller]
fn fits(run: &Run) {
    let wide: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    assert!(wide.is_empty(), "wider than 80 columns: {wide:#?}\n{run}");
}

#[test]
fn people_see_counts_and_sentences() {
    let desk = two_lexicons();
    let diff = desk
        .verbatim(&["lexicon", "diff", "before", "after"])
        .done()
        .says("+ “It is too dear.”")
        .says("- “It is expensive.”")
        .says("negated becomes affirmed");
    fits(&diff);

    let desk = Desk::new();
    desk.keep(&clipboards());
    let found = desk
        .verbatim(&["lexicon", "discover"])
        .done()
        .says("pain/manual-work")
        .says("    clipboard\n")
        .says("6 sentences: 4 tagged so, 1 of prospects not, 1 of reps")
        .says("? “I lost my clipboard once.” c5:0");
    fits(&found);
}
