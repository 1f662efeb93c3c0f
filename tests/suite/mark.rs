//! Does a person's word count for more than the program's, and for as long as the words stand?
//!
//! `mark` overrules what was heard and outlives other lexicons, a new index and a corrected transcript; `label` asks a
//! person about sentences and keeps every answer in a folder that `learn` reads.

use serde_json::{Value, json};

use verbatim::learn::label::Labelled;
use verbatim::mention::{Origin, Polarity, Target};
use verbatim::mine::learned::model::{Head, Model, N_HEADS, Weights};
use verbatim::pipeline::labelled;
use verbatim::store::DataDir;
use verbatim::store::lock::WriteLock;
use verbatim::store::lock::waiting::somebody_waits;

use crate::harness::{Desk, Run, Talk, until};

/// Hears nothing of what these tests say.
const DEAF: &str = "persona = \"anyone\"\n[[entry]]\ntag = \"pain/scale\"\nname = \"none\"\npatterns = [\"xylophone\"]\n";

/// A call in which a prospect speaks in turns 1 and 3.
fn talk(first: &str, second: &str) -> Talk {
    Talk::new("c1")
        .rep("How do you do it?")
        .prospect(first)
        .rep("And then?")
        .prospect(second)
}

fn desk(first: &str, second: &str) -> Desk {
    let desk = Desk::new();
    desk.keep(&[talk(first, second)]);
    desk
}

/// Marks something in the call.
#[track_caller]
fn mark(desk: &Desk, args: &[&str]) -> Run {
    desk.verbatim(&[&["mark"][..], args].concat()).done()
}

#[track_caller]
fn tagged(desk: &Desk, tag: &str) -> Vec<String> {
    desk.finds(&["--tag", tag])
}

/// Turn, tag, decision and state of everything that is marked.
#[track_caller]
fn listed(desk: &Desk) -> Vec<Value> {
    let line = |mark: Value| json!([mark["turn"], mark["tag"], mark["decision"], mark["state"]]);
    let run = desk.verbatim(&["mark", "--list", "--json"]);
    run.lines().into_iter().map(line).collect()
}

// ---- marking ----------------------------------------------------------------------------------------------

#[test]
fn a_yes_is_found_at_once_and_outlives_lexicons_the_index_and_ingestion() {
    let desk = desk("I take a photo of it and text it around.", "Nothing else.");
    assert!(tagged(&desk, "pain/manual-work").is_empty());
    mark(&desk, &["c1:1", "pain/manual-work", "yes"]).says("pain/manual-work");
    assert_eq!(tagged(&desk, "pain/manual-work"), ["c1:1"], "at once");
    desk.verbatim(&["check"]).done().says("all is well");

    desk.write("lexicons/anyone.toml", DEAF);
    assert_eq!(tagged(&desk, "pain/manual-work"), ["c1:1"], "new lexicons");
    desk.verbatim(&["reindex"]).done();
    assert_eq!(tagged(&desk, "pain/manual-work"), ["c1:1"], "a new index");
    desk.verbatim(&["ingest", "calls.jsonl"]).done();
    assert_eq!(
        tagged(&desk, "pain/manual-work"),
        ["c1:1"],
        "ingested again"
    );
}

#[test]
fn a_no_takes_away_what_is_heard_until_it_is_taken_back() {
    let desk = desk("It is expensive.", "The price is a joke.");
    assert_eq!(tagged(&desk, "objection/price").len(), 2);
    mark(
        &desk,
        &["c1:3", "objection/price", "no", "--note", "a joke"],
    );
    assert_eq!(tagged(&desk, "objection/price"), ["c1:1"]);
    desk.verbatim(&["reindex"]).done();
    assert_eq!(tagged(&desk, "objection/price"), ["c1:1"]);

    mark(&desk, &["--undo", "c1:3", "objection/price"]);
    assert_eq!(tagged(&desk, "objection/price").len(), 2);
    desk.verbatim(&["mark", "--list"]).finds_nothing();
    desk.verbatim(&["mark", "--undo", "c1:3", "objection/price"])
        .finds_nothing();
}

#[test]
fn a_no_that_is_said_twice_stays_as_it_was() {
    let desk = desk("Well. It is expensive. Fine.", "Yes.");
    let denied = ["c1:1", "objection/price", "no"];
    let kept = |desk: &Desk| desk.verbatim(&["mark", "--list"]).done().stdout;
    mark(&desk, &denied).says("“It is expensive.”");
    let first = kept(&desk);
    let again = mark(&desk, &denied).says("already marked so");
    let again = again.says("“It is expensive.”");
    assert!(!again.stdout.contains("Well."), "{again}");
    assert_eq!(kept(&desk), first);

    // A note says why; the words stay.
    mark(&desk, &[&denied[..], &["--note", "a joke"]].concat()).says("already marked so");
    let noted = kept(&desk);
    assert!(
        noted.contains("a joke") && !noted.contains("Well."),
        "{noted}"
    );
    mark(&desk, &denied);
    assert_eq!(kept(&desk), noted, "the note stays");
}

#[test]
fn one_of_two_marks_in_a_turn_is_taken_back_by_its_words() {
    let desk = desk("We print it. We fax it.", "Fine.");
    for words in ["We print it.", "We fax it."] {
        mark(
            &desk,
            &["c1:1", "pain/manual-work", "yes", "--quote", words],
        );
    }
    let undo = ["mark", "--undo", "c1:1", "pain/manual-work", "--quote"];
    let undo = |words: &str| desk.verbatim(&[&undo[..], &[words]].concat());
    undo("We post it.").finds_nothing().says("on these words");
    undo("We fax it.").done().says("1 mark taken back");
    let list = desk.verbatim(&["mark", "--list"]).done();
    let list = list.says("We print it.");
    assert!(!list.stdout.contains("We fax it."), "{}", list.stdout);
}

#[test]
fn what_is_heard_twice_in_a_turn_is_told_once_with_its_number() {
    let desk = desk("We do it every night. It takes hours.", "Yes.");
    let quote = ["--quote", "It takes hours."];
    mark(
        &desk,
        &[&["c1:1", "pain/errors", "yes"][..], &quote].concat(),
    )
    .says("pain/slow (2)");
}

#[test]
fn how_it_was_said_can_be_put_right() {
    let desk = desk("It is expensive.", "We do it by hand.");
    let negated = ["--tag", "objection/price", "--polarity", "negated"];
    let led = [&negated[..], &["--origin", "led"]].concat();

    assert!(desk.finds(&negated).is_empty());
    mark(&desk, &["c1:1", "objection/price", "polarity=negated"]);
    assert_eq!(desk.finds(&negated), ["c1:1"]);
    assert!(
        tagged(&desk, "objection/price").is_empty(),
        "what was not meant is shown only to who asks for it"
    );

    assert!(desk.finds(&led).is_empty());
    mark(&desk, &["c1:1", "objection/price", "origin=led"]);
    assert_eq!(desk.finds(&led), ["c1:1"]);

    // Whoever says how it was meant says that it was said.
    desk.write("lexicons/anyone.toml", DEAF);
    assert_eq!(desk.finds(&led), ["c1:1"]);
}

#[test]
fn the_last_decision_has_the_word() {
    let desk = desk("It is expensive.", "Fine.");
    for (decision, is_found) in [("no", false), ("yes", true), ("no", false), ("yes", true)] {
        mark(&desk, &["c1:1", "objection/price", decision]);
        let found = tagged(&desk, "objection/price");
        assert_eq!(found.len() == 1, is_found, "{decision}: {found:?}");
        assert_eq!(
            listed(&desk),
            [json!([1, "objection/price", decision, "placed"])],
            "a decision takes the place of the one before"
        );
    }
}

#[test]
fn a_quote_says_which_of_the_sentences_is_meant() {
    let desk = desk("It is expensive. We type it. The price hurts.", "No.");
    let unclear = desk
        .verbatim(&["mark", "c1:1", "pain/manual-work", "yes"])
        .has_trouble()
        .warns("--quote")
        .says("    We type it.");
    assert!(
        !unclear.stderr.contains("type"),
        "words in an error\n{unclear}"
    );
    for (quote, why) in [
        ("We copy it.", "does not stand in this turn"),
        ("pe", "more than once"),
        ("e type it.", "in the middle of a word"),
        ("We typ", "in the middle of a word"),
        (" ", "empty"),
    ] {
        desk.verbatim(&["mark", "c1:1", "pain/manual-work", "yes", "--quote", quote])
            .has_trouble()
            .warns(why);
    }
    assert!(listed(&desk).is_empty(), "nothing was kept of all that");

    mark(
        &desk,
        &[
            "c1:1",
            "pain/manual-work",
            "yes",
            "--quote",
            "We type\n  it.",
        ],
    );
    let hits = desk.hits(&["--tag", "pain/manual-work"]);
    assert_eq!(
        hits[0]["highlights"],
        json!([[17, 28]]),
        "the quote's bytes"
    );

    // One of two mentions of the same tag: the other one stays.
    mark(
        &desk,
        &[
            "c1:1",
            "objection/price",
            "no",
            "--quote",
            "It is expensive.",
        ],
    );
    let hits = desk.hits(&["--tag", "objection/price"]);
    assert_eq!(hits[0]["highlights"], json!([[29, 45]]));
}

#[test]
fn what_cannot_be_marked_is_told_with_a_way_out() {
    let desk = desk("We do it by hand.", "Yes.");
    let no_place = ["mark", "c1", "pain/slow", "yes"];
    let no_call = ["mark", "c9:1", "pain/slow", "yes"];
    let no_turn = ["mark", "c1:9", "pain/slow", "yes"];
    let a_rep = ["mark", "c1:0", "pain/slow", "yes"];
    let no_tag = ["mark", "c1:1", "pain/slowness", "yes"];
    let no_kind = ["mark", "c1:1", "slow", "yes"];
    let no_decision = ["mark", "c1:1", "pain/slow", "maybe"];
    for (args, told) in [
        (no_place, "CALL:TURN"),
        (no_call, "no such call is kept"),
        (no_turn, "has only 4 turns"),
        (a_rep, "a rep's"),
        (no_tag, "pain/slow"),
        (no_kind, "kinds are pain"),
        (no_decision, "polarity=affirmed|negated|hypothetical"),
    ] {
        desk.verbatim(&args).has_trouble().warns(told);
    }
    Desk::new()
        .verbatim(&["mark", "c1:1", "pain/slow", "yes"])
        .has_trouble()
        .warns("nothing has been kept yet");
}

#[test]
fn a_second_writer_waits() {
    let desk = desk("We do it by hand.", "Yes.");
    let dir = DataDir::new(desk.path("data"));
    for (args, n_found) in [
        (&["mark", "c1:1", "pain/manual-work", "no"], 0),
        (&["mark", "--undo", "c1:1", "pain/manual-work"], 1),
    ] {
        let before = listed(&desk);
        let lock = WriteLock::take(&dir, "test").unwrap();
        let waiter = desk.command(args).spawn().unwrap();
        until("it waits", || somebody_waits(&dir));
        assert_eq!(listed(&desk), before, "{args:?}");
        drop(lock);
        let ended = waiter.wait_with_output().unwrap();
        assert!(ended.status.success(), "{args:?}: {ended:?}");
        assert_eq!(tagged(&desk, "pain/manual-work").len(), n_found, "{args:?}");
    }
}

/// As a catalogue was before there were marks.
#[test]
fn an_older_catalogue_gains_its_marks() {
    let desk = desk("We do it by hand.", "Yes.");
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE override; PRAGMA user_version = 1;")
        .unwrap();
    desk.verbatim(&["mark", "--list"]).finds_nothing();
    assert_eq!(tagged(&desk, "pain/manual-work"), ["c1:1"]);
    mark(&desk, &["c1:1", "pain/manual-work", "no"]);
    assert!(tagged(&desk, "pain/manual-work").is_empty());
}

// ---- a corrected transcript -------------------------------------------------------------------------------

#[test]
fn a_mark_follows_its_words_through_a_corrected_transcript() {
    let (by_hand, other) = ("We do it by hand.", "It takes days.");
    let desk = desk(by_hand, other);
    mark(&desk, &["c1:1", "pain/manual-work", "no"]);
    mark(&desk, &["c1:3", "pain/errors", "yes"]);

    // The turns moved.
    desk.keep(&[Talk::new("c1")
        .rep("Hello.")
        .prospect("Hello.")
        .rep("How do you do it?")
        .prospect(by_hand)
        .rep("And then?")
        .prospect(other)]);
    assert!(tagged(&desk, "pain/manual-work").is_empty());
    assert_eq!(tagged(&desk, "pain/errors"), ["c1:5"]);
    let moved = [
        json!([3, "pain/manual-work", "no", "moved"]),
        json!([5, "pain/errors", "yes", "moved"]),
    ];
    assert_eq!(listed(&desk), moved);

    // More was said in the turn.
    desk.keep(&[talk(&format!("Well. {by_hand} Yes."), other)]);
    assert!(tagged(&desk, "pain/manual-work").is_empty());
    assert_eq!(tagged(&desk, "pain/errors"), ["c1:3"]);

    // It is taken back where it stands now.
    mark(&desk, &["--undo", "c1:1", "pain/manual-work"]);
    assert_eq!(tagged(&desk, "pain/manual-work"), ["c1:1"]);
}

#[test]
fn a_mark_whose_words_are_gone_is_orphaned_and_waits() {
    let desk = desk("We do it by hand.", "Yes.");
    mark(&desk, &["c1:1", "pain/manual-work", "no"]);
    desk.keep(&[talk("All of it is done by hand.", "Yes.")]);
    assert_eq!(
        tagged(&desk, "pain/manual-work"),
        ["c1:1"],
        "these are other words"
    );
    let orphaned = [json!([1, "pain/manual-work", "no", "orphaned"])];
    assert_eq!(listed(&desk), orphaned);
    desk.verbatim(&["mark", "--list"]).done().says("orphaned");
    desk.verbatim(&["mark", "--export", "marked"])
        .finds_nothing()
        .warns("1 mark left out");

    desk.keep(&[talk("We do it by hand.", "Yes.")]);
    assert!(
        tagged(&desk, "pain/manual-work").is_empty(),
        "the words are back"
    );
}

/// What moved to the rep's side carries no mention, whatever was marked.
#[test]
fn a_mark_never_makes_a_rep_carry_a_mention() {
    let desk = desk("I text it around.", "Yes.");
    mark(&desk, &["c1:1", "pain/manual-work", "yes"]);
    desk.keep(&[Talk::new("c1")
        .prospect("How do you do it?")
        .rep("I text it around.")
        .prospect("And then?")
        .rep("Yes.")]);
    let any_side = ["--tag", "pain/manual-work", "--side", "any"];
    assert!(desk.finds(&any_side).is_empty());
    let orphaned = [json!([1, "pain/manual-work", "yes", "orphaned"])];
    assert_eq!(listed(&desk), orphaned);
}

// ---- to learn from ----------------------------------------------------------------------------------------

/// A folder as `learn` reads it.
#[track_caller]
fn folder(desk: &Desk, name: &str) -> Vec<Labelled> {
    labelled::folder(&desk.path(name)).unwrap()
}

/// The lines of a file, of which only some fields count.
#[track_caller]
fn lines(desk: &Desk, file: &str, fields: &[&str]) -> Vec<Value> {
    let text = std::fs::read_to_string(desk.path(file)).unwrap_or_default();
    let line = |line: &str| {
        let whole: Value = serde_json::from_str(line).unwrap();
        json!(
            fields
                .iter()
                .map(|field| whole[*field].clone())
                .collect::<Vec<_>>()
        )
    };
    text.lines().map(line).collect()
}

#[test]
fn marks_are_exported_as_a_folder_to_learn_from() {
    let desk = desk("I text it around. Every night.", "It is expensive.");
    desk.verbatim(&["mark", "--export", "marked"])
        .finds_nothing();
    let text = ["--quote", "I text it around."];
    mark(
        &desk,
        &[&["c1:1", "pain/manual-work", "yes"][..], &text].concat(),
    );
    mark(&desk, &["c1:1", "pain/slow", "no"]);
    mark(&desk, &["c1:3", "objection/price", "polarity=hypothetical"]);
    mark(&desk, &["--export", "marked"]).says("verbatim learn --labels marked");

    let calls = folder(&desk, "marked");
    assert_eq!(calls.len(), 1);
    let labels: Vec<_> = calls[0]
        .labels
        .iter()
        .map(|label| (label.turn, label.tag.0.as_str(), label.polarity))
        .collect();
    assert_eq!(
        labels,
        [
            (1, "pain/manual-work", Polarity::Affirmed),
            (3, "objection/price", Polarity::Hypothetical)
        ],
        "a no is no label"
    );
    let decisions = lines(&desk, "marked/labels.jsonl", &["quote", "decision"]);
    let expected = [
        json!(["I text it around.", "yes"]),
        json!(["It is expensive.", "polarity=hypothetical"]),
    ];
    assert_eq!(decisions, expected);
    let seen = lines(&desk, "marked/seen.jsonl", &["quote", "tag", "decision"]);
    assert_eq!(seen, [json!(["Every night.", "pain/slow", "no"])]);

    mark(&desk, &["--export", "marked/labels.jsonl"]);
    desk.write(
        "mine/labels.jsonl",
        "{\"call\":\"c1\",\"turn\":1,\"quote\":\"I\",\"tag\":\"pain/slow\"}\n",
    );
    desk.verbatim(&["mark", "--export", "mine"])
        .has_trouble()
        .warns("name another folder");
}

// ---- labelling --------------------------------------------------------------------------------------------

/// Types these lines to `label`.
#[track_caller]
fn label(desk: &Desk, typed: &[&str]) -> Run {
    let typed: String = typed.iter().map(|line| format!("{line}\n")).collect();
    desk.verbatim_with(&typed, &["label", "--out", "mine"])
        .done()
}

/// What was heard, and in which words nothing was.
#[track_caller]
fn answers(desk: &Desk) -> (Vec<Value>, Vec<Value>) {
    let manner = ["quote", "tag", "polarity", "target", "origin"];
    (
        lines(desk, "mine/labels.jsonl", &manner),
        lines(desk, "mine/seen.jsonl", &["call", "turn", "quote"]),
    )
}

/// The words that were asked about, in order.
fn asked(run: &Run) -> Vec<&str> {
    let words = run.stdout.lines();
    words.filter_map(|line| line.strip_prefix("  » ")).collect()
}

const FIRST: &str = "Fine, thanks.";
const SECOND: &str = "I text a photo of it every night.";
const THIRD: &str = "Then we lose it.";

fn sheet() -> Desk {
    desk(&format!("{FIRST} {SECOND}"), THIRD)
}

#[test]
fn a_person_labels_sentence_by_sentence_and_every_answer_is_kept() {
    let desk = sheet();
    // Of pains the fifth is manual work, in the alphabet; then the usual way; then quit.
    let run = label(&desk, &["n", "p", "5", "", "q"])
        .says("Rea (rep): How do you do it?")
        .says("The program hears pain/slow at 0.60")
        .says("2 sentences judged now (1 mention, 1 with nothing), 0 before")
        .says("verbatim learn --labels mine");
    assert_eq!(asked(&run), [FIRST, SECOND, THIRD]);
    let (labels, seen) = answers(&desk);
    let usual = json!([SECOND, "pain/manual-work", "affirmed", "own", "unprompted"]);
    assert_eq!(
        (labels, seen),
        (vec![usual.clone()], vec![json!(["c1", 1, FIRST])])
    );

    // It goes on where it ended.
    let run = label(&desk, &["o", "3", "!hl"]).says("2 before");
    assert_eq!(asked(&run), [THIRD]);
    let (labels, _) = answers(&desk);
    let odd = json!([
        THIRD,
        "objection/competitor",
        "hypothetical",
        "other",
        "led"
    ]);
    assert_eq!(labels, [usual, odd]);
    assert!(asked(&label(&desk, &[])).is_empty(), "all is answered");

    let calls = folder(&desk, "mine");
    assert_eq!(calls.len(), 1, "each call once");
    assert_eq!(calls[0].labels.len(), 2);
    let last = &calls[0].labels[1];
    assert_eq!(
        (last.polarity, last.target, last.origin),
        (Polarity::Hypothetical, Target::Other, Origin::Led)
    );
}

#[test]
fn an_answer_can_be_undone_and_a_sentence_skipped() {
    let desk = sheet();
    let run = label(&desk, &["u", "n", "u", "r", "2", "", "s", "n", "u"]);
    let expected = [
        FIRST,  // there is nothing to undo
        FIRST,  // nothing
        SECOND, // the nothing is undone
        FIRST,  // a request
        SECOND, // skipped
        THIRD,  // nothing; behind the last sentence the sitting ends
    ];
    assert_eq!(asked(&run), expected);
    let (labels, seen) = answers(&desk);
    let request = json!([
        FIRST,
        "request/integration",
        "affirmed",
        "own",
        "unprompted"
    ]);
    assert_eq!(
        (labels, seen),
        (vec![request], vec![json!(["c1", 3, THIRD])])
    );

    let run = label(&desk, &["n", "q"]);
    assert_eq!(asked(&run), [SECOND], "what was skipped is asked again");
}

#[test]
fn undoing_leaves_the_folder_as_it_was() {
    let desk = sheet();
    label(&desk, &["p", "1", "!n", "n", "u", "u", "q"]);
    assert_eq!(answers(&desk), (Vec::new(), Vec::new()));
    assert!(lines(&desk, "mine/calls.jsonl", &["id"]).is_empty());
}

#[test]
fn a_wrong_key_is_asked_again() {
    let desk = sheet();
    let run = label(&desk, &["x", "p", "99", "u", "p", "5", "!z", "u", "n"])
        .says("none of the keys")
        .says("from 1 to 11")
        .says("! and letters");
    assert_eq!(asked(&run), [FIRST, SECOND], "a wrong key moves nowhere");
    assert_eq!(answers(&desk), (Vec::new(), vec![json!(["c1", 1, FIRST])]));
}

#[test]
fn files_are_labelled_without_an_archive() {
    let desk = Desk::new();
    desk.write_talks("calls.jsonl", &[talk(FIRST, SECOND)]);
    let args = ["label", "calls.jsonl", "--out", "mine"];
    let run = desk.verbatim_with("n\nn\n", &args).done();
    assert_eq!(asked(&run), [FIRST, SECOND]);
    desk.verbatim_with("", &["label", "-", "--out", "mine"])
        .has_trouble()
        .warns("standard input");
    desk.write("whole/labels.jsonl", "");
    desk.verbatim_with("n\n", &["label", "calls.jsonl", "--out", "whole"])
        .has_trouble()
        .warns("name another folder");
    desk.write_talks("reps.jsonl", &[Talk::new("c2").rep("Hello?")]);
    desk.verbatim_with("", &["label", "reps.jsonl", "--out", "mine"])
        .finds_nothing();
}

#[test]
fn nothing_that_is_shown_is_wider_than_80_columns() {
    let long = "We write it all down and then somebody else types it in again. ".repeat(20);
    let desk = desk(&long, "Every night we do it by hand, and by hand again.");
    let shown = label(&desk, &["p", "u", "o", "1", "u", "n", "q"]).stdout;
    let wide: Vec<&str> = shown
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    assert!(wide.is_empty(), "{wide:#?}");
}

/// A learned witness that knows two words: of a photo it is in doubt, of an export it is sure.
fn witness() -> String {
    let head = Head {
        bias: 1.0,
        slope: 1.0,
        offset: -5.0,
        ..Head::default()
    };
    let mut model = Model::new("a test".to_owned(), [head; N_HEADS], Vec::new());
    for (word, weight) in [("word photo", 3.15), ("word export", 8.0)] {
        let mut weights = Weights::default();
        // The head for requests: at 1 + 3.15 - 5 its chance is 0.3, which is the threshold.
        weights.heads[2] = weight;
        model.add(word, weights).unwrap();
    }
    model.write()
}

#[test]
fn the_sentence_is_asked_first_of_which_the_witness_is_least_sure() {
    let desk = desk("We need an export. Fine by us.", "We want a photo.");
    desk.write("lexicons/learned.txt", witness());
    // The encoder would have its own doubts.
    desk.write(
        "verbatim.toml",
        "lexicons = \"lexicons\"\nhearing = \"quick\"\n",
    );
    let run = label(&desk, &["n", "q"]).says("request/");
    assert_eq!(asked(&run)[0], "We want a photo.");
}
