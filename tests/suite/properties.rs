//! What holds whatever the words are?
//!
//! Arbitrary bytes and damaged samples never make a parser panic; whatever comes out has its spans on character
//! borders; threads and repetition change nothing.

use std::path::PathBuf;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use verbatim::call::{Call, Span};
use verbatim::ingest::normalize::SideRules;
use verbatim::ingest::parse::parse;
use verbatim::ingest::read::Delivery;
use verbatim::mention::Mention;
use verbatim::mine::tag::Tagger;
use verbatim::pipeline::Workshop;
use verbatim::search::highlight::Highlighter;
use verbatim::search::query;
use verbatim::search::snippet::of_mentions::snippet_of_mentions;
use verbatim::search::snippet::snippet;
use verbatim::text::tokens::tokens;

use crate::harness::{Desk, cases, project, shipped};

/// The sample files: where each stands and what is in it.
fn samples() -> &'static [(PathBuf, Vec<u8>)] {
    static SAMPLES: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let folder = std::fs::read_dir(project().join("corpus-samples")).unwrap();
        let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending != "csv"));
        paths.sort();
        paths
            .into_iter()
            .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
            .collect()
    })
}

// ---- what holds -------------------------------------------------------------------------------------------------

/// Inside the text and on character borders.
fn fits(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some()
}

/// Ascending, apart, not empty and inside the text.
fn lie_in_order(spans: &[Span], text: &str) -> bool {
    let are_apart = spans.windows(2).all(|two| two[0].end <= two[1].start);
    are_apart
        && spans
            .iter()
            .all(|span| span.start < span.end && fits(*span, text))
}

fn tokens_hold(text: &str) {
    let spans: Vec<Span> = tokens(text)
        .map(|token| Span {
            start: token.start,
            end: token.end,
        })
        .collect();
    assert!(lie_in_order(&spans, text), "{text:?}: {spans:?}");
    for (token, span) in tokens(text).zip(&spans) {
        assert_eq!(token.surface(text), span.slice(text), "{text:?}");
    }
    let kept: usize = spans
        .iter()
        .map(|span| {
            span.slice(text)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
        })
        .sum();
    assert_eq!(
        kept,
        text.chars().filter(|c| c.is_alphanumeric()).count(),
        "a letter belongs to no token: {text:?}"
    );
}

fn highlights_hold(question: &str, text: &str) {
    let Ok(query) = query::parse(question) else {
        return;
    };
    let marked = Highlighter::new(&query).mark(text);
    assert!(
        lie_in_order(&marked.spans, text),
        "{question:?} in {text:?}: {:?}",
        marked.spans
    );
    let shown = snippet(text, &marked.spans);
    assert!(fits(shown, text), "{question:?} in {text:?}: {shown:?}");
    let shown = snippet_of_mentions(text, &marked.spans);
    assert!(fits(shown, text), "{question:?} in {text:?}: {shown:?}");
    let first = marked
        .spans
        .first()
        .filter(|one| one.end - one.start <= 600);
    assert!(
        first.is_none_or(|first| shown.start <= first.start && first.end <= shown.end),
        "{question:?} in {text:?}: {shown:?} cuts {first:?} short"
    );
}

fn call_holds(call: &Call) {
    for turn in &call.turns {
        assert!(
            (turn.speaker as usize) < call.participants.len(),
            "a turn without a speaker"
        );
        assert!(
            turn.cues.windows(2).all(|two| two[0].at <= two[1].at),
            "cues out of order"
        );
        assert!(
            turn.cues
                .iter()
                .all(|cue| turn.text.is_char_boundary(cue.at as usize)),
            "a cue inside a character"
        );
        assert!(turn.start.is_none_or(f64::is_finite) && turn.end.is_none_or(f64::is_finite));
        tokens_hold(&turn.text);
    }
}

fn mentions_hold(mentions: &[Mention], texts: &[&str]) {
    for mention in mentions {
        let text = texts[mention.turn as usize];
        assert!(
            fits(mention.span, text) && mention.span.start < mention.span.end,
            "{mention:?}"
        );
        assert!((0.0..=1.0).contains(&mention.confidence), "{mention:?}");
        let why = &mention.why;
        assert!(
            why.matched.is_none_or(|matched| fits(matched, text)),
            "{mention:?}"
        );
        for cue in [&why.polarity, &why.target, &why.origin]
            .into_iter()
            .flatten()
        {
            assert!(fits(cue.span, texts[cue.turn as usize]), "{mention:?}");
        }
    }
}

/// Reads and tags bytes as if they were the file at a path, and checks whatever comes out.
fn mining_holds(path: PathBuf, bytes: Vec<u8>) {
    let n_bytes = bytes.len();
    for parsed in parse(&bytes).into_iter().flatten().flatten() {
        assert!(
            parsed.raw.start <= parsed.raw.end && parsed.raw.end <= n_bytes,
            "{:?} of {n_bytes}",
            parsed.raw
        );
    }
    let workshop = Workshop::new(shipped(), SideRules::default(), 0.0);
    for mined in workshop
        .mine(&Delivery {
            path,
            inside: None,
            line: None,
            bytes,
        })
        .into_iter()
        .flatten()
    {
        let call = &mined.read.call;
        call_holds(call);
        let texts: Vec<&str> = call.turns.iter().map(|turn| turn.text.as_str()).collect();
        mentions_hold(&mined.mentions, &texts);
    }
}

// ---- what comes in ----------------------------------------------------------------------------------------------

/// Bytes that formats are made of.
static MARKS: &[&str] = &[
    "WEBVTT",
    "\n\n",
    "\r\n",
    " --> ",
    "00:00:01.000",
    "99:99:99,999",
    "<v Pam Orr>",
    "</v>",
    "Pam Orr: ",
    "[00:01:02] ",
    "**Pam:** ",
    "{\"turns\":[",
    "{\"speaker\":\"A\",\"text\":\"",
    "\"}",
    "]}",
    "callTranscripts",
    "\0",
    "\u{feff}",
    "\t",
    ": ",
    "1\n",
    "é",
    "\u{202e}",
    "payload",
    "NOTE Confidence: 0.9",
    "-1e999",
];

/// How a sample is damaged, at a place that is chosen later.
#[derive(Debug, Clone)]
enum Damage {
    CutOff,
    Dropped(usize),
    Doubled(usize),
    Replaced(u8),
    Inserted(&'static str),
}

fn damage() -> impl Strategy<Value = (Index, Damage)> {
    let damage = prop_oneof![
        Just(Damage::CutOff),
        (1_usize..200).prop_map(Damage::Dropped),
        (1_usize..200).prop_map(Damage::Doubled),
        any::<u8>().prop_map(Damage::Replaced),
        select(MARKS).prop_map(Damage::Inserted),
    ];
    (any::<Index>(), damage)
}

fn damaged(bytes: &[u8], damages: &[(Index, Damage)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (index, damage) in damages {
        let at = index.index(bytes.len() + 1);
        let rest = bytes.split_off(at);
        match damage {
            Damage::CutOff => continue,
            Damage::Dropped(n) => bytes.extend(rest.iter().skip(*n)),
            Damage::Doubled(n) => {
                bytes.extend(rest.iter().take(*n));
                bytes.extend(rest);
            }
            Damage::Replaced(byte) => {
                bytes.push(*byte);
                bytes.extend(rest.iter().skip(1));
            }
            Damage::Inserted(marks) => {
                bytes.extend(marks.bytes());
                bytes.extend(rest);
            }
        }
    }
    bytes
}

/// Text with the words and marks that taggers and tokenizers look at, and anything between them.
fn speech() -> impl Strategy<Value = String> {
    let pieces = [
        "by hand",
        "too expensive",
        "not",
        "don't",
        "it\u{2019}s",
        "if",
        "never",
        "we",
        "the price",
        " ",
        " ",
        ", ",
        ". ",
        "? ",
        "…",
        "-",
        "'",
        "\u{2019}",
        "e-mail",
        "3.5",
        "40,000",
        "é",
        "e\u{301}",
        "価格",
        "ไม่แพง",
        "\u{1f600}",
        "İ",
        "ß",
        "\u{200b}",
        "\n",
        "no way to see",
        "takes hours",
        "spreadsheet",
    ];
    let piece =
        prop_oneof![8 => select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn question() -> impl Strategy<Value = String> {
    let pieces = [
        "by hand",
        "\"by hand\"",
        "\"by hand\"~3",
        "pric*",
        "spreadsheet OR excel",
        "+expensive",
        "-not",
        "価格",
        "\"価 格\"",
        "e-mail",
        "é",
        "it's",
        "İ*",
        "3.5",
        "the",
    ];
    prop::collection::vec(select(pieces.to_vec()), 1..4).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn parse_never_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        mining_holds(PathBuf::from("any.txt"), bytes);
    }

    #[test]
    fn parse_never_panics_on_marks(marks in prop::collection::vec(select(MARKS), 0..40)) {
        mining_holds(PathBuf::from("any.txt"), marks.concat().into_bytes());
    }

    #[test]
    fn tokens_ascend_and_round_trip(text in speech()) {
        tokens_hold(&text);
    }

    #[test]
    fn highlights_and_snippets_lie_inside(question in question(), text in speech(), again in 1_usize..12) {
        highlights_hold(&question, &text.repeat(again));
    }

    #[test]
    fn any_word_can_be_asked_of_any_text(question in any::<String>(), text in any::<String>()) {
        highlights_hold(&question, &text);
    }

    #[test]
    fn mentions_of_any_words_lie_inside(text in speech()) {
        let mentions = Tagger::new(shipped()).tag_utterance(&text, "end-user");
        mentions_hold(&mentions, &[text.as_str()]);
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_damaged_sample_never_panics(sample in any::<Index>(), damages in prop::collection::vec(damage(), 1..5)) {
        let (path, bytes) = &samples()[sample.index(samples().len())];
        mining_holds(path.clone(), damaged(bytes, &damages));
    }
}

#[test]
fn every_sample_holds() {
    for (path, bytes) in samples() {
        mining_holds(path.clone(), bytes.clone());
    }
}

// ---- what changes nothing ---------------------------------------------------------------------------------------

#[test]
fn the_number_of_threads_changes_nothing() {
    let desk = Desk::with_shipped_lexicons().with_samples();
    let tagged = |threads: &str| {
        desk.verbatim_where(
            "RAYON_NUM_THREADS",
            threads,
            &["tag", "corpus-samples", "--json"],
        )
        .has_trouble()
    };
    let (one, four) = (tagged("1"), tagged("4"));
    assert!(!one.stdout.is_empty());
    assert_eq!(one.stdout, four.stdout);
}

/// The same calls in one go, twice, in another order and under another number of threads are found alike.
#[test]
fn ingesting_twice_equals_once() {
    let (once, twice) = (Desk::new().with_samples(), Desk::new().with_samples());
    once.keep_samples();
    for threads in ["1", "4"] {
        let run = twice.verbatim_where("RAYON_NUM_THREADS", threads, &["ingest", "corpus-samples"]);
        run.has_trouble();
    }
    for counted in ["calls", "turns", "mentions", "accounts", "catalogue_seq"] {
        assert_eq!(
            once.checked()[counted],
            twice.checked()[counted],
            "{counted}"
        );
    }
    for question in [
        vec!["by hand"],
        vec!["--tag", "pain/manual-work"],
        vec!["--side", "any"],
    ] {
        let ask = |desk: &Desk| {
            let mut hits = desk.hits(&[&question[..], &["--limit", "10000"]].concat());
            for hit in &mut hits {
                // The last digits hang on how the index happens to be cut into segments.
                hit["score"] = serde_json::Value::Null;
            }
            hits.sort_by_key(crate::harness::place);
            hits
        };
        assert_eq!(ask(&once), ask(&twice), "{question:?}");
    }
}
