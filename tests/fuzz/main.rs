//! Does any file bring a parser down?
//!
//! Begins with a small file of every format, changes it in every way that comes to mind, and gives it to the parsers:
//! as what it seems to be, and as the format that it began with. No file may make a parser panic, take longer than a
//! second for each MiB, or more than 512 MiB; whatever is read must be sound. Inputs that come to something new are
//! kept and changed further, so that the search goes deeper with time. It needs neither nightly Rust nor a tool of its
//! own, which `cargo fuzz` and the engines of `bolero` do.
//!
//! `cargo test` runs it for two seconds in all. For a longer search:
//!
//! - `VERBATIM_FUZZ_SECONDS=600 cargo test --release --test fuzz`: so many seconds for each format
//! - `VERBATIM_FUZZ_ONLY=srt,webvtt`: only these formats; processes side by side share the work so
//! - `VERBATIM_FUZZ_SEED=7`: other choices; the same seed makes the same ones
//! - `VERBATIM_FUZZ_TRACE=1`: every input is written down before it is tried, for crashes that end the process
//! - `VERBATIM_FUZZ_REPLAY=FILE`: tries that file once, as every format
//!
//! What goes wrong is written to `target/tmp/fuzz/` under the format, the seed and the number of the input.

mod chance;
mod check;
mod clock;
mod memory;
mod mutate;
mod seeds;
mod watch;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use verbatim::ingest::companions::Companions;
use verbatim::ingest::format::{FORMATS, Format};

use chance::Chance;
use watch::Task;

/// Seconds of all formats together when nobody asks for more.
const USUAL_SECONDS: f64 = 2.0;
/// Inputs that came to something new, of each format; larger ones are not kept.
const MOST_KEPT: usize = 2_000;
const LARGEST_KEPT: usize = 1 << 15;

/// What one run does.
struct Setup {
    seconds: Duration,
    seed: u64,
    only: Option<BTreeSet<String>>,
    traces: bool,
}

/// What came of one format.
#[derive(Default)]
struct Tally {
    n_runs: u64,
    kinds: BTreeSet<u64>,
    /// What went wrong, each place once.
    failures: BTreeSet<String>,
}

fn main() -> anyhow::Result<()> {
    // Somebody asks which tests there are, or for one by name.
    let mut args = std::env::args().skip(1);
    if args.any(|arg| arg == "--list" || (!arg.starts_with('-') && !"fuzz".contains(&arg))) {
        return Ok(());
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place.unwrap_or_default();
    }));
    std::fs::create_dir_all(folder()).context("cannot make a folder for what goes wrong")?;
    watch::begin(|task, what| {
        let path = write_down(task, what);
        eprintln!("{}: {what}; the input is in {path}", task.name);
    });
    if let Some(path) = std::env::var_os("VERBATIM_FUZZ_REPLAY") {
        return replay(Path::new(&path));
    }
    let setup = Setup::from_environment()?;
    let n_failures = search(&setup)?;
    anyhow::ensure!(
        n_failures == 0,
        "{n_failures} inputs went wrong; they are in {}",
        folder().display()
    );
    Ok(())
}

/// Where the last panic happened.
static PLACE: Mutex<String> = Mutex::new(String::new());

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz")
}

impl Setup {
    fn from_environment() -> anyhow::Result<Setup> {
        let number = |name: &str| -> anyhow::Result<Option<f64>> {
            let Ok(text) = std::env::var(name) else {
                return Ok(None);
            };
            let number: f64 = text
                .trim()
                .parse()
                .with_context(|| format!("{name} must be a number"))?;
            anyhow::ensure!(
                (0.0..1e9).contains(&number),
                "{name} must be between 0 and 1e9"
            );
            Ok(Some(number))
        };
        let seconds = number("VERBATIM_FUZZ_SECONDS")?;
        let usual = USUAL_SECONDS / FORMATS.len() as f64;
        let only = std::env::var("VERBATIM_FUZZ_ONLY").ok();
        let only: Option<BTreeSet<String>> = only.map(|names| {
            names
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect()
        });
        for name in only.iter().flatten() {
            anyhow::ensure!(Format::named(name).is_some(), "there is no format {name}");
        }
        Ok(Setup {
            seconds: Duration::from_secs_f64(seconds.unwrap_or(usual)),
            seed: number("VERBATIM_FUZZ_SEED")?.map_or(1, |seed| seed as u64),
            only,
            traces: std::env::var_os("VERBATIM_FUZZ_TRACE").is_some(),
        })
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(name))
    }
}

/// Searches in every wanted format, and gives back how much went wrong.
fn search(setup: &Setup) -> anyhow::Result<usize> {
    let seeds = seeds::load()?;
    let all: Vec<&Vec<u8>> = seeds.values().flatten().collect();
    let mut n_failures = 0;
    for about in FORMATS.iter().filter(|about| setup.wants(about.name)) {
        let own = seeds.get(about.name).cloned().unwrap_or_default();
        let (begun, at_work) = (Instant::now(), clock::now());
        let tally = search_in(about.format, own, &all, setup);
        println!(
            "{:<20} {:>9} executions in {:.0} s ({:.0} s on a processor), {:>5} kinds of outcome, {} failures",
            about.name,
            tally.n_runs,
            begun.elapsed().as_secs_f64(),
            at_work.spent().as_secs_f64(),
            tally.kinds.len(),
            tally.failures.len()
        );
        n_failures += tally.failures.len();
    }
    Ok(n_failures)
}

fn search_in(format: Format, mut pool: Vec<Vec<u8>>, all: &[&Vec<u8>], setup: &Setup) -> Tally {
    let companions = Companions::parse(None, None);
    let mut tally = Tally::default();
    let begun = Instant::now();
    // Every seed as it is, before any is changed.
    for seed in pool.clone() {
        try_one(format, seed, &companions, setup, &mut tally);
    }
    let mut n = 0;
    while begun.elapsed() < setup.seconds {
        let mut chance = Chance::of(setup.seed, format.name(), n);
        n += 1;
        let own: &Vec<u8> = chance.pick(&pool);
        let other = *chance.pick(all);
        let changed = mutate::mutated(own, other, &mut chance);
        let kept =
            (changed.len() <= LARGEST_KEPT && pool.len() < MOST_KEPT).then(|| changed.clone());
        let input = if seeds::is_packed(format) {
            packed(&changed, &mut chance)
        } else {
            changed
        };
        let is_new = try_bytes(format, input, &companions, setup, &mut tally);
        pool.extend(kept.filter(|_| is_new));
    }
    tally
}

/// A container, sometimes a damaged one.
fn packed(xml: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds::packed(xml);
    if chance.is_one_in(4) {
        for _ in 0..1 + chance.below(4) {
            let at = chance.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
    }
    bytes
}

fn try_one(
    format: Format,
    seed: Vec<u8>,
    companions: &Companions,
    setup: &Setup,
    tally: &mut Tally,
) {
    let input = if seeds::is_packed(format) {
        seeds::packed(&seed)
    } else {
        seed
    };
    try_bytes(format, input, companions, setup, tally);
}

/// Tries an input as what it seems to be and as a format; tells whether something new came of it.
fn try_bytes(
    format: Format,
    input: Vec<u8>,
    companions: &Companions,
    setup: &Setup,
    tally: &mut Tally,
) -> bool {
    tally.n_runs += 1;
    let mut task = Task {
        name: format!("{}-{}-{}", format.name(), setup.seed, tally.n_runs),
        input: Arc::new(input),
        begun: clock::now(),
        memory: memory::used(),
    };
    if setup.traces {
        write_down(&task, "trace");
    }
    let mut is_new = false;
    for as_format in [None, Some(format)] {
        task.begun = clock::now();
        memory::forget_peak();
        watch::note(Some(task.clone()));
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            check::check(&task.input, as_format, companions)
        }));
        watch::note(None);
        let used = memory::peak().saturating_sub(task.memory);
        let what = match outcome {
            Ok(kind) => {
                is_new |= tally.kinds.insert(kind);
                None
            }
            Err(_) => Some(PLACE.lock().unwrap_or_else(PoisonError::into_inner).clone()),
        };
        let is_slow = task.begun.spent() > watch::limit(task.input.len());
        let what = what
            .or_else(|| is_slow.then(|| "slow".to_owned()))
            .or_else(|| (used > watch::MOST_MEMORY).then(|| "memory".to_owned()));
        if let Some(what) = what.filter(|what| tally.failures.insert(what.clone())) {
            let path = write_down(&task, "failure");
            eprintln!("{}: {what}; the input is in {path}", task.name);
        }
    }
    is_new
}

/// Writes an input into the folder, and gives its path.
fn write_down(task: &Task, what: &str) -> String {
    // A trace is of use only for the last input.
    let name = match what {
        "trace" => "trace".to_owned(),
        _ => format!("{}.{what}", task.name),
    };
    let path = folder().join(name);
    match std::fs::write(&path, task.input.as_slice()) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!(
            "no file, since {} cannot be written: {error}",
            path.display()
        ),
    }
}

/// Tries one file as every format.
fn replay(path: &Path) -> anyhow::Result<()> {
    let input = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let setup = Setup::from_environment()?;
    let companions = Companions::parse(None, None);
    let mut n_failures = 0;
    for about in FORMATS.iter().filter(|about| setup.wants(about.name)) {
        let mut tally = Tally::default();
        try_bytes(about.format, input.clone(), &companions, &setup, &mut tally);
        n_failures += tally.failures.len();
    }
    anyhow::ensure!(n_failures == 0, "{n_failures} failures");
    println!("{}: nothing went wrong", path.display());
    Ok(())
}
