//! What do labelled calls teach, and is it measured and believed as it should be?
//!
//! The pieces are tried on a few invented words; the shipped witness is held to floors below what it reached on calls
//! that it has never seen, so that a fall is noticed.

use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use verbatim::call::{Side, Span};
use verbatim::cli::labelled;
use verbatim::cli::learn::learned;
use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::read::Delivery;
use verbatim::learn::label::{Label, Labelled};
use verbatim::learn::rows::rows;
use verbatim::learn::score::{
    FoundMention, Gold, Point, Tally, curve, is_exact, is_same_kind, is_served, pair, recall_at,
    tally,
};
use verbatim::learn::shipped::SETS;
use verbatim::learn::solver::{Problem, Solution, Sparse, calibrate, solve};
use verbatim::mention::{Mention, Origin, Polarity, Tag, Target};
use verbatim::mine::learned::claim::{Claim, join};
use verbatim::mine::learned::model::{BrokenModel, HEADS, Head, Model, N_HEADS, Weights};
use verbatim::mine::lexicon::{Lexicons, SHIPPED, Sources};
use verbatim::mine::tag::Tagger;
use verbatim::mine::unit::{Unit, units};
use verbatim::mine::vocabulary::Vocabulary;
use verbatim::mine::words::{Reader, Words};
use verbatim::pipeline::{Mined, Workshop};

use crate::harness::{Desk, Talk, copy_folder, project};

/// The rows of a table, each cut at its bars.
fn table<const N: usize>(text: &str) -> Vec<[&str; N]> {
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
fn built_in(file: &str) -> &'static str {
    SHIPPED.iter().find(|(name, _)| *name == file).unwrap().1
}

/// A few patterns, and the lists of words by sense.
fn few() -> Lexicons {
    let files = [
        ("anyone.toml", FEW_PATTERNS),
        ("senses.toml", built_in("senses.toml")),
    ];
    let files = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
    Sources::new(files.to_vec()).compile().unwrap()
}

/// Patterns and learned witness, as they are shipped.
fn both() -> &'static Lexicons {
    static BOTH: OnceLock<Lexicons> = OnceLock::new();
    BOTH.get_or_init(|| Sources::shipped().compile().unwrap())
}

fn mined(lexicons: &Lexicons, talk: &Talk) -> Mined {
    let workshop = Workshop::new(lexicons, SideRules::default(), 0.0);
    let (path, bytes) = ("talk.jsonl".into(), talk.line().into_bytes());
    let line = Some(1);
    workshop
        .mine(&Delivery { path, line, bytes })
        .remove(0)
        .unwrap()
}

// ---- units ------------------------------------------------------------------------------------------------------

/// Cut at the bars; what stands in brackets belongs to no unit.
const CUT: &str = "
It's slow.| We wait for hours!
(Um.)| Okay.
we ran the month end on paper and we hated it because nobody had a login at all back then
we took on the new office in spring| and we ran the whole month end on paper| because nobody there had a login yet.
the numbers arrive late from the warehouse on fridays| (um)| every single driver rings the dispatch desk twice a day before nine
the price went up, the team went down, the old system stayed, and nobody in the building could tell me why that was
the price went up the team went down the old system stayed| and nobody in the building could tell me why that was
";

fn read(text: &str) -> Words {
    let vocabulary = Vocabulary::default();
    let mut words = Words::default();
    Reader::new(&vocabulary).read(text, &mut words);
    words
}

#[test]
fn sentences_stay_whole_and_speech_without_marks_is_cut_at_clauses() {
    for row in CUT.trim().lines() {
        let text = row.replace(['|', '(', ')'], "");
        let found = units(&read(&text));
        let found: Vec<&str> = found.iter().map(|unit| unit.span.slice(&text)).collect();
        let pieces = row.split('|').map(str::trim);
        let expected: Vec<&str> = pieces.filter(|piece| !piece.starts_with('(')).collect();
        assert_eq!(found, expected);
    }
}

fn units_hold(text: &str) {
    let read = read(text);
    let (mut n_words, mut end) = (0, 0);
    for Unit { words, span } in units(&read) {
        assert_eq!(words.start, n_words, "a gap or an overlap in {text:?}");
        let items = &read.items[words.clone()];
        let (first, last) = (items[0], items[items.len() - 1]);
        let is_one = items.iter().all(|word| word.sentence == first.sentence);
        assert!(is_one, "a unit of two sentences in {text:?}");
        assert!(!span.slice(text).is_empty(), "a cut character in {text:?}");
        assert!(end <= span.start, "{span:?} overlaps in {text:?}");
        let holds = span.start <= first.start && last.end <= span.end;
        assert!(holds, "{span:?} leaves words out in {text:?}");
        (n_words, end) = (words.end, span.end);
    }
    assert_eq!(n_words, read.items.len(), "a rest in {text:?}");
}

/// Words that cut, that hold on and that are left out, with anything between.
fn speech() -> impl Strategy<Value = String> {
    let pieces = "we|we|they|and|but|because|that|um|uh|don't|do|it\u{2019}s|the price|went up again|\
        with nobody|40%|価格|é|e-mail|every night|,|.|…|?! |\n";
    let pieces: Vec<&str> = pieces.split('|').collect();
    let piece = prop_oneof![12 => select(pieces).prop_map(str::to_owned), 1 => any::<String>()];
    let gap = select(vec![" ", " ", " ", " ", ""]);
    let spoken = prop::collection::vec((piece, gap), 0..70);
    spoken.prop_map(|spoken| spoken.into_iter().map(|(piece, gap)| piece + gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn units_hold_every_word_once_and_in_order(text in speech()) {
        units_hold(&text);
    }
}

// ---- the file of what was learned -------------------------------------------------------------------------------

/// As the program writes it: twenty heads from the third line on, two features in the last lines.
fn model_file() -> String {
    let mut text = "verbatim learned witness 1\nsources 3 calls\n".to_owned();
    for (at, name) in (0..N_HEADS).zip(HEADS.iter().cycle()) {
        text += &format!("head {at} {name} -1.25 2 0.5 -inf\n");
    }
    text + "detail 20 pain/slow -0.5\ndetail 21 led 0.25\nmet 00000000000000ff\n\
        pair by hand\t0=250 7=-31\nword wait\t0=212 21=80\n"
}

#[test]
fn what_was_learned_is_read_as_it_was_written() {
    let text = model_file();
    for text in [&text, built_in("learned.txt")] {
        let again = Model::read(text).unwrap().write();
        // No `assert_eq`, which would show megabytes.
        assert!(again == text, "{again:.900} is not {text:.900}");
    }
    let mut model = Model::read(&text).unwrap();
    let mut weights = Weights::default();
    // The second is too small for the file; the order of adding does not matter to it.
    (weights.heads[0], weights.heads[1]) = (0.2124, -0.004);
    weights.details.push((1, -0.08));
    model.add("around wait", weights.clone()).unwrap();
    let added = "met 00000000000000ff\naround wait\t0=212 21=-80\npair by";
    assert_eq!(
        model.write(),
        text.replace("met 00000000000000ff\npair by", added)
    );
    assert!(model.add("wort wait", weights).is_err());
}

/// The line, what stands in it instead, and what is told; an empty one is left out.
const BROKEN: &str = "
1  | verbatim learned witness 2      | it does not begin as such a file does
5  | head 2 request -1.25 2 0.5      | a head has a bias, a slope, an offset and a floor
5  | head 2 request -1.25 2 x -0.75  | a head has a bias, a slope, an offset and a floor
22 |                                 | there must be twenty heads
23 | detail 20 pain/slow             | a detail has a name and a bias
23 | detail 20 pain/slow much        | a detail has a name and a bias
25 | met xyz                         | an entry has sixteen digits
27 | word wait                       | a feature has a name and its weights
27 | word wait\t0=much               | not a weight
27 | word wait\t0                    | not a weight
27 | word wait\t22=80                | not a weight
27 | wort wait\t0=212                | this kind of feature is not known
";

#[test]
fn a_broken_file_is_told_with_its_line() {
    for [line, instead, what] in table(BROKEN) {
        let line: usize = line.parse().unwrap();
        let written = model_file();
        let mut lines: Vec<&str> = written.lines().collect();
        lines[line - 1] = instead;
        lines.retain(|line| !line.is_empty());
        let text = lines.join("\n");
        let told = Model::read(&text).err();
        assert_eq!(told, Some(BrokenModel { line, what }), "{instead}");
        let sources = Sources::new(Vec::new()).with_learned(text);
        let told = sources.compile().err().unwrap().to_string();
        assert!(told.starts_with(&format!("learned.txt:{line}: ")), "{told}");
    }
    assert_eq!(Model::read("").err().map(|broken| broken.line), Some(1));
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
    let (yes, no, noise) = ((0, 1.0), (1, 1.0), (2, 1.0));
    let even = vec![vec![yes], vec![yes, noise], vec![no], vec![no, noise]];
    let rare = [vec![vec![yes, noise]], vec![vec![no]; 7]].concat();
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
    let talks = table(LESSONS).into_iter().map(|[call, said, _, _]| {
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
    let labels = table(LESSONS).into_iter().map(|[call, quote, tag, polarity]| {
        json!({ "call": call, "turn": 1, "quote": quote, "tag": tag, "polarity": polarity })
    });
    let mut labels: Vec<String> = labels.map(|label| label.to_string()).collect();
    write_labelled(&desk, "labels", &labels);
    labels.reverse();
    write_labelled(&desk, "turned", &labels);
    let calls = |folder: &str| labelled::folder(&desk.path(folder), 1.0).unwrap();
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

const BAD_LABELS: &str = r#"
{"call":"a","turn":1,"quote":"zanzibar","tag":"pain/slow"}     | the quote does not stand in its turn
{"call":"a","turn":1,"quote":"","tag":"pain/slow"}             | the quote does not stand in its turn
{"call":"a","turn":0,"quote":"trucks","tag":"pain/slow"}       | the quote does not stand in its turn
{"call":"a","turn":9,"quote":"zanzibar","tag":"pain/slow"}     | the call has no such turn
{"call":"zanzibar","turn":1,"quote":"trucks","tag":"pain/slow"}| the label's call is not among the calls
{"call":"zanzibar","turn":1,"quote":"trucks"}                  | a label is an object with
{"call":"zanzibar",                                            | a label is an object with
"#;

#[test]
fn a_label_that_cannot_be_used_is_told_with_its_line() {
    let desk = Desk::new();
    let good = r#"{"call":"a","turn":1,"quote":"trucks","tag":"pain/slow"}"#;
    let error = |folder: &str| {
        labelled::folder(&desk.path(folder), 1.0)
            .unwrap_err()
            .to_string()
    };
    for [bad, told] in table(BAD_LABELS) {
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
    run.warns("labels.jsonl:3: a label is an object");
    desk.write("labels/calls.jsonl", "{\"id\":\"a\",\"turns\":\n");
    desk.write("labels/labels.jsonl", "");
    assert!(error("labels").contains("calls.jsonl:1: "));
    assert!(error("nowhere").contains("holds calls.jsonl and labels.jsonl"));
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
    for [what, labels, mentions, expected] in table(COUNTED) {
        let labels: Vec<Label> = labels.split_whitespace().map(label).collect();
        let mentions = mentions
            .split_whitespace()
            .map(|written| found(written, 0.5));
        let mentions: Vec<FoundMention> = mentions.collect();
        let served = |label: &Label| label.is_served();
        let counted = tally(&gold(&labels), &mentions, served, is_served, is_same_kind);
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
    let pairs = |labels: &[Label], found: &[&FoundMention], same| pair(&gold(labels), found, same);
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

// ---- claims -----------------------------------------------------------------------------------------------------

/// Turn, first and last unit of ten bytes each, head, chance, and the strongest unit.
fn claim(
    (turn, first, last, head, chance, strongest): (u32, u32, u32, usize, f32, usize),
) -> Claim {
    let (start, end) = (first * 10, last * 10 + 9);
    let span = Span { start, end };
    Claim {
        turn,
        first,
        last,
        span,
        head,
        chance,
        strongest,
    }
}

#[test]
fn neighbors_of_one_kind_are_one_claim() {
    let one = |(turn, unit, head, chance): (u32, u32, usize, f32)| {
        claim((turn, unit, unit, head, chance, unit as usize))
    };
    for apart in [
        // Two kinds, a unit between, two turns, and either one unsure.
        [(0, 0, 0, 0.5), (0, 1, 1, 0.5)],
        [(0, 0, 0, 0.5), (0, 2, 0, 0.5)],
        [(0, 0, 0, 0.5), (1, 1, 0, 0.5)],
        [(0, 0, 0, 0.5), (0, 1, 0, 0.24)],
        [(0, 0, 0, 0.24), (0, 1, 0, 0.5)],
    ] {
        let claims = apart.map(one).to_vec();
        assert_eq!(join(claims.clone()), claims);
    }
    let row = [(0, 0, 0, 0.25), (0, 1, 0, 0.7), (0, 2, 0, 0.4)].map(one);
    assert_eq!(join(row.to_vec()), [claim((0, 0, 2, 0, 0.7, 1))]);
    // Another kind in the same words does not come between.
    let mixed = [(3, 4, 0, 0.6), (3, 4, 1, 0.9), (3, 5, 0, 0.5)].map(one);
    let expected = [claim((3, 4, 5, 0, 0.6, 4)), mixed[1].clone()];
    assert_eq!(join(mixed.to_vec()), expected);
}

// ---- the shipped witness ----------------------------------------------------------------------------------------

fn evaluated(desk: &Desk) -> Value {
    desk.verbatim(&["eval", "--json"]).done().last()
}

/// On 22 November 2026: F1 0.43, precision 0.49, recall 0.39, polarity 59 of 63; patterns alone 0.38.
#[test]
fn calls_that_it_never_saw_are_heard_better_than_by_patterns_alone() {
    let desk = Desk::with_shipped_lexicons();
    let both = evaluated(&desk);
    let served = |figure: &str| both["served"][figure].as_f64().unwrap();
    for (figure, floor) in [("f1", 0.35), ("r", 0.30), ("p", 0.40)] {
        assert!(served(figure) >= floor, "{figure}: {}", both["served"]);
    }
    let polarity = |counted: &str| both["polarity"][counted].as_f64().unwrap();
    assert!(polarity("of") >= 30.0, "hardly anything is found");
    assert!(
        polarity("right") / polarity("of") >= 0.85,
        "{}",
        both["polarity"]
    );

    copy_folder(&project().join("lexicons"), &desk.path("lexicons"));
    std::fs::remove_file(desk.path("lexicons/learned.txt")).unwrap();
    desk.write("verbatim.toml", "lexicons = \"lexicons\"\n");
    let alone = evaluated(&desk)["served"]["f1"].as_f64().unwrap();
    assert!(
        0.0 < alone && alone < served("f1"),
        "{alone} by patterns alone"
    );
}

#[test]
fn only_prospects_carry_what_is_learned() {
    let mut tagger = Tagger::new(both());
    let mut n_learned = 0;
    for set in SETS.iter().filter(|set| !set.learn) {
        for Labelled { call, .. } in labelled::shipped(set).unwrap() {
            for mention in tagger.tag(&call) {
                let speaker = call.speaker(&call.turns[mention.turn as usize]);
                assert_eq!(speaker.side, Side::Prospect, "{}:{}", call.id, mention.turn);
                n_learned += usize::from(mention.lexicon == "learned");
            }
        }
    }
    assert!(n_learned > 0);
}

const OUR_OWN: &str = r#"
persona = "anyone"
entry = [{ tag = "pain/errors", name = "flumoxed", confidence = 0.77, patterns = ["flumox the ledger"] }]
"#;

#[test]
fn an_entry_that_the_witness_never_met_is_believed_as_its_author_says() {
    let desk = Desk::with_shipped_lexicons();
    copy_folder(&project().join("lexicons"), &desk.path("lexicons"));
    desk.write("lexicons/our-own.toml", OUR_OWN);
    let own = Sources::from_folder(&desk.path("lexicons"))
        .unwrap()
        .compile()
        .unwrap();
    let said = "The interns flumox the ledger on Fridays.";
    let talk = Talk::new("c")
        .rep("What happens at the end of the month?")
        .prospect(said);
    let by_pattern = |mentions: Vec<Mention>| -> Vec<(String, f32)> {
        let is_it = |m: &Mention| m.tag.0 == "pain/errors" && m.why.matched.is_some();
        let heard = mentions.into_iter().filter(is_it);
        heard
            .map(|mention| (mention.lexicon, mention.confidence))
            .collect()
    };
    let heard = [("our-own".to_owned(), 0.77)];
    assert_eq!(by_pattern(mined(&own, &talk).mentions), heard);
    assert_eq!(
        by_pattern(Tagger::new(&own).tag_utterance(said, "unknown")),
        heard
    );
    assert!(by_pattern(mined(both(), &talk).mentions).is_empty());
}

// ---- what patterns alone know of negations and conditions -------------------------------------------------------

/// Rep, prospect, what is heard, the rule and its words; a rule of life is no condition, and `not only` no negation.
const EXCHANGES: &str = "
Is onboarding slow?    | No, not really, it takes a day.    | pain/slow negated led | reply to the rep: No, not really, it takes a day.
Is onboarding slow?    | Yeah, exactly.                     | pain/slow affirmed led |
So you do it by hand?  | We never do it by hand.            | pain/manual-work negated unprompted | negation: never
What would stop you?   | If it were expensive we would walk.| objection/price hypothetical unprompted | condition: If
How was it?            | Slow was not the problem.          | pain/slow negated unprompted | taken back: not the problem
What then?             | If I slip I do it by hand.         | pain/manual-work affirmed unprompted |
How was it?            | It is not only slow.               | pain/slow affirmed unprompted |
";

#[test]
fn rules_say_what_was_meant_and_show_the_words() {
    let lexicons = few();
    for [asked, said, expected, cue] in table(EXCHANGES) {
        let mined = mined(&lexicons, &Talk::new("c").rep(asked).prospect(said));
        let heard = mined.mentions.iter().map(|mention| {
            let (polarity, origin) = (mention.polarity.name(), mention.origin.name());
            assert_eq!(mention.turn, 1, "{said}");
            format!("{} {polarity} {origin}", mention.tag)
        });
        assert_eq!(heard.collect::<Vec<_>>(), [expected], "{said}");
        let shown = mined.mentions[0].why.polarity.as_ref().map(|cue| {
            let text = &mined.read.call.turns[cue.turn as usize].text;
            format!("{}: {}", cue.rule, cue.span.slice(text))
        });
        assert_eq!(shown.unwrap_or_default(), cue, "{said}");
    }
}

#[test]
fn what_is_denied_would_be_meant_without_the_negation() {
    let patterns = Sources::shipped().without_learned().compile().unwrap();
    let mut tagger = Tagger::new(&patterns);
    for (denial, negation) in [
        ("We don't do any of it by hand.", "don't "),
        ("It never takes us days to close the month.", "never "),
        ("I don't think your price is too high.", "don't "),
        ("We never lose track of orders.", "never "),
        ("We are not locked into a contract with them.", "not "),
        ("It is not error prone.", "not "),
        ("We are not short staffed.", "not "),
        ("We don't need to ask the board.", "don't "),
        ("We never miss a shipment.", "never "),
        ("We never rekey the orders.", "never "),
    ] {
        let mut heard = |text: &str, expected: Polarity| -> Vec<Tag> {
            let mentions = tagger.tag_utterance(text, "unknown");
            for mention in &mentions {
                assert_eq!(mention.polarity, expected, "{text}");
                let has_cue = mention.why.polarity.is_some();
                assert_eq!(has_cue, expected != Polarity::Affirmed, "{text}");
            }
            mentions.into_iter().map(|mention| mention.tag).collect()
        };
        let denied = heard(denial, Polarity::Negated);
        assert!(!denied.is_empty(), "{denial}");
        let meant = heard(&denial.replacen(negation, "", 1), Polarity::Affirmed);
        assert_eq!(meant, denied, "{denial}");
    }
}
