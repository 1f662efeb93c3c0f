//! What is to be measured, on how much text?

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Context;

/// Megabytes of text that are made when nobody says.
const USUAL_MEGABYTES: u64 = 100;

/// Seconds of a flood of deliveries when nobody says.
const USUAL_FLOOD: u64 = 5;

/// The Python that is tried when nobody says.
const USUAL_PYTHON: &str = "python3";

/// What one run does.
pub struct Setup {
    /// The corpus that was named; made by the bench where none was.
    pub corpus: Option<PathBuf>,
    /// Bytes of text wanted.
    pub text_bytes: u64,
    /// The corpus so many times, each time under new ids.
    pub copies: u32,
    /// Rows wanted; all where it is empty.
    pub only: Vec<String>,
    /// How often each competitor runs.
    pub rounds: usize,
    /// How many questions each kind of search is asked.
    pub n_questions: usize,
    /// Seconds for which deliveries are sent.
    pub flood_seconds: u64,
    /// The Python that may have competitors.
    pub python: OsString,
    /// A run that only shows that everything runs.
    pub is_tiny: bool,
}

impl Setup {
    /// Reads the environment. A tiny run does not heed it.
    pub fn from_environment(is_tiny: bool) -> anyhow::Result<Setup> {
        if is_tiny {
            return Ok(Setup::tiny());
        }
        let corpus = std::env::var_os("VERBATIM_BENCH_CORPUS").map(PathBuf::from);
        // A corpus that was named is taken whole, unless a size was named too.
        let usual = if corpus.is_some() {
            u64::MAX >> 20
        } else {
            USUAL_MEGABYTES
        };
        let megabytes = number("VERBATIM_BENCH_MB", usual)?;
        let copies = u32::try_from(number("VERBATIM_BENCH_REPEAT", 1)?).unwrap_or(u32::MAX);
        let only = std::env::var("VERBATIM_BENCH_ONLY").unwrap_or_default();
        Ok(Setup {
            corpus,
            text_bytes: megabytes.saturating_mul(1 << 20),
            copies: copies.max(1),
            only: only
                .split(',')
                .map(|id| id.trim().to_uppercase())
                .filter(|id| !id.is_empty())
                .collect(),
            rounds: 3,
            n_questions: 300,
            flood_seconds: number("VERBATIM_BENCH_FLOOD_SECONDS", USUAL_FLOOD)?,
            python: std::env::var_os("VERBATIM_BENCH_PYTHON")
                .unwrap_or_else(|| USUAL_PYTHON.into()),
            is_tiny: false,
        })
    }

    fn tiny() -> Setup {
        Setup {
            corpus: None,
            text_bytes: 1 << 18,
            copies: 1,
            only: Vec::new(),
            rounds: 1,
            n_questions: 20,
            flood_seconds: 1,
            python: USUAL_PYTHON.into(),
            is_tiny: true,
        }
    }

    /// Whether a row is wanted.
    pub fn wants(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == id)
    }
}

fn number(name: &str, usual: u64) -> anyhow::Result<u64> {
    match std::env::var(name) {
        Ok(text) => text
            .trim()
            .parse()
            .with_context(|| format!("{name} must be a whole number")),
        Err(_) => Ok(usual),
    }
}
