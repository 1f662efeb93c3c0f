//! Does the encoder read what it was taught to read, and is more heard with it than without?
//!
//! Pieces, windows and answers are held against those of other programs (`tools/encoder/reference.py`); what is heard is
//! held to floors below what it came to on calls that it has never seen.

use std::sync::{Arc, LazyLock};

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use rayon::prelude::*;
use rten::ThreadPool;
use serde::Deserialize;
use serde_json::Value;

use verbatim::call::{Call, CallId, Side, Span, Turn};
use verbatim::config::hearing::Hearing;
use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::read::Delivery;
use verbatim::learn::cross::Unseen;
use verbatim::learn::listing::listing;
use verbatim::learn::rows::rows;
use verbatim::learn::set::Role;
use verbatim::mention::Mention;
use verbatim::mine::encoder::memory::{Answers, Memory};
use verbatim::mine::encoder::pieces::{Piece, Pieces};
use verbatim::mine::encoder::window::{Script, Window, windows};
use verbatim::mine::encoder::{Encoder, VERSION};
use verbatim::mine::learned::model::N_ANSWERS;
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::tag::Tagger;
use verbatim::pipeline::{Workshop, labelled};
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;

use crate::harness::{Desk, Talk, project, shipped};

static CLOSE: LazyLock<Lexicons> = LazyLock::new(|| {
    let sources = Sources::shipped().with_hearing(Hearing::Close);
    sources.compile().unwrap()
});

fn vocabulary() -> Pieces<'static> {
    static TEXT: LazyLock<String> =
        LazyLock::new(|| std::fs::read_to_string(project().join("encoder/pieces.txt")).unwrap());
    Pieces::new(&TEXT).unwrap()
}

fn reference<T: for<'a> Deserialize<'a>>(file: &str) -> Vec<T> {
    let path = project().join("tests/suite/encoder").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

// ---- pieces -------------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct Cut {
    text: String,
    pieces: Vec<(i32, u32, u32)>,
}

#[test]
fn texts_are_cut_as_by_the_tokenizer_that_it_was_taught_with() {
    let vocabulary = vocabulary();
    let rows: Vec<Cut> = reference("pieces.jsonl");
    assert!(rows.len() > 10);
    for Cut { text, pieces } in rows {
        let cut = vocabulary.of(&text);
        let found: Vec<(i32, u32, u32)> = cut.iter().map(|p| (p.id, p.start, p.end)).collect();
        assert_eq!(found, pieces, "{text:?}");
    }
}

proptest! {
    #[test]
    fn pieces_ascend_and_lie_on_whole_letters(text in any::<String>()) {
        let mut last = 0;
        for Piece { start, end, .. } in vocabulary().of(&text) {
            prop_assert!(text.get(start as usize..end as usize).is_some_and(|letters| !letters.is_empty()));
            prop_assert!(start >= last || end >= last, "{start} before {last}");
            last = start;
        }
    }
}

// ---- windows ------------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct Shown {
    call: String,
    turn: u32,
    ids: Vec<i32>,
    /// Where the turn itself begins, and how many pieces of it are shown.
    body: (usize, usize),
    /// Of every unit: its first byte, and its pieces.
    units: Vec<(u32, usize, usize)>,
    says: Vec<Vec<f32>>,
}

fn given() -> Vec<Call> {
    let calls = labelled::shipped(|role| role == Role::Measured).unwrap();
    calls.into_iter().map(|labelled| labelled.call).collect()
}

/// The units of a turn, as the tagger sees them.
fn units_of(call: &Call, turn: u32) -> Vec<Span> {
    let mut units = Vec::new();
    Tagger::new(shipped()).each_unit(call, &mut |seen| {
        if seen.turn == turn {
            units.push(seen.view.units[seen.at].span);
        }
    });
    units
}

fn with_places(window: &Window, units: &[Span]) -> Vec<(u32, usize, usize)> {
    let placed = window.units.iter();
    let placed = placed.map(|unit| (units[unit.at].start, unit.pieces.start, unit.pieces.end));
    placed.collect()
}

#[test]
fn it_reads_and_answers_as_elsewhere() {
    let (calls, vocabulary) = (given(), vocabulary());
    let encoder = Encoder::shipped().unwrap();
    let pool = Arc::new(ThreadPool::with_num_threads(1));
    let rows: Vec<Shown> = reference("windows.jsonl");
    assert!(rows.len() > 20);
    let (mut off, mut n_answers, mut before) = (0.0, 0, None);
    for shown in rows {
        let call = calls.iter().find(|call| call.id.0 == shown.call).unwrap();
        let units = units_of(call, shown.turn);
        let script = Script::of(call, shown.turn as usize, &vocabulary);
        let all = windows(&script, &units);
        let is_it = |window: &&Window| with_places(window, &units) == shown.units;
        let window = all.iter().find(is_it).expect("a window of these units");
        assert_eq!(window.ids, shown.ids, "{}:{}", shown.call, shown.turn);
        let first = window.parts.iter().position(|part| *part == 1).unwrap();
        let length = window.parts.iter().filter(|part| **part == 1).count();
        assert_eq!((first, length), shown.body);

        let place = (shown.call.clone(), shown.turn);
        if before.as_ref() == Some(&place) {
            continue;
        }
        before = Some(place);
        let answers = encoder.read(window, &pool).unwrap();
        for (answer, says) in answers.iter().zip(&shown.says) {
            for (own, other) in answer.iter().zip(says) {
                assert!((own - other).abs() < 1.5, "{own} and {other}");
                off += (own - other).abs();
                n_answers += 1;
            }
        }
    }
    // Eight-bit arithmetic is rounded a little otherwise by everybody.
    assert!(off / (n_answers as f32) < 0.1, "{off} over {n_answers}");
}

/// A call in which a prospect says one thing, and nobody else says anything.
fn one_turn(text: &str) -> Call {
    static CALL: LazyLock<Call> = LazyLock::new(|| {
        let mut call = given().remove(0);
        let is_prospects = |turn: &Turn| call.speaker(turn).side == Side::Prospect;
        let turn = call.turns.iter().find(|turn| is_prospects(turn)).cloned();
        call.turns = turn.into_iter().collect();
        call
    });
    let mut call = CALL.clone();
    text.clone_into(&mut call.turns[0].text);
    call
}

proptest! {
    #[test]
    fn a_text_alone_is_read_as_a_call_of_one_turn(text in "[a-z',.? ]{1,600}", cuts in vec(0u32..600, 0..6)) {
        let call = one_turn(&text);
        let mut borders: Vec<u32> = cuts.into_iter().filter(|cut| *cut < text.len() as u32).collect();
        borders.extend([0, text.len() as u32]);
        borders.sort_unstable();
        let units: Vec<Span> = borders.windows(2).map(|pair| Span { start: pair[0], end: pair[1] }).collect();
        let vocabulary = vocabulary();
        let (alone, turn) = (Script::alone(&text, &vocabulary), Script::of(&call, 0, &vocabulary));
        prop_assert_eq!(windows(&alone, &units), windows(&turn, &units));
    }
}

// ---- hearing ------------------------------------------------------------------------------------------------------

fn evaluated(hearing: &str) -> Value {
    let desk = Desk::with_shipped_lexicons();
    desk.write("verbatim.toml", format!("hearing = \"{hearing}\"\n"));
    desk.verbatim(&["eval", "--json"]).done().last()
}

#[test]
fn calls_that_it_never_saw_are_heard_better_with_it() {
    let (close, quick) = (evaluated("close"), evaluated("quick"));
    let served = |report: &Value, figure: &str| report["served"][figure].as_f64().unwrap();
    for (figure, floor) in [("f1", FLOORS[0]), ("p", FLOORS[1]), ("r", FLOORS[2])] {
        assert!(
            served(&close, figure) >= floor,
            "{figure}: {}",
            close["served"]
        );
    }
    for figure in ["f1", "p", "r"] {
        assert!(served(&close, figure) > served(&quick, figure), "{figure}");
    }
    assert!(close["served_strict"]["f1"].as_f64() > quick["served_strict"]["f1"].as_f64());
}

/// F1, precision and recall.
const FLOORS: [f64; 3] = [0.45, 0.50, 0.40];

fn kept_apart(n_calls: usize) -> Vec<Call> {
    let calls = labelled::shipped(|role| role == Role::KeptApart).unwrap();
    calls
        .into_iter()
        .take(n_calls)
        .map(|labelled| labelled.call)
        .collect()
}

#[test]
fn it_gives_itself_as_a_reason_and_quotes_what_stands_there() {
    let mut n_read = 0;
    let mut tagger = Tagger::new(&CLOSE);
    for call in kept_apart(2) {
        for Mention {
            turn, span, why, ..
        } in tagger.tag(&call)
        {
            assert!(!span.slice(&call.turns[turn as usize].text).is_empty());
            n_read += why
                .evidence
                .iter()
                .filter(|reason| reason.feature == "read as a whole")
                .count();
        }
    }
    assert!(n_read > 5, "{n_read}");
}

#[test]
fn loose_text_is_read_too_whatever_was_heard_before() {
    let said = [
        "Honestly, we waste hours every week copying orders by hand into two systems.",
        "And half the time it's wrong, so the customer calls and we start all over.",
        "That's more than we wanted to spend on this, to be honest with you.",
    ];
    let hear = |tagger: &mut Tagger<'_>| said.map(|text| tagger.tag_utterance(text, "unknown"));
    let mut tagger = Tagger::new(&CLOSE);
    let fresh = hear(&mut tagger);
    tagger.tag(&kept_apart(1)[0]);
    assert_eq!(hear(&mut tagger), fresh);
    let mut reasons = fresh
        .iter()
        .flatten()
        .flat_map(|mention| &mention.why.evidence);
    assert!(reasons.any(|reason| reason.feature == "read as a whole"));
}

#[test]
fn how_many_listen_at_once_changes_nothing() {
    let calls = kept_apart(3);
    let tag = |call: &Call| Tagger::new(&CLOSE).tag(call);
    let one: Vec<Vec<Mention>> = calls.iter().map(tag).collect();
    let many: Vec<Vec<Mention>> = calls.par_iter().map(tag).collect();
    assert_eq!(one, many);
}

#[test]
fn what_cannot_be_read_is_judged_without_it() {
    let workshop = Workshop::new(&CLOSE, SideRules::default(), 0.0);
    let long = "x".repeat(100_000);
    let many = "we lose hours every week ".repeat(1_000);
    for text in ["👍👍👍 … !!!", "…", &long, &many] {
        let talk = Talk::new("odd").rep("How is it going?").prospect(text);
        let (path, bytes) = ("odd.jsonl".into(), talk.line().into_bytes());
        let delivery = Delivery {
            path,
            inside: None,
            line: Some(1),
            bytes,
        };
        let mined = workshop.mine(&delivery).remove(0).unwrap();
        for Mention { turn, span, .. } in &mined.mentions {
            let said = &mined.read.call.turns[*turn as usize].text;
            assert!(!span.slice(said).is_empty());
        }
    }
}

// ---- remembering --------------------------------------------------------------------------------------------------

/// Remembers one call.
#[derive(Debug)]
struct Remembered(Vec<u8>);

impl Memory for Remembered {
    fn answers_of(&self, _: &CallId) -> Option<Vec<u8>> {
        Some(self.0.clone())
    }
}

fn remembering(answers: Vec<u8>) -> Lexicons {
    let sources = CLOSE.sources().clone();
    let sources = sources.with_memory(Arc::new(Remembered(answers)));
    sources.compile().unwrap()
}

#[test]
fn what_was_read_once_is_not_read_again_and_comes_to_the_same() {
    let mut tagger = Tagger::new(&CLOSE);
    let call = &kept_apart(1)[0];
    let heard = tagger.tag(call);
    let answers = tagger.answers().expect("something was read");

    let lexicons = remembering(answers.clone());
    let mut tagger = Tagger::new(&lexicons);
    assert_eq!(tagger.tag(call), heard);
    assert_eq!(tagger.answers(), None, "all of it was remembered");

    // Where one turn was corrected, only what stands around it is read again.
    let mut corrected = call.clone();
    let last = &heard.last().unwrap();
    corrected.turns[last.turn as usize]
        .text
        .insert_str(0, "Well, you know. ");
    tagger.tag(&corrected);
    let (kept, fresh) = (Answers::from_bytes(&answers), tagger.answers().unwrap());
    assert_ne!(Answers::from_bytes(&fresh), kept);
}

#[test]
fn answers_of_another_encoder_or_damaged_ones_are_read_again() {
    let mut tagger = Tagger::new(&CLOSE);
    let call = &kept_apart(1)[0];
    let heard = tagger.tag(call);
    let answers = tagger.answers().unwrap();
    let other = [b"encoder-0", &answers[VERSION.len()..]].concat();
    let cut = answers[..answers.len() - 3].to_vec();
    for odd in [Vec::new(), b"\xff".to_vec(), other, cut] {
        let lexicons = remembering(odd);
        let mut tagger = Tagger::new(&lexicons);
        assert_eq!(tagger.tag(call), heard);
        assert_eq!(tagger.answers().as_ref(), Some(&answers));
    }
}

proptest! {
    #[test]
    fn answers_come_back_as_they_were_kept(
        windows in hash_map(any::<u64>(), vec(vec(-12.0f32..12.0, 3), 0..4), 0..6)
    ) {
        let mut kept = Answers::default();
        for (key, answers) in &windows {
            kept.keep(*key, answers);
        }
        let back = Answers::from_bytes(&kept.to_bytes());
        prop_assert_eq!(&back, &kept);
        for (key, answers) in windows {
            for (own, back) in answers.iter().zip(back.of(key, answers.len(), 3).unwrap()) {
                for (own, back) in own.iter().zip(back) {
                    prop_assert!((own - back).abs() <= 0.0501, "{} and {}", own, back);
                }
            }
        }
    }

    #[test]
    fn no_bytes_are_too_odd_to_remember(bytes in vec(any::<u8>(), 0..200)) {
        let after_version = [VERSION.as_bytes(), b"\n", &bytes].concat();
        Answers::from_bytes(&bytes);
        Answers::from_bytes(&after_version);
    }
}

#[test]
fn the_archive_remembers_and_forgets_with_the_call() {
    let desk = Desk::with_shipped_lexicons();
    desk.write("verbatim.toml", "hearing = \"close\"\n");
    let said = "Honestly, we waste hours every week copying orders by hand into two systems.";
    let talk = Talk::new("c1")
        .rep("How do you do it today?")
        .prospect(said);
    desk.write("c1.jsonl", talk.line());
    desk.verbatim(&["ingest", "c1.jsonl"]).done();
    let answers = || {
        let dir = DataDir::new(desk.path("data"));
        Catalogue::open_to_read(&dir)
            .unwrap()
            .answers_of("c1")
            .unwrap()
    };
    let kept = answers().expect("the encoder was asked");
    assert!(!Answers::from_bytes(&kept).to_bytes().is_empty());

    // Heard again with another threshold, as after a change of the lexicons: nothing of it is new.
    desk.write("verbatim.toml", "hearing = \"close\"\nthreshold = 0.25\n");
    desk.verbatim(&["ingest", "c1.jsonl"]).done();
    assert_eq!(answers(), Some(kept));

    desk.verbatim(&["forget", "--call", "c1", "--yes"]).done();
    assert_eq!(answers(), None);
}

// ---- teaching -----------------------------------------------------------------------------------------------------

#[test]
fn units_are_listed_with_what_people_and_the_weights_say() {
    let calls = labelled::shipped(|role| role == Role::KeptApart).unwrap();
    let lexicons = shipped();
    let rows = rows(lexicons, &calls[..2]);
    let mut unseen: Unseen = vec![None; rows.rows.len()];
    unseen[0] = Some(std::array::from_fn(|at| at as f32));
    let listed: Vec<Value> = listing(&rows, &calls[..2], &unseen).collect();
    assert_eq!(listed.len(), rows.rows.len());
    for scores in ["scores", "alone"] {
        assert_eq!(
            listed[0][scores].as_array().unwrap().len(),
            N_ANSWERS,
            "{scores}"
        );
    }
    let mut n_labelled = 0;
    for line in &listed {
        let call = &calls[line["n"].as_u64().unwrap() as usize].call;
        let turn = &call.turns[line["turn"].as_u64().unwrap() as usize];
        let own = line["turns"]
            .as_array()
            .unwrap()
            .iter()
            .find(|shown| shown[0] == 0)
            .unwrap();
        assert_eq!(own[1], "prospect");
        assert_eq!(own[2].as_str(), Some(turn.text.as_str()));
        let place = |name: &str| line[name].as_u64().unwrap() as usize;
        assert!(!turn.text[place("start")..place("end")].is_empty());
        let carries_any = line["heads"]
            .as_array()
            .unwrap()
            .contains(&Value::Bool(true));
        let labels = line["labels"].as_array().unwrap();
        assert_eq!(carries_any, !labels.is_empty(), "{line}");
        n_labelled += labels.len();
    }
    assert!(n_labelled > 20, "{n_labelled}");
}
