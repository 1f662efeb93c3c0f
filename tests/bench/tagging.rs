//! What does listening cost, beside cutting the same text into words?

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::tokenizer::{TokenStream, Tokenizer};
use verbatim::call::Call;
use verbatim::mine::lexicon::Lexicons;
use verbatim::mine::tag::Tagger;
use verbatim::search::tokenizer::Words;
use verbatim::text::tokens::tokens;

use crate::measure::{median, ratio, speed, timed};
use crate::table::{Bound, Row, Table, Unit};
use crate::workbench::Workbench;

/// The confidence from which mentions are kept, as when ingesting.
pub const THRESHOLD: f32 = 0.3;
/// Calls that a thread takes at once.
const PORTION: usize = 16;

/// Seconds of each competitor, round by round.
#[derive(Default)]
struct Times {
    one_thread: Vec<f64>,
    two_threads: Vec<f64>,
    tokenizing: Vec<f64>,
    cutting: Vec<f64>,
}

/// P3, P6 and tagging against tokenizing.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    let wanted = ["P3", "TAG", "P6"].map(|id| bench.setup.wants(id));
    if !wanted.contains(&true) {
        return Ok(());
    }
    let times = times(bench)?;
    let [wants_share, wants_tokenizing, wants_threads] = wanted;
    if wants_share {
        table.add(share_of_ingestion(bench, median(&times.one_thread))?);
    }
    if wants_tokenizing {
        table.add(against_tokenizing(bench, &times));
    }
    if wants_threads {
        let (one, two) = (median(&times.one_thread), median(&times.two_threads));
        table.add(Row {
            id: "P6",
            what: "speed of tagging, two threads / one",
            measured: ratio(one, two),
            unit: Unit::Ratio,
            bounds: Some((Bound::AtLeast(1.6), Bound::AtLeast(1.9))),
            note: format!("{one:.2} s, {two:.2} s"),
        });
    }
    Ok(())
}

fn times(bench: &Workbench<'_>) -> anyhow::Result<Times> {
    let calls = bench.calls();
    let mut times = Times::default();
    for round in 0..bench.setup.rounds {
        eprintln!("P3, TAG, P6: round {} …", round + 1);
        times
            .one_thread
            .push(timed(|| Ok(tag_all(bench.lexicons, calls, 1)))?.1);
        times.tokenizing.push(timed(|| Ok(tokenize_all(calls)))?.1);
        times
            .two_threads
            .push(timed(|| Ok(tag_all(bench.lexicons, calls, 2)))?.1);
        times.cutting.push(timed(|| Ok(cut_all(calls)))?.1);
    }
    Ok(times)
}

fn share_of_ingestion(bench: &Workbench<'_>, tagging: f64) -> anyhow::Result<Row> {
    let ingestion = bench.archive()?.cpu_seconds;
    Ok(Row {
        id: "P3",
        what: "tagging's share of an ingestion's CPU",
        measured: ingestion.map_or(f64::NAN, |ingestion| 100.0 * ratio(tagging, ingestion)),
        unit: Unit::Percent,
        bounds: Some((Bound::AtMost(12.0), Bound::AtMost(6.0))),
        note: match ingestion {
            Some(ingestion) => format!("{tagging:.2} s of {ingestion:.2} s on all threads"),
            None => "CPU time is known on Linux only".to_owned(),
        },
    })
}

fn against_tokenizing(bench: &Workbench<'_>, times: &Times) -> Row {
    let bytes = bench.corpus.text_bytes;
    let (tagging, tokenizing) = (median(&times.one_thread), median(&times.tokenizing));
    Row {
        id: "TAG",
        what: "tagging / tokenizing for the index, time, one thread",
        measured: ratio(tagging, tokenizing),
        unit: Unit::Ratio,
        bounds: None,
        note: format!(
            "tagging {:.0} MB/s with {} patterns, cutting and stemming {:.0} MB/s, cutting alone {:.0} MB/s",
            speed(bytes, tagging),
            bench.lexicons.patterns.len(),
            speed(bytes, tokenizing),
            speed(bytes, median(&times.cutting)),
        ),
    }
}

/// Tags every call and counts the mentions; each thread takes the next few calls that nobody took yet.
pub fn tag_all(lexicons: &Lexicons, calls: &[Call], n_threads: usize) -> usize {
    let (taken, n_mentions) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut tagger = Tagger::at_least(lexicons, THRESHOLD);
        loop {
            let from = taken.fetch_add(PORTION, Ordering::Relaxed);
            let Some(rest) = calls.get(from..).filter(|rest| !rest.is_empty()) else {
                return;
            };
            for call in rest.iter().take(PORTION) {
                n_mentions.fetch_add(black_box(tagger.tag(call)).len(), Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(work);
        }
    });
    n_mentions.into_inner()
}

/// Cuts and stems every turn as the index does, and counts the tokens.
fn tokenize_all(calls: &[Call]) -> usize {
    let mut words = Words::default();
    let mut n_tokens = 0;
    for turn in calls.iter().flat_map(|call| &call.turns) {
        let mut stream = words.token_stream(&turn.text);
        while stream.advance() {
            n_tokens += 1;
        }
    }
    black_box(n_tokens)
}

/// Cuts every turn into words and only counts them.
fn cut_all(calls: &[Call]) -> usize {
    let turns = calls.iter().flat_map(|call| &call.turns);
    black_box(turns.map(|turn| tokens(&turn.text).count()).sum())
}
