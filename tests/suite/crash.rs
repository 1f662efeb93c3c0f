//! Is everything that was reported as kept still there after `kill -9`, and there once?
//!
//! A child ingests three batches of small calls and reports each as it is safe; it is killed after so many
//! reports, or after so long. Then a search must find what was reported, a second run must finish the work
//! without doing any of it twice, and `check` must find nothing wrong. Builds for debugging are killed at fewer moments:
//! behind the first report of each batch, and as often in time as it takes to be met before, in and behind a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Desk, Talk, is_thorough, place};

/// More than two batches of the pipeline, so that a kill can fall between two commits.
const CALLS: usize = 1_100;

/// When the child is killed.
#[derive(Debug, Clone, Copy)]
enum Killed {
    /// After so many calls were reported.
    AfterReports(usize),
    AfterMillis(u64),
}

fn desk() -> Desk {
    let desk = Desk::new();
    let talk = |n: usize| {
        let words = format!("We do number{n} by hand.");
        Talk::new(&format!("call-{n:04}"))
            .rep("How do you do it?")
            .prospect(&words)
    };
    desk.write_talks("many.jsonl", &(0..CALLS).map(talk).collect::<Vec<_>>());
    desk
}

fn start(desk: &Desk, args: &[&str]) -> Child {
    desk.command(args).stderr(Stdio::null()).spawn().unwrap()
}

/// The id of a call that a line reports as kept; a line that was cut off reports nothing.
fn reported(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    line["kept"].as_str().map(str::to_owned)
}

/// Starts an ingestion, kills it, and gives the calls that it had reported by then.
fn ingest_killed(desk: &Desk, killed: Killed) -> BTreeSet<String> {
    let mut child = start(desk, &["ingest", "many.jsonl", "--json"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut kept = BTreeSet::new();
    match killed {
        Killed::AfterReports(n) => {
            while kept.len() < n {
                let line = lines
                    .next()
                    .unwrap_or_else(|| panic!("{killed:?}: it ended by itself"))
                    .unwrap();
                kept.extend(reported(&line));
            }
        }
        Killed::AfterMillis(millis) => std::thread::sleep(Duration::from_millis(millis)),
    }
    child.kill().unwrap();
    // What stands in the pipe was reported before the end.
    kept.extend(
        lines
            .map_while(Result::ok)
            .filter_map(|line| reported(&line)),
    );
    child.wait().unwrap();
    kept
}

/// Every turn that can be found, each once: by call, how many.
fn found(desk: &Desk, when: &str) -> BTreeMap<String, usize> {
    let hits = desk.hits(&["--side", "any", "--limit", "10000", "--context", "0"]);
    let places: BTreeSet<String> = hits.iter().map(place).collect();
    assert_eq!(places.len(), hits.len(), "{when}: a turn is found twice");
    let mut calls = BTreeMap::new();
    for hit in &hits {
        *calls
            .entry(hit["call"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    calls
}

fn check_killed(killed: Killed) {
    let when = format!("{killed:?}");
    let desk = desk();
    let kept = ingest_killed(&desk, killed);

    if !kept.is_empty() {
        let calls = found(&desk, &when);
        for call in &kept {
            assert_eq!(
                calls.get(call),
                Some(&2),
                "{when}: {call} was reported as kept"
            );
        }
        desk.verbatim(&["check"]).done();
    }

    let mut lines = desk
        .verbatim(&["ingest", "many.jsonl", "--json"])
        .done()
        .lines();
    let summary = lines.pop().unwrap();
    for line in &lines {
        let id = line["kept"].as_str().unwrap();
        assert!(
            line["fate"] == "unchanged" || !kept.contains(id),
            "{when}: {id} was reported as kept"
        );
        assert_ne!(line["fate"], "updated", "{when}: {id}");
    }
    assert_eq!(summary["calls"]["failed"], 0, "{when}");
    is_counted(&desk, &when);
    are_all_there(&found(&desk, &when), &when);
}

/// All calls are there once, in the catalogue and in the index.
fn is_counted(desk: &Desk, when: &str) {
    let report = desk.verbatim(&["check", "--json"]).done().last();
    for (counted, expected) in [
        ("calls", CALLS),
        ("turns", 2 * CALLS),
        ("mentions", CALLS),
        ("index_documents", 2 * CALLS),
    ] {
        assert_eq!(report[counted], expected, "{when}: {counted}");
    }
    assert_eq!(report["findings"], json!([]), "{when}");
}

/// All calls are found with all of their turns.
fn are_all_there(calls: &BTreeMap<String, usize>, when: &str) {
    assert!(
        calls.len() == CALLS && calls.values().all(|n_turns| *n_turns == 2),
        "{when}"
    );
}

#[test]
fn nothing_reported_is_lost_by_a_kill_between_reports() {
    let moments: &[usize] = if is_thorough() {
        &[1, 300, 512, 513, 1_024, 1_025, 1_099]
    } else {
        &[1, 513, 1_025]
    };
    for n in moments {
        check_killed(Killed::AfterReports(*n));
    }
}

#[test]
fn nothing_reported_is_lost_by_a_kill_at_any_time() {
    let moments: &[u64] = if is_thorough() {
        &[3, 20, 50, 90, 140, 200, 270, 350]
    } else {
        &[20, 350, 700]
    };
    for millis in moments {
        check_killed(Killed::AfterMillis(*millis));
    }
}

#[test]
fn a_killed_reindex_loses_nothing() {
    let desk = desk();
    desk.verbatim(&["ingest", "many.jsonl"]).done();
    let moments: &[u64] = if is_thorough() {
        &[5, 10, 20, 40, 80, 150]
    } else {
        &[10, 60, 150]
    };
    for &millis in moments {
        let mut child = start(&desk, &["reindex"]);
        std::thread::sleep(Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
        is_found_again(&desk, millis);
    }
}

/// A search mends what the kill left, and leaves nothing for `check` to find.
fn is_found_again(desk: &Desk, millis: u64) {
    let when = format!("reindex killed after {millis} ms");
    let calls = found(desk, &when);
    is_counted(desk, &when);
    are_all_there(&calls, &when);
}
