//! How quickly do answers come, and what do they cost beside tantivy's own?

use std::hint::black_box;
use std::sync::Arc;

use anyhow::ensure;
use verbatim::archive::{Archive, Request};
use verbatim::search::call_table::CallTable;
use verbatim::search::engine::{Engine, Question, Sort};
use verbatim::search::filter::Filter;
use verbatim::search::index::OpenIndex;
use verbatim::search::query::{Field, Value, parse};
use verbatim::store::DataDir;

use crate::latency::Latency;
use crate::measure::{ratio, timed};
use crate::questions::{Drawn, draw};
use crate::raw::RawIndex;
use crate::table::{Bound, Row, Table, Unit};
use crate::workbench::Workbench;

/// Hits on a page.
const PAGE: usize = 10;
/// Hits on the page of P9.
const LONG_PAGE: usize = 20;
/// Questions of P10: each looks at every call, so a few hundred would take long.
const FEW_QUESTIONS: usize = 100;
/// What is said of rows whose gate is meant for more turns than most corpora have.
const LARGE: &str = "the gate is meant for ten million turns";

/// Kinds of requests, as people make them.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Word,
    TwoWords,
    Phrase,
    FilteredWithFacets,
    /// P9: a word, two filters, twenty hits with snippets, count and facets.
    EverythingAtOnce,
    /// P10: no word, one fact of the call, facets.
    FactsOfCalls,
}

/// P9, P10, P11, P12 and the latency of each kind of search.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !["P9", "P10", "P11", "P12", "SEARCH"]
        .iter()
        .any(|id| bench.setup.wants(id))
    {
        return Ok(());
    }
    let dir = &bench.archive()?.dir;
    let raw = RawIndex::open(dir)?;
    eprintln!("drawing questions …");
    let drawn = draw(dir, &raw, bench.setup.n_questions)?;
    ensure!(!drawn.is_empty(), "the archive holds no words to ask for");
    let rounds = bench.setup.rounds;
    if bench.setup.wants("P9") {
        let latency = ask_all(dir, &drawn, Kind::EverythingAtOnce, rounds)?;
        table.add(Row {
            id: "P9",
            what: "word, 2 filters, top 20, count, facets, snippets: p99",
            measured: latency.at(0.99),
            unit: Unit::Milliseconds,
            bounds: Some((Bound::AtMost(6.0), Bound::AtMost(3.0))),
            note: format!(
                "{}; {} questions; {LARGE}",
                latency.shown(),
                latency.n_answers()
            ),
        });
    }
    if bench.setup.wants("P10") {
        let few = &drawn[..drawn.len().min(FEW_QUESTIONS)];
        let latency = ask_all(dir, few, Kind::FactsOfCalls, rounds)?;
        table.add(Row {
            id: "P10",
            what: "turns of calls at one stage, counted by facts: p99",
            measured: latency.at(0.99),
            unit: Unit::Milliseconds,
            bounds: Some((Bound::AtMost(5.0), Bound::AtMost(1.0))),
            note: format!(
                "{}; {} questions, one hit each; personas and tags are counted as well; {LARGE}",
                latency.shown(),
                latency.n_answers()
            ),
        });
    }
    if bench.setup.wants("P11") {
        table.add(against_raw(dir, &raw, &drawn, rounds)?);
    }
    if bench.setup.wants("P12") {
        table.add(first_answer(
            dir,
            &drawn,
            Kind::Word,
            "open an archive and find a word",
        )?);
        table.add(first_answer(
            dir,
            &drawn,
            Kind::FilteredWithFacets,
            "the same with a filter and facets",
        )?);
    }
    if bench.setup.wants("SEARCH") {
        for (kind, what) in [
            (Kind::Word, "find a word: p99"),
            (Kind::TwoWords, "find two words: p99"),
            (Kind::Phrase, "find a phrase: p99"),
            (Kind::FilteredWithFacets, "find a word, filter, facets: p99"),
        ] {
            let latency = ask_all(dir, &drawn, kind, rounds)?;
            let note = format!("{}; {} questions", latency.shown(), latency.n_answers());
            let (id, measured, unit) = ("SEARCH", latency.at(0.99), Unit::Milliseconds);
            table.add(Row {
                id,
                what,
                measured,
                unit,
                bounds: None,
                note,
            });
        }
    }
    Ok(())
}

/// Asks every question of a kind, as the command line would; one round beforehand warms up.
fn ask_all(dir: &DataDir, drawn: &[Drawn], kind: Kind, rounds: usize) -> anyhow::Result<Latency> {
    let archive = Archive::open(dir)?;
    let requests: Vec<Request> = drawn
        .iter()
        .map(|drawn| request(drawn, kind))
        .collect::<anyhow::Result<_>>()?;
    let mut latency = Latency::default();
    for round in 0..=rounds {
        if round > 0 {
            latency.begin_round();
        }
        for request in &requests {
            let (found, seconds) = timed(|| Ok(archive.find(request)?))?;
            black_box(found.hits.len());
            latency.add(seconds);
        }
    }
    Ok(latency)
}

/// Only prospects' turns are asked for, as everywhere.
fn request(drawn: &Drawn, kind: Kind) -> anyhow::Result<Request> {
    let typed: &str = match kind {
        Kind::TwoWords => &drawn.two_words,
        Kind::Phrase => &drawn.phrase,
        Kind::Word | Kind::FilteredWithFacets | Kind::EverythingAtOnce => &drawn.word,
        Kind::FactsOfCalls => "",
    };
    let mut filter = Filter::default();
    filter.add(Field::Side, Value::Exact("prospect".to_owned()), false);
    if matches!(kind, Kind::FilteredWithFacets | Kind::EverythingAtOnce) {
        filter.add(Field::Persona, Value::Exact(drawn.persona.clone()), false);
    }
    if matches!(kind, Kind::EverythingAtOnce | Kind::FactsOfCalls) {
        filter.add(Field::Stage, Value::Exact(drawn.stage.clone()), false);
    }
    Ok(Request {
        query: parse(typed)?,
        filter,
        limit: match kind {
            Kind::EverythingAtOnce => LONG_PAGE,
            Kind::FactsOfCalls => 1,
            _ => PAGE,
        },
        context: 1,
        wants_facets: matches!(
            kind,
            Kind::FilteredWithFacets | Kind::EverythingAtOnce | Kind::FactsOfCalls
        ),
        threshold: 0.3,
        ..Request::default()
    })
}

/// P11: our search for a word against the same search asked of tantivy.
fn against_raw(
    dir: &DataDir,
    raw: &RawIndex,
    drawn: &[Drawn],
    rounds: usize,
) -> anyhow::Result<Row> {
    let engine = Engine::open(&OpenIndex::open(&dir.index(), false)?)?;
    let (filter, calls) = (Filter::default(), Arc::new(CallTable::default()));
    let (mut own, mut bare) = (Latency::default(), Latency::default());
    for round in 0..=rounds {
        if round > 0 {
            own.begin_round();
            bare.begin_round();
        }
        for (at, drawn) in drawn.iter().enumerate() {
            let query = parse(&drawn.word)?;
            let question = Question {
                query: &query,
                filter: &filter,
                limit: PAGE,
                sort: Sort::Best,
                is_paged: false,
            };
            let ask_own =
                || anyhow::Ok(timed(|| Ok(engine.search(&question, &calls)?.turns.len()))?.1);
            let ask_bare = || anyhow::Ok(timed(|| raw.top(&drawn.word, PAGE))?.1);
            // Who asks second finds the postings warm, so they take turns.
            let (own_time, bare_time) = if (at + round).is_multiple_of(2) {
                let own_time = ask_own()?;
                (own_time, ask_bare()?)
            } else {
                let bare_time = ask_bare()?;
                (ask_own()?, bare_time)
            };
            own.add(own_time);
            bare.add(bare_time);
        }
    }
    Ok(Row {
        id: "P11",
        what: "our search for a word / the same of raw tantivy, time",
        measured: ratio(own.total(), bare.total()),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtMost(1.10), Bound::AtMost(1.03))),
        note: format!("ours {}; raw {}; top {PAGE}", own.shown(), bare.shown()),
    })
}

/// P12: nothing open, nothing remembered but what the system itself has of the files.
fn first_answer(
    dir: &DataDir,
    drawn: &[Drawn],
    kind: Kind,
    what: &'static str,
) -> anyhow::Result<Row> {
    let mut latency = Latency::default();
    latency.begin_round();
    for drawn in drawn.iter().take(30) {
        let request = request(drawn, kind)?;
        // The archive is handed out so that closing it is not counted.
        let ((_archive, found), seconds) = timed(|| {
            let archive = Archive::open(dir)?;
            let found = archive.find(&request)?;
            Ok((archive, found))
        })?;
        black_box(found.hits.len());
        latency.add(seconds);
    }
    Ok(Row {
        id: "P12",
        what,
        measured: latency.at(0.5),
        unit: Unit::Milliseconds,
        bounds: Some((Bound::AtMost(200.0), Bound::AtMost(100.0))),
        note: format!("{}; files in the system's cache; {LARGE}", latency.shown()),
    })
}
