//! Is an archive of calls like a folder of them?

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Desk, Talk};

use super::{SPEECH, docx, zip};

const TALK: &[u8] = b"Ana Ruiz: It takes hours.\nBo Ray: I see.\nAna Ruiz: Every night.\n";

const ANOTHER: &[u8] = b"Ana Ruiz: It takes days.\nBo Ray: I see.\nAna Ruiz: So it is.\n";

/// An archive with two calls, what is passed over beside them, and what can't be read.
fn calls_zip() -> Vec<u8> {
    let inner = zip(&[("deep.txt", TALK)]);
    zip(&[
        ("march/2026-03-01 Second.txt", ANOTHER),
        ("first.txt", TALK),
        (
            "participants.csv",
            b"name,side\nAna Ruiz,prospect\nBo Ray,rep\n",
        ),
        ("march/participants.csv", b"name,side\nAna Ruiz,rep\n"),
        ("README.md", b"Ana: no\n"),
        (".hidden.txt", TALK),
        ("__MACOSX/march/._first.txt", TALK),
        ("march/call.mp4", b"not a film"),
        ("labelled/labels.jsonl", b"{}"),
        ("labelled/call.txt", TALK),
        ("broken.txt", b"no name in a secret"),
        ("inner.zip", &inner),
    ])
}

fn sources(lines: &[Value]) -> Vec<&str> {
    lines
        .iter()
        .filter_map(|line| line["source"]["path"].as_str())
        .collect()
}

#[test]
fn an_archive_is_like_a_folder() {
    let desk = Desk::new();
    desk.write("calls.zip", calls_zip());
    let run = desk
        .verbatim(&["parse", "calls.zip", "--json"])
        .has_trouble();
    let lines = run.lines();
    assert_eq!(
        sources(&lines),
        [
            "calls.zip!first.txt",
            "calls.zip!march/2026-03-01 Second.txt"
        ]
    );
    assert_eq!(lines[1]["title"], "Second");
    assert_eq!(lines[1]["started_at"], "2026-03-01");
    let side = |line: &Value| line["participants"][0]["side"].as_str().unwrap().to_owned();
    assert_eq!([side(&lines[0]), side(&lines[1])], ["prospect", "rep"]);
    let run = run
        .warns("calls.zip!broken.txt")
        .warns("calls.zip!inner.zip");
    assert_eq!(run.stderr.lines().count(), 2, "{run}");
}

#[test]
fn an_archive_is_kept_as_a_folder_is_and_once() {
    let desk = Desk::new();
    desk.write("calls.zip", calls_zip());
    let first = desk
        .verbatim(&["ingest", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(first.last()["calls"]["new"], 2);
    assert_eq!(first.last()["calls"]["failed"], 2);
    assert!(first.last()["mentions"].as_u64().unwrap() > 0);
    let again = desk
        .verbatim(&["ingest", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(again.last()["calls"]["unchanged"], 2);
    let heard = desk.verbatim(&["tag", "calls.zip", "--json"]).has_trouble();
    assert!(!heard.lines().is_empty());
    let told = desk.verbatim(&["explain", "calls.zip", "--json"]).lines();
    assert_eq!(told[0]["source"], "calls.zip!first.txt");
}

#[test]
fn companions_beside_an_archive_without_any_speak_of_its_calls() {
    let desk = Desk::new();
    desk.write("calls.zip", zip(&[("a/first.txt", TALK)]));
    desk.write("participants.csv", "name,side\nAna Ruiz,prospect\n");
    let run = desk.verbatim(&["parse", "calls.zip", "--json"]).done();
    assert_eq!(run.last()["participants"][0]["side"], "prospect");
}

#[test]
fn a_document_and_calls_a_line_in_an_archive_are_read_too() {
    let desk = Desk::new();
    let talk = |id: &str| Talk::new(id).prospect("It takes hours.").line();
    let lines = format!("{}\n{{broken\n{}\n", talk("one"), talk("two"));
    let packed = zip(&[
        ("a.docx", &docx(&SPEECH)),
        ("calls.jsonl", lines.as_bytes()),
    ]);
    desk.write("calls.zip", packed);
    let run = desk
        .verbatim(&["parse", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(
        sources(&run.lines()),
        [
            "calls.zip!a.docx",
            "calls.zip!calls.jsonl:1",
            "calls.zip!calls.jsonl:3"
        ]
    );
    run.warns("calls.zip!calls.jsonl:2");
}

#[test]
fn the_halves_of_a_gong_call_find_each_other_in_an_archive() {
    let desk = Desk::new();
    let words = br#"{"callTranscripts":[{"callId":"17","transcript":[{"speakerId":"9","sentences":[{"start":0,"end":1000,"text":"Hi."}]}]}]}"#;
    let facts = br#"{"calls":[{"metaData":{"id":"17","title":"Intro"},"parties":[{"speakerId":"9","name":"Ana Ruiz","affiliation":"External"}]}]}"#;
    let packed = zip(&[
        ("x/17-transcript.json", words),
        ("x/17-metadata.json", facts),
    ]);
    desk.write("calls.zip", packed);
    let run = desk.verbatim(&["ingest", "calls.zip", "--json"]).done();
    assert_eq!(run.last()["calls"]["new"], 1);
    let run = desk.verbatim(&["parse", "calls.zip", "--json"]).done();
    assert_eq!(run.last()["turns"][0]["speaker"], "Ana Ruiz");
    assert_eq!(run.stderr, "");
    // Whoever names the half without words is told.
    desk.write("17-metadata.json", facts);
    desk.verbatim(&["parse", "17-metadata.json"])
        .has_trouble()
        .warns("gong-metadata-only");
}

#[test]
fn an_archive_without_a_transcript_is_done_and_nothing_found() {
    let desk = Desk::new();
    desk.write("calls.zip", zip(&[]));
    let run = desk.verbatim(&["parse", "calls.zip"]).finds_nothing();
    run.warns("there is no transcript");
}

#[test]
fn names_in_an_archive_lead_nowhere() {
    let desk = Desk::new();
    let names = [
        "../../up.txt",
        "/etc/root.txt",
        "a\\..\\b.txt",
        "c\u{1b}[31m\u{202e}.txt",
    ];
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, TALK)).collect();
    desk.write("calls.zip", zip(&files));
    let run = desk.verbatim(&["parse", "calls.zip", "--json"]).done();
    assert_eq!(
        sources(&run.lines()),
        [
            "calls.zip!a/b.txt",
            "calls.zip!c[31m.txt",
            "calls.zip!etc/root.txt",
            "calls.zip!up.txt"
        ]
    );
}

#[test]
fn an_archive_may_come_on_standard_input() {
    let desk = Desk::new();
    let mut command = desk.command(&["parse", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&zip(&[("first.txt", TALK)])).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["source"]["path"], "-!first.txt");
}

#[test]
fn an_archive_that_is_cut_off_is_one_failure() {
    let desk = Desk::new();
    let whole = zip(&[("first.txt", TALK)]);
    desk.write("calls.zip", &whole[..whole.len() - 7]);
    desk.write("second.txt", TALK);
    let run = desk
        .verbatim(&["parse", "calls.zip", "second.txt", "--json"])
        .has_trouble();
    assert_eq!(run.lines().len(), 1);
    run.warns("calls.zip").warns("broken-zip");
}

#[test]
fn a_file_in_an_archive_that_unfolds_too_far_costs_no_other() {
    let desk = Desk::new();
    let packed = zip(&[("bomb.txt", &vec![b'a'; 40 << 20]), ("first.txt", TALK)]);
    desk.write("calls.zip", packed);
    let run = desk
        .verbatim(&["parse", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(sources(&run.lines()), ["calls.zip!first.txt"]);
    run.warns("calls.zip!bomb.txt").warns("zip-bomb");
}
