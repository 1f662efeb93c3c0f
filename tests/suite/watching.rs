//! A watched folder gives each settled file once, and nothing that is still on its way.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;
use verbatim::ingest::source::watch::Looker;

const SETTLE: Duration = Duration::from_secs(5);

/// A folder that is looked at by a clock of its own.
struct Folder {
    folder: TempDir,
    looker: Looker,
    now: Instant,
}

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let done = root.join("done");
        Folder {
            looker: Looker::new(vec![root], &[done.as_path()], SETTLE),
            folder,
            now: Instant::now(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, words: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, words).unwrap();
    }

    /// Names that are ready so many seconds later, and how many files are not.
    fn look_after(&mut self, seconds: u64) -> (Vec<String>, usize) {
        self.now += Duration::from_secs(seconds);
        let looked = self.looker.look(self.now);
        let name = |path: &Path| {
            let below = path.strip_prefix(self.folder.path()).unwrap();
            below.to_string_lossy().replace('\\', "/")
        };
        let ready = looked.ready.iter().map(|file| name(&file.path)).collect();
        (ready, looked.n_unsettled)
    }

    /// Lets time pass until everything has settled.
    fn settled(&mut self) -> Vec<String> {
        self.look_after(0);
        self.look_after(5).0
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_file_is_given_once_when_two_looks_found_it_the_same() {
    let mut folder = Folder::new();
    folder.write("a.vtt", "x");
    assert_eq!(folder.look_after(0), (vec![], 1));
    assert_eq!(folder.look_after(4), (vec![], 1));
    // It grew, so the time begins again.
    folder.write("a.vtt", "xy");
    assert_eq!(folder.look_after(2), (vec![], 1));
    assert_eq!(folder.look_after(4), (vec![], 1));
    assert_eq!(folder.look_after(1), (names(&["a.vtt"]), 0));
    assert_eq!(folder.look_after(60), (vec![], 0));
}

#[test]
fn a_file_that_was_read_comes_again_only_when_it_changes() {
    let mut folder = Folder::new();
    folder.write("a.vtt", "x");
    assert_eq!(folder.settled(), ["a.vtt"]);
    assert!(folder.settled().is_empty());
    // The same size at another time is a change, too.
    let file = std::fs::File::options()
        .write(true)
        .open(folder.path("a.vtt"))
        .unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400))
        .unwrap();
    assert!(!folder.looker.is_unchanged(&folder.path("a.vtt")));
    assert_eq!(folder.settled(), ["a.vtt"]);
    assert!(folder.looker.is_unchanged(&folder.path("a.vtt")));
    folder.looker.give_back(&folder.path("a.vtt"));
    assert_eq!(folder.look_after(1).0, ["a.vtt"]);
}

#[test]
fn what_is_on_its_way_hidden_put_away_or_no_transcript_is_passed_over() {
    let mut folder = Folder::new();
    for name in [
        "a.vtt.part",
        "b.tmp",
        "c.vtt~",
        "d.crdownload",
        "~$e.docx",
        ".f.vtt",
        ".git/g.vtt",
        "done/h.vtt",
        "done/2026/i.vtt",
        "participants.csv",
        "j.mp4",
    ] {
        folder.write(name, "x");
    }
    folder.write("deep/er/k.vtt", "x");
    folder.write("partial/l.vtt", "x");
    assert_eq!(folder.settled(), ["deep/er/k.vtt", "partial/l.vtt"]);
}

#[test]
fn a_name_that_settles_is_a_file_that_comes() {
    let mut folder = Folder::new();
    folder.write("a.vtt.part", "x");
    assert!(folder.settled().is_empty());
    std::fs::rename(folder.path("a.vtt.part"), folder.path("a.vtt")).unwrap();
    assert_eq!(folder.settled(), ["a.vtt"]);
    // Renamed once more while nobody looked: it is another file, and the old one is forgotten.
    std::fs::rename(folder.path("a.vtt"), folder.path("b.vtt")).unwrap();
    assert!(!folder.looker.is_unchanged(&folder.path("a.vtt")));
    assert_eq!(folder.settled(), ["b.vtt"]);
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.vtt"), "x").unwrap();
    let mut folder = Folder::new();
    std::os::unix::fs::symlink(outside.path(), folder.path("folder")).unwrap();
    let secret = outside.path().join("secret.vtt");
    std::os::unix::fs::symlink(&secret, folder.path("link.vtt")).unwrap();
    assert!(folder.settled().is_empty());
    // A file that becomes a link after it was seen is no file any more.
    folder.write("a.vtt", "x");
    folder.look_after(0);
    std::fs::remove_file(folder.path("a.vtt")).unwrap();
    std::os::unix::fs::symlink(&secret, folder.path("a.vtt")).unwrap();
    assert!(folder.look_after(5).0.is_empty());
}

#[test]
fn a_folder_that_is_gone_is_told_once_and_found_again() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("in");
    let mut looker = Looker::new(vec![root.clone()], &[], Duration::ZERO);
    let begun = Instant::now();
    let mut look = |n: u64| looker.look(begun + Duration::from_millis(n));
    assert_eq!(look(0).errors[0].code, "not-found");
    assert!(look(1).errors.is_empty());
    std::fs::create_dir(&root).unwrap();
    std::fs::write(root.join("a.vtt"), "x").unwrap();
    assert!(look(2).ready.is_empty());
    assert_eq!(look(3).ready.len(), 1);
}

/// The whole of it, by the program: a good file is put away, a broken one too but elsewhere, and SIGTERM ends it well.
#[cfg(unix)]
#[test]
fn a_watched_folder_is_kept_put_away_and_left_in_peace() {
    use crate::harness::{Desk, Talk};
    let desk = Desk::new();
    desk.write("read/calls.jsonl", "an older file of that name");
    desk.write_talks(
        "in/calls.jsonl",
        &[Talk::new("one").prospect("we do it all by hand")],
    );
    desk.write("in/broken.json", "{\"turns\": 7}");
    desk.write("in/later.vtt.part", "WEBVTT");
    let args = [
        "ingest", "--watch", "in", "--json", "--every", "50ms", "--settle", "50ms", "--done",
        "read", "--failed", "unread",
    ];
    let child = desk.command(&args).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    let is_done =
        || desk.path("read/calls-2.jsonl").exists() && desk.path("unread/broken.json").exists();
    while !is_done() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    let id = child.id().to_string();
    let told = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .unwrap();
    assert!(told.success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    assert!(is_done(), "{ended:?}");
    assert!(desk.path("in/later.vtt.part").exists());
    assert!(!desk.path("in/calls.jsonl").exists());
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(said.contains("\"new\":1"), "{said}");
    assert_eq!(desk.finds(&["hand"]), ["one:0"]);
}

#[test]
fn only_folders_are_watched() {
    let desk = crate::harness::Desk::new();
    desk.write("a.vtt", "WEBVTT");
    for path in ["a.vtt", "gone", "-"] {
        desk.verbatim(&["ingest", "--watch", path])
            .has_trouble()
            .warns("it is no folder");
    }
    desk.verbatim(&["ingest", "a.vtt", "--done", "x"])
        .has_trouble();
}
