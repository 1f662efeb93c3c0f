//! Is what was deleted gone, does it stay away, and does the proof see what is left?

use std::collections::BTreeSet;

use serde_json::{Value, json};

use verbatim::config::retention::Retention;
use verbatim::pipeline::forget;
use verbatim::search::erase::erase;
use verbatim::search::index::OpenIndex;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::forget::Order;
use verbatim::store::forget::tables::{OTHERWISE, TABLES_WITH_CALL};
use verbatim::store::keep::prepare;
use verbatim::store::lock::WriteLock;
use verbatim::store::tombstones::Keys;

#[cfg(unix)]
use crate::alerting::{Server, wait_until};
use crate::harness::{Desk, Run, Talk};

const NOW: &str = "2026-03-04T05:06:07Z";

pub const GONE: &str = "call-to-be-deleted";
pub const STAYS: &str = "call-that-stays";
const EMAIL: &str = "pamela.oakhurst@brindlecreek.example";
const WORDS: &str = "Our marmalade conveyor jams every Wednesday evening.";

/// A call with words that nobody else says.
pub fn gone() -> Talk {
    Talk::new(GONE)
        .with("title", json!("Walkthrough of the harvester"))
        .with("date", json!("2026-01-05"))
        .with("account", json!({ "name": "Brindle Creek Foods" }))
        .with(
            "participants",
            json!([{ "name": "Rea", "side": "rep" },
                { "name": "Pam", "side": "prospect", "email": EMAIL }]),
        )
        .rep("What stops the line most often?")
        .prospect(WORDS)
}

/// A call of somebody else.
pub fn stays() -> Talk {
    Talk::new(STAYS)
        .with("date", json!("2026-02-07"))
        .with("account", json!({ "name": "Northgate" }))
        .rep("How do you do it today?")
        .prospect("We type it all in by hand, every night.")
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.keep(&[gone(), stays()]);
    desk
}

fn dir(desk: &Desk) -> DataDir {
    DataDir::new(desk.path("data"))
}

#[track_caller]
fn forget_it(desk: &Desk, args: &[&str]) -> Run {
    let mut all = vec!["forget", "--yes", "--json"];
    all.extend(args);
    desk.verbatim(&all)
}

#[track_caller]
fn refuses_it(desk: &Desk, path: &str) {
    let calls = desk.verbatim(&["ingest", path, "--json"]).done().last()["calls"].clone();
    assert_eq!(calls["forgotten"], 1, "{path}: {calls}");
    assert_eq!(calls["new"], 0, "{path}: {calls}");
    assert_eq!(calls["updated"], 0, "{path}: {calls}");
}

// ---- gone --------------------------------------------------------------------------------------------------

#[test]
fn a_deleted_call_is_met_by_nobody_and_the_others_stay_as_they_are() {
    let desk = desk();
    let before = desk.finds(&["by hand"]);
    assert_eq!(desk.finds(&["marmalade"]).len(), 1);

    let receipt = forget_it(&desk, &["--call", GONE]).done().last();
    assert_eq!(receipt["proof"]["proven"], true, "{receipt}");
    assert_eq!(receipt["calls"], 1);
    assert_eq!(receipt["rows"]["call"], 1);
    assert!(receipt["proof"]["probes"].as_u64() > Some(2), "{receipt}");
    assert!(receipt["proof"]["words"].as_u64() > Some(2), "{receipt}");

    assert_eq!(desk.finds(&["marmalade"]), Vec::<String>::new());
    assert_eq!(desk.finds(&["by hand"]), before);
    let checked = desk.verbatim(&["check", "--json"]).done().last();
    assert_eq!(checked["calls"], 1);
    assert_eq!(checked["index_documents"], 2);
    forget_it(&desk, &["--before", "2026-01-06"]).finds_nothing();
}

#[test]
fn where_nothing_is_found_nothing_is_proven() {
    let desk = desk();
    for (args, why) in [
        (vec!["--call", "nope"], "no call is kept under nope"),
        (
            vec!["--person", "Pamelia Misspelt"],
            "nobody of that name is on any call",
        ),
        (
            vec!["--person", "nobody@nowhere.example"],
            "nobody of that name is on any call",
        ),
        (
            vec!["--account", "Nowhere Foods"],
            "no call is with an account of that name",
        ),
        (
            vec!["--before", "2001-01-01"],
            "no call is from before that day",
        ),
    ] {
        let mut all = vec!["forget", "--yes", "--receipt", "receipt.json"];
        all.extend(args);
        let run = desk
            .verbatim(&all)
            .finds_nothing()
            .warns(why)
            .warns("no receipt is written");
        assert!(!run.stdout.contains("proven"), "{run}");
        assert!(!desk.path("receipt.json").exists(), "{run}");
    }
    let run = forget_it(&desk, &["--call", "nope"]).finds_nothing();
    assert_eq!(run.last()["calls"], 0, "{run}");
    assert_eq!(run.last()["proof"], Value::Null, "{run}");
}

#[test]
fn what_is_meant_is_told_before_it_goes_and_nothing_goes_unasked() {
    let desk = desk();
    for (args, n_calls) in [
        (["--call", GONE], 1),
        (["--person", EMAIL], 1),
        (["--person", "pam"], 2),
        (["--account", "brindle  creek FOODS"], 1),
        (["--before", "2026-02-07"], 1),
        (["--before", "2026-02-08"], 2),
        (["--before", "2026-01-05"], 0),
    ] {
        let mut all = vec!["forget", "--dry-run", "--json"];
        all.extend(args);
        let run = desk.verbatim(&all).ends_with(i32::from(n_calls == 0));
        assert_eq!(run.last()["calls"], n_calls, "{args:?}");
    }
    desk.verbatim(&["forget", "--call", GONE])
        .has_trouble()
        .warns("--yes");
    desk.verbatim(&["forget", "--yes"]).has_trouble();
    assert_eq!(desk.checked()["calls"], 2);
}

/// Every table is thought of: a new one fails here until somebody says how deletion empties it, or why it need not.
#[test]
fn every_table_is_emptied_by_deletion_or_says_why_not() {
    let desk = desk();
    let conn = rusqlite::Connection::open(desk.path("data/catalogue.sqlite")).unwrap();
    let mut select = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let tables: BTreeSet<String> = select
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let listed = TABLES_WITH_CALL.iter().map(|(table, _, _)| *table);
    let known: BTreeSet<String> = listed
        .chain(OTHERWISE.iter().map(|(table, _)| *table))
        .map(str::to_owned)
        .collect();
    let new: Vec<&String> = tables.difference(&known).collect();
    assert!(
        new.is_empty(),
        "add {new:?} to src/store/forget/tables.rs: how does deleting a call empty it?"
    );
    for (table, column, _) in TABLES_WITH_CALL
        .iter()
        .filter(|(t, _, _)| tables.contains(*t))
    {
        let sql = format!("SELECT \"{column}\" FROM \"{table}\" LIMIT 0");
        conn.prepare(&sql)
            .unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
    }
}

#[test]
fn a_pack_loses_its_quotes_and_is_to_be_issued_again() {
    let desk = desk();
    desk.verbatim(&["pack", "new", "jams", "--query", "marmalade"])
        .done();
    desk.verbatim(&["forget", "--call", GONE, "--yes"])
        .done()
        .says("the pack jams lost quotes");
    desk.verbatim(&["pack", "show", "jams"]).finds_nothing();
    let told = Catalogue::open_to_read(&dir(&desk))
        .unwrap()
        .packs_to_reissue()
        .unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].pack.as_str(), told[0].n_gone), ("jams", 1));
}

/// A file with many calls is kept as it came beside each of them.
#[test]
fn what_was_received_for_another_call_goes_where_it_holds_these_words() {
    let desk = Desk::new();
    let dir = dir(&desk);
    let calls: Vec<verbatim::call::Call> = {
        desk.keep(&[gone(), stays()]);
        let catalogue = Catalogue::open_to_read(&dir).unwrap();
        let call = |id: &str| catalogue.call(id).unwrap().unwrap().1;
        vec![call(GONE), call(STAYS)]
    };
    std::fs::remove_dir_all(desk.path("data")).unwrap();
    let raw = format!("{}\n{}\n", gone().line(), stays().line());
    {
        let lock = WriteLock::take(&dir, "test").unwrap();
        let prepared = calls.into_iter().map(|call| {
            let (place, print) = (format!("both.csv#{}", call.id), call.id.0.clone());
            prepare(call, false, print, Vec::new(), raw.as_bytes(), place, "").unwrap()
        });
        let batch = prepared.collect();
        Catalogue::open_to_write(&dir, &lock)
            .unwrap()
            .keep(batch, NOW)
            .unwrap();
    }
    let receipt = forget_it(&desk, &["--call", GONE]).done().last();
    assert_eq!(receipt["payloads"], 1, "{receipt}");
    let catalogue = Catalogue::open_to_read(&dir).unwrap();
    let (ord, call) = catalogue.call(STAYS).unwrap().unwrap();
    assert_eq!(call.turns.len(), 2);
    assert_eq!(catalogue.raw(ord, 1).unwrap(), None);
}

#[test]
fn what_waits_for_another_call_of_the_same_people_stays() {
    let desk = desk();
    let inbox = rusqlite::Connection::open(desk.path("data/inbox.sqlite")).unwrap();
    inbox
        .execute_batch(&format!(
            "CREATE TABLE delivery (number INTEGER PRIMARY KEY, body BLOB);
             INSERT INTO delivery (body) VALUES
                ('{{\"title\":\"Walkthrough of the harvester\",\"who\":\"{EMAIL}\"}}');"
        ))
        .unwrap();
    let receipt = forget_it(&desk, &["--call", GONE]).done().last();
    assert_eq!(receipt["inbox"], 0, "{receipt}");
    let n_left = inbox.query_row("SELECT COUNT(*) FROM delivery", [], |row| {
        row.get::<_, i64>(0)
    });
    assert_eq!(n_left.unwrap(), 1);
    // Whoever asks for the person means everything of hers.
    let receipt = forget_it(&desk, &["--person", EMAIL]).last();
    assert_eq!(receipt["inbox"], 1, "{receipt}");
}

#[test]
fn labels_and_basket_and_inbox_lose_the_call_too() {
    let desk = desk();
    let label = |id: &str, words: &str| json!({ "call": id, "turn": 1, "quote": words, "tag": "pain/slow" });
    desk.write(
        "data/labels/labels.jsonl",
        format!("{}\n{}\n", label(GONE, WORDS), label(STAYS, "by hand")),
    );
    desk.write(
        "data/labels/calls.jsonl",
        format!("{}\n{}\n", gone().line(), stays().line()),
    );
    let quote = |id: &str| json!({ "call": id, "turn": 1, "from": 0, "to": 3, "turn_sha256": "", "added_at": NOW });
    desk.write(
        "data/basket.json",
        json!({ "version": 1, "quotes": [quote(GONE), quote(STAYS)] }).to_string(),
    );
    rusqlite::Connection::open(desk.path("data/inbox.sqlite"))
        .unwrap()
        .execute_batch(&format!(
            "CREATE TABLE delivery (number INTEGER PRIMARY KEY, body BLOB);
             INSERT INTO delivery (body) VALUES ('{{\"text\":\"{WORDS}\"}}'), ('something else');"
        ))
        .unwrap();
    let receipt = forget_it(&desk, &["--call", GONE]).done().last();
    assert_eq!(receipt["labels"], 2, "{receipt}");
    assert_eq!(receipt["basket"], 1, "{receipt}");
    assert_eq!(receipt["inbox"], 1, "{receipt}");
    let left = |name: &str| std::fs::read_to_string(desk.path(name)).unwrap();
    for file in [
        "data/labels/labels.jsonl",
        "data/labels/calls.jsonl",
        "data/basket.json",
    ] {
        assert!(
            left(file).contains(STAYS) && !left(file).contains(GONE),
            "{file}"
        );
    }
}

// ---- proof -------------------------------------------------------------------------------------------------

#[test]
fn remains_are_found_and_told_by_file_and_never_by_their_words() {
    for (file, planted) in [
        ("data/notes.txt", WORDS.as_bytes().to_vec()),
        ("data/index/old.store", EMAIL.as_bytes().to_vec()),
        (
            "data/deep/er/copy.bin",
            [vec![0; 1_048_570], WORDS.as_bytes().to_vec()].concat(),
        ),
    ] {
        let desk = desk();
        desk.write(file, planted);
        let run = forget_it(&desk, &["--call", GONE]);
        let below = file.strip_prefix("data/").unwrap();
        // What lies in the index folder and is no part of it goes when the index is made anew.
        if below.starts_with("index") {
            run.done();
            continue;
        }
        let run = run.has_trouble().warns(below);
        assert_eq!(run.last()["proof"]["proven"], false, "{file}");
        assert_eq!(run.last()["proof"]["found_in"], 1, "{file}");
        for word in ["marmalade", "Wednesday", "oakhurst"] {
            assert!(
                !run.stderr.contains(word) && !run.stdout.contains(word),
                "{run}"
            );
        }
    }
}

#[test]
fn a_row_that_nobody_thought_of_is_found() {
    let desk = desk();
    rusqlite::Connection::open(desk.path("data/catalogue.sqlite"))
        .unwrap()
        .execute_batch(&format!(
            "CREATE TABLE forgotten_by_us (note TEXT); INSERT INTO forgotten_by_us VALUES ('{WORDS}');"
        ))
        .unwrap();
    forget_it(&desk, &["--call", GONE])
        .has_trouble()
        .warns("catalogue.sqlite, table forgotten_by_us");
}

#[test]
fn a_receipt_says_how_much_and_not_who() {
    let desk = desk();
    forget_it(&desk, &["--person", EMAIL, "--receipt", "receipt.json"]).done();
    let receipt = std::fs::read_to_string(desk.path("receipt.json")).unwrap();
    let told: Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!(told["asked"], "person");
    assert_eq!(told["calls"], 1);
    for secret in [
        "pam",
        "oakhurst",
        "brindle",
        "marmalade",
        "walkthrough",
        GONE,
    ] {
        assert!(
            !receipt.to_lowercase().contains(secret),
            "{secret}: {receipt}"
        );
    }
}

#[test]
fn a_receipt_that_cannot_be_written_is_told_before_anything_is_deleted() {
    let desk = desk();
    desk.write("folder/file", "");
    for place in ["nowhere/receipt.json", "folder"] {
        let run = forget_it(&desk, &["--call", GONE, "--receipt", place]);
        let run = run.has_trouble().warns(place).warns("nothing was deleted");
        assert!(
            run.stdout.is_empty() && !run.stderr.contains("--data"),
            "{run}"
        );
        assert_eq!(desk.checked()["calls"], 2);
    }
    // What stood there goes to its last byte.
    desk.write("receipt.json", "x".repeat(10_000));
    let told = forget_it(&desk, &["--call", GONE, "--receipt", "receipt.json"]).done();
    let kept = std::fs::read_to_string(desk.path("receipt.json")).unwrap();
    assert_eq!(kept, told.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_deletion_is_told_even_where_its_receipt_is_lost() {
    let desk = desk();
    let run = forget_it(&desk, &["--call", GONE, "--receipt", "/dev/full"]);
    let run = run.has_trouble().warns("the deletion is done");
    assert_eq!(run.last()["calls"], 1);
    assert_eq!(desk.checked()["calls"], 1);
}

// ---- it stays away -----------------------------------------------------------------------------------------

#[test]
fn a_deleted_call_with_an_id_comes_back_by_no_route() {
    let desk = desk();
    forget_it(&desk, &["--call", GONE]).done();
    desk.write_talks("again.jsonl", &[gone()]);
    desk.write_talks("elsewhere/again.jsonl", &[gone()]);
    desk.write_talks(
        "renamed.jsonl",
        &[gone().with("title", json!("Another title"))],
    );
    desk.write_talks("longer.jsonl", &[gone().prospect("And one thing more.")]);
    for path in [
        "again.jsonl",
        "elsewhere/again.jsonl",
        "renamed.jsonl",
        "longer.jsonl",
    ] {
        refuses_it(&desk, path);
    }
    assert_eq!(desk.checked()["calls"], 1);
    let raw = std::fs::read(desk.path("data/catalogue.sqlite")).unwrap();
    let email = EMAIL.as_bytes();
    assert!(!raw.windows(email.len()).any(|window| window == email));
}

fn subtitles(from: u32, what: &str) -> String {
    format!(
        "WEBVTT\n\n00:00:0{from}.000 --> 00:00:04.000\nDana Whit: What hurts most on the packing line?\n\n\
         00:00:05.000 --> 00:00:12.000\nPete Lund: Our marmalade conveyor jams every {what} evening and nobody \
         understands why, so the whole crew stops and waits for the mechanic.\n"
    )
}

#[test]
fn a_deleted_call_without_an_id_comes_back_by_no_route() {
    let desk = Desk::new();
    desk.write("line.vtt", subtitles(1, "Wednesday"));
    let lines = desk
        .verbatim(&["ingest", "line.vtt", "--json"])
        .done()
        .lines();
    let id = lines[0]["kept"].as_str().unwrap().to_owned();
    forget_it(&desk, &["--call", &id]).done();
    for (path, text) in [
        ("line.vtt", subtitles(1, "Wednesday")),
        (
            "copies/2026-01-09 Other title.vtt",
            subtitles(1, "Wednesday"),
        ),
        ("shifted.vtt", subtitles(2, "Wednesday")),
        ("line.vtt", subtitles(1, "Thursday")),
    ] {
        desk.write(path, text);
        refuses_it(&desk, path);
    }
    desk.write(
        "new.vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nDana Whit: Hello, is anybody there?\n",
    );
    desk.verbatim(&["ingest", "new.vtt"]).done().says("1 new");
}

#[test]
fn a_person_comes_back_on_other_calls_unless_kept_out_in_future() {
    for (is_kept_out, n_new) in [(false, 1), (true, 0)] {
        let desk = desk();
        let mut args = vec!["--person", EMAIL];
        args.extend(is_kept_out.then_some("--and-future"));
        forget_it(&desk, &args).done();
        let mut other = gone().with("id", json!("another-call"));
        other = other.prospect("This is something new.");
        desk.write_talks("other.jsonl", &[other]);
        let calls = desk
            .verbatim(&["ingest", "other.jsonl", "--json"])
            .done()
            .last()["calls"]
            .clone();
        assert_eq!(calls["new"], n_new, "{is_kept_out}: {calls}");
    }
}

#[test]
fn without_the_key_nothing_is_kept() {
    let desk = desk();
    forget_it(&desk, &["--call", GONE]).done();
    std::fs::rename(desk.path("data/tombstone.key"), desk.path("away")).unwrap();
    desk.write_talks("again.jsonl", &[gone()]);
    desk.verbatim(&["ingest", "again.jsonl"])
        .has_trouble()
        .warns("tombstone.key");
    std::fs::rename(desk.path("away"), desk.path("data/tombstone.key")).unwrap();
    refuses_it(&desk, "again.jsonl");
}

// ---- read from standard input ---------------------------------------------------------------------------------

#[test]
fn a_person_may_be_read_from_standard_input() {
    let desk = desk();
    let args = ["forget", "--person", "-", "--yes", "--json"];
    let long = "x".repeat(2_000);
    for (typed, why) in [
        ("", "names nobody"),
        (" \n\n", "names nobody"),
        ("Pam\nRea\n", "more than one line"),
        (long.as_str(), "too long"),
    ] {
        desk.verbatim_with(typed, &args).has_trouble().warns(why);
    }
    let told = desk.verbatim_with(&format!(" {EMAIL}\r\n"), &args).done();
    assert!(!told.stdout.contains("pamela") && !told.stderr.contains("pamela"));
    assert_eq!(told.last()["calls"], 1);
    assert_eq!(desk.finds(&["marmalade"]), Vec::<String>::new());
    // Its consent cannot come by the way that the person came.
    desk.verbatim_with("Rea\n", &["forget", "--person", "-"])
        .has_trouble()
        .warns("--yes");
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_help_run() {
    let desk = desk();
    desk.write("person.txt", "Pam\n");
    let help = desk.verbatim_where("COLUMNS", "200", &["forget", "--help"]);
    let lines = help.stdout.lines().skip_while(|line| *line != "Examples:");
    let lines = lines.skip(1).map_while(|line| line.strip_prefix("  "));
    let lines: Vec<&str> = lines.collect();
    assert!(!lines.is_empty());
    for line in lines {
        assert!(line.chars().count() <= 78, "80 columns break {line}");
        let run = desk.shell(line);
        // Not every call of the help is on this desk.
        let is_unknown = run.code == 2 && run.stderr.contains("no call is kept");
        assert!((0..=1).contains(&run.code) || is_unknown, "{run}");
    }
}

// ---- cut off -----------------------------------------------------------------------------------------------

/// How far a deletion came before it was killed.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Until {
    WrittenDown,
    RowsGone,
    IndexClean,
}

fn cut_off(desk: &Desk, until: Until) {
    let dir = dir(desk);
    let lock = WriteLock::take(&dir, "test").unwrap();
    let mut catalogue = Catalogue::open_to_write(&dir, &lock).unwrap();
    let (ords, _) = catalogue.ords_of_ids(&[GONE.to_owned()]).unwrap();
    let keys = Keys::made(&dir).unwrap();
    let order = Order {
        asked: "call",
        ords: &ords,
        others: &[],
        now: NOW,
    };
    catalogue.begin_forgetting(&keys, order).unwrap();
    if until >= Until::RowsGone {
        catalogue.forget_rows().unwrap();
    }
    if until >= Until::IndexClean {
        let index = OpenIndex::open(&dir.index(), false).unwrap();
        erase(&index, &ords, catalogue.latest_seq().unwrap()).unwrap();
        catalogue.note_index_is_clean().unwrap();
    }
}

#[test]
fn a_deletion_that_was_cut_off_is_finished_by_the_next_command() {
    for until in [Until::WrittenDown, Until::RowsGone, Until::IndexClean] {
        let desk = desk();
        let before = desk.finds(&["by hand"]);
        cut_off(&desk, until);
        assert_eq!(
            desk.finds(&["marmalade"]),
            Vec::<String>::new(),
            "{until:?}"
        );
        assert_eq!(desk.finds(&["by hand"]), before, "{until:?}");
        refuses_it(&desk, "calls.jsonl");
        let catalogue = Catalogue::open_to_read(&dir(&desk)).unwrap();
        assert!(catalogue.unfinished().unwrap().is_empty(), "{until:?}");
        drop(catalogue);
        let checked = desk.verbatim(&["check", "--json"]).done().last();
        assert_eq!(checked["calls"], 1, "{until:?}");
        assert_eq!(checked["index_documents"], 2, "{until:?}");
    }
}

#[test]
fn reading_the_files_again_takes_no_lock_from_who_has_them_open() {
    let desk = desk();
    let dir = dir(&desk);
    let open = Catalogue::open_to_read(&dir).unwrap();
    assert!(open.unfinished().unwrap().is_empty());
    let journal = dir.root().join("catalogue.sqlite-wal");
    assert!(journal.exists());
    verbatim::store::forget::reread::each_file(&dir, 0, &mut |_, _| {}).unwrap();
    // Another process comes and goes; were it to take itself for the last one, it would take the journal with it.
    desk.checked();
    assert!(journal.exists());
    drop(open);
}

fn is_finished(desk: &Desk) -> bool {
    let catalogue = Catalogue::open_to_read(&dir(desk)).unwrap();
    catalogue.unfinished().unwrap().is_empty()
}

#[cfg(unix)]
#[test]
fn a_server_finishes_what_was_cut_off_before_it_answers() {
    let desk = desk();
    cut_off(&desk, Until::RowsGone);
    let mut server = Server::start(&desk);
    assert!(is_finished(&desk));
    let said = server.end();
    assert!(said.contains("cut off is finished"), "{said}");
    assert_eq!(desk.checked()["index_documents"], 2);
    assert!(!Server::start(&desk).end().contains("cut off"));
}

#[cfg(unix)]
#[test]
fn the_worker_of_a_server_finishes_what_was_cut_off_meanwhile() {
    use std::io::{Read, Write};
    use std::os::unix::fs::PermissionsExt;

    let desk = desk();
    desk.write("secret", "a-secret-of-more-than-16-bytes");
    let mine = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(desk.path("secret"), mine).unwrap();
    desk.write(
        "verbatim.toml",
        "lexicons = \"lexicons\"\n[hooks.here]\nkind = \"token\"\nheader = \"X-Token\"\n\
         secret = { file = \"secret\" }\n",
    );
    let mut server = Server::start(&desk);
    cut_off(&desk, Until::WrittenDown);
    // A delivery wakes the worker.
    let body = Talk::new("new").prospect("The new line runs fine.").line();
    let mut stream = std::net::TcpStream::connect(&server.address).unwrap();
    write!(
        stream,
        "POST /hooks/here HTTP/1.1\r\nHost: x\r\nX-Token: a-secret-of-more-than-16-bytes\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    wait_until(|| is_finished(&desk));
    let is_kept = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        desk.checked()["calls"] == 2
    });
    let inbox = desk.verbatim(&["inbox", "list"]).stdout;
    let checked = desk.checked();
    assert!(is_kept, "{checked}{inbox}{}", server.end());
    assert_eq!(desk.finds(&["marmalade"]), Vec::<String>::new());
}

// ---- retention ---------------------------------------------------------------------------------------------

#[test]
fn calls_older_than_the_config_says_go() {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    assert_eq!(Retention::default().first_day(now), None);
    let retention = Retention { days: Some(30) };
    // Thirty days before the fourth of March, over the end of a February of 28 days.
    let first = retention.first_day(now).unwrap();
    assert_eq!(first, "2026-02-02");
    assert!(Retention { days: Some(3) }.check().is_err());

    let desk = desk();
    let receipt = forget::before(&dir(&desk), &first, NOW).unwrap();
    assert_eq!((receipt.calls, receipt.proof.proven), (1, true));
    assert_eq!(desk.finds(&["by hand"]).len(), 1);
}
