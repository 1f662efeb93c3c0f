//! What if the index is missing, stale or damaged?
//!
//! The catalogue is the truth and the index is derived: `check` says what is wrong, `reindex` mends it, and a
//! search finds everything all the same.

use std::path::PathBuf;

use serde_json::{Value, json};
use verbatim::store::DataDir;
use verbatim::store::lock::WriteLock;

use crate::harness::{Desk, Talk, copy_folder};

/// A desk with three calls kept by three ingestions.
fn desk() -> Desk {
    let desk = Desk::new();
    for (id, words) in [
        ("c1", "The invoice is late."),
        ("c2", "An invoice by hand."),
        ("c3", "Invoices, invoices."),
    ] {
        desk.keep(&[Talk::new(id).rep("What hurts?").prospect(words)]);
    }
    desk.verbatim(&["check"]).done().says("all is well");
    desk
}

fn index_files(desk: &Desk, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(desk.path("data/index")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    assert!(!files.is_empty(), "the index has no .{ending} files");
    files
}

/// `check` finds the damage and says so in both shapes.
#[track_caller]
fn is_seen(desk: &Desk, what: &str) {
    let told = desk.verbatim(&["check"]).has_trouble();
    assert!(
        format!("{}{}", told.stdout, told.stderr).contains("verbatim reindex"),
        "{what}: no way out\n{told}"
    );
    let run = desk.verbatim(&["check", "--json"]).has_trouble();
    assert_eq!(run.lines().len(), 1, "{what}\n{run}");
    let report = run.last();
    assert!(
        !report["findings"].as_array().unwrap().is_empty(),
        "{what}: {report}"
    );
    assert_eq!(
        report["calls"], 3,
        "{what}: the catalogue is the truth all the same"
    );
}

#[track_caller]
fn is_whole(desk: &Desk, what: &str) {
    let report = desk.checked();
    assert_eq!(
        report["findings"].as_array().map(Vec::len),
        Some(0),
        "{what}: {report}"
    );
    assert_eq!(report["calls"], 3, "{what}: {report}");
    assert_eq!(report["index_documents"], 6, "{what}: {report}");
    let mut found = desk.finds(&["invoice"]);
    found.sort();
    assert_eq!(found, ["c1:1", "c2:1", "c3:1"], "{what}");
}

type Damage = fn(&Desk);

/// So many of the damages leave no list of files, as a writer may for a moment.
const WITHOUT_LIST: usize = 4;

/// Every way in which an index can break: its name and what does it.
const DAMAGES: [(&str, Damage); 9] = [
    ("no index", |desk| {
        std::fs::remove_dir_all(desk.path("data/index")).unwrap()
    }),
    ("an empty index folder", |desk| {
        std::fs::remove_dir_all(desk.path("data/index")).unwrap();
        std::fs::create_dir(desk.path("data/index")).unwrap();
    }),
    ("no meta.json", |desk| {
        std::fs::remove_file(desk.path("data/index/meta.json")).unwrap()
    }),
    ("half a meta.json", |desk| {
        desk.write("data/index/meta.json", "{")
    }),
    ("no postings", |desk| {
        index_files(desk, "idx")
            .iter()
            .for_each(|path| std::fs::remove_file(path).unwrap())
    }),
    ("no terms", |desk| {
        index_files(desk, "term")
            .iter()
            .for_each(|path| std::fs::remove_file(path).unwrap())
    }),
    ("no columns", |desk| {
        index_files(desk, "fast")
            .iter()
            .for_each(|path| std::fs::remove_file(path).unwrap())
    }),
    ("empty terms", |desk| {
        index_files(desk, "term")
            .iter()
            .for_each(|path| std::fs::write(path, "").unwrap())
    }),
    ("terms of five bytes", |desk| {
        index_files(desk, "term")
            .iter()
            .for_each(|path| std::fs::write(path, "12345").unwrap())
    }),
];

#[test]
fn check_sees_a_broken_index_and_reindex_mends_it() {
    let whole = desk();
    for (what, damage) in DAMAGES {
        let desk = whole.copy();
        damage(&desk);
        is_seen(&desk, what);
        desk.verbatim(&["reindex"]).done();
        is_whole(&desk, what);
    }
}

#[test]
fn a_search_mends_a_broken_index_by_itself() {
    let whole = desk();
    for (what, damage) in DAMAGES {
        let desk = whole.copy();
        damage(&desk);
        assert_eq!(desk.finds(&["invoice"]).len(), 3, "{what}");
        is_whole(&desk, what);
    }
}

#[test]
fn an_ingestion_mends_a_broken_index_by_itself() {
    let whole = desk();
    for (what, damage) in DAMAGES {
        let desk = whole.copy();
        damage(&desk);
        desk.keep(&[Talk::new("c3")
            .rep("What hurts?")
            .prospect("Invoices, invoices.")]);
        is_whole(&desk, what);
    }
}

fn flip_bits(desk: &Desk) {
    for path in index_files(desk, "idx") {
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[3] ^= 0x40;
        std::fs::write(&path, bytes).unwrap();
    }
}

#[test]
fn a_flipped_bit_is_seen() {
    let desk = desk();
    flip_bits(&desk);
    is_seen(&desk, "a flipped bit");
    desk.verbatim(&["reindex"]).done();
    is_whole(&desk, "a flipped bit");
}

#[test]
fn an_index_that_is_not_there_is_told_in_plain_words() {
    let desk = desk();
    std::fs::remove_dir_all(desk.path("data/index")).unwrap();
    let told = desk.verbatim(&["check"]).has_trouble();
    assert!(!told.stdout.contains("DoesNotExist"), "{told}");
    told.says("it is not there; `verbatim reindex` makes it anew");
}

/// Whoever may do everything (root) may read it all the same.
#[cfg(unix)]
#[test]
fn an_index_that_may_not_be_read_is_not_to_be_made_anew() {
    use std::os::unix::fs::PermissionsExt;

    let desk = desk();
    let list = desk.path("data/index/meta.json");
    std::fs::set_permissions(&list, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&list).is_ok() {
        return;
    }
    let told = desk.verbatim(&["check"]).has_trouble();
    assert!(!told.stdout.contains("reindex"), "{told}");
    told.says("it may not be read or written; check who owns it")
        .says("[index-unreadable]");
}

/// No page of the catalogue that `check` itself needs; SQLite alone could tell.
#[test]
fn a_damaged_page_of_the_catalogue_is_seen_and_never_backed_up() {
    let desk = desk();
    let catalogue = desk.path("data/catalogue.sqlite");
    let page: usize = rusqlite::Connection::open(&catalogue)
        .unwrap()
        .query_row(
            "SELECT rootpage FROM sqlite_master WHERE name = 'feedback_call'",
            [],
            |row| row.get::<_, i64>(0),
        )
        .map(|page| usize::try_from(page).unwrap())
        .unwrap();
    let mut bytes = std::fs::read(&catalogue).unwrap();
    bytes[(page - 1) * 8192..page * 8192 - 4096].fill(0xa7);
    std::fs::write(&catalogue, bytes).unwrap();

    let told = desk.verbatim(&["check"]).has_trouble();
    assert!(!told.stdout.contains("reindex"), "{told}");
    told.says("the file is damaged")
        .says("verbatim restore")
        .says("[database-unusable]");
    assert_eq!(codes(&desk), ["database-unusable"]);
    desk.verbatim(&["backup", "of-damage"])
        .has_trouble()
        .warns("cannot copy")
        .warns("the file is damaged");
    assert!(!desk.path("of-damage").exists());
}

#[test]
fn a_file_that_no_commit_names_is_seen() {
    let desk = desk();
    desk.write(
        "data/index/0123456789abcdef0123456789abcdef.term",
        "left behind by a crash",
    );
    is_seen(&desk, "an orphan");
    desk.verbatim(&["reindex"]).done();
    is_whole(&desk, "an orphan");
}

/// A copy of the index from before the last ingestion, as after restoring half of a backup.
#[test]
fn a_stale_index_gains_what_it_lacks() {
    let desk = desk();
    let copy = desk.path("older");
    std::fs::create_dir(&copy).unwrap();
    for entry in std::fs::read_dir(desk.path("data/index")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
    }
    desk.keep(&[Talk::new("c4").prospect("A fourth invoice.")]);
    std::fs::remove_dir_all(desk.path("data/index")).unwrap();
    std::fs::rename(&copy, desk.path("data/index")).unwrap();

    desk.verbatim(&["check"]).has_trouble().says("index-behind");
    assert_eq!(desk.finds(&["fourth"]), ["c4:0"]);
    desk.verbatim(&["check"]).done();
}

/// What somebody is still writing down is not yet in the index, and no damage.
#[test]
fn while_somebody_writes_the_comparison_waits() {
    let desk = desk();
    let copy = desk.path("old-index");
    copy_folder(&desk.path("data/index"), &copy);
    desk.keep(&[Talk::new("c4").prospect("A fourth invoice.")]);
    std::fs::remove_dir_all(desk.path("data/index")).unwrap();
    std::fs::rename(&copy, desk.path("data/index")).unwrap();

    let lock = write_lock(&desk);
    desk.verbatim(&["check"])
        .done()
        .says("(verbatim ingest) has been writing");
    let report = desk.verbatim(&["check", "--json"]).done().last();
    assert_eq!(report["findings"], json!([]));
    assert_eq!(report["writer"]["command"], "ingest");
    drop(lock);

    let report = desk.verbatim(&["check", "--json"]).has_trouble().last();
    assert_eq!(report["findings"][0]["code"], "index-behind");
    assert_eq!(report["writer"], Value::Null);
}

fn write_lock(desk: &Desk) -> WriteLock {
    WriteLock::take(&DataDir::new(desk.path("data")), "ingest").unwrap()
}

/// The codes of what `check` finds.
fn codes(desk: &Desk) -> Vec<String> {
    let report = desk.checked();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect()
}

/// No writer takes a file away that the index lists, or changes one; that there is no list may be a writer's doing.
#[test]
fn while_somebody_writes_lost_files_are_told_all_the_same() {
    let whole = desk();
    for (nth, (what, damage)) in DAMAGES.into_iter().enumerate() {
        let desk = whole.copy();
        damage(&desk);
        let _lock = write_lock(&desk);
        let expected: &[&str] = if nth < WITHOUT_LIST {
            &[]
        } else {
            &["index-unusable"]
        };
        assert_eq!(codes(&desk), expected, "{what}");
    }
}

#[test]
fn while_somebody_writes_a_flipped_bit_is_told_unless_the_index_is_being_replaced() {
    let desk = desk();
    flip_bits(&desk);
    let _lock = write_lock(&desk);
    desk.verbatim(&["check"])
        .has_trouble()
        .says("(verbatim ingest) has been writing")
        .says("[index-damaged]");
    for folder in ["data/index.new", "data/restore.new"] {
        std::fs::create_dir(desk.path(folder)).unwrap();
        assert_eq!(codes(&desk), [""; 0], "{folder}");
        std::fs::remove_dir(desk.path(folder)).unwrap();
    }
}

/// Other lexicons hear other things: `check` tells, and the next search tags again.
#[test]
fn mentions_of_other_lexicons_are_stale() {
    let desk = desk();
    assert_eq!(desk.finds(&["--tag", "pain/manual-work"]), ["c2:1"]);
    desk.write(
        "lexicons/anyone.toml",
        "persona = \"anyone\"\n[[entry]]\ntag = \"pain/slow\"\nname = \"late\"\nconfidence = 0.9\npatterns = [\"late\"]\n",
    );
    desk.verbatim(&["check"])
        .has_trouble()
        .says("mentions-stale");
    assert_eq!(desk.finds(&["--tag", "pain/slow"]), ["c1:1"]);
    desk.verbatim(&["search", "--tag", "pain/manual-work"])
        .finds_nothing();
    desk.verbatim(&["check"]).done();
}
