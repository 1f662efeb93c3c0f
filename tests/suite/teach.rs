//! Does what people marked teach: the lexicons by proposals, the learned witness by labels, and every command by being
//! obeyed?

use serde_json::{Value, json};

use verbatim::learn::label::Labelled;
use verbatim::learn::rows::rows;
use verbatim::learn::set::{Extent, Role, about};
use verbatim::learn::shipped::SETS;
use verbatim::learn::train::carries;
use verbatim::mine::learned::model::{HEADS, kinds};
use verbatim::pipeline::labelled;

use crate::harness::{Desk, Run, Talk};
use crate::learn::few;

/// Marks something.
#[track_caller]
fn mark(desk: &Desk, args: &[&str]) -> Run {
    desk.verbatim(&[&["mark"][..], args].concat()).done()
}

/// What is proposed of one kind.
#[track_caller]
fn proposed(desk: &Desk, args: &[&str], kind: &str) -> Vec<Value> {
    let run = desk.verbatim(&[&["lexicon", "learn", "--json"][..], args].concat());
    assert!((0..=1).contains(&run.code), "{run}");
    let mut lines = run.lines();
    lines.retain(|line| line["kind"] == kind);
    lines
}

fn texts<'v>(lines: &'v [Value], field: &str) -> Vec<&'v str> {
    lines
        .iter()
        .map(|line| line[field].as_str().unwrap())
        .collect()
}

// ---- patterns from marks ----------------------------------------------------------------------------------------

const FIRST: &str = "Somebody faxes the rota to the depot.";
const SECOND: &str = "Then the rota is faxed to our depot again.";

/// Two say how the rota gets to the depot; elsewhere the two words stand together and nothing hurts.
fn depots() -> Desk {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1")
            .prospect(FIRST)
            .prospect("We open at seven."),
        Talk::new("c2")
            .prospect(SECOND)
            .prospect("Bread sells best on a Saturday."),
        Talk::new("c3")
            .prospect("The rota hangs in the depot.")
            .rep("Who faxes it to the depot?"),
    ]);
    desk
}

fn marked_depots() -> Desk {
    let desk = depots();
    mark(&desk, &["c1:0", "pain/manual-work", "yes"]);
    mark(&desk, &["c2:0", "pain/manual-work", "yes"]);
    desk
}

#[test]
fn what_two_people_marked_is_heard_by_one_pattern_that_hears_nothing_else() {
    let desk = marked_depots();
    let found = proposed(&desk, &[], "pattern");
    // Of all pairs these two words stand in both sentences, and in no other of a prospect; at most four words between.
    assert_eq!(texts(&found, "pattern"), ["faxes ..4 depot"]);
    assert_eq!(found[0]["tag"], "pain/manual-work");
    let hears: Vec<&Value> = found[0]["hears"].as_array().unwrap().iter().collect();
    let quotes: Vec<&Value> = hears.iter().map(|said| &said["quote"]).collect();
    assert_eq!(quotes, [FIRST, SECOND]);
    let price = &found[0]["price"];
    assert_eq!(
        (&price["new"], &price["tagged"], &price["rep"]),
        (&json!(0), &json!(2), &json!(1))
    );
    let entry = found[0]["entry"].as_str().unwrap();
    for line in [
        "[[entry]]",
        "tag = \"pain/manual-work\"",
        "name = \"faxes-depot\"",
    ] {
        assert!(entry.lines().any(|written| written == line), "{entry}");
    }
    assert!(proposed(&desk, &["--tag", "pain/slow"], "pattern").is_empty());
    desk.verbatim(&["lexicon", "learn"])
        .done()
        .says("2 sentences that no pattern hears")
        .says("    faxes ..4 depot\n")
        .says("would newly hear 0 sentences of prospects");
}

#[test]
fn what_a_pattern_would_newly_hear_is_its_price_with_examples() {
    let desk = Desk::new();
    desk.keep(&[
        Talk::new("c1").prospect(FIRST),
        Talk::new("c2").prospect("We fax it all to the depot."),
        Talk::new("c3").prospect("I once faxed a poem to the depot."),
    ]);
    mark(&desk, &["c1:0", "pain/manual-work", "yes"]);
    mark(&desk, &["c2:0", "pain/manual-work", "yes"]);
    let found = proposed(&desk, &[], "pattern");
    // One pattern for both is worth more than one for each, although it hears something else.
    assert_eq!(texts(&found, "pattern"), ["faxes ..4 depot"]);
    assert_eq!(found[0]["price"]["new"], 1);
    let examples = found[0]["examples"].as_array().unwrap();
    assert_eq!(texts(examples, "call"), ["c3"]);
    desk.verbatim(&["lexicon", "learn"])
        .done()
        .says("would newly hear 1 sentence of prospects")
        .says("? “I once faxed a poem to the depot.” c3:0");
}

#[test]
fn a_list_stands_in_the_place_of_its_words() {
    let desk = Desk::new();
    desk.write(
        "lexicons/classes.toml",
        "courier = [\n  \"courier\",\n  \"=driver\",\n]\n",
    );
    desk.keep(&[
        Talk::new("c1").prospect("The courier loses our keys."),
        Talk::new("c2").prospect("Our driver loses the keys too."),
        Talk::new("c3")
            .prospect("My aunt loses her keys.")
            .prospect("The courier brought the keys."),
    ]);
    mark(&desk, &["c1:0", "pain/errors", "yes"]);
    mark(&desk, &["c2:0", "pain/errors", "yes"]);
    let found = proposed(&desk, &[], "pattern");
    assert_eq!(texts(&found, "pattern"), ["{courier} loses"]);
    assert_eq!(found[0]["price"]["new"], 0);
}

#[test]
fn nothing_is_proposed_that_hears_what_was_denied() {
    let desk = depots();
    let denied = "He faxes the menu to the depot.";
    desk.keep(&[Talk::new("c4").prospect(denied)]);
    mark(&desk, &["c1:0", "pain/manual-work", "yes"]);
    mark(&desk, &["c2:0", "pain/manual-work", "yes"]);
    mark(&desk, &["c4:0", "pain/manual-work", "no"]);
    let found = proposed(&desk, &[], "pattern");
    assert!(!found.is_empty());
    assert!(!texts(&found, "pattern").contains(&"faxes ..4 depot"));
    // It has words in common with the denied sentence, which its author will want to try it on.
    let near = format!("near = [\n  {denied:?},\n]");
    assert!(texts(&found, "entry")[0].contains(&near), "{found:#?}");
}

#[test]
fn a_denial_is_a_near_miss_of_the_entry_that_hears_it() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1")
        .prospect("The price is a joke.")
        .prospect("It is expensive.")]);
    mark(&desk, &["c1:0", "objection/price", "no"]);
    let found = proposed(&desk, &[], "near-miss");
    let told = |field: &str| texts(&found, field);
    assert_eq!(told("quote"), ["The price is a joke."]);
    assert_eq!(told("lexicon"), ["anyone"]);
    assert_eq!(told("entry"), ["expensive"]);
    assert_eq!(told("pattern"), ["price"]);
    desk.verbatim(&["lexicon", "learn"])
        .done()
        .says("objection/price \"expensive\" in anyone.toml, by \"price\"");
}

#[test]
fn what_patterns_hear_teaches_nothing() {
    let desk = Desk::new();
    desk.verbatim(&["lexicon", "learn"])
        .has_trouble()
        .warns("nothing has been kept yet");
    desk.keep(&[Talk::new("c1").prospect("We do it by hand.")]);
    desk.verbatim(&["lexicon", "learn"])
        .finds_nothing()
        .says("Nothing is marked");
    mark(&desk, &["c1:0", "pain/manual-work", "yes"]);
    desk.verbatim(&["lexicon", "learn"])
        .finds_nothing()
        .says("0 sentences that no pattern hears, 1 that patterns hear already");
}

#[test]
fn what_is_written_is_sorted_passes_its_own_test_and_is_heard_from_then_on() {
    let desk = marked_depots();
    let read = |file: &str| std::fs::read_to_string(desk.path(file)).unwrap();
    let before = read("lexicons/anyone.toml");
    desk.write(
        "lexicons/own.toml",
        "persona = \"anyone\"\n\n# Ours.\n[[entry]]\ntag = \"request/feature\"\nname = \"faxes-depot\"\n\
         patterns = [\"bring back the fax\"]\nhear = [\"Bring back the fax.\"]\nnear = [\"The fax is back.\"]\n",
    );
    let write = ["lexicon", "learn", "--write", "lexicons/own.toml"];
    desk.verbatim(&write).done().warns("1 entry added");
    let own = read("lexicons/own.toml");
    let place = |words: &str| {
        own.find(words)
            .unwrap_or_else(|| panic!("no {words:?} in\n{own}"))
    };
    // Sorted by tag; the comment stays with its entry, and the name that was taken has a number.
    assert!(
        place("name = \"faxes-depot-2\"") < place("# Ours."),
        "{own}"
    );
    assert_eq!(read("lexicons/anyone.toml"), before);
    let tested = desk.verbatim(&["lexicon", "test", "lexicons"]).done();
    tested.says("lexicons/own.toml: 2 entries, 4 sentences");

    desk.verbatim(&["reindex"]).done();
    desk.verbatim(&["lexicon", "learn"])
        .finds_nothing()
        .says("2 that patterns hear already");
    desk.verbatim(&write)
        .finds_nothing()
        .warns("0 entries added");
    assert_eq!(read("lexicons/own.toml"), own);

    desk.write("broken.toml", "persona = = 1\n");
    for (file, told) in [
        ("classes.toml", "a lexicon of their own"),
        ("notes.txt", "ends in .toml"),
        ("broken.toml", "broken.toml:1: "),
    ] {
        desk.verbatim(&["lexicon", "learn", "--write", file])
            .has_trouble()
            .warns(told);
    }
}

/// A folder of labelled calls.
fn write_labelled(desk: &Desk, folder: &str, labels: &[Value]) {
    let talks = [
        Talk::new("c1").prospect(FIRST),
        Talk::new("c2").prospect(SECOND),
    ];
    desk.write_talks(&format!("{folder}/calls.jsonl"), &talks);
    let labels: Vec<String> = labels.iter().map(Value::to_string).collect();
    desk.write(&format!("{folder}/labels.jsonl"), labels.join("\n"));
}

fn label(call: &str, quote: &str) -> Value {
    json!({ "call": call, "turn": 0, "quote": quote, "tag": "pain/manual-work" })
}

#[test]
fn labelled_calls_teach_without_an_archive() {
    let desk = Desk::new();
    write_labelled(&desk, "mine", &[label("c1", FIRST), label("c2", SECOND)]);
    let found = proposed(&desk, &["--labels", "mine"], "pattern");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["hears"].as_array().unwrap().len(), 2);
    assert!(!desk.path("data").exists(), "nothing is created");

    desk.write("mine/set.toml", "role = \"kept-apart\"\n");
    desk.verbatim(&["lexicon", "learn", "--labels", "mine"])
        .has_trouble()
        .warns("mine/set.toml: this set is kept apart");
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_help_run() {
    let desk = marked_depots();
    mark(&desk, &["--export", "marked"]);
    let examples = desk.examples(&["lexicon", "learn"]);
    assert_eq!(examples.len(), 3, "{examples:?}");
    for example in examples {
        desk.shell(&example).done();
    }
}

// ---- labels from marks ------------------------------------------------------------------------------------------

/// The folder of a desk's exported marks.
#[track_caller]
fn exported(desk: &Desk) -> Vec<Labelled> {
    mark(desk, &["--export", "marked"]);
    labelled::folder(&desk.path("marked")).unwrap()
}

#[test]
fn a_denied_sentence_is_a_no_of_its_kind_and_an_unmarked_one_says_nothing() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1")
        .rep("And then?")
        .prospect("I text it around. Every night.")
        .prospect("It is expensive. We like it.")]);
    mark(
        &desk,
        &[
            "c1:1",
            "pain/manual-work",
            "yes",
            "--quote",
            "I text it around.",
        ],
    );
    mark(&desk, &["c1:1", "pain/slow", "no"]);
    mark(&desk, &["c1:2", "objection/price", "polarity=negated"]);
    let calls = exported(&desk);
    assert!(!calls[0].is_measured, "marks are made where it was wrong");

    let units = rows(&few(), &calls);
    let text = |turn: u32| calls[0].call.turns[turn as usize].text.as_str();
    let answers: Vec<(&str, Vec<(&str, bool)>)> = units
        .rows
        .iter()
        .map(|row| {
            let heads = HEADS.into_iter().filter(|head| row.is_judged(head));
            let answer = |head| (head, carries(row, &calls[0].labels, head));
            let asked = heads.filter(|head| !["either", "rather-objection"].contains(head));
            (row.span.slice(text(row.turn)), asked.map(answer).collect())
        })
        .collect();
    let pain = |yes| vec![("pain", yes), ("pain-cancelled", false)];
    assert_eq!(
        answers,
        [
            ("I text it around.", pain(true)),
            ("Every night.", pain(false)),
            (
                "It is expensive.",
                vec![("objection", false), ("objection-cancelled", true)]
            ),
        ],
        "the sentence that nobody marked teaches nothing"
    );
}

#[test]
fn a_yes_says_nothing_of_whose_idea_it_was() {
    let desk = Desk::new();
    desk.keep(&[Talk::new("c1").prospect("It is expensive.")]);
    mark(&desk, &["c1:0", "objection/price", "yes"]);
    let unsure = |desk: &Desk| exported(desk)[0].labels[0].unsure.clone();
    assert_eq!(unsure(&desk), ["target", "origin"]);
    mark(&desk, &["c1:0", "objection/price", "origin=led"]);
    assert_eq!(unsure(&desk), ["target"]);
}

#[test]
fn where_nobody_looked_nothing_is_right_or_wrong() {
    let desk = Desk::new();
    let talk = Talk::new("c1")
        .prospect("It is expensive.")
        .prospect("We do it by hand.");
    desk.write_talks("mine/calls.jsonl", &[talk]);
    let price =
        json!({ "call": "c1", "turn": 0, "quote": "It is expensive.", "tag": "objection/price" });
    desk.write("mine/labels.jsonl", price.to_string());
    let found = |desk: &Desk| {
        let report = desk.verbatim(&["eval", "mine", "--json"]).done().last();
        report["served"]["found"].as_u64().unwrap()
    };
    assert_eq!(found(&desk), 2, "labelled from end to end");
    desk.write("mine/set.toml", "judged = \"sentences\"\n");
    assert_eq!(found(&desk), 1);
}

#[test]
fn every_set_says_what_it_is_for() {
    let abouts = SETS.map(|set| (set.name, set.about().unwrap()));
    let told: Vec<_> = abouts
        .iter()
        .map(|(name, about)| (*name, about.role, about.judged))
        .collect();
    let whole = Some(Extent::Calls);
    assert_eq!(
        told,
        [
            ("given", Role::Measured, whole),
            ("written", Role::Taught, whole),
            ("loose", Role::Taught, whole),
            ("kept-apart", Role::KeptApart, whole)
        ]
    );
    let error = |text: &str| about("set.toml", text).unwrap_err().to_string();
    for (text, told) in [
        ("\nrole = \"measure\"\n", "set.toml:2: "),
        ("weights = 1\n", "set.toml:1: "),
        (
            "role = \"taught\"\nweight = 0\n",
            "set.toml:2: the weight must lie between",
        ),
    ] {
        assert!(error(text).starts_with(told), "{}", error(text));
    }
}

#[test]
fn the_kinds_are_those_of_the_heads() {
    let kinds: Vec<_> = kinds()
        .into_iter()
        .map(|(kind, cancelled)| (HEADS[kind], cancelled.map(|at| HEADS[at])))
        .collect();
    let expected = [
        ("pain", Some("pain-cancelled")),
        ("objection", Some("objection-cancelled")),
        ("request", None),
        ("outcome", None),
        ("trigger", None),
        ("praise", None),
    ];
    assert_eq!(kinds, expected);
}

// ---- a file whose call is kept ----------------------------------------------------------------------------------

/// Tags of a file, one after the other.
#[track_caller]
fn tags(desk: &Desk, args: &[&str]) -> Vec<String> {
    let run = desk.verbatim(&[&["tag", "--json"][..], args].concat());
    assert!((0..=1).contains(&run.code), "{run}");
    let tag = |line: &Value| line["tag"].as_str().unwrap().to_owned();
    run.lines().iter().map(tag).collect()
}

#[test]
fn tag_and_explain_obey_marks_of_the_call_that_is_kept() {
    let desk = Desk::new();
    let talk = Talk::new("c1")
        .prospect("It is expensive.")
        .prospect("I text it around.");
    desk.write_talks("calls.jsonl", &[talk]);
    assert_eq!(tags(&desk, &["calls.jsonl"]), ["objection/price"]);
    desk.verbatim(&["explain", "calls.jsonl"]).done();
    assert!(!desk.path("data").exists(), "nothing is created");

    desk.verbatim(&["ingest", "calls.jsonl"]).done();
    mark(
        &desk,
        &["c1:0", "objection/price", "no", "--note", "a joke"],
    );
    mark(&desk, &["c1:1", "pain/manual-work", "yes"]);
    assert_eq!(tags(&desk, &["calls.jsonl"]), ["pain/manual-work"]);
    assert_eq!(
        tags(&desk, &["calls.jsonl", "--ignore-marks"]),
        ["objection/price"]
    );

    let run = desk
        .verbatim(&["tag", "calls.jsonl", "--json"])
        .done()
        .warns("1 mention left out, because a person marked them so; --ignore-marks");
    let marked = &run.last()["marked"];
    assert_eq!(
        (&marked["by"], &marked["decision"]),
        (&json!("hand"), &json!("yes"))
    );
    let decided_at = marked["decided_at"].as_str().unwrap();
    desk.verbatim(&["tag", "calls.jsonl"])
        .done()
        .says(&format!("    marked by hand, {decided_at}: yes"));

    let shown = desk.verbatim(&["explain", "calls.jsonl"]).done();
    let lines: Vec<&str> = shown.stdout.lines().map(str::trim).collect();
    let below = |words: &str| {
        let at = lines.iter().position(|line| line.contains(words)).unwrap();
        lines[at..]
            .iter()
            .find(|line| line.starts_with("marked by hand"))
            .unwrap()
    };
    assert!(
        below("objection/price").ends_with(": no (a joke)"),
        "{shown}"
    );
    assert!(below("pain/manual-work").ends_with(": yes"), "{shown}");
    let told = desk
        .verbatim(&["explain", "calls.jsonl", "--json"])
        .done()
        .last();
    assert_eq!(told["turns"][0]["mentions"], json!([]));
    assert_eq!(told["turns"][0]["denied"][0]["marked"]["note"], "a joke");
}

fn vtt(greeting: &str) -> String {
    format!(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nDana Whit: {greeting}\n\n\
         2\n00:00:05.000 --> 00:00:09.000\nPete Lund: It is expensive.\n"
    )
}

/// Without an id of the provider's, a corrected file is another call by its words and the same by its place.
#[test]
fn a_corrected_file_is_still_the_call_that_is_kept() {
    let desk = Desk::new();
    desk.write("a.vtt", vtt("Hello."));
    desk.write("participants.csv", "call,name,side\n,Pete Lund,prospect\n");
    desk.verbatim(&["ingest", "a.vtt"]).done();
    let heard = desk.verbatim(&["tag", "a.vtt", "--json"]).done().last();
    let place = format!("{}:{}", heard["call"].as_str().unwrap(), heard["turn"]);
    mark(&desk, &[&place, "objection/price", "no"]);
    assert!(tags(&desk, &["a.vtt"]).is_empty());
    desk.write("a.vtt", vtt("Hello, and welcome to our call."));
    assert!(tags(&desk, &["a.vtt"]).is_empty());
}

#[test]
fn an_archive_that_cannot_be_read_stops_nobody_from_tagging() {
    let desk = Desk::new();
    desk.write_talks(
        "calls.jsonl",
        &[Talk::new("c1").prospect("It is expensive.")],
    );
    desk.write("data/catalogue.sqlite", "this is no catalogue ".repeat(80));
    let run = desk.verbatim(&["tag", "calls.jsonl", "--json"]).done();
    assert_eq!(run.lines().len(), 1);
    run.warns("people's marks are left aside");
}
