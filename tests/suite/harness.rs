//! What does somebody need to stand at the command line, in a test?
//!
//! A [`Desk`] is a folder of its own with a data folder and a few patterns to listen with, so that what is heard
//! does not hang on the lexicons of the day; a [`Talk`] is a call written down in a test; a [`Run`] is what came of
//! a command. Nothing from outside reaches a desk: no config, no home folder, no color, no other width.
//!
//! Builds for debugging are many times slower, so they try less of what only grows with its size: see [`is_thorough`].

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::ProptestConfig;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use verbatim::mine::lexicon::{Lexicons, Sources};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

/// What a desk listens for, unless it asks for the shipped lexicons.
const FEW_PATTERNS: &str = r#"persona = "anyone"

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
confidence = 0.9
patterns = ["by hand"]

[[entry]]
tag = "pain/slow"
name = "hours-of-it"
confidence = 0.6
patterns = ["every night", "takes (hours|days|weeks)"]

[[entry]]
tag = "objection/price"
name = "expensive"
confidence = 0.8
patterns = ["expensive", "price"]

[[entry]]
tag = "pain/errors"
name = "a-whisper"
confidence = 0.1
patterns = ["wrong"]
"#;

/// The project's own folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether everything is tried at its full size: in optimized builds, or where `VERBATIM_THOROUGH` says so.
pub fn is_thorough() -> bool {
    !cfg!(debug_assertions) || std::env::var_os("VERBATIM_THOROUGH").is_some()
}

/// The first number where everything is tried at its full size, else the second.
pub fn sized(full: usize, small: usize) -> usize {
    if is_thorough() { full } else { small }
}

/// How often a property is tried on something made up: a third of what is asked for in builds for debugging. What is
/// made up differs from run to run.
pub fn cases(full: u32) -> ProptestConfig {
    ProptestConfig::with_cases(if is_thorough() {
        full
    } else {
        full.div_ceil(3)
    })
}

/// How far the places lie apart at which a file is cut off in turn: everywhere, or at every third place.
pub fn cut_step() -> usize {
    sized(1, 3)
}

/// Bytes of a line or a file that is far too long for anybody who goes over it again and again.
pub fn megabyte() -> usize {
    sized(1 << 20, 1 << 17)
}

/// The lexicons that are built in, compiled once for all tests that only look at them.
pub fn shipped() -> &'static Lexicons {
    static SHIPPED: LazyLock<Lexicons> = LazyLock::new(|| Sources::shipped().compile().unwrap());
    &SHIPPED
}

/// A folder of a test's own.
///
/// On Linux it lies in memory, if there is room and `TMPDIR` names no other place: an archive asks the disk to keep
/// every step for good, and most tests would do little but wait for it. Whether a disk keeps what it was asked to is
/// nothing that a test could see; a process that is killed loses nothing in memory either.
pub fn folder() -> TempDir {
    static MEMORY: LazyLock<Option<&'static Path>> = LazyLock::new(|| {
        let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
        let is_told = std::env::var_os("TMPDIR").is_some();
        (!is_told && has_room(&mounts)).then_some(Path::new(MEMORY_DISK))
    });
    match *MEMORY {
        Some(memory) => tempfile::tempdir_in(memory).unwrap(),
        None => tempfile::tempdir().unwrap(),
    }
}

/// Where Linux has a disk in memory.
const MEMORY_DISK: &str = "/dev/shm";
/// A smaller one, as containers have it, is left alone: in kilobytes.
const SMALLEST_MEMORY_DISK: u64 = 1 << 20;

/// Whether the disk in memory is one, may hold programs, and is large enough; one that names no size has half of all
/// memory.
fn has_room(mounts: &str) -> bool {
    let mut mounted = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        let is_it = fields.next() == Some(MEMORY_DISK) && fields.next() == Some("tmpfs");
        if is_it { fields.next() } else { None }
    });
    // Of several at one place the last one is seen.
    let Some(options) = mounted.next_back() else {
        return false;
    };
    let mut options = options.split(',');
    options.all(|option| match option.strip_prefix("size=") {
        Some(size) => size
            .strip_suffix('k')
            .and_then(|size| size.parse::<u64>().ok())
            .is_some_and(|size| size >= SMALLEST_MEMORY_DISK),
        None => !matches!(option, "ro" | "noexec"),
    })
}

/// A folder to work in, with data of its own.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An empty desk that listens for a few patterns.
    pub fn new() -> Desk {
        let desk = Desk::with_shipped_lexicons();
        desk.write("lexicons/anyone.toml", FEW_PATTERNS);
        desk.write("verbatim.toml", "lexicons = \"lexicons\"\n");
        desk
    }

    /// An empty desk that listens with what the program brings along.
    pub fn with_shipped_lexicons() -> Desk {
        let desk = Desk { folder: folder() };
        std::fs::create_dir(desk.path("home")).unwrap();
        desk
    }

    /// The same desk with the project's sample calls on it.
    pub fn with_samples(self) -> Desk {
        copy_folder(
            &project().join("corpus-samples"),
            &self.path("corpus-samples"),
        );
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file on the desk, with the folders it needs.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
    }

    /// Puts talks into a file, one a line.
    pub fn write_talks(&self, name: &str, talks: &[Talk]) {
        let lines: Vec<String> = talks.iter().map(Talk::line).collect();
        self.write(name, lines.join("\n"));
    }

    /// A desk of its own with everything that stands on this one.
    pub fn copy(&self) -> Desk {
        let copy = Desk { folder: folder() };
        copy_folder(self.folder.path(), copy.folder.path());
        copy
    }

    /// Keeps talks in the data folder.
    #[track_caller]
    pub fn keep(&self, talks: &[Talk]) {
        self.write_talks("calls.jsonl", talks);
        self.verbatim(&["ingest", "calls.jsonl"]).done();
    }

    /// Keeps the sample calls; one of them is refused on purpose.
    #[track_caller]
    pub fn keep_samples(&self) {
        self.verbatim(&["ingest", "corpus-samples"]).has_trouble();
    }

    /// Runs a command to its end.
    pub fn verbatim(&self, args: &[&str]) -> Run {
        finish(self.command(args), &told(args), None)
    }

    /// Runs a command that reads what is typed to it.
    pub fn verbatim_with(&self, typed: &str, args: &[&str]) -> Run {
        finish(self.command(args), &told(args), Some(typed))
    }

    /// Runs a command with something in its environment.
    pub fn verbatim_where(&self, name: &str, value: &str, args: &[&str]) -> Run {
        let mut command = self.command(args);
        command.env(name, value);
        finish(command, &told(args), None)
    }

    /// Runs a line as it stands in a manual, where `verbatim` is the program under test.
    #[cfg(unix)]
    pub fn shell(&self, line: &str) -> Run {
        let beside = Path::new(PROGRAM).parent().unwrap().to_owned();
        let usual = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(beside).chain(std::env::split_paths(&usual));
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .env("PATH", std::env::join_paths(paths).unwrap());
        self.settle(&mut command);
        finish(command, line, None)
    }

    /// The lines under `Examples:` in the help of a command, each of which fits 80 columns.
    #[cfg(unix)]
    #[track_caller]
    pub fn examples(&self, command: &[&str]) -> Vec<String> {
        let args = [command, &["--help"]].concat();
        let help = self.verbatim_where("COLUMNS", "200", &args).done();
        let lines = help.stdout.lines().skip_while(|line| *line != "Examples:");
        let lines = lines.skip(1).map_while(|line| line.strip_prefix("  "));
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        assert!(!lines.is_empty(), "{help}");
        for line in &lines {
            assert!(line.chars().count() <= 78, "80 columns break {line}");
        }
        lines
    }

    /// The command, ready to be started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args);
        self.settle(&mut command);
        command
    }

    fn settle(&self, command: &mut Command) {
        // Cargo's own variables would make the demo speak of cargo and find the samples of the source tree.
        for ambient in [
            "VERBATIM_CONFIG",
            "XDG_DATA_HOME",
            "CARGO",
            "CARGO_MANIFEST_DIR",
            "CLICOLOR_FORCE",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(ambient);
        }
        command.current_dir(self.folder.path());
        command
            .env("HOME", self.path("home"))
            .env("VERBATIM_DATA", "data");
        command.env("NO_COLOR", "1").env("COLUMNS", "80");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Searches and gives the hits, best first.
    #[track_caller]
    pub fn hits(&self, search: &[&str]) -> Vec<Value> {
        let mut args = vec!["search", "--json"];
        args.extend(search);
        let run = self.verbatim(&args);
        assert!((0..=1).contains(&run.code), "{run}");
        run.lines()
    }

    /// Searches and gives the hits' places, best first: `call:turn`.
    #[track_caller]
    pub fn finds(&self, search: &[&str]) -> Vec<String> {
        self.hits(search).iter().map(place).collect()
    }

    /// What `check` counts.
    pub fn checked(&self) -> Value {
        self.verbatim(&["check", "--json"]).last()
    }
}

fn told(args: &[&str]) -> String {
    format!("verbatim {}", args.join(" "))
}

fn finish(mut command: Command, what: &str, typed: Option<&str>) -> Run {
    if typed.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().unwrap();
    if let (Some(typed), Some(mut stdin)) = (typed, child.stdin.take()) {
        stdin.write_all(typed.as_bytes()).unwrap();
    }
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    Run {
        what: what.to_owned(),
        code: status.code().unwrap_or(-1),
        stderr: String::from_utf8(stderr).unwrap(),
        stdout: String::from_utf8(stdout).unwrap(),
    }
}

/// Waits until something is so.
#[track_caller]
pub fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Where a hit stands.
pub fn place(hit: &Value) -> String {
    format!("{}:{}", hit["call"].as_str().unwrap(), hit["turn"])
}

/// The bytes from one place to another; fails where that would cut a character.
#[track_caller]
pub fn cut<'t>(text: &'t str, from: &Value, to: &Value) -> &'t str {
    let (from, to) = (
        from.as_u64().unwrap() as usize,
        to.as_u64().unwrap() as usize,
    );
    text.get(from..to).unwrap_or_else(|| {
        panic!(
            "{from}..{to} cuts a character or leaves the {} bytes",
            text.len()
        )
    })
}

/// The keys of an object.
pub fn keys(object: &Value) -> BTreeSet<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// What came of a command.
pub struct Run {
    what: String,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Run {
            what,
            code,
            stdout,
            stderr,
        } = self;
        write!(f, "$ {what}\n{stdout}[stderr]\n{stderr}[exit {code}]")
    }
}

impl Run {
    /// It did what it should.
    #[track_caller]
    pub fn done(self) -> Run {
        self.ends_with(0)
    }

    /// It did what it should, and there was nothing.
    #[track_caller]
    pub fn finds_nothing(self) -> Run {
        self.ends_with(1)
    }

    /// Something went wrong; what could be done was done.
    #[track_caller]
    pub fn has_trouble(self) -> Run {
        self.ends_with(2)
    }

    #[track_caller]
    pub fn ends_with(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// A result holds these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Run {
        assert!(self.stdout.contains(words), "no {words:?} in\n{self}");
        self
    }

    /// A message holds these words.
    #[track_caller]
    pub fn warns(self, words: &str) -> Run {
        assert!(
            self.stderr.contains(words),
            "no {words:?} among the messages of\n{self}"
        );
        self
    }

    /// Every line of the result, each of which must be JSON.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        let line = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}\n{self}"))
        };
        self.stdout.lines().map(line).collect()
    }

    /// The last line of the result.
    #[track_caller]
    pub fn last(&self) -> Value {
        self.lines()
            .pop()
            .unwrap_or_else(|| panic!("no line in\n{self}"))
    }
}

/// A call between Rea, who sells, and Pam, who might buy.
#[derive(Clone)]
pub struct Talk {
    facts: Map<String, Value>,
    turns: Vec<Value>,
}

impl Talk {
    pub fn new(id: &str) -> Talk {
        let mut facts = Map::new();
        facts.insert("id".to_owned(), json!(id));
        facts.insert(
            "participants".to_owned(),
            json!([{ "name": "Rea", "side": "rep" }, { "name": "Pam", "side": "prospect" }]),
        );
        Talk {
            facts,
            turns: Vec::new(),
        }
    }

    /// Says something about the call: `title`, `date`, `account`, `deal`, `recording_url`, …
    pub fn with(mut self, fact: &str, value: Value) -> Talk {
        self.facts.insert(fact.to_owned(), value);
        self
    }

    pub fn rep(self, text: &str) -> Talk {
        self.turn(json!({ "speaker": "Rea", "text": text }))
    }

    pub fn prospect(self, text: &str) -> Talk {
        self.turn(json!({ "speaker": "Pam", "text": text }))
    }

    /// The prospect's words from one second to another.
    pub fn prospect_at(self, start: f64, end: f64, text: &str) -> Talk {
        self.turn(json!({ "speaker": "Pam", "start": start, "end": end, "text": text }))
    }

    fn turn(mut self, turn: Value) -> Talk {
        self.turns.push(turn);
        self
    }

    /// The call as one line of the project's own format.
    pub fn line(&self) -> String {
        let mut call = self.facts.clone();
        call.insert("turns".to_owned(), json!(self.turns));
        Value::Object(call).to_string()
    }
}
