//! Does the learned witness see, remember and say what it should, and do patterns keep their word beside it?
//!
//! The pieces are tried on a few invented words; the shipped witness is held to floors below what it reached on calls
//! that it has never seen, so that a fall is noticed.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use verbatim::call::{Side, Span};
use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::read::Delivery;
use verbatim::learn::label::Labelled;
use verbatim::learn::set::Role;
use verbatim::mention::{Mention, Polarity, Tag};
use verbatim::mine::learned::claim::{Claim, join};
use verbatim::mine::learned::model::{BrokenModel, HEADS, Model, N_HEADS, Weights};
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::mine::tag::Tagger;
use verbatim::mine::unit::{Unit, units};
use verbatim::mine::vocabulary::Vocabulary;
use verbatim::mine::words::{Reader, Words};
use verbatim::pipeline::{Mined, Workshop, labelled};

use crate::harness::{Desk, Talk, copy_folder, project, shipped};
use crate::learn::{built_in, few, table};

fn mined(lexicons: &Lexicons, talk: &Talk) -> Mined {
    let workshop = Workshop::new(lexicons, SideRules::default(), 0.0);
    let (path, bytes) = ("talk.jsonl".into(), talk.line().into_bytes());
    let line = Some(1);
    let inside = None;
    workshop
        .mine(&Delivery {
            path,
            inside,
            line,
            bytes,
        })
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
    spoken.prop_map(|spoken| {
        spoken
            .into_iter()
            .map(|(piece, gap)| piece + gap)
            .collect::<String>()
    })
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
    for text in [text.as_str(), built_in("learned.txt")] {
        let again = Model::read(text).unwrap().write();
        // No `assert_eq`, which would show megabytes.
        assert!(again == text, "{again:.900} is not {text:.900}");
    }
    let mut model = Model::read(&text).unwrap();
    let mut weights = Weights::default();
    // The second is too small for the file; the order of adding does not matter to it.
    (weights.heads[0], weights.heads[1]) = (0.2124, -0.004);
    weights.details.push((1, -0.08));
    model.add("denied wait", weights.clone()).unwrap();
    let added = "met 00000000000000ff\ndenied wait\t0=212 21=-80\npair by";
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
    for [line, instead, what] in table::<3>(BROKEN) {
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

/// What the program as it is shipped comes to.
static AS_SHIPPED: LazyLock<Value> = LazyLock::new(|| evaluated(&Desk::with_shipped_lexicons()));

/// On 22 November 2026: F1 0.43, precision 0.49, recall 0.39, polarity 59 of 63; patterns alone 0.38.
#[test]
fn calls_that_it_never_saw_are_heard_better_than_by_patterns_alone() {
    let both = &*AS_SHIPPED;
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

    let desk = Desk::with_shipped_lexicons();
    copy_folder(&project().join("lexicons"), &desk.path("lexicons"));
    std::fs::remove_file(desk.path("lexicons/learned.txt")).unwrap();
    desk.write("verbatim.toml", "lexicons = \"lexicons\"\n");
    let alone = evaluated(&desk)["served"]["f1"].as_f64().unwrap();
    assert!(
        0.0 < alone && alone < served("f1"),
        "{alone} by patterns alone"
    );
}

/// Of the complete tagger, patterns and learned witness: what was denied, only imagined or led is no longer told apart.
#[test]
fn without_the_scope_rules_the_score_falls() {
    let desk = Desk::with_shipped_lexicons();
    let without = desk.verbatim(&["eval", "--ignore-scope", "--json"]);
    let (with, without) = (&*AS_SHIPPED, without.done().last());
    let f1 = |report: &Value| report["served"]["f1"].as_f64().unwrap();
    let right = |report: &Value, field: &str| report[field]["right"].as_u64().unwrap();
    assert!(
        f1(&without) < f1(with),
        "{} and {}",
        without["served"],
        with["served"]
    );
    for field in ["polarity", "origin"] {
        assert!(right(&without, field) < right(with, field), "{field}");
        assert_eq!(without[field]["odd_right"], 0, "{field}");
    }
}

#[test]
fn only_prospects_carry_what_is_learned() {
    let mut tagger = Tagger::new(shipped());
    let mut n_learned = 0;
    for Labelled { call, .. } in labelled::shipped(|role| role == Role::KeptApart).unwrap() {
        for mention in tagger.tag(&call) {
            let speaker = call.speaker(&call.turns[mention.turn as usize]);
            assert_eq!(speaker.side, Side::Prospect, "{}:{}", call.id, mention.turn);
            n_learned += usize::from(mention.lexicon == "learned");
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
    assert!(by_pattern(mined(shipped(), &talk).mentions).is_empty());
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
    for [asked, said, expected, cue] in table::<4>(EXCHANGES) {
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
