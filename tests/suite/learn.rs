//! What do labelled calls teach, and is what is heard scored as it should be?
//!
//! Learning never depends on threads or on the order of labels; scores are those that were worked out by hand.

use std::path::PathBuf;

use serde_json::json;

use verbatim::call::Span;
use verbatim::learn::cross::deal;
use verbatim::learn::label::{Judged, Label, Labelled};
use verbatim::learn::lesson::learned;
use verbatim::learn::rows::rows;
use verbatim::learn::score::{
    FoundMention, Gold, Point, Tally, curve, is_exact, is_same_kind, is_served, pair, recall_at,
    tally,
};
use verbatim::learn::solver::{Problem, Solution, Sparse, calibrate, solve};
use verbatim::mention::{Origin, Polarity, Tag, Target};
use verbatim::mine::learned::model::{Head, Model};
use verbatim::mine::lexicon::{Lexicons, SHIPPED, Sources};
use verbatim::pipeline::labelled;

use crate::harness::{Desk, Talk};

/// The rows of a table, each cut at its bars.
pub fn table<const N: usize>(text: &str) -> Vec<[&str; N]> {
    let rows = text.lines().filter(|row| !row.trim().is_empty());
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<&str>>());
    cells
        .map(|row| <[&str; N]>::try_from(row).unwrap())
        .collect()
}

/// What is listened for where the day's lexicons must not matter.
const FEW_PATTERNS: &str = r#"
entry = [
    { tag = "pain/slow", name = "slow", patterns = ["slow"] },
    { tag = "pain/manual-work", name = "by-hand", patterns = ["by hand"] },
    { tag = "objection/price", name = "expensive", patterns = ["expensive"] },
]
"#;

/// A file that is built into the program.
pub fn built_in(file: &str) -> &'static str {
    SHIPPED.iter().find(|(name, _)| *name == file).unwrap().1
}

/// A few patterns, and the lists of words by sense.
pub fn few() -> Lexicons {
    let files = [
        ("anyone.toml", FEW_PATTERNS),
        ("senses.toml", built_in("senses.toml")),
    ];
    let files = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
    Sources::new(files.to_vec()).compile().unwrap()
}

// ---- the solver -------------------------------------------------------------------------------------------------

fn solved(rows: &[Sparse], targets: &[bool], costs: &[f32]) -> Solution {
    let (rows, n_features): (Vec<&Sparse>, usize) = (rows.iter().collect(), 3);
    let rows = &rows[..];
    solve(&Problem {
        rows,
        targets,
        costs,
        n_features,
    })
}

#[test]
fn what_can_be_told_apart_is_told_apart_the_same_way_every_time() {
    let [yes, no, noise]: [(u32, f32); 3] = [(0, 1.0), (1, 1.0), (2, 1.0)];
    let even = vec![vec![yes], vec![yes, noise], vec![no], vec![no, noise]];
    let mut rare = vec![vec![no]; 7];
    rare.push(vec![yes, noise]);
    for rows in [even, rare] {
        let targets: Vec<bool> = rows.iter().map(|row| row.contains(&yes)).collect();
        let costs = vec![1.0; rows.len()];
        let solution = solved(&rows, &targets, &costs);
        for (row, target) in rows.iter().zip(&targets) {
            let score = solution.score(row);
            // More than half of the margin; what a mistake costs does not force the whole.
            assert!(
                score.abs() > 0.5 && (score > 0.0) == *target,
                "{row:?}: {score}"
            );
        }
        let again = solved(&rows, &targets, &costs);
        assert_eq!(
            (again.weights, again.bias),
            (solution.weights, solution.bias)
        );
    }
    // Two people disagree about the same words: whose mistake costs more is believed.
    let rows = [vec![yes], vec![yes], vec![no]];
    let score = |costs: &[f32]| solved(&rows, &[true, false, false], costs).score(&rows[0]);
    assert!(score(&[3.0, 1.0, 1.0]) > 0.0 && score(&[1.0, 3.0, 1.0]) < 0.0);
}

#[test]
fn chances_rise_with_scores_and_are_as_high_as_the_share() {
    let chance = |(slope, offset): (f32, f32), score: f32| {
        let mut head = Head::default();
        (head.slope, head.offset) = (slope, offset);
        head.chance(score)
    };
    let (f, t) = (false, true);
    let scores = [-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0];
    let fitted = calibrate(&scores, &[f, f, f, t, f, t, t, t]);
    let chances = scores.map(|score| chance(fitted, score));
    assert!(chances.is_sorted(), "{chances:?}");
    assert!(chances[0] < 0.25 && chances[7] > 0.75, "{chances:?}");
    // Both sides are alike, so the middle is even.
    assert!((chance(fitted, 0.0) - 0.5).abs() < 0.01);
    // Where scores say nothing, what is left is the share: two of eight, drawn towards a half.
    let share = chance(calibrate(&[0.0; 8], &[t, t, f, f, f, f, f, f]), 0.0);
    assert!((0.25..0.35).contains(&share), "{share}");
    let (slope, offset) = calibrate(&[], &[]);
    assert!(slope.is_finite() && offset.is_finite());
}

// ---- learning ---------------------------------------------------------------------------------------------------

/// Call, what Pam says first, its tag, and whether she means it.
const LESSONS: &str = "
a | The trucks wait for hours at the gate.     | pain/slow       | affirmed
b | My crew waits for hours on a permit.       | pain/slow       | affirmed
c | Nurses wait for hours until a bed is free. | pain/slow       | affirmed
d | Your price is more than we spend on rent.  | objection/price | affirmed
e | That price is more than the board signs.   | objection/price | affirmed
f | We never wait for anything these days.     | pain/slow       | negated
";

/// Puts the lessons into a folder of the desk, with these labels.
fn write_labelled(desk: &Desk, folder: &str, labels: &[String]) {
    let talks = table::<4>(LESSONS).into_iter().map(|[call, said, _, _]| {
        let talk = Talk::new(call).rep("How is the work going?").prospect(said);
        talk.rep("I see.")
            .prospect("We moved here in May, and the coffee is good.")
    });
    desk.write_talks(&format!("{folder}/calls.jsonl"), &talks.collect::<Vec<_>>());
    desk.write(&format!("{folder}/labels.jsonl"), labels.join("\n"));
}

fn learned_with(n_threads: usize, lexicons: &Lexicons, calls: &[Labelled]) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads);
    let learn = || learned(lexicons, calls, &rows(lexicons, calls)).unwrap();
    pool.build().unwrap().install(learn).write()
}

#[test]
fn neither_threads_nor_the_order_of_labels_change_what_is_learned() {
    let desk = Desk::new();
    let labels = table::<4>(LESSONS).into_iter().map(|[call, quote, tag, polarity]| {
        json!({ "call": call, "turn": 1, "quote": quote, "tag": tag, "polarity": polarity })
    });
    let mut labels: Vec<String> = labels.map(|label| label.to_string()).collect();
    write_labelled(&desk, "labels", &labels);
    labels.reverse();
    write_labelled(&desk, "turned", &labels);
    let calls = |folder: &str| labelled::folder(&desk.path(folder)).unwrap();
    let (lexicons, turned) = (few(), calls("turned"));
    let one = learned_with(1, &lexicons, &calls("labels"));
    assert!(one == learned_with(4, &lexicons, &calls("labels")));
    assert!(one == learned_with(2, &lexicons, &turned));

    // Head 0 asks for a pain, 1 for an objection; `wait` and `price` stand in those and in no small talk.
    for (word, head) in [("word wait\t", "0="), ("word price\t", "1=")] {
        let row = one.lines().find_map(|row| row.strip_prefix(word)).unwrap();
        let weight = row.split(' ').find_map(|weight| weight.strip_prefix(head));
        assert!(weight.unwrap().parse::<i32>().unwrap() > 0, "{word}{row}");
    }
    let model = Model::read(&one).unwrap();
    assert!(model.write() == one && model.sources.starts_with("6 calls, 6 labels, "));
    assert!(
        lexicons
            .entries
            .iter()
            .all(|entry| model.has_met(entry.hash()))
    );
}

/// Else a call would be scored by a model that has seen it.
#[test]
fn a_call_that_is_labelled_twice_is_gathered_once_and_dealt_once() {
    let desk = Desk::new();
    let label =
        |quote: &str, tag: &str| json!({ "call": "a", "turn": 1, "quote": quote, "tag": tag });
    let slow = label("The trucks wait for hours", "pain/slow").to_string();
    let cost = label("at the gate", "pain/cost").to_string();
    write_labelled(&desk, "first", std::slice::from_ref(&slow));
    write_labelled(&desk, "second", &[cost]);
    write_labelled(&desk, "places", &[slow]);
    desk.write(
        "places/set.toml",
        "judged = \"sentences\"\nrole = \"taught\"\n",
    );
    let given = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/corpus-samples/labelled/given"
    ));
    let gathered = |folders: &[PathBuf]| labelled::gathered(&few(), folders).unwrap();
    let n_shipped = gathered(&[]).len();
    assert_eq!(gathered(&[given]).len(), n_shipped);

    let all = gathered(&["first", "second", "places"].map(|folder| desk.path(folder)));
    let [first, .., places] = &all[n_shipped..] else {
        panic!("no calls of the folders");
    };
    assert_eq!(all.len(), n_shipped + 12);
    assert_eq!(first.labels[0].tag.0, "pain/cost", "the last labels count");
    assert!(matches!(places.judged, Judged::Places(_)));
    let folds = deal(&all[n_shipped..], 4, |call| call.is_measured);
    for (call, fold) in (0..6).zip([0, 1, 2, 3, 0, 1].map(Some)) {
        assert_eq!((folds.of(call), folds.tests(call)), (fold, true));
        let twin = call + 6;
        assert_eq!((folds.of(twin), folds.tests(twin)), (fold, false));
    }
}

const BAD_LABELS: &str = r#"
{"call":"a","turn":1,"quote":"zanzibar","tag":"pain/slow"}     | the quote does not stand in its turn
{"call":"a","turn":1,"quote":"","tag":"pain/slow"}             | the quote does not stand in its turn
{"call":"a","turn":0,"quote":"trucks","tag":"pain/slow"}       | the quote does not stand in its turn
{"call":"a","turn":9,"quote":"zanzibar","tag":"pain/slow"}     | the call has no such turn
{"call":"zanzibar","turn":1,"quote":"trucks","tag":"pain/slow"}| the label's call is not among the calls
{"call":"zanzibar","turn":1,"quote":"trucks"}                  | a label is an object with
{"call":"zanzibar",                                            | a label is an object with
{"call":"a","turn":0,"quote":"work","tag":"pain/slow"}         | this turn is a rep's
{"call":"a","turn":1,"quote":"trucks","tag":"pain/slow","polarity":"zanzibar"} | "polarity" is one of affirmed, negated, hypothetical
{"call":"a","turn":1,"quote":"trucks","tag":"pain/slow","target":"zanzibar"}   | "target" is one of own, other
{"call":"a","turn":1,"quote":"trucks","tag":"pain/slow","origin":null}         | "origin" is one of unprompted, led
"#;

#[test]
fn a_label_that_cannot_be_used_is_told_with_its_line() {
    let desk = Desk::new();
    let good = r#"{"call":"a","turn":1,"quote":"trucks","tag":"pain/slow"}"#;
    let error = |folder: &str| {
        labelled::folder(&desk.path(folder))
            .unwrap_err()
            .to_string()
    };
    for [bad, told] in table::<2>(BAD_LABELS) {
        // An empty line is no label, but it is a line.
        write_labelled(&desk, "labels", &[good, "", bad].map(str::to_owned));
        let error = error("labels");
        assert!(
            error.contains(&format!("labels.jsonl:3: {told}")),
            "{bad}: {error}"
        );
        assert!(!error.contains("zanzibar"), "words of a label in {error}");
    }
    let run = desk.verbatim(&["eval", "labels"]).has_trouble();
    run.warns("labels.jsonl:3: \"origin\" is one of unprompted, led");
    desk.write("labels/calls.jsonl", "{\"id\":\"a\",\"turns\":\n");
    desk.write("labels/labels.jsonl", "");
    assert!(error("labels").contains("calls.jsonl:1: "));
    assert!(error("nowhere").contains("holds calls.jsonl and labels.jsonl"));
}

#[test]
fn a_tag_that_nobody_knows_is_told_with_its_line_and_becomes_no_category() {
    let desk = Desk::new();
    let label = |tag: &str| {
        json!({ "call": "a", "turn": 1, "quote": "trucks", "tag": "pain/slow", "also": tag })
            .to_string()
    };
    let good = label("pain/cost");
    for (tag, told) in [
        ("pain/manual", "did you mean pain/manual-work?"),
        ("objection/prise", "did you mean objection/price?"),
        ("pain/zanzibar", "the guide has pain/adoption, "),
        ("slow", "the guide's kinds are pain, "),
    ] {
        write_labelled(&desk, "labels", &[good.clone(), label(tag)]);
        for args in [
            &["eval", "labels"][..],
            &["eval", "labels", "--cross-validate"],
            &["learn", "--labels", "labels", "--out", "learned.txt"],
        ] {
            desk.verbatim(args)
                .has_trouble()
                .warns(&format!("labels.jsonl:2: {tag}: there is no such tag"))
                .warns(told);
        }
    }
    assert!(!desk.path("learned.txt").exists());
    // Tags of one's own are those of an own lexicon, or say so themselves.
    write_labelled(&desk, "labels", &[label("pain/parking"), label("custom/x")]);
    desk.write(
        "lexicons/anyone.toml",
        "[[entry]]\ntag = \"pain/parking\"\nname = \"a\"\npatterns = [\"parking\"]\n",
    );
    desk.verbatim(&["eval", "labels"]).done();
}

// ---- scores -----------------------------------------------------------------------------------------------------

/// `0..40`, behind marks: optional `?`, not meant `!`, an objection `$`, two turns later `>`.
fn marked(written: &str) -> (Span, Tag, u32) {
    let (start, end) = written.split_once("..").unwrap();
    let start = start
        .trim_start_matches(['?', '!', '$', '>'])
        .parse()
        .unwrap();
    let end = end.parse().unwrap();
    let tag = if written.contains('$') {
        "objection/price"
    } else {
        "pain/slow"
    };
    (
        Span { start, end },
        Tag(tag.to_owned()),
        2 * u32::from(written.contains('>')),
    )
}

fn label(written: &str) -> Label {
    let (span, tag, turn) = marked(written);
    Label {
        turn,
        span,
        tag,
        polarity: Polarity::Affirmed,
        target: Target::Own,
        origin: Origin::Unprompted,
        optional: written.contains('?'),
        also: None,
        unsure: Vec::new(),
    }
}

fn found(written: &str, confidence: f32) -> FoundMention {
    let (span, tag, turn) = marked(written);
    let polarity = [Polarity::Affirmed, Polarity::Negated][usize::from(written.contains('!'))];
    FoundMention {
        call: 0,
        turn,
        span,
        tag,
        polarity,
        target: Target::Own,
        origin: Origin::Unprompted,
        confidence,
    }
}

fn gold(labels: &[Label]) -> Vec<Gold<'_>> {
    labels.iter().map(|label| (0, label)).collect()
}

fn counts([right, labelled, found]: [usize; 3]) -> Tally {
    Tally {
        right,
        labelled,
        found,
    }
}

/// Labels, mentions, and how many are right, labelled and found.
const COUNTED: &str = "
both agree                  | 0..40        | 0..40        | 1 1 1
a third of the shorter one  | 0..30        | 20..80       | 1 1 1
less than a third           | 0..30        | 21..80       | 0 1 1
side by side                | 0..30        | 30..60       | 0 1 1
inside                      | 0..90        | 40..43       | 1 1 1
another kind                | 0..40        | $0..40       | 0 1 1
another turn                | 0..40        | >0..40       | 0 1 1
not meant is not served     | 0..40        | !0..40       | 0 1 0
a label is found once       | 0..40        | 0..20 20..40 | 1 1 2
a mention finds one         | 0..20 20..40 | 0..40        | 1 2 1
optional and found          | ?0..40       | 0..40        | 0 0 0
optional and missed         | ?0..40       |              | 0 0 0
excused once                | ?0..40       | 0..20 20..40 | 0 0 1
a sure label goes first     | ?0..40 0..40 | 0..40        | 1 1 1
";

#[test]
fn what_is_right_labelled_and_found_is_counted_as_by_hand() {
    for [what, labels, mentions, expected] in table::<4>(COUNTED) {
        let labels: Vec<Label> = labels.split_whitespace().map(label).collect();
        let mentions = mentions
            .split_whitespace()
            .map(|written| found(written, 0.5));
        let mentions: Vec<FoundMention> = mentions.collect();
        let counted = tally(
            &gold(&labels),
            &mentions,
            Label::is_served,
            is_served,
            is_same_kind,
        );
        let Tally {
            right,
            labelled,
            found,
        } = counted;
        assert_eq!(format!("{right} {labelled} {found}"), expected, "{what}");
    }
    let tally = counts([2, 4, 5]);
    assert_eq!((tally.precision(), tally.recall()), (0.4, 0.5));
    assert!((tally.f1() - 4.0 / 9.0).abs() < 1e-12);
    assert_eq!(Tally::default().f1(), 0.0);
}

#[test]
fn a_label_pairs_with_its_own_tag_first_then_with_most_of_its_words() {
    let mut labels = [label("0..60")];
    let (short, long, mut errors) = (
        found("0..20", 0.5),
        found("25..60", 0.5),
        found("0..60", 0.5),
    );
    errors.tag = Tag("pain/errors".to_owned());
    let pairs = |labels: &[Label], found: &[&FoundMention], same: fn(&Label, &Tag) -> bool| {
        pair(&gold(labels), found, same)
    };
    assert_eq!(pairs(&labels, &[&errors, &short], is_same_kind), [(0, 1)]);
    assert_eq!(pairs(&labels, &[&short, &long], is_same_kind), [(0, 1)]);
    assert_eq!(pairs(&labels, &[&errors], is_same_kind), [(0, 0)]);
    assert!(pairs(&labels, &[&errors], is_exact).is_empty());
    labels[0].also = Some(errors.tag.clone());
    assert_eq!(pairs(&labels, &[&errors], is_exact), [(0, 0)]);
}

#[test]
fn the_curve_goes_from_the_surest_mention_on() {
    let labels = ["0..40", ">0..40", "$0..40"].map(label);
    let mentions = [
        (">0..40", 0.7),
        ("0..30", 0.5),
        ("0..40", 0.9),
        ("!$0..40", 0.6),
        ("80..90", 0.8),
    ];
    let mentions = mentions.map(|(written, confidence)| found(written, confidence));
    let (points, average) = curve(&gold(&labels), &mentions);
    let seen = points.iter().map(|point| (point.confidence, point.tally));
    let expected = [
        (0.9, [1, 3, 1]),
        (0.8, [1, 3, 2]),
        (0.7, [2, 3, 3]),
        (0.5, [2, 3, 4]),
    ];
    assert_eq!(
        seen.collect::<Vec<_>>(),
        expected.map(|(sure, n)| (sure, counts(n)))
    );
    // The first found is right, and of the first three two are; the third label is never found.
    assert!(
        (average - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-12,
        "{average}"
    );

    // Nine are too few to be believed, though all of them are right.
    let points = [[9, 20, 9], [8, 20, 10], [14, 20, 20], [15, 20, 30]];
    let points = points.map(|n| Point {
        confidence: 0.5,
        tally: counts(n),
    });
    for (precision, recall) in [(0.9, 0.0), (0.8, 0.4), (0.7, 0.7), (0.5, 0.75)] {
        assert_eq!(recall_at(&points, precision), recall, "at {precision}");
    }
}
